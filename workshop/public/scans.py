"""Looks at public pages, counted in memory and written down together: a page never waits for it, and nobody is known by it.

What is kept is the piece, the hour, and the country where the shop's own proxy tells it. A crash loses the counts of a minute.
"""

import logging
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Request

from workshop.errors import Refusal
from workshop.provenance.looking import add_scans, hour_of
from workshop.shoproom import Shoproom
from workshop.writing import NOBODY, Intent, Writing

EVERY_S = 45
MOST_WAITING = 20_000  # kinds of counts; beyond it nothing new is counted until they are written
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|monitor|python-|curl|wget", re.IGNORECASE
)
_COUNTRY = re.compile(r"[A-Z]{2}")
log = logging.getLogger("workshop")


class Scans:
    """The looks that are not written down yet."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, int, str]] = Counter()
        self._lock = threading.Lock()

    def add(self, piece_id: int, hour: int, country: str) -> None:
        key = (piece_id, hour, country)
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_WAITING:
                self._counts[key] += 1

    def write(self, room: Shoproom) -> None:
        """Write down what was counted; what cannot be written waits for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return

        def act(writing: Writing) -> dict[str, object]:
            add_scans(writing, counts)
            return {}

        try:
            room.do(Intent("count scans", NOBODY, room.now()), act)
        except (Refusal, SQLAlchemyError):
            log.warning("scans are not written down yet")
            with self._lock:
                self._counts.update(counts)


def note_scan(room: Shoproom, scans: Scans, request: Request, piece_id: int) -> None:
    """Count a look of a person: not of a robot, nor of a browser that only fetches ahead, nor a mere question for the head."""
    if request.method == "GET" and not _is_ahead(request) and not _ROBOT.search(request.headers.get("User-Agent", "")):
        scans.add(piece_id, hour_of(room.now()), _country(room, request))


def _is_ahead(request: Request) -> bool:
    return any("prefetch" in request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))


def _country(room: Shoproom, request: Request) -> str:
    header = room.settings.country_header
    told = request.headers.get(header, "") if header else ""
    return told if _COUNTRY.fullmatch(told) else ""


@contextmanager
def keep_scans(room: Shoproom, scans: Scans) -> Iterator[None]:
    """While this runs, counts are written down now and then, and once at the end."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep, args=(room, scans, stop), name="scans", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep(room: Shoproom, scans: Scans, stop: threading.Event) -> None:
    while not stop.wait(EVERY_S):
        scans.write(room)
    scans.write(room)
