"""The one transaction in which no guard and no key stands, for those who move the whole house; afterwards all is put back and compared."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from workshop import guarding
from workshop.guarding import Rule


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction, without guards (on SQLite without foreign keys too); whoever uses it ends with `guard_again`."""
    with engine.execution_options(writing=True).connect() as connection:
        foreign_keys(connection, on=False)
        try:
            with connection.begin():
                guarding.drop_all(connection)
                yield connection
        finally:
            foreign_keys(connection, on=True)


def guard_again(connection: Connection, rules: Sequence[Rule]) -> None:
    """Put the guards in place and compare them by full text. Raises CannotStart."""
    guarding.install(connection, rules)
    guarding.require(connection, rules)


def lost_row(connection: Connection) -> str | None:
    """A table with a row that points nowhere; None when every key finds its row."""
    if connection.dialect.name != "sqlite":
        return None
    lost = connection.execute(text("PRAGMA foreign_key_check")).first()
    return None if lost is None else str(lost[0])


def foreign_keys(connection: Connection, *, on: bool) -> None:
    """Only outside of a transaction; PostgreSQL keeps its own always."""
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
