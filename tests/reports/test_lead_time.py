"""Lead and cycle times are those of the raw rows, reckoned here once more; what is not known is not told."""

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import StringIO
from statistics import fmean
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.reports.filled import fill_log
from tests.reports.shops import FINISHES, Shop, percentile, random_shop
from tests.world import World
from workshop.reports.book import KINDS, make_report, span_of
from workshop.reports.told import Report, Span

HERE = ZoneInfo("Europe/Lisbon")
HOUR = 3_600_000_000


def report(world: World, first: date | None = None, last: date | None = None) -> Report:
    with world.room.database.reading() as session:
        return make_report(session, "lead-time", first=first, last=last, now=world.room.now())


def times_of(shop: Shop, first: date | None, last: date | None) -> list[tuple[str, str, int | None, int | None]]:
    """Serial, design, lead and cycle in microseconds of each piece that first passed in these days."""
    pieces, events, found = shop.pieces(), shop.events(), []
    for piece_id, looks in shop.looks().items():
        passed = next((one for one in looks if one.verdict == "pass" and one.purpose == "final"), None)
        if passed is None:
            continue
        on = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=passed.decided_at)).astimezone(HERE).date()
        if (first and on < first) or (last and on > last):
            continue
        until = [one for one in events[piece_id] if one.at <= passed.decided_at]
        starts = [one.at for one in until if one.kind in ("start", "take_up")]
        finishes = [one.at for one in until if one.kind in FINISHES]
        cycle = max(finishes) - min(finishes) if finishes else None
        known = starts and finishes and min(starts) <= min(finishes)
        lead = max(finishes) - min(starts) if known else None
        found.append((pieces[piece_id].serial, pieces[piece_id].code, lead, cycle))
    return found


def reckoned(rows: list[tuple[str, str, int | None, int | None]]) -> dict[str, Any]:
    told: dict[str, Any] = {"pieces": len(rows), "start_unknown": sum(row[2] is None for row in rows)}
    for name, place in (("lead", 2), ("cycle", 3)):
        values = [row[place] for row in rows if row[place] is not None]
        told |= {
            f"{name}_median_hours": percentile(values, 0.5),
            f"{name}_mean_hours": fmean(values) if values else None,
            f"{name}_p90_hours": percentile(values, 0.9),
        }
    return {k: pytest.approx(v / HOUR, abs=1e-4) if "hours" in k and v is not None else v for k, v in told.items()}


SPANS = (
    (None, None),
    (date(2026, 10, 1), date(2026, 10, 31)),
    (date(2026, 10, 25), date(2026, 10, 25)),
    (date(2026, 9, 20), date(2026, 10, 24)),
)


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    shop = random_shop(world, clock, seed)
    for first, last in SPANS:
        rows, told = times_of(shop, first, last), report(world, first, last)
        assert dict(told.totals) == reckoned(rows)
        codes = {row[1] for row in rows}
        assert {row["key"] for row in told.rows} == codes
        for row in told.rows:
            assert {k: v for k, v in row.items() if k not in ("key", "group")} == reckoned(
                [r for r in rows if r[1] == row["key"]]
            )
        assert sum(part["pieces"] for part in told.series) == len(rows)


@pytest.mark.parametrize("seed", range(2))
def test_the_pieces_behind_a_figure_are_those_it_counts(world: World, clock: Clock, seed: int) -> None:
    shop = random_shop(world, clock, seed)
    rows, told = times_of(shop, None, None), report(world)
    with world.room.database.reading() as session:
        span = span_of(session, None, None, world.room.now(), "design")
        assert serials(session, span, "pieces", "") == sorted(row[0] for row in rows)
        assert serials(session, span, "start_unknown", "") == sorted(row[0] for row in rows if row[2] is None)
        for one in told.rows:
            assert serials(session, span, "pieces", one["key"]) == sorted(
                row[0] for row in rows if row[1] == one["key"]
            )
        for part in told.series:
            assert len(serials(session, span, "pieces", part["key"])) == part["pieces"]


def serials(session: Any, span: Span, column: str, key: str) -> list[str]:
    behind = KINDS["lead-time"].behind
    assert behind is not None
    found = behind(session, span, column, key)
    assert found is not None
    return sorted(found.tell(row)["serial"] for row in session.execute(found.statement))


def test_an_old_log_is_told_apart(world: World) -> None:
    fill_log(world, "books")
    told = report(world)
    (row,) = told.rows
    assert (row["log"], row["pieces"], row["lead_median_hours"], row["cycle_mean_hours"]) == ("books", 1, 1, 0)
    assert told.totals["pieces"] == 0


def test_an_empty_shop_tells_nothing(world: World) -> None:
    told = report(world)
    assert (told.rows, told.totals["pieces"], told.totals["cycle_p90_hours"]) == ([], 0, None)


def test_one_piece_is_its_own_median_mean_and_ninth_tenth(world: World, clock: Clock) -> None:
    serial = world.piece()
    world.event(serial, "start")
    clock.forward(hours=2)
    world.event(serial, "wax")
    clock.forward(hours=30)
    world.event(serial, "cast")
    clock.forward(hours=9)
    world.inspect(serial)
    (row,) = report(world).rows
    assert {row[f"lead_{one}_hours"] for one in ("median", "mean", "p90")} == {32}
    assert {row[f"cycle_{one}_hours"] for one in ("median", "mean", "p90")} == {30}


def test_the_night_in_which_summer_time_ends_has_one_hour_more(world: World, clock: Clock) -> None:
    world.shop(time_zone="Europe/Lisbon")
    clock.at = datetime(2026, 10, 24, 23, 30, tzinfo=HERE).astimezone(UTC)
    serial = world.piece()
    world.event(serial, "start")
    clock.at = datetime(2026, 10, 25, 23, 59, tzinfo=HERE).astimezone(UTC)
    world.event(serial, "wax")
    world.inspect(serial)
    clock.forward(days=2)
    assert report(world, date(2026, 10, 25), date(2026, 10, 25)).totals["lead_mean_hours"] == pytest.approx(25.4833)
    assert report(world, date(2026, 10, 26), date(2026, 10, 26)).totals["pieces"] == 0


def test_a_page_reckons_the_newest_of_long_history_and_says_so(
    world: World, app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.shop()
    for _ in range(4):
        world.released()
        clock.forward(days=2)
    monkeypatch.setitem(KINDS, "lead-time", replace(KINDS["lead-time"], most=2))
    owner = world.sign_in(app, world.omar)
    page = owner.get("/reports/lead-time?first=all").get_data(as_text=True)
    assert "More is recorded than a page reckons" in page
    behind = unescape(re.search(r'href="(/reports/lead-time/pieces\?[^"]*of=pieces\.[^"]*)"', page)[1])  # type: ignore[index]
    assert "1 to 2 of 2" in owner.get(behind).get_data(as_text=True)
    asked = owner.get("/reports/lead-time/pieces?of=pieces.&first=all").get_data(as_text=True)
    assert "More is recorded than a page reckons" in asked and "1 to 2 of 2" in asked
    rows = list(csv.reader(StringIO(owner.get("/reports/lead-time/pieces.csv?of=pieces.&first=all").text)))
    assert len(rows) == 5
    rows = list(csv.reader(StringIO(owner.get("/reports/lead-time.csv?first=all").data.decode("utf-8-sig"))))
    assert rows[1][1] == "4"
