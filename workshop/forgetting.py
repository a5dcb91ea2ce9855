"""Telling somebody what is kept of them, and forgetting them: their personal columns and their keys, here and in every backup that is brought back later.

The list of what was erased holds random subject ids only. It stands in the data folder and beside the backups, so that
a backup which is older than the erasing cannot bring anybody back.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workshop.database import Base
from workshop.filestore import sync_folder
from workshop.units import canonical
from workshop.writing import Writing

ERASED = "erased.txt"
AT_ONCE = 500
_HEAD = "# Whom this shop was asked to forget, by random id. Keep it beside the backups: restore erases them again.\n"


def note_erased(folder: Path, subjects: Iterable[str]) -> None:
    """Add these subjects to the folder's list, for good; those in it already are not added again."""
    new = sorted(set(subjects) - set(erased_in(folder)))
    if not new:
        return
    path = folder / ERASED
    is_first = not path.exists()
    with path.open("a", encoding="ascii") as file:
        file.write((_HEAD if is_first else "") + "".join(f"{one}\n" for one in new))
        file.flush()
        os.fsync(file.fileno())
    if is_first:
        sync_folder(folder)


def erased_in(folder: Path) -> list[str]:
    """The subjects in the folder's list; none without a list."""
    try:
        lines = (folder / ERASED).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def kept_of(
    session: Session, models: Iterable[type[Base]], subjects: Sequence[str], today: str
) -> dict[str, list[dict[str, Any]]]:
    """Every row of these subjects by table, in words that a program can read too; a gift's message only from its day on."""
    told: dict[str, list[dict[str, Any]]] = {}
    for model in models:
        table: Any = model.__table__
        rows = session.execute(select(table).where(table.c.subject.in_(subjects)).order_by(table.c.id)).mappings()
        told[model.__tablename__] = [_told(dict(row), today) for row in rows]
    return told


def _told(row: dict[str, Any], today: str) -> dict[str, Any]:
    hidden = {"id", "subject", "digest", "owner_digest"}
    if (row.get("reveal_on") or "") > today:
        hidden |= {"gift_from", "gift_message"}
    kept = {name: value for name, value in row.items() if name not in hidden and not name.endswith("_id")}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else canonical(value)
        for name, value in kept.items()
        if value is not None
    }


def forget(writing: Writing, models: Iterable[type[Base]], subjects: Sequence[str]) -> int:
    """Erase every personal column of these subjects; returns how many rows had something. Repeated, it changes nothing."""
    rows = 0
    for model in models:
        if model.personal:
            for start in range(0, len(subjects), AT_ONCE):
                rows += _forget_in(writing, model, subjects[start : start + AT_ONCE])
    return rows


def _forget_in(writing: Writing, model: type[Base], subjects: Sequence[str]) -> int:
    table: Any = model.__table__
    (key,) = table.primary_key
    blank = {name: None if table.c[name].nullable else "" for name in model.personal}
    said = or_(*(table.c[name] != "" for name in model.personal))  # neither NULL nor blank
    ids = writing.session.scalars(select(key).where(table.c.subject.in_(subjects), said).order_by(key)).all()
    for row_id in ids:
        writing.erase(model, row_id, **blank)
    return len(ids)
