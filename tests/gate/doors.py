"""Ways into the database beside the program: each tries statements and leaves everything as it was."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

FOREIGN = (
    "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = ANY(%s) AND conrelid = %s::regclass"
)


class SqliteDoor:
    """A connection as the program opens it, or as tools do: keys not looked at, checks ignored."""

    dialect = "sqlite"

    def __init__(self, path: str, *, strict: bool) -> None:
        self.strict = strict
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("foreign_keys", "recursive_triggers"):
            self.connection.execute(f"PRAGMA {pragma}={'ON' if strict else 'OFF'}")
        self.connection.execute(f"PRAGMA ignore_check_constraints={'OFF' if strict else 'ON'}")

    @contextmanager
    def trying(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    def run(self, statement: str) -> int:
        return self.connection.execute(statement).rowcount

    def refusal(self, statement: str) -> str | None:
        """The sentence with which the statement is refused; None when it is done."""
        try:
            assert self.run(statement), f"touched nothing: {statement}"
        except sqlite3.IntegrityError as error:
            return str(error)
        return None

    def count(self, question: str) -> int:
        return int(self.connection.execute(question).fetchone()[0])

    def drop(self, guards: Sequence[tuple[str, str]]) -> None:
        """`guards` are names with their tables."""
        for name, _table in guards:
            self.connection.execute(f"DROP TRIGGER {name}")

    def loosen(self, table: str) -> None:
        """Take away what stands behind the guards of a table."""

    def close(self) -> None:
        self.connection.close()


class PostgresDoor:
    """A connection of the database's owner; not strict: as a replica, for which keys to other rows do not count."""

    dialect = "postgresql"

    def __init__(self, url: str, *, strict: bool) -> None:
        self.strict = strict
        self.connection = psycopg.connect(url.replace("+psycopg", ""))

    @contextmanager
    def trying(self) -> Iterator[None]:
        try:
            if not self.strict:
                self.connection.execute("SET LOCAL session_replication_role = replica")
            yield
        finally:
            self.connection.rollback()

    def run(self, statement: str) -> int:
        return self.connection.execute(statement.encode()).rowcount

    def refusal(self, statement: str) -> str | None:
        """The sentence with which the statement is refused; None when it is done."""
        try:
            assert self.run(statement), f"touched nothing: {statement}"
        except psycopg.Error as error:
            return error.diag.message_primary
        return None

    def count(self, question: str) -> int:
        row = self.connection.execute(question.encode()).fetchone()
        return int(row[0]) if row else 0

    def drop(self, guards: Sequence[tuple[str, str]]) -> None:
        for name, table in guards:
            self.connection.execute(f"DROP TRIGGER {name} ON {table}".encode())

    def loosen(self, table: str) -> None:
        for owner, name in self.connection.execute(FOREIGN, (["c", "u"], table)).fetchall():
            self.connection.execute(f"ALTER TABLE {owner} DROP CONSTRAINT {name} CASCADE".encode())

    def close(self) -> None:
        self.connection.close()


Door = SqliteDoor | PostgresDoor
