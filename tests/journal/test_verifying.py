"""Whatever is changed, removed or put in beside the verbs is found."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, UniqueConstraint, text
from sqlalchemy.orm import Session

from tests.journal.forging import forging, run, tried
from tests.world import World
from workshop.checkpoints import keep_checkpoints, kept_checkpoints, write_checkpoint
from workshop.database import Base
from workshop.errors import Conflict
from workshop.filestore import FileStore
from workshop.house import journalled
from workshop.journal import canonical_json, chain_hash
from workshop.people.models import Consent, Person
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.pieces.models import Custody, Personalisation
from workshop.tree import leaf_hash
from workshop.verifying import Findings, Verified, compare_tables, read_journal, verify, verify_picture
from workshop.writing import RequestKey


def problems_of(world: World, connection: Connection, models: list[type[Base]]) -> list[str]:
    """What a verify would say if this transaction were committed."""
    with Session(connection, join_transaction_mode="rollback_only") as session:
        return verify_picture(session, models, world.room.journal_key, ()).problems


class Heard:
    """What the journal tells of one table, read once; the rows are compared with it as often as they are changed."""

    def __init__(self, world: World, connection: Connection, model: type[Base]) -> None:
        self.connection, self.model = connection, model
        with Session(connection, join_transaction_mode="rollback_only") as session:
            told, _, _ = read_journal(session, journalled(), world.room.journal_key, Findings(), ())
        self.told = told[model.__tablename__]

    def finds(self) -> bool:
        """Whether a verify would name the table if this transaction were committed."""
        found, table = Findings(), self.model.__tablename__
        with Session(self.connection, join_transaction_mode="rollback_only") as session:
            compare_tables(session, [self.model], {table: dict(self.told)}, found)
        return any(table in one for one in found.problems)


def _verified(world: World) -> Verified:
    return verify(world.room, journalled())


def test_an_untouched_shop_has_no_problems(shared: World) -> None:
    found = _verified(shared)
    assert (found.problems, found.erased) == ([], [])
    assert found.entries == shared.rows("SELECT size FROM journal_head")[0].size


def test_every_table_of_the_journal_is_looked_at(shared: World) -> None:
    empty = [m.__tablename__ for m in journalled() if not shared.rows(f"SELECT 1 FROM {m.__tablename__} LIMIT 2")]
    assert empty == []


def forgeries(model: type[Base]) -> Iterator[tuple[str, str]]:
    """Each change to the first row of a table, with its name."""
    table, (key,) = model.__tablename__, (c.name for c in model.__table__.primary_key)
    first = f"(SELECT min({key}) FROM {table})"
    for column in model.__table__.columns:
        is_text = column.type.python_type is str
        other = f"COALESCE({column.name}, '') || 'x'" if is_text else f"COALESCE({column.name}, 0) + 1000001"
        yield f"{column.name} edited", f"UPDATE {table} SET {column.name} = {other} WHERE {key} = {first}"
        if column.nullable:
            held = f"(SELECT min({key}) FROM {table} WHERE {column.name} IS NOT NULL)"
            yield f"{column.name} emptied", f"UPDATE {table} SET {column.name} = NULL WHERE {key} = {held}"
    if not model.vanishes:
        yield "row deleted", f"DELETE FROM {table} WHERE {key} = {first}"
    yield "row inserted", _copy_of(model, key, first)


def _copy_of(model: type[Base], key: str, first: str) -> str:
    """A second row like the first, with other unique values."""
    names = [c.name for c in model.__table__.columns]
    keys = [list(u.columns) for u in model.__table__.constraints if isinstance(u, UniqueConstraint)]
    unique = {key} | {columns[-1].name for columns in keys}
    values = [
        n if n not in unique else f"{n} || 'x'" if model.__table__.c[n].type.python_type is str else f"{n} + 1000001"
        for n in names
    ]
    return f"INSERT INTO {model.__tablename__} ({', '.join(names)}) SELECT {', '.join(values)} FROM {model.__tablename__} WHERE {key} = {first}"


@pytest.mark.parametrize("model", journalled(), ids=lambda model: model.__tablename__)
def test_each_change_of_a_table_is_found(shared: World, model: type[Base]) -> None:
    missed, made = [], 0
    with tried(shared) as connection:
        _without_keys(connection, model.__tablename__)
        heard = Heard(shared, connection, model)
        assert not heard.finds()
        for name, statement in forgeries(model):
            savepoint = connection.begin_nested()
            if run(connection, statement):
                made += 1
                if not heard.finds():
                    missed.append(name)
            savepoint.rollback()
    assert missed == []
    assert made > len(model.__table__.columns)


def _without_keys(connection: Connection, table: str) -> None:
    """PostgreSQL holds its own keys whoever asks: its owner drops them first."""
    if connection.dialect.name != "postgresql":
        return
    found = "SELECT conname, conrelid::regclass::text AS t FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND contype IN ('f','c','u') ORDER BY contype = 'u'"
    for name, of in connection.execute(text(found)).all():
        connection.exec_driver_sql(f'ALTER TABLE {of} DROP CONSTRAINT "{name}" CASCADE')


@pytest.mark.parametrize(
    "model", [m for m in journalled() if m is not RequestKey], ids=lambda model: model.__tablename__
)
def test_two_rows_that_change_places_are_found(shared: World, model: type[Base]) -> None:
    table = model.__tablename__
    (ids,) = shared.rows(f"SELECT min(id), max(id) FROM {table}")
    if ids[0] == ids[1]:
        assert table == "shop"  # of which there is only ever one
        return
    with tried(shared) as connection:
        _without_keys(connection, table)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT pk_{table} CASCADE")
        heard = Heard(shared, connection, model)
        for before, after in ((ids[0], -1), (ids[1], ids[0]), (-1, ids[1])):
            run(connection, f"UPDATE {table} SET id = :after WHERE id = :before", before=before, after=after)
        assert heard.finds()


def _restated(body: str) -> dict[str, Any]:
    return {"body": body, "leaf": leaf_hash(body.encode()).hex()}


JOURNAL = {
    "body edited": 'UPDATE journal_entry SET body = replace(body, \'"verb":"test"\', \'"verb":"tess"\') WHERE sequence = 9',
    "leaf edited": "UPDATE journal_entry SET leaf = (SELECT leaf FROM journal_entry WHERE sequence = 8) WHERE sequence = 9",
    "chain edited": "UPDATE journal_entry SET chain = (SELECT chain FROM journal_entry WHERE sequence = 8) WHERE sequence = 9",
    "middle deleted": "DELETE FROM journal_entry WHERE sequence = 9",
    "last deleted": "DELETE FROM journal_entry WHERE sequence = (SELECT size FROM journal_head)",
    "first deleted": "DELETE FROM journal_entry WHERE sequence = 1",
    "one put in": "INSERT INTO journal_entry (sequence, body, leaf, chain) SELECT (SELECT size + 1 FROM journal_head), body, leaf, chain FROM journal_entry WHERE sequence = 9",
    "put before all": "INSERT INTO journal_entry (sequence, body, leaf, chain) SELECT 0, body, leaf, chain FROM journal_entry WHERE sequence = 1",
    "head forward": "UPDATE journal_head SET size = size + 1",
    "head back": "UPDATE journal_head SET size = size - 1",
    "head gone": "DELETE FROM journal_head",
    "all gone": "DELETE FROM journal_entry",
}


@pytest.mark.parametrize("name", JOURNAL)
def test_each_change_of_the_journal_is_found(shared: World, name: str) -> None:
    with tried(shared) as connection:
        assert run(connection, JOURNAL[name])
        assert problems_of(shared, connection, journalled())


def test_entries_that_change_places_are_found(shared: World) -> None:
    with tried(shared) as connection:
        for before, after in ((8, -1), (9, 8), (-1, 9)):
            run(connection, "UPDATE journal_entry SET sequence = :a WHERE sequence = :b", a=after, b=before)
        assert any("was written as number" in one for one in problems_of(shared, connection, journalled()))


def test_a_forged_entry_with_a_true_leaf_needs_the_shops_key(busy: World) -> None:
    (row,) = busy.rows("SELECT sequence, body FROM journal_entry ORDER BY sequence DESC LIMIT 1")
    forged = _restated(row.body.replace('"verb":"test"', '"verb":"tess"'))
    (before,) = busy.rows(f"SELECT chain FROM journal_entry WHERE sequence = {row.sequence - 1}")
    chain = chain_hash(b"another key", before.chain, forged["leaf"])
    with forging(busy) as connection:
        run(
            connection,
            "UPDATE journal_entry SET body = :body, leaf = :leaf, chain = :chain WHERE sequence = :s",
            **forged,
            chain=chain,
            s=row.sequence,
        )
    told = f"Entry {row.sequence} of the journal was not written after entry {row.sequence - 1} with this shop's key."
    assert told in _verified(busy).problems


def test_a_cut_end_is_found_by_its_checkpoint(busy: World) -> None:
    write_checkpoint(busy.room)
    with forging(busy) as connection:
        run(connection, "DELETE FROM journal_entry WHERE sequence = (SELECT size FROM journal_head)")
        run(connection, "UPDATE journal_head SET size = size - 1")
    assert any("its end was cut off" in one for one in _verified(busy).problems)
    with pytest.raises(Conflict, match="Nothing was signed"):
        write_checkpoint(busy.room)


def test_a_journal_written_anew_with_the_key_is_found_by_its_checkpoint(busy: World) -> None:
    write_checkpoint(busy.room)
    key, before = busy.room.journal_key, "0" * 64
    with forging(busy) as connection:
        for row in connection.execute(text("SELECT sequence, body FROM journal_entry ORDER BY sequence")).all():
            page = _restated(row.body.replace('"verb":"test"', '"verb":"tess"'))
            before = chain_hash(key, before, page["leaf"])
            run(
                connection,
                "UPDATE journal_entry SET body = :body, leaf = :leaf, chain = :chain WHERE sequence = :s",
                **page,
                chain=before,
                s=row.sequence,
            )
    assert any("are not those of which a checkpoint was signed" in one for one in _verified(busy).problems)


def test_a_checkpoint_is_written_once_for_each_length(busy: World) -> None:
    first = write_checkpoint(busy.room)
    assert first is not None and write_checkpoint(busy.room) is None
    busy.worked()
    second = write_checkpoint(busy.room)
    assert second is not None and [c.size for c in kept_checkpoints(busy.room) if not isinstance(c, str)] == [
        int(first.stem),
        int(second.stem),
    ]
    assert _verified(busy).problems == []


@pytest.mark.parametrize("change", [("=\n", "\n"), ("workshop/", "workshoq/"), ("— ", "- "), ("\n\n", "\n")])
def test_a_forged_checkpoint_is_found(busy: World, change: tuple[str, str]) -> None:
    path = write_checkpoint(busy.room)
    assert path is not None
    path.write_text(path.read_text().replace(*change))
    assert _verified(busy).problems == [f"The checkpoint {path.name} is not one that this shop signed."]


def test_checkpoints_are_kept_while_the_server_runs(busy: World) -> None:
    with keep_checkpoints(busy.room, 3600):
        pass
    assert len(kept_checkpoints(busy.room)) == 1


def test_an_erased_person_is_told_as_erased(busy: World) -> None:
    subject = busy.ana.subject
    busy.tell(lambda w: w.erase(Person, busy.ana.id or 0, name="erased", password_hash=None, pin_hash=None), busy.omar)
    found = _verified(busy)
    assert (found.problems, found.erased) == ([], [f"person {busy.ana.id} ({subject})"])
    with forging(busy) as connection:
        run(connection, "UPDATE person SET is_inspector = 1 WHERE id = :i", i=busy.ana.id)
    assert len(_verified(busy).problems) == 1


@pytest.mark.parametrize("model", [Consent, Personalisation, Custody])
def test_what_stands_of_somebody_can_still_be_erased(busy: World, model: type[Base]) -> None:
    (column,) = model.personal
    told = f"SELECT id, {column} FROM {model.__tablename__} WHERE subject = (SELECT max(o.subject) FROM {model.__tablename__} o)"
    rows = [row.id for row in busy.rows(told)]
    busy.tell(lambda w: [w.erase(model, one, **{column: None}) for one in rows] and {}, busy.omar)
    assert [row[1] for row in busy.rows(told)] == [None] * len(rows)
    found = _verified(busy)
    assert (found.problems, len(found.erased)) == ([], len(rows))


def test_a_destroyed_key_without_its_erasing_is_found(busy: World) -> None:
    with forging(busy) as connection:
        run(connection, "DELETE FROM subject_key WHERE subject = :s", s=busy.ines.subject)
    (problem,) = _verified(busy).problems
    assert "no erasing was recorded" in problem and busy.ines.subject in problem


def test_the_journal_holds_nothing_personal(shared: World) -> None:
    bodies = "".join(row.body for row in shared.rows("SELECT body FROM journal_entry"))
    assert not [name for name in ("Ana", "Ines", "Omar", "for A.", "first_name", "Museum") if name in bodies]
    assert Consent.personal and Person.personal


def test_bodies_are_canonical(busy: World) -> None:
    with forging(busy) as connection:
        run(connection, "UPDATE journal_entry SET body = replace(body, ',', ', ') WHERE sequence = 9")
    assert any("not written the way entries are" in one for one in _verified(busy).problems)
    assert canonical_json({"b": 1, "a": ["é"]}) == '{"a":["é"],"b":1}'


def test_a_file_that_was_swapped_or_taken_away_is_found(world: World) -> None:
    store = FileStore(world.room.settings.data_dir)
    name, serial = store.put(b"a photo of this very piece"), world.worked()
    world.tell(lambda w: add_photo(w, serial, NewPhoto(name, name, 10, 10)), world.ana)
    assert verify(world.room, journalled()).problems == []
    store.path_of(name).chmod(0o600)
    store.path_of(name).write_bytes(b"another photo")
    assert [p for p in verify(world.room, journalled()).problems if name[:12] in p]
    store.path_of(name).unlink()
    assert [p for p in verify(world.room, journalled()).problems if name[:12] in p]
