"""Writing the whole shop as open files, on one unchanging picture of the rows, beside a server that goes on working."""

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from sqlalchemy import Connection, TextClause, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workshop import revisions
from workshop.database import Base
from workshop.errors import CannotStart, NotFound
from workshop.filestore import FileStore, sync_folder
from workshop.openfiles import (
    DESCRIPTION,
    FILE_LIST,
    FLEETING,
    JOURNAL_KEY,
    PASSPORT_KEY,
    PROFILE,
    SECRET_COLUMNS,
    SECRET_KEY,
    SECRET_TABLES,
    Carried,
    Digested,
    carried,
    describe,
    stored_path,
)
from workshop.shoproom import Shoproom

AT_ONCE, BLOCK = 5_000, 1 << 20
TELL_EVERY = 100_000
Progress = Callable[[str], None]

README = """This folder is a whole workshop in open files.

datapackage.json  what every table and column is, with the size and digest of each file (a Data Package, datapackage.org)
tables/           one CSV for each table: UTF-8, comma, head in the first row
files/            pictures and documents, each named by the SHA-256 of its bytes; files.csv lists them
checkpoints/      signed sizes and roots of the journal
{keys}
An empty cell is a value that is not there. A text that is empty or begins with a backslash has one backslash before it.
Cells are exact and nothing is put before a text that looks like a formula: open them as text.
The journal is tables/journal_entry.csv: its entries, their leaves and the chain from one to the next.

{told}
"""
MOVE_KEYS = """keys/             what this shop signs its journal and its sign-ins with
"""
MOVE = """TAKE CARE. Whoever has this folder has the shop: names, customers, keys, and what passwords are checked against.
Keep it as you keep the safe; do not mail it. `python3 -m workshop import all FOLDER` fills an empty workshop with it."""
SHOW = """This export is for showing. Keys, passwords, PINs, tokens and tablets' keys are left out, so it cannot be imported.
The names of people and customers are still in it."""


@dataclass
class Exported:
    """What was written: rows by table, how many files, and the names of those that are missing or not what they were."""

    folder: Path
    to_show: bool
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    missing: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """What is said to people."""
        told = f"{sum(self.rows.values()):,} rows of {len(self.rows)} tables and {self.files:,} files are in {self.folder}."
        care = "" if self.to_show else " Whoever has this folder has the shop: keep it as you keep the safe."
        return [told + care, *(f"  missing, or not what it was: the file {name}" for name in self.missing)]

    def as_json(self) -> dict[str, Any]:
        told = {"export": str(self.folder), "to_show": self.to_show, "rows": self.rows, "files": self.files}
        return told | {"missing": self.missing}


def export(room: Shoproom, target: Path, *, to_show: bool = False, progress: Progress | None = None) -> Exported:
    """Write everything to `target`, a folder that is empty or not there; it appears under its name only when it is whole.

    `to_show`: without secrets. `progress` is told a line now and then. Raises CannotStart.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CannotStart(f"{target} is not an empty folder. Name one that is empty or not there yet.")
    target = target.absolute()
    part = target.with_name(f".{target.name}-{uuid4().hex[:8]}")
    try:
        part.mkdir(mode=0o700, parents=True)
        done = _Export(room, part, Exported(target, to_show), progress or _quiet).write()
        sync_all(part)
        if target.exists():
            target.rmdir()
        part.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise CannotStart(
            f"The export cannot be written to {target}: {error.strerror}. Make room, or name another folder."
        ) from error
    except DBAPIError as error:
        raise CannotStart(f"The database cannot be read: {str(error.orig).splitlines()[0]}.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return done


class _Export:
    """One run."""

    def __init__(self, room: Shoproom, part: Path, done: Exported, progress: Progress) -> None:
        self.room, self.part, self.done, self.progress = room, part, done, progress
        self.tables = carried(to_show=done.to_show)
        self.resources: list[dict[str, Any]] = []

    def write(self) -> Exported:
        """Keys and checkpoints first, so that none is of a longer journal than the rows'; files last, so that every row has its own."""
        with self.room.database.reading() as session:
            revision = revisions.revision_of(session.connection())
            if revision != revisions.newest():
                raise CannotStart("The database is not up to date. Run `python3 -m workshop migrate`, then export.")
            _require_known(session.connection())
        if not self.done.to_show:
            self._write_keys()
        self._copy_checkpoints()
        with self.room.database.reading() as session:
            for one in self.tables:
                self._write_table(session, one)
            self._copy_files(session)
        self._write_description(revision)
        return self.done

    def _write_keys(self) -> None:
        for name, content in ((JOURNAL_KEY, self.room.seed), (SECRET_KEY, self.room.settings.secret_key.encode())):
            self._write(f"keys/{name}", content)
        passport_key = self.room.settings.data_dir / PASSPORT_KEY
        if passport_key.exists():
            self._write(f"keys/{PASSPORT_KEY}", passport_key.read_bytes())

    def _copy_checkpoints(self) -> None:
        for path in sorted((self.room.settings.data_dir / "checkpoints").glob("*.txt")):
            self._write(f"checkpoints/{path.name}", path.read_bytes())

    def _write(self, path: str, content: bytes) -> None:
        with new_file(self.part / path) as file:
            file.write(content)
        told = {"bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}"}
        self.resources.append({"name": path.replace("/", "-"), "path": path, **told})

    def _write_table(self, session: Session, one: Carried) -> None:
        with new_file(self.part / one.path) as file:
            sink = Digested(file)
            self.done.rows[one.name] = write_table(session, one, sink, self.progress)
        self.resources.append(describe(one) | sink.fingerprint())

    def _copy_files(self, session: Session) -> None:
        store = FileStore(self.room.settings.data_dir)
        with new_file(self.part / FILE_LIST) as file, named_files(session, self.tables) as names:
            sink = Digested(file)
            sink.write("sha256,bytes\r\n")
            for name in names:
                size = self._copy(store, name)
                if size is None:
                    self.done.missing.append(name)
                else:
                    self.done.files += 1
                    sink.write(f"{name},{size}\r\n")
        self.resources.append(_file_list() | sink.fingerprint())

    def _copy(self, store: FileStore, name: str) -> int | None:
        """The size of a file that was copied; None for one that is not what it is named after."""
        target = self.part / stored_path(name)
        try:
            with store.path_of(name).open("rb") as source, new_file(target) as file:
                digest, size = copy_bytes(source, file)
        except (FileNotFoundError, NotFound):
            digest, size = "", 0
        if digest == name:
            return size
        target.unlink(missing_ok=True)
        return None

    def _write_description(self, revision: str | None) -> None:
        told = {
            "$schema": PROFILE,
            "name": "workshop",
            "title": "A whole workshop in open files",
            "description": "An empty cell is NULL; a text that is empty or begins with a backslash has one backslash put before it.",
            "created": self.room.now().isoformat(),
            "workshop": {
                "revision": revision,
                "made_for": "showing" if self.done.to_show else "moving",
                "rows": sum(self.done.rows.values()),
                "left_out": _left_out(self.done.to_show),
                "missing_files": self.done.missing,
            },
            "resources": self.resources,
        }
        keys, words = ("", SHOW) if self.done.to_show else (MOVE_KEYS, MOVE)
        with new_file(self.part / "README.txt") as file:
            file.write(README.format(keys=keys, told=words).encode())
        with new_file(self.part / DESCRIPTION) as file:
            file.write(json.dumps(told, indent=1, ensure_ascii=False).encode())


def write_table(session: Session, one: Carried, sink: Digested, progress: Progress) -> int:
    """Write the rows in the order of their key, the same on both databases; returns how many."""
    lines = csv.writer(sink, lineterminator="\r\n")
    lines.writerow(one.names)
    (key,) = one.model.__table__.primary_key
    writers, count = one.writers, 0
    with session.execute(_all_rows(session, one, key), execution_options={"yield_per": AT_ONCE}) as rows:
        for row in rows:
            try:
                lines.writerow([write(value) for write, value in zip(writers, row, strict=True)])
            except (ValueError, OverflowError) as error:
                raise CannotStart(
                    f"A row of {one.name} ({key.name} {row[one.names.index(key.name)]}) holds a moment that no calendar has. Run `python3 -m workshop verify`."
                ) from error
            count += 1
            if count % TELL_EVERY == 0:
                progress(f"{one.name}: {count:,} rows")
    return count


def _all_rows(session: Session, one: Carried, key: Any) -> TextClause:
    plainly = ' COLLATE "C"' if key.type.python_type is str and session.get_bind().dialect.name == "postgresql" else ""
    return text(f"SELECT {', '.join(one.names)} FROM {one.name} ORDER BY {key.name}{plainly}")


@contextmanager
def named_files(session: Session, tables: Iterable[Carried]) -> Iterator[Iterable[str]]:
    """Every stored file that a row names, once."""
    asked = [f"SELECT {c} AS name FROM {one.name} WHERE {c} IS NOT NULL" for one in tables for c in one.model.files]
    statement = text(f"{' UNION '.join(asked)} ORDER BY name")
    with session.execute(statement, execution_options={"yield_per": AT_ONCE}) as found:
        yield found.scalars()


def copy_bytes(source: BinaryIO, target: BinaryIO) -> tuple[str, int]:
    """Copy block by block; returns the SHA-256 and the size."""
    digest, size = sha256(), 0
    while block := source.read(BLOCK):
        target.write(block)
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that only its owner may read, in folders that only their owner may enter."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb"
    ) as file:
        yield file


def sync_all(folder: Path) -> None:
    """Everything in the folder survives a power cut."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
            continue
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(folder)


def _require_known(connection: Connection) -> None:
    """Raises CannotStart for a table of which this program knows nothing: it would be left behind."""
    odd = set(inspect(connection).get_table_names()) - Base.metadata.tables.keys() - {"alembic_version"}
    if odd:
        raise CannotStart(f"The database has a table {min(odd)} that is not the workshop's. Take it out, then export.")


def _file_list() -> dict[str, Any]:
    fields = [
        {"name": "sha256", "type": "string", "description": "files/ab/cdef… holds the bytes of abcdef…"},
        {"name": "bytes", "type": "integer"},
    ]
    shape = {"fields": fields, "primaryKey": ["sha256"]}
    return {"name": "files", "type": "table", "path": FILE_LIST, "format": "csv", "encoding": "utf-8", "schema": shape}


def _left_out(to_show: bool) -> list[str]:
    secret = [f"{table}.{name}" for table, names in SECRET_COLUMNS.items() for name in names]
    return [*FLEETING, *((*SECRET_TABLES, *secret) if to_show else ())]


def _quiet(_told: str) -> None:
    """Nobody listens."""
