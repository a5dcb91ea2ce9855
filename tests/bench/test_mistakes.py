"""Mistakes of a day with dirty hands: nothing is lost, nothing is done twice, and the page says in a sentence what happened."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import update

from tests.bench.forms import form_to, send
from tests.bench.test_journey import good_answers, inspect
from tests.people.doors import PIN, give_pin
from tests.world import World
from workshop.people.duties import MAY_WORK
from workshop.people.models import SignIn


def picture(colour: str = "gold") -> tuple[BytesIO, str]:
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return BytesIO(file.getvalue()), "ring.png"


@pytest.fixture
def ana(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.ana)


@pytest.fixture
def ines(world: World, app: Flask) -> FlaskClient:
    give_pin(world, world.ines)
    return world.sign_in(app, world.ines)


def photos(world: World) -> list[Any]:
    return world.rows("SELECT caption, is_public FROM photo")


def test_a_refused_inspection_keeps_the_chosen_pictures(world: World, ines: FlaskClient) -> None:
    serial = world.worked()
    page = f"/pieces/{serial}/inspections"
    typed = good_answers(world, serial) | {"verdict": "pass", "pin": "999999"}
    refused = send(ines, page, page, **typed, **{"p-C3-0": picture(), "p-C4-0": picture("silver")})
    assert refused.status_code == 422 and photos(world) == []
    form = form_to(refused, page)
    assert refused.text.count('src="data:image/jpeg;base64,') == 2
    signed = ines.post(page, data=form.values | typed | {"pin": PIN})
    assert signed.status_code == 303
    assert len(photos(world)) == 2
    assert len(world.rows("SELECT photo_id FROM answer WHERE photo_id IS NOT NULL")) == 2


def test_one_bad_picture_loses_no_other_and_opens_no_other_check(world: World, ines: FlaskClient) -> None:
    serial = world.worked()
    page = f"/pieces/{serial}/inspections"
    typed = good_answers(world, serial) | {"verdict": "pass", "pin": PIN, "m-C6-0": "4 grams"}
    no_picture = (BytesIO(b"%PDF-1.7"), "paper.pdf")
    refused = send(ines, page, page, **typed, **{"p-C3-0": no_picture, "p-C4-0": picture()})
    assert refused.status_code == 422 and "not a JPEG" in refused.text
    values = form_to(refused, page).values
    assert "chosen-p-C4-0" in values and "chosen-p-C3-0" not in values
    assert 'href="#c-C6-0"' in refused.text and 'href="#c-C1-0"' not in refused.text


def test_a_picture_cannot_be_claimed(world: World, ines: FlaskClient) -> None:
    serial = world.worked()
    page = f"/pieces/{serial}/photos"
    answer = send(ines, f"/pieces/{serial}?do=photo", page, **{"chosen-photo": '["aa","bb",1,1].made-up'})
    assert answer.status_code == 422 and "Choose the picture once more" in answer.text
    assert photos(world) == []


def test_a_refused_photo_stays_chosen(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    card, page = f"/pieces/{serial}?do=photo", f"/pieces/{serial}/photos"
    refused = send(ana, card, page, photo=picture(), caption="x" * 3000)
    assert refused.status_code == 422
    kept = form_to(refused, page).values | {"caption": "inside"}
    assert ana.post(page, data=kept).status_code == 303
    assert photos(world) == [("inside", 0)]


@pytest.mark.parametrize("left_open", ["a-C3-0", "m-C6-0"])
def test_an_open_check_is_linked_where_it_is_answered(world: World, ines: FlaskClient, left_open: str) -> None:
    serial = world.worked()
    page = f"/pieces/{serial}/inspections"
    typed = {name: value for name, value in good_answers(world, serial).items() if name != left_open}
    refused = send(ines, page, page, verdict="pass", pin=PIN, **typed)
    assert f'href="#f-{left_open}"' in refused.text and f'id="f-{left_open}"' in refused.text


def test_the_first_open_part_is_linked(world: World, ines: FlaskClient) -> None:
    serial = world.worked(world.piece(world.design_of("earrings")))
    page = f"/pieces/{serial}/inspections"
    typed = good_answers(world, serial)
    second = next(name for name in typed if name.endswith("-2"))
    del typed[second]
    refused = send(ines, page, page, verdict="pass", pin=PIN, **typed)
    assert f'href="#f-{second}"' in refused.text


def test_an_inspector_sees_no_button_that_is_not_theirs(world: World, ines: FlaskClient) -> None:
    fresh, working, paused, passed = world.piece(), world.worked(kinds=["start"]), world.worked(), world.released()
    world.event(paused, "start")
    world.event(paused, "put_down")
    for serial in (fresh, working, paused):
        page = ines.get(f"/pieces/{serial}").text
        assert "are for artisans and the owner" in page
        assert 'value="wax"' not in page and 'value="start"' not in page and 'value="take_up"' not in page
    ways = ines.get(f"/pieces/{passed}").text
    for do in ("work", "stage", "specify", "plan", "leave"):
        assert f"?do={do}" not in ways
        form = ines.get(f"/pieces/{passed}?do={do}").text
        assert "for artisans and the owner" in form or "Only the owner lets it leave" in form
    for do in ("weigh", "note", "photo", "problem", "out"):
        assert f"?do={do}" in ways


def test_only_who_may_work_publishes_a_photo(world: World, ines: FlaskClient, ana: FlaskClient) -> None:
    assert set(MAY_WORK) == {"owner", "artisan"}
    serial = world.worked()
    card, page = f"/pieces/{serial}?do=photo", f"/pieces/{serial}/photos"
    assert 'name="is_public"' in ana.get(card).text and 'name="is_public"' not in ines.get(card).text
    refused = send(ines, card, page, photo=picture(), is_public="yes")
    assert refused.status_code == 403 and photos(world) == []
    assert send(ines, card, page, photo=picture(), caption="seat").status_code == 303
    assert photos(world) == [("seat", 0)]
    assert "Show it in public" not in ines.get(card).text and "Show it in public" in ana.get(card).text


def test_a_refused_form_stays_about_the_stage_it_was_typed_for(world: World, ana: FlaskClient) -> None:
    serial = world.piece()
    card, events = f"/pieces/{serial}?do=finish", f"/pieces/{serial}/events"
    first, second = (form_to(ana.get(card), events).values for _tab in range(2))
    assert ana.post(events, data=first | {"kind": "wax", "weight": "5"}).status_code == 303
    refused = ana.post(events, data=second | {"kind": "wax", "weight": "5,1", "note": "other tab"})
    assert refused.status_code == 409 and "Wax made, by Ana" in refused.text
    assert "Finish Wax" in refused.text and "Finish Cast" not in refused.text
    assert 'value="5,1"' in refused.text and "other tab" in refused.text
    assert form_to(refused, events).values["stage"] == "Wax"


def test_a_weighing_can_be_explained(world: World, ana: FlaskClient) -> None:
    serial = world.piece(weight_mg=4000)
    card, events = f"/pieces/{serial}?do=weigh", f"/pieces/{serial}/events"
    refused = send(ana, card, events, kind="weighed", weight="5")
    assert refused.status_code == 422
    kept = form_to(refused, events).values
    assert "reason" in kept and kept["weight"] == "5"
    assert ana.post(events, data=kept | {"kind": "weighed", "reason": "with its stone"}).status_code == 303
    assert world.standing(serial).weight_mg == 5000


def test_a_weighing_beyond_the_scale_ends_the_pass_and_says_so(world: World, ana: FlaskClient) -> None:
    serial = world.released()
    card, events = f"/pieces/{serial}?do=weigh", f"/pieces/{serial}/events"
    assert send(ana, card, events, kind="weighed", weight="4.02").status_code == 303
    assert world.standing(serial).state == "released"
    assert send(ana, card, events, kind="weighed", weight="3.80").status_code == 303
    assert "Weight changed: saved." in ana.get(card).text
    assert world.standing(serial).state == "waiting"


def test_pressed_twice_it_is_told_that_it_was_kept_once(world: World, ana: FlaskClient) -> None:
    serial = world.piece()
    card, action = f"/pieces/{serial}?do=out", f"/pieces/{serial}/custody"
    typed = form_to(ana.get(card), action).values | {"place": "Caster", "weight": "4"}
    assert ana.post(action, data=typed).status_code == 303
    assert "Out to another workshop: saved." in ana.get(card).text
    assert ana.post(action, data=typed).status_code == 303
    assert "saved before, and only once" in ana.get(card).text
    assert world.standing(serial).sequence == 1


def test_undo_takes_no_pass_and_no_piece_out_of_a_hand(world: World, ana: FlaskClient) -> None:
    passed, working, waiting = world.released(), world.worked(kinds=["start"]), world.worked()
    for serial in (passed, working, waiting):
        world.event(serial, "note", note="a word")
    assert 'value="undo"' not in ana.get(f"/pieces/{passed}").text
    assert 'value="undo"' not in ana.get(f"/pieces/{working}").text
    assert 'value="undo"' in ana.get(f"/pieces/{waiting}").text


def test_a_piece_in_the_safe_is_first_brought_to_the_bench(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    card, action = f"/pieces/{serial}", f"/pieces/{serial}/custody"
    assert send(ana, f"{card}?do=move", action, to="safe").status_code == 303
    page = ana.get(card)
    assert "in the safe" in page.text and 'value="start"' not in page.text
    assert form_to(page, action).values["to"] == "shop"
    assert send(ana, card, action).status_code == 303
    assert world.standing(serial).place == "shop"


def test_a_refused_signature_keeps_what_was_found(world: World, ines: FlaskClient) -> None:
    refused = inspect(world, ines, world.worked(), pin="999999", note="gap", verdict="rework", also="Polish")
    assert refused.status_code == 422 and "gap" in refused.text
    assert '<input type="checkbox" name="also" value="Polish" checked>' in refused.text


def test_what_is_sent_back_goes_to_a_stage(world: World, ines: FlaskClient) -> None:
    refused = inspect(world, ines, world.worked(), note="gap", verdict="rework")
    assert refused.status_code == 422 and "Choose the stage it goes back to." in refused.text
    assert world.rows("SELECT count(*) AS n FROM inspection")[0].n == 0


def test_what_was_typed_outlives_the_sign_in(world: World, app: Flask) -> None:
    serial = world.worked()
    card, events = f"/pieces/{serial}?do=note", f"/pieces/{serial}/events"
    ana = world.sign_in(app, world.ana)
    typed = form_to(ana.get(card), events).values | {"kind": "note", "note": "a long thought"}
    with world.raw() as connection, connection.begin():
        connection.execute(update(SignIn).values(ended_at=world.room.now()))
    here = {"Sec-Fetch-Site": "same-origin"}
    refused = ana.post(events, data=typed, headers=here)
    assert refused.status_code == 401
    assert "You are signed out" in refused.text and 'href="/sign-in"' in refused.text
    again = form_to(refused, events).values
    assert again["note"] == "a long thought"
    assert ana.post(events, data=typed, headers={"Sec-Fetch-Site": "cross-site"}).text.count("a long thought") == 0
    back = world.sign_in(app, world.ana)
    token = form_to(back.get(card), events).values["csrf_token"]
    assert back.post(events, data=again | {"csrf_token": token}, headers=here).status_code == 303
    assert world.rows("SELECT note FROM work_event WHERE kind = 'note'")[0].note == "a long thought"


def test_a_tag_is_told_as_given_and_withdrawn(world: World, app: Flask) -> None:
    serial, omar = world.released(), world.sign_in(app, world.omar)
    page = f"/pieces/{serial}/tag"
    assert send(omar, page, page).status_code == 303
    assert "Tagged: saved." in omar.get(page).text
    assert send(omar, page, f"{page}/withdrawal", reason="lost").status_code == 303
    assert "Tag withdrawn: saved." in omar.get(page).text
