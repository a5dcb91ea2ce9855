"""The scan-round: a gallery says by its link what is there, sold, damaged; nothing moves until the owner takes it over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.bench.forms import send
from tests.world import World
from workshop.errors import Conflict
from workshop.people.secrets import digest_of
from workshop.sales.case_actions import NewCase, Said, close_case, pack_case, say_outcome
from workshop.sales.round_actions import Taken, end_case_link, make_case_link, take_over

TOKEN = "a" * 64
AT = f"/g/{TOKEN}"


@pytest.fixture
def out(world: World) -> tuple[str, list[str]]:
    """The code of a case at a gallery with a link, and its three pieces."""
    world.shop(currency="EUR", public_address="https://a.example", email="bench@a.example")
    serials = [world.released(world.piece(world.design_of("ring", price_minor=49_000))) for _each in range(3)]
    code = world.tell(lambda w: pack_case(w, NewCase("gallery", serials, "Galeria Rua")), world.omar)
    link(world, code)
    return code, serials


def link(world: World, code: str, *, prices: bool = False, token: str = TOKEN) -> None:
    world.tell(lambda w: make_case_link(w, code, digest_of(token), shows_prices=prices), world.omar)


def say(client: FlaskClient, key: str = "", **typed: object) -> TestResponse:
    return client.post(f"{AT}/answers", data={"request_key": key or uuid4().hex} | typed)


def outcomes(world: World) -> list[str | None]:
    return [row.outcome for row in world.rows("SELECT outcome FROM packed_piece ORDER BY id")]


def test_the_gallery_sees_its_pieces_alone_and_no_price_unless_agreed(
    world: World, app: Flask, out: tuple[str, list[str]]
) -> None:
    code, serials = out
    other = world.released()
    world.tell(lambda w: pack_case(w, NewCase("gallery", [other], "Other gallery")), world.omar)
    client = app.test_client()
    page = client.get(AT)
    assert all(one in page.text for one in serials) and other not in page.text
    for private in ("490", "Galeria Rua", "Ana", code, "<script"):
        assert private not in page.text
    assert "Set-Cookie" not in page.headers and page.headers["Cache-Control"] == "private, no-store"
    link(world, code, prices=True, token="b" * 64)
    assert "490.00" in client.get(f"/g/{'b' * 64}").text
    assert client.get(AT).status_code == 404


def test_what_it_says_moves_nothing_until_it_is_taken_over(
    world: World, app: Flask, out: tuple[str, list[str]]
) -> None:
    code, (first, second, third) = out
    client, key = app.test_client(), uuid4().hex
    told = {f"said-{first}": "sold", f"sold_on-{first}": "2026-11-16", f"said-{second}": "damaged"}
    refused = say(client, **told)
    assert refused.status_code == 422 and "what is damaged" in refused.text and 'value="2026-11-16"' in refused.text
    told |= {f"words-{second}": "a claw is bent", "scanned": f"{third}\n{first}"}
    for _twice in range(2):
        assert say(client, key, **told).status_code == 303
    assert len(world.rows("SELECT 1 FROM case_answer")) == 3
    assert "3 pieces are told to us" in client.get(AT).text
    assert outcomes(world) == [None] * 3
    omar, page = world.sign_in(app, world.omar), f"/cases/{code}"
    assert "Sold on 16 November 2026" in omar.get(page).text and "a claw is bent" in omar.get(page).text

    def take(serial: str, **more: str) -> TestResponse:
        seen = str(world.standing(serial).seen)
        typed = {"serial": serial, "number": "1", "last_change": seen, "do": "take"} | more
        return send(omar, page, f"{page}/answers", **typed)

    assert take(first, price="450").status_code == 303
    assert take(second).status_code == 303
    assert take(third, do="aside").status_code == 303
    assert outcomes(world) == ["sold", "still_there", None]
    (sale,) = world.rows("SELECT price_minor, sold_on FROM sale")
    assert tuple(sale) == (45_000, "2026-11-16")
    (note,) = world.rows("SELECT note FROM work_event WHERE kind = 'note'")
    assert note.note == "The gallery says: a claw is bent"
    with pytest.raises(Conflict, match="no longer the newest"):
        world.tell(lambda w: take_over(w, code, first, Taken(1, None)), world.omar)


def test_it_may_say_it_anew_and_only_the_newest_waits(world: World, app: Flask, out: tuple[str, list[str]]) -> None:
    _code, (first, *_others) = out
    client = app.test_client()
    for said in ("there", "there", "sold"):
        assert say(client, **{f"said-{first}": said}).status_code == 303
    rows = world.rows("SELECT number, said, ended_how FROM case_answer ORDER BY number")
    assert [tuple(row) for row in rows] == [(1, "there", "later"), (2, "sold", None)]


def test_pieces_of_others_and_nonsense_are_refused_in_plain_words(
    world: World, app: Flask, out: tuple[str, list[str]]
) -> None:
    _code, (first, *_others) = out
    other, client = world.released(), app.test_client()
    for typed, status in (
        ({"scanned": other}, 404),
        ({f"said-{first}": "stolen"}, 422),
        ({f"said-{first}": "sold", f"sold_on-{first}": "2031-01-01"}, 422),
        ({}, 422),
    ):
        assert say(client, **typed).status_code == status
    assert world.rows("SELECT 1 FROM case_answer") == []


def test_an_ended_an_old_and_a_closed_link_look_the_same(world: World, app: Flask, out: tuple[str, list[str]]) -> None:
    code, serials = out
    client = app.test_client()
    unknown = client.get(f"/g/{'c' * 64}")
    world.tell(lambda w: end_case_link(w, code), world.omar)
    assert client.get(AT).data == unknown.data and say(client, scanned=serials[0]).status_code == 404
    link(world, code, token="d" * 64)
    for serial in serials:
        said = Said("still_there", world.standing(serial).seen)
        world.tell(lambda w, s=serial, t=said: say_outcome(w, code, s, t), world.omar)  # type: ignore[misc]
    world.tell(lambda w: close_case(w, code), world.omar)
    assert client.get(f"/g/{'d' * 64}").data == unknown.data


def test_a_link_ends_after_sixty_days_and_guessing_is_slowed(
    world: World, app: Flask, out: tuple[str, list[str]]
) -> None:
    client = app.test_client()
    world.room.now.at += timedelta(days=61)  # type: ignore[attr-defined]
    assert client.get(AT).status_code == 404
    assert [client.get(f"/g/{n:064d}").status_code for n in range(25)][-1] == 429
