"""Filling an empty workshop with an export, in one transaction, on either database: equal and verified, or nothing at all."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workshop.checkpoints import kept_checkpoints
from workshop.database import Database
from workshop.errors import CannotStart, Refusal
from workshop.exporting import AT_ONCE, TELL_EVERY, Progress, named_files, new_file, write_table
from workshop.filestore import FileStore, sync_folder
from workshop.house import journalled, rules_for
from workshop.openfiles import (
    FLEETING,
    JOURNAL_KEY,
    PASSPORT_KEY,
    SECRET_KEY,
    Carried,
    Digested,
    Value,
    carried,
    stored_path,
)
from workshop.shoproom import Shoproom
from workshop.sought import fill_words
from workshop.unguarded import guard_again, lost_row, unguarded
from workshop.unpacking import Package, read_package, read_rows
from workshop.verifying import verify_picture

OWN = (JOURNAL_KEY, SECRET_KEY, PASSPORT_KEY, "checkpoints")
AS_IT_IS = "To bring it in all the same, add --as-it-is: what is wrong stays findable."


@dataclass(frozen=True)
class CarriedOver:
    """What came in, and what `verify` says of it."""

    rows: dict[str, int]
    files: int
    entries: int
    problems: list[str]

    def lines(self) -> list[str]:
        """What is said to people."""
        told = f"{sum(self.rows.values()):,} rows of {len(self.rows)} tables and {self.files:,} files are in, equal to the export."
        return [f"{told} Problems: {len(self.problems)}.", *(f"  {one}" for one in self.problems)]

    def as_json(self) -> dict[str, Any]:
        count = sum(self.rows.values())
        counts = {"read": count, "imported": count, "repeated": 0, "refused": []}
        return counts | {"rows": self.rows, "files": self.files, "problems": self.problems}


def carry_over(room: Shoproom, source: Path, *, as_it_is: bool = False, progress: Progress) -> CarriedOver:
    """Fill the empty shop. The caller is the only one at work in it; the room is to be closed afterwards, its keys are others now.

    `as_it_is`: also when `verify` finds something. Raises CannotStart; then nothing was changed.
    """
    try:
        package = read_package(source, progress)
        _require_secret(room, package)
        with room.database.engine.connect() as connection:
            _require_empty(connection)
        with closing(Database(room.settings, url=room.settings.migrate_url)) as database:
            return _carry(replace(room, database=database), package, as_it_is, progress)
    except OSError as error:
        raise CannotStart(f"{error.filename or source}: {error.strerror}. Nothing was changed.") from error
    except (DBAPIError, room.database.engine.dialect.loaded_dbapi.Error, OverflowError) as error:
        told = error.orig if isinstance(error, DBAPIError) else error
        raise CannotStart(f"The database did not take it: {_first_line(told)} Nothing was changed.") from error


def _first_line(error: object) -> str:
    return str(error).splitlines()[0].rstrip(".") + "."


def _require_secret(room: Shoproom, package: Package) -> None:
    """Raises CannotStart where the environment holds another secret than the export's: no password would be right any more."""
    kept = room.settings.data_dir / SECRET_KEY
    is_kept = kept.exists() and kept.read_text().strip() == room.settings.secret_key
    if not is_kept and package.key(SECRET_KEY).decode() != room.settings.secret_key:
        raise CannotStart(
            "WORKSHOP_SECRET_KEY is not that of the exported shop, so nobody could sign in. Leave it out, or set it to the old one (keys/secret.key)."
        )


def _carry(room: Shoproom, package: Package, as_it_is: bool, progress: Progress) -> CarriedOver:
    folder, rules = room.settings.data_dir, rules_for(room.database.engine.dialect.name)
    with (
        _files_in(package, FileStore(folder)),
        _keys_in(package, folder),
        room.database.writer.hold(),
        unguarded(room.database.engine) as connection,
    ):
        _require_empty(connection)
        rows = _replace_rows(connection, package, progress)
        fill_words(connection)
        guard_again(connection, rules)
        found = _look_back(connection, room, package, progress)
        if found.problems and not as_it_is:
            raise CannotStart(f"The export does not verify: {found.problems[0]} Nothing was changed. {AS_IT_IS}")
    return replace(found, rows=rows)


@contextmanager
def _files_in(package: Package, store: FileStore) -> Iterator[None]:
    """The files are in before any row names them; those that were put in go again when this fails."""
    new = []
    try:
        for name in package.names:
            if not store.path_of(name).exists():
                new.append(name)
                store.put((package.folder / stored_path(name)).read_bytes())
        yield
    except BaseException as error:
        for name in new:
            store.path_of(name).unlink(missing_ok=True)
        if isinstance(error, Refusal):
            raise CannotStart(error.sentence) from error
        raise


@contextmanager
def _keys_in(package: Package, folder: Path) -> Iterator[None]:
    """The exported shop's keys and checkpoints stand in the data folder; what stood there comes back when this fails."""
    aside = folder / f"before-import-{uuid4().hex[:8]}"
    aside.mkdir(mode=0o700)
    try:
        _move(folder, aside)
        for name in (JOURNAL_KEY, SECRET_KEY, PASSPORT_KEY):
            if name != PASSPORT_KEY or (package.folder / "keys" / name).exists():
                _copy_private(package.folder / "keys" / name, folder / name)
        for path in package.checkpoints:
            _copy_private(package.folder / path, folder / path)
        sync_folder(folder)
        yield
    except BaseException:
        for name in OWN:
            _remove(folder / name)
        _move(aside, folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    for name in OWN:
        if (source / name).exists():
            (source / name).rename(target / name)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _copy_private(source: Path, target: Path) -> None:
    with new_file(target) as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())


def _require_empty(connection: Connection) -> None:
    """Raises CannotStart unless nothing but the furniture of a new shop was ever written here."""
    bodies = connection.execute(text("SELECT body FROM journal_entry ORDER BY sequence LIMIT 100")).scalars()
    people = connection.execute(text("SELECT 1 FROM person LIMIT 1")).first()
    if people or any(json.loads(body)["verb"] != "furnish" for body in bodies):
        raise CannotStart(
            "This workshop is not empty. Name a new data folder with --data-dir (on PostgreSQL a new database too), so that nothing is overwritten."
        )


def _replace_rows(connection: Connection, package: Package, progress: Progress) -> dict[str, int]:
    tables = carried()
    for name in (*FLEETING, *(one.name for one in reversed(tables))):
        connection.execute(text(f"DELETE FROM {name}"))
    rows = {}
    load = _load_sqlite if connection.dialect.name == "sqlite" else _load_postgres
    for one in tables:
        rows[one.name] = load(connection, one, _counted(read_rows(package.folder, one), one.name, progress))
        _continue_numbers(connection, one)
    return rows


def _counted(rows: Iterable[list[Value]], name: str, progress: Progress) -> Iterator[list[Value]]:
    for count, row in enumerate(rows, 1):
        yield row
        if count % TELL_EVERY == 0:
            progress(f"{name}: {count:,} rows")


def _load_sqlite(connection: Connection, one: Carried, rows: Iterator[list[Value]]) -> int:
    marks = ", ".join("?" * len(one.names))
    statement, count = f"INSERT INTO {one.name} ({', '.join(one.names)}) VALUES ({marks})", 0
    while some := [tuple(row) for row in islice(rows, AT_ONCE)]:
        connection.exec_driver_sql(statement, some)
        count += len(some)
    return count


def _load_postgres(connection: Connection, one: Carried, rows: Iterator[list[Value]]) -> int:
    """One COPY, so that a row may point at a later one of its own table."""
    raw: Any = connection.connection.dbapi_connection
    count = 0
    with raw.cursor() as cursor, cursor.copy(f"COPY {one.name} ({', '.join(one.names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _continue_numbers(connection: Connection, one: Carried) -> None:
    """PostgreSQL counts a table's new keys apart from its rows; SQLite goes on by itself."""
    (key,) = one.model.__table__.primary_key
    if connection.dialect.name == "sqlite" or key.type.python_type is not int:
        return
    connection.execute(
        text(
            f"SELECT setval(pg_get_serial_sequence('{one.name}', '{key.name}'), COALESCE(MAX({key.name}), 0) + 1, false) FROM {one.name}"
        )
    )


def _look_back(connection: Connection, room: Shoproom, package: Package, progress: Progress) -> CarriedOver:
    """Compare every table with its file, then verify, all before anything is committed."""
    lost = lost_row(connection)
    if lost is not None:
        raise CannotStart(f"tables/{lost}.csv holds a row that points nowhere. Nothing was changed.")
    moved = replace(room, seed=package.seed)
    with Session(connection) as session:
        for one in carried():
            write_table(session, one, sink := Digested(), _unheard)
            if tuple(sink.fingerprint().values()) != package.marks[one.path]:
                raise CannotStart(
                    f"{one.name} reads otherwise in the database than in {one.path}. Nothing was changed."
                )
        progress("verifying")
        found = verify_picture(session, journalled(), moved.journal_key, kept_checkpoints(moved))
        there = set(package.names)
        with named_files(session, carried()) as named:
            lacking = [name for name in named if name not in there]
    problems = found.problems + [f"The file {name[:12]}… that a row names is not in the export." for name in lacking]
    return CarriedOver({}, len(package.names), found.entries, problems)


def _unheard(_told: str) -> None:
    """What is read again is not told again."""
