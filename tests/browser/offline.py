"""A shop whose network can be harmed, and a tablet that goes on all the same."""

import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import sample
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Error, Page
from werkzeug.serving import BaseWSGIServer, make_server

from tests.world import World

Answer = Iterable[bytes]
# Asked in the page itself until it is so; the browser's own limit ends it.
WHAT_WAITS = """async ([state, count]) => {
  const all = async () => {
    if (!(await indexedDB.databases()).some((one) => one.name === "workshop")) return [];
    const db = await new Promise((done) => {
      const asked = indexedDB.open("workshop", 1);
      asked.onupgradeneeded = () => asked.transaction.abort(); // the page makes it, not who looks
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
    });
    if (!db) return [];
    const asked = db.transaction("entries").objectStore("entries").getAll();
    const found = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
    db.close();
    return found.map(({ files, ...entry }) => ({ ...entry, files: files.map((one) => one.bytes.byteLength) }));
  };
  for (const until = Date.now() + 20000; ; await new Promise((done) => setTimeout(done, 40))) {
    const those = (await all()).filter((one) => one.state === state);
    if (count === null || those.length === count) return those;
    if (Date.now() > until) throw new Error(`${state}: ${those.length}, not ${count}: ${JSON.stringify(await all())}`);
  }
}"""
# A page that goes on may do so more than once while it is asked; one that never ends doing so is at fault.
LOADS = 5
# A worker that could not be installed is told, since nothing else would ever end the wait.
IN_CHARGE = """async () => {
  const ready = async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  };
  const late = async () => {
    await new Promise((done) => setTimeout(done, 60000));
    const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration()) ?? {};
    throw new Error(`no worker is in charge: ${[installing, waiting, active].map((one) => one?.state)}`);
  };
  await Promise.race([ready(), late()]);
}"""


@dataclass
class Harm:
    """Between the tablet and the shop: `lost` answers are thrown away after the shop has done what was asked."""

    app: Callable[..., Answer]
    lost: int = 0
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        if environ["REQUEST_METHOD"] != "POST":
            return self.app(environ, start)
        self.asked.append(environ["PATH_INFO"])
        if self.lost <= 0:
            return self.app(environ, start)
        self.lost -= 1
        list(self.app(environ, lambda *_told: lambda _body: None))
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError("the answer was lost")


def _port_of_its_own() -> int:
    """A free port that no other program is given by chance while the shop is away: below those that are handed out."""
    for port in sample(range(20_000, 32_000), 200):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)):
                return port
    raise OSError("no port is free")


class Network:
    """The shop at one address: it can go away and come back there."""

    def __init__(self, app: Flask) -> None:
        self.harm = Harm(app)
        self.port = _port_of_its_own()
        self.server: BaseWSGIServer | None = None
        self.up()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def up(self, app: Flask | None = None) -> None:
        if app is not None:
            self.harm.app = app
        self.server = make_server("127.0.0.1", self.port, self.harm, threaded=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def down(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
        self.server = None


def let_in(context: BrowserContext, client: FlaskClient, address: str) -> None:
    """The browser becomes the one in which that client is signed in."""
    kept = client.get_cookie("workshop")
    assert kept is not None
    context.add_cookies([{"name": "workshop", "value": kept.value, "url": address}])


def settled(page: Page, address: str) -> None:
    """Open a page once the worker has taken over, as on a tablet that was used before."""
    page.goto(address)
    page.evaluate(IN_CHARGE)


def waiting(page: Page, count: int | None, state: str = "waiting") -> list[dict[str, Any]]:
    """What is saved in the browser, as soon as it is that much; a page that goes on meanwhile is asked anew."""
    for _ in range(LOADS):
        try:
            return list(page.evaluate(WHAT_WAITS, [state, count]))
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
            page.wait_for_load_state()
    raise AssertionError(f"the page was loaded anew {LOADS} times")


def events(world: World, serial: str) -> list[str]:
    """What the shop knows of a piece."""
    rows = world.rows(
        "SELECT e.kind FROM work_event e JOIN piece p ON p.id = e.piece_id WHERE p.serial = :serial ORDER BY e.sequence",
        serial=serial,
    )
    return [row.kind for row in rows]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.tap()


def saved_offline(page: Page, network: Network, name: str) -> dict[str, Any]:
    """That button tapped while the shop cannot be reached: the entry that the tablet keeps."""
    network.down()
    press(page, name)
    (entry,) = waiting(page, 1)
    return entry


def refused_meanwhile(page: Page, network: Network, name: str, meanwhile: Callable[[], object]) -> dict[str, Any]:
    """Saved without a network; what others did meanwhile makes the shop refuse it: the entry that needs attention."""
    saved_offline(page, network, name)
    meanwhile()
    network.up()
    (entry,) = waiting(page, 1, "attention")
    return entry


def noted(page: Page, words: str) -> None:
    """Words of one's own in the note of a stage."""
    page.get_by_text("Write…").first.tap()
    page.get_by_label("Note").fill(words)


def handed_over(page: Page, network: Network, client: FlaskClient) -> None:
    """The tablet is another person's now."""
    page.context.clear_cookies()
    let_in(page.context, client, network.address)
