"""One verb, one transaction: its rows, its journal entry and its request key go in together or not at all."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Insert, Text, bindparam, delete, event, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from workshop.database import Base, Database
from workshop.errors import Invalid, Refusal, Unavailable
from workshop.guarding import Rule, append_only
from workshop.journal import How, Page, commitment, digest_row, erased_digest, write_page
from workshop.sought import drop_words, keep_words
from workshop.storms import is_key_error, is_worth_retrying, refusal_of
from workshop.units import Whole
from workshop.wording import _

CONSOLE = "console"


class RequestKey(Base):
    """What a request was answered, for as long as what it did stands."""

    __tablename__ = "request_key"
    __table_args__ = {"sqlite_strict": True}

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(Whole)
    body: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)


class SubjectKey(Base):
    """The key under which the journal speaks of a person; destroying it is erasing."""

    __tablename__ = "subject_key"
    __table_args__ = {"sqlite_strict": True}
    journalled = False

    subject: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text)


GUARDS: tuple[Rule, ...] = append_only("request_key", "The answer to a request stands.")

KEY_LONGEST = 200
_CHANGED = "changed_row"  # no column is called so


@dataclass(frozen=True)
class Actor:
    """Who writes: a person's primary key and random subject id, or the console."""

    id: int | None
    subject: str


NOBODY = Actor(None, CONSOLE)


@dataclass(frozen=True)
class Intent:
    """One request: who, when, its key and the digest of what it asks. `key` is None where no request was made (console)."""

    verb: str
    by: Actor
    at: datetime
    key: str | None = None
    body: str = ""


@dataclass(frozen=True)
class Answer:
    """What a verb answered: names that people and programs know. `repeated` when it had been done before."""

    told: dict[str, Any]
    repeated: bool = False


class Writing:
    """The open transaction of one verb."""

    def __init__(self, session: Session, intent: Intent) -> None:
        self.session = session
        self.at = intent.at
        self.by = intent.by
        self.key = intent.key
        self.page = Page(intent.verb, intent.at, intent.by.subject)

    def add(self, model: type[Base], **values: Any) -> int:
        """Insert one row; returns its primary key. One statement."""
        return self.add_all(model, [values])[0]

    def add_all(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert rows that name the same columns; returns their primary keys in order. One statement for up to a thousand."""
        connection = self.session.connection()
        statement, key, blank = _insert_of(model, connection.dialect.name)
        full = [{**blank, **row} for row in rows]
        if key is None:
            connection.execute(statement, full)
            ids: list[Any] = [row[_primary(model)] for row in full]
        elif len(full) == 1:
            ids = [connection.execute(statement, full[0]).scalar_one()]
        else:
            ids = _numbered(connection, statement, full)
        for row_id, row in zip(ids, full, strict=True):
            self._note(model, row_id, row if key is None else row | {key: row_id}, "created")
        if _is_sought(model):
            keep_words(connection, model, zip(ids, full, strict=True))
        return ids

    def change(self, model: type[Base], row_id: int | str, **values: Any) -> None:
        """Change columns of one row. One statement, and one more for a row with personal columns."""
        row = self.session.connection().execute(_update_of(model), {_CHANGED: row_id, **values}).mappings().one()
        self._note(model, row_id, dict(row), "changed")
        if values.keys() & {*model.sought, *model.sought_private}:
            self._words_again(model, row_id, dict(row))

    def erase(self, model: type[Base], row_id: int | str, **blank: Any) -> None:
        """Blank the personal columns of one row and destroy its subject's key: what the journal told of them says nothing any more.

        Every row of the subject that has personal columns is to be erased with it.
        """
        table = model.__table__
        key = table.c[_primary(model)]
        self.session.execute(update(table).where(key == row_id).values(**blank))  # type: ignore[arg-type]
        row = self.session.execute(select(table).where(key == row_id)).mappings().one()
        self._words_again(model, row_id, dict(row))
        self.session.execute(delete(SubjectKey).where(SubjectKey.subject == row["subject"]))
        self.page.note(
            model.__tablename__, row_id, "erased", erased_digest(model.__tablename__, dict(row), model.personal)
        )

    def gone(self, model: type[Base], row_id: int) -> None:
        """Note that the database took a row away by its own rule."""
        self.page.note(model.__tablename__, row_id, "removed", None)
        if _is_sought(model):
            drop_words(self.session.connection(), model, row_id)

    def _words_again(self, model: type[Base], row_id: int | str, row: Mapping[str, Any]) -> None:
        """By what the row says now it is found, and by nothing that it said before."""
        if _is_sought(model) and isinstance(row_id, int):
            drop_words(self.session.connection(), model, row_id)
            keep_words(self.session.connection(), model, [(row_id, row)])

    def _note(self, model: type[Base], row_id: int | str, row: Mapping[str, Any], how: How) -> None:
        if model.journalled:
            self.page.note(
                model.__tablename__, row_id, how, digest_row(model.__tablename__, self._commit_personal(model, row))
            )

    def _commit_personal(self, model: type[Base], row: Mapping[str, Any]) -> Mapping[str, Any]:
        if all(row[name] is None for name in model.personal):
            return row
        key = self._subject_key(row["subject"])
        return {n: commitment(key, n, v) if n in model.personal and v is not None else v for n, v in row.items()}

    def _subject_key(self, subject: str) -> str:
        key = self.session.scalar(_SUBJECT_KEY, {"subject": subject})
        if key is None:
            key = secrets.token_hex(32)
            self.session.execute(insert(SubjectKey), {"subject": subject, "key": key})
        return key


Act = Callable[[Writing], dict[str, Any]]
_SUBJECT_KEY = select(SubjectKey.key).where(SubjectKey.subject == bindparam("subject"))
_STORED = select(RequestKey.person_id, RequestKey.body, RequestKey.answer).where(RequestKey.key == bindparam("key"))


def _numbered(connection: Connection, statement: Insert, rows: list[dict[str, Any]]) -> list[Any]:
    """New primary keys in the order of the rows. SQLite numbers the rows of one INSERT upwards in their order, but may tell them in another."""
    ids = list(connection.scalars(statement, rows))
    return sorted(ids) if connection.dialect.name == "sqlite" else ids


@cache
def _insert_of(model: type[Base], dialect: str) -> tuple[Insert, str | None, dict[str, Any]]:
    table: Any = model.__table__
    name = _primary(model)
    generated = bool(
        table.c[name].autoincrement is not False
        and table.c[name].type.python_type is int
        and not table.c[name].foreign_keys
    )
    blank = {c.name: None for c in table.c if not (generated and c.name == name)}
    if not generated:
        return insert(table), None, blank
    in_order = dialect != "sqlite"  # asked for the order, SQLAlchemy would send SQLite each row alone
    return insert(table).returning(table.c[name], sort_by_parameter_order=in_order), name, blank


@cache
def _update_of(model: type[Base]) -> Any:
    table: Any = model.__table__
    return update(table).where(table.c[_primary(model)] == bindparam(_CHANGED)).returning(*table.c)


def _is_sought(model: type[Base]) -> bool:
    return bool(model.sought or model.sought_private)


def _primary(model: type[Base]) -> str:
    (column,) = model.__table__.primary_key
    return str(column.name)


def digest_body(*parts: object) -> str:
    """The digest by which two requests with one key are told apart."""
    return sha256(json.dumps([str(p) for p in parts]).encode()).hexdigest()


def check_key(key: str | None) -> str:
    """A usable request key. Raises Invalid when there is none or it could not be one."""
    if not key or len(key) > KEY_LONGEST or not key.isascii() or not key.isprintable():
        raise Invalid(
            _(
                "Each request needs its own key of up to 200 plain characters, so that it is done once only. Load the page again and send it once more."
            ),
            slug="request-key-missing",
        )
    return key


def stored_answer(session: Session, intent: Intent) -> Answer | None:
    """The answer given to this key before, or None. Raises Invalid when the key came with something else or from somebody else."""
    if intent.key is None:
        return None
    return match_answer(session.execute(_STORED, {"key": intent.key}).one_or_none(), intent)


def match_answer(row: Any, intent: Intent) -> Answer | None:
    """The same, for a row (person_id, body, answer) that was read already."""
    if row is None or row.answer is None:
        return None
    if row.body != intent.body or row.person_id != intent.by.id:
        raise Invalid(
            _(
                "This request key was used for something else. Load the page again, look whether it was done, and send it with a new key."
            ),
            slug="request-key-reused",
        )
    return Answer(json.loads(row.answer), repeated=True)


def perform(database: Database, intent: Intent, act: Act, *, journal_key: bytes, looked_up: bool = False) -> Answer:
    """Do the verb once: take the right to write, look for an earlier answer, act, journal, commit.

    `looked_up`: no answer was found for this key a moment ago; it is looked for again only when something stands against doing it.
    A refusal, a lost race or a lost connection leaves nothing behind. Raises Refusal.
    """
    if looked_up:
        try:
            return _once(database, intent, act, journal_key, look=False)
        except Unavailable:
            raise
        except (Refusal, DBAPIError):
            pass  # Perhaps because this very request was done meanwhile: below it is looked for first.
    for last_try in (False, True):
        try:
            return _once(database, intent, act, journal_key, look=True)
        except DBAPIError as error:
            if last_try or not (is_worth_retrying(error) or (intent.key and is_key_error(error))):
                raise refusal_of(error) from error
    raise AssertionError("the second try returns or raises")


def _once(database: Database, intent: Intent, act: Act, journal_key: bytes, *, look: bool) -> Answer:
    with database.writer.hold(), database.write_session() as session:
        stored = stored_answer(session, intent) if look else None
        if stored is not None:
            return stored
        writing = Writing(session, intent)
        told = act(writing)
        if intent.key is not None:
            writing.add(RequestKey, key=intent.key, person_id=intent.by.id, body=intent.body, answer=json.dumps(told))
        if writing.page.rows:
            write_page(session, writing.page, journal_key)
        session.commit()
        database.tidy(session)
    return Answer(told)


@event.listens_for(Session, "before_flush")
def _only_through_writing(session: Session, _context: object, _instances: object) -> None:
    """Rows reach the database through `Writing`, which notes them; a row changed beside it would be missing from the journal."""
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("rows are written through Writing.add, add_all and change")
