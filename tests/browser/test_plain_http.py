"""What the shop says works without HTTPS is what works: the page, the manual and the scripts' own checks say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Opener
from tests.browser.hands import shoot
from tests.browser.offline import let_in
from tests.browser_at_hand import launched_browser
from tests.world import World

NAME = "workshop.test"  # a name, because browsers trust the numbers of their own machine
NEEDS_HTTPS = """() => [
  isSecureContext, "serviceWorker" in navigator, Boolean(navigator.mediaDevices), Boolean(navigator.wakeLock)
]"""
DETECTOR = "globalThis.BarcodeDetector = class {}"
MANUAL = Path(__file__).parents[2] / "docs" / "https.md"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched_browser(f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as running:
        yield running


def test_over_plain_http_the_bench_does_what_the_page_promises(
    browser: Browser, world: World, app: Flask, served: str
) -> None:
    serial, plain = world.worked(), served.replace("127.0.0.1", NAME)
    context = browser.new_context(base_url=plain)
    let_in(context, world.sign_in(app, world.ana), plain)
    page, broken = context.new_page(), list[str]()
    page.add_init_script(DETECTOR)
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto("/trust")
    expect(page.get_by_role("main")).to_contain_text(
        "Not working: saving without Wi-Fi, the camera in the page, keeping the screen on."
    )
    assert page.evaluate(NEEDS_HTTPS) == [False] * 4
    page.goto("/scan")
    expect(page.locator("[data-camera]")).to_be_hidden()
    expect(page.locator("form[action='/scan/photo']")).to_be_visible()
    shoot(page, f"JOB:{serial}")
    page.wait_for_url(f"**/pieces/{serial}")
    page.get_by_role("button", name="Start").first.click()
    expect(page.get_by_text("saved.")).to_be_visible()
    assert page.evaluate("indexedDB.databases()") == [], "the form was sent by the browser itself"
    assert broken == []
    context.close()


def test_over_https_all_of_it_is_there(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.add_init_script(DETECTOR)
    page.goto("/scan")
    assert page.evaluate(NEEDS_HTTPS) == [True] * 4
    expect(page.locator("[data-camera]")).to_be_visible()


def test_the_manual_says_the_same() -> None:
    rows = [line.strip("|\n ").split(" | ") for line in MANUAL.read_text().splitlines() if line.startswith("| ")]
    without = {what for what, plain, secure in rows[1:] if (plain, secure) == ("no", "yes")}
    assert without == {
        "forms saved on the tablet without Wi-Fi, my queue readable",
        "camera in the page, screen kept on, on the home screen",
    }
