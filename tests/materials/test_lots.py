"""Lists, balances and sums of materials: right to the milligram, and read by as many statements for one lot as for twenty."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from tests.bench.test_lists import counted
from tests.conftest import Clock
from tests.materials.test_issuing import GRAIN, MELEE, lot, supplier
from tests.world import World
from workshop.errors import Invalid, NotFound
from workshop.materials.holding import held_in
from workshop.materials.issuing import hand_out, issue, set_aside
from workshop.materials.ledger import Amount
from workshop.materials.lineage import ancestry, children_of, papers_of, parents_of
from workshop.materials.lot_moves import movements_of
from workshop.materials.melting import Poured, melt
from workshop.materials.receiving import NewLot, hold_lot, tell_stone
from workshop.materials.stock import Wanted, export_lots, list_lots, lot_named, open_lots, where_it_went
from workshop.materials.stones import WantedStones, export_stones, list_stones
from workshop.materials.typed import fineness_shown, read_carats, read_fineness, read_grams
from workshop.materials.waterfall import fine_waterfall

READS: dict[str, Callable[[Session], object]] = {
    "the list": lambda s: list_lots(s, Wanted(words="G-", state="usable")),
    "one lot": lambda s: lot_named(s, "G-0001"),
    "where it went": lambda s: where_it_went(s, 1),
    "its movements": lambda s: movements_of(s, 1),
    "what went in": lambda s: parents_of(s, 1),
    "its ancestry": lambda s: ancestry(s, 1),
    "its papers": lambda s: papers_of(s, [1]),
    "what is open": lambda s: open_lots(s, "au750y"),
    "hands": lambda s: held_in(s, "person"),
    "a tray": lambda s: held_in(s, "lemel", "lemel"),
    "the waterfall": lambda s: fine_waterfall(s, lot_named(s, "G-0001").at, lot_named(s, "G-0001").at),
    "stones": lambda s: list_stones(s, WantedStones(words="x", species="ruby", least=1)),
}


def test_a_reading_takes_as_many_statements_for_twenty_lots(world: World) -> None:
    def sent(name: str) -> int:
        with world.room.database.reading() as session, counted(world) as statements:
            READS[name](session)
        return len(statements)

    first = lot(world)
    for_one = {name: sent(name) for name in READS}
    for _time in range(20):
        lot(world)
        world.tell(lambda w: issue(w, first, Amount(100), world.ana.subject), world.omar)
        world.tell(lambda w: set_aside(w, first, Amount(100), "lemel"), world.omar)
    assert {name: sent(name) for name in READS} == for_one


def codes(world: World, **wanted: object) -> list[str]:
    with world.room.database.reading() as session:
        return [row.code for row in list_lots(session, Wanted(**wanted))]  # type: ignore[arg-type]


def test_the_list_is_searched_and_filtered(world: World) -> None:
    refiner = supplier(world, is_refiner=True)
    grain, silver = (
        lot(world),
        lot(world, NewLot("metal", Amount(5_000), alloy="ag925", supplier=refiner, note="INV-77")),
    )
    melee = lot(world, MELEE)
    lot(world, replace(MELEE, kind="stone", amount=Amount(0, 500, 1)))
    assert codes(world) == [melee, silver, grain]
    assert len(codes(world, kind="all")) == 4
    assert codes(world, words="lobelha") == codes(world, words="inv-7") == codes(world, metal="silver") == [silver]
    assert codes(world, words="18k") == codes(world, words="g-0001") == [grain]
    assert codes(world, words="100%") == []
    world.tell(lambda w: hold_lot(w, grain, is_held=True), world.omar)
    world.tell(lambda w: set_aside(w, silver, Amount(5_000), "scrap"), world.ana)
    assert (codes(world, state="held"), codes(world, state="used_up")) == ([grain], [silver])
    assert codes(world, state="usable", kind="all") == ["S-0002", melee]
    with world.room.database.reading() as session:
        assert [row.code for row in export_lots(session, Wanted(metal="silver"))] == [silver]
        assert open_lots(session, "au750y") == []
        with pytest.raises(NotFound):
            lot_named(session, "G-9999")


def test_a_page_of_the_list_has_its_own_lots(world: World) -> None:
    made = [lot(world) for _number in range(52)]
    assert codes(world)[:50] == made[::-1][:50]
    assert codes(world, page=2) == made[1::-1]


def test_what_was_received_is_somewhere(world: World) -> None:
    code, refiner = lot(world), supplier(world, is_refiner=True)
    world.tell(lambda w: issue(w, code, Amount(10_000), world.ana.subject), world.omar)
    world.tell(lambda w: hand_out(w, code, Amount(1_000), refiner), world.omar)
    world.tell(lambda w: melt(w, [(code, 20_000)], Poured(19_900, "gold", skull_mg=60, loss_mg=30)), world.ana)
    with world.room.database.reading() as session:
        went = where_it_went(session, 1)
        assert -went.pop("outside").mg == 66_660 == sum(amount.mg for amount in went.values())
        assert (went["lot"].mg, went["person"].mg, went["supplier"].mg, went["melt"].mg) == (
            35_660,
            10_000,
            1_000,
            20_000,
        )
        melted = where_it_went(session, 2)
        assert (melted["melt"].mg, melted["lot"].mg, melted["loss"].mg, melted["weighing"].mg) == (
            -19_940,
            19_900,
            30,
            10,
        )
        assert [(row.code, row.went_in_mg) for row in parents_of(session, 2)] == [(code, 20_000)]
        assert [(row.code, row.form) for row in children_of(session, 2)] == [("G-0003", "skull")]
        assert [edge.parent_id for edge in ancestry(session, 3)[0]] in ([2, 1], [1, 2])
        assert [row.to_kind for row in movements_of(session, 1)] == ["melt", "supplier", "person", "lot"]
        assert [row.to_name for row in movements_of(session, 1)][1:3] == ["Lobelha Refining", "Ana"]


def test_the_waterfall_closes_for_every_alloy_and_adds_no_metal_to_another(world: World, clock: Clock) -> None:
    lot(world)
    start = clock.at
    clock.forward(days=1)
    gold, silver = lot(world, replace(GRAIN, alloy="au999")), lot(world, replace(GRAIN, alloy="ag925"))
    lot(world, replace(GRAIN, alloy="ag925", owner=supplier(world, is_customer=True)))
    parts = [("G-0001", 10_000), (gold, 10_000), (silver, 5_000)]
    world.tell(lambda w: melt(w, parts, Poured(24_900, "gold", skull_mg=50, loss_mg=20, are_mixed=True)), world.ana)
    world.tell(lambda w: set_aside(w, silver, Amount(1_000), "lost"), world.ana)
    with world.room.database.reading() as session:
        rows = fine_waterfall(session, start, clock.at)
        assert fine_waterfall(session, start - timedelta(days=2), start - timedelta(days=1))[0].closing.mg == 0
    assert {row.key for row in rows} == {None, "au750y", "au999", "ag925"}
    for row in rows:
        went = (row.in_pieces, row.settled, row.melted, row.loss, row.weighing, row.unexplained, row.closing)
        assert row.opening.mg + row.received.mg == sum(one.mg for one in went)
        assert row.opening.fine + row.received.fine == sum((one.fine for one in went), Fraction(0))
    by_key = {row.key: row for row in rows}
    assert by_key["au750y"].opening.mg == 66_660 and by_key["au750y"].opening.fine == Fraction(66_660 * 3, 4)
    assert by_key["ag925"].received.mg == 66_660 and by_key["ag925"].loss.mg == 1_000
    assert sum(row.melted.mg for row in rows) == 0


def test_stones_are_found_by_what_they_are(world: World) -> None:
    for number, (colour, carats, report) in enumerate([("D", 500, "GIA-1"), ("E", 700, None), ("D", 1_200, None)], 1):
        code = lot(world, NewLot("stone", Amount(0, carats, 1)))
        facts = {
            "species": "diamond",
            "nature": "natural",
            "treatment": "none",
            "colour": colour,
            "report_number": report,
        }
        world.tell(lambda w, number=number, facts=facts: tell_stone(w, number, **facts), world.omar)
        assert code == f"S-{number:04d}"

    def found(**wanted: object) -> list[str]:
        with world.room.database.reading() as session:
            return [row.code[-1] for row in list_stones(session, WantedStones(**wanted))]  # type: ignore[arg-type]

    assert found() == ["3", "2", "1"]
    assert (found(colour="d"), found(colour="D", least=600), found(most=700)) == (["3", "1"], ["3"], ["2", "1"])
    assert (found(words="gia"), found(has_report=True), found(has_report=False)) == (["1"], ["1"], ["3", "2"])
    assert (found(species="ruby"), found(page=2)) == ([], [])
    world.tell(
        lambda w: tell_stone(w, 1, species="diamond", nature="natural", treatment="none", colour="F"), world.omar
    )
    assert found(colour="D") == ["3"]
    with world.room.database.reading() as session:
        assert len(list(export_stones(session, WantedStones()))) == 3


TYPED = [
    (read_grams, "66,66", 66_660),
    (read_grams, "0.5 g", 500),
    (read_carats, "1.25 ct", 1_250),
    (read_carats, "0,005", 5),
    (read_fineness, "750", 7_500),
    (read_fineness, "999.9", 9_999),
    (read_fineness, "1000", 10_000),
]
NOT_TYPED = [
    (read_grams, "18 k", "Karat"),
    (read_grams, "1.5 ct", "carat"),
    (read_grams, "1.23456", "three decimals"),
    (read_grams, "-3", "more than zero"),
    (read_carats, "18 karat", "Karat"),
    (read_carats, "0", "no weight"),
    (read_fineness, "18k", "parts per thousand"),
    (read_fineness, "1000.1", "at most 1000"),
    (read_fineness, "10001", "at most 1000"),
    (read_fineness, "750.05", "one decimal"),
    (read_fineness, "0", "at most 1000"),
]


@pytest.mark.parametrize(("read", "typed", "means"), TYPED)
def test_what_is_typed_is_understood(read: Callable[..., int], typed: str, means: int) -> None:
    assert read(typed, field="amount") == means


@pytest.mark.parametrize(("read", "typed", "sentence"), NOT_TYPED)
def test_what_cannot_be_is_said_in_a_sentence(read: Callable[..., int], typed: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read(typed, field="amount")


def test_fineness_is_shown_as_it_is_struck() -> None:
    assert [fineness_shown(parts) for parts in (7_500, 9_999, None)] == ["750", "999.9", "–"]


@pytest.mark.parametrize(
    ("zone", "at", "today"), [("Pacific/Auckland", 20, "2026-11-18"), ("America/Lima", 2, "2026-11-16")]
)
def test_a_lot_comes_in_on_the_day_of_the_shop(world: World, clock: Clock, zone: str, at: int, today: str) -> None:
    world.shop(time_zone=zone)
    clock.at = clock.at.replace(day=17, hour=at)
    assert lot(world, replace(GRAIN, received_on=today))
    tomorrow = today[:-2] + f"{int(today[-2:]) + 1}"
    with pytest.raises(Invalid, match="still to come"):
        lot(world, replace(GRAIN, received_on=tomorrow))
