"""Stones at their setting, by taps: counted, taken back, asked about once; the loss with them as the server reckons it."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.bench.forms import send
from tests.browser.benches import give_stones, to_be_set
from tests.browser.conftest import Opener
from tests.browser.hands import figure, told_loss
from tests.browser.pages import faults, overhang, small_targets
from tests.materials.test_books import there
from tests.world import World
from workshop.materials.ledger import Amount

REFUSED = {"do": "finish", "kind": "set", "stage": "Set", "done_at": "no time"}


@pytest.fixture
def stones(world: World) -> str:
    return give_stones(world, world.ana)


def opened(page: Page, serial: str) -> Page:
    page.goto(f"/pieces/{serial}")
    return page


def tap(page: Page, *names: str) -> None:
    for name in names:
        page.locator(f".stone [data-count^={name.lower()}]").tap()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish Set").tap()


def test_three_are_set_and_one_breaks(signed_in: Opener, world: World, stones: str) -> None:
    serial = to_be_set(world)
    page = opened(signed_in(world.ana), serial)
    tap(page, "Set", "Set", "Set", "Broken")
    figure(page, "4.53")
    finish(page)
    expect(page.locator(".said.saved")).to_contain_text("4.50 + 0.032 stones − 4.53 = 0.002 g lost")
    assert there(world, "piece", serial, stones).number == 3
    assert there(world, "broken", None, stones).number == 1
    assert there(world, "person", world.ana.subject, stones) == Amount()


def test_the_last_tap_is_taken_back_and_no_more_is_told_than_there_is(
    signed_in: Opener, world: World, stones: str
) -> None:
    page = opened(signed_in(world.ana), to_be_set(world))
    tap(page, "Set", "Set", "Lost", "Back")
    expect(page.locator(".stone [data-count^=broken]")).to_be_disabled()
    undo = page.get_by_role("button", name=f"Take the last tap back: {stones}")
    undo.tap()
    expect(page.locator(f"#f-back-{stones}")).to_have_value("")
    undo.tap()
    undo.tap()
    expect(page.locator(f"#f-set-{stones}")).to_have_value("1")
    undo.tap()
    expect(undo).to_be_hidden()


def test_taps_outlive_a_reload_and_a_piece_put_down(signed_in: Opener, world: World, stones: str) -> None:
    serial = to_be_set(world)
    page = opened(signed_in(world.ana), serial)
    tap(page, "Set", "Set")
    page.reload()
    expect(page.locator(f"#f-set-{stones}")).to_have_value("2")
    page.get_by_role("button", name="Put down").tap()
    page.get_by_role("button", name="Take it up").tap()
    expect(page.get_by_role("button", name="Finish Set")).to_contain_text("Staying with you: 2.")
    finish(page)
    expect(page.locator(".said.saved")).to_contain_text("Stones set")
    assert there(world, "piece", serial, stones).number == 2


def test_the_key_counts_what_is_open_and_asks_once(signed_in: Opener, world: World, stones: str) -> None:
    serial = to_be_set(world)
    page = opened(signed_in(world.ana), serial)
    key = page.get_by_role("button", name="Finish Set")
    expect(key).to_contain_text("Stones with you: 4. It will ask.")
    tap(page, "Set")
    expect(key).to_contain_text("Staying with you: 3.")
    page.get_by_role("button", name=f"Take the last tap back: {stones}").tap()
    finish(page)
    expect(page.get_by_text("No stone is told of, and you have")).to_be_visible()
    expect(key).to_contain_text("Staying with you: 4.")
    assert world.standing(serial).state == "working"
    finish(page)
    expect(page.locator(".said.saved")).to_contain_text("Stones set")
    assert world.standing(serial).state != "working"
    assert there(world, "person", world.ana.subject, stones).number == 4


@pytest.mark.parametrize("added", ["", "0.05"])
def test_the_loss_with_stones_and_metal_is_told_as_the_server_tells_it(
    signed_in: Opener, world: World, app: Flask, stones: str, added: str
) -> None:
    serial = to_be_set(world)
    page, without_script = opened(signed_in(world.ana), serial), signed_in(world.ana, java_script_enabled=False)
    tap(page, "Set", "Set", "Set")
    lot = "none"
    if added:
        lot = page.locator("select[name=lot] option").nth(1).get_attribute("value") or ""
        page.locator("details", has=page.locator("select[name=lot]")).locator("> summary").tap()
        page.locator("select[name=lot]").select_option(lot)
        page.locator("input[name=added]").fill(added)
    typed = {"stone_row": stones, f"set-{stones}": "3", "lot": lot, "added": added}
    client, address = world.sign_in(app, world.ana), f"/pieces/{serial}"
    for weight in ("4.53", "4.5", "4.2", "4.7"):
        page.locator("#f-weight").fill(weight)
        answer = send(client, address, f"{address}/events", **REFUSED | typed, weight=weight)
        assert answer.status_code == 422
        without_script.set_content(answer.text)
        assert told_loss(without_script) == told_loss(page)
        assert ("0.05 added" in told_loss(page)) == bool(added)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_setting_can_be_read_and_pressed(
    signed_in: Opener, world: World, stones: str, scheme: str
) -> None:
    page = opened(signed_in(world.ana, color_scheme=scheme), to_be_set(world))
    tap(page, "Set", "Broken")
    assert faults(page) == []
    for width, height in ((320, 640), (800, 1280), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        assert overhang(page) <= 0, width
        assert small_targets(page) == [], width
