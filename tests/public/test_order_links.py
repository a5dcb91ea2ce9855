"""The link of an order: read and answered without account; guessed, replayed or late it does nothing, and it tells nobody's name."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.sales.orders import made, ordered
from tests.world import World
from workshop.filestore import FileStore
from workshop.people.secrets import digest_of
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.sales.order_actions import Wish, end_order, note_deposit, rewrite_order
from workshop.sales.order_approving import make_order_link, show_order_photo
from workshop.sales.order_rules import digest_shown

TOKEN = "a" * 64
AT = f"/o/{TOKEN}"


@pytest.fixture
def code(world: World) -> str:
    """The code of an engraved order with a link."""
    world.shop(currency="EUR", public_address="https://a.example", email="bench@a.example")
    code = ordered(world, price_minor=124_000, note="she pays cash", letters="script", engraving="Zoë & João")
    link(world, code)
    return code


def link(world: World, code: str, token: str = TOKEN) -> None:
    world.tell(lambda w: make_order_link(w, code, digest_of(token)), world.ana)


def send(client: FlaskClient, page: str = "", token: str = TOKEN, **typed: object) -> TestResponse:
    """What the form on the page says, with an answer."""
    page = page or client.get(f"/o/{token}").get_data(as_text=True)
    hidden = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("number", "read")}
    return client.post(f"/o/{token}/answers", data={"request_key": uuid4().hex} | hidden | typed)


def told(client: FlaskClient) -> str:
    return client.get(AT).get_data(as_text=True)


def test_the_page_tells_what_was_ordered_and_nothing_private(world: World, app: Flask, code: str) -> None:
    world.tell(lambda w: note_deposit(w, code, 40_000), world.ana)
    page = app.test_client().get(AT)
    text = page.get_data(as_text=True)
    assert "Zoë &amp; João" in text and "1240.00 €" in text and "840.00 €" in text and "27 November 2026" in text
    for private in ("Ada", "ada@example.test", "cash", "Ana"):
        assert private not in text
    assert "Set-Cookie" not in page.headers and "<script" not in text
    assert page.headers["Cache-Control"] == "private, no-store" and page.headers["Referrer-Policy"] == "no-referrer"


def test_a_yes_freezes_the_very_text_that_was_read(world: World, app: Flask, code: str) -> None:
    client, key = app.test_client(), uuid4().hex
    form = told(client)
    for _twice in range(2):
        assert send(client, form, answer="yes", request_key=key).status_code == 303
    (row,) = world.rows("SELECT answer, how, by_id, shown, salt, digest FROM order_approval")
    assert (row.answer, row.how, row.by_id) == ("yes", "link", None)
    assert "Engraving: Zoë & João (10 letters)" in row.shown and digest_shown(row.salt, row.shown) == row.digest
    assert row.digest in told(client) and 'value="yes"' not in told(client)


def test_a_change_needs_words_and_keeps_them(world: World, app: Flask, code: str) -> None:
    client = app.test_client()
    assert send(client, answer="change", words=" ").status_code == 422
    assert send(client, answer="change", words="João first").status_code == 303
    assert "João first" in told(client)


def test_a_yes_to_what_was_before_agrees_to_nothing(world: World, app: Flask, code: str) -> None:
    client = app.test_client()
    old = told(client)
    world.tell(lambda w: rewrite_order(w, code, 1, Wish(world.design, engraving="Zoe")), world.ana)
    late = send(client, old, answer="yes")
    assert late.status_code == 409 and "wrote it anew" in late.get_data(as_text=True)
    other_text = send(client, answer="yes", read="0" * 64)
    assert other_text.status_code == 409
    assert world.rows("SELECT 1 FROM order_approval") == []


def test_an_ended_an_old_and_an_unknown_link_look_the_same(world: World, app: Flask, code: str) -> None:
    client = app.test_client()
    unknown = client.get(f"/o/{'b' * 64}")
    link(world, code, "c" * 64)
    ended = client.get(AT)
    world.room.now.at += timedelta(days=181)  # type: ignore[attr-defined]
    old = client.get(f"/o/{'c' * 64}")
    assert {one.status_code for one in (unknown, ended, old)} == {404}
    assert unknown.get_data() == ended.get_data() == old.get_data()


def test_a_link_ends_thirty_days_after_the_order(world: World, app: Flask, code: str) -> None:
    world.tell(lambda w: end_order(w, code, "cancelled"), world.omar)
    client = app.test_client()
    assert "was cancelled" in told(client) and 'value="yes"' not in told(client)
    world.room.now.at += timedelta(days=31)  # type: ignore[attr-defined]
    assert client.get(AT).status_code == 404


def test_guessing_is_slowed(world: World, app: Flask, code: str) -> None:
    client = app.test_client()
    codes = [client.get(f"/o/{n:064d}").status_code for n in range(25)]
    assert codes[:20] == [404] * 20 and set(codes[20:]) == {429}
    assert client.get(AT).status_code == 200


def test_the_stage_is_told_in_plain_words_and_only_chosen_photos_are_seen(world: World, app: Flask, code: str) -> None:
    client = app.test_client()
    assert send(client, answer="yes").status_code == 303
    serial = made(world, code)
    world.worked(serial)
    assert "Your piece is at the bench" in told(client)
    file = FileStore(world.room.settings.data_dir).put(b"a picture")
    photo = NewPhoto(file, file, 8, 6, caption="the bezel")
    for _each in range(2):
        world.tell(lambda w: add_photo(w, serial, photo), world.ana)
    assert client.get(f"{AT}/{serial}/1.jpg").status_code == 404
    world.tell(lambda w: show_order_photo(w, code, serial, 2, is_shown=True), world.ana)
    assert f"{AT}/{serial}/2.jpg" in told(client) and "the bezel" in told(client)
    assert client.get(f"{AT}/{serial}/2.jpg").get_data() == b"a picture"
    assert client.get(f"{AT}/{serial}/1.jpg").status_code == 404
    world.tell(lambda w: show_order_photo(w, code, serial, 2, is_shown=False), world.ana)
    assert client.get(f"{AT}/{serial}/2.jpg").status_code == 404
    world.inspect(serial)
    assert "ready for you" in told(client)
