"""In which language a page speaks: the address's on public pages, the person's or the shop's for staff, else the browser's."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.pages import send
from tests.world import World
from workshop.days import day_at, short_day, span, zone_of
from workshop.languages.catalogues import speak
from workshop.money import amount
from workshop.people.actions import keep_shop
from workshop.units import grams, read_weight, thousandths

GERMAN, PORTUGUESE = {"Accept-Language": "de-CH,de;q=0.9,en;q=0.4"}, {"Accept-Language": "pt-BR"}


def speaks(page: str) -> str:
    return page.split('<html lang="')[1].split('"')[0]


def shop_speaks(world: World, language: str | None) -> None:
    world.tell(lambda w: keep_shop(w, {"language": language}), world.omar)


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("", "en"),
        ("de", "de"),
        ("fr-CA,en", "fr"),
        ("nl,pt;q=0.5,en;q=0.1", "pt"),
        ("xx", "en"),
        ("*", "en"),
        (";;", "en"),
    ],
)
def test_a_stranger_is_answered_as_their_browser_asks(app: Flask, asked: str, spoken: str) -> None:
    assert speaks(app.test_client().get("/sign-in", headers={"Accept-Language": asked}).text) == spoken


def test_the_request_before_leaves_nothing(app: Flask) -> None:
    browser = app.test_client()
    assert "Anmelden" in browser.get("/sign-in", headers=GERMAN).text
    assert "Sign in" in browser.get("/sign-in").text


def test_a_person_is_answered_in_their_own_language_else_in_the_shops_else_as_the_browser_asks(
    world: World, app: Flask
) -> None:
    world.shop()
    bench = world.sign_in(app, world.ana)
    assert speaks(bench.get("/bench", headers=GERMAN).text) == "de"
    shop_speaks(world, "fr")
    assert speaks(bench.get("/bench", headers=GERMAN).text) == "fr"
    assert send(bench, "/people/me/language", "/people/me", language="pt").status_code == 303
    assert speaks(bench.get("/bench", headers=GERMAN).text) == "pt"
    assert speaks(world.sign_in(app, world.ines).get("/bench").text) == "fr"
    assert send(bench, "/people/me/language", "/people/me", language="").status_code == 303
    assert speaks(bench.get("/bench", headers=GERMAN).text) == "fr"


def test_a_language_that_the_house_does_not_speak_is_refused(world: World, app: Flask) -> None:
    assert send(world.sign_in(app, world.ana), "/people/me/language", "/people/me", language="tlh").status_code == 422


def test_a_refusal_of_the_api_is_told_as_the_program_asks(app: Flask) -> None:
    told = app.test_client().get("/api/v1/pieces", headers=GERMAN).get_json()
    assert told["type"] == "/problems/not-signed-in" and "Send your token" not in told["detail"]


def test_a_public_page_is_one_page_for_each_language(world: World, app: Flask) -> None:
    world.shop(public_address="https://marshandwren.example")
    address = f"/p/{world.tag(world.released()).code}"
    browser = app.test_client()
    plain, german = browser.get(address), browser.get(address, headers=GERMAN)
    assert (speaks(plain.text), speaks(german.text)) == ("en", "de")
    assert plain.headers["Vary"] == german.headers["Vary"] == "Accept-Encoding, Accept-Language"
    assert plain.headers["ETag"] != german.headers["ETag"]
    asked = {"If-None-Match": german.headers["ETag"]}
    assert browser.get(address, headers=asked).status_code == 200
    again = browser.get(address, headers=asked | GERMAN)
    assert (again.status_code, again.headers["Vary"]) == (304, plain.headers["Vary"])


def test_the_switch_on_a_public_page_sets_no_cookie_and_stays(world: World, app: Flask) -> None:
    world.shop(public_address="https://marshandwren.example")
    code = world.tag(world.released()).code
    browser = app.test_client()
    switch = r'<a href="\?lang=fr" lang="fr" hreflang="fr"[^>]*>.*?Français'
    assert re.search(switch, browser.get(f"/p/{code}", headers=GERMAN).text)
    french = browser.get(f"/p/{code}?lang=fr", headers=GERMAN)
    assert (
        speaks(french.text) == "fr"
        and french.headers["Vary"] == "Accept-Encoding"
        and "Set-Cookie" not in french.headers
    )
    assert 'href="/p/?lang=fr"' in french.text
    assert browser.get(f"/p/{code.lower()}?lang=fr").headers["Location"] == f"/p/{code}?lang=fr"
    assert browser.post("/p/?lang=fr", data={"q": code}).headers["Location"] == f"/p/{code}?lang=fr"
    assert speaks(browser.get(f"/p/{code}?lang=xx", headers=PORTUGUESE).text) == "pt"


@pytest.mark.parametrize(("language", "shown"), [("en", "4.38"), ("de", "4,38"), ("fr", "4,38"), ("pt", "4,38")])
def test_figures_have_the_sign_of_the_language_and_are_read_with_either(language: str, shown: str) -> None:
    speak(language)
    assert (grams(4380), thousandths(4380), amount(438, "EUR")) == (shown, shown, shown)
    assert read_weight("4,38") == read_weight("4.38") == 4380


@pytest.mark.parametrize(
    ("language", "long", "short", "both"),
    [
        ("en", "9 November 2026", "9 Nov", "9–12 Nov 2026"),
        ("de", "9. November 2026", "9. Nov.", "9.–12. Nov. 2026"),
        ("fr", "9 novembre 2026", "9 nov.", "9–12 nov. 2026"),
        ("pt", "9 de novembro de 2026", "9/11", "9–12 de nov. de 2026"),
    ],
)
def test_days_are_written_as_the_language_writes_them(language: str, long: str, short: str, both: str) -> None:
    speak(language)
    first, last = datetime(2026, 11, 9, 12, tzinfo=UTC), datetime(2026, 11, 12, 12, tzinfo=UTC)
    here = zone_of("Europe/Lisbon")
    assert (day_at(first, here), short_day(first, here), span(first, last, here)) == (long, short, both)


def test_a_list_for_spreadsheets_is_the_same_in_every_language(world: World, app: Flask) -> None:
    world.shop()
    world.released()
    bench = world.sign_in(app, world.ana)
    english = bench.get("/pieces.csv").data
    shop_speaks(world, "de")
    assert bench.get("/pieces.csv", headers=GERMAN).data == english and b"released" in english
