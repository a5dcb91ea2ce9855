"""A tablet that changed hands shows nothing of who was there before."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser.offline import let_in
from tests.world import World
from workshop.people.tablets import enrol_device

KEPT_BY_THE_BROWSER = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.fixture
def bench(world: World) -> int:
    """A tablet."""
    world.tell(lambda w: enrol_device(w, name="Bench 1", key="key"), world.omar)
    (row,) = world.rows("SELECT id FROM device")
    return int(row.id)


def test_a_page_that_the_browser_kept_asks_who_is_here(
    browser: Browser, served: str, world: World, app: Flask, bench: int
) -> None:
    """The back button may bring a page up as it was, from before the tablet was locked."""
    client = world.sign_in(app, world.ana, by_password=False, device_id=bench)
    with browser.new_context(base_url=served) as context:
        let_in(context, client, served)
        page = context.new_page()
        page.goto("/bench")
        context.clear_cookies()
        page.evaluate(KEPT_BY_THE_BROWSER)
        expect(page).to_have_url(re.compile("/sign-in"))
