"""An export looked at from outside: whether it is one, whole, of this version; and its rows, read one by one."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from workshop import revisions
from workshop.errors import CannotStart
from workshop.openfiles import (
    DESCRIPTION,
    FILE_LIST,
    JOURNAL_KEY,
    PASSPORT_KEY,
    SECRET_KEY,
    Carried,
    Value,
    carried,
    stored_path,
)
from workshop.shoproom import SEED_BYTES

BLOCK = 1 << 20
LONGEST_CELL = (1 << 31) - 1  # what the C library of every system takes
_CHECKPOINT = re.compile(r"checkpoints/\d{12}\.txt")
Fingerprint = tuple[int, str]
Reader = Callable[[str], Value]


@dataclass(frozen=True)
class Package:
    """An export that was looked at from outside: every file is there, with the bytes that its description says."""

    folder: Path
    marks: dict[str, Fingerprint]
    names: list[str]

    @property
    def checkpoints(self) -> list[str]:
        return [path for path in self.marks if _CHECKPOINT.fullmatch(path)]

    def key(self, name: str) -> bytes:
        return (self.folder / "keys" / name).read_bytes()

    @property
    def seed(self) -> bytes:
        """What the journal's key is derived from. Raises CannotStart."""
        seed = self.key(JOURNAL_KEY)
        if len(seed) != SEED_BYTES:
            raise CannotStart(f"keys/{JOURNAL_KEY} is not a journal's key. Use another copy of the export.")
        return seed


def read_package(source: Path, progress: Callable[[str], None]) -> Package:
    """Check the export's description and the bytes of every file. Raises CannotStart."""
    told = _description(source)
    _require_same_version(told["workshop"])
    marks = {str(one["path"]): (one["bytes"], one["hash"]) for one in told["resources"]}
    _require_all_tables(told["resources"])
    for path, mark in marks.items():
        _require_whole(source, path, mark)
    names = []
    for name, size in _listed_files(source):
        _require_whole(source, stored_path(name), (size, f"sha256:{name}"))
        names.append(name)
        if len(names) % 1_000 == 0:
            progress(f"files: {len(names):,} looked at")
    return Package(source, marks, names)


def _description(source: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((source / DESCRIPTION).read_text(encoding="utf-8"))
        shaped = isinstance(told["workshop"], dict) and all(
            isinstance(one["path"], str) and isinstance(one["bytes"], int) and isinstance(one["hash"], str)
            for one in told["resources"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotStart(f"{source} is no export: its {DESCRIPTION} is missing or cannot be read.") from error
    if not shaped:
        raise CannotStart(f"{source} is no export of Workshop.")
    return told


def _require_same_version(told: dict[str, Any]) -> None:
    made, here = told.get("revision"), revisions.newest()
    if told.get("made_for") != "moving":
        raise CannotStart(
            "This export was made to be shown: its secrets were left out. Export again without --to-show."
        )
    if made == here:
        return
    if str(made) > here:
        raise CannotStart(f"This export was made by a newer Workshop ({made}). Update this one, then import.")
    raise CannotStart(
        f"This export was made by an older Workshop ({made}). Import it with that version, then update: it migrates by itself."
    )


def _require_all_tables(resources: list[dict[str, Any]]) -> None:
    """The same tables with the same columns as here, and the keys; nothing that has no place."""
    columns = {
        str(one["path"]): [field.get("name") for field in one.get("schema", {}).get("fields", [])] for one in resources
    }
    wanted = {one.path: one.names for one in carried()}
    for path, names in wanted.items():
        if columns.get(path, []) != names:
            odd = set(map(str, columns.get(path, []))) ^ set(names)
            raise CannotStart(
                f"{path} does not have the columns of this version: {', '.join(sorted(odd)) or 'their order'}."
            )
    plain = {FILE_LIST, f"keys/{JOURNAL_KEY}", f"keys/{SECRET_KEY}"}
    if missing := plain - columns.keys():
        raise CannotStart(f"{min(missing)} is missing from the description. Export again.")
    unknown = [
        path
        for path in columns.keys() - wanted.keys() - plain - {f"keys/{PASSPORT_KEY}"}
        if not _CHECKPOINT.fullmatch(path)
    ]
    if unknown:
        raise CannotStart(f"This version knows nothing of {min(unknown)}, which the export describes.")


def _require_whole(source: Path, path: str, mark: Fingerprint) -> None:
    digest = sha256()
    try:
        with (source / path).open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
            size = file.tell()
    except FileNotFoundError as error:
        raise CannotStart(f"{path} is missing from {source}. Use another copy of the export.") from error
    if (size, f"sha256:{digest.hexdigest()}") != mark:
        raise CannotStart(f"{path} in {source} is not as it was exported. Use another copy of the export.")


def _listed_files(source: Path) -> Iterator[tuple[str, int]]:
    with (source / FILE_LIST).open(encoding="utf-8", newline="") as file:
        for row in islice(csv.reader(file), 1, None):
            if len(row) != 2 or not re.fullmatch(r"[0-9a-f]{64}", row[0]) or not row[1].isdecimal():
                raise CannotStart(f"{FILE_LIST} holds a row that names no file: {','.join(row)[:80]}.")
            yield row[0], int(row[1])


def read_rows(folder: Path, one: Carried) -> Iterator[list[Value]]:
    """The rows of a table's file as the database keeps them. Raises CannotStart with the number of the row, the head being row 1."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        readers = one.readers
        with (folder / one.path).open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            if next(lines, None) != one.names:
                raise CannotStart(f"The head of {one.path} does not name the columns of this version.")
            for number, cells in enumerate(lines, 2):
                yield _read_row(one, readers, number, cells)
    except (csv.Error, UnicodeDecodeError) as error:
        raise CannotStart(f"{one.path} is no CSV in UTF-8: {error}. Nothing was changed.") from error
    finally:
        csv.field_size_limit(before)


def _read_row(one: Carried, readers: list[Reader], number: int, cells: list[str]) -> list[Value]:
    try:
        return [read(cell) for read, cell in zip(readers, cells, strict=True)]
    except (ValueError, TypeError, OverflowError) as error:
        raise CannotStart(
            f"Row {number} of {one.path} does not hold what its columns hold. Nothing was changed."
        ) from error
