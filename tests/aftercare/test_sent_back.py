"""A repaired piece goes back by post through the same door, and both sides can write to each other about it."""

import pytest
from flask import Flask

from tests.aftercare.forms import forms_on
from tests.api.programs import Programs
from tests.bench.forms import forms_of
from tests.world import World
from workshop.aftercare.repair_actions import (
    Estimate,
    Reply,
    answer_estimate,
    give_estimate,
    hand_back,
)
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.repair_words import make_link, say
from workshop.auditing import audit
from workshop.errors import Conflict, Invalid
from workshop.house import journalled
from workshop.people.secrets import digest_of
from workshop.verifying import verify

TOKEN = "a" * 64


@pytest.fixture
def repaired(world: World) -> tuple[str, str]:
    """A piece of ours that was agreed about, with its link."""
    world.shop(currency="EUR")
    serial = world.released()
    world.leave(serial)
    code = world.take_in(serial)
    world.tell(lambda w: give_estimate(w, code, Estimate((Line("Size", 6_800),), "2026-12-04")), world.ana)
    world.tell(lambda w: answer_estimate(w, code, Reply(1, (1,), "desk")), world.ana)
    world.tell(lambda w: make_link(w, code, digest_of(TOKEN)), world.ana)
    return serial, code


def test_a_repaired_piece_is_sent_back_on_its_own_pass(world: World, repaired: tuple[str, str]) -> None:
    serial, code = repaired

    def send() -> None:
        world.tell(lambda w: hand_back(w, code, world.standing(serial).seen, kind="shipped"), world.omar)

    with pytest.raises(Conflict, match="not passed its own inspection"):
        send()
    world.event(serial, "resize")
    world.inspect(serial)
    with pytest.raises(Invalid, match="by post"):
        world.tell(lambda w: hand_back(w, code, world.standing(serial).seen, kind="sold"), world.omar)
    send()
    assert world.standing(serial).place == "customer"
    assert world.rows("SELECT kind FROM hand_back") == [("shipped",)]
    assert world.rows("SELECT kind FROM departure ORDER BY id DESC LIMIT 1") == [("shipped",)]
    assert (verify(world.room, journalled()).problems, audit(world.room).findings) == ([], [])


def test_the_desk_sends_it_back(world: World, app: Flask, repaired: tuple[str, str]) -> None:
    serial, code = repaired
    world.event(serial, "resize")
    world.inspect(serial)
    client = world.sign_in(app, world.omar)
    page = client.get(f"/repairs/{code}")
    form = next(one for one in forms_of(page) if one.action.endswith("/hand-back"))
    assert 'value="shipped"' in page.text
    assert client.post(form.action, data=form.values | {"how": "shipped"}).status_code == 303
    assert world.rows("SELECT kind FROM hand_back") == [("shipped",)]
    assert "by post" in client.get(f"/repairs/{code}").text


def test_both_sides_write_after_the_yes(world: World, app: Flask, repaired: tuple[str, str]) -> None:
    _serial, code = repaired
    stranger, omar = app.test_client(), world.sign_in(app, world.omar)
    page = stranger.get(f"/r/{TOKEN}")
    assert "Nothing begins before your yes" not in page.text and "Agreed on" in page.text
    form = forms_on(page)[f"/r/{TOKEN}/words"]
    empty = stranger.post(f"/r/{TOKEN}/words", data=form | {"words": " "})
    assert empty.status_code == 422
    for _tap in range(2):
        assert stranger.post(f"/r/{TOKEN}/words", data=form | {"words": "Can it be 55?"}).status_code == 303
    asked = omar.get(f"/repairs/{code}")
    assert asked.text.count("Can it be 55?") == 1 and "waits for an answer" in omar.get("/repairs").text
    assert "the customer asks" in omar.get("/reports/week").text
    typed = next(one for one in forms_of(asked) if one.action.endswith("/words"))
    assert omar.post(typed.action, data=typed.values | {"words": "Yes, 55 it is."}).status_code == 303
    again = stranger.get(f"/r/{TOKEN}").text
    assert "Yes, 55 it is." in again and "The workshop" in again and "Omar" not in again
    assert "waits for an answer" not in omar.get("/repairs").text
    assert "the customer asks" not in omar.get("/reports/week").text
    rows = world.rows("SELECT words, by_id FROM repair_question ORDER BY id")
    assert [tuple(row) for row in rows] == [("Can it be 55?", None), ("Yes, 55 it is.", world.omar.id)]


def test_an_ended_repair_takes_no_more_words(world: World, repaired: tuple[str, str]) -> None:
    serial, code = repaired
    world.inspect(serial)
    world.tell(lambda w: hand_back(w, code, world.standing(serial).seen), world.omar)
    with pytest.raises(Conflict, match="has ended"):
        world.tell(lambda w: say(w, code, "Thank you"), world.ana)


def test_a_program_makes_the_link_and_the_letter(world: World, app: Flask) -> None:
    world.shop(currency="EUR", public_address="https://a.example")
    code = world.take_in(None, kind="ring", contact="ada@example.test")
    ana, body = Programs(world, app).ana, {"seed": "made-for-this-link-alone"}
    first, again = (ana.send(f"/repairs/{code}/links", body, key="one-link") for _tap in range(2))
    told = first.get_json()
    assert first.status_code == 201 and again.get_json() == told
    assert told["link"].startswith("https://a.example/r/") and told["link"] in told["letter"]
    assert told["mail"].startswith(f"mailto:ada@example.test?subject=Your%20repair%20{code}&body=")
    assert app.test_client().get(told["link"].removeprefix("https://a.example")).status_code == 200
    assert told["link"].rpartition("/")[2] not in repr(world.rows("SELECT * FROM request_key"))
    assert ana.send(f"/repairs/{code}/words", {"words": "It is ready on Monday."}).status_code == 201
    assert ana.get(f"/repairs/{code}").get_json()["said"][0]["is_ours"] is True
