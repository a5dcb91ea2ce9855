"""Command cards: the ordinary verbs, for the person who is signed in, once."""

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.bench.test_scanning import said, scan
from tests.conftest import Clock
from tests.inspection.test_charms import put_on
from tests.sales.orders import agreed, ordered
from tests.world import World
from workshop.sales.order_pieces import put_on_order


@pytest.fixture
def ana(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.ana)


def card(client: FlaskClient, world: World, word: str, serial: str, **more: Any) -> Any:
    return scan(client, f"DO:{word}", **({"serial": serial, "last_change": world.standing(serial).seen} | more))


def kinds(world: World, serial: str) -> list[str]:
    rows = (
        "SELECT e.kind FROM work_event e JOIN piece p ON p.id = e.piece_id WHERE p.serial = :serial ORDER BY e.sequence"
    )
    return [row.kind for row in world.rows(rows, serial=serial)]


def test_a_day_by_cards_alone(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    for word in ("START", "PUTDOWN", "START", "FINISH", "NEXT", "NEXT"):
        answer = card(ana, world, word, serial)
        assert answer.status_code == 200, said(answer)
        assert answer.json["last_change"] == world.standing(serial).seen
    assert kinds(world, serial)[3:] == ["start", "put_down", "take_up", "pre_polish", "start", "mark"]


def test_the_same_card_twice_by_one_request_is_done_once(world: World, ana: FlaskClient) -> None:
    """Also when its answer was lost, and the piece is in nobody's hand any more."""
    serial = world.worked()
    card(ana, world, "START", serial)
    key, seen = uuid4().hex, world.standing(serial).seen
    first = card(ana, world, "FINISH", serial, key=key, last_change=seen)
    again = card(ana, world, "FINISH", serial, key=key, last_change=seen)
    assert (first.status_code, again.status_code) == (200, 200)
    assert "saved before, and only once" in said(again)
    assert kinds(world, serial)[3:] == ["start", "pre_polish"]


def test_finish_scanned_twice_does_not_finish_the_next_stage(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    card(ana, world, "START", serial)
    card(ana, world, "FINISH", serial)
    answer = card(ana, world, "FINISH", serial)
    assert answer.status_code == 409 and "is in nobody’s hand" in said(answer)


def test_start_scanned_twice_says_so(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    card(ana, world, "START", serial)
    answer = card(ana, world, "START", serial)
    assert answer.json["is_warning"] and "in your hand already" in said(answer)
    assert kinds(world, serial)[3:] == ["start"]


def test_what_somebody_else_has_in_hand_is_theirs(world: World, app: Flask, ana: FlaskClient) -> None:
    serial = world.worked()
    card(ana, world, "START", serial)
    omar = world.sign_in(app, world.omar)
    for word in ("START", "FINISH", "PUTDOWN"):
        answer = card(omar, world, word, serial)
        assert answer.status_code == 409 and said(answer) == "Ana has it in hand."


def test_a_card_for_a_piece_that_moved_meanwhile_is_refused(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    seen = world.standing(serial).seen
    world.event(serial, "file", world.omar)
    assert card(ana, world, "START", serial, last_change=seen).status_code == 409


def test_an_inspector_does_no_work_by_a_card(world: World, app: Flask) -> None:
    serial = world.worked()
    ines = world.sign_in(app, world.ines)
    for word in ("START", "FINISH", "PUTDOWN", "NEXT"):
        assert card(ines, world, word, serial).status_code == 403 or word == "NEXT"
    assert kinds(world, serial) == ["wax", "cast", "file"]
    assert card(ines, world, "INSPECT", serial).json["to"] == f"/pieces/{serial}/inspections"


def test_an_artisan_opens_no_inspection_by_a_card(world: World, ana: FlaskClient) -> None:
    assert card(ana, world, "INSPECT", world.worked()).status_code == 403


def test_undo_takes_back_ones_own_last_entry_within_a_minute(world: World, ana: FlaskClient, clock: Clock) -> None:
    serial = world.worked()
    card(ana, world, "START", serial)
    assert card(ana, world, "UNDO", serial).status_code == 200
    assert kinds(world, serial)[3:] == ["start", "undo"]
    card(ana, world, "START", serial)
    clock.forward(seconds=61)
    answer = card(ana, world, "UNDO", serial)
    assert answer.status_code == 409 and "within a minute" in said(answer)


def test_a_card_for_what_is_scrapped_does_nothing(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    world.inspect(serial, "scrap", answers=world.bad_answers(serial))
    before = kinds(world, serial)
    for word in ("START", "FINISH", "PUTDOWN", "UNDO"):
        assert card(ana, world, word, serial).status_code == 409, word
    assert kinds(world, serial) == before


def test_a_card_starts_nothing_before_the_customers_yes(world: World, ana: FlaskClient) -> None:
    code, serial = ordered(world), world.piece(engraving="For Bo")
    world.tell(lambda w: put_on_order(w, code, serial), world.ana)
    for word in ("START", "NEXT"):
        refused = card(ana, world, word, serial)
        assert refused.status_code == 409 and "no yes of its customer yet" in said(refused), word
    assert kinds(world, serial) == []
    agreed(world, code)
    assert card(ana, world, "START", serial).status_code == 200
    assert kinds(world, serial) == ["start"]


def test_a_card_for_a_charm_that_is_on_a_piece_does_nothing(world: World, ana: FlaskClient) -> None:
    bracelet, charm = world.released(), world.released()
    put_on(world, bracelet, charm)
    before = kinds(world, charm)
    answer = card(ana, world, "START", charm)
    assert kinds(world, charm) == before and world.standing(charm).state == "released", said(answer)


def test_a_card_for_a_piece_that_is_not_there(world: World, ana: FlaskClient) -> None:
    assert scan(ana, "DO:START", serial="' OR 1=1", last_change="0").status_code == 404


def test_everybody_prints_their_own_card_and_the_owner_all(world: World, app: Flask, ana: FlaskClient) -> None:
    assert re.findall(r"<p><b>(Ana|Ines|Omar)</b>", ana.get("/cards").text) == ["Ana"]
    omar = world.sign_in(app, world.omar)
    assert sorted(re.findall(r"<p><b>(Ana|Ines|Omar)</b>", omar.get("/cards").text)) == ["Ana", "Ines", "Omar"]
