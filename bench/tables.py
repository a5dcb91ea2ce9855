"""The floor's two tables, in a database set up just like ours."""

import sqlalchemy as sa

from workshop.config import Settings
from workshop.database import Database

TABLES = (
    "CREATE TABLE IF NOT EXISTS floor_piece (id {key}, serial TEXT, stage TEXT)",
    "CREATE TABLE IF NOT EXISTS floor_event (id {key}, piece_id INTEGER, kind TEXT, at TEXT)",
    "CREATE INDEX IF NOT EXISTS floor_event_piece ON floor_event (piece_id)",
)
KEY = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"}


def open_database(settings: Settings) -> Database:
    database = Database(settings)
    with database.write_session() as session:
        for statement in TABLES:
            session.execute(sa.text(statement.format(key=KEY[database.engine.dialect.name])))
        session.commit()
    return database
