"""Tablets are enrolled, named and revoked; tokens are shown once; the shop's details are kept."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.pages import send, token_of
from tests.people.doors import by_pin, give_pin, is_in, mark_of_only_tablet
from tests.world import World
from workshop.errors import Invalid, NotFound
from workshop.people.tokens import create_token_for


def enrolled(world: World, app: Flask, **typed: str) -> str:
    """The address of a one-time link that enrols a tablet."""
    answer = send(world.sign_in(app, world.omar), "/people/devices/links", "/people/devices")
    return told_link(answer)


def told_link(answer: TestResponse) -> str:
    found = re.search(r'<code class="secret">(\S+/[\w-]+)</code>', answer.text)
    assert found
    return found[1]


def test_the_owner_enrols_this_browser(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    answer = send(owner, "/people/devices", "/people/devices", name="The office")
    assert answer.status_code == 303
    page = owner.get("/people/devices").text
    assert "The office" in page and "This browser" in page and "Enrol this browser" not in page
    assert "HttpOnly" in next(c for c in answer.headers.getlist("Set-Cookie") if "tablet" in c)


def test_a_link_enrols_one_other_tablet(world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    link = enrolled(world, app)
    bench = app.test_client()
    assert bench.get(link).status_code == 200
    assert send(bench, link, link, name="").status_code == 422
    assert send(bench, link, link, name="Bench 2").location == "/switch"
    by_pin(bench, world.ana)
    assert is_in(bench)
    other = app.test_client()
    assert other.get(link).status_code == 404
    assert send(other, link, "/sign-in", name="Bench 3").status_code == 404
    assert len(world.rows("SELECT 1 FROM device")) == 1


@pytest.mark.parametrize("by_link", [False, True])
def test_revoking_ends_also_who_was_there_when_it_was_enrolled(world: World, app: Flask, by_link: bool) -> None:
    """A tablet that the owner left signed in after making it one is as dead as any other."""
    left = world.sign_in(app, world.omar)
    page = enrolled(world, app) if by_link else "/people/devices"
    assert send(left, page, page, name="Bench 1").status_code == 303
    assert is_in(left)
    office, mark = world.sign_in(app, world.omar), mark_of_only_tablet(world)
    assert send(office, f"/people/devices/{mark}/revocation", "/people/devices").status_code == 303
    assert not is_in(left)
    assert is_in(office)


@pytest.mark.parametrize(
    ("chosen", "host", "begins"),
    [
        ("http://192.0.2.7:8000/", "evil.example", "http://192.0.2.7:8000/enrol/"),
        ("http://192.0.2.7:8000/", "192.0.2.7:8000", "http://192.0.2.7:8000/enrol/"),
        ("http://192.0.2.7:8000/", "Marsh.Example", "http://marsh.example/enrol/"),
        ("http://127.0.0.1:8000/", "marsh.example", "http://marsh.example/enrol/"),
        ("http://127.0.0.1:8000/", "evil.example", "/enrol/"),
        ("http://127.0.0.1:8000/", "marsh.example.evil.example", "/enrol/"),
        ("", "localhost", "/enrol/"),
    ],
)
def test_a_link_names_no_host_that_the_request_made_up(
    world: World, app: Flask, chosen: str, host: str, begins: str
) -> None:
    world.shop(public_address="marsh.example")
    app.config["ADDRESS"] = chosen
    owner = world.sign_in(app, world.omar)
    typed = {"csrf_token": token_of(owner, "/people/devices"), "request_key": "k" * 32}
    cookie = owner.get_cookie("workshop")
    assert cookie is not None
    with app.test_client(use_cookies=False) as elsewhere:
        headers = {"Host": host, "Cookie": f"workshop={cookie.value}"}
        answer = elsewhere.post("/people/devices/links", data=typed, headers=headers)
    assert told_link(answer).lower().startswith(begins)
    assert ("in front" in answer.text) == begins.startswith("/")


def test_a_double_tap_enrols_one_tablet(world: World, app: Flask) -> None:
    link, bench = enrolled(world, app), app.test_client()
    told = [send(bench, link, "/sign-in?by=password", key="k" * 32, name="Bench 2") for _n in range(2)]
    assert [one.status_code for one in told] == [303, 303]
    assert told[0].headers["Set-Cookie"].split(";")[0] == told[1].headers["Set-Cookie"].split(";")[0]
    assert len(world.rows("SELECT 1 FROM device")) == 1


def test_a_link_ends_after_an_hour_and_with_its_owner(world: World, app: Flask, clock: Clock) -> None:
    link, bench = enrolled(world, app), app.test_client()
    clock.forward(minutes=59, seconds=59)
    assert bench.get(link).status_code == 200
    clock.forward(seconds=1)
    assert bench.get(link).status_code == 404
    assert send(bench, link, "/sign-in", name="Bench 2").status_code == 404


def test_a_tablet_is_renamed_and_revoked(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    send(owner, "/people/devices", "/people/devices", name="Bench 1")
    mark = mark_of_only_tablet(world)
    send(owner, f"/people/devices/{mark}/name", "/people/devices", name="Window bench")
    assert "Window bench" in owner.get("/people/devices").text
    office = world.sign_in(app, world.omar)
    for _n in range(2):
        assert send(office, f"/people/devices/{mark}/revocation", "/people/devices").status_code == 303
    assert "Revoked 17 Nov 2026" in office.get("/people/devices").text


def test_a_token_is_shown_once_and_counts_until_revoked(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    typed = {"label": "Web shop", "person": world.ana.subject, "scopes": ["read", "log"]}
    answer = send(owner, "/people/tokens", "/people/tokens", **typed)
    found = re.search(r'<code class="secret">(\w+)</code>', answer.text)
    assert answer.status_code == 200 and found
    assert found[1] not in owner.get("/people/tokens").text
    assert found[1] not in str(world.rows("SELECT * FROM api_token"))
    bearer = {"Authorization": f"Bearer {found[1]}"}
    assert app.test_client().get("/api/v1/me", headers=bearer).status_code == 200
    mark = str(world.rows("SELECT digest FROM api_token")[0].digest)[:16]
    for _n in range(2):
        assert send(owner, f"/people/tokens/{mark}/revocation", "/people/tokens").status_code == 303
    assert app.test_client().get("/api/v1/me", headers=bearer).status_code == 401


def test_a_double_tap_makes_one_token_and_shows_the_same(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    typed = {"label": "Web shop", "person": world.ana.subject, "scopes": "read"}
    told = [send(owner, "/people/tokens", "/people/tokens", key="k" * 32, **typed) for _n in range(2)]
    shown = [re.findall(r'<code class="secret">(\w+)</code>', one.text) for one in told]
    assert shown[0] == shown[1] != []
    assert len(world.rows("SELECT 1 FROM api_token")) == 1


@pytest.mark.parametrize("typed", [{"label": ""}, {"scopes": []}, {"scopes": "everything"}, {"person": "nobody"}])
def test_a_token_that_cannot_be_is_refused(world: World, app: Flask, typed: dict[str, object]) -> None:
    whole = {"label": "Web shop", "person": world.ana.subject, "scopes": "read"} | typed
    answer = send(world.sign_in(app, world.omar), "/people/tokens", "/people/tokens", **whole)
    assert answer.status_code == 422 and "secret" not in re.findall(r'<code class="(\w+)"', answer.text)
    assert world.rows("SELECT 1 FROM api_token") == []


def test_the_console_makes_a_token_for_a_name(world: World) -> None:
    token = create_token_for(world.room, "ana", ["log"])
    assert len(token) > 30
    with pytest.raises(NotFound, match="Zed"):
        create_token_for(world.room, "Zed", ["log"])
    with pytest.raises(Invalid):
        create_token_for(world.room, "Ana", ["everything"])


SHOP = {"shop_name": "Marsh & Wren", "country": "PT", "currency": "EUR", "time_zone": "Europe/Lisbon"}


def test_the_shops_details_are_kept_and_only_what_changed_is_written(world: World, app: Flask) -> None:
    world.shop()
    owner = world.sign_in(app, world.omar)
    typed = SHOP | {"public_address": "https://marshwren.example/", "email": "shop@marshwren.example"}
    assert send(owner, "/settings", "/settings", **typed).status_code == 303
    (row,) = world.rows("SELECT name, country, public_address, email FROM shop")
    assert tuple(row) == ("Marsh & Wren", "PT", "MARSHWREN.EXAMPLE", "shop@marshwren.example")
    entries = world.rows("SELECT body FROM journal_entry WHERE body LIKE '%keep shop%'")
    send(owner, "/settings", "/settings", **typed)
    again = world.rows("SELECT body FROM journal_entry WHERE body LIKE '%keep shop%'")
    assert len(entries) == 1 and '"shop"' not in again[-1].body


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("shop_name", ""),
        ("country", "XX"),
        ("currency", "gold"),
        ("time_zone", "Noon"),
        ("public_address", "a-very-long-workshop-name.example"),
        ("public_address", "javascript:alert(1)"),
        ("email", "nobody"),
        ("email", "a@b.c\nBcc: x@y.z"),
        ("postal_address", "x" * 2001),
    ],
)
def test_details_that_cannot_be_are_refused_and_the_rest_kept(world: World, app: Flask, field: str, typed: str) -> None:
    world.shop()
    answer = send(
        world.sign_in(app, world.omar), "/settings", "/settings", **(SHOP | {"kept_by": "A notary", field: typed})
    )
    assert answer.status_code == 422 and f'id="e-{field}"' in answer.text and "A notary" in answer.text
    assert world.rows("SELECT country FROM shop")[0].country is None
