"""What one running process holds: its settings, its database, and the keys that it signs with."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes

from workshop.config import Settings
from workshop.database import Database
from workshop.errors import CannotStart
from workshop.writing import Act, Answer, Intent, perform

SEED_BYTES = 32


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Shoproom:
    """The open shop. `now` is the only clock; tests and the demonstration move it."""

    settings: Settings
    database: Database
    seed: bytes
    now: Callable[[], datetime] = utc_now

    @property
    def journal_key(self) -> bytes:
        """The key of the journal's chain, derived from the seed that also signs its checkpoints."""
        return blake2b(b"journal chain", key=self.seed, digest_size=32).digest()

    def do(self, intent: Intent, act: Act, *, looked_up: bool = False) -> Answer:
        """Do one verb in one transaction, once. Raises Refusal."""
        return perform(self.database, intent, act, journal_key=self.journal_key, looked_up=looked_up)

    def close(self) -> None:
        self.database.close()


def open_shoproom(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> Shoproom:
    """Open the database and read the journal's key, made at the first opening. Raises CannotStart."""
    seed = _kept_seed(settings.data_dir / "journal.key")
    return Shoproom(settings, Database(settings), seed, now)


def _kept_seed(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_seed(path)
    with os.fdopen(handle, "wb") as file:
        file.write(seed := token_bytes(SEED_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return seed


def _read_seed(path: Path) -> bytes:
    seed = path.read_bytes()
    if len(seed) != SEED_BYTES:
        raise CannotStart(
            f"{path} is not the journal's key. Put the file back from a backup; without it nothing new can be written."
        )
    return seed
