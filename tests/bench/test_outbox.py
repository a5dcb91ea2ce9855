"""Entries of a tablet's outbox: the same forms under the name of who saved them, once, and from nowhere else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.pages import send
from tests.world import World
from workshop.assets_web import files, version
from workshop.writing import Actor

HERE = {"Sec-Fetch-Site": "same-origin"}


def sent(
    browser: FlaskClient, serial: str, by: Actor, kind: str, key: str | None = None, headers: Any = HERE, **typed: Any
) -> TestResponse:
    """As the page's script sends an entry: no token, the person in a header."""
    data = {"kind": kind, "request_key": key or uuid4().hex} | typed
    return browser.post(f"/pieces/{serial}/events", data=data, headers={"X-Outbox-Person": by.subject, **headers})


def kinds(world: World, serial: str) -> list[str]:
    rows = world.rows(
        "SELECT e.kind FROM work_event e JOIN piece p ON p.id = e.piece_id WHERE p.serial = :serial ORDER BY e.sequence",
        serial=serial,
    )
    return [row.kind for row in rows]


def test_an_entry_is_done_once_however_often_it_comes(world: World, app: Flask) -> None:
    serial, browser = world.piece(), world.sign_in(app, world.ana)
    for _time in range(3):
        answer = sent(browser, serial, world.ana, "start", "key", last_change="0", device_at="2026-11-17T11:59:00Z")
        assert (answer.status_code, answer.json["done"], answer.json["address"]) == (200, True, f"/pieces/{serial}")
    assert kinds(world, serial) == ["start"]


def test_an_entry_names_those_that_were_queued_before_it(world: World, app: Flask) -> None:
    """The page was made before any of them; each sees only what it showed."""
    serial, browser = world.piece(), world.sign_in(app, world.ana)
    assert sent(browser, serial, world.ana, "start", "first", last_change="0").status_code == 200
    assert sent(browser, serial, world.ana, "wax", "second", last_change="0").status_code == 409
    assert sent(browser, serial, world.ana, "wax", "second", last_change="0", after=["first"]).status_code == 200
    assert kinds(world, serial) == ["start", "wax"]


def test_what_somebody_else_did_between_is_told(world: World, app: Flask) -> None:
    serial, browser = world.piece(), world.sign_in(app, world.ana)
    assert sent(browser, serial, world.ana, "start", "first", last_change="0").status_code == 200
    tom = world.person("Tom", "artisan")
    world.event(serial, "wax", tom)
    answer = sent(browser, serial, world.ana, "note", note="warm", last_change="0", after=["first"])
    assert answer.status_code == 200, "a note changes nothing about the piece"
    answer = sent(browser, serial, world.ana, "cast", last_change="0", after=["first"])
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/moved-on")
    assert "by Tom" in answer.json["detail"]


def test_another_persons_entry_before_it_is_nobodys_excuse(world: World, app: Flask) -> None:
    serial, tom = world.piece(), world.person("Tom", "artisan")
    assert sent(world.sign_in(app, tom), serial, tom, "start", "toms", last_change="0").status_code == 200
    browser = world.sign_in(app, world.ana)
    assert sent(browser, serial, world.ana, "wax", last_change="0", after=["toms"]).status_code == 409


def test_an_entry_is_never_sent_under_another_name_and_its_key_stays_good(world: World, app: Flask) -> None:
    serial, tom = world.piece(), world.person("Tom", "artisan")
    answer = sent(world.sign_in(app, tom), serial, world.ana, "start", "key", last_change="0")
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/another-person")
    assert kinds(world, serial) == []
    assert sent(world.sign_in(app, world.ana), serial, world.ana, "start", "key", last_change="0").status_code == 200


def test_an_entry_of_who_is_signed_out_stays_good(world: World, app: Flask) -> None:
    serial, browser = world.piece(), world.sign_in(app, world.ana)
    send(browser, "/sign-out", "/people/me")
    answer = sent(browser, serial, world.ana, "start", "key", last_change="0")
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/not-signed-in")
    assert sent(world.sign_in(app, world.ana), serial, world.ana, "start", "key", last_change="0").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Referer": "http://["},
        {"Origin": "http://localhost.evil.example"},
        {"Referer": "http://evil.example/localhost"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
    ids=str,
)
def test_what_another_site_sends_is_refused(world: World, app: Flask, headers: dict[str, str]) -> None:
    """Even if it knew the person's subject and could set our header, which no browser lets it."""
    serial, browser = world.piece(), world.sign_in(app, world.ana)
    assert sent(browser, serial, world.ana, "start", headers=headers, last_change="0").status_code == 400
    assert kinds(world, serial) == []


def test_another_sites_form_has_no_header_and_no_token(world: World, app: Flask) -> None:
    serial, browser = world.piece(), world.sign_in(app, world.ana)
    typed = {"kind": "start", "request_key": "key", "last_change": "0"}
    for headers in ({}, {"Origin": "https://evil.example"}, HERE):
        assert browser.post(f"/pieces/{serial}/events", data=typed, headers=headers).status_code == 400
    assert kinds(world, serial) == []


def test_no_other_site_is_let_to_set_the_header(world: World, app: Flask) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = world.sign_in(app, world.ana).options(
        f"/pieces/{world.piece()}/events", headers=asked | {"Access-Control-Request-Headers": "x-outbox-person"}
    )
    assert not [name for name, _value in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2026-11-17T11:00:00+00:00", True),
        ("2026-11-16T11:00:00.000Z", True),
        ("1970-01-01T00:00:00Z", False),
        ("2026-11-17T11:00:00", False),
        ("yesterday", False),
        ("", False),
    ],
)
def test_the_tablets_time_stands_beside_the_servers(
    world: World, app: Flask, clock: Clock, said: str, kept: bool
) -> None:
    serial, browser = world.piece(), world.sign_in(app, world.ana)
    assert sent(browser, serial, world.ana, "start", last_change="0", device_at=said).status_code == 200
    (row,) = world.rows("SELECT at, device_at FROM work_event")
    assert (row.device_at is not None) == kept
    page = browser.get(f"/pieces/{serial}").text
    assert ("Entered late" in page) == kept
    clock.at += timedelta(minutes=1)


def test_what_was_sent_later_is_not_told_on_the_next_page(world: World, app: Flask) -> None:
    serial, browser = world.piece(), world.sign_in(app, world.ana)
    later = sent(browser, serial, world.ana, "start", last_change="0")
    assert later.json["said"] and later.json["said"][0] not in browser.get("/bench").text
    now = sent(browser, serial, world.ana, "note", note="warm", headers=HERE | {"X-Outbox-When": "now"})
    assert now.json["said"] == []
    assert "Note: saved." in browser.get(f"/pieces/{serial}").text


def test_the_page_without_a_network_holds_nobodys_data(world: World, app: Flask) -> None:
    world.shop()
    page = app.test_client().get("/outbox").text
    assert 'data-person=""' in page
    assert not [name for name in ("Ana", "Omar", "Ines", world.ana.subject, "R-0001") if name in page]


def test_my_pieces_are_told_for_the_time_without_a_network(world: World, app: Flask) -> None:
    serial = world.piece()
    world.event(serial, "start")
    answer = world.sign_in(app, world.ana).get("/bench/pieces.json").json
    (piece,) = [one for one in answer["pieces"] if one["mine"]]
    assert answer["person"] == world.ana.subject
    assert (piece["serial"], piece["working"], piece["seen"]) == (serial, True, 1)
    assert piece["stages"][0] == [piece["stage"], "wax"]


def test_files_stand_under_an_address_that_changes_with_them(app: Flask) -> None:
    client = app.test_client()
    told = client.get("/sw.js")
    assert told.headers["Cache-Control"] == "no-cache"
    assert all(f"/static/v-{version()}/{path}" in told.text for path in files())
    now = client.get(f"/static/v-{version()}/js/outbox.js", buffered=True)
    before = client.get("/static/v-0123456789ab/js/outbox.js", buffered=True)
    assert "immutable" in now.headers["Cache-Control"] and before.headers["Cache-Control"] == "no-cache"
    assert now.headers["Content-Type"].startswith("text/javascript")


def test_the_manifest_can_be_installed(world: World, app: Flask) -> None:
    world.shop()
    told = app.test_client().get("/manifest.webmanifest").get_json(force=True)
    assert (told["name"], told["display"], told["start_url"]) == ("Marsh & Wren", "standalone", "/")
    for icon in told["icons"]:
        assert app.test_client().get(icon["src"], buffered=True).status_code == 200
