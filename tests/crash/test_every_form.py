"""Every form of the house: sent twice it is done once, nothing typed brings it down, and nothing typed is lost."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from html import escape, unescape
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url, text

from tests.conftest import POSTGRESQL_SLOWLY
from tests.crash.every_form import ELSEWHERE, FORMS, House, anew, send
from tests.crash.test_trouble import pragma
from tests.world import World
from workshop.staleforms import SECRETS

# A button, and a word typed beside a list that is shown again.
SHORT = {
    ("/catalogue/routes/stages", "name"),
    ("/pieces/{serial}/events", "kind"),
    ("/pieces/{serial}/gallery", "shown"),
}
HOSTILE = (
    "x" * 1_000_000,
    "a\x00b",
    "half \udc80 a sign",
    "<script>alert(1)</script>",
    "\u202eright to left אב",
    "🪙💍",
)


@pytest.fixture
def house(world: World, app: Flask) -> House:
    return House(world, app)


def with_its_cookies(app: Flask, client: FlaskClient) -> FlaskClient:
    other = app.test_client()
    for name in ("workshop", "workshop-tablet"):
        if (cookie := client.get_cookie(name)) is not None:
            other.set_cookie(name, cookie.value)
    return other


def without_picture(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if name != "photo"}


def written(world: World) -> tuple[int, ...]:
    """How long the journal is, and how much there is of what it does not hold."""
    tables = ("device", "api_token", "photo", "request_key")
    return tuple(
        int(world.rows(statement)[0][0])
        for statement in ("SELECT size FROM journal_head", *(f"SELECT count(*) FROM {name}" for name in tables))
    )


def test_every_form_is_here(app: Flask) -> None:
    posted = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    there = {re.sub(r"<[^>]+>(/<[^>]+>)?", "…", one) for one in posted if not one.startswith("/api/")}
    told = {re.sub(r"{\w+}|kind/ring|(?<=photos/)1", "…", form) for form in (*FORMS, *ELSEWHERE)}
    assert sorted(there - told) == [], "these forms are not in the list"
    assert sorted(told - there) == [], "these forms are not in the house"


@pytest.mark.parametrize("form", sorted(FORMS))
def test_sent_twice_it_is_done_once(world: World, app: Flask, house: House, form: str) -> None:
    """The second press of a finger comes with the same cookies as the first."""
    client = house.browser(FORMS[form].who)
    typed, address = house.filled(form, client), house.address(form)
    again = with_its_cookies(app, client)
    first = send(client, address, typed)
    assert first.status_code in (200, 303), first.text
    done = written(world)
    second = send(again, address, typed)
    assert written(world) == done
    if FORMS[form].stays:
        assert (second.status_code, second.location) == (first.status_code, first.location)
    else:
        assert second.status_code in (303, 400, 401)


@pytest.mark.parametrize("engine_name", POSTGRESQL_SLOWLY, indirect=True)
@pytest.mark.parametrize("who", sorted({form.who for form in FORMS.values()}))
def test_nothing_typed_brings_it_down(house: House, who: str) -> None:
    for form in (name for name, one in FORMS.items() if one.who == who):
        client = house.browser(who)
        typed = house.filled(form, client)
        fields = house.fields(form, client)
        for name, value in product(fields, HOSTILE):
            answer = send(client, house.address(form), without_picture(anew(typed)) | {name: value})
            assert answer.status_code in (200, 303, 400, 404, 409, 422, 429), (form, name, value[:20])
            assert b"<script>alert(1)" not in answer.data, (form, name)
            if answer.status_code == 303 and not FORMS[form].stays:
                client = house.browser(who)
                typed = house.filled(form, client)


@pytest.mark.parametrize("token", ["", "old", None])
def test_without_a_good_token_nothing_typed_is_lost(house: House, token: str | None) -> None:
    for form, one in FORMS.items():
        client = house.browser(one.who)
        typed: dict[str, Any] = house.filled(form, client)
        if form.startswith(("/r/", "/o/", "/g/")):
            continue  # a page without a cookie: its address is what lets in, and other sites are refused
        before = written(house.world)
        del typed["csrf_token"]
        stale = typed | ({} if token is None else {"csrf_token": token})
        answer = send(client, house.address(form), stale, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 400, form
        kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
        for name, value in typed.items():
            if name in SECRETS:
                assert not value or (value not in answer.text and f'name="{name}"' in answer.text), (form, name)
            elif name != "photo":
                assert unescape(kept[name]) == value, (form, name)
        assert written(house.world) == before, form


@contextmanager
def read_only(world: World) -> Iterator[None]:
    if world.room.settings.is_sqlite:
        with pragma(world, "PRAGMA query_only=ON", "PRAGMA query_only=OFF"):
            yield
    else:
        with of_every_connection(world, "default_transaction_read_only = on"):
            yield


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another program holds what is written, and nobody waits long."""
    if world.room.settings.is_sqlite:
        path = make_url(world.room.settings.database_url).database or ""
        with (
            closing(sqlite3.connect(path)) as foreign,
            pragma(world, "PRAGMA busy_timeout=20", "PRAGMA busy_timeout=30000"),
        ):
            foreign.execute("BEGIN IMMEDIATE")
            yield
    else:
        with of_every_connection(world, "lock_timeout = 20"), world.raw() as foreign, foreign.begin():
            foreign.execute(text("LOCK TABLE journal_head, sign_in, tries, invitation IN EXCLUSIVE MODE"))
            yield


@contextmanager
def of_every_connection(world: World, setting: str) -> Iterator[None]:
    """What every new connection of a PostgreSQL database begins with; for as long as this database lives."""
    name = make_url(world.room.settings.database_url).database
    with world.raw() as connection, connection.begin():
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET {setting}")
    world.room.database.engine.dispose()
    yield


@pytest.mark.parametrize("trouble", [read_only, locked])
def test_when_the_database_cannot_write_every_form_says_so_and_keeps_what_was_typed(
    house: House, trouble: Callable[[World], AbstractContextManager[None]]
) -> None:
    clients = {form: house.browser(one.who) for form, one in FORMS.items()}
    ready = {form: (house.filled(form, client), house.address(form)) for form, client in clients.items()}
    before = written(house.world)
    with trouble(house.world):
        told = {form: send(clients[form], address, typed) for form, (typed, address) in ready.items()}
    assert {form: answer.status_code for form, answer in told.items()} == dict.fromkeys(FORMS, 503)
    assert written(house.world) == before
    lost = {
        (form, name)
        for form, one in FORMS.items()
        for name, value in ((name, ready[form][0][name]) for name in one.typed)
        if isinstance(value, str) and name not in SECRETS and escape(value) not in told[form].text
    }
    assert lost <= SHORT, lost - SHORT
