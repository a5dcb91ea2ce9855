"""The books as they grow: a lot with a hundred thousand postings beside one with a hundred, and a bare SELECT in the same run."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.counting import counted
from bench.filling import Bench
from workshop.auditing import audit
from workshop.bench.lot_happenings import happenings_of
from workshop.claims.gathering import facts_of
from workshop.claims.queries import pieces_of
from workshop.materials.booking import Move, account_of, post
from workshop.materials.ledger import Amount
from workshop.materials.lot_moves import movements_of
from workshop.materials.receiving import NewLot, find_lot, receive_lot
from workshop.materials.stock import balance_of, where_it_went
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.using import Added, Using
from workshop.writing import Writing

SHORT, LONG = 100, 100_000
TIMES, ROUNDS = 40, 5
COUNTED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
POSTINGS = COUNTED + "INSERT INTO posting (kind, note, at) SELECT 'walked', :lot, :at + i FROM n ORDER BY i"
MOVEMENTS = (
    "INSERT INTO movement (posting_id, line, lot_id, from_id, to_id, mg, carat_thousandths, number, is_incidental) "
    "SELECT p.id, 1, l.id, CASE WHEN p.at % 2 = :odd THEN l.account_id ELSE :away END, CASE WHEN p.at % 2 = :odd THEN :away ELSE l.account_id END, "
    "1, 0, 0, 0 FROM posting p JOIN lot l ON l.code = p.note WHERE p.kind = 'walked' AND p.note = :lot ORDER BY p.id"
)
FLOOR = text("SELECT mg, carat_thousandths, number FROM balance WHERE id = 1")
Look = Callable[[Session, str], object]


def long_books(bench: Bench) -> None:
    """What is read of a lot, and taken from it, whatever its length; what an audit of all of it takes."""
    lots = {count: _walked(bench, count) for count in (SHORT, LONG)}
    pieces = {count: _made_of(bench, lot) for count, lot in lots.items()}
    then = datetime.now(UTC) - timedelta(days=1)
    looks: dict[str, Look] = {
        "its balance now": lambda s, lot: balance_of(s, f"lot:{lot}", lot),
        "its balance on a day": lambda s, lot: balance_of(s, f"lot:{lot}", lot, then),
        "where it went": lambda s, lot: where_it_went(s, _id_of(s, lot)),
        "where it went, one by one": lambda s, lot: happenings_of(s, _id_of(s, lot), carats=False),
        "a page of movements": lambda s, lot: movements_of(s, _id_of(s, lot)),
    }
    for name, look in looks.items():
        _compare(bench, name, look, lots)
    _compare(bench, "facts of a piece", lambda s, piece: facts_of(s, pieces_of(s, [piece])), pieces)
    _compare_statements(bench, pieces)
    took = {
        count: _median_ms(lambda lot=lot: bench.tell(lambda w: _take(w, lot), bench.maker))
        for count, lot in lots.items()
    }
    print(f"  taking a gram of it: {took[SHORT]:.2f} ms; {took[LONG]:.2f} ms; {took[LONG] / took[SHORT]:.2f} x")
    began = time.perf_counter()
    found = [one for one in audit(bench.room).findings if one.rule != "guards"]
    print(f"  audit of all of it: {time.perf_counter() - began:.1f} s, {len(found)} findings (0)")


def _compare(bench: Bench, name: str, look: Look, whose: dict[int, str]) -> None:
    """Turn by turn with the floor, so that all three see the same machine."""
    with bench.room.database.reading() as session:
        rounds = [
            (
                _each_ms(lambda: look(session, whose[SHORT])),
                _each_ms(lambda: look(session, whose[LONG])),
                _each_ms(lambda: session.execute(FLOOR).one()),
            )
            for _ in range(ROUNDS)
        ]
    short, long, floor = (statistics.median(one) for one in zip(*rounds, strict=True))
    print(
        f"  {name}: with {SHORT} postings {short:.2f} ms, with {LONG:,} {long:.2f} ms, {long / short:.2f} x; a bare SELECT {floor:.2f} ms"
    )


def _compare_statements(bench: Bench, pieces: dict[int, str]) -> None:
    def asked(serial: str) -> int:
        with bench.room.database.reading() as session:
            ids = pieces_of(session, [serial])
            return counted(bench, lambda: facts_of(session, ids))

    print(f"  facts of a piece: {asked(pieces[SHORT])} statements, of a long lot {asked(pieces[LONG])} (the same)")


def _each_ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(TIMES):
        work()
    return (time.perf_counter() - began) * 1000 / TIMES


def _median_ms(work: Callable[[], object]) -> float:
    return statistics.median(_each_ms(work) for _ in range(ROUNDS))


def _id_of(session: Session, lot: str) -> int:
    return int(session.execute(text("SELECT id FROM lot WHERE code = :lot"), {"lot": lot}).scalar_one())


def _walked(bench: Bench, count: int) -> str:
    """A lot that went out to the maker and back again, a milligram at a time, so often; written beside the journal."""
    lot: str = bench.tell(lambda w: receive_lot(w, NewLot("metal", Amount(900_000), alloy="au750y")), bench.maker)
    away = bench.tell(lambda w: account_of(w, "person", bench.maker.subject, person_id=bench.maker.id), bench.maker)
    at = int((datetime.now(UTC) - timedelta(days=2)).timestamp()) * 1_000_000
    with bench.room.database.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text(POSTINGS), {"count": count, "lot": lot, "at": at})
        connection.execute(text(MOVEMENTS), {"lot": lot, "away": away, "odd": (at + 1) % 2})
    return lot


def _made_of(bench: Bench, lot: str) -> str:
    (piece,) = bench.tell(lambda w: make_pieces(w, NewPieces(bench.design)), bench.maker)
    cast = Happening("cast", seen=0, weight_mg=4_000, using=Using(added=(Added(lot),)))
    bench.tell(lambda w: record_event(w, piece, cast), bench.maker)
    return str(piece)


def _take(writing: Writing, code: str) -> int:
    lot = find_lot(writing, code)
    return post(writing, "taken", [Move(lot.id, lot.account_id, account_of(writing, "scrap"), Amount(1_000))])
