"""A shop from before is brought up to date with its rows as they were, by the real program too, and after a copy."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import warnings
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import Connection, Engine, inspect, text

from tests.world import World
from workshop import migrating
from workshop.auditing import audit
from workshop.environment import ROOT
from workshop.house import journalled, rules_for
from workshop.revisions import newest, revision_of
from workshop.unguarded import unguarded
from workshop.verifying import verify

RELEASED = "0006_tags"
SINCE = [script.revision for script in reversed(list(migrating.scripts().walk_revisions(RELEASED, "head")))]


def step_down(engine: Engine, to: str) -> None:
    """As the database was at that revision, without its guards."""
    scripts = migrating.scripts()
    environment = EnvironmentContext(
        Config(),
        scripts,
        fn=lambda rev, _context: scripts._downgrade_revs(to, rev),
    )
    with unguarded(engine) as connection:
        environment.configure(connection=connection, transaction_per_migration=False)
        environment.run_migrations()


def stands_at(world: World) -> str | None:
    with world.room.database.engine.connect() as connection:
        return revision_of(connection)


def shape(connection: Connection) -> dict[str, Any]:
    """Every table with its columns, indexes and references, in no order that a migration could change.

    SQLAlchemy cannot read an index over expressions on SQLite: those are compared by the text that made them.
    """
    seen = inspect(connection)
    by_text = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%(%(%'"
    reckoned = list(connection.execute(text(by_text))) if connection.dialect.name == "sqlite" else []
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
        return _shape(seen, {(row.tbl_name, row.name): row.sql for row in reckoned})


def _shape(seen: Any, reckoned: dict[tuple[str, str], str]) -> dict[str, Any]:
    return {
        table: {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)),
            "indexes": sorted((str(i["name"]), tuple(map(str, i["column_names"]))) for i in seen.get_indexes(table)),
            "reckoned": sorted((name, sql) for (of, name), sql in reckoned.items() if of == table),
            "references": sorted((str(f["name"]), f["referred_table"]) for f in seen.get_foreign_keys(table)),
        }
        for table in seen.get_table_names()
    }


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))), key=repr)
        for table in inspect(connection).get_table_names()
        if table
        not in (
            "alembic_version",
            "sought_word",
        )  # words to find by are no rows of their own: furnishing makes them anew
    }


def test_each_migration_goes_down_and_up_on_a_shop_with_rows(busy_before: World) -> None:
    engine = busy_before.room.database.engine
    was = []
    for before in reversed(SINCE[:-1]):
        with engine.connect() as connection:
            was.append((revision_of(connection), shape(connection), rows(connection)))
        step_down(engine, before)
        assert stands_at(busy_before) == before
    for wanted in reversed(was):
        assert migrating.migrate(engine, rules_for(engine.dialect.name), to=str(wanted[0])) is True
        with engine.connect() as connection:
            assert (revision_of(connection), shape(connection), rows(connection)) == wanted
    assert (verify(busy_before.room, journalled()).problems, audit(busy_before.room).findings) == ([], [])


def test_what_was_told_of_repairs_and_requests_stays_when_orders_can_be_told_of(busy: World) -> None:
    """Down, the notes about orders go, for they have no place there; all others stay as they were, and up again too."""
    engine = busy.room.database.engine
    told = "SELECT id, request_id, estimate_id, how, at, by_id FROM notice WHERE wish_id IS NULL AND order_id IS NULL ORDER BY id"
    was = [tuple(row) for row in busy.rows(told)]
    all_told = len(busy.rows("SELECT id FROM notice"))
    assert {bool(row[1]) for row in was} == {True, False} and all_told > len(was)
    with engine.connect() as connection:
        looked = shape(connection)
    step_down(engine, "0043_prices")
    assert [tuple(row) for row in busy.rows("SELECT * FROM notice ORDER BY id")] == was
    assert migrating.migrate(engine, rules_for(engine.dialect.name)) is True
    assert [tuple(row) for row in busy.rows(told)] == was and len(busy.rows("SELECT id FROM notice")) == len(was)
    with engine.connect() as connection:
        assert shape(connection) == looked


def run(world: World, *words: str) -> "subprocess.Popen[str]":
    """The real program, on this shop."""
    settings = world.room.settings
    surroundings = {"WORKSHOP_ENV_READY": "1", "WORKSHOP_DATABASE_URL": settings.database_url}
    return subprocess.Popen(
        [sys.executable, "-m", "workshop", *words, "--json", "--data-dir", str(settings.data_dir)],
        cwd=ROOT,
        env=os.environ | surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_program_copies_an_older_shop_and_brings_it_up_to_date(busy_before: World) -> None:
    step_down(busy_before.room.database.engine, RELEASED)
    busy_before.room.database.engine.dispose()
    process = run(busy_before, "migrate")
    out, err = process.communicate()
    assert (process.returncode, json.loads(out or "null")) == (0, {"migrated": True}), err
    assert stands_at(busy_before) == newest()
    assert (verify(busy_before.room, journalled()).problems, audit(busy_before.room).findings) == ([], [])
    copies = sorted((busy_before.room.settings.data_dir / "before-migration").glob("*"))
    if not busy_before.room.settings.is_sqlite:
        assert copies == []
        return
    (copy,) = copies
    assert re.fullmatch(r"\d{8}T\d{6}-0006_tags\.db", copy.name)
    assert _told_by(copy) == ("ok", RELEASED, len(busy_before.rows("SELECT id FROM piece")))


def _told_by(copy: Path) -> tuple[str, str, int]:
    with closing(sqlite3.connect(copy)) as connection:
        asked = ("PRAGMA integrity_check", "SELECT version_num FROM alembic_version", "SELECT count(*) FROM piece")
        sound, at, pieces = (connection.execute(one).fetchone()[0] for one in asked)
    return sound, at, pieces
