"""Coming in by password, and by name tile and PIN."""

import re

import pytest
from flask import Flask

from tests.pages import send
from tests.people.doors import (
    PASSWORD,
    PIN,
    WRONG_PASSWORD,
    WRONG_PIN,
    by_password,
    by_pin,
    give_password,
    give_pin,
    is_in,
    tablet,
)
from tests.world import World

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "https://evil.example",
    "http:evil.example",
    "HTTPS://EVIL.EXAMPLE/",
    "evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    " //evil.example",
    "/ /evil.example\x00",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%0d%0aLocation: https://evil.example",
    "//evil.example/%2f..",
    "/／evil.example",
    "",
)


def test_a_password_lets_in_and_goes_on_to_where_one_wanted(world: World, app: Flask) -> None:
    give_password(world, world.omar)
    browser = app.test_client()
    sent_away = browser.get("/people?q=ana")
    assert sent_away.status_code == 302
    assert sent_away.location == "/sign-in?next=/people?q%3Dana"
    assert "/people?q=ana" in browser.get(sent_away.location).text
    answer = by_password(browser, "omar", next="/people?q=ana")
    assert (answer.status_code, answer.location) == (303, "/people?q=ana")
    assert is_in(browser)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_elsewhere_is_gone_to(target: str, world: World, app: Flask) -> None:
    give_password(world, world.omar)
    answer = by_password(app.test_client(), "Omar", next=target)
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_wrong_password_and_an_unknown_name_look_alike(world: World, app: Flask) -> None:
    give_password(world, world.omar)
    told = [by_password(app.test_client(), name, WRONG_PASSWORD) for name in ("Omar", "Olga", "Ana")]
    assert [one.status_code for one in told] == [422] * 3
    bodies = {re.sub(r'value="[^"]*"', "", one.text) for one in told}
    assert len(bodies) == 1
    assert "do not belong together" in bodies.pop()


def test_a_wrong_password_keeps_the_name_and_not_the_password(world: World, app: Flask) -> None:
    answer = by_password(app.test_client(), 'Omar "<b>', WRONG_PASSWORD)
    assert 'value="Omar &#34;&lt;b&gt;"' in answer.text
    assert WRONG_PASSWORD not in answer.text


@pytest.mark.parametrize("typed", ["\x00", "\u202e", "🔑" * 5, "x" * 100_000, "<script>"])
def test_odd_names_and_secrets_are_only_wrong(typed: str, world: World, app: Flask) -> None:
    browser = app.test_client()
    assert by_password(browser, typed, typed).status_code == 422
    bench = tablet(world, app)
    assert send(bench, "/switch", "/sign-in?by=password", person=typed, pin=typed).status_code == 422


def test_who_was_switched_off_looks_unknown(world: World, app: Flask) -> None:
    give_password(world, world.ana)
    owner = world.sign_in(app, world.omar)
    send(owner, f"/people/{world.ana.subject}/standing", f"/people/{world.ana.subject}")
    assert by_password(app.test_client(), "Ana").status_code == 422


def test_a_pin_lets_in_on_a_tablet(world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    bench = tablet(world, app)
    assert bench.get("/sign-in?next=/bench").location == "/switch?next=/bench"
    page = bench.get("/switch").text
    assert "Ana" in page and "Ines" in page and world.ana.subject in page
    answer = by_pin(bench, world.ana, next="/bench")
    assert (answer.status_code, answer.location) == (303, "/bench")
    assert is_in(bench)


def test_a_pin_works_nowhere_else(world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    browser = app.test_client()
    assert browser.get("/switch").location == "/sign-in?by=password&next=/"
    refused = send(browser, "/switch", "/sign-in", person=world.ana.subject, pin=PIN)
    assert refused.status_code == 422
    assert "not one of the workshop" in refused.text
    assert not is_in(browser)


def test_a_wrong_pin_an_unknown_person_and_one_without_pin_are_answered_alike(world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    bench = tablet(world, app)
    for subject in (world.ana.subject, "0" * 32, world.ines.subject):
        answer = send(bench, "/switch", "/sign-in?by=password", person=subject, pin=WRONG_PIN)
        assert answer.status_code == 422


def test_after_five_wrong_pins_the_page_says_when_to_come_back(world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    bench = tablet(world, app)
    told = [by_pin(bench, world.ana, WRONG_PIN) for _n in range(6)]
    assert [one.status_code for one in told] == [422] * 5 + [429]
    assert told[-1].headers["Retry-After"] == "60"
    assert "Wait 1 minute" in told[-1].text
    assert by_pin(bench, world.ana, PIN).status_code == 429


def test_a_revoked_tablet_is_a_strangers_browser(world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    bench = tablet(world, app)
    owner = world.sign_in(app, world.omar)
    mark = str(world.rows("SELECT key_digest FROM device")[0].key_digest)[:16]
    send(owner, f"/people/devices/{mark}/revocation", "/people/devices")
    assert bench.get("/switch").status_code == 302
    assert send(bench, "/switch", "/sign-in", person=world.ana.subject, pin=PIN).status_code == 422


def test_a_form_without_its_token_is_not_taken_and_keeps_what_was_typed(world: World, app: Flask) -> None:
    give_password(world, world.omar)
    browser = app.test_client()
    typed = {"name": "Omar", "password": PASSWORD, "next": "/people"}
    refused = browser.post("/sign-in", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 400
    assert 'name="name" value="Omar"' in refused.text and 'name="password"' in refused.text
    assert PASSWORD not in refused.text
    assert not is_in(browser)
    elsewhere = browser.post("/sign-in", data=typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 400 and "Omar" not in elsewhere.text


def test_signing_out_ends_it_and_forgets(world: World, app: Flask) -> None:
    browser = world.sign_in(app, world.ana)
    answer = send(browser, "/sign-out", "/people/me")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not is_in(browser)
    assert len(world.rows("SELECT 1 FROM sign_in WHERE ended_at IS NOT NULL")) == 1


def test_what_runs_the_shop_asks_an_owner_at_a_tablet_for_the_password(world: World, app: Flask) -> None:
    give_pin(world, world.omar)
    bench = tablet(world, app)
    by_pin(bench, world.omar)
    assert is_in(bench)
    for page in ("/people", "/people/devices", "/people/tokens", "/settings", f"/people/{world.ana.subject}"):
        assert bench.get(page).location == f"/sign-in?by=password&next={page}"
    before = world.rows("SELECT count(*) FROM person")
    refused = send(bench, "/people", "/people/me", name="Mallory", roles="owner")
    assert refused.status_code == 403 and "password" in refused.text
    assert world.rows("SELECT count(*) FROM person") == before


def test_cookies_are_closed_to_scripts_and_other_sites_and_go_by_https_where_there_is_https(
    world: World, app: Flask
) -> None:
    for scheme, secure in (("http", False), ("https", True)):
        answer = app.test_client().get("/sign-in", base_url=f"{scheme}://localhost")
        (cookie,) = answer.headers.getlist("Set-Cookie")
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and ("Secure" in cookie) == secure


def test_the_log_holds_no_secret(world: World, app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    give_password(world, world.omar)
    by_password(app.test_client(), "Omar", "a canary in the log")
    by_password(app.test_client(), "Omar")
    assert "canary" not in caplog.text and PASSWORD not in caplog.text
