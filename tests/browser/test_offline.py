"""A tablet without a network: each entry is done once, or is still to be seen waiting."""

from io import BytesIO
from random import Random

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.offline import (
    Network,
    events,
    handed_over,
    let_in,
    noted,
    press,
    refused_meanwhile,
    saved_offline,
    settled,
    waiting,
)
from tests.browser.pages import faults, overhang, small_targets
from tests.world import World

TABLET = {"width": 1280, "height": 800}
# Whose pieces the tablet has kept, once it has.
KEPT = """async () => {
  for (;;) {
    const db = await new Promise((done) => {
      const asked = indexedDB.open("workshop", 1);
      asked.onsuccess = () => done(asked.result);
    });
    const asked = db.transaction("kept").objectStore("kept").get("mine");
    const found = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
    db.close();
    if (found) return found.person;
    await new Promise((done) => setTimeout(done, 40));
  }
}"""
CLEARED = "() => new Promise((done) => (indexedDB.deleteDatabase('workshop').onsuccess = done))"
CLEARED_ONCE_ASKED = f"""() => {{
  const asked = fetch;
  window.fetch = async (...what) => {{
    window.fetch = asked;
    await ({CLEARED})();
    window.wasCleared = true;
    return asked(...what);
  }};
}}"""
A_WEEK = """async ([serial, person, count]) => {
  const src = document.querySelector("script[src*=outbox]").src;
  const { add } = await import(src.replace("outbox.js", "queue.js"));
  const place = `/pieces/${serial}`;
  for (let number = 0; number < count; number += 1) {
    const kept = Date.now() - 7 * 24 * 3600e3 + number * 3600e3;
    const fields = [["kind", "note"], ["note", `note ${number}`]];
    const told = { title: "Note", page: place, at: new Date(kept).toISOString(), kept, state: "waiting", files: [] };
    await add({ id: crypto.randomUUID(), person, address: `${location.origin}${place}/events`, place, fields, ...told });
  }
}"""
NAMES_KEPT = "async () => (await caches.keys()).filter((one) => one.startsWith('workshop-'))"
PAGES_KEPT = """async () => {
  const cache = await caches.open((await caches.keys())[0]);
  const found = await cache.keys();
  const pairs = found.map(async (one) => [new URL(one.url).pathname, await (await cache.match(one)).text()]);
  return Object.fromEntries(await Promise.all(pairs));
}"""


def _large_photo() -> bytes:
    noise = Image.frombytes("RGB", (2000, 1500), Random(4).randbytes(2000 * 1500 * 3))
    written = BytesIO()
    noise.save(written, "JPEG", quality=92)
    return written.getvalue()


LARGE_PHOTO = _large_photo()


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
    saved_offline(page, network, "Start")
    page.reload()
    press(page, "Finished")
    waiting(page, 2)
    network.up()
    waiting(page, 0)
    assert events(world, serial)[0] == "start"
    assert len(events(world, serial)) == 2


def test_a_reload_without_a_network_shows_my_pieces_and_what_waits(page: Page, world: World, network: Network) -> None:
    serial, other = world.piece(), world.piece()
    world.event(serial, "start")
    settled(page, "/bench")
    page.goto(f"/pieces/{serial}")
    page.evaluate(KEPT)
    network.down()
    page.reload()
    expect(page.get_by_role("heading", name=serial)).to_be_visible()
    expect(page.locator("[data-mine]")).to_contain_text(other)
    page.get_by_label("Note").fill("warm solder")
    press(page, "Keep the note")
    expect(page.get_by_text("1 saved here, waiting for Wi-Fi")).to_be_visible()
    page.goto("/outbox")
    expect(page.locator("[data-entries=waiting]")).to_contain_text("warm solder")
    network.up()
    expect(page.get_by_text("All sent", exact=True)).to_be_visible(timeout=20_000)
    assert events(world, serial) == ["start", "note"]


def test_an_answer_lost_after_the_shop_had_done_it(page: Page, world: World, network: Network) -> None:
    serial = world.piece()
    settled(page, f"/pieces/{serial}")
    network.harm.lost = 2
    press(page, "Start")
    waiting(page, 0)
    assert len(network.harm.asked) == 3 and events(world, serial) == ["start"]


def test_two_taps_are_one_entry(page: Page, world: World, network: Network) -> None:
    serial = world.piece()
    settled(page, f"/pieces/{serial}")
    network.down()
    page.get_by_role("button", name="Start").first.evaluate("(button) => { button.click(); button.click(); }")
    waiting(page, 1)
    network.up()
    waiting(page, 0)
    assert events(world, serial) == ["start"]


def test_four_pages_send_each_entry_once(page: Page, world: World, network: Network) -> None:
    serial = world.piece()
    settled(page, f"/pieces/{serial}?do=note")
    pages = [page, *(page.context.new_page() for _more in range(3))]
    for number, one in enumerate(pages):
        one.goto(f"/pieces/{serial}?do=note")
        one.get_by_label("Note").fill(f"note {number}")
    network.down()
    for number, one in enumerate(pages, 1):
        press(one, "Keep the note")
        waiting(one, number)
    network.up()
    for one in pages:
        one.evaluate("dispatchEvent(new Event('online'))")
    waiting(page, 0)
    assert events(world, serial) == ["note"] * 4


def test_a_queue_of_a_week_is_told_and_sent_in_order(page: Page, world: World, network: Network) -> None:
    serial = world.piece()
    settled(page, "/bench")
    network.down()
    page.evaluate(A_WEEK, [serial, world.ana.subject, 60])
    page.reload()
    expect(page.get_by_text("60 saved here, waiting for Wi-Fi, some for longer than a day")).to_be_visible()
    network.up()
    waiting(page, 0)
    rows = world.rows("SELECT note FROM work_event ORDER BY sequence")
    assert [row.note for row in rows] == [f"note {number}" for number in range(60)]


def test_a_refused_entry_stays_with_what_happened_meanwhile(page: Page, world: World, network: Network) -> None:
    """Somebody else was quicker: it is told who did what, opened, and sent changed."""
    serial, tom = world.piece(), world.person("Tom", "artisan")
    settled(page, f"/pieces/{serial}?do=finish")
    noted(page, "trimmed the sprue")
    entry = refused_meanwhile(page, network, "Finish", lambda: world.event(serial, "start", tom))
    assert "by Tom" in entry["sentence"]
    page.goto("/outbox")
    expect(page.get_by_text("1 needs attention")).to_be_visible()
    expect(page.locator("[data-entries=attention]")).to_contain_text("by Tom")
    page.get_by_role("link", name="Open it").tap()
    expect(page.get_by_label("Note")).to_have_value("trimmed the sprue")
    press(page, "Finish")
    waiting(page, 0, "attention")
    expect(page.get_by_text("saved.")).to_be_visible()
    assert events(world, serial) == ["start", "wax"]


def test_what_a_person_puts_aside_stays_and_holds_nothing_up(page: Page, world: World, network: Network) -> None:
    serial, tom = world.piece(), world.person("Tom", "artisan")
    settled(page, f"/pieces/{serial}")
    refused_meanwhile(page, network, "Start", lambda: world.event(serial, "start", tom))
    page.goto(f"/pieces/{serial}?do=note")
    page.get_by_label("Note").fill("asked Tom")
    press(page, "Keep the note")
    expect(page.locator("[data-outbox-said]")).to_contain_text("the entry before it, which was refused")
    waiting(page, 1)
    assert events(world, serial) == ["start"], "what I did later on this piece waits for my decision"
    page.get_by_role("link", name="Look at it again").tap()
    page.locator("[data-entries=attention]").get_by_role("button", name="Put aside").tap()
    waiting(page, 0)
    waiting(page, 1, "aside")
    assert events(world, serial) == ["start", "note"]


def test_an_entry_waits_for_its_own_person(page: Page, world: World, network: Network, app: Flask) -> None:
    """The tablet changes hands with an entry waiting: nothing goes out under the other name, nothing is lost."""
    serial, tom = world.piece(), world.person("Tom", "artisan")
    settled(page, f"/pieces/{serial}")
    saved_offline(page, network, "Start")
    handed_over(page, network, world.sign_in(app, tom))
    network.up()
    page.goto("/bench")
    expect(page.get_by_text("1 waits until who saved it signs in")).to_be_visible()
    # The pieces of the person before are gone.
    page.wait_for_function(f"async (whose) => (await ({KEPT})()) === whose", arg=tom.subject)
    assert events(world, serial) == []
    handed_over(page, network, world.sign_in(app, world.ana))
    page.goto("/bench")
    waiting(page, 0)
    rows = world.rows("SELECT by_id FROM work_event")
    assert [row.by_id for row in rows] == [world.ana.id]


def test_a_refused_entry_is_not_opened_by_somebody_else(page: Page, world: World, network: Network, app: Flask) -> None:
    """What one typed is neither sent under the other name nor gone once the other has saved."""
    serial, tom = world.piece(), world.person("Tom", "artisan")
    settled(page, f"/pieces/{serial}?do=finish")
    noted(page, "trimmed the sprue")
    entry = refused_meanwhile(page, network, "Finish", lambda: world.event(serial, "start", tom))
    handed_over(page, network, world.sign_in(app, tom))
    page.goto("/outbox")
    expect(page.get_by_text("Only who saved it sees more")).to_be_visible()
    expect(page.get_by_role("link", name="Open it")).to_be_hidden()
    page.goto(f"{entry['page']}#outbox={entry['id']}")
    expect(page.get_by_label("Note")).to_have_value("")
    press(page, "Finish")
    expect(page.get_by_text("saved.")).to_be_visible()
    assert [one["id"] for one in waiting(page, 1, "attention")] == [entry["id"]]
    assert [row.note for row in world.rows("SELECT note FROM work_event")] == [None, None]


def test_a_revoked_tablet_sends_nothing_and_loses_nothing(page: Page, world: World, network: Network) -> None:
    serial = world.piece()
    settled(page, f"/pieces/{serial}")
    saved_offline(page, network, "Start")
    with world.raw() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE sign_in SET ended_at = seen_at")
    network.up()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("1 waits until who saved it signs in")).to_be_visible()
    page.goto("/outbox")
    waiting(page, 1)
    assert events(world, serial) == []


def test_a_cleared_storage_is_filled_again_by_the_open_page(page: Page, world: World, network: Network) -> None:
    serial = world.piece()
    settled(page, f"/pieces/{serial}")
    saved_offline(page, network, "Start")
    page.evaluate(f"({CLEARED})()")
    page.evaluate("dispatchEvent(new Event('online'))")
    waiting(page, 1)
    network.up()
    waiting(page, 0)
    assert events(world, serial) == ["start"]


def test_a_storage_cleared_while_an_entry_is_on_its_way_is_filled_again(
    page: Page, world: World, network: Network
) -> None:
    """What is no longer on the device has not therefore been sent."""
    serial = world.piece()
    settled(page, f"/pieces/{serial}")
    network.down()
    page.evaluate(CLEARED_ONCE_ASKED)
    press(page, "Start")
    page.wait_for_function("() => window.wasCleared")
    waiting(page, 1)
    network.up()
    waiting(page, 0)
    assert events(world, serial) == ["start"]


def test_a_photo_of_three_megabytes_waits_and_arrives(page: Page, world: World, network: Network) -> None:
    serial = world.piece()
    settled(page, f"/pieces/{serial}?do=photo")
    page.set_input_files("input[type=file]", {"name": "ring.jpg", "mimeType": "image/jpeg", "buffer": LARGE_PHOTO})
    entry = saved_offline(page, network, "Keep the photo")
    assert 0 < entry["files"][0] < len(LARGE_PHOTO), "made smaller on the tablet"
    page.reload()
    network.up()
    waiting(page, 0)
    (photo,) = world.rows("SELECT width, height FROM photo")
    assert (photo.width, photo.height) == (1600, 1200)


def test_a_new_version_while_a_form_is_open(
    page: Page, world: World, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of the version before goes on to its end, from the files that the tablet has kept."""
    serial = world.piece()
    settled(page, f"/pieces/{serial}")
    before = page.evaluate(NAMES_KEPT)
    monkeypatch.setattr("workshop.assets_web.version", lambda: "0123456789ab")
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    page.wait_for_function(f"async () => (await ({NAMES_KEPT})()).length === 2")
    assert page.evaluate(NAMES_KEPT) == [*before, "workshop-0123456789ab"]
    network.down()
    assert page.evaluate(
        "import(document.querySelector('script[src*=outbox]').src.replace('outbox.js', 'shrink.js')).then(() => true)"
    )
    press(page, "Start")
    waiting(page, 1)
    network.up()
    waiting(page, 0)
    assert events(world, serial) == ["start"]


def test_what_needs_the_server_says_so_and_keeps_what_was_typed(page: Page, world: World) -> None:
    serial = world.piece()
    settled(page, f"/pieces/{serial}")
    world.event(serial, "start")
    page.reload()
    page.context.set_offline(True)
    forms = page.locator("form[method=post]:not([data-outbox])")
    assert forms.count() >= 1
    forms.first.evaluate("(form) => form.requestSubmit()")
    expect(page.get_by_text("This needs the server")).to_have_count(1)
    page.context.set_offline(False)
    assert waiting(page, 0) == []


def test_nothing_of_a_person_is_in_the_kept_pages(page: Page, world: World) -> None:
    settled(page, "/bench")
    kept = page.evaluate(PAGES_KEPT)
    assert [address for address in kept if not address.startswith("/static/")] == ["/outbox"]
    assert "Ana" not in kept["/outbox"] and world.ana.subject not in kept["/outbox"]


def test_without_scripts_the_same_form_is_sent_at_once(
    browser: Browser, world: World, network: Network, app: Flask
) -> None:
    serial = world.piece()
    context = browser.new_context(base_url=network.address, java_script_enabled=False)
    let_in(context, world.sign_in(app, world.ana), network.address)
    page = context.new_page()
    page.goto(f"/pieces/{serial}")
    page.get_by_role("button", name="Start").first.click()
    expect(page.get_by_text("saved.")).to_be_visible()
    context.close()
    assert events(world, serial) == ["start"]


def test_the_chip_and_the_list_keep_the_rules_of_the_bench(page: Page, world: World, network: Network) -> None:
    serial = world.piece()
    settled(page, "/bench")
    page.evaluate(KEPT)
    page.goto(f"/pieces/{serial}")
    saved_offline(page, network, "Start")
    page.reload()
    for size in ({"width": 320, "height": 640}, TABLET):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert (overhang(page), small_targets(page)) == (0, []), size
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert faults(page) == []
