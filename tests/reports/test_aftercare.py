"""What came back: repairs by design, kind, work and age, their guarantee and their days, and the share of what was sold, reckoned once more from the raw rows."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.aftercare.test_guarantee import TEN, publish
from tests.aftercare.test_repairs import answered, back, offered
from tests.conftest import Clock
from tests.reports.shops import percentile
from tests.world import World
from workshop.reports.book import KINDS, span_of
from workshop.reports.told import Report, Span
from workshop.units import microseconds

BEGAN, NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC), datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 20), date(2026, 11, 1)
DAY = 86_400_000_000


def made(world: World, by: str, first: date | None = FIRST, last: date | None = LAST) -> tuple[Report, Span]:
    with world.room.database.reading() as session:
        span = span_of(session, first, last, world.room.now(), by)
        return KINDS["aftercare"].make(session, span, None), span


def listed(world: World, span: Span, column: str, key: str) -> list[dict[str, Any]]:
    behind: Any = KINDS["aftercare"].behind
    with world.room.database.reading() as session:
        found = behind(session, span, column, key)
        return [dict(found.tell(row)) for row in session.execute(found.statement)]


def aftercare_shop(world: World, clock: Clock, seed: int) -> None:
    """Pieces are sold, some under a guarantee of some days; some come back, are mended, and some of these go home again."""
    chance, clock.at = Random(seed), BEGAN
    world.shop(currency="EUR")
    designs = [world.design, world.design_of("pendant")]
    for number in range(7):
        clock.at = BEGAN + timedelta(days=7 * number)
        if number == 2:
            publish(world, TEN)
        serial = world.released(world.piece(chance.choice(designs)))
        world.leave(serial)
        if chance.random() < 0.2:
            continue
        clock.forward(days=chance.randrange(1, 20), hours=chance.randrange(9))
        code = world.take_in(serial)
        answered(world, code, offered(world, code), 1, 2)
        clock.forward(days=chance.randrange(9), hours=3)
        for kind in chance.sample(("resize", "polish", "solder"), chance.randrange(3)):
            world.event(serial, kind, weight_mg=4_000)
        if chance.random() < 0.7:
            world.inspect(serial)
            back(world, code, serial)
    clock.at = NOW
    world.take_in(None, kind="ring", weight_mg=3_000)
    clock.at = NOW + timedelta(hours=1)


@pytest.mark.parametrize("seed", [4])
def test_every_figure_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    aftercare_shop(world, clock, seed)
    for first, last in ((FIRST, LAST), (None, None)):
        for by in ("design", "kind", "work", "age"):
            require_same(world, *made(world, by, first, last))


def require_same(world: World, report: Report, span: Span) -> None:
    since, until = microseconds(span.since), microseconds(span.until)
    jobs = [
        one for one in world.rows(JOBS) if one.received_at <= until and (one.received_at >= since or stays(one, until))
    ]
    groups: dict[str, list[Any]] = defaultdict(list)
    for job in jobs:
        for key in keys(world, job, span, until):
            groups[key].append(job)
    sold = Counter[str]()
    came_back = Counter[str]()
    for one in world.rows(SOLD):
        if since <= one.at <= until and span.by in ("design", "kind"):
            key = one.code if span.by == "design" else one.kind
            sold[key] += 1
            came_back[key] += any(
                one.piece_id == job.piece_id and one.at < job.received_at <= until for job in world.rows(JOBS)
            )
    assert {row["key"] for row in report.rows} == {*groups, *sold}
    for row in report.rows:
        mine = groups[row["key"]]
        came = [one for one in mine if one.received_at >= since]
        ended = [one.ended_at - one.received_at for one in came if not stays(one, until)]
        median = percentile(ended, 0.5)
        assert (row["came"], row["open"]) == (len(came), sum(stays(one, until) for one in mine))
        assert row["days_median"] == (None if median is None else pytest.approx(median / DAY, abs=0.051))
        counted = mine if span.by == "age" else came
        assert {name: row[name] for name in ("within", "over", "none")} == {
            name: sum(guarantee(world, one) == name for one in counted) for name in ("within", "over", "none")
        }
        assert (row.get("sold", 0), row.get("back", 0)) == (sold[row["key"]], came_back[row["key"]])
        for column in ("came", "open", "within", "over", "none", "sold", "back"):
            if row.get(column) and not (span.by == "age" and column == "came"):
                assert len(listed(world, span, column, row["key"])) == row[column]
    assert report.totals["came"] == sum(one.received_at >= since for one in jobs)


JOBS = "SELECT j.*, p.kind, d.code AS design_code FROM repair_job j JOIN piece p ON p.id = j.piece_id JOIN design d ON d.id = p.design_id"
SOLD = "SELECT t.at, t.piece_id, p.kind, d.code FROM departure t JOIN piece p ON p.id = t.piece_id JOIN design d ON d.id = p.design_id WHERE t.kind = 'sold'"


def stays(job: Any, until: int) -> bool:
    return job.ended_at is None or job.ended_at > until


def keys(world: World, job: Any, span: Span, until: int) -> list[str]:
    if span.by == "age":
        days = (until - job.received_at) / DAY
        known = next(str(low) for low, high in ((0, 7), (7, 14), (14, 30), (30, 90), (90, 9**9)) if days <= high)
        return [known] if stays(job, until) else []
    if span.by == "work":
        entries = world.rows("SELECT kind, at FROM work_event WHERE piece_id = :id", id=job.piece_id)
        last = until if stays(job, until) else job.ended_at
        done = {one.kind for one in entries if job.received_at <= one.at <= last}
        return sorted(done & {"resize", "polish", "solder"}) or ["none"]
    return [job.kind if span.by == "kind" else job.design_code]


def guarantee(world: World, job: Any) -> str:
    """That of its sale, by the days written down; nobody had any before there were terms."""
    rows = world.rows("SELECT * FROM piece_guarantee WHERE piece_id = :id ORDER BY id", id=job.piece_id)
    given = [one for one in rows if one.at <= job.received_at]
    on = datetime.fromtimestamp(job.received_at / 1_000_000, UTC).date().isoformat()
    if not given:
        return "none"
    return "within" if given[-1].begins_on <= on <= (given[-1].ends_on or "9999") else "over"


def test_an_empty_shop_and_one_piece_that_came_back_when_its_guarantee_was_over(world: World, clock: Clock) -> None:
    assert made(world, "design")[0].rows == []
    world.shop(currency="EUR", time_zone="UTC")
    clock.at = BEGAN
    publish(world)
    serial = world.released()
    world.leave(serial)
    clock.at = BEGAN + timedelta(days=366 * 10)
    code = world.take_in(serial)
    clock.forward(days=8)
    report, span = made(world, "age", None, None)
    (row,) = report.rows
    assert (row["key"], row["open"], row["over"], row["longest_days"]) == ("7", 1, 1, 8)
    assert [one["repair"] for one in listed(world, span, "over", "7")] == [code]
    assert (report.totals["sold"], report.totals["back_percent"]) == (1, 100)
