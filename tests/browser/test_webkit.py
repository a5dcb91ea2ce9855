"""What an iPad has to do, done in WebKit: entries outlive a dead server, keys write, codes are read. In `./check --slow`.

What is asserted is the page itself; a picture of it is not to be had without a real screen.
"""

from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from selenium.webdriver import Remote
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import visibility_of_element_located
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.films import code
from tests.browser.offline import IN_CHARGE, WHAT_WAITS, Network, events
from tests.browser.test_offline import KEPT
from tests.webkit_at_hand import launched_webkit, running_driver
from tests.world import World
from workshop.browserfiles import has_reader

# A browser that leaves a page lets go of the files it was being sent; the test server does not close them by itself.
LEFT = "ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings(LEFT)]

PATIENCE_S = 20
HAS = "() => [isSecureContext, 'serviceWorker' in navigator, 'SyncManager' in globalThis, 'BarcodeDetector' in globalThis]"
# WebKitGTK has no camera to stand in for: the page is given one that sees a still.
SEES = """async ([still]) => {
  const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(still), (one) => one.charCodeAt(0))]));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const paper = canvas.getContext("2d");
  setInterval(() => paper.drawImage(picture, 0, 0), 40);
  const devices = { getUserMedia: async () => canvas.captureStream(10) };
  Object.defineProperty(navigator, "mediaDevices", { value: devices });
}"""


@pytest.fixture(scope="module")
def driver() -> Iterator[str]:
    with running_driver() as address:
        yield address


@pytest.fixture
def browser(driver: str, network: Network, world: World, app: Flask) -> Iterator[Remote]:
    """Ana's tablet."""
    kept = world.sign_in(app, world.ana).get_cookie("workshop")
    assert kept is not None
    with launched_webkit(driver) as opened:
        opened.get(f"{network.address}/healthz")  # a cookie is taken only by a page of its own address
        opened.add_cookie({"name": "workshop", "value": kept.value, "path": "/"})
        yield opened


def ask(browser: Remote, script: str, *words: Any) -> Any:
    return browser.execute_script(f"return ({script})(arguments[0])", words)


def waiting(browser: Remote, count: int, state: str = "waiting") -> list[dict[str, Any]]:
    return list(ask(browser, WHAT_WAITS, state, count))


def settled(browser: Remote, address: str) -> None:
    """Open a page once the worker has taken over, as on a tablet that was used before."""
    browser.get(address)
    ask(browser, IN_CHARGE)


def back(browser: Remote, network: Network) -> None:
    """The server answers again, and the tablet hears of a network: else its next try may be as late as the patience here."""
    network.up()
    ask(browser, "() => void dispatchEvent(new Event('online'))")


def seen(browser: Remote, path: str) -> Any:
    """What stands there, as soon as it is to be seen."""
    return WebDriverWait(browser, PATIENCE_S).until(visibility_of_element_located((By.XPATH, path)))


def read(browser: Remote, text: str) -> Any:
    return seen(browser, f'//*[contains(text(), "{text}")]')


def press(browser: Remote, name: str) -> None:
    seen(browser, f'//button[contains(normalize-space(), "{name}")]').click()


def test_it_is_the_engine_that_has_to_do_without(browser: Remote, network: Network) -> None:
    """As on an iPad: a worker, but nobody who sends in the background and no detector of codes."""
    settled(browser, f"{network.address}/bench")
    assert ask(browser, HAS) == [True, True, False, False]


def test_what_was_saved_without_a_server_outlives_a_reload_and_is_sent_once(
    browser: Remote, world: World, network: Network
) -> None:
    serial, other = world.piece(), world.piece()
    settled(browser, f"{network.address}/bench")
    browser.get(f"{network.address}/pieces/{serial}")
    ask(browser, KEPT)
    network.down()
    press(browser, "Start")
    waiting(browser, 1)
    browser.refresh()
    read(browser, "1 saved here, waiting for Wi-Fi")
    seen(browser, f'//h2[contains(., "{serial}")]')
    assert other in seen(browser, "//*[@data-mine]").text
    assert len(waiting(browser, 1)) == 1
    back(browser, network)
    waiting(browser, 0)
    assert events(world, serial) == ["start"]


def test_an_answer_lost_after_the_shop_had_done_it(browser: Remote, world: World, network: Network) -> None:
    serial = world.piece()
    settled(browser, f"{network.address}/pieces/{serial}")
    network.harm.lost = 2
    press(browser, "Start")
    waiting(browser, 0)
    assert len(network.harm.asked) == 3 and events(world, serial) == ["start"]


def test_a_refused_entry_stays_in_sight(browser: Remote, world: World, network: Network) -> None:
    serial, tom = world.piece(), world.person("Tom", "artisan")
    settled(browser, f"{network.address}/pieces/{serial}")
    network.down()
    press(browser, "Start")
    waiting(browser, 1)
    world.event(serial, "start", tom)
    back(browser, network)
    (entry,) = waiting(browser, 1, "attention")
    assert "by Tom" in entry["sentence"]
    browser.get(f"{network.address}/outbox")
    read(browser, "1 needs attention")
    assert "by Tom" in seen(browser, "//*[@data-entries='attention']").text
    assert events(world, serial) == ["start"]


def test_keys_write_the_weight_that_is_saved(browser: Remote, world: World, network: Network) -> None:
    serial = world.worked()
    world.event(serial, "start")
    settled(browser, f"{network.address}/pieces/{serial}")
    for key in ("4", "sign", "3", "9", "back", "8"):
        seen(browser, f"//*[@data-keypad-for='f-weight']//button[@data-key='{key}']").click()
    assert seen(browser, "//*[@id='f-weight']").get_property("value") == "4.38"
    press(browser, "Finish")
    read(browser, "saved.")
    (row,) = world.rows("SELECT weight_mg FROM work_event WHERE kind = 'pre_polish'")
    assert row.weight_mg == 4_380


def test_the_carried_decoder_reads_a_slip(browser: Remote, world: World, network: Network) -> None:
    assert has_reader(), "the decoder comes at set-up: run ./check once with the network"
    serial, still = world.worked(), BytesIO()
    code(f"JOB:{serial}").rotate(6, expand=True, fillcolor=(255, 255, 255)).save(still, "JPEG")
    browser.get(f"{network.address}/scan")
    ask(browser, SEES, b64encode(still.getvalue()).decode())
    press(browser, "Use the camera")
    read(browser, f"{serial} found.")
