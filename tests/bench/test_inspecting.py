"""Signing an inspection: twice, too late, by the maker, and what is character."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.bench.forms import form_to, send
from tests.bench.test_journey import good_answers, inspect
from tests.bench.test_mistakes import picture
from tests.pages import send as send_form
from tests.people.doors import OTHER_PIN, PIN, give_pin
from tests.world import World


@pytest.fixture
def ines(world: World, app: Flask) -> FlaskClient:
    give_pin(world, world.ines)
    return world.sign_in(app, world.ines)


def test_a_pass_signed_twice_is_told_as_signed_once(world: World, ines: FlaskClient) -> None:
    serial = world.worked()
    page = f"/pieces/{serial}/inspections"
    typed = form_to(ines.get(page), page).values | good_answers(world, serial) | {"pin": PIN, "verdict": "pass"}
    first, second = (ines.post(page, data=typed) for _tap in range(2))
    assert (first.status_code, second.status_code) == (303, 303) and first.location == second.location
    assert world.rows("SELECT count(*) AS n FROM inspection")[0].n == 1


def test_of_two_tablets_the_second_learns_who_passed_it(world: World, app: Flask, ines: FlaskClient) -> None:
    other = world.person("Rui", "inspector")
    give_pin(world, other, OTHER_PIN)
    rui = world.sign_in(app, other)
    serial = world.worked()
    page = f"/pieces/{serial}/inspections"
    typed = form_to(rui.get(page), page).values | good_answers(world, serial) | {"pin": OTHER_PIN, "verdict": "pass"}
    assert inspect(world, ines, serial).status_code == 303
    refused = rui.post(page, data=typed)
    assert refused.status_code == 409 and "has passed as it is, looked at by Ines" in refused.text
    assert world.rows("SELECT count(*) AS n FROM inspection")[0].n == 1


def test_a_piece_worked_on_meanwhile_keeps_what_was_typed(world: World, ines: FlaskClient) -> None:
    serial = world.worked()
    page = f"/pieces/{serial}/inspections"
    typed = form_to(ines.get(page), page).values | good_answers(world, serial) | {"pin": PIN, "verdict": "pass"}
    world.event(serial, "polish")
    refused = ines.post(page, data=typed)
    assert refused.status_code == 409 and "by Ana" in refused.text and 'href="#f-seen"' not in refused.text
    assert f'value="{typed["m-C6-0"]}"' in refused.text and PIN not in refused.text


def test_the_maker_reads_at_opening_who_may_pass_it(world: World, app: Flask) -> None:
    world.person("Rui", "inspector")
    page = world.sign_in(app, world.ines).get(f"/pieces/{world.worked(by=world.ines)}/inspections").text
    assert "You cannot pass this piece" in page and "Rui had less of a hand" in page
    assert 'value="pass"' not in page and 'value="rework"' in page


def test_character_is_kept_with_its_photo(world: World, ines: FlaskClient) -> None:
    serial = world.worked()
    page = f"/pieces/{serial}/inspections"
    answers = good_answers(world, serial) | {"pin": PIN, "verdict": "pass"}
    refused = send(ines, page, page, **answers, **{"p-traits": picture()})
    assert refused.status_code == 422 and "Say in a word" in refused.text
    kept = form_to(refused, page).values
    assert ines.post(page, data=kept | answers | {"traits": "a hammer mark inside"}).status_code == 303
    (trait,) = world.rows("SELECT t.told, f.picture FROM trait t JOIN photo f ON f.id = t.photo_id")
    assert trait.told == "a hammer mark inside"


def test_a_picture_that_is_none_is_refused_by_its_name(world: World, ines: FlaskClient) -> None:
    serial = world.worked()
    page = f"/pieces/{serial}/inspections"
    typed = good_answers(world, serial) | {"pin": PIN, "verdict": "pass", "traits": "a mark"}
    refused = send(ines, page, page, **typed, **{"p-traits": (BytesIO(b"no picture"), "a.png")})
    assert refused.status_code == 422 and "not a JPEG" in refused.text
    assert world.rows("SELECT count(*) AS n FROM inspection")[0].n == 0


def test_the_inspection_tells_when_an_instrument_was_checked(world: World, app: Flask) -> None:
    serial = world.worked()
    looks = world.sign_in(app, world.ines)
    page = f"/pieces/{serial}/inspections"
    assert "Scale K-2" not in looks.get(page).text
    typed = {"name": "Scale K-2", "unit": "g", "standard": "20", "shown": "20"}
    for answer, said in (("yes", "Scale K-2 checked 17 Nov"), ("no", "Scale K-2 was off on 17 Nov")):
        written = send_form(looks, "/bench/instruments", "/bench/instruments", **typed, is_good=answer)
        assert written.status_code == 303
        assert said in looks.get(page).text
