"""The second factor: asked after the password, each code once, guessing slowed, lost apps helped; and the sign-in of a moment ago."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP

from tests.conftest import Clock
from tests.pages import send, token_of
from tests.people.doors import PASSWORD, by_password, copied, give_password, give_pin, tablet
from tests.world import World
from workshop.entry_commands import switch_off
from workshop.people.second_factor import forget_factor, seal, unseal
from workshop.people.sessions import browser_named

HERE = "/people/me/second-factor"


@pytest.fixture
def owner(world: World, app: Flask) -> FlaskClient:
    give_password(world, world.omar)
    client = app.test_client()
    by_password(client, "Omar")
    return client


def secret_on(page: str) -> str:
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1].replace(" ", "")


def switch_on(client: FlaskClient, at: datetime) -> tuple[str, list[str]]:
    """The shared secret and the recovery codes."""
    send(client, HERE, HERE)
    secret = secret_on(client.get(HERE).text)
    page = send(client, f"{HERE}/confirmation", HERE, current=TOTP(secret).at(at)).text
    return secret, re.findall(r"<li><code>([A-Z2-7-]{19})</code>", page)


def code_step(client: FlaskClient, typed: str) -> int:
    return send(client, "/sign-in/code", "/sign-in/code", current=typed).status_code


def test_after_the_password_the_code_is_asked_and_taken_once(
    world: World, app: Flask, owner: FlaskClient, clock: Clock
) -> None:
    secret, codes = switch_on(owner, clock.at)
    assert len(set(codes)) == 10
    assert not any(code in owner.get(HERE).text for code in codes)
    clock.forward(minutes=2)
    code = TOTP(secret).at(clock.at)
    first, second = app.test_client(), app.test_client()
    assert by_password(first, "Omar", next="/settings").location == "/sign-in/code?next=/settings"
    assert first.get("/settings").status_code == 302
    assert code_step(first, code) == 303
    assert first.get("/settings").status_code == 200
    by_password(second, "Omar")
    assert code_step(second, code) == 422
    assert code_step(second, f" {codes[0].lower().replace('-', ' ')} ") == 303
    third = app.test_client()
    by_password(third, "Omar")
    assert code_step(third, codes[0]) == 422


def test_an_older_code_is_not_taken_after_a_newer_one(owner: FlaskClient, app: Flask, clock: Clock) -> None:
    secret, _codes = switch_on(owner, clock.at)
    clock.forward(minutes=5)
    older, newer = TOTP(secret).at(clock.at - timedelta(seconds=30)), TOTP(secret).at(clock.at)
    client = app.test_client()
    by_password(client, "Omar")
    assert code_step(client, newer) == 303
    other = app.test_client()
    by_password(other, "Omar")
    assert code_step(other, older) == 422
    for far in (-90, 90):
        assert code_step(other, TOTP(secret).at(clock.at + timedelta(seconds=far))) == 422


def test_guessing_is_slowed(owner: FlaskClient, app: Flask, clock: Clock) -> None:
    secret, _codes = switch_on(owner, clock.at)
    clock.forward(minutes=2)
    client = app.test_client()
    by_password(client, "Omar")
    assert [code_step(client, "000000") for _try in range(6)] == [422] * 5 + [429]
    assert code_step(client, TOTP(secret).at(clock.at)) == 429
    clock.forward(seconds=61)
    assert code_step(client, TOTP(secret).at(clock.at)) == 303


def test_half_way_is_nobody_and_ends(world: World, owner: FlaskClient, app: Flask, clock: Clock) -> None:
    secret, _codes = switch_on(owner, clock.at)
    clock.forward(minutes=2)
    client = app.test_client()
    by_password(client, "Omar")
    assert client.get("/people").status_code == 302
    thief = copied(app, client)
    clock.forward(minutes=5)
    for one in (client, thief):
        assert one.get("/sign-in/code").location == "/sign-in?by=password&next=/"
    by_password(client, "Omar")
    token = token_of(client, "/sign-in/code")
    give_password(world, world.omar, "four other words")
    sent = client.post("/sign-in/code", data={"csrf_token": token, "current": TOTP(secret).at(clock.at)})
    assert sent.location == "/sign-in?by=password"


def test_switching_on_ends_the_other_browsers_and_off_asks_a_code(
    world: World, app: Flask, owner: FlaskClient, clock: Clock
) -> None:
    other = app.test_client()
    by_password(other, "Omar")
    secret, codes = switch_on(owner, clock.at)
    assert other.get("/people").status_code == 302
    clock.forward(minutes=1)
    assert send(owner, f"{HERE}/end", HERE, current="123456").status_code == 422
    renewed = send(owner, f"{HERE}/codes", HERE, current=TOTP(secret).at(clock.at)).text
    assert codes[1] not in renewed
    assert send(owner, f"{HERE}/end", HERE, current=codes[1]).status_code == 422
    new = re.findall(r"<li><code>([A-Z2-7-]{19})</code>", renewed)
    assert send(owner, f"{HERE}/end", HERE, current=new[0]).status_code == 303
    client = app.test_client()
    assert by_password(client, "Omar").location == "/"


def test_a_lost_app_is_helped_from_the_console(world: World, app: Flask, owner: FlaskClient, clock: Clock) -> None:
    switch_on(owner, clock.at)
    assert forget_factor(world.room, " omar ") is True
    assert forget_factor(world.room, "Omar") is False
    assert owner.get("/people").status_code == 302
    assert by_password(app.test_client(), "Omar").location == "/"
    assert callable(switch_off)


def test_nothing_in_the_database_makes_a_code(world: World, owner: FlaskClient, clock: Clock) -> None:
    secret, codes = switch_on(owner, clock.at)
    kept = str(world.rows("SELECT * FROM second_factor") + world.rows("SELECT * FROM recovery_code"))
    assert secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert unseal(seal("ABC", "key"), "key") == "ABC"


@pytest.mark.parametrize(
    "address",
    ["/people/new", "/people/tokens", "/people/devices", HERE, "/catalogue/designs.csv", "/materials/suppliers.csv"],
)
def test_what_gives_power_asks_for_a_sign_in_of_a_moment_ago(owner: FlaskClient, clock: Clock, address: str) -> None:
    clock.forward(minutes=14)
    assert owner.get(address).status_code == 200
    clock.forward(minutes=1)
    asked = owner.get(address)
    assert asked.location == f"/sign-in/again?next={address}"
    before = owner.get_cookie("workshop")
    assert send(owner, "/sign-in/again", asked.location, current="not mine at all", next=address).status_code == 422
    assert send(owner, "/sign-in/again", asked.location, current=PASSWORD, next=address).location == address
    assert owner.get_cookie("workshop") != before
    assert owner.get(address).status_code == 200
    assert owner.get("/people").status_code == 200


def test_a_form_that_took_too_long_keeps_what_was_typed(world: World, owner: FlaskClient, clock: Clock) -> None:
    token = token_of(owner, "/people/new")
    clock.forward(minutes=31)
    form = {"csrf_token": token, "request_key": "one", "name": "Noor Haddad", "roles": "artisan"}
    answer = owner.post("/people", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, "Noor Haddad" in answer.text, "/sign-in/again" in answer.text) == (403, True, True)
    assert world.rows("SELECT id FROM person WHERE name = 'Noor Haddad'") == []
    send(owner, "/sign-in/again", "/sign-in/again", current=PASSWORD)
    form["csrf_token"] = token_of(owner, "/people/new")
    assert owner.post("/people", data=form).status_code == 303


def test_sign_ins_are_seen_and_ended(world: World, app: Flask, owner: FlaskClient) -> None:
    give_pin(world, world.ana)
    ana = world.sign_in(app, world.ana)
    second = app.test_client()
    second.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"
    by_password(second, "Omar")
    page = owner.get("/people/me/sign-ins").text
    assert "Firefox, Windows" in page and "Ana" not in page
    (mark,) = re.findall("/people/sign-ins/([0-9a-f]{16})/end", page)
    assert send(ana, f"/people/sign-ins/{mark}/end", "/people/me/sign-ins").status_code == 404
    assert send(ana, f"/people/sign-ins/{mark}/end", "/people/me/sign-ins", back="everybody").status_code == 403
    assert send(owner, f"/people/sign-ins/{mark}/end", "/people/me/sign-ins").status_code == 303
    assert second.get("/people").status_code == 302
    everybody = owner.get("/people/sign-ins").text
    assert "Ana" in everybody
    (anas,) = re.findall("/people/sign-ins/([0-9a-f]{16})/end", everybody)
    send(owner, f"/people/sign-ins/{anas}/end", "/people/sign-ins", back="everybody")
    assert ana.get("/bench").status_code == 302


def test_all_others_end_at_once(world: World, app: Flask, owner: FlaskClient) -> None:
    others = [world.sign_in(app, world.omar) for _n in range(2)]
    assert send(owner, "/people/me/sign-ins/others/end", "/people/me/sign-ins").status_code == 303
    assert [one.get("/people").status_code for one in (*others, owner)] == [302, 302, 200]


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1", "Safari, iPad"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("curl/8", None),
        (None, None),
    ],
)
def test_a_browser_is_named_in_two_words(agent: str | None, named: str | None) -> None:
    assert browser_named(agent) == named


def test_a_pin_asks_for_no_code(world: World, app: Flask, owner: FlaskClient, clock: Clock) -> None:
    """The tablet is the second thing there; what runs the shop it does not open."""
    switch_on(owner, clock.at)
    give_pin(world, world.omar)
    bench = tablet(world, app)
    form = {"person": world.omar.subject, "pin": "836159"}
    assert send(bench, "/switch", f"/switch?person={world.omar.subject}", **form).status_code == 303
    assert bench.get("/bench").status_code == 200
    assert bench.get("/people/tokens").location.startswith("/sign-in?by=password")
