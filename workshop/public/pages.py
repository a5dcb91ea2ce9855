"""Pages as they were last made, a few of them, by the tag that changes with everything they are made of."""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

MOST_PAGES = 128
EFFORT = 6  # of gzip: beyond it a page of this size hardly gets smaller


@dataclass(frozen=True)
class Kept:
    """A page in both spellings that it is sent in."""

    plain: bytes
    packed: bytes


def packed(plain: bytes) -> bytes:
    """The same bytes for the same text, whenever it is packed."""
    return gzip.compress(plain, EFFORT, mtime=0)


class Pages:
    """The newest asked pages of this process: a scan that finds the same page again is neither drawn nor packed again."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str, make: Callable[[], str]) -> Kept:
        """The page of that tag, made now when it is not kept."""
        with self._lock:
            page = self._made.get(tag)
        page = _kept(make()) if page is None else page
        with self._lock:
            self._made[tag] = page
            self._made.move_to_end(tag)
            if len(self._made) > MOST_PAGES:
                self._made.popitem(last=False)
        return page


def _kept(page: str) -> Kept:
    plain = page.encode()
    return Kept(plain, packed(plain))
