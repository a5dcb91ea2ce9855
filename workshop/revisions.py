"""Which migration a database stands at and which one this program needs, told without the library that migrates."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def newest() -> str:
    """The revision that this program needs; each migration's file bears its name, in order."""
    return max(path.stem for path in (FOLDER / "versions").glob("[0-9]*.py"))


def revision_of(connection: Connection) -> str | None:
    """The revision that the database has; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def is_current(connection: Connection) -> bool:
    return revision_of(connection) == newest()
