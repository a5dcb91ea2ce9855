"""Where metal went: every step of every alloy is that of the raw movements, gross and fine, and every figure opens them."""

from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Clock
from tests.materials import recomputed
from tests.reports.metalshops import metal_shop, moved_in
from tests.world import World
from workshop.reports.book import KINDS, span_of
from workshop.reports.told import Report, Span
from workshop.units import microseconds

HERE = ZoneInfo("Europe/Lisbon")
SPANS = ((None, None), (date(2026, 10, 1), date(2026, 10, 25)), (date(2026, 9, 20), date(2026, 9, 20)))
STEPS = {
    "in_pieces": ("piece",),
    "settled": ("refined",),
    "melted": ("melt",),
    "loss": ("loss", "broken", "lost"),
    "weighing": ("weighing",),
    "unexplained": ("unexplained",),
    "received": ("outside",),
}
OURS = ("lot", "tree", "person", "supplier", "scrap", "lemel", "sweeps")


def made(world: World, first: date | None, last: date | None) -> tuple[Report, Span]:
    with world.room.database.reading() as session:
        span = span_of(session, first, last, world.room.now(), "fine")
        return KINDS["metal"].make(session, span, None), span


def ends(first: date | None, last: date | None) -> tuple[int, int]:
    since = microseconds(datetime.combine(first, datetime.min.time(), HERE)) if first else 0
    until = microseconds(datetime.combine(last, datetime.max.time(), HERE)) if last else 1 << 60
    return since, until


def alloys(world: World) -> dict[int, str]:
    rows = world.rows("SELECT l.id, l.metal, m.key FROM lot l LEFT JOIN material m ON m.id = l.material_id")
    return {row.id: row.key or f"of:{row.metal}" for row in rows if row.metal}


def reckoned(world: World, first: date | None, last: date | None) -> dict[tuple[str, str], tuple[int, Fraction]]:
    """Gross milligrams and exact fine ones by alloy and step."""
    told, names, sums = recomputed.read(world), alloys(world), defaultdict[tuple[str, str], list[Any]](lambda: [0, 0])
    since, until = ends(first, last)
    for movement, left, went in moved_in(told, since, until):
        for step, kinds in STEPS.items():
            sign = (went in kinds) - (left in kinds)
            if movement.lot_id in names and sign:
                _add(sums[names[movement.lot_id], step], told, movement, -sign if step == "received" else sign)
    for moment, step in ((since - 1, "opening"), (until, "closing")):
        for movement, left, went in moved_in(told, 0, moment):
            sign = (went in OURS) - (left in OURS)
            if movement.lot_id in names and sign:
                _add(sums[names[movement.lot_id], step], told, movement, sign)
    return {place: (mg, fine) for place, (mg, fine) in sums.items()}


def _add(place: list[Any], told: recomputed.Told, movement: Any, sign: int) -> None:
    place[0] += sign * movement.mg
    place[1] += Fraction(sign * movement.mg * (told.lots[movement.lot_id].fineness or 0), 10_000)


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_that_of_the_raw_movements(world: World, clock: Clock, seed: int) -> None:
    metal_shop(world, clock, seed)
    for first, last in SPANS:
        wanted, told = reckoned(world, first, last), made(world, first, last)[0]
        for row in told.rows:
            for step in (*STEPS, "opening", "closing"):
                mg, fine = wanted.get((row["key"], step), (0, Fraction(0)))
                assert round(row[f"{step}_grams"] * 1000) == mg
                assert round(row[f"{step}_fine_grams"] * 1000) == fine.__floor__()
        assert {row["key"] for row in told.rows} >= {alloy for alloy, _step in wanted}
        lost = [
            fine for (alloy, step), (_mg, fine) in wanted.items() if step in ("loss", "unexplained") and gold(alloy)
        ]
        assert round(told.totals.get("lost_gold_fine_grams", 0) * 1000) == sum(lost, Fraction(0)).__floor__()


def gold(alloy: str) -> bool:
    return alloy.startswith("au") or alloy == "of:gold"


def test_the_movements_behind_a_figure_add_up_to_it(world: World, clock: Clock) -> None:
    metal_shop(world, clock, 1)
    told, span = made(world, *SPANS[1])
    behind, seen = KINDS["metal"].behind, 0
    assert behind is not None
    with world.room.database.reading() as session:
        for row in told.rows:
            for step in STEPS:
                found = behind(session, span, f"{step}_grams", row["key"])
                assert found is not None
                lines = [found.tell(one) for one in session.execute(found.statement)]
                seen += len(lines)
                assert sum(round(one["grams"] * 1000) for one in lines) == round(row[f"{step}_grams"] * 1000)
        whole = behind(session, span, "lost_gold_fine_grams", "")
        assert whole is not None
        fine = sum(Fraction(one.mg * (one.fineness or 0), 10_000) for one in session.execute(whole.statement) if one.mg)
        assert round(told.totals["lost_gold_fine_grams"] * 1000) == fine.__floor__()
    assert seen


def test_an_empty_shop_has_no_metal(world: World) -> None:
    told = made(world, None, None)[0]
    assert (list(told.rows), dict(told.totals)) == ([], {})
