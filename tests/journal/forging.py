"""What somebody does who owns the database: take the guards away, change rows beside all verbs, put the guards back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text

from tests.world import World
from workshop import guarding
from workshop.house import rules_for


@contextmanager
def forging(world: World) -> Iterator[Connection]:
    """A connection without guards and keys; afterwards everything stands as declared again."""
    engine = world.room.database.engine
    with engine.execution_options(writing=True).connect() as connection:
        _keys(connection, on=False)
        with connection.begin():
            guarding.drop_all(connection)
        with connection.begin():
            yield connection
        with connection.begin():
            guarding.install(connection, rules_for(engine.dialect.name))
        _keys(connection, on=True)


@contextmanager
def tried(world: World) -> Iterator[Connection]:
    """The same, taken back at the end: for looking at a forgery without keeping it."""
    engine = world.room.database.engine
    with engine.execution_options(writing=True).connect() as connection:
        _keys(connection, on=False)
        with connection.begin() as transaction:
            guarding.drop_all(connection)
            yield connection
            transaction.rollback()
        _keys(connection, on=True)


def _keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.dbapi_connection
        raw.execute(f"PRAGMA foreign_keys={int(on)}")
        raw.execute(f"PRAGMA ignore_check_constraints={int(not on)}")
        return
    with connection.begin():
        connection.execute(text(f"SET session_replication_role = {'origin' if on else 'replica'}"))


def run(connection: Connection, statement: str, **values: Any) -> int:
    return connection.execute(text(statement), values).rowcount
