"""What an audit reads by and what it finds: rows in the order in which the journal saw them, and findings that name a piece."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

AT_ONCE = 5_000
MOST_ROWS = 1_000_000  # of one entry: positions of its rows stand below that of the next entry
NEVER = -1


@dataclass(frozen=True)
class Finding:
    """A rule that does not hold, and the piece (or person, or tag) for which it does not."""

    rule: str
    piece: str
    sentence: str

    @property
    def told(self) -> str:
        return f"{self.piece}: {self.sentence}" if self.piece else self.sentence


class Books:
    """One unchanging picture of the rows, and when the journal saw each: positions grow from row to row and from entry to entry."""

    def __init__(self, session: Session, timed: Iterable[str]) -> None:
        self.session = session
        self._timed = frozenset(timed)

    def written(self, table: str, row_id: int, how: str = "created") -> int:
        """The position of a row's first such note, in one of the timed tables; NEVER when the journal has none."""
        return self._positions.get((table, how), {}).get(row_id, NEVER)

    @cached_property
    def _positions(self) -> dict[tuple[str, str], dict[int, int]]:
        positions: dict[tuple[str, str], dict[int, int]] = {}
        for sequence, body in self._stream("SELECT sequence, body FROM journal_entry ORDER BY sequence"):
            for place, (table, row_id, how, _digest) in enumerate(_rows_of(body)):
                if table in self._timed:
                    positions.setdefault((table, how), {}).setdefault(row_id, sequence * MOST_ROWS + place)
        return positions

    def entries(self, words: str) -> Iterator[tuple[str, list[Any]]]:
        """The verb and the rows of every entry with these words in it, in order."""
        found = text("SELECT body FROM journal_entry WHERE body LIKE :words ORDER BY sequence")
        for (body,) in self.session.execute(found, {"words": f"%{words}%"}):
            yield _verb_of(body), _rows_of(body)

    @cached_property
    def serials(self) -> dict[int, str]:
        """The serials of all pieces by primary key."""
        return {piece_id: serial for piece_id, serial in self._stream("SELECT id, serial FROM piece")}

    def serial(self, piece_id: int | None) -> str:
        return self.serials.get(piece_id or 0, f"piece {piece_id}, which is not there")

    def rows(self, statement: str) -> Iterator[Any]:
        """Rows of a statement, a few thousand at a time."""
        return self._stream(statement)

    def by_piece(self, columns: str, table: str, order: str = "id") -> dict[int, list[Any]]:
        """Rows of a table by piece; `columns` begin with piece_id."""
        found = self._stream(f"SELECT {columns} FROM {table} ORDER BY piece_id, {order}")
        return {piece_id: list(rows) for piece_id, rows in groupby(found, key=lambda row: row[0])}

    def _stream(self, statement: str) -> Iterator[Any]:
        return iter(self.session.execute(text(statement), execution_options={"yield_per": AT_ONCE}))


def _verb_of(body: str) -> str:
    try:
        return str(json.loads(body)["verb"])
    except (ValueError, KeyError, TypeError):
        return ""


def _rows_of(body: str) -> list[Any]:
    """The notes of an entry; none where it is spoilt, which is for `verify` to say."""
    try:
        return [row for row in json.loads(body)["rows"] if len(row) == 4]
    except (ValueError, KeyError, TypeError):
        return []


Rule = Callable[[Books], Iterable[Finding]]
