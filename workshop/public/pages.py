"""Pages as they were last made, a few of them, by the tag that changes with everything they are made of."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_PAGES = 128


class Pages:
    """The newest asked pages of this process: a scan that finds the same page again costs one statement."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str, make: Callable[[], str]) -> str:
        """The page of that tag, made now when it is not kept."""
        with self._lock:
            page = self._made.get(tag)
        page = make() if page is None else page
        with self._lock:
            self._made[tag] = page
            self._made.move_to_end(tag)
            if len(self._made) > MOST_PAGES:
                self._made.popitem(last=False)
        return page
