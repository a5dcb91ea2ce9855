"""How heavy a page is for a tablet, and when it can be used: in a real browser, its processor slowed six times."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from bench.filling import Bench
from bench.pages import signed_in_cookie
from bench.servers import Server
from tests.browser_at_hand import launched_browser
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.queries import piece_standing

SLOWER = 6
TABLET = {"width": 1280, "height": 800}
# Modules run before this event: from it on, keys write and forms are kept for want of Wi-Fi.
USABLE = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


@dataclass(frozen=True)
class Visit:
    """What one visit cost: bytes that came over the network, how many requests, milliseconds until the page can be used."""

    sent: int
    requests: int
    usable_ms: float

    def __str__(self) -> str:
        return f"{self.sent / 1024:.0f} KiB in {self.requests} requests, usable after {self.usable_ms:.0f} ms"


def heavy_pages(us: Server, them: Server, bench: Bench) -> None:
    """The first and the second visit of each page, beside a bare page of the floor in the same browser."""
    serial = _in_hand(bench)
    _tagged, code = bench.tagged_piece()
    pages = (
        ("my queue", "/bench"),
        ("a piece at its stage", f"/pieces/{serial}"),
        ("its inspection", f"/pieces/{serial}/inspections"),
        ("the public page", f"/p/{code}"),
    )
    with launched_browser() as browser:
        floor = _visits(browser, f"http://127.0.0.1:{them.port}", "/", None)
        print(f"pages in Chromium, processor slowed {SLOWER} times; a bare page of the floor: {floor[0]}")
        for name, path in pages:
            first, second = _visits(browser, f"http://127.0.0.1:{us.port}", path, signed_in_cookie(bench))
            print(f"  {name}: first {first}; again {second}")


def _in_hand(bench: Bench) -> str:
    serial, _code = bench.tagged_piece()

    def start(writing: Any) -> None:
        record_event(writing, serial, Happening("start", seen=piece_standing(writing.session, serial).seen))

    bench.tell(start, bench.maker)
    return serial


def _visits(browser: Browser, address: str, path: str, cookie: str | None) -> tuple[Visit, Visit]:
    context = browser.new_context(base_url=address, viewport=TABLET)
    if cookie is not None:
        name, _sign, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": address}])
    first, second = _visit(context, path), _visit(context, path)
    context.close()
    return first, second


def _visit(context: BrowserContext, path: str) -> Visit:
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tools.send("Network.enable")
    came: list[float] = []
    tools.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    page.goto(path, wait_until="load")
    usable = float(page.evaluate(USABLE))
    visit = Visit(int(sum(came)), sum(1 for one in came if one), usable)
    page.close()
    return visit
