"""One writer at a time on SQLite: first come, first served in this process, and a file lock between processes."""

import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop.errors import CannotStart, Unavailable
from workshop.wording import _

if os.name == "posix":
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
else:
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]


class Turns:
    """A lock whose waiters are served in the order in which they came: each is woken by name."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def take(self, seconds: float) -> bool:
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        return turn.wait(seconds) or self._step_out(turn)

    def _step_out(self, turn: threading.Event) -> bool:
        with self._guard:
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False

    def give(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


class Writer:
    """The right to write: held only from BEGIN IMMEDIATE to COMMIT."""

    def __init__(self, path: Path | None, *, patience_s: float = 30.0) -> None:
        self._turns = Turns()
        self._patience_s = patience_s
        self._handle = None if path is None else _open(path)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Wait for the turn, then for other processes. Raises Unavailable when it takes too long."""
        if self._handle is None:
            yield
            return
        until = time.monotonic() + self._patience_s
        if not self._turns.take(self._patience_s):
            raise _busy()
        try:
            while not _try_lock(self._handle):
                if time.monotonic() > until:
                    raise _busy()
                time.sleep(0.002)
            try:
                yield
            finally:
                _unlock(self._handle)
        finally:
            self._turns.give()

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _busy() -> Unavailable:
    return Unavailable(
        _("The workshop's book is being written elsewhere. Nothing was saved: try again in a moment."), slug="busy"
    )


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


@contextmanager
def only_one(path: Path, sentence: str) -> Iterator[None]:
    """Hold the file for as long as this runs. Raises CannotStart with the sentence when another process holds it."""
    handle = _open(path)
    try:
        if not _try_lock(handle):
            raise CannotStart(sentence)
        yield
    finally:
        os.close(handle)
