"""What a tablet that is shared tells of entries that wait, and what becomes of scans and of my pieces without a network."""

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.hands import shoot
from tests.browser.offline import (
    Network,
    events,
    handed_over,
    noted,
    refused_meanwhile,
    saved_offline,
    settled,
    waiting,
)
from tests.browser.test_offline import KEPT
from tests.world import World
from workshop.people.tablets import enrol_device

KEPT_SCANS = """async (count) => {
  const { kept } = await import(document.querySelector("script[src*=outbox]").src.replace("outbox.js", "kept.js"));
  for (const until = Date.now() + 10000; ; await new Promise((done) => setTimeout(done, 40))) {
    const found = (await kept("scans")) ?? [];
    if (found.length === count) return found.map((one) => one.text);
    if (Date.now() > until) throw new Error(JSON.stringify(found));
  }
}"""


def locked(page: Page, network: Network, world: World) -> None:
    """Nobody is signed in at the shop's tablet."""
    world.tell(lambda w: enrol_device(w, name="Bench 1", key="akey"), world.omar)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "workshop-tablet", "value": "akey", "url": network.address}])


def test_a_locked_tablet_tells_no_more_than_kind_and_piece(page: Page, world: World, network: Network) -> None:
    serial, tom = world.piece(), world.person("Tom", "artisan")
    settled(page, f"/pieces/{serial}?do=finish")
    noted(page, "trimmed the sprue")
    entry = refused_meanwhile(page, network, "Finish", lambda: world.event(serial, "start", tom))
    locked(page, network, world)
    page.goto("/outbox")
    told = page.locator("[data-entries=attention]")
    expect(told).to_contain_text(f"{serial}: ")
    expect(told).to_contain_text("Only who saved it sees more")
    for private in ("trimmed", "Tom", "2026"):
        expect(told).not_to_contain_text(private)
    expect(told.get_by_role("button")).to_have_count(0)
    expect(told.get_by_role("link")).to_have_count(0)
    assert entry["id"] not in told.inner_html()


def test_a_locked_tablet_says_for_whom_it_waits(page: Page, world: World, network: Network) -> None:
    serial = world.piece()
    settled(page, f"/pieces/{serial}")
    saved_offline(page, network, "Start")
    locked(page, network, world)
    network.up()
    page.goto("/outbox")
    expect(page.get_by_text("1 waits until who saved it signs in")).to_be_visible()
    assert waiting(page, 1) and events(world, serial) == []


def test_only_who_saved_it_or_an_owner_puts_it_aside(page: Page, world: World, network: Network, app: Flask) -> None:
    serial, tom = world.piece(), world.person("Tom", "artisan")
    settled(page, f"/pieces/{serial}")
    refused_meanwhile(page, network, "Start", lambda: world.event(serial, "start", tom))
    told = page.locator("[data-entries=attention]")
    aside = told.get_by_role("button", name="Put aside")
    handed_over(page, network, world.sign_in(app, tom))
    page.goto("/outbox")
    expect(told).to_contain_text("Only who saved it sees more")
    expect(aside).to_have_count(0)
    handed_over(page, network, world.sign_in(app, world.omar))
    page.goto("/outbox")
    expect(told.get_by_role("button", name="Send it again")).to_have_count(0)
    aside.tap()
    waiting(page, 1, "aside")


def test_the_chip_tells_refused_from_what_waits_behind_it(page: Page, world: World, network: Network) -> None:
    serial, tom = world.piece(), world.person("Tom", "artisan")
    settled(page, f"/pieces/{serial}")
    refused_meanwhile(page, network, "Start", lambda: world.event(serial, "start", tom))
    page.goto(f"/pieces/{serial}?do=note")
    page.get_by_label("Note").fill("asked Tom")
    page.get_by_role("button", name="Keep the note").tap()
    expect(page.get_by_text("1 needs attention, 1 waits for what you decide about it")).to_be_visible()
    expect(page.get_by_text("waiting for Wi-Fi")).to_have_count(0)


def test_my_pieces_are_looked_at_again_once_the_network_is_back(page: Page, world: World, network: Network) -> None:
    world.piece()
    settled(page, "/bench")
    page.evaluate(KEPT)
    network.down()
    page.reload()
    expect(page.locator("[data-mine] li")).to_have_count(1)
    later = world.piece()
    network.up()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-mine]")).to_contain_text(later)
    page.get_by_role("link", name="Open the page").tap()
    expect(page.locator("[data-shell]")).to_have_count(0)


def test_a_scan_without_a_network_opens_a_piece_as_last_seen(page: Page, world: World, network: Network) -> None:
    first, second = world.piece(), world.piece()
    settled(page, "/bench")
    page.evaluate(KEPT)
    network.down()
    shoot(page, f"JOB:{first}")
    page.wait_for_url(f"**/pieces/{first}")
    expect(page.get_by_role("heading", name=first)).to_be_visible()
    shoot(page, second)
    page.wait_for_url(f"**/pieces/{second}")
    expect(page.get_by_role("heading", name=second)).to_be_visible()


def test_a_scan_that_nobody_answered_is_looked_up_later(page: Page, world: World, network: Network) -> None:
    settled(page, "/bench")
    page.evaluate(KEPT)
    serial = world.piece()
    network.down()
    shoot(page, f"JOB:{serial}")
    expect(page.get_by_role("alert")).to_contain_text("It is looked up when the network is back")
    shoot(page, "DO:START")
    expect(page.get_by_role("alert")).to_contain_text("“DO:START” was not taken. Scan it again")
    assert page.evaluate(KEPT_SCANS, 1) == [f"JOB:{serial}"]
    network.up()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("alert")).to_contain_text(f"JOB:{serial}: {serial} found.")
    page.evaluate(KEPT_SCANS, 0)
    page.get_by_role("alert").get_by_role("link", name="Open it").tap()
    page.wait_for_url(f"**/pieces/{serial}")
