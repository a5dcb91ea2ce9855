"""Logged time: every stretch of work is that of the raw entries, by stage and design; nothing by person unless it was announced."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Clock
from tests.reports.shops import DONE_HERE, Shop, random_shop
from tests.reports.test_throughput import day_of
from tests.world import World
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.moving import back_from_outwork, send_to_outwork
from workshop.reports.book import KINDS, span_of
from workshop.reports.reckoning import Terms, keep_terms
from workshop.reports.told import Report, Span
from workshop.writing import Writing

HERE = ZoneInfo("Europe/Lisbon")
HOUR = 3_600_000_000
BEGINS = ("start", "take_up")
SPANS = ((None, None), (date(2026, 10, 1), date(2026, 10, 31)))
Done = tuple[str, str, str, str, int | None]


def made(world: World, first: date | None, last: date | None, by: str = "stage") -> tuple[Report, Span]:
    with world.room.database.reading() as session:
        span = span_of(session, first, last, world.room.now(), by)
        return KINDS["labour"].make(session, span, span.currency), span


def stretches(shop: Shop, first: date | None, last: date | None) -> list[Done]:
    """Serial, design, stage, person and microseconds (None: finished without a start), by walking from entry to entry."""
    names = {row.id: row.name for row in shop.rows("SELECT id, name FROM stage")}
    subjects = {row.id: row.subject for row in shop.rows("SELECT id, subject FROM person")}
    moving = {row.key for row in shop.rows("SELECT key FROM event_kind WHERE leads_to IS NOT NULL")}
    pieces, found = shop.pieces(), list[Done]()
    for piece_id, entries in shop.events().items():
        steps = [one for one in entries if one.kind in moving]
        for number, one in enumerate(steps):
            on, after = day_of(one.at), steps[number + 1] if number + 1 < len(steps) else None
            if (first and on < first) or (last and on > last):
                continue
            stage = one.stage_id or (after.stage_id if after else None)
            row = (pieces[piece_id].serial, pieces[piece_id].code, names.get(stage, ""), subjects.get(one.by_id, ""))
            if one.kind in BEGINS and after:
                found.append((*row, after.at - one.at))
            elif one.kind in DONE_HERE and (number == 0 or steps[number - 1].kind not in BEGINS):
                found.append((*row, None))
    return found


def reckoned(done: list[Done]) -> dict[str, Any]:
    timed = [one[4] for one in done if one[4] is not None]
    return {
        "hours": pytest.approx(sum(timed) / HOUR, abs=1e-4) if timed else None,
        "steps": len(timed),
        "pieces": len({one[0] for one in done}),
        "mean_hours": pytest.approx(sum(timed) / len(timed) / HOUR, abs=1e-4) if timed else None,
        "cost": pytest.approx(sum(timed) * 3_500 // HOUR / 100) if timed else None,
        "long": sum(one > 12 * HOUR for one in timed),
        "unstarted": len(done) - len(timed),
    }


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_that_of_the_raw_entries(world: World, clock: Clock, seed: int) -> None:
    shop = random_shop(world, clock, seed)
    world.tell(lambda w: keep_terms(w, Terms(3_500, is_announced=True)), world.omar)
    for first, last in SPANS:
        done = stretches(shop, first, last)
        assert done
        for by, place in (("design", 1), ("stage", 2), ("person", 3)):
            told = made(world, first, last, by)[0]
            assert dict(told.totals) == reckoned(done)
            assert {row["key"][3:] for row in told.rows} == {one[place] for one in done}
            for row in told.rows:
                mine = [one for one in done if one[place] == row["key"][3:]]
                assert {k: v for k, v in row.items() if k not in ("key", "group")} == reckoned(mine)


def test_what_another_workshop_did_is_no_step_without_a_start(world: World) -> None:
    serial = world.piece()
    for act, kind in ((record_event, "start"), (record_event, "finish"), (send_to_outwork, "outwork_out")):
        _moved(world, serial, act, kind)
    assert made(world, None, None, "design")[0].totals["unstarted"] == 0
    _moved(world, serial, back_from_outwork, "outwork_back")
    assert made(world, None, None, "design")[0].totals["unstarted"] == 0
    _moved(world, serial, record_event, "finish")
    assert made(world, None, None, "design")[0].totals["unstarted"] == 1


def _moved(world: World, serial: str, act: Callable[[Writing, str, Happening], object], kind: str) -> None:
    outside = {"method": "plated", "place": "Plater"} if kind.startswith("outwork") else {}
    world.tell(lambda w: act(w, serial, Happening(kind, world.standing(serial).seen, **outside)), world.ana)


def test_what_stands_behind_a_figure_is_what_it_counts(world: World, clock: Clock) -> None:
    random_shop(world, clock, 1)
    told, span = made(world, *SPANS[1])
    behind = KINDS["labour"].behind
    assert behind is not None
    with world.room.database.reading() as session:
        for row in told.rows:
            for column in ("steps", "pieces", "long", "unstarted"):
                found = behind(session, span, column, row["key"])
                assert found is not None
                assert len(session.execute(found.statement).all()) == row[column]


def test_nothing_is_told_by_person_unless_it_was_announced(world: World, clock: Clock) -> None:
    random_shop(world, clock, 1, pieces=3)
    told, span = made(world, None, None, "person")
    assert (list(told.rows), told.totals["cost"]) == ([], None)
    assert {one.href for one in told.notes} >= {"/settings/reckoning"}
    behind = KINDS["labour"].behind
    with world.room.database.reading() as session:
        assert behind is not None and behind(session, span, "steps", "at:x") is None
