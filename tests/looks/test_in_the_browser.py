"""Pages in a real browser: nothing to scroll sideways on a small telephone, and keys that a thumb hits."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route

from tests.aftercare.owners import Owners
from tests.browser_at_hand import launched_browser
from tests.world import World
from workshop.provenance.looking import show_in_gallery

SMALL = {"width": 320, "height": 640}
TABLET = {"width": 1024, "height": 700}
# A4 between its margins, as a browser reckons it: narrower than where lists stand as lines on a screen.
A4 = {"width": 688, "height": 1016}
LISTS = ("/pieces", "/copies", "/people", "/catalogue/designs", "/catalogue/prices", "/materials", "/orders")
NO_TABLE = """() => [...document.querySelectorAll(".list:has(tbody td)")].flatMap((list) => [...list.querySelectorAll("tr, td, thead")])
  .filter((one) => !getComputedStyle(one).display.startsWith("table-")).map((one) => one.outerHTML.slice(0, 90))"""
# Links inside a sentence, and what only a screen reader or the keyboard meets, are no keys.
SMALL_KEYS = """() => {
  const least = parseFloat(getComputedStyle(document.body).getPropertyValue("--touch")) || 48;
  const box = (one) => (one.closest(".tile, .tick, .read") || one).getBoundingClientRect();
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".sr, .skip");
  const inSentence = (one) => one.matches("a") && getComputedStyle(one).display === "inline";
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((one) => shown(one) && !inSentence(one) && box(one).height < least - 0.5)
    .map((one) => `${one.outerHTML.slice(0, 90)}: ${box(one).height}, not ${least}`);
}"""
CUT_OFF = "[...document.querySelectorAll('.tick')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"
# A village in Wales, written as one word.
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
# The marks stand at the end of the piece's side: there without scrolling, whatever the piece has.
MARKS_END = 'document.querySelector(".piece > .marks").getBoundingClientRect().bottom'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched_browser() as running:
        yield running


def opened(browser: Browser, client: FlaskClient, size: dict[str, Any]) -> Page:
    """A page that asks the app itself: no server, no network."""

    def answer(route: Route) -> None:
        asked = route.request
        given = client.get(asked.url.removeprefix("http://workshop.test"), buffered=True)
        kept = {name: value for name, value in given.headers if name.lower() != "set-cookie"}
        route.fulfill(status=given.status_code, headers=kept, body=given.data)

    page = browser.new_page(viewport=size, base_url="http://workshop.test")
    page.route("**/*", answer)
    return page


def addresses(world: World) -> list[str]:
    released, waiting = world.released(), world.worked()
    code = world.tag(released).code
    return [
        "/bench",
        "/guide",
        "/pieces",
        "/pieces/new",
        f"/pieces/{released}",
        f"/pieces/{waiting}",
        f"/pieces/{waiting}?do=out",
        f"/pieces/{released}/tag",
        "/labels",
        f"/labels/sheet?serial={released}",
        "/labels/sizes",
        "/people",
        "/people/devices",
        "/people/tokens",
        "/settings",
        "/catalogue/designs",
        "/catalogue/routes",
        "/catalogue/checklists/kind/ring/new",
        f"/p/{code}",
        "/p/",
        "/nothing-here",
    ]


def test_pages_fit_a_small_telephone_and_a_thumb(world: World, app: Flask, browser: Browser) -> None:
    page = opened(browser, world.sign_in(app, world.omar), SMALL)
    for address in addresses(world):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"], address
        assert page.evaluate(SMALL_KEYS) == [], address


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_word_of_any_length_widens_no_page(world: World, app: Flask, browser: Browser) -> None:
    world.shop(name=LONG, postal_address=LONG, email="a@a.example", public_address="https://a.example")
    world.design = world.design_of("ring", name=LONG, story=LONG, made_of=LONG)
    owners = Owners(world)
    world.person(LONG, "artisan")
    world.tell(lambda w: show_in_gallery(w, owners.serial, shown=True), world.omar)
    page = opened(browser, world.sign_in(app, world.omar), SMALL)
    repair = world.take_in(None, kind="ring", looks=LONG)
    office = ("/people", "/catalogue/designs", "/labels?shown=all", f"/pieces/{owners.serial}", f"/repairs/{repair}")
    for address in ("/gallery", f"/p/{owners.code}", "/p/", *office):
        page.goto(address)
        assert LONG in page.content(), address
        assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"], address
        assert page.evaluate(CUT_OFF) == [], address


def test_an_inspection_fits_a_small_telephone_and_a_thumb(world: World, app: Flask, browser: Browser) -> None:
    page = opened(browser, world.sign_in(app, world.ines), SMALL)
    page.goto(f"/pieces/{world.worked()}/inspections")
    assert page.locator("li.check").count() > 5
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
    assert page.evaluate(SMALL_KEYS) == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_list_is_printed_as_a_table(world: World, app: Flask, browser: Browser) -> None:
    world.released()
    page = opened(browser, world.sign_in(app, world.omar), A4)
    page.emulate_media(media="print")
    for address in LISTS:
        page.goto(address)
        assert page.evaluate(NO_TABLE) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == A4["width"], address
    page.goto("/pieces")
    assert page.locator(".list thead").is_visible()


def test_a_tablet_shows_the_marks_of_a_piece_at_once(world: World, app: Flask, browser: Browser) -> None:
    page = opened(browser, world.sign_in(app, world.ana), TABLET)
    page.goto(f"/pieces/{world.worked()}")
    assert page.evaluate(MARKS_END) <= TABLET["height"]
