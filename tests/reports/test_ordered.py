"""Orders in the owner's week: whose a piece is, what its customer has not said yet, and what is due without a piece."""

from datetime import date

from flask import Flask

from tests.sales.orders import SHOWN, agreed, made, ordered
from tests.world import World
from workshop.reports.book import make_report, span_of
from workshop.reports.leaving import Leaving, leaving_in
from workshop.sales.order_actions import Wish, end_order, rewrite_order
from workshop.sales.order_approving import Answered, answer_order

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


def leaving(world: World) -> list[Leaving]:
    with world.room.database.reading() as session:
        return leaving_in(session, span_of(session, MONDAY, SUNDAY, world.room.now()))


def test_an_order_without_a_piece_is_due_too(world: World, app: Flask) -> None:
    code = ordered(world, due_on="2026-11-20")
    ordered(world, due_on="2026-11-27")
    ended = ordered(world, due_on="2026-11-20")
    world.tell(lambda w: end_order(w, ended, "cancelled"), world.omar)
    (one,) = leaving(world)
    assert (one.serial, one.order, one.stops) == ("", code, "No piece yet.") and one.is_stopped
    assert one.told == "Waits for the customer’s yes"
    agreed(world, code)
    assert leaving(world)[0].told == "Agreed to: make it"
    page = world.sign_in(app, world.omar).get("/reports/week").text
    assert f'href="/orders/{code}"' in page and "Ada Marsh" in page


def test_a_piece_tells_its_order_and_moves_with_its_day(world: World) -> None:
    code = ordered(world, due_on="2026-11-20")
    agreed(world, code)
    serial = made(world, code)
    (one,) = leaving(world)
    assert (one.serial, one.order, one.customer, one.to) == (serial, code, "Ada Marsh", code)
    world.tell(lambda w: rewrite_order(w, code, 1, Wish(world.design, due_on="2026-11-21")), world.ana)
    (one,) = leaving(world)
    assert one.due_on == "2026-11-21" and one.told == "Waits for the customer’s yes"
    world.released(serial)
    assert leaving(world)[0].look == "pass"


def test_no_customer_is_in_what_is_taken_away(world: World) -> None:
    ordered(world, due_on="2026-11-20")
    with world.room.database.reading() as session:
        rows = make_report(session, "week", first=MONDAY, last=SUNDAY, now=world.room.now()).rows
    assert len(rows) == 1 and "Ada" not in str(rows)


def test_a_wished_change_waits_for_the_owner_until_it_is_written(world: World, app: Flask) -> None:
    code = ordered(world)
    world.tell(lambda w: answer_order(w, code, Answered(1, SHOWN, "change", "phone", "Bob")), world.ana)
    owner = world.sign_in(app, world.omar)
    assert f"/orders/{code}?do=wish" in owner.get("/reports/week").text
    world.tell(lambda w: rewrite_order(w, code, 1, Wish(world.design)), world.ana)
    assert f"/orders/{code}?do=wish" not in owner.get("/reports/week").text
