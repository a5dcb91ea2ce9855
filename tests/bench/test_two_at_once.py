"""Two people at two tablets want the last of a lot at the same moment, over real connections: one has it, the other is told."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.bench.forms import form_to
from tests.materials.test_books import there
from tests.world import World
from workshop.auditing import audit
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, receive_lot
from workshop.writing import Actor

RACES = (5, pytest.param(100, marks=pytest.mark.slow))
LAST = NewLot("metal", Amount(4_000), alloy="au750y", received_on="2026-10-12")
STONE = NewLot("stone", Amount(0, 480, 1))


class Quiet(WSGIRequestHandler):
    """What is asked is not written to the screen."""

    def log(self, type: str, message: str, *args: Any) -> None: ...


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """Where the shop answers: each connection in a thread of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


class Tablet:
    """One person's browser with a connection of its own."""

    def __init__(self, world: World, app: Flask, who: Actor, port: int) -> None:
        cookie = world.sign_in(app, who).get_cookie("workshop")
        assert cookie is not None
        self.cookie = f"workshop={cookie.value}"
        self.port = port

    def ask(self, method: str, address: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if typed else {}
        try:
            connection.request(method, address, urlencode(typed) if typed else None, {"Cookie": self.cookie, **kind})
            answer = connection.getresponse()
            for given in answer.headers.get_all("Set-Cookie", []):
                if given.startswith("workshop="):
                    self.cookie = given.partition(";")[0]
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def filled_in(self, lot: str, way: str, **typed: str) -> dict[str, str]:
        """The form as it stands on the page, filled in."""
        status, page = self.ask("GET", f"/materials/lots/{lot}?do={way}")
        assert status == 200
        form = form_to(SimpleNamespace(text=page), f"/materials/lots/{lot}/moves")  # type: ignore[arg-type]
        return {**form.values, **typed}


@pytest.fixture
def tablets(world: World, app: Flask, port: int) -> list[Tablet]:
    return [Tablet(world, app, who, port) for who in (world.ana, world.omar)]


def at_once(tablets: Sequence[Tablet], lot: str, typed: Sequence[dict[str, str]]) -> Counter[tuple[int, bool]]:
    """Both send at the same moment: with what status they were answered, and whether they read that there is not so much."""
    start = threading.Barrier(len(tablets))

    def send(tablet: Tablet, form: dict[str, str]) -> tuple[int, bool]:
        start.wait()
        status, page = tablet.ask("POST", f"/materials/lots/{lot}/moves", form)
        return status, "Nothing is used beyond what was received" in page

    with ThreadPoolExecutor(len(tablets)) as pool:
        return Counter(pool.map(send, tablets, typed))


@pytest.mark.parametrize("races", RACES)
@pytest.mark.parametrize(("new", "amount"), [(LAST, {"amount": "4"}), (STONE, {"carats": "0.48"})])
def test_the_last_of_a_lot_has_one_winner(
    world: World, tablets: list[Tablet], new: NewLot, amount: dict[str, str], races: int
) -> None:
    for _race in range(races):
        lot = world.tell(lambda w: receive_lot(w, new), world.omar)
        forms = [
            tablets[0].filled_in(lot, "issue", person=world.ana.subject, **amount),
            tablets[1].filled_in(lot, "aside", where="lost", **amount),
        ]
        assert at_once(tablets, lot, forms) == {(303, False): 1, (409, True): 1}
        assert there(world, "lot", lot, lot) == Amount()
        held = there(world, "person", world.ana.subject, lot), there(world, "lost", None, lot)
        assert sorted(bool(one) for one in held) == [False, True]
    assert audit(world.room).findings == []
