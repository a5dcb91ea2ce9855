"""Forgeries in the books by somebody who owns the database: the audit names the very lot, account or piece."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from tests.conftest import NOON, Furnished
from tests.journal.forging import run, tried
from tests.materials.test_books import GRAIN
from tests.postgres import drop_database, fresh_database
from tests.world import World
from workshop.auditing import RULES, audit
from workshop.config import read_settings
from workshop.findings import Books, Finding
from workshop.materials.audits import RULES as MATERIALS
from workshop.materials.booking import Move, account_of, post, take_back
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, gather, melt
from workshop.materials.models import Settlement
from workshop.materials.papers import Supplier
from workshop.materials.receiving import NewLot, find_lot, receive_lot, tell_origin
from workshop.pieces.casting import NewTree, cut_off, plant_tree, pour
from workshop.pieces.using import Added, Using
from workshop.shoproom import open_shoproom
from workshop.writing import Writing


@pytest.fixture(scope="module")
def books(
    furnishing: Callable[[str], Furnished], engine_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A shop with lots, melts, trees and pieces, one for all forgeries: each is taken back."""
    source, source_url = furnishing(engine_name)
    folder = tmp_path_factory.mktemp(f"books-{engine_name}") / "data"
    shutil.copytree(source, folder)
    url = fresh_database(template=source_url) if engine_name == "postgresql" else f"sqlite:///{folder / 'workshop.db'}"
    room = open_shoproom(read_settings({"WORKSHOP_DATABASE_URL": url}, data_dir=folder), now=lambda: NOON)
    world = World(room)
    _fill(world)
    yield world
    room.close()
    if engine_name == "postgresql":
        drop_database(url)


def _fill(world: World) -> None:
    """G-0001 grain, G-0002 melted of it with skull G-0003, S-0001 stones, G-0004 lemel that a refiner settled, A-0001 a customer's."""
    world.shop()
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    for origin in ("unknown", "mined", "unknown"):
        world.tell(lambda w, said=origin: tell_origin(w, lot, said), world.omar)
    melted = world.tell(lambda w: melt(w, [(lot, 40_000)], Poured(39_950, "gold", skull_mg=20)), world.ana)
    world.tell(lambda w: receive_lot(w, NewLot("stones", Amount(0, 480, 9))), world.omar)
    piece, cast = world.pieces(2)
    world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(melted),)))
    world.event(piece, "file", weight_mg=4_100, using=Using(lemel_mg=190), reason="filed")
    tree, _needed = world.tell(lambda w: plant_tree(w, NewTree("au750y", 2_000, serials=(cast,))), world.ana)
    world.tell(lambda w: pour(w, tree, [(melted, 9_000)]), world.ana)
    world.tell(lambda w: cut_off(w, tree, cast, 4_000), world.ana)
    lemel = world.tell(lambda w: gather(w, "lemel", Poured(190, "gold", form="lemel")), world.ana)
    world.tell(lambda w: _settle(w, lemel), world.omar)
    posting = world.tell(lambda w: _lose(w, lot), world.ana)
    world.tell(lambda w: take_back(w, posting, "found"), world.ana)
    world.tell(lambda w: receive_lot(w, NewLot("metal", Amount(900), alloy="ag925", owner="SUP-0001")), world.omar)


def _settle(writing: Writing, code: str) -> None:
    roles = ("is_refiner", "is_caster", "is_dealer", "is_cutter", "is_mine", "is_customer")
    supplier = writing.add(
        Supplier, code="SUP-0001", subject="s", name="S", at=writing.at, **dict.fromkeys(roles, False)
    )
    lot = find_lot(writing, code)
    posting = post(writing, "settled", [Move(lot.id, lot.account_id, account_of(writing, "refined"), Amount(190))])
    told = {"settled_on": "2026-11-17", "gross_mg": 190, "assay": 7500, "fine_mg": 142, "posting_id": posting}
    writing.add(Settlement, lot_id=lot.id, supplier_id=supplier, at=writing.at, **told)


def _lose(writing: Writing, code: str) -> int:
    lot = find_lot(writing, code)
    return post(writing, "lost", [Move(lot.id, lot.account_id, account_of(writing, "loss"), Amount(5))])


def _lot(code: str) -> str:
    return f"(SELECT id FROM lot WHERE code = '{code}')"


def _account(key: str) -> str:
    return f"(SELECT id FROM account WHERE key = '{key}')"


def _movement(lot: str, start: str, end: str, **amounts: int) -> str:
    all_three = {"mg": 0, "carat_thousandths": 0, "number": 0} | amounts
    return (
        f"INSERT INTO movement (id, posting_id, line, lot_id, from_id, to_id, {', '.join(all_three)}, is_incidental) VALUES "
        f"(9001, (SELECT min(id) FROM posting), 90, {lot}, {start}, {end}, {', '.join(str(a) for a in all_three.values())}, 0)"
    )


def _newest(key: str, lot: str) -> str:
    mine = f"account_id = {_account(key)} AND lot_id = {_lot(lot)}"
    return f"{mine} AND sequence = (SELECT max(sequence) FROM balance WHERE {mine})"


MELT = "(SELECT posting_id FROM movement WHERE lot_id = {lot} AND from_id = {melt})".format(
    lot=_lot("G-0002"), melt=_account("melt")
)

# What is done, how the audit calls it, and whom it names.
FORGERIES: dict[str, tuple[str, str, str]] = {
    "a gram more in stock": (
        "balance-follows",
        "G-0001",
        f"UPDATE balance SET mg = mg + 1000 WHERE {_newest('lot:G-0001', 'G-0001')}",
    ),
    "a stone less": (
        "balance-follows",
        "S-0001",
        f"UPDATE balance SET number = number - 1 WHERE {_newest('lot:S-0001', 'S-0001')}",
    ),
    "a balance of an earlier day": (
        "balance-chained",
        "G-0001",
        f"UPDATE balance SET mg = mg + 1 WHERE account_id = {_account('lot:G-0001')} AND sequence = 1",
    ),
    "a balance on another day": (
        "balance-chained",
        "G-0001",
        f"UPDATE balance SET at = at - 1 WHERE account_id = {_account('lot:G-0001')} AND sequence = 1",
    ),
    "a balance taken out": (
        "balance-chained",
        "G-0001",
        f"DELETE FROM balance WHERE account_id = {_account('lot:G-0001')} AND sequence = 1",
    ),
    "the sum of all pieces": (
        "balance-follows",
        "G-0002",
        f"UPDATE balance SET mg = mg - 1 WHERE {_newest('piece', 'G-0002')}",
    ),
    "a movement put in": (
        "balance-follows",
        "G-0001",
        _movement(_lot("G-0001"), _account("outside"), _account("lot:G-0001"), mg=5),
    ),
    "a movement made smaller": (
        "balance-follows",
        "G-0002",
        f"UPDATE movement SET mg = mg - 7 WHERE to_id = {_account('lot:G-0002')}",
    ),
    "a movement led elsewhere": (
        "balance-follows",
        "G-0002",
        f"UPDATE movement SET to_id = {_account('loss')} WHERE to_id = (SELECT account_id FROM piece WHERE serial = 'R-0002')",
    ),
    "a movement taken out": (
        "balance-follows",
        "G-0002",
        f"DELETE FROM movement WHERE lot_id = {_lot('G-0002')} AND to_id = {_account('lemel')}",
    ),
    "metal out of nothing": (
        "movement-ends",
        "G-0001",
        _movement(_lot("G-0001"), "9999", _account("lot:G-0001"), mg=5),
    ),
    "below nothing": (
        "balance-not-below",
        "G-0001",
        f"UPDATE balance SET mg = -1 WHERE {_newest('lot:G-0001', 'G-0001')}",
    ),
    "an account that is nowhere": (
        "lot-somewhere",
        "G-0001",
        f"UPDATE balance SET mg = mg + 40 WHERE {_newest('lot:G-0001', 'G-0001')}",
    ),
    "more out of the melt than went in": (
        "melt-closes",
        "G-0002",
        f"UPDATE movement SET mg = mg + 9 WHERE posting_id = {MELT} AND from_id = {_account('melt')}",
    ),
    "parents made smaller": (
        "parents-melted",
        "G-0002",
        f"UPDATE lot_parent SET mg = mg - 1 WHERE lot_id = {_lot('G-0002')}",
    ),
    "another parent": (
        "parents-melted",
        "G-0002",
        f"UPDATE lot_parent SET parent_id = {_lot('S-0001')} WHERE lot_id = {_lot('G-0002')}",
    ),
    "a melt that was bought": (
        "parents-melted",
        "G-0002",
        f"DELETE FROM lot_parent WHERE lot_id = {_lot('G-0002')}",
    ),
    "a melt of itself": (
        "parents-older",
        "G-0002",
        f"UPDATE lot_parent SET parent_id = lot_id WHERE lot_id = {_lot('G-0002')}",
    ),
    "a customer's metal in the melt": (
        "melt-apart",
        "G-0002",
        f"UPDATE lot SET owner_id = 1 WHERE id = {_lot('G-0001')}",
    ),
    "another lot's stock": (
        "account-own",
        "G-0001",
        f"UPDATE lot SET account_id = {_account('loss')} WHERE code = 'G-0001'",
    ),
    "an account that nothing sums up": (
        "account-own",
        "lot:G-0001",
        "UPDATE account SET control_id = NULL WHERE key = 'lot:G-0001'",
    ),
    "a piece's account taken for a lot's": (
        "account-own",
        "piece:R-0001",
        "UPDATE account SET kind = 'lot' WHERE key = 'piece:R-0001'",
    ),
    "another piece's metal": (
        "account-own",
        "R-0001",
        f"UPDATE piece SET account_id = {_account('piece:R-0002')} WHERE serial = 'R-0001'",
    ),
    "a piece that forgot its metal": (
        "account-own",
        "R-0001",
        "UPDATE piece SET account_id = NULL WHERE serial = 'R-0001'",
    ),
    "a tree with a piece's metal": (
        "account-own",
        "T-0001",
        f"UPDATE casting_tree SET account_id = {_account('loss')}",
    ),
    "a heavier settlement": ("settlement-booked", "G-0004", "UPDATE settlement SET gross_mg = 191"),
    "another posting settled": ("settlement-booked", "G-0004", "UPDATE settlement SET posting_id = 1"),
    "what was said of an origin taken out": (
        "told-numbered",
        "G-0001",
        f"DELETE FROM sourcing WHERE lot_id = {_lot('G-0001')} AND sequence = 2",
    ),
}


def test_untouched_books_have_nothing_to_tell(books: World) -> None:
    assert audit(books.room).findings == []


@pytest.mark.parametrize("tale", FORGERIES)
def test_the_audit_finds_every_forgery(books: World, tale: str) -> None:
    rule, whose, statement = FORGERIES[tale]
    with tried(books) as connection:
        assert run(connection, statement) > 0
        found = _found(connection)
    assert (rule, whose) in {(one.rule, one.piece) for one in found}, found


def _found(connection: Connection) -> list[Finding]:
    with Session(bind=connection) as session:
        seen = Books(session, ())
        return [finding for rule in RULES for finding in rule(seen)]


def test_the_audit_asks_as_much_of_long_books_as_of_short_ones(books: World) -> None:
    """Sums are made by the database: more movements are not more statements."""

    before = _asked(books)
    books.tell(_walk, books.ana)
    assert _asked(books) == before


def _asked(world: World) -> int:
    said: list[str] = []
    with world.room.database.reading() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *told: said.append(told[2]))
        assert [finding for rule in MATERIALS for finding in rule(Books(session, ()))] == []
    return len(said)


def _walk(writing: Writing) -> None:
    lot, lost = find_lot(writing, "G-0001"), account_of(writing, "lost")
    away, back = (Move(lot.id, *ends, Amount(1)) for ends in ((lot.account_id, lost), (lost, lot.account_id)))
    post(writing, "walked", [*[away] * 50, *[back] * 50])
