"""What stands at a place: each file with its digest, and of what each page was made. One small database for each place."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_TABLES = (
    "CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, code TEXT NOT NULL, digest TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS ix_file_code ON file (code)",
    "CREATE TABLE IF NOT EXISTS page (code TEXT PRIMARY KEY, quick TEXT NOT NULL, said TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS mark (id INTEGER PRIMARY KEY CHECK (id = 1), told TEXT NOT NULL) STRICT",
)


@dataclass(frozen=True)
class Made:
    """Of what a page was made: `quick` changes with every row it might say, and with the day; `said` with what it says."""

    quick: str
    said: str


class Manifest:
    """What was written to one place. Nothing is lost with it: without it everything is written once more."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path)
        for statement in _TABLES:
            self._connection.execute(statement)

    @property
    def mark(self) -> str | None:
        """What the place's own mark said when this was written last."""
        row = self._connection.execute("SELECT told FROM mark").fetchone()
        return None if row is None else str(row[0])

    def begin(self, mark: str) -> None:
        self._connection.execute("REPLACE INTO mark (id, told) VALUES (1, ?)", (mark,))
        self._connection.commit()

    def forget(self) -> None:
        """Nothing is known of the place any more."""
        for table in ("file", "page", "mark"):
            self._connection.execute(f"DELETE FROM {table}")
        self._connection.commit()

    def page(self, code: str) -> Made | None:
        row = self._connection.execute("SELECT quick, said FROM page WHERE code = ?", (code,)).fetchone()
        return None if row is None else Made(*row)

    def files(self, code: str) -> dict[str, str]:
        """Digests by path of what stands there for a code."""
        return dict(self._connection.execute("SELECT path, digest FROM file WHERE code = ?", (code,)).fetchall())

    def note(self, code: str, made: Made, written: Mapping[str, str], removed: Iterable[str]) -> None:
        """Files were written and taken away."""
        self._connection.executemany(
            "REPLACE INTO file (path, code, digest) VALUES (?, ?, ?)",
            [(path, code, digest) for path, digest in written.items()],
        )
        self._connection.executemany("DELETE FROM file WHERE path = ?", [(path,) for path in removed])
        self._connection.execute(
            "REPLACE INTO page (code, quick, said) VALUES (?, ?, ?)", (code, made.quick, made.said)
        )

    def open(self, codes: Iterable[str]) -> None:
        """Files of these are about to be written; until they are noted, nobody knows which stand there."""
        self._connection.executemany("REPLACE INTO page (code, quick, said) VALUES (?, '', '')", [(c,) for c in codes])
        self._connection.commit()

    def commit(self) -> None:
        self._connection.commit()

    def close(self) -> None:
        self._connection.close()


def manifest_path(data_dir: Path, place: str) -> Path:
    return data_dir / "publishing" / f"{sha256(place.encode()).hexdigest()[:16]}.db"


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()
