"""What the page of a passed piece offers first: its tag; then, to the owner, the way out."""

from flask import Flask

from tests.bench.forms import forms_of
from tests.pages import send
from tests.world import World

GIVE = "<span>Give it its tag"


def test_the_tag_comes_first_and_is_not_offered_twice(world: World, app: Flask) -> None:
    serial = world.released()
    ana, omar = world.sign_in(app, world.ana), world.sign_in(app, world.omar)
    assert all(GIVE in client.get(f"/pieces/{serial}").text for client in (ana, omar))
    world.tag(serial)
    assert all(GIVE not in client.get(f"/pieces/{serial}").text for client in (ana, omar))
    assert "It has its tag" in ana.get(f"/pieces/{serial}").text
    assert f"/pieces/{serial}/departures" in [form.action for form in forms_of(omar.get(f"/pieces/{serial}"))]


def test_a_piece_whose_tag_was_withdrawn_is_offered_one(world: World, app: Flask) -> None:
    serial = world.released()
    code = world.tag(serial).code
    omar = world.sign_in(app, world.omar)
    page, action = f"/pieces/{serial}/tag", f"/pieces/{serial}/tag/withdrawal"
    assert send(omar, action, page, code=code, reason="lost", note="").status_code == 303
    assert GIVE in omar.get(f"/pieces/{serial}").text


def test_a_failed_sign_in_is_told_as_such(world: World, app: Flask) -> None:
    page = send(app.test_client(), "/sign-in", "/sign-in", name="Ana", password="wrong")
    assert "Not signed in" in page.text and "<b>Not saved</b>" not in page.text
