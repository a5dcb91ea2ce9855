"""The journal: every row that was written, in one dense sequence that cannot be changed quietly.

An entry is canonical JSON (RFC 8785; only text, whole numbers, lists and objects with plain ASCII names occur, for which
sorted keys without spaces are that form). It holds digests of rows, never what stands in them. Leaves are hashed as in
RFC 6962; each entry also carries a keyed hash over the one before it, so that only the shop's own key can write it.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Text, insert, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from workshop.database import Base
from workshop.guarding import Follow, Guard, Rule, append_only, never_removed
from workshop.tree import leaf_hash
from workshop.units import Whole, canonical, microseconds

START = "0" * 64
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
How = Literal["created", "changed", "removed", "erased"]


class JournalEntry(Base):
    """One transaction's writing."""

    __tablename__ = "journal_entry"
    __table_args__ = {"sqlite_strict": True}
    journalled = False

    sequence: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)
    leaf: Mapped[str] = mapped_column(Text)
    chain: Mapped[str] = mapped_column(Text)


class JournalHead(Base):
    """How many entries there are and the chain of the newest: one row, taken last by every writer."""

    __tablename__ = "journal_head"
    __table_args__ = {"sqlite_strict": True}
    journalled = False

    id: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(Whole)
    chain: Mapped[str] = mapped_column(Text)


GUARDS: tuple[Rule, ...] = (
    *append_only("journal_entry", "The journal is only ever added to."),
    Guard(
        "journal_entry_next",
        "journal_entry",
        "INSERT",
        "NEW.sequence = (SELECT size FROM journal_head WHERE id = 1)",
        "A journal entry takes the next number.",
    ),
    Guard(
        "journal_head_forward",
        "journal_head",
        "UPDATE",
        "NEW.id = OLD.id AND CASE WHEN NEW.size = OLD.size + 1 THEN NEW.chain = OLD.chain AND (OLD.size = 0 OR EXISTS(SELECT 1 FROM journal_entry e WHERE e.sequence = OLD.size)) ELSE NEW.size = OLD.size AND NEW.chain = (SELECT e.chain FROM journal_entry e WHERE e.sequence = NEW.size) END",
        "The journal grows by one entry at a time.",
    ),
    Guard("journal_head_one", "journal_head", "INSERT", "1=0", "The journal has one head."),
    never_removed("journal_head", "The journal's head stays."),
    Follow("journal_entry_heads", "journal_entry", ("UPDATE journal_head SET chain = NEW.chain WHERE id = 1",)),
)

_HEAD: Any = JournalHead.__table__
# The chain stands in the head itself: a statement of PostgreSQL that waited for the head sees the head as it is then,
# but other tables as they were before it waited.
_TAKE_NEXT = update(_HEAD).where(_HEAD.c.id == 1).values(size=_HEAD.c.size + 1).returning(_HEAD.c.size, _HEAD.c.chain)
_ADD = insert(JournalEntry.__table__)  # type: ignore[arg-type]


@dataclass
class RowNote:
    """What happened to one row: `digest` is None for one that was removed."""

    table: str
    id: int | str
    how: How
    digest: str | None


@dataclass
class Page:
    """What one transaction has written so far."""

    verb: str
    at: datetime
    by: str
    rows: list[RowNote] = field(default_factory=list)

    def note(self, table: str, row_id: int | str, how: How, digest: str | None) -> None:
        self.rows.append(RowNote(table, row_id, how, digest))


def digest_row(table: str, row: Mapping[str, Any]) -> str:
    """The digest of a row as its columns stand in the database; empty columns are left out, so that a column added later changes no old digest."""
    told = {name: canonical(value) for name, value in row.items() if value is not None}
    return sha256(canonical_json([table, told]).encode()).hexdigest()


def erased_digest(table: str, row: Mapping[str, Any], personal: Sequence[str]) -> str:
    """The digest of a row whose personal columns were erased: of what is left."""
    return digest_row(table, {name: value for name, value in row.items() if name not in personal})


def canonical_json(value: Any) -> str:
    return _encode(value)


def commitment(subject_key: str, column: str, value: object) -> str:
    """What the journal knows of a personal column: nothing, without the subject's key."""
    return hmac.new(bytes.fromhex(subject_key), f"{column}\0{value}".encode(), sha256).hexdigest()


def chain_hash(key: bytes, before: str, leaf: str) -> str:
    return hmac.new(key, (before + leaf).encode(), sha256).hexdigest()


def write_page(session: Session, page: Page, key: bytes) -> int:
    """Take the next number and write the page as one entry; returns the number. Two statements."""
    connection = session.connection()
    size, before = connection.execute(_TAKE_NEXT).one()
    body = canonical_json(
        {
            "at": microseconds(page.at),
            "by": page.by,
            "rows": [[r.table, r.id, r.how, r.digest] for r in page.rows],
            "seq": size,
            "verb": page.verb,
        }
    )
    leaf = leaf_hash(body.encode()).hex()
    connection.execute(_ADD, {"sequence": size, "body": body, "leaf": leaf, "chain": chain_hash(key, before, leaf)})
    return int(size)
