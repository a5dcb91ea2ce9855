"""An undo takes back one's own last entry and puts the piece where it was; a correction of an old entry changes no newer figure."""

import pytest

from tests.conftest import Clock
from tests.world import World
from workshop.auditing import audit
from workshop.errors import Conflict


def test_an_undo_puts_stage_and_weight_back(world: World) -> None:
    serial = world.piece()
    world.event(serial, "wax", weight_mg=2_000)
    before = world.standing(serial)
    slip = world.event(serial, "cast", weight_mg=400_000)
    world.event(serial, "undo", corrects=slip)
    after = world.standing(serial)
    assert (after.stage_id, after.weight_mg) == (before.stage_id, before.weight_mg)
    assert audit(world.room).violations == 0


def test_an_undone_first_start_is_started_again_at_the_same_stage(world: World) -> None:
    serial = world.piece()
    first = world.event(serial, "start")
    stage = world.standing(serial).stage_id
    world.event(serial, "undo", corrects=first)
    assert world.standing(serial).stage_id is None
    world.event(serial, "start")
    assert world.standing(serial).stage_id == stage


def test_an_undo_is_not_undone(world: World) -> None:
    serial = world.worked()
    slip = world.event(serial, "polish")
    undone = world.event(serial, "undo", corrects=slip)
    with pytest.raises(Conflict, match="Only one's own last entry"):
        world.event(serial, "undo", corrects=undone)


def test_an_undo_comes_within_the_minute(world: World, clock: Clock) -> None:
    serial = world.worked()
    slip = world.event(serial, "polish")
    clock.forward(seconds=61)
    with pytest.raises(Conflict, match="Only one's own last entry"):
        world.event(serial, "undo", corrects=slip)


def test_a_scrap_undone_at_once_is_lawful(world: World) -> None:
    serial = world.worked()
    world.inspect(serial, "scrap", answers=world.bad_answers(serial))
    scrapped = world.standing(serial).sequence
    world.event(serial, "undo", world.ines, corrects=scrapped)
    world.event(serial, "polish")
    world.inspect(serial)
    assert audit(world.room).violations == 0


def test_a_correction_of_an_old_entry_leaves_the_newer_weight(world: World) -> None:
    serial = world.piece()
    old = world.event(serial, "cast", weight_mg=4_900)
    world.event(serial, "file", weight_mg=4_700)
    world.event(serial, "correction", corrects=old, weight_mg=4_800, reason="read wrongly")
    assert world.standing(serial).weight_mg == 4_700
    assert audit(world.room).violations == 0


def test_a_correction_of_the_newest_weight_counts(world: World) -> None:
    serial = world.piece()
    slip = world.event(serial, "cast", weight_mg=4_900)
    world.event(serial, "correction", corrects=slip, weight_mg=4_800, reason="read wrongly")
    assert world.standing(serial).weight_mg == 4_800
    assert audit(world.room).violations == 0
