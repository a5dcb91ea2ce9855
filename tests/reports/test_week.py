"""The owner's week: what leaves, what stops it, where every piece is, and figures that are those of the raw rows."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.reports.shops import random_shop
from tests.reports.test_first_pass import firsts
from tests.reports.test_throughput import happened
from tests.world import World
from workshop import guarding
from workshop.reports.book import make_report, span_of
from workshop.reports.leaving import Leaving, leaving_in
from workshop.reports.places import Floor, floor_now
from workshop.reports.told import Report

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


def report(world: World, first: date | None = None, last: date | None = None) -> Report:
    with world.room.database.reading() as session:
        return make_report(session, "week", first=first, last=last, now=world.room.now())


def leaving(world: World, first: date = MONDAY, last: date = SUNDAY) -> dict[str, Leaving]:
    with world.room.database.reading() as session:
        return {one.serial: one for one in leaving_in(session, span_of(session, first, last, world.room.now()))}


def floor(world: World) -> Floor:
    with world.room.database.reading() as session:
        return floor_now(session, span_of(session, MONDAY, SUNDAY, world.room.now()))


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    shop = random_shop(world, clock, seed)
    for weeks in range(9):
        first = MONDAY - timedelta(weeks=weeks)
        last, told = first + timedelta(days=6), report(world, first, first + timedelta(days=6)).totals
        looks = firsts(shop, first, last)
        assert {name: told[name] for name in ("begun", "passed", "left", "scrapped")} == {
            k: len(v) for k, v in happened(shop, first, last).items()
        }
        assert (told["inspected"], told["passed_first"]) == (len(looks), sum(one.verdict == "pass" for one in looks))
        assert told["departures_without_inspection"] == 0


@pytest.mark.parametrize("seed", range(3))
def test_each_piece_is_one_dot(world: World, clock: Clock, seed: int) -> None:
    shop = random_shop(world, clock, seed)
    there = floor(world)
    dots = [spot.serial for where in (*there.stages, *there.places) for spot in where.spots]
    assert sorted(dots) == sorted(p.serial for p in shop.pieces().values() if p.state not in ("away", "scrapped"))
    assert there.count == len(dots)


def test_what_stops_a_piece_is_told(world: World, clock: Clock) -> None:
    passed = world.released(world.piece(due_on="2026-11-18"))
    back = world.worked(world.piece(due_on="2026-11-20", order_note="Order 2291"))
    world.inspect(back, "rework", answers=world.bad_answers(back), back_to="File and assemble")
    still = world.worked(world.piece(due_on="2026-11-22"), ("wax",))
    late = world.piece(due_on="2026-11-10")
    world.piece(due_on="2026-11-23")
    found = leaving(world)
    assert list(found) == [late, passed, back, still]
    assert [one.look for one in found.values()] == ["work", "pass", "back", "work"]
    assert (found[back].to, found[back].told) == ("Order 2291", "Back at File and assemble")
    assert found[back].stops.startswith("C3 ")
    assert found[still].stops == "Still at Cast,"
    world.leave(passed)
    assert passed not in leaving(world)
    clock.forward(days=14)
    assert leaving(world)[passed].look == "gone"


def test_a_change_at_the_bench_is_there_at_the_next_look(world: World, app: Flask) -> None:
    serial = world.worked()
    owner = world.sign_in(app, world.omar)
    assert f"{serial}, in work" in owner.get("/reports/week").text
    world.inspect(serial, "rework", answers=world.bad_answers(serial), back_to="Cast")
    assert f"{serial}, sent back" in owner.get("/reports/week").text
    world.event(serial, "cast")
    world.inspect(serial)
    assert f"{serial}, passed" in owner.get("/reports/week").text


def test_a_departure_that_no_pass_stands_behind_is_counted_and_opened(world: World, app: Flask) -> None:
    good, serial = world.released(), world.released()
    world.leave(good)
    world.event(serial, "polish")
    with world.raw() as connection, connection.begin():
        guarding.drop_all(connection)
        piece_id, inspection_id = connection.exec_driver_sql(
            f"SELECT i.piece_id, i.id FROM inspection i JOIN piece p ON p.id = i.piece_id WHERE p.serial = '{serial}'"
        ).one()
        at = int(world.room.now().timestamp() * 1_000_000)
        connection.exec_driver_sql(
            "INSERT INTO departure (piece_id, inspection_id, purpose, verdict, kind, at) "
            f"VALUES ({piece_id}, {inspection_id}, 'final', 'pass', 'tagged', {at})"
        )
    assert report(world).totals["departures_without_inspection"] == 1
    page = world.sign_in(app, world.omar).get("/reports/week/pieces?of=departures_without_inspection.").text
    assert serial in page and good not in page


def test_the_owner_begins_with_the_week_and_others_at_the_bench(world: World, app: Flask) -> None:
    world.piece()
    assert world.sign_in(app, world.omar).get("/").location == "/reports/week"
    assert world.sign_in(app, world.ana).get("/").location == "/bench"


def test_an_empty_shop_and_a_shop_of_one_have_their_week(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    page = owner.get("/reports/week")
    assert page.status_code == 200 and "Nothing is due." in page.text and "Nothing waits for you." in page.text
    world.piece()
    assert re.search(r"1 piece, one dot each", owner.get("/reports/week").text)


@pytest.mark.parametrize(
    "asked",
    ["first=2026-11-09&last=2026-11-15", "first=x", "first=all", "first=2026-10-01&last=2026-12-31", "last=2026-11-01"],
)
def test_any_week_is_answered(world: World, app: Flask, asked: str) -> None:
    world.worked()
    assert world.sign_in(app, world.omar).get(f"/reports/week?{asked}").status_code in (200, 422)
