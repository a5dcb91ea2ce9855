"""A tablet without a network: each entry is done once, or is still to be seen waiting."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.offline import Network, events, let_in, press, settled, waiting
from tests.world import World

TABLET = {"width": 1280, "height": 800}


@pytest.fixture
def network(app: Flask) -> Iterator[Network]:
    shop = Network(app)
    yield shop
    shop.down()


@pytest.fixture
def context(browser: Browser, network: Network, world: World, app: Flask) -> Iterator[BrowserContext]:
    """Ana's tablet."""
    opened = browser.new_context(base_url=network.address, viewport=TABLET, has_touch=True)
    let_in(opened, world.sign_in(app, world.ana), network.address)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_with_a_network_a_form_goes_as_ever(page: Page, world: World) -> None:
    serial = world.piece()
    settled(page, f"/pieces/{serial}")
    press(page, "Start")
    expect(page.get_by_text("saved.")).to_be_visible()
    assert events(world, serial) == ["start"]
    assert waiting(page, 0) == []


def test_started_and_finished_without_a_network(page: Page, world: World, network: Network) -> None:
    """The page of before cannot know of the start; the finish names it."""
    serial = world.piece()
    settled(page, "/bench")
    page.goto(f"/pieces/{serial}")
    network.down()
    press(page, "Start")
    waiting(page, 1)
    page.reload()
    press(page, "Finished")
    waiting(page, 2)
    network.up()
    waiting(page, 0)
    assert events(world, serial)[0] == "start"
    assert len(events(world, serial)) == 2
