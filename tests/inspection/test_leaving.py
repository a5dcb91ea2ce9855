"""No piece leaves without its own inspection, and a pass is for the piece as it was."""

import pytest

from tests.world import World
from workshop.errors import Conflict


def test_a_piece_from_wax_to_customer(world: World) -> None:
    serial = world.worked()
    decided = world.inspect(serial)
    assert (decided.purpose, decided.verdict, decided.level) == ("final", "pass", "independent")
    world.tag(serial)
    world.leave(serial)
    assert world.standing(serial).place == "customer"


def test_a_piece_without_its_pass_stays(world: World) -> None:
    serial = world.worked()
    with pytest.raises(Conflict, match="has not passed its own inspection"):
        world.leave(serial)
    with pytest.raises(Conflict, match="has not passed its own inspection"):
        world.tag(serial)


def test_a_failed_piece_stays(world: World) -> None:
    serial = world.worked()
    world.inspect(serial, "rework", answers=world.bad_answers(serial))
    with pytest.raises(Conflict, match="has not passed its own inspection"):
        world.leave(serial)


def test_work_makes_a_pass_stale(world: World) -> None:
    serial = world.released()
    world.event(serial, "polish")
    with pytest.raises(Conflict, match="has not passed its own inspection"):
        world.leave(serial)


def test_a_returned_piece_is_not_sold_on_its_old_pass(world: World) -> None:
    serial = world.released()
    world.leave(serial)
    world.come_back(serial)
    with pytest.raises(Conflict, match="has not passed its own inspection"):
        world.leave(serial)
    assert world.inspect(serial).purpose == "delta"
    world.leave(serial)


def test_an_observation_keeps_the_pass(world: World) -> None:
    serial = world.released()
    world.event(serial, "note", note="kept in the safe")
    world.leave(serial)
