"""Work in progress: each piece once, at the stage where its card says that it is, as old as its rows say."""

from collections import Counter
from typing import Any

import pytest

from tests.conftest import NOON, Clock
from tests.reports.shops import Shop, random_shop
from tests.world import World
from workshop.reports.book import KINDS, make_report, span_of
from workshop.reports.told import Report
from workshop.units import microseconds

DAY = 86_400 * 1_000_000
AGES = {
    "days_0_3": (0, 3),
    "days_4_7": (3, 7),
    "days_8_14": (7, 14),
    "days_15_30": (14, 30),
    "days_over_30": (30, 9**9),
}


def report(world: World) -> Report:
    with world.room.database.reading() as session:
        return make_report(session, "wip", first=None, last=None, now=world.room.now())


def listed(world: World, column: str, key: str) -> list[dict[str, Any]]:
    behind = KINDS["wip"].behind
    assert behind is not None
    with world.room.database.reading() as session:
        found = behind(session, span_of(session, None, None, world.room.now()), column, key)
        assert found is not None
        return [dict(found.tell(row)) for row in session.execute(found.statement)]


def stands(shop: Shop, piece: Any) -> str:
    """The stage, found by walking through the route."""
    if piece.awaits == "inspection" or piece.state == "outwork":
        return "inspection" if piece.awaits else "outwork"
    route = shop.rows("SELECT id, name FROM stage WHERE route_id = :r ORDER BY position", r=piece.route_id)
    names = [one.name for one in route]
    here = next((number for number, one in enumerate(route) if one.id == piece.stage_id), None)
    if piece.state in ("working", "paused"):
        return f"at:{names[here]}" if here is not None else "none"
    last = shop.rows("SELECT kind FROM work_event WHERE id = :i", i=piece.last_change_id)
    if last and last[0].kind == "send_back" and here is not None:
        return f"at:{names[here]}"
    upcoming = 0 if here is None else min(here + 1, len(names) - 1)
    return f"at:{names[upcoming]}"


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    shop = random_shop(world, clock, seed)
    now = microseconds(clock.at)
    open_ones = [p for p in shop.pieces().values() if p.state in ("working", "waiting", "paused", "outwork")]
    told = report(world)
    assert {row["key"]: row["pieces"] for row in told.rows} == Counter(stands(shop, p) for p in open_ones)
    for row in (*told.rows, {"key": ""} | dict(told.totals)):
        mine = [p for p in open_ones if row["key"] in ("", stands(shop, p))]
        still = [(now - p.moved_at) // 1_000_000 for p in mine]
        assert row["in_hand"] == sum(p.state == "working" for p in mine)
        for name, (above, until) in AGES.items():
            assert row[name] == sum((above * 86_400 < s or not above) and s <= until * 86_400 for s in still)
        assert row["longest_days"] == max(still) // 86_400
        assert row["oldest_days"] == max(now - p.created_at for p in mine) // DAY
        assert row["mean_days"] == pytest.approx(sum(still) / len(still) / 86_400, abs=0.06)
        assert row["grams"] == pytest.approx(sum(p.weight_mg or 0 for p in mine) / 1000)
        assert sorted(one["serial"] for one in listed(world, "pieces", row["key"])) == sorted(p.serial for p in mine)
        for name in (*AGES, "in_hand"):
            assert len(listed(world, name, row["key"])) == row[name]


def test_an_empty_shop_has_nothing_in_work(world: World) -> None:
    told = report(world)
    assert (told.rows, told.totals["pieces"], told.totals["mean_days"]) == ([], 0, None)


def test_what_passed_left_or_was_scrapped_is_in_work_no_more(world: World, clock: Clock) -> None:
    world.released()
    world.leave(world.released())
    serial = world.worked()
    world.inspect(serial, "scrap", answers=world.bad_answers(serial))
    one = world.worked()
    clock.at = NOON
    clock.forward(days=5)
    assert [line["serial"] for line in listed(world, "pieces", "")] == [one]
    assert report(world).totals["days_4_7"] == 1
