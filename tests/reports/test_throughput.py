"""What went through the house, by time, design and stage: counted here once more from the raw rows."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Clock
from tests.reports.filled import fill_log
from tests.reports.shops import FINISHES, Shop, random_shop
from tests.world import World
from workshop.reports.book import KINDS, span_of
from workshop.reports.told import Report

HERE = ZoneInfo("Europe/Lisbon")
SPANS = ((None, None), (date(2026, 10, 19), date(2026, 10, 25)), (date(2026, 10, 1), date(2026, 10, 31)))


def report(world: World, first: date | None = None, last: date | None = None, by: str = "") -> Report:
    with world.room.database.reading() as session:
        return KINDS["throughput"].make(session, span_of(session, first, last, world.room.now(), by), None)


def day_of(at: int) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).astimezone(HERE).date()


def happened(shop: Shop, first: date | None, last: date | None) -> dict[str, list[tuple[int, date]]]:
    """Piece and day of each thing that happened in these days."""
    passed = [
        next((one for one in looks if (one.verdict, one.purpose) == ("pass", "final")), None)
        for looks in shop.looks().values()
    ]
    found = {
        "begun": [(p.id, day_of(p.created_at)) for p in shop.pieces().values()],
        "passed": [(one.piece_id, day_of(one.decided_at)) for one in passed if one],
        "left": [(d.piece_id, day_of(d.at)) for d in shop.rows("SELECT * FROM departure WHERE kind <> 'tagged'")],
        "scrapped": [(e.piece_id, day_of(e.at)) for one in shop.events().values() for e in one if e.kind == "scrap"],
    }
    return {
        k: [(p, on) for p, on in v if (not first or on >= first) and (not last or on <= last)] for k, v in found.items()
    }


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    shop = random_shop(world, clock, seed)
    codes = {p.id: p.code for p in shop.pieces().values()}
    for first, last in SPANS:
        wanted, told = happened(shop, first, last), report(world, first, last)
        assert dict(told.totals) == {name: len(found) for name, found in wanted.items()}
        for name, found in wanted.items():
            for place, row in enumerate(told.rows):
                end = told.rows[place + 1]["key"] if place + 1 < len(told.rows) else "9999"
                assert row[name] == sum(row["key"] <= on.isoformat() < end for _piece, on in found)
        for row in report(world, first, last, "design").rows:
            for name, found in wanted.items():
                assert row[name] == sum(codes[piece] == row["key"] for piece, _on in found)


@pytest.mark.parametrize("seed", range(3))
def test_steps_of_work_are_counted_by_stage(world: World, clock: Clock, seed: int) -> None:
    shop = random_shop(world, clock, seed)
    stages = {one.id: one.name for one in shop.rows("SELECT id, name FROM stage")}
    steps = [
        (stages.get(e.stage_id, ""), e.piece_id) for one in shop.events().values() for e in one if e.kind in FINISHES
    ]
    told = report(world, by="stage")
    assert {row["key"].removeprefix("at:"): row["steps"] for row in told.rows} == Counter(
        stage for stage, _piece in steps
    )
    assert {row["key"].removeprefix("at:"): row["pieces"] for row in told.rows} == Counter(
        stage for stage, _piece in set(steps)
    )
    assert (told.totals["steps"], told.totals["pieces"]) == (len(steps), len({piece for _stage, piece in steps}))


def test_an_empty_shop_and_an_old_log(world: World) -> None:
    assert set(report(world).totals.values()) == {0}
    fill_log(world, "books")
    row: Any = report(world).rows[-1]
    assert (row["log"], row["passed"], row["done"], row["rejected"], row["rework_steps"]) == ("books", 1, 8, 2, 2)
