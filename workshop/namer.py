"""Naming a row for people: its table and number, and the piece that it belongs to."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workshop.database import Base

SAID_BY = ("serial", "code", "subject")
FARTHEST = 3


class Namer:
    """Follows a row's columns `x_id` to the table x until a row says a serial (or else a code or a subject)."""

    def __init__(self, session: Session, models: Sequence[type[Base]]) -> None:
        self._session = session
        self._columns = {m.__tablename__: [c.name for c in m.__table__.columns] for m in models}

    def name(self, table: str, row_id: int | str, row: Mapping[str, Any] | None = None) -> str:
        serial = self._serial(row, FARTHEST) if row else None
        said = serial or next((row[c] for c in SAID_BY if row and row.get(c)), None)
        return f"{table} {row_id} ({said})" if said and said != row_id else f"{table} {row_id}"

    def _serial(self, row: Mapping[str, Any], steps: int) -> str | None:
        if row.get("serial"):
            return str(row["serial"])
        for column in self._leading_on(row) if steps else ():
            further = self._read(column.removesuffix("_id"), row[column])
            found = self._serial(further, steps - 1) if further else None
            if found:
                return found
        return None

    def _leading_on(self, row: Mapping[str, Any]) -> list[str]:
        """The columns that lead to another table, the piece first."""
        leading = [
            c for c in row if c.endswith("_id") and row[c] is not None and c.removesuffix("_id") in self._columns
        ]
        return sorted(leading, key=lambda c: c != "piece_id")

    def _read(self, table: str, row_id: Any) -> Mapping[str, Any] | None:
        try:
            row = self._session.execute(
                text(f"SELECT {', '.join(self._columns[table])} FROM {table} WHERE id = :id"), {"id": row_id}
            )
            found = row.mappings().one_or_none()
            return dict(found) if found else None
        except DBAPIError:
            return None
