"""Verifying: the journal against itself, and every row against the journal, both ways."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workshop.checkpoints import Checkpoint, check_roots, kept_checkpoints
from workshop.database import Base
from workshop.filestore import FileStore
from workshop.journal import START, canonical_json, chain_hash, commitment, digest_row, erased_digest
from workshop.namer import Namer
from workshop.shoproom import Shoproom
from workshop.tree import Tree, leaf_hash

AT_ONCE = 5_000
PARTS = {"at": int, "by": str, "rows": list, "seq": int, "verb": str}
RowId = int | str
Models = Sequence[type[Base]]


@dataclass(frozen=True)
class Verified:
    """How many entries were read, what is wrong (sentences), and which rows were erased on record."""

    entries: int
    problems: list[str]
    erased: list[str]


@dataclass(slots=True)
class Noted:
    """What the journal knows of one row: the newest digest, by which entry, and whether it was erased or removed since."""

    digest: str | None
    entry: int
    how: str


@dataclass
class Findings:
    """What is found on the way."""

    problems: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)


Told = dict[str, dict[RowId, Noted]]


def verify(room: Shoproom, models: Models, *, files: bool = True) -> Verified:
    """Read everything once, on one unchanging picture. `models` are those of all journalled tables; `files`: the stored files too."""
    checkpoints = kept_checkpoints(room)
    with room.database.reading() as session:
        found = verify_picture(session, models, room.journal_key, checkpoints)
        if files:
            found.problems.extend(_file_problems(session, models, FileStore(room.settings.data_dir)))
    return found


def _file_problems(session: Session, models: Models, store: FileStore) -> Iterator[str]:
    """Every file that a row names is there, and is what it was."""
    for model in models:
        for column in model.files:
            for (name,) in session.execute(
                text(f"SELECT DISTINCT {column} FROM {model.__tablename__} WHERE {column} IS NOT NULL")
            ):
                if not store.is_whole(name):
                    yield f"The file {name[:12]}… that a {model.__tablename__} names is missing, or is not what it was."


def verify_picture(
    session: Session, models: Models, journal_key: bytes, checkpoints: Iterable[Checkpoint | str]
) -> Verified:
    """The same, on a session that stays on one picture. Checkpoints are kept ones, or sentences about unreadable ones."""
    found = Findings()
    told, tree, roots = read_journal(session, models, journal_key, found, checkpoints)
    found.problems += check_roots(checkpoints, roots, tree.size)
    compare_tables(session, models, told, found)
    return Verified(tree.size, found.problems, found.erased)


def compare_tables(session: Session, models: Models, told: Told, found: Findings) -> None:
    """The models' rows against what the journal told of them, which is used up by it."""
    keys = {subject: key for subject, key in session.execute(text("SELECT subject, key FROM subject_key"))}
    namer = Namer(session, models)
    for model in models:
        try:
            _compare_table(session, model, told[model.__tablename__], keys, namer, found)
        except DBAPIError as error:
            session.rollback()
            found.problems.append(f"The table {model.__tablename__} cannot be read: {str(error.orig).splitlines()[0]}.")


def read_journal(
    session: Session, models: Models, key: bytes, found: Findings, checkpoints: Iterable[Checkpoint | str]
) -> tuple[Told, Tree, dict[int, bytes]]:
    """What every entry told of the models' rows, the tree of all entries, and its root at each checkpoint's size."""
    wanted = {one.size for one in checkpoints if isinstance(one, Checkpoint)}
    told: Told = {model.__tablename__: {} for model in models}
    returning = {model.__tablename__ for model in models if model.vanishes}
    tree, roots, before, last = Tree(), {}, START, 0
    for sequence, body, leaf, chain in _entries(session):
        true_leaf = leaf_hash(body.encode())
        found.problems += _entry_problems(sequence, last, body, leaf, true_leaf.hex())
        if chain != chain_hash(key, before, leaf):
            found.problems.append(
                f"Entry {sequence} of the journal was not written after entry {last} with this shop's key."
            )
        tree.add(true_leaf)
        if tree.size in wanted:
            roots[tree.size] = tree.root()
        before, last = chain, sequence
        found.problems += _note_rows(sequence, body, told, returning)
    found.problems += _head_problems(session, last, before)
    return told, tree, roots


def _entries(session: Session) -> Iterator[Any]:
    statement = text("SELECT sequence, body, leaf, chain FROM journal_entry ORDER BY sequence")
    return iter(session.execute(statement, execution_options={"yield_per": AT_ONCE}))


def _entry_problems(sequence: int, last: int, body: str, leaf: str, true_leaf: str) -> list[str]:
    problems = []
    if sequence != last + 1:
        problems.append(f"The journal goes from entry {last} to {sequence}: entries are missing or were put in.")
    if leaf != true_leaf:
        problems.append(f"Entry {sequence} of the journal reads otherwise than when it was written.")
    page = _page(body)
    if page is None:
        problems.append(f"Entry {sequence} of the journal is not written the way entries are.")
    elif page["seq"] != sequence:
        problems.append(f"Entry {sequence} of the journal was written as number {page['seq']}.")
    return problems


def _page(body: str) -> dict[str, Any] | None:
    """The entry's page when it is canonical JSON of the right shape, else None."""
    try:
        page = json.loads(body)
    except ValueError:
        return None
    shaped = (
        isinstance(page, dict)
        and page.keys() == PARTS.keys()
        and all(type(page[name]) is kind for name, kind in PARTS.items())
        and all(isinstance(row, list) and len(row) == 4 for row in page["rows"])
    )
    return page if shaped and canonical_json(page) == body else None


def _head_problems(session: Session, last: int, chain: str) -> list[str]:
    heads = session.execute(text("SELECT id, size, chain FROM journal_head ORDER BY id")).all()
    if [tuple(head) for head in heads] == [(1, last, chain)]:
        return []
    return [
        f"The journal ends at entry {last}, but its head says {', '.join(f'{size}, {chain[:8]}' for _, size, chain in heads) or 'nothing'}."
    ]


def _note_rows(sequence: int, body: str, told: Told, returning: set[str]) -> list[str]:
    """Fold one entry's rows into what is known."""
    page = _page(body)
    problems = []
    for table, row_id, how, digest in page["rows"] if page else ():
        if table not in told:
            problems.append(f"Entry {sequence} of the journal speaks of {table}, which is no table of this shop.")
            continue
        known = told[table].get(row_id)
        if how == "created" and known is not None and known.how != "removed" and table not in returning:
            problems.append(
                f"{table} {row_id} was created twice, in entries {known.entry} and {sequence} of the journal."
            )
        elif how != "created" and known is None:
            problems.append(
                f"{table} {row_id} was {how} in entry {sequence} of the journal without having been created."
            )
        told[table][row_id] = Noted(digest, sequence, how)
    return problems


def _compare_table(
    session: Session,
    model: type[Base],
    noted: dict[RowId, Noted],
    keys: Mapping[str, str],
    namer: Namer,
    found: Findings,
) -> None:
    table = model.__tablename__
    for row_id, row in _rows(session, model):
        known = noted.pop(row_id, None)
        problem = _row_problem(model, row, known, keys)
        if problem:
            found.problems.append(f"{namer.name(table, row_id, row)} {problem}")
        elif known is not None and known.how == "erased":
            found.erased.append(namer.name(table, row_id, row))
    if not model.vanishes:
        found.problems += [
            f"{namer.name(table, row_id)} is missing; entry {one.entry} of the journal speaks of it."
            for row_id, one in noted.items()
            if one.how != "removed"
        ]
    noted.clear()


def _rows(session: Session, model: type[Base]) -> Iterator[tuple[RowId, dict[str, Any]]]:
    """The rows as they stand in the database, in no particular order."""
    names = [column.name for column in model.__table__.columns]
    (primary,) = (column.name for column in model.__table__.primary_key)
    statement = text(f"SELECT {', '.join(names)} FROM {model.__tablename__}")
    for values in session.execute(statement, execution_options={"yield_per": AT_ONCE}):
        row = dict(zip(names, values, strict=True))
        yield row[primary], row


def _row_problem(model: type[Base], row: dict[str, Any], known: Noted | None, keys: Mapping[str, str]) -> str | None:
    if known is None or known.how == "removed":
        return "stands in the database, but the journal knows nothing of it."
    if known.how == "erased":
        true = erased_digest(model.__tablename__, row, model.personal)
    else:
        key = keys.get(row["subject"]) if model.personal else ""
        if key is None and any(row[name] is not None for name in model.personal):
            return "cannot be compared: its subject's key is gone, and no erasing was recorded."
        true = digest_row(model.__tablename__, _committed(model, row, key or ""))
    return None if true == known.digest else f"reads otherwise than entry {known.entry} of the journal says."


def _committed(model: type[Base], row: dict[str, Any], key: str) -> dict[str, Any]:
    personal = [name for name in model.personal if row[name] is not None]
    return row | {name: commitment(key, name, row[name]) for name in personal}
