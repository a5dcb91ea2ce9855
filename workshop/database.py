"""The database: its engine, how a connection is set up, and the sessions that read."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from workshop.config import Settings
from workshop.errors import CannotStart
from workshop.writer import Writer

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
AT_ONCE = 500
COMMITS_BETWEEN_CHECKPOINTS = 400
# How SQLite, then PostgreSQL, is told to begin no transaction; the level that SQLAlchemy knows for SQLite would undo what is set up below.
_ALONE: dict[bool, dict[str, Any]] = {True: {"alone": True}, False: {"isolation_level": "AUTOCOMMIT"}}
SMALLEST_SQLITE = (3, 37, 0)  # the first with STRICT tables


class Base(DeclarativeBase):
    """All rows of the house.

    `journalled` rows are in the journal, `personal` columns there only as commitments,
    `files` columns name stored files, by the words of `sought` columns rows are found (of `sought_private` by the owner alone).
    A row that `vanishes` may be
    taken away by the database's own rules; that it is missing wrongly is for an audit to say.
    """

    metadata = MetaData(naming_convention=NAMES)
    journalled: ClassVar[bool] = True
    vanishes: ClassVar[bool] = False
    personal: ClassVar[tuple[str, ...]] = ()
    files: ClassVar[tuple[str, ...]] = ()
    sought: ClassVar[tuple[str, ...]] = ()
    sought_private: ClassVar[tuple[str, ...]] = ()


class Database:
    """One database and the right to write to it."""

    def __init__(self, settings: Settings, *, url: str | None = None) -> None:
        self.settings = settings
        self.is_sqlite = settings.is_sqlite
        self.engine = (
            _sqlite_engine(url or settings.database_url)
            if self.is_sqlite
            else _postgres_engine(url or settings.database_url)
        )
        self.writer = Writer(settings.data_dir / "writer.lock" if self.is_sqlite else None)
        # Read from again after it was given back, a session would take a connection that nobody returns: it refuses instead.
        self.read_session = sessionmaker(self.engine, expire_on_commit=False, autoflush=False, close_resets_only=False)
        self.write_session = sessionmaker(
            self.engine.execution_options(writing=True), expire_on_commit=False, autoflush=False
        )
        self._glance_session = sessionmaker(self.engine.execution_options(**_ALONE[self.is_sqlite]), autoflush=False)
        self._commits = 0

    def glance(self) -> Session:
        """A session for one statement that only reads: no transaction is begun for it."""
        return self._glance_session()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one unchanging picture of the rows; what is done to them in it is not kept."""
        with self.read_session() as session:
            if not self.is_sqlite:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    def tidy(self, session: Session) -> None:
        """Move the write-ahead log into the database now and then; only while the right to write is held.

        SQLite before 3.51.3 can corrupt the log when one connection writes while another checkpoints
        (sqlite.org/wal.html, 2026-03), so no connection ever does it by itself here.
        """
        self._commits += 1
        if self.is_sqlite and self._commits % COMMITS_BETWEEN_CHECKPOINTS == 0:
            raw: Any = session.connection().connection.dbapi_connection
            session.rollback()
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self.engine.dispose()
        self.writer.close()


def fetch(session: Session, statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """The rows of a statement that asks for columns and no objects, which the session would look for at twice the cost."""
    return session.connection().execute(statement, values)


def stream(session: Session, statement: Executable) -> Iterator[Any]:
    """The rows of a statement some at a time, all of one moment: as many as there are, only these stand in memory."""
    return iter(session.execute(statement, execution_options={"yield_per": AT_ONCE}))


def copy_sqlite(url: str, target: Path) -> None:
    """Write a whole copy of one moment to `target`, which must not be there yet. May run beside a writer.

    Over a connection of its own: one of the engine's has begun a transaction, and SQLite copies only outside of one.
    """
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def require_sqlite(found: tuple[int, ...]) -> None:
    """Raises CannotStart for an SQLite library that does not know all that is asked of it."""
    if found < SMALLEST_SQLITE:
        raise CannotStart(
            f"This Python comes with SQLite {'.'.join(map(str, found))}, and {'.'.join(map(str, SMALLEST_SQLITE))} is the least that holds. "
            "Start with a newer Python, or set WORKSHOP_DATABASE_URL to a PostgreSQL database."
        )


def _sqlite_engine(url: str) -> Engine:
    require_sqlite(sqlite3.sqlite_version_info)
    folder = Path(make_url(url).database or ".").parent
    if not folder.is_dir():
        raise CannotStart(
            f"The folder {folder} of the database is not there. Make it, or name another with --data-dir."
        )
    engine = create_engine(url, pool_size=20, max_overflow=20, connect_args={"check_same_thread": False, "timeout": 30})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(raw: sqlite3.Connection, _record: object) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA recursive_triggers=ON")
    raw.execute("PRAGMA wal_autocheckpoint=0")
    raw.execute("PRAGMA busy_timeout=30000")
    durable = raw.execute("PRAGMA synchronous").fetchone()[0] == 2
    keyed = raw.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    if not (durable and keyed):
        raise CannotStart(
            "This SQLite does not take synchronous=FULL and foreign_keys=ON, so nothing it says could be relied on."
        )


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("alone", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing", False) else "BEGIN")


# A list joins up to twelve tables; past eight PostgreSQL would join them as written, and read whole what a few rows are wanted of.
JOINS = "-c join_collapse_limit=12 -c from_collapse_limit=12"


def _postgres_engine(url: str) -> Engine:
    return create_engine(
        url, pool_size=10, max_overflow=10, pool_pre_ping=False, connect_args={"options": f"-c timezone=UTC {JOINS}"}
    )
