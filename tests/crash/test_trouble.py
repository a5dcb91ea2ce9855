"""A full disk, a read-only or locked database, a migration that fails: a plain sentence, and nothing is changed."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, make_url, text

from tests.conftest import NOON
from tests.crash.writing_shop import intend
from tests.postgres import drop_database, fresh_database
from tests.world import World
from workshop import migrating
from workshop.config import read_settings
from workshop.errors import Unavailable
from workshop.furnish import furnish
from workshop.house import journalled, rules_for
from workshop.shoproom import Shoproom, open_shoproom
from workshop.verifying import verify
from workshop.writer import Writer
from workshop.writing import NOBODY, Intent


def entries(world: World) -> int:
    return int(world.rows("SELECT size FROM journal_head")[0].size)


@contextmanager
def pragma(world: World, on: str, off: str) -> Iterator[None]:
    """Every connection of the room is set up like this, and back afterwards."""
    engine = world.room.database.engine

    def set_up(raw: Any, _record: object, _proxy: object) -> None:
        raw.execute(on)

    event.listen(engine, "checkout", set_up)
    try:
        yield
    finally:
        event.remove(engine, "checkout", set_up)
        with engine.connect() as connection:
            connection.exec_driver_sql(off)


def refused(world: World) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        intend(world.room, "a key")
    assert caught.value.status == 503
    return caught.value


def after(world: World, before: int) -> None:
    """Nothing was changed, and the same request then goes through."""
    assert entries(world) == before
    assert intend(world.room, "a key").repeated is False
    assert verify(world.room, journalled()).problems == []


def test_a_full_disk_is_told(world: World) -> None:
    if not world.room.settings.is_sqlite:
        _postgres_says(world, "53100", "could not extend file: No space left on device", "disk-full")
        return
    before = entries(world)
    (pages,) = world.rows("PRAGMA page_count")[0]
    with pragma(world, f"PRAGMA max_page_count={pages}", "PRAGMA max_page_count=1073741823"):
        for number in range(200):
            try:
                intend(world.room, f"filling {number}")
            except Unavailable as refusal:
                assert (refusal.slug, refusal.status) == ("disk-full", 503)
                break
        before = entries(world)
    after(world, before)


def test_a_read_only_database_is_told(world: World) -> None:
    if not world.room.settings.is_sqlite:
        _postgres_says(world, "25006", "cannot execute INSERT in a read-only transaction", "read-only")
        return
    before = entries(world)
    with pragma(world, "PRAGMA query_only=ON", "PRAGMA query_only=OFF"):
        assert refused(world).slug == "read-only"
    after(world, before)


def _postgres_says(world: World, sqlstate: str, message: str, slug: str) -> None:
    """The server is made to say it itself, from a trigger."""
    before = entries(world)
    with world.raw() as connection, connection.begin():
        connection.exec_driver_sql(
            f"CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlstate}', MESSAGE = '{message}'; END$$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER trouble BEFORE INSERT ON piece FOR EACH ROW EXECUTE FUNCTION trouble()"
        )
    assert refused(world).slug == slug
    with world.raw() as connection, connection.begin():
        connection.exec_driver_sql("DROP TRIGGER trouble ON piece")
    after(world, before)


def test_a_database_that_another_program_holds_is_told(world: World) -> None:
    before = entries(world)
    if world.room.settings.is_sqlite:
        with (
            closing(sqlite3.connect(make_url(world.room.settings.database_url).database or "")) as foreign,
            pragma(world, "PRAGMA busy_timeout=20", "PRAGMA busy_timeout=30000"),
        ):
            foreign.execute("BEGIN IMMEDIATE")
            assert refused(world).slug == "busy"
            foreign.rollback()
    else:
        with world.raw() as foreign, foreign.begin(), pragma(world, "SET lock_timeout = 20", "SET lock_timeout = 0"):
            foreign.execute(text("LOCK TABLE journal_head"))
            assert refused(world).slug == "busy"
    after(world, before)


def test_a_writer_that_another_process_holds_is_waited_for_and_then_told(tmp_path: Path) -> None:
    held, waiting = Writer(tmp_path / "lock"), Writer(tmp_path / "lock", patience_s=0.02)
    with held.hold(), pytest.raises(Unavailable) as caught, waiting.hold():
        pass
    assert caught.value.slug == "busy"
    with waiting.hold():
        pass
    held.close()
    waiting.close()


def test_a_thread_that_waits_too_long_steps_out_of_the_row(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "lock", patience_s=0.02)
    refusals = []

    def wait() -> None:
        try:
            with writer.hold():
                pass
        except Unavailable as refusal:
            refusals.append(refusal.slug)

    with writer.hold():
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join()
    assert refusals == ["busy"]
    with writer.hold():
        pass
    writer.close()


@pytest.fixture
def older(engine_name: str, tmp_path: Path) -> Iterator[Shoproom]:
    """A shop at its first migration, the others still to come."""
    url = fresh_database() if engine_name == "postgresql" else f"sqlite:///{tmp_path / 'workshop.db'}"
    room = open_shoproom(read_settings({"WORKSHOP_DATABASE_URL": url}, data_dir=tmp_path), now=lambda: NOON)
    migrating.migrate(room.database.engine, rules_for(engine_name), to="0001_ground")
    yield room
    room.close()
    if engine_name == "postgresql":
        drop_database(url)


class Stop(Exception):
    """The fault put in."""


def migrate_until(room: Shoproom, fails_at: int) -> int:
    """Migrate, failing at a statement; returns how many were run."""
    count = 0

    def run(*_statement: object) -> None:
        nonlocal count
        count += 1
        if count == fails_at:
            raise Stop

    event.listen(room.database.engine, "before_cursor_execute", run)
    try:
        migrating.migrate(room.database.engine, rules_for(room.database.engine.dialect.name))
    finally:
        event.remove(room.database.engine, "before_cursor_execute", run)
    return count


def shape(room: Shoproom) -> list[Any]:
    """Tables, columns, triggers and the revision."""
    if room.settings.is_sqlite:
        told = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    else:
        told = "SELECT c.relname, a.attname, c.relkind::text FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"
    with room.database.engine.connect() as connection:
        return [migrating.revision_of(connection), *map(tuple, connection.execute(text(told)).all())]


def fail_at_each(room: Shoproom, stride: int) -> int:
    """Fail at every stride-th statement until none is left to fail at; returns how many were tried."""
    before, tried, fails_at = shape(room), 0, 1
    while True:
        try:
            migrate_until(room, fails_at)
        except Stop:
            assert shape(room) == before
            tried, fails_at = tried + 1, fails_at + stride
            continue
        return tried


def test_a_migration_that_fails_leaves_the_database_as_it_was(older: Shoproom) -> None:
    assert fail_at_each(older, 31) > 5
    assert older.do(Intent("furnish", NOBODY, NOON), furnish).told["checklists"] > 0


@pytest.mark.slow
def test_a_migration_that_fails_at_any_statement_leaves_the_database_as_it_was(older: Shoproom) -> None:
    assert fail_at_each(older, 1) > 100
