"""What stands beside a page: its data, its picture for links, and what the page itself tells machines."""

import json
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.public.test_sent import show_picture
from tests.world import World
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.codes import new_code

HOSTILE = "</script><script>alert(1)</script>"


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def serial(world: World) -> str:
    world.shop(public_address="MARSHANDWREN.EXAMPLE", country="PT")
    return world.released(world.piece(world.design_of("ring", story=HOSTILE, care=HOSTILE)))


@pytest.fixture
def code(world: World, serial: str) -> str:
    return world.tag(serial).code


def test_the_data_of_a_page_are_the_facts_of_the_page(world: World, stranger: FlaskClient, code: str) -> None:
    answer = stranger.get(f"/p/{code}.json?lang=de")
    told = json.loads(answer.data)
    page = stranger.get(f"/p/{code}?lang=de").text
    passport = told["passport"]
    assert (told["format"], told["language"], answer.mimetype) == ("workshop-page/1", "de", "application/json")
    assert passport["code"] == code and passport["story"] == HOSTILE
    texts = [text for _label, text in passport["rows"]] + passport["comparing"]["lines"] + passport["rights"]
    texts += [check["text"] for look in passport["looks"] for check in look["checks"]]
    assert len(texts) > 10 and all(text in page for text in texts)
    same = stranger.get(f"/p/{code}.json?lang=de", headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304
    assert stranger.get(f"/p/{new_code()}.json").status_code == 404
    assert stranger.get(f"/p/{code}.json").headers["Access-Control-Allow-Origin"] == "*"


def test_a_withdrawn_tag_has_data_of_its_end_and_no_picture(
    world: World, stranger: FlaskClient, serial: str, code: str
) -> None:
    world.tell(lambda w: withdraw_tag(w, serial, code, reason="lost", note=None), world.omar)
    told = json.loads(stranger.get(f"/p/{code}.json").data)
    assert "passport" not in told and serial not in json.dumps(told)
    assert stranger.get(f"/p/{code}/card.png").status_code == 404


@pytest.mark.parametrize("has_photo", [False, True])
def test_a_link_is_shown_with_a_picture_of_its_own(
    world: World, stranger: FlaskClient, serial: str, code: str, has_photo: bool
) -> None:
    if has_photo:
        show_picture(world, serial)
    page = stranger.get(f"/p/{code}").text
    at = f"https://marshandwren.example/p/{code}/card.png"
    assert f'<meta property="og:image" content="{at}">' in page
    answer = stranger.get(f"/p/{code}/card.png")
    picture = Image.open(BytesIO(answer.data))
    assert (picture.size, picture.format, picture.info) == ((1200, 630), "PNG", {})
    assert stranger.get(f"/p/{code}/card.png").data == answer.data
    same = stranger.get(f"/p/{code}/card.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304


def test_the_page_tells_search_engines_what_it_is_and_nothing_breaks_out(stranger: FlaskClient, code: str) -> None:
    page = stranger.get(f"/p/{code}").text
    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    told = json.loads(block)
    assert (told["@type"], told["productID"], told["description"]) == ("Product", code, HOSTILE)
    assert told["@id"] == f"https://marshandwren.example/p/{code}" and "offers" not in told
    assert page.count("<script") == 1


def test_a_piece_that_is_not_as_released_is_not_offered_to_search_engines(
    world: World, stranger: FlaskClient, serial: str, code: str
) -> None:
    world.event(serial, "polish")
    assert "ld+json" not in stranger.get(f"/p/{code}").text


def test_the_picture_is_another_one_for_a_reader_of_another_language(stranger: FlaskClient, code: str) -> None:
    german = stranger.get(f"/p/{code}/card.png", headers={"Accept-Language": "de"})
    assert german.data != stranger.get(f"/p/{code}/card.png").data
    assert "Accept-Language" in german.headers["Vary"]
    assert "Accept-Language" not in stranger.get(f"/p/{code}/card.png?lang=de").headers.get("Vary", "")
