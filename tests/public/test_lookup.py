"""Looking a piece up by what is printed or engraved; guessing is slow."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.world import World
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.codes import new_code, printed
from workshop.public.misses import MOST


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def serial(world: World) -> str:
    world.shop(public_address="https://marshandwren.example")
    return world.released()


def test_a_code_leads_to_its_page_however_it_is_typed(world: World, stranger: FlaskClient, serial: str) -> None:
    code = world.tag(serial).code
    for typed in (code, printed(code).lower(), f"https://marshandwren.example/P/{code}"):
        for answer in (stranger.post("/p/", data={"q": typed}), stranger.get("/p/", query_string={"q": typed})):
            assert (answer.status_code, answer.headers["Location"]) == (303, f"/p/{code}")


@pytest.mark.parametrize("weight", ["4", "4,0", "4.00 g", "4.05", "3.95"])
def test_a_number_and_its_weight_lead_to_the_page(
    world: World, stranger: FlaskClient, serial: str, weight: str
) -> None:
    code = world.tag(serial).code
    for typed in (serial, serial.lower(), serial.replace("-", "–"), serial.replace("-", " ")):
        answer = stranger.post("/p/", data={"serial": typed, "weight": weight})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/p/{code}")


def test_a_wrong_weight_an_unknown_number_and_a_piece_without_tag_look_alike(
    world: World, stranger: FlaskClient, serial: str
) -> None:
    untagged = world.released()
    world.tag(serial)
    found = set()
    for typed, weight in ((serial, "4.06"), ("R-9999", "4.00"), (untagged, "4.00")):
        answer = stranger.post("/p/", data={"serial": typed, "weight": weight})
        assert answer.status_code == 404
        page = answer.get_data(as_text=True)
        assert f'value="{typed}"' in page
        found.add(page.replace(typed, "").replace(weight, ""))
    assert len(found) == 1


@pytest.mark.parametrize("weight", ["", "heavy", "0", "-4", "1e9", "4\x000"])
def test_a_number_without_a_weight_that_can_be_keeps_what_was_typed(
    stranger: FlaskClient, serial: str, weight: str
) -> None:
    answer = stranger.post("/p/", data={"serial": serial, "weight": weight})
    assert answer.status_code == 422
    assert f'value="{serial}"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["x" * 5000, "\0", "\ud800", "<script>", "‮R-1"])
def test_odd_things_typed_are_no_mistake_of_the_house(stranger: FlaskClient, serial: str, typed: str) -> None:
    raw = typed.encode("utf-8", "surrogatepass")
    for data in ({"q": raw, "weight": "4"}, {"serial": raw, "weight": "4"}, {"q": raw}):
        answer = stranger.post("/p/", data=data)
        assert answer.status_code in (404, 422)
        assert b"<script" not in answer.data


def test_only_misses_are_limited_and_only_for_a_while(
    world: World, stranger: FlaskClient, serial: str, clock: Clock
) -> None:
    code = world.tag(serial).code
    for _each in range(MOST + 5):
        assert stranger.post("/p/", data={"q": code}).status_code == 303
    for _each in range(MOST):
        assert stranger.post("/p/", data={"q": new_code()}).status_code == 404
    refused = stranger.post("/p/", data={"q": code})
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
    assert stranger.get(f"/p/{code}").status_code == 200
    assert stranger.post("/p/", data={"q": code}, environ_base={"REMOTE_ADDR": "10.9.8.7"}).status_code == 303
    clock.forward(minutes=11)
    assert stranger.post("/p/", data={"q": code}).status_code == 303


def test_a_withdrawn_code_leads_to_its_own_page_and_the_number_to_the_new_one(
    world: World, stranger: FlaskClient, serial: str
) -> None:
    old = world.tag(serial).code
    world.tell(lambda w: withdraw_tag(w, serial, old, reason="lost", note=None), world.omar)
    new = world.tag(serial).code
    assert stranger.post("/p/", data={"q": old}).headers["Location"] == f"/p/{old}"
    assert stranger.post("/p/", data={"serial": serial, "weight": "4"}).headers["Location"] == f"/p/{new}"


@pytest.mark.parametrize("method", ["q", "serial"])
def test_words_on_a_piece_stand_in_no_address(stranger: FlaskClient, serial: str, method: str) -> None:
    """What was typed into an address is looked for nowhere and said nowhere: a form carries it."""
    for typed in ("For my love 1999", serial, "HAPPYBIRTHDAY"):
        answer = stranger.get("/p/", query_string={method: typed, "weight": "4", "lang": "de"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/p/?lang=de")
        assert typed not in answer.text
    sent = stranger.post("/p/", data={"serial": "For my love 1999", "weight": "4"})
    assert (sent.headers["Referrer-Policy"], sent.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert 'method="post"' in sent.text and 'method="get"' not in sent.text
