"""The first start: no default account, one link, one owner."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.pages import send, token_of
from tests.people.doors import PASSWORD, by_password, is_in
from tests.world import World
from workshop.people.firststart import first_owner_link
from workshop.shoproom import Shoproom

TYPED = {
    "shop_name": "Marsh & Wren",
    "country": "PT",
    "currency": "EUR",
    "time_zone": "Europe/Lisbon",
    "name": "Beatriz Wren",
    "password": PASSWORD,
    "roles": ["artisan", "inspector"],
}


def link(room: Shoproom) -> str:
    secret = first_owner_link(room)
    assert secret is not None
    return f"/setup/{secret}"


def opened(client: FlaskClient, page: str, **typed: object) -> TestResponse:
    return send(client, page, page, **(TYPED | typed))


def people(room: Shoproom) -> int:
    with room.database.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one())


def test_an_empty_shop_has_nobody_and_lets_nobody_in(room: Shoproom, app: Flask) -> None:
    assert people(room) == 0
    for name, password in (("admin", "admin"), ("owner", "owner"), ("", "")):
        assert by_password(app.test_client(), name, password).status_code == 422


def test_the_link_makes_the_owner_the_shop_and_the_first_tablet(room: Shoproom, app: Flask) -> None:
    browser = app.test_client()
    page = link(room)
    guessed = browser.get(page, headers={"Accept-Language": "pt-PT,pt;q=0.9,en;q=0.8"}).text
    assert '<option value="PT" selected>' in guessed and '<option value="EUR" selected>' in guessed
    assert '<option value="Europe/Lisbon" selected>' in guessed
    answer = opened(browser, page)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(browser)
    assert "Beatriz Wren" in browser.get("/switch").text
    assert browser.get("/settings").text.count("Marsh &amp; Wren") >= 1
    assert first_owner_link(room) is None


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("en-US", {"currency": "USD", "time_zone": "America/New_York"}, ("PT", "EUR", "Europe/Lisbon")),
        ("en-US", {"currency": "GBP", "time_zone": "America/New_York"}, ("PT", "GBP", "Europe/Lisbon")),
        ("en-US", {"currency": "USD", "time_zone": "Atlantic/Azores"}, ("PT", "EUR", "Atlantic/Azores")),
        ("en", {"country": "DK", "currency": "EUR", "time_zone": "UTC"}, ("DK", "DKK", "Europe/Copenhagen")),
        ("pt-PT", {"currency": "EUR", "time_zone": "Europe/Lisbon"}, ("PT", "EUR", "Europe/Lisbon")),
    ],
)
def test_a_chosen_country_carries_along_what_was_left_as_guessed(
    room: Shoproom, app: Flask, language: str, typed: dict[str, str], kept: tuple[str, str, str]
) -> None:
    page, browser = link(room), app.test_client()
    token = token_of(browser, page)
    data = TYPED | typed | {"csrf_token": token, "request_key": uuid4().hex}
    assert browser.post(page, data=data, headers={"Accept-Language": language}).status_code == 303
    with room.database.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT country, currency, time_zone FROM shop").one()
    assert tuple(row) == kept


def test_the_link_works_once(room: Shoproom, app: Flask) -> None:
    page = link(room)
    other = app.test_client()
    token = token_of(other, page)
    opened(app.test_client(), page)
    late = other.post(page, data=TYPED | {"csrf_token": token, "request_key": uuid4().hex, "name": "Mallory"})
    assert late.status_code == 404 and other.get(page).status_code == 404
    assert people(room) == 1


def test_a_double_tap_on_open_makes_one_shop_and_lets_in_both_times(room: Shoproom, app: Flask) -> None:
    page, browser, key = link(room), app.test_client(), uuid4().hex
    token = token_of(browser, page)
    data = TYPED | {"csrf_token": token, "request_key": key}
    first = browser.post(page, data=data)
    second = opened_again(app, page, data)
    assert (first.status_code, second.status_code) == (303, 303)
    assert people(room) == 1
    with room.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM device").scalar_one() == 1


def opened_again(app: Flask, page: str, data: dict[str, object]) -> TestResponse:
    """The same form once more, from a browser that lost the first answer."""
    browser = app.test_client()
    return browser.post(page, data=data | {"csrf_token": token_of(browser, "/sign-in")})


def test_the_link_ends_after_a_day(room: Shoproom, app: Flask, clock: Clock) -> None:
    page, browser = link(room), app.test_client()
    clock.forward(hours=23, minutes=59, seconds=59)
    assert browser.get(page).status_code == 200
    clock.forward(seconds=1)
    assert browser.get(page).status_code == 404


def test_a_newer_link_ends_the_older(room: Shoproom, app: Flask) -> None:
    older, newer = link(room), link(room)
    browser = app.test_client()
    assert (browser.get(older).status_code, browser.get(newer).status_code) == (404, 200)


def test_an_unknown_link_looks_like_a_used_one(room: Shoproom, app: Flask) -> None:
    browser = app.test_client()
    used = link(room)
    opened(app.test_client(), used)
    assert browser.get("/setup/unknown").text == browser.get(used).text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("shop_name", ""),
        ("country", "ZZ"),
        ("currency", "XXX"),
        ("time_zone", "Mars/Base"),
        ("name", "  "),
        ("password", "short"),
        ("password", "marshwren2026"),
        ("name", "x\x00y"),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_kept(room: Shoproom, app: Flask, field: str, typed: str) -> None:
    page = link(room)
    answer = opened(app.test_client(), page, **{field: typed})
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert field == "shop_name" or "Marsh &amp; Wren" in answer.text
    assert PASSWORD not in answer.text
    assert people(room) == 0
    assert opened(app.test_client(), page).status_code == 303


def test_a_link_from_before_there_was_an_owner_makes_no_second(world: World, app: Flask) -> None:
    """Somebody became owner at the console meanwhile."""
    assert first_owner_link(world.room) is None
    browser = app.test_client()
    assert browser.get("/setup/anything").status_code == 404


def test_the_shops_other_pages_are_closed_until_then(room: Shoproom, app: Flask) -> None:
    assert app.test_client().get("/people").location == "/sign-in?next=/people"
