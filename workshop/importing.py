"""Bringing in somebody else's table: each row once, what cannot come in told by row and reason. What a row becomes is a kind's own matter."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple, Protocol

from workshop.errors import Invalid, Refusal
from workshop.mapping import Map, Mapped
from workshop.shoproom import Shoproom
from workshop.tables import Record
from workshop.wording import _
from workshop.writing import NOBODY, Actor, Intent, Writing

BATCH = 100
Progress = Callable[[str], None]


class Refused(NamedTuple):
    """Why one row did not come in; the head of the table is row 1, as a spreadsheet counts."""

    row: int
    reason: str


@dataclass
class Imported:
    """What became of a table: read = imported + repeated + len(refused). Warned rows are in all the same.

    `gate`: what the gate would have refused, of a log; None for every other table.
    """

    read: int = 0
    imported: int = 0
    repeated: int = 0
    refused: list[Refused] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    gate: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "imported": self.imported,
            "repeated": self.repeated,
            "refused": [one._asdict() for one in self.refused],
            "warnings": self.warnings,
            **({} if self.gate is None else {"gate": self.gate}),
        }


@dataclass(frozen=True)
class Ready:
    """A row that could be understood: what identifies it and what it becomes."""

    row: int
    key: str
    thing: Any


class Kind(Protocol):
    """What rows of a table become."""

    @property
    def verb(self) -> str:
        """What the journal says was done."""

    def ready(self, mapped: Mapped) -> tuple[Any, Sequence[str]]:
        """What the row becomes, and what is odd about it. Raises Refusal for what cannot come in."""

    def known(self, writing: Writing, batch: Sequence[Ready]) -> set[str]:
        """The keys of those rows that are in already."""

    def write(self, writing: Writing, new: Sequence[Any]) -> None:
        """Write these down; none is in yet."""


class _OnlyTried(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


class Import:
    """One run over one table, a batch of rows to a transaction."""

    def __init__(
        self,
        room: Shoproom,
        mapping: Map,
        kind: Kind,
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
        by: Actor = NOBODY,
    ) -> None:
        self.room, self.mapping, self.kind = room, mapping, kind
        self.dry_run, self.progress, self.by = dry_run, progress, by
        self.result = Imported()

    def run(self, records: Iterable[Record]) -> Imported:
        with closing(_Seen()) as seen:
            rows = self._understood(records, seen)
            while batch := list(islice(rows, BATCH)):
                self._bring_in(batch)
                self._tell_progress()
        self.result.refused.sort(key=lambda one: one.row)
        return self.result

    def _tell_progress(self) -> None:
        if self.progress is not None:
            self.progress(_("{read} rows read", read=f"{self.result.read:,}"))

    def _understood(self, records: Iterable[Record], seen: "_Seen") -> Iterator[Ready]:
        """The rows that can be tried; the others are told."""
        for record in records:
            self.result.read += 1
            try:
                if record.refusal is not None:
                    raise record.refusal
                mapped = self.mapping.apply(record.values)
                like = seen.look(record.row, mapped)
                thing, oddities = self.kind.ready(mapped)
            except Refusal as refusal:
                self._refuse(record.row, refusal)
            else:
                odd = [_("Row {row}: {told}", row=record.row, told=told) for told in oddities]
                self.result.warnings += [*([like] if like else []), *odd]
                yield Ready(record.row, mapped.key, thing)

    def _refuse(self, row: int, refusal: Refusal) -> None:
        named = f"{refusal.field}: " if refusal.field else ""
        self.result.refused.append(Refused(row, named + refusal.sentence))

    def _bring_in(self, batch: list[Ready]) -> None:
        """All rows in one transaction; when one of them is refused, each in its own, so that the others come in."""
        try:
            imported = self._transact(batch)
        except Refusal as refusal:
            if len(batch) == 1:
                self._refuse(batch[0].row, refusal)
                return
            for one in batch:
                self._bring_in([one])
            return
        self.result.imported += imported
        self.result.repeated += len(batch) - imported

    def _transact(self, batch: list[Ready]) -> int:
        """How many of the rows were new."""
        told: dict[str, Any] = {}

        def act(writing: Writing) -> dict[str, Any]:
            there = self.kind.known(writing, batch)
            new = [one.thing for one in batch if one.key not in there]
            if new:
                self.kind.write(writing, new)
            told["imported"] = len(new)
            if self.dry_run:
                raise _OnlyTried
            return told

        with suppress(_OnlyTried):
            self.room.do(Intent(self.kind.verb, self.by, self.room.now()), act)
        return int(told["imported"])


class _Seen:
    """Which rows this table had already, kept on disk so that memory does not grow with the table."""

    def __init__(self) -> None:
        self.rows = sqlite3.connect("", isolation_level=None)
        self.rows.execute("BEGIN")
        for name in ("named", "said"):
            self.rows.execute(f"CREATE TABLE {name} (digest BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID")

    def look(self, row: int, mapped: Mapped) -> str | None:
        """A warning when an earlier row would make the same piece. Raises Invalid when one has the same identity."""
        first = self._first("named", mapped.key, row)
        if first != row:
            name = mapped.key.partition(":")[2][:80]
            raise Invalid(_("Row {first} has the same identity: {name}.", first=first, name=name), slug="doubled")
        like = self._first("said", json.dumps(mapped.sections), row)
        if like == row:
            return None
        return _("Row {row} says the same as row {like} under another identity; both are kept.", row=row, like=like)

    def _first(self, name: str, text: str, row: int) -> int:
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        self.rows.execute(f"INSERT OR IGNORE INTO {name} VALUES (?, ?)", (digest, row))
        return int(self.rows.execute(f"SELECT row FROM {name} WHERE digest = ?", (digest,)).fetchone()[0])

    def close(self) -> None:
        self.rows.close()
