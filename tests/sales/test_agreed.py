"""Nothing is cut before the yes: no piece is made or started for an order without it, but by the owner's word with a reason."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.api.programs import Programs
from tests.bench.forms import send
from tests.sales.orders import agreed, made, ordered
from tests.world import World
from workshop.bench.agreed import _compared, check_compared
from workshop.errors import Conflict, Invalid
from workshop.sales.order_actions import Wish, rewrite_order
from workshop.sales.order_agreed import go_ahead
from workshop.sales.order_pieces import put_on_order


def seen_by(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def test_no_piece_is_made_before_the_yes_but_by_the_owners_word(world: World) -> None:
    code = ordered(world)
    with pytest.raises(Conflict, match="no yes of its customer yet"):
        made(world, code)
    with pytest.raises(Invalid, match="Say why"):
        world.tell(lambda w: go_ahead(w, code, 1, " "), world.omar)
    for _twice in range(2):
        world.tell(lambda w: go_ahead(w, code, 1, "a present for tomorrow"), world.omar)
    assert made(world, code) == "R-0001"
    world.tell(lambda w: rewrite_order(w, code, 1, Wish(world.design, engraving="For Cy")), world.ana)
    with pytest.raises(Conflict, match="anew meanwhile"):
        world.tell(lambda w: go_ahead(w, code, 1, "still"), world.omar)
    with pytest.raises(Conflict, match="no yes"):
        made(world, code)


@pytest.fixture
def waiting(world: World) -> tuple[str, str]:
    """A piece that is there, on an order without a yes."""
    code, serial = ordered(world), world.piece(engraving="For Bea")
    world.tell(lambda w: put_on_order(w, code, serial), world.ana)
    return code, serial


def test_no_piece_of_it_is_started_at_any_door_but_what_was_done_is_written(
    world: World, app: Flask, waiting: tuple[str, str]
) -> None:
    code, serial = waiting
    ana, program = world.sign_in(app, world.ana), Programs(world, app).ana
    refused = send(ana, f"/pieces/{serial}", f"/pieces/{serial}/events", kind="start")
    assert refused.status_code == 409 and "no yes of its customer yet" in refused.text
    answer = program.send(f"/pieces/{serial}/events", {"kind": "start", "seen": 0})
    assert (answer.status_code, answer.get_json()["type"].rsplit("/", 1)[-1]) == (409, "not-agreed")
    assert world.standing(serial).sequence == 0
    assert program.send(f"/pieces/{serial}/events", {"kind": "cast", "seen": 0}).status_code == 201
    agreed(world, code)
    assert program.send(f"/pieces/{serial}/events", {"kind": "start", "seen": 1}).status_code == 201


def test_the_owner_goes_on_with_a_reason_and_the_order_says_so(
    world: World, app: Flask, waiting: tuple[str, str]
) -> None:
    code, _serial = waiting
    omar = world.sign_in(app, world.omar)
    page = f"/orders/{code}"
    assert send(omar, page, f"{page}/go-ahead", number="1").status_code == 422
    assert send(omar, page, f"{page}/go-ahead", number="1", reason="a present").status_code == 303
    assert "Gone on with without the yes" in seen_by(omar, page) and "a present" in seen_by(omar, page)
    assert "Nothing is cut before the yes" not in seen_by(omar, page)


def test_the_engraving_as_approved_stands_beside_the_piece_and_its_check(
    world: World, app: Flask, waiting: tuple[str, str]
) -> None:
    code, serial = waiting
    agreed(world, code)
    ana, ines = world.sign_in(app, world.ana), world.sign_in(app, world.ines)
    told = seen_by(ana, f"/pieces/{serial}")
    assert "Not equal: written for the piece is “For Bea”." in told and "Engraving, as approved" in told
    world.worked(serial)
    looking = seen_by(ines, f"/pieces/{serial}/inspections")
    assert "Not equal" in looking and "<bdi>For Bo</bdi>" in looking


@pytest.mark.parametrize(
    ("approved", "written", "told"),
    [
        ("For Bo", "For Bo", "same letters, 6 of 6"),
        ("For Bo", "for Bo", "Not equal: written for the piece is “for Bo”."),
        ("For Bo", "", "nothing is written"),
    ],
)
def test_letters_are_compared(approved: str, written: str, told: str) -> None:
    assert told in _compared(approved, written)


def test_the_check_of_the_engraving_is_named_first() -> None:
    named: Callable[[list[str]], str] = check_compared
    assert [named(one) for one in (["C1", "C2", "T1"], ["C1", "C2"], ["C1"])] == ["T1", "C2", ""]
