"""An order that is ready waits in the owner's week until somebody notes that its customer was told."""

from random import Random

from flask import Flask

from tests.bench.forms import send
from tests.conftest import Clock
from tests.reports.test_report_pages import statements
from tests.sales.orders import agreed, made, ordered
from tests.world import World
from workshop.aftercare.order_told import notices_of_order, tell_order, to_tell, untold_ready
from workshop.reports.asking import waiting_askers
from workshop.reports.book import span_of
from workshop.reports.told import Waiting
from workshop.sales.order_actions import end_order
from workshop.sales.order_pieces import put_on_order, take_off_order
from workshop.sales.order_queries import find_order
from workshop.writing import Writing


def waiting(world: World) -> list[Waiting]:
    with world.room.database.reading() as session:
        return waiting_askers(session, span_of(session, None, None, world.room.now()))


def ready(world: World) -> str:
    code = ordered(world)
    agreed(world, code)
    world.released(made(world, code))
    return code


WAYS = ("plan", "work", "scrap", "again", "gone", "off", "passed off", *["pass"] * 4)
MIXED = (("pass", "off"), ("passed off",), ("passed off", "work"), ("pass", "gone"), ("gone",), ("pass", "work"))


def random_orders(world: World, clock: Clock, chance: Random) -> list[str]:
    """Orders with up to three pieces that came as far as chance would have it; some are told of, some have ended."""
    ways = [*MIXED, *(tuple(chance.choices(WAYS, k=chance.randint(0, 3))) for _each in range(30))]
    codes = [ordered(world) for _each in ways]
    for code, pieces in zip(codes, ways, strict=True):
        clock.forward(days=chance.randint(0, 2))
        agreed(world, code)
        for way in pieces:
            _walk(world, way, code)
        if pieces not in MIXED:
            world.tell(lambda w, of=code: _say(w, chance, of), world.omar)  # type: ignore[misc]
    return codes


def _walk(world: World, way: str, code: str) -> None:
    serial = made(world, code)
    if way != "plan":
        world.worked(serial)
    if way not in ("plan", "work", "off"):
        world.inspect(serial, "scrap" if way == "scrap" else "pass")
    if way == "again":
        world.event(serial, "polish")
    if way == "gone":
        world.leave(serial)
    if way in ("off", "passed off"):
        world.tell(lambda w: take_off_order(w, code, serial), world.ana)


def _say(writing: Writing, chance: Random, code: str) -> None:
    order = find_order(writing.session, code)
    if to_tell(order) and chance.random() < 0.5:
        tell_order(writing, code, to_tell(order), order.row.number, "phone")
    if chance.random() < 0.2:
        end_order(writing, code, "cancelled")


def test_what_the_database_finds_ready_and_untold_is_what_the_rule_says(world: World, clock: Clock) -> None:
    codes = random_orders(world, clock, Random(7))
    with world.room.database.reading() as session:
        orders = [find_order(session, code) for code in codes]
        told = {
            one.row.code for one in orders if any(each.number is None for each in notices_of_order(session, one.row.id))
        }
        found = {row.code for row in session.execute(untold_ready())}
    due = {one.row.code for one in orders if to_tell(one) == "ready"}
    assert found == due - told
    assert due & told and found and {one.step for one in orders} >= {"planned", "bench", "ready", "cancelled"}


def test_a_ready_order_waits_until_its_customer_is_told(world: World, app: Flask, clock: Clock) -> None:
    code = ready(world)
    (line,) = waiting(world)
    assert (line.what, line.do, line.href) == (
        f"{code} is ready, and its customer is not told yet",
        "Tell them",
        f"/orders/{code}#told",
    )
    omar = world.sign_in(app, world.omar)
    assert f'href="/orders/{code}#told"' in omar.get("/reports/week").text
    page = omar.get(f"/orders/{code}")
    assert 'id="told"' in page.text
    assert send(omar, f"/orders/{code}", f"/orders/{code}/notices", how="desk").status_code == 303
    assert not waiting(world)


def test_what_was_ready_first_stands_first_and_a_piece_from_stock_counts_from_when_it_was_put_on(
    world: World, clock: Clock
) -> None:
    stock = world.released()
    clock.forward(days=5)
    first = ready(world)
    clock.forward(days=5)
    later = ordered(world)
    agreed(world, later)
    world.tell(lambda w: put_on_order(w, later, stock), world.ana)
    since = [(one.what.split()[0], one.since.isoformat()) for one in waiting(world)]
    assert since == [(first, "2026-11-22"), (later, "2026-11-27")]


def test_many_ready_orders_are_one_line_at_as_many_statements(world: World) -> None:
    ready(world)
    before = statements(world, lambda: waiting(world))
    for _each in range(3):
        ready(world)
    (line,) = waiting(world)
    assert (line.what, line.href) == ("4 customers are not told that their orders are ready", "/orders")
    assert statements(world, lambda: waiting(world)) == before
