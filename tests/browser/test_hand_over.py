"""A tablet that changed hands shows nothing of who was there before."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser.offline import Network, let_in, settled
from tests.world import World
from workshop.people.tablets import enrol_device

KEPT_BY_THE_BROWSER = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
# Asked until the tablet has forgotten whose pieces it kept; the browser's own limit ends it.
FORGOTTEN = """async () => {
  for (const until = Date.now() + 10000; Date.now() < until; ) {
    const db = await new Promise((done) => {
      const asked = indexedDB.open("workshop", 1);
      asked.onsuccess = () => done(asked.result);
    });
    const asked = db.transaction("kept").objectStore("kept").get("mine");
    const found = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
    db.close();
    if (!found) return;
    await new Promise((done) => setTimeout(done, 40));
  }
  throw new Error("still kept");
}"""


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


@pytest.fixture
def network(app: Flask) -> Iterator[Network]:
    shop = Network(app)
    yield shop
    shop.down()


def test_who_says_not_me_without_a_network_works_under_no_name(
    browser: Browser, network: Network, world: World, app: Flask, bench: int
) -> None:
    """What is saved then would carry the name of who was there before."""
    serial = world.piece()
    client = world.sign_in(app, world.ana, by_password=False, device_id=bench)
    with browser.new_context(base_url=network.address) as context:
        let_in(context, client, network.address)
        page = context.new_page()
        settled(page, "/bench")
        network.down()
        page.goto(f"/pieces/{serial}")
        expect(page.get_by_role("button", name="Start")).to_be_visible()
        network.up()
        page.goto("/bench")
        network.down()
        page.evaluate("document.querySelector('[data-still]').showModal()")
        page.get_by_role("button", name="Not me").click()
        page.evaluate(FORGOTTEN)
        page.goto(f"/pieces/{serial}")
        expect(page.locator("[data-not-kept]")).to_be_visible()
        expect(page.locator("[data-mine]")).to_be_hidden()
