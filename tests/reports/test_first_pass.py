"""Passed the first time, faults and rework: reckoned here once more from the raw rows."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Clock
from tests.reports.shops import Shop, random_shop
from tests.world import World
from workshop.pieces.casting import NewTree, plant_tree
from workshop.pieces.rules import KINDS as EVENT_KINDS
from workshop.reports.book import KINDS, span_of
from workshop.reports.told import Report
from workshop.units import microseconds

HERE = ZoneInfo("Europe/Lisbon")
SPANS = ((None, None), (date(2026, 10, 1), date(2026, 10, 25)), (date(2026, 10, 26), date(2026, 11, 22)))
HOUR = 3_600_000_000


def report(world: World, first: date | None = None, last: date | None = None, by: str = "check") -> Report:
    with world.room.database.reading() as session:
        return KINDS["first-pass"].make(session, span_of(session, first, last, world.room.now(), by), None)


def within(at: int, first: date | None, last: date | None) -> bool:
    on = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).astimezone(HERE).date()
    return (not first or on >= first) and (not last or on <= last)


def firsts(shop: Shop, first: date | None, last: date | None) -> list[Any]:
    found = (next((one for one in looks if one.purpose == "final"), None) for looks in shop.looks().values())
    return [one for one in found if one and within(one.decided_at, first, last)]


def rework_us(shop: Shop, back: Any, now: int) -> int:
    """Minute by minute as a clerk would: walk through the entries after the return and add what lies between start and end."""
    looks = [
        one.decided_at for one in shop.looks()[back.piece_id] if one.decided_at > back.at and one.purpose != "stage"
    ]
    until, begun, worked = min(looks, default=now), None, 0
    for entry in shop.events()[back.piece_id]:
        leads = EVENT_KINDS[entry.kind].leads_to
        if entry.sequence <= back.sequence or leads is None:
            continue
        if leads == "working":
            begun = entry.at if begun is None else begun
        elif begun is not None:
            worked += max(min(entry.at, until) - begun, 0)
            begun = None
    return worked + (max(until - begun, 0) if begun is not None else 0)


@pytest.mark.parametrize("seed", range(5))
def test_every_figure_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    shop = random_shop(world, clock, seed, pieces=12)
    pieces, now = shop.pieces(), microseconds(clock.at)
    answers = shop.rows(
        "SELECT DISTINCT i.id, i.piece_id, i.decided_at, c.code, c.text, c.id AS check_id FROM answer a JOIN inspection i ON i.id = a.inspection_id "
        "JOIN inspection_check c ON c.id = a.check_id WHERE a.result = 'fail' AND i.verdict <> 'pass' AND i.purpose <> 'stage'"
    )
    stages = {one.id: one.name for one in shop.rows("SELECT id, name FROM stage")}
    backs = [entry for one in shop.events().values() for entry in one if entry.kind == "send_back"]
    for first, last in SPANS:
        looks, faults = firsts(shop, first, last), [a for a in answers if within(a.decided_at, first, last)]
        mine = [one for one in backs if within(one.at, first, last)]
        rework = sum(rework_us(shop, one, now) for one in mine)
        told = report(world, first, last)
        passed = sum(one.verdict == "pass" for one in looks)
        assert (told.totals["inspected"], told.totals["passed_first"]) == (len(looks), passed)
        assert told.totals["passed_first_percent"] == (int(100 * passed / len(looks) + 1e-9) if looks else None)
        assert (told.totals["faults"], told.totals["times"]) == (len(faults), len(mine))
        assert told.totals["rework_hours"] == (pytest.approx(rework / HOUR, abs=1e-4) if mine else None)
        assert {row["key"]: row["faults"] for row in told.rows} == Counter(f"{a.code}:{a.text}" for a in faults)
        running = [row["running_percent"] for row in told.rows]
        assert running == sorted(running) and (not running or running[-1] == 100)
        for row in report(world, first, last, "stage").rows:
            here = [one for one in mine if stages.get(one.stage_id, "") == row["key"].removeprefix("at:")]
            assert (row["times"], row["pieces"]) == (len(here), len({one.piece_id for one in here}))
            assert row["rework_hours"] == pytest.approx(sum(rework_us(shop, one, now) for one in here) / HOUR, abs=1e-4)
        for row in report(world, first, last, "design").rows:
            here = [one for one in looks if pieces[one.piece_id].code == row["key"]]
            assert (row["inspected"], row["passed_first"]) == (len(here), sum(one.verdict == "pass" for one in here))


def test_the_place_on_the_tree_is_told_and_what_hung_on_none_apart(world: World) -> None:
    serials = world.pieces(3)
    world.tell(
        lambda w: plant_tree(w, NewTree("au750y", wax_mg=30_000, base_mg=10_000, serials=tuple(serials))), world.ana
    )
    for serial in (*serials, world.piece()):
        world.worked(serial)
        world.inspect(serial, "rework", answers=world.bad_answers(serial))
    rows = report(world, by="tree").rows
    assert sum(row["inspected"] for row in rows) == 4
    assert [row["inspected"] for row in rows if row["key"] == "tree:"] == [1]


def test_an_empty_shop_tells_no_share(world: World) -> None:
    told = report(world)
    assert (told.rows, told.totals["passed_first_percent"], told.totals["rework_hours"]) == ([], None, None)
