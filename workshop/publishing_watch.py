"""Publishing by itself, while the shop is open: after each pass, tag, consent, recall and end of a tag."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from workshop.config import Settings
from workshop.provenance.versions import find_place
from workshop.public.seen import what_is_seen
from workshop.publishing_process import start_publishing
from workshop.publishing_state import is_running, read_state
from workshop.shoproom import Shoproom

log = logging.getLogger("workshop")
AFTER_REFUSAL = timedelta(minutes=10)
AT_THE_LATEST = timedelta(days=1)  # what runs out by itself, such as a paper, is on no list
Start = Callable[[Settings], object]


def is_due(room: Shoproom) -> bool:
    """Whether pages are to be published by themselves now: set so, something to publish came since, and none runs."""
    with room.database.reading() as session:
        place, seen = find_place(session), what_is_seen(session)
    if place.place is None or not place.by_itself:
        return False
    state = read_state(room.settings.data_dir)
    if state is None or state.ended is None:
        return not is_running(room.settings.data_dir)
    if state.refused is not None:
        return room.now() > datetime.fromisoformat(state.ended) + AFTER_REFUSAL
    return state.seen != seen or room.now() > datetime.fromisoformat(state.ended) + AT_THE_LATEST


@contextmanager
def publish_by_itself(room: Shoproom, seconds: float, start: Start = start_publishing) -> Iterator[None]:
    """While this runs, it is looked every so many seconds whether there is something to publish."""
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(room, seconds, start, stop), name="publish by itself", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _watch(room: Shoproom, seconds: float, start: Start, stop: threading.Event) -> None:
    while not stop.wait(seconds):
        try:
            if is_due(room):
                start(room.settings)
        except (SQLAlchemyError, OSError):
            log.exception("nothing was published")
