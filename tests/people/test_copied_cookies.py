"""A copied cookie is dead at the next request after whatever ends the sign-in it names."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.pages import send
from tests.people.doors import (
    OTHER_PIN,
    PASSWORD,
    PIN,
    by_password,
    by_pin,
    copied,
    give_password,
    give_pin,
    is_in,
    mark_of_only_tablet,
    tablet,
)
from tests.world import World

End = Callable[[World, FlaskClient, FlaskClient], object]


def _standing(owner: FlaskClient, world: World, **typed: object) -> object:
    page = f"/people/{world.ana.subject}"
    return send(owner, f"{page}/standing", page, **typed)


def _by_owner(what: str, **typed: str) -> End:
    def end(world: World, _bench: FlaskClient, owner: FlaskClient) -> object:
        page = f"/people/{world.ana.subject}"
        return send(owner, f"{page}/{what}", page, **typed)

    return end


def _switched_to_ines(world: World, bench: FlaskClient, _owner: FlaskClient) -> object:
    give_pin(world, world.ines, OTHER_PIN)
    return by_pin(bench, world.ines, OTHER_PIN)


ENDS: dict[str, End] = {
    "sign-out": lambda _w, bench, _o: send(bench, "/sign-out", "/people/me"),
    "hand-over": _switched_to_ines,
    "the same person anew": lambda w, bench, _o: by_pin(bench, w.ana),
    "switched off": lambda w, _b, owner: _standing(owner, w),
    "another role": lambda w, _b, owner: _standing(owner, w, active="yes", roles=["artisan", "inspector"]),
    "PIN by the owner": _by_owner("pin", new_pin=OTHER_PIN),
    "password by the owner": _by_owner("password", new_password="five quite other words"),
    "own PIN": lambda _w, bench, _o: send(bench, "/people/me/pin", "/people/me", current=PIN, new_pin=OTHER_PIN),
    "own password": lambda _w, bench, _o: send(
        bench, "/people/me/password", "/people/me", current=PIN, new_password="five quite other words"
    ),
    "tablet revoked": lambda w, _b, owner: send(
        owner, f"/people/devices/{mark_of_only_tablet(w)}/revocation", "/people/devices"
    ),
}


@pytest.mark.parametrize("ended", ENDS)
def test_a_copied_cookie_is_dead_after(ended: str, world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    bench, owner = tablet(world, app), world.sign_in(app, world.omar)
    assert by_pin(bench, world.ana).status_code == 303
    thief = copied(app, bench)
    assert is_in(thief)
    answer = ENDS[ended](world, bench, owner)
    assert getattr(answer, "status_code", None) == 303
    assert not is_in(thief)
    assert thief.post("/people/me/consent").status_code in (400, 401)


def test_signing_in_names_a_new_sign_in(world: World, app: Flask) -> None:
    """A cookie that somebody planted before names nothing afterwards."""
    give_password(world, world.omar)
    browser = app.test_client()
    browser.get("/sign-in")
    planted = browser.get_cookie("workshop")
    by_password(browser, "Omar")
    now = browser.get_cookie("workshop")
    assert planted is not None and now is not None and planted.value != now.value
    first = copied(app, browser)
    by_password(browser, "Omar")
    assert is_in(browser) and not is_in(first)


def test_a_sign_in_by_pin_ends_after_three_minutes_alone(world: World, app: Flask, clock: Clock) -> None:
    give_pin(world, world.ana)
    bench = tablet(world, app)
    by_pin(bench, world.ana)
    clock.forward(minutes=2, seconds=59)
    assert is_in(bench)
    clock.forward(minutes=2, seconds=59)
    assert is_in(bench)
    clock.forward(minutes=3)
    assert not is_in(bench)


def test_a_sign_in_by_password_ends_after_twelve_hours_alone(world: World, app: Flask, clock: Clock) -> None:
    give_password(world, world.omar)
    browser = app.test_client()
    by_password(browser, "Omar")
    clock.forward(hours=11, minutes=59, seconds=59)
    assert is_in(browser)
    clock.forward(hours=12)
    assert not is_in(browser)


def test_the_last_moment_is_noted_every_twenty_seconds(world: World, app: Flask, clock: Clock) -> None:
    browser = world.sign_in(app, world.ana)
    seen = "SELECT seen_at FROM sign_in"
    (start,) = world.rows(seen)
    clock.forward(seconds=19)
    browser.get("/people/me")
    assert world.rows(seen) == [start]
    clock.forward(seconds=1)
    browser.get("/people/me")
    assert world.rows(seen) != [start]


def test_the_database_holds_no_cookie_and_no_secret(world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    give_password(world, world.omar)
    bench = tablet(world, app)
    by_pin(bench, world.ana)
    key = bench.get_cookie("workshop-tablet")
    with bench.session_transaction() as session:
        name = session["_user_id"]
    owner = world.sign_in(app, world.omar)
    page = f"/people/{world.ines.subject}"
    send(owner, f"{page}/password", page, new_password="a canary of words")
    everything = "".join(
        str(row)
        for table in ("person", "sign_in", "device", "tries", "invitation", "api_token", "request_key", "journal_entry")
        for row in world.rows(f"SELECT * FROM {table}")
    )
    assert key is not None
    for secret in (key.value, name, PIN, PASSWORD, "a canary of words"):
        assert secret not in everything
