"""Looks counted without knowing who, copies reported without an account, and the gallery that search engines may list."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.world import World
from workshop.errors import Conflict
from workshop.house import journalled
from workshop.provenance.codes import new_code
from workshop.provenance.looking import looks_of, show_in_gallery
from workshop.provenance.reported_copies import forget_reporter
from workshop.public.misses import MOST
from workshop.public.piece import scans
from workshop.verifying import verify


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def serial(world: World) -> str:
    world.shop(public_address="MARSHANDWREN.EXAMPLE")
    return world.released()


@pytest.fixture
def code(world: World, serial: str) -> str:
    return world.tag(serial).code


def counted(world: World) -> list[tuple[int, str, int]]:
    return [
        (row.hour, row.country, row.scans)
        for row in world.rows("SELECT hour, country, scans FROM scan_count ORDER BY id")
    ]


def looked(world: World, app: Flask, serial: str) -> int:
    scans(app).write(world.room)
    with world.room.database.read_session() as session:
        return looks_of(session, serial, world.room.now()).ever


def test_looks_of_people_are_counted_by_the_hour_and_nothing_else_is_kept(
    world: World, app: Flask, stranger: FlaskClient, serial: str, code: str, clock: Clock
) -> None:
    etag = stranger.get(f"/p/{code}").headers["ETag"]
    assert counted(world) == []  # only in memory until it is written down
    assert stranger.get(f"/P/{code}", headers={"If-None-Match": etag}).status_code == 304
    clock.forward(hours=1)
    stranger.get(f"/p/{code}?lang=de")
    assert looked(world, app, serial) == 3
    hours = counted(world)
    assert [scans for _hour, _country, scans in hours] == [2, 1] and hours[1][0] - hours[0][0] == 1
    stranger.get(f"/p/{code}")
    assert looked(world, app, serial) == 4 and len(counted(world)) == 2
    assert {column for column in world.rows("SELECT * FROM scan_count")[0]._fields} == {
        "id",
        "piece_id",
        "hour",
        "country",
        "scans",
    }


@pytest.mark.parametrize(
    "headers",
    [{"User-Agent": "Googlebot/2.1"}, {"Sec-Purpose": "prefetch;prerender"}, {"User-Agent": "WhatsApp/2"}],
)
def test_robots_and_browsers_that_fetch_ahead_do_not_count(
    world: World, app: Flask, stranger: FlaskClient, serial: str, code: str, headers: dict[str, str]
) -> None:
    assert stranger.get(f"/p/{code}", headers=headers).status_code == 200
    stranger.head(f"/p/{code}")
    stranger.get(f"/p/{new_code()}")
    assert looked(world, app, serial) == 0


def test_who_works_here_does_not_count(world: World, app: Flask, serial: str, code: str) -> None:
    assert world.sign_in(app, world.ana).get(f"/p/{code}").status_code == 200
    assert looked(world, app, serial) == 0


@pytest.mark.parametrize(("named", "kept"), [("", ""), ("X-Country", "PT")])
def test_a_country_is_kept_only_where_the_shop_trusts_a_header(
    world: World, app: Flask, stranger: FlaskClient, code: str, named: str, kept: str
) -> None:
    object.__setattr__(world.room.settings, "country_header", named)
    stranger.get(f"/p/{code}", headers={"X-Country": "PT"})
    stranger.get(f"/p/{code}", headers={"X-Country": "<b>"})
    scans(app).write(world.room)
    assert {country for _hour, country, _scans in counted(world)} == {"", kept}


def test_a_look_writes_nothing_while_the_page_waits(
    world: World, app: Flask, stranger: FlaskClient, serial: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(world.room), "do", lambda *_given, **_more: pytest.fail("a page wrote"))
    assert stranger.get(f"/p/{code}").status_code == 200


def test_counts_that_cannot_be_written_wait(
    world: World, app: Flask, stranger: FlaskClient, serial: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger.get(f"/p/{code}")
    with monkeypatch.context() as broken:
        broken.setattr("workshop.public.scans.add_scans", _refuse)
        scans(app).write(world.room)
    assert counted(world) == [] and looked(world, app, serial) == 1


def _refuse(*_given: object) -> None:
    raise Conflict("busy", slug="busy")


def test_the_workshop_sees_the_week(world: World, app: Flask, stranger: FlaskClient, serial: str, code: str) -> None:
    for _each in range(3):
        stranger.get(f"/p/{code}")
    scans(app).write(world.room)
    ana = world.sign_in(app, world.ana)
    page = ana.get("/scans").text
    assert serial in page and "3 looks in this week." in page
    assert "No page was looked at in this week." in ana.get("/scans?ago=1").text
    assert "Looked at 3 times," in ana.get(f"/pieces/{serial}/tag").text
    assert stranger.get("/scans").status_code == 302


def test_the_week_is_sorted_by_its_heads_and_the_weeks_keep_the_order(
    world: World, app: Flask, stranger: FlaskClient, serial: str, code: str, clock: Clock
) -> None:
    other = world.released()
    stranger.get(f"/p/{world.tag(other).code}")
    scans(app).write(world.room)
    clock.forward(hours=2)
    for _each in range(3):
        stranger.get(f"/p/{code}")
    scans(app).write(world.room)
    ana = world.sign_in(app, world.ana)

    def shown(sort: str) -> list[str]:
        return re.findall(r'href="/pieces/(R-\d+)"', ana.get(f"/scans?sort={sort}").text)

    assert shown("") == shown("-looks") == shown("-last") == shown("piece") == [serial, other]
    assert shown("looks") == shown("last") == shown("-piece") == [other, serial]
    assert 'rel="prev" href="?sort=looks&amp;ago=1"' in ana.get("/scans?sort=looks").text


def key_of(page: str) -> str:
    return re.findall(r'name="request_key" value="(\w+)"', page)[0]


def test_a_copy_is_reported_without_an_account_and_once_for_each_form(
    world: World, app: Flask, stranger: FlaskClient, serial: str, code: str
) -> None:
    assert f'href="/p/{code}/copy"' in stranger.get(f"/p/{code}").text
    form = stranger.get(f"/p/{code}/copy")
    assert "Set-Cookie" not in form.headers and "<script" not in form.text
    typed = {
        "request_key": key_of(form.text),
        "told": "No needle in the stone",
        "seen_where": "A market",
        "contact": "b@x.example",
    }
    for _each in range(2):
        answer = stranger.post(f"/p/{code}/copy", data=typed)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/p/{code}/copy?sent=1")
    assert "Thank you" in stranger.get(answer.headers["Location"]).text
    (report,) = world.rows("SELECT told, subject FROM copy_report")
    assert report.told == "No needle in the stone"
    page = world.sign_in(app, world.omar).get("/copies").text
    assert "No needle in the stone" in page and "b@x.example" in page and serial in page
    assert "needle" not in stranger.get(f"/p/{code}").text
    world.tell(lambda w: forget_reporter(w, report.subject), world.omar)
    assert world.rows("SELECT told, contact FROM copy_report") == [(None, None)]
    assert verify(world.room, journalled()).problems == []


def test_an_empty_report_keeps_what_was_typed(world: World, stranger: FlaskClient, code: str) -> None:
    key = key_of(stranger.get(f"/p/{code}/copy").text)
    answer = stranger.post(f"/p/{code}/copy", data={"request_key": key, "told": " ", "seen_where": "A <market>"})
    assert answer.status_code == 422 and "A &lt;market&gt;" in answer.text and 'aria-invalid="true"' in answer.text
    assert world.rows("SELECT 1 FROM copy_report") == []


def test_nothing_is_reported_of_a_code_that_is_none_and_reports_are_limited(
    world: World, stranger: FlaskClient, code: str
) -> None:
    unknown = stranger.get(f"/p/{new_code()}")
    for wrong in (new_code(), "XX"):
        assert stranger.get(f"/p/{wrong}/copy").data == unknown.data
        assert stranger.post(f"/p/{wrong}/copy", data={"told": "x", "request_key": "k"}).status_code == 404
    for number in range(MOST):
        typed = {"told": f"Different {number}", "request_key": f"key{number}"}
        assert stranger.post(f"/p/{code}/copy", data=typed).status_code == 303
    refused = stranger.post(f"/p/{code}/copy", data={"told": "Once more", "request_key": "last"})
    assert refused.status_code == 429 and "Once more" in refused.text and int(refused.headers["Retry-After"]) > 0
    assert stranger.get(f"/p/{code}").status_code == 200


def test_only_a_piece_in_the_gallery_may_be_listed(
    world: World, app: Flask, stranger: FlaskClient, serial: str, code: str
) -> None:
    assert stranger.get(f"/p/{code}").headers["X-Robots-Tag"] == "noindex"
    empty = stranger.get("/gallery")
    assert serial not in empty.text and empty.headers["X-Robots-Tag"] == "noindex" and "Set-Cookie" not in empty.headers
    omar = world.sign_in(app, world.omar)
    page = omar.get(f"/pieces/{serial}/tag").text
    typed = {
        "csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', page)[0],
        "request_key": "g1",
        "shown": "yes",
    }
    assert omar.post(f"/pieces/{serial}/gallery", data=typed).status_code == 303
    shown = stranger.get(f"/p/{code}")
    assert "X-Robots-Tag" not in shown.headers and '<meta name="robots" content="all">' in shown.text
    gallery = stranger.get("/gallery")
    assert f'href="/p/{code}"' in gallery.text and "X-Robots-Tag" not in gallery.headers
    world.tell(lambda w: show_in_gallery(w, serial, shown=False), world.omar)
    assert stranger.get(f"/p/{code}").headers["X-Robots-Tag"] == "noindex"


def test_a_piece_that_is_not_as_released_is_not_in_the_gallery(
    world: World, stranger: FlaskClient, serial: str, code: str
) -> None:
    world.tell(lambda w: show_in_gallery(w, serial, shown=True), world.omar)
    world.event(serial, "polish")
    assert serial not in stranger.get("/gallery").text


def test_a_long_gallery_goes_on_on_further_pages(
    world: World, stranger: FlaskClient, serial: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workshop.provenance.looking.SHOWN_A_PAGE", 1)
    other = world.released()
    codes = [code, world.tag(other).code]
    for one in (serial, other):
        world.tell(lambda w, s=one: show_in_gallery(w, s, shown=True), world.omar)  # type: ignore[misc]
    newest, oldest = stranger.get("/gallery?lang=de").text, stranger.get("/gallery/2?lang=de").text
    assert [one in newest for one in codes] == [False, True] and [one in oldest for one in codes] == [True, False]
    assert 'href="/gallery/2?lang=de"' in newest and 'rel="prev"' not in newest
    assert 'href="/gallery?lang=de"' in oldest and 'rel="next"' not in oldest
    assert stranger.get("/gallery/3").status_code == 404 and stranger.get("/gallery/1").status_code == 404
