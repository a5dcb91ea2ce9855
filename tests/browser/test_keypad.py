"""The large keys of a weight: they write into the field, with the sign of the page's language."""

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.world import World
from workshop.access import open_to_all
from workshop.app import create_app
from workshop.shoproom import Shoproom

SAMPLE = """<!doctype html><html lang="{{ lang }}"><title>Keys</title>{% from "macros/keypad.html" import keypad %}
<link rel="stylesheet" href="{{ asset('css/tokens.css') }}"><link rel="stylesheet" href="{{ asset('css/bench.css') }}">
<main class="bench"><label>Weight <input id="f-weight"></label>{{ keypad("f-weight") }}</main>
<script type="module" src="{{ asset('js/keypad.js') }}"></script></html>"""


@pytest.fixture
def app(room: Shoproom) -> Flask:
    application = create_app(room)
    application.add_url_rule("/keys/<lang>", "keys", keys_in)
    return application


@open_to_all
def keys_in(lang: str) -> str:
    return render_template_string(SAMPLE, lang=lang)


def pressed(page: Page, keys: str) -> str:
    names = {".": "Decimal sign", "<": "Take away the last digit"}
    for key in keys:
        page.get_by_role("button", name=names.get(key, key), exact=True).tap()
    return page.locator("#f-weight").input_value()


@pytest.mark.parametrize(("lang", "said"), [("en", "4.38"), ("de", "4,38"), ("fr", "4,38"), ("pt", "4,38")])
def test_the_decimal_key_shows_the_sign_of_the_language(signed_in: Opener, world: World, lang: str, said: str) -> None:
    page = signed_in(world.ana)
    page.goto(f"/keys/{lang}")
    assert page.get_by_role("button", name="Decimal sign").text_content() == said[1]
    assert pressed(page, "4.38") == said


@pytest.mark.parametrize(
    ("keys", "written"), [(".5", "0.5"), ("4..3", "4.3"), ("4.39<8", "4.38"), ("<", ""), ("10", "10")]
)
def test_keys_write_one_plain_figure(signed_in: Opener, world: World, keys: str, written: str) -> None:
    page = signed_in(world.ana)
    page.goto("/keys/en")
    assert pressed(page, keys) == written


def test_a_number_pad_goes_on_where_the_keys_stopped(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.goto("/keys/en")
    page.locator("#f-weight").focus()
    pressed(page, "4.")
    page.keyboard.type("38")
    assert page.locator("#f-weight").input_value() == "4.38"


def test_without_script_there_are_no_keys(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana, java_script_enabled=False)
    page.goto("/keys/en")
    assert not page.locator("[data-keypad-for]").is_visible()
