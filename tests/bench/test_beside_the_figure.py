"""What is told with a stage beside its figure: when it was done, a photo, which bench the piece lies on."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.bench.forms import send
from tests.people.doors import OTHER_PIN, by_pin, give_pin, tablet
from tests.world import World


@pytest.fixture
def ana(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.ana)


def finish(client: FlaskClient, serial: str, **typed: object) -> int:
    card = f"/pieces/{serial}"
    return send(client, f"{card}?do=finish", f"{card}/events", kind="wax", **typed).status_code


def test_what_is_entered_late_says_when_it_was_done(world: World, ana: FlaskClient) -> None:
    serial = world.piece()
    assert finish(ana, serial, done_at="2026-11-17T09:05") == 303
    assert "Entered late: it was done at 2026-11-17 09:05" in ana.get(f"/pieces/{serial}").text


@pytest.mark.parametrize("done_at", ["", "2026-11-17T11:50"])
def test_what_is_entered_at_once_is_not_called_late(world: World, ana: FlaskClient, done_at: str) -> None:
    serial = world.piece()
    assert finish(ana, serial, done_at=done_at) == 303
    assert "Entered late" not in ana.get(f"/pieces/{serial}").text


@pytest.mark.parametrize("done_at", ["2026-11-17T12:01", "yesterday", "0000-00-00T00:00"])
def test_a_time_that_cannot_be_is_refused(world: World, ana: FlaskClient, done_at: str) -> None:
    serial = world.piece()
    assert finish(ana, serial, done_at=done_at) == 422
    assert world.rows("SELECT 1 FROM work_event") == []


def test_a_photo_is_kept_with_its_stage_and_the_stage_can_be_undone(world: World, ana: FlaskClient) -> None:
    serial, image = world.piece(), BytesIO()
    Image.new("RGB", (60, 40), "gold").save(image, "JPEG")
    image.seek(0)
    assert finish(ana, serial, photo=(image, "ring.jpg")) == 303
    assert [row.kind for row in world.rows("SELECT kind FROM work_event ORDER BY sequence")] == ["photo", "wax"]
    card = f"/pieces/{serial}"
    sequence = world.standing(serial).sequence
    assert send(ana, card, f"{card}/events", kind="undo", corrects=str(sequence)).status_code == 303
    assert len(world.rows("SELECT 1 FROM photo")) == 1


def test_what_was_put_down_lies_on_the_bench_where_it_was(world: World, app: Flask) -> None:
    tom = world.person("Tom", "artisan")
    give_pin(world, world.ana)
    give_pin(world, tom, OTHER_PIN)
    here, there = tablet(world, app), tablet(world, app, "Bench 2")
    by_pin(here, world.ana)
    serial = world.piece()
    card = f"/pieces/{serial}"
    for kind in ("start", "put_down"):
        assert send(here, card, f"{card}/events", kind=kind).status_code == 303
    by_pin(here, tom, OTHER_PIN)
    by_pin(there, tom, OTHER_PIN)
    page = here.get("/bench").text
    assert "On this bench" in page and page.count(f'href="{card}"') == 1
    elsewhere = there.get("/bench").text
    assert "On this bench" not in elsewhere and serial in elsewhere
