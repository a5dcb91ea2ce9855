"""The books balance: what is received is somewhere, to the milligram, and nothing is used beyond it."""

import pytest
from sqlalchemy import select, text

from tests.world import World
from workshop.errors import Conflict, Invalid
from workshop.materials.accounts import Balance
from workshop.materials.booking import PAIRS_AT_ONCE, Move, account_of, post, take_back
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, gather, melt
from workshop.materials.models import Lot, LotParent
from workshop.materials.receiving import NewLot, find_lot, receive_lot
from workshop.writing import Writing

GRAIN = NewLot("metal", Amount(66_660), alloy="au750y", form="grain", received_on="2026-10-12")


def there(world: World, kind: str, whose: str | None, lot: str) -> Amount:
    key = f"{kind}:{whose}" if whose else kind
    with world.room.database.reading() as session:
        row = session.execute(
            text(
                "SELECT b.mg, b.carat_thousandths, b.number FROM balance b JOIN account a ON a.id = b.account_id JOIN lot l ON l.id = b.lot_id "
                "WHERE a.key = :key AND l.code = :lot ORDER BY b.sequence DESC LIMIT 1"
            ),
            {"key": key, "lot": lot},
        ).one_or_none()
    return Amount(*row) if row else Amount()


def test_what_is_received_stands_in_its_lot_and_comes_from_outside(world: World) -> None:
    code = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    assert code == "G-0001"
    assert there(world, "lot", code, code) == Amount(66_660)
    assert there(world, "lot", None, code) == Amount(66_660)
    assert there(world, "outside", None, code) == Amount(-66_660)


def test_nothing_is_used_beyond_what_was_received(world: World) -> None:
    code = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    with pytest.raises(Conflict, match="beyond what was received"):
        world.tell(lambda w: melt(w, [(code, 66_661)], Poured(66_661, "gold")), world.ana)
    assert there(world, "lot", code, code) == Amount(66_660)


def test_a_melt_closes_and_keeps_what_it_was_made_of(world: World) -> None:
    first = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    second = world.tell(lambda w: receive_lot(w, NewLot("metal", Amount(29_740), alloy="au585y")), world.omar)
    poured = Poured(96_180, "gold", alloy=None, skull_mg=190, loss_mg=30)
    code = world.tell(lambda w: melt(w, [(first, 66_660), (second, 29_740)], poured), world.ana)
    assert there(world, "lot", code, code) == Amount(96_180)
    assert there(world, "loss", None, code) == Amount(30)
    assert there(world, "lot", "G-0004", "G-0004") == Amount(190)
    with world.room.database.reading() as session:
        lot = session.scalars(select(Lot).where(Lot.code == code)).one()
        parents = session.execute(select(LotParent.parent_id, LotParent.mg).where(LotParent.lot_id == lot.id)).all()
        melted = session.scalar(
            text(
                "SELECT sum(m.mg * CASE WHEN a.kind = 'melt' THEN 1 ELSE -1 END) FROM movement m JOIN account a ON a.kind = 'melt' AND a.id IN (m.from_id, m.to_id) AND m.to_id = a.id"
            )
        )
        out = session.scalar(
            text("SELECT sum(m.mg) FROM movement m JOIN account a ON a.kind = 'melt' AND m.from_id = a.id")
        )
    assert lot.fineness == (66_660 * 7500 + 29_740 * 5850) // 96_400
    assert sorted(mg for _parent, mg in parents) == [29_740, 66_660]
    assert melted == out


def test_what_more_comes_out_than_went_in_is_asked_about(world: World) -> None:
    code = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    with pytest.raises(Invalid, match="More came out"):
        world.tell(lambda w: melt(w, [(code, 10_000)], Poured(10_500, "gold")), world.ana)


def test_a_tray_is_gathered_whole_whatever_it_weighs(world: World) -> None:
    code = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)

    def sweep(writing: object) -> None:
        lot = find_lot(writing, code)  # type: ignore[arg-type]
        post(writing, "filed", [Move(lot.id, lot.account_id, account_of(writing, "lemel"), Amount(2_080))])  # type: ignore[arg-type]

    world.tell(sweep, world.ana)
    lemel = world.tell(lambda w: gather(w, "lemel", Poured(2_000, "gold", form="lemel")), world.ana)
    assert there(world, "lot", lemel, lemel) == Amount(2_000)
    assert there(world, "lemel", None, code) == Amount(0)
    assert there(world, "unexplained", None, lemel) == Amount(80)


def test_a_posting_is_taken_back_once(world: World) -> None:
    code = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)

    def use(writing: object) -> int:
        lot = find_lot(writing, code)  # type: ignore[arg-type]
        return post(writing, "lost", [Move(lot.id, lot.account_id, account_of(writing, "loss"), Amount(500))])  # type: ignore[arg-type]

    posting = world.tell(use, world.ana)
    world.tell(lambda w: take_back(w, posting, "Found again"), world.ana)
    assert there(world, "lot", code, code) == Amount(66_660)
    with pytest.raises(Conflict, match="already"):
        world.tell(lambda w: take_back(w, posting, "Once more"), world.ana)


def test_the_database_itself_keeps_a_balance_from_falling_below_nothing(world: World) -> None:
    code = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    with pytest.raises(Exception, match="beyond what was received"), world.room.database.engine.begin() as raw:
        raw.execute(text("INSERT INTO posting (kind, at) VALUES ('raw', 1)"))
        raw.execute(
            text(
                "INSERT INTO movement (posting_id, line, lot_id, from_id, to_id, mg, carat_thousandths, number, is_incidental) "
                "SELECT (SELECT max(id) FROM posting), 1, l.id, l.account_id, o.id, 66661, 0, 0, 0 FROM lot l, account o WHERE l.code = :code AND o.key = 'outside'"
            ),
            {"code": code},
        )
    with world.room.database.reading() as session:
        assert session.scalar(select(Balance.mg).order_by(Balance.id.desc()).limit(1)) is not None


def test_a_posting_of_many_lots_is_written_whole_or_not_at_all(world: World) -> None:
    """More pairs of lot and account than one statement looks up; the last of them is short."""
    codes = world.tell(lambda w: [receive_lot(w, GRAIN) for _ in range(PAIRS_AT_ONCE)], world.omar)

    def lose(last_mg: int) -> None:
        def act(writing: Writing) -> None:
            lots, loss = [find_lot(writing, code) for code in codes], account_of(writing, "loss")
            grams = [1_000] * (len(lots) - 1) + [last_mg]
            post(
                writing,
                "lost",
                [Move(lot.id, lot.account_id, loss, Amount(mg)) for lot, mg in zip(lots, grams, strict=True)],
            )

        world.tell(act, world.ana)

    with pytest.raises(Conflict, match=f"of lot {codes[-1]} there"):
        lose(66_661)
    assert there(world, "loss", None, codes[0]) == Amount()
    lose(66_660)
    assert [there(world, "loss", None, code).mg for code in (codes[0], codes[-1])] == [1_000, 66_660]
