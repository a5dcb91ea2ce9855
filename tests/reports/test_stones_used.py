"""Where stones went: every step is that of the raw movements, in number, carats and what the lost ones cost."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.conftest import Clock
from tests.materials import recomputed
from tests.reports.filled import fill_materials
from tests.reports.metalshops import metal_shop, moved_in, unit_costs
from tests.reports.shops import NOW
from tests.reports.test_metal import OURS, ends
from tests.world import World
from workshop.reports.book import KINDS, span_of
from workshop.reports.told import Report, Span

STEPS = {"received": ("outside",), "set": ("piece",), "broken": ("broken",), "lost": ("lost", "loss", "unexplained")}
SPANS = ((None, None), (date(2026, 10, 1), date(2026, 10, 25)))


def made(world: World, first: date | None, last: date | None) -> tuple[Report, Span]:
    with world.room.database.reading() as session:
        span = span_of(session, first, last, world.room.now())
        return KINDS["stones"].make(session, span, "EUR"), span


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_that_of_the_raw_movements(world: World, clock: Clock, seed: int) -> None:
    metal_shop(world, clock, seed)
    told = recomputed.read(world)
    for first, last in SPANS:
        report, span = made(world, first, last)
        since, until = ends(first, last)
        totals = dict(report.totals)
        units = unit_costs(world, told, (last or NOW.date()).isoformat())
        cost = Fraction(0)
        for step, kinds in STEPS.items():
            number = carats = 0
            for m, left, went in moved_in(told, since, until):
                sign = ((went in kinds) - (left in kinds)) * (-1 if step == "received" else 1)
                if told.lots[m.lot_id].metal is None:
                    number, carats = number + sign * m.number, carats + sign * m.carat_thousandths
                    cost += (units[m.lot_id] or 0) * sign * m.carat_thousandths if step in ("broken", "lost") else 0
            assert (totals[f"{step}_number"], round(totals[f"{step}_carats"] * 1000)) == (number, carats)
            assert behind_sum(world, span, step) == (number, carats)
        there = [0, 0]
        for m, left, went in moved_in(told, 0, until):
            sign = (went in OURS) - (left in OURS)
            if told.lots[m.lot_id].metal is None:
                there = [there[0] + sign * m.number, there[1] + sign * m.carat_thousandths]
        assert [totals["there_number"], round(totals["there_carats"] * 1000)] == there
        assert totals["gone_cost"] == pytest.approx(int(cost) / 100, abs=0.011)


def behind_sum(world: World, span: Span, step: str) -> tuple[int, int]:
    behind: Any = KINDS["stones"].behind
    with world.room.database.reading() as session:
        found = behind(session, span, f"{step}_number", "")
        lines = [found.tell(row) for row in session.execute(found.statement)]
    return sum(one["number"] for one in lines), sum(round(one["carats"] * 1000) for one in lines)


def test_lost_and_broken_stones_are_told_with_their_pieces(world: World) -> None:
    world.shop(currency="EUR")
    fill_materials(world)
    report, span = made(world, None, None)
    assert (report.totals["lost_number"], report.totals["broken_number"], report.totals["set_number"]) == (1, 2, 6)
    assert report.totals["gone_cost"] == pytest.approx(9_000 * 150 / 480 / 100, abs=0.011)
    behind: Any = KINDS["stones"].behind
    with world.room.database.reading() as session:
        found = behind(session, span, "broken_number", "")
        assert len([found.tell(row) for row in session.execute(found.statement)]) == 2
