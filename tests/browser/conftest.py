"""A shop behind a real server, and a browser in which somebody is signed in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from werkzeug.serving import make_server

from tests.browser.offline import LOADS, Network, let_in
from tests.browser_at_hand import launched_browser
from tests.world import World
from workshop.people.tablets import enrol_device
from workshop.writing import Actor

Opener = Callable[..., Page]
TABLET = {"width": 1280, "height": 800}
expect.set_options(timeout=30_000)  # a machine that is busy is slow, not wrong


@pytest.fixture(scope="session")
def engine_name() -> str:
    """One engine: what a browser shows is the same on both."""
    return "sqlite"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched_browser() as running:
        yield running


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The address of the shop, served by threads of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = False  # so that closing waits for whoever is still being answered
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def signed_in(browser: Browser, app: Flask, world: World, served: str) -> Iterator[Opener]:
    """`signed_in(who, **context)`: a page of that person's own browser (`within` another program); at the end no request has left the shop."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def opened(who: Actor, within: Browser | None = None, **how: Any) -> Page:
        context = (within or browser).new_context(**({"base_url": served, "viewport": TABLET, "has_touch": True} | how))
        client = world.sign_in(app, who)
        kept = client.get_cookie("workshop")
        assert kept is not None
        context.add_cookies([{"name": "workshop", "value": kept.value, "url": served}])
        context.on("request", lambda asked: strangers.append(asked.url) if not _is_own(asked.url, served) else None)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        _closed(context)
    assert not strangers, strangers


@pytest.fixture
def tablet(browser: Browser, world: World, served: str) -> Iterator[Opener]:
    """`tablet(**context)`: a page of the shop's tablet, nobody signed in (`within` another program)."""
    world.tell(lambda w: enrol_device(w, name="Bench 1", key="akey"), world.omar)
    contexts: list[BrowserContext] = []

    def opened(within: Browser | None = None, **how: Any) -> Page:
        context = (within or browser).new_context(base_url=served, viewport=TABLET, has_touch=True, **how)  # type: ignore[arg-type]
        context.add_cookies([{"name": "workshop-tablet", "value": "akey", "url": served}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        _closed(context)


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
    _closed(opened)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _closed(context: BrowserContext) -> None:
    """Ended at rest: a page that is just going on to the next, through its worker, may keep the browser from ever closing."""
    for page in context.pages:
        for _ in range(LOADS - 1):
            with suppress(Error):  # told when the page was just going on, or still goes where it was sent before
                page.wait_for_load_state()
                page.goto("about:blank")
                break
        else:
            page.goto("about:blank")
    context.close()


def _is_own(address: str, served: str) -> bool:
    return address.startswith((served, "blob:", "data:"))
