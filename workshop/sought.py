"""Words by which rows are found again: kept beside each row by whatever writes it, and looked for by their beginning."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Index, Text, TextClause, delete, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from workshop.database import Base, fetch
from workshop.folding import words_kept
from workshop.units import Whole

PRIVATE = ":private"  # after the table's name: words out of columns that only the owner finds by
MOST_LOOKED_AT = 2_000
AT_ONCE = 500
_LAST = "\U0010ffff"
# Compared sign by sign on both databases, so that one range of the index holds all words with one beginning.
BY_SIGN = Text().with_variant(Text(collation="C"), "postgresql")


class SoughtWord(Base):
    """One word of one row. `source` is the row's table."""

    __tablename__ = "sought_word"
    __table_args__ = (Index("ix_sought_word_row", "row_id", "source"), {"sqlite_strict": True})
    journalled = False

    source: Mapped[str] = mapped_column(BY_SIGN, primary_key=True)
    word: Mapped[str] = mapped_column(BY_SIGN, primary_key=True)
    row_id: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=False)


@dataclass(frozen=True)
class Found:
    """A row that has every word; `is_exact` when one word is the whole of what was typed."""

    source: str
    row_id: int
    is_exact: bool


@dataclass(frozen=True)
class Finding:
    """What was found, best first; `cut` names the sources in which more was there than was looked at."""

    found: list[Found]
    cut: frozenset[str]


def sources_of(model: type[Base]) -> dict[str, tuple[str, ...]]:
    """The columns by which rows of a table are found, by source."""
    table = model.__tablename__
    return {
        name: columns for name, columns in ((table, model.sought), (table + PRIVATE, model.sought_private)) if columns
    }


def keep_words(connection: Connection, model: type[Base], rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Put in the words of new rows. One statement for a thousand words; none where there are none."""
    new = [
        {"source": source, "word": word, "row_id": row_id}
        for row_id, row in rows
        for source, columns in sources_of(model).items()
        for word in words_kept(str(row[name]) for name in columns if row.get(name))
    ]
    if new:
        connection.execute(insert(SoughtWord), new)


def drop_words(connection: Connection, model: type[Base], row_id: int | str) -> None:
    """The row is not found any more. One statement."""
    its_own = SoughtWord.source.in_(sources_of(model)), SoughtWord.row_id == row_id
    connection.execute(delete(SoughtWord).where(*its_own))


def fill_words(connection: Connection) -> None:
    """Put in the words of all rows, where there is no word yet: after a migration, or after a whole shop came in."""
    if connection.scalar(select(SoughtWord.row_id).limit(1)) is not None:
        return
    for model in (mapper.class_ for mapper in Base.registry.mappers):
        if sources_of(model):
            _fill(connection, model)


def _fill(connection: Connection, model: type[Base]) -> None:
    table: Any = model.__table__
    (key,) = table.primary_key
    asked, last = select(table).order_by(key).limit(AT_ONCE), 0
    while rows := connection.execute(asked.where(key > last)).mappings().all():
        keep_words(connection, model, [(int(row[key.name]), dict(row)) for row in rows])
        last = rows[-1][key.name]


def find_rows(session: Session, words: Sequence[str], sources: Sequence[str]) -> Finding:
    """The rows of these sources that have a word with each of these beginnings, exact ones first, then the newest. Two statements."""
    if not words or not sources:
        return Finding([], frozenset())
    ranges = {name: word + last for at, word in enumerate(words) for name, last in ((f"l{at}", ""), (f"h{at}", _LAST))}
    named = {f"s{at}": source for at, source in enumerate(sources)}
    counts: list[Any] = list(fetch(session, _counting(len(sources), len(words)), {**ranges, **named}))
    many = {row[0]: list(row[1:]) for row in counts if all(row[1:])}
    first = {source: numbers.index(min(numbers)) for source, numbers in many.items()}
    if not first:
        return Finding([], frozenset())
    chosen = {f"s{at}": source for at, source in enumerate(first)}
    typed = {f"w{at}": word for at, word in enumerate(words)} | {"typed": "".join(words)}
    rows: Any = fetch(session, _looking(tuple(first.values()), len(words)), {**ranges, **chosen, **typed})
    found = sorted(
        (Found(row[0], row[1], bool(row[2])) for row in rows), key=lambda one: (not one.is_exact, -one.row_id)
    )
    return Finding(found, frozenset(source for source, numbers in many.items() if min(numbers) > MOST_LOOKED_AT))


@cache
def _counting(sources: int, words: int) -> TextClause:
    """How many rows each source has for each word, counted no further than it matters."""
    values = ", ".join(f"(CAST(:s{at} AS TEXT))" for at in range(sources))
    counts = ", ".join(
        f"(SELECT count(*) FROM (SELECT 1 FROM sought_word w WHERE w.source = s.source AND w.word BETWEEN :l{at} AND :h{at} LIMIT {MOST_LOOKED_AT + 1}) c{at})"
        for at in range(words)
    )
    return text(f"WITH s(source) AS (VALUES {values}) SELECT s.source, {counts} FROM s")


@cache
def _looking(firsts: tuple[int, ...], words: int) -> TextClause:
    """Per source the rows with its rarest word, as far as it is looked, that have the other words too."""
    return text(" UNION ALL ".join(_look_in(at, first, words) for at, first in enumerate(firsts)))


def _look_in(at: int, first: int, words: int) -> str:
    others = "".join(
        f" AND EXISTS (SELECT 1 FROM sought_word o WHERE o.row_id = t.row_id AND o.source = t.source AND o.word BETWEEN :l{n} AND :h{n})"
        for n in range(words)
        if n != first
    )
    return (
        f"SELECT t.source, t.row_id, max(CASE WHEN t.word IN (:w{first}, :typed) THEN 1 ELSE 0 END) "
        f"FROM (SELECT source, row_id, word FROM sought_word WHERE source = :s{at} AND word BETWEEN :l{first} AND :h{first} LIMIT {MOST_LOOKED_AT}) t "
        f"WHERE 1 = 1{others} GROUP BY t.source, t.row_id"
    )
