"""What goes into a melt: castings with their number, a lot named twice, and a customer's metal by itself."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.conftest import Clock
from tests.materials.test_books import GRAIN, there
from tests.world import World
from workshop.errors import Conflict
from workshop.materials.accounts import Balance
from workshop.materials.holding import held
from workshop.materials.issuing import find_again, set_aside
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, gather, melt
from workshop.materials.papers import Supplier
from workshop.materials.receiving import NewLot, receive_lot
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.casting import NewTree, plant_tree, pour
from workshop.pieces.queries import lock_piece
from workshop.pieces.tree_closing import Left, close_tree
from workshop.pieces.using import Added, Using

CASTINGS = NewLot("castings", Amount(50_000, number=10), alloy="au750y")
ROLES = ("is_refiner", "is_caster", "is_dealer", "is_cutter", "is_mine", "is_customer")


def _melted(world: World, *parts: tuple[str, int]) -> str:
    whole = sum(mg for _lot, mg in parts)
    return world.tell(lambda w: melt(w, parts, Poured(whole, "gold")), world.ana)


@pytest.mark.parametrize(("mg", "left"), [(50_000, 0), (20_000, 6), (19_999, 7), (49_999, 1)])
def test_castings_that_are_melted_take_their_number_along(world: World, mg: int, left: int) -> None:
    lot = world.tell(lambda w: receive_lot(w, CASTINGS), world.omar)
    melted = _melted(world, (lot, mg))
    assert there(world, "lot", lot, lot) == Amount(50_000 - mg, number=left)
    assert there(world, "lot", melted, melted) == Amount(mg)


def test_castings_in_a_tray_are_gathered_with_their_number(world: World) -> None:
    lot = world.tell(lambda w: receive_lot(w, CASTINGS), world.omar)
    world.tell(lambda w: set_aside(w, lot, Amount(15_000, number=3), "scrap"), world.ana)
    world.tell(lambda w: gather(w, "scrap", Poured(15_000, "gold", form="scrap")), world.ana)
    assert there(world, "scrap", None, lot) == Amount()


def test_a_tray_is_read_by_what_it_holds_now(world: World) -> None:
    """Filled and emptied again and again, of several lots: what went is not gathered once more."""
    lots = [world.tell(lambda w: receive_lot(w, GRAIN), world.omar) for _ in range(3)]
    for mg in (1_000, 2_000):
        for lot in (lots[2], lots[0]):
            world.tell(lambda w, it=lot, so=mg: set_aside(w, it, Amount(so), "lemel"), world.ana)
        world.tell(lambda w, so=mg: gather(w, "lemel", Poured(2 * so, "gold", form="lemel")), world.ana)
    told = world.rows("SELECT p.code, m.mg FROM lot_parent m JOIN lot p ON p.id = m.parent_id ORDER BY m.id")
    assert [tuple(row) for row in told] == [(lots[0], 1_000), (lots[2], 1_000), (lots[0], 2_000), (lots[2], 2_000)]


def test_a_lot_that_is_named_twice_counts_twice(world: World) -> None:
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    _melted(world, (lot, 1_000), (lot, 500))
    assert [row.mg for row in world.rows("SELECT mg FROM lot_parent")] == [1_500]
    assert there(world, "lot", lot, lot) == Amount(65_160)


def _of_a_customer(world: World) -> str:
    world.tell(
        lambda w: w.add(
            Supplier, code="SUP-0001", subject="c", name="C", at=w.at, by_id=w.by.id, **dict.fromkeys(ROLES, False)
        ),
        world.omar,
    )
    theirs = NewLot("metal", Amount(9_000), alloy="au750y", owner="SUP-0001", received_on="2026-10-12")
    return world.tell(lambda w: receive_lot(w, theirs), world.omar)


def test_a_customers_metal_is_melted_by_itself_and_stays_theirs(world: World) -> None:
    own, theirs = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), _of_a_customer(world)
    with pytest.raises(Conflict, match="never melted together") as refusal:
        _melted(world, (own, 1_000), (theirs, 1_000))
    assert refusal.value.slug == "metal-of-others"
    melted = _melted(world, (theirs, 1_000))
    owner = "SELECT s.code FROM lot l JOIN supplier s ON s.id = l.owner_id WHERE l.code = :lot"
    assert [row.code for row in world.rows(owner, lot=melted)] == ["SUP-0001"]


def _aside(world: World, lot: str, where: str = "scrap") -> None:
    world.tell(lambda w: set_aside(w, lot, Amount(1_000), where), world.ana)


@pytest.mark.parametrize("first", [True, False])
def test_a_customers_own_never_lies_in_a_tray_with_the_shops(world: World, first: bool) -> None:
    own, theirs = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), _of_a_customer(world)
    one, other = (own, theirs) if first else (theirs, own)
    _aside(world, one)
    with pytest.raises(Conflict, match=f"{other} and {one} belong to different owners") as refusal:
        _aside(world, other)
    assert (refusal.value.slug, refusal.value.field) == ("metal-of-others", "where")
    assert there(world, "scrap", None, other) == Amount()
    _aside(world, other, "lost")
    _aside(world, other, "sweeps")
    made = world.tell(lambda w: gather(w, "scrap", Poured(1_000, "gold", form="scrap")), world.ana)
    _aside(world, other)
    owned = world.rows("SELECT owner_id FROM lot WHERE code = :made", made=made)[0].owner_id
    assert (owned is None) == first


def test_another_metal_may_lie_beside_it(world: World) -> None:
    theirs, silver = _of_a_customer(world), world.tell(lambda w: receive_lot(w, STERLING), world.omar)
    _aside(world, theirs)
    _aside(world, silver)
    made = world.tell(lambda w: gather(w, "scrap", Poured(1_000, "silver", form="scrap")), world.ana)
    assert made.startswith("A-")


def test_a_customers_own_stones_never_lie_with_the_shops(world: World) -> None:
    _of_a_customer(world)
    melee = NewLot("stones", Amount(carat_thousandths=1_000, number=50), received_on="2026-10-12")
    own, theirs = world.tell(
        lambda w: [receive_lot(w, melee), receive_lot(w, replace(melee, owner="SUP-0001"))], world.omar
    )
    some = Amount(carat_thousandths=100, number=5)
    world.tell(lambda w: set_aside(w, own, some, "scrap"), world.ana)
    with pytest.raises(Conflict, match="different owners"):
        world.tell(lambda w: set_aside(w, theirs, some, "scrap"), world.ana)


def test_a_tray_that_came_to_hold_both_names_what_is_taken_out(world: World) -> None:
    """A scrapped piece takes with it what it is of, whoever owns it."""
    own, theirs = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), _of_a_customer(world)
    serial = world.piece()
    world.event(serial, "cast", weight_mg=5_000, using=Using(added=(Added(own, 3_000), Added(theirs, 2_000))))
    world.tell(lambda w: add_event(w, lock_piece(w.session, serial), Happening("scrap", reason="cracked")), world.ines)
    with pytest.raises(Conflict, match=f"Take {theirs} out of it first"):
        world.tell(lambda w: gather(w, "scrap", Poured(5_000, "gold", form="scrap")), world.ana)
    world.tell(lambda w: find_again(w, theirs, Amount(2_000), "scrap"), world.ana)
    world.tell(lambda w: gather(w, "scrap", Poured(3_000, "gold", form="scrap")), world.ana)


def test_filings_of_a_customers_metal_wait_for_an_empty_tray(world: World) -> None:
    own, theirs = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), _of_a_customer(world)
    serial, both = world.pieces(2)
    world.event(serial, "cast", weight_mg=4_000, using=Using(added=(Added(theirs),)))
    world.event(both, "cast", weight_mg=3_000, using=Using(added=(Added(own, 1_000), Added(theirs, 2_000))))
    _aside(world, own, "lemel")
    with pytest.raises(Conflict, match="different owners") as refusal:
        world.event(serial, "file", weight_mg=3_900, using=Using(lemel_mg=100), reason="so")
    assert refusal.value.field == "lemel"
    world.event(both, "file", weight_mg=2_900, using=Using(lemel_mg=100), reason="so")
    world.event(serial, "file", weight_mg=3_900, using=Using(scrap_mg=100), reason="so")


def test_a_tree_of_a_customers_metal_closes_into_an_empty_tray(world: World) -> None:
    own, theirs = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), _of_a_customer(world)
    tree, _needed = world.tell(lambda w: plant_tree(w, NewTree("au750y", 2_000)), world.ana)
    world.tell(lambda w: pour(w, tree, [(theirs, 8_000)]), world.ana)
    _aside(world, own)
    with pytest.raises(Conflict, match="different owners") as refusal:
        world.tell(lambda w: close_tree(w, tree, Left(scrap_mg=8_000)), world.ana)
    assert refusal.value.field == "scrap"
    world.tell(lambda w: gather(w, "scrap", Poured(1_000, "gold", form="scrap")), world.ana)
    world.tell(lambda w: close_tree(w, tree, Left(scrap_mg=8_000)), world.ana)
    assert there(world, "scrap", None, theirs) == Amount(8_000)


def test_a_melt_is_of_the_day_where_the_shop_is(world: World, clock: Clock) -> None:
    """Noon in Greenwich is past midnight in Auckland; the skull came in on no day of its own."""
    world.shop(time_zone="Pacific/Auckland")
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    clock.forward(hours=3)
    melted = _melted(world, (lot, 1_000))
    assert [row.received_on for row in world.rows("SELECT received_on FROM lot WHERE code = :it", it=melted)] == [
        "2026-11-18"
    ]


def _mixed(world: World, *lots: NewLot, are_mixed: bool = False) -> str:
    codes = world.tell(lambda w: [receive_lot(w, new) for new in lots], world.omar)
    poured = Poured(1_000 * len(codes), "gold", are_mixed=are_mixed)
    return world.tell(lambda w: melt(w, [(code, 1_000) for code in codes], poured), world.ana)


FINE, COPPER = (NewLot("metal", Amount(9_000), alloy="ag999"), NewLot("metal", Amount(9_000), metal="base"))
STERLING = NewLot("metal", Amount(9_000), alloy="ag925")
UNTOLD = NewLot("metal", Amount(9_000), metal="silver")
UNWANTED = {"sterling": STERLING, "of unknown fineness": UNTOLD}


@pytest.mark.parametrize("other", UNWANTED)
def test_an_alloy_of_another_metal_is_asked_about(world: World, other: str) -> None:
    with pytest.raises(Conflict, match="Lot A-0001 is an alloy of silver") as refusal:
        _mixed(world, GRAIN, UNWANTED[other])
    assert (refusal.value.slug, refusal.value.field) == ("metals-mixed", "are_mixed")
    assert world.rows("SELECT 1 FROM lot WHERE is_own = :yes", yes=1) == []
    assert _mixed(world, GRAIN, UNWANTED[other], are_mixed=True).startswith("G-")


def test_an_alloy_of_our_own_is_melted_of_fine_metals(world: World) -> None:
    fine = NewLot("metal", Amount(9_000), alloy="au999")
    own = _mixed(world, fine, FINE, COPPER)
    assert [row.fineness for row in world.rows("SELECT fineness FROM lot WHERE code = :it", it=own)] == [3_330]
    assert _mixed(world, GRAIN, COPPER).startswith("G-")


def test_what_an_account_holds_is_read_by_steps(world: World) -> None:
    """No balance is read but by its key; SQLite tells how it reads, PostgreSQL reads small tables whole."""
    with world.room.database.reading() as session:
        rows = session.execute(held(Balance.lot_id), {"account_id": 1})
        assert rows.all() == []
        if world.room.settings.is_sqlite:
            asked = held(Balance.lot_id).params(account_id=1)
            statement = asked.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
            plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]
            assert [line for line in plan if line.startswith("SCAN") and "lots" not in line] == []
            assert any("account_id=? AND lot_id=? AND sequence=?" in line for line in plan), plan
