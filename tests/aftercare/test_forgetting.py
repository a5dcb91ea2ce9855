"""Whoever was forgotten stays forgotten: an older backup that is brought back forgets again."""

from pathlib import Path

import pytest

from tests.aftercare.owners import OWN, Owners
from tests.world import World
from workshop.aftercare.forgetting import MODELS, subjects_of_piece
from workshop.backup import backup, restore
from workshop.config import read_settings
from workshop.forgetting import erased_in, forget, note_erased
from workshop.house import journalled
from workshop.shoproom import open_shoproom
from workshop.verifying import verify

# A backup of PostgreSQL needs an empty database to go back into: tests/crash/test_backup.py has one.
ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def forgotten(owners: Owners) -> list[str]:
    with owners.world.room.database.reading() as session:
        piece_id = owners.world.rows("SELECT id FROM piece WHERE serial = :s", s=owners.serial)[0].id
        subjects = subjects_of_piece(session, piece_id, "owner", 1)
    note_erased(owners.world.room.settings.data_dir, subjects)
    owners.world.tell(lambda w: forget(w, MODELS, subjects), owners.world.omar)
    return subjects


def test_the_list_holds_each_once_and_no_name(tmp_path: Path) -> None:
    assert erased_in(tmp_path) == []
    note_erased(tmp_path, ["b", "a"])
    note_erased(tmp_path, ["a", "c"])
    note_erased(tmp_path, [])
    assert erased_in(tmp_path) == ["a", "b", "c"]


@ON_SQLITE
@pytest.mark.parametrize("kept", ["beside", "named"])
def test_an_older_backup_forgets_again(world: World, tmp_path: Path, kept: str) -> None:
    """By the list that the next backup puts beside it, or by that of the folder which it replaces."""
    owners = Owners(world)
    owners.card()
    owners.claim(name="Ada Løve")
    old = backup(world.room, tmp_path / "backups" / "old")
    forgotten(owners)
    named = None
    if kept == "beside":
        backup(world.room, tmp_path / "backups" / "new")
    else:
        named = world.room.settings.data_dir
    folder = restore(old, tmp_path / kept, {}, update=lambda _room: None, erased=named)
    room = open_shoproom(read_settings({}, data_dir=folder), now=world.room.now)
    with room.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT name, contact FROM ownership").all()
    verified = verify(room, journalled())
    room.close()
    assert [tuple(row) for row in rows] == [(None, None)] and erased_in(folder) == erased_in(
        world.room.settings.data_dir
    )
    assert (verified.problems, len(verified.erased)) == ([], 1)
    assert owners.opens(OWN) == "owner"


@ON_SQLITE
def test_a_backup_without_a_list_brings_everybody_back(world: World, tmp_path: Path) -> None:
    """What the list is for: without it the name would stand there again."""
    owners = Owners(world)
    owners.card()
    owners.claim(name="Ada Løve")
    old = backup(world.room, tmp_path / "backups" / "old")
    forgotten(owners)
    folder = restore(old, tmp_path / "back", {}, update=lambda _room: None)
    room = open_shoproom(read_settings({}, data_dir=folder), now=world.room.now)
    with room.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT name FROM ownership").scalar_one() == "Ada Løve"
    room.close()
