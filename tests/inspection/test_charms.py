"""Charms: put on with their own pass, no work while they are on, taken off by work on both; the audit finds what went otherwise."""

import pytest
from sqlalchemy.exc import DBAPIError

from tests.world import World
from workshop import guarding
from workshop.auditing import audit
from workshop.errors import Conflict, NotFound, Refusal
from workshop.inspection.attaching import attach_charm, carrier_of, charms_of, detach_charm
from workshop.pieces.moving import move_inside


def put_on(world: World, bracelet: str, charm: str) -> None:
    seen = world.standing(bracelet).seen
    world.tell(lambda w: attach_charm(w, bracelet, charm, seen), world.ana)


def take_off(world: World, bracelet: str, charm: str) -> None:
    seen = world.standing(bracelet).seen
    world.tell(lambda w: detach_charm(w, bracelet, charm, seen), world.ana)


@pytest.fixture
def pair(world: World) -> tuple[str, str]:
    """A bracelet and a charm, each with its own pass."""
    return world.released(), world.released()


def test_a_charm_is_put_on_and_the_bracelet_asks_for_the_short_list(world: World, pair: tuple[str, str]) -> None:
    bracelet, charm = pair
    for _twice in range(2):
        put_on(world, bracelet, charm)
    assert world.standing(bracelet).state == "waiting" and world.standing(charm).state == "released"
    asking = world.asked(bracelet)
    assert asking.purpose == "delta" and {"A1", "A2", "C1", "C4", "C6"} == {one.code for one in asking.questions}
    with pytest.raises(Conflict):
        world.leave(bracelet)
    assert world.inspect(bracelet).level == "independent"
    world.leave(bracelet)
    with world.room.database.reading() as session:
        assert carrier_of(session, world.standing(charm).piece_id) == bracelet
        assert [one.serial for one in charms_of(session, world.standing(bracelet).piece_id)] == [charm]


def test_only_a_charm_with_its_own_current_pass_is_put_on(world: World, pair: tuple[str, str]) -> None:
    bracelet, charm = pair
    for raw in (world.worked(), world.piece()):
        with pytest.raises(Conflict, match="own inspection"):
            put_on(world, bracelet, raw)
    world.event(charm, "polish")
    with pytest.raises(Conflict, match="own inspection"):
        put_on(world, bracelet, charm)
    with pytest.raises(Conflict, match="itself"):
        put_on(world, bracelet, bracelet)
    assert world.standing(bracelet).state == "released"


def test_a_charm_in_the_safe_is_taken_to_the_bench_first(world: World, pair: tuple[str, str]) -> None:
    bracelet, charm = pair
    world.tell(lambda w: move_inside(w, charm, "safe"), world.ana)
    with pytest.raises(Conflict, match="not at the bench"):
        put_on(world, bracelet, charm)
    world.tell(lambda w: move_inside(w, charm, "shop"), world.ana)
    put_on(world, bracelet, charm)


def test_while_it_is_on_nothing_is_done_to_it(world: World, pair: tuple[str, str]) -> None:
    bracelet, charm = pair
    put_on(world, bracelet, charm)
    for act in (
        lambda: world.event(charm, "polish"),
        lambda: world.leave(charm),
        lambda: world.tag(charm),
        lambda: world.inspect(charm),
        lambda: put_on(world, world.released(), charm),
        lambda: put_on(world, charm, world.released()),
        lambda: world.event(bracelet, "undo", corrects=world.standing(bracelet).sequence),
    ):
        with pytest.raises((Refusal, DBAPIError)):
            act()
    world.event(charm, "note", note="seen at the counter")


def test_taking_it_off_is_work_on_both(world: World, pair: tuple[str, str]) -> None:
    bracelet, charm = pair
    put_on(world, bracelet, charm)
    world.inspect(bracelet)
    take_off(world, bracelet, charm)
    for one in pair:
        assert world.standing(one).change_kind == "detach"
        with pytest.raises(Conflict):
            world.leave(one)
        world.inspect(one)
    with pytest.raises(NotFound):
        take_off(world, bracelet, charm)
    put_on(world, bracelet, charm)
    assert len(world.rows("SELECT 1 FROM attachment")) == 2


def test_a_bracelet_does_not_leave_with_a_charm_whose_pass_is_gone(world: World, pair: tuple[str, str]) -> None:
    bracelet, charm = pair
    put_on(world, bracelet, charm)
    world.inspect(bracelet)
    world.event(charm, "detach")
    with pytest.raises((Refusal, DBAPIError), match="no current pass"):
        world.leave(bracelet)


def test_nothing_is_taken_off_a_charm_that_is_on_another(world: World, pair: tuple[str, str]) -> None:
    """It is wherever that is, at a gallery or with its buyer: what hangs on it is not at our bench."""
    bracelet, charm = pair
    drop = world.released()
    put_on(world, charm, drop)
    world.inspect(charm)
    put_on(world, bracelet, charm)
    world.inspect(bracelet)
    world.leave(bracelet, "lent", place="gallery")
    with pytest.raises(Conflict, match=f"{charm} is on {bracelet}"):
        take_off(world, charm, drop)
    assert [world.standing(one).state for one in (charm, drop)] == ["released"] * 2


def test_a_bracelet_with_charms_is_not_scrapped(world: World, pair: tuple[str, str]) -> None:
    bracelet, charm = pair
    put_on(world, bracelet, charm)
    with pytest.raises((Refusal, DBAPIError), match="take them off first"):
        world.inspect(bracelet, "scrap", answers=world.bad_answers(bracelet, "C4"))


def test_who_saw_it_before_somebody_else_moved_it_is_told(world: World, pair: tuple[str, str]) -> None:
    bracelet, charm = pair
    seen = world.standing(bracelet).seen
    world.event(bracelet, "polish")
    with pytest.raises(Conflict, match="moved on"):
        world.tell(lambda w: attach_charm(w, bracelet, charm, seen), world.ana)


def test_the_audit_finds_a_charm_that_was_never_inspected(world: World, pair: tuple[str, str]) -> None:
    bracelet, charm = pair
    put_on(world, bracelet, charm)
    assert audit(world.room).findings == []
    with world.raw() as connection, connection.begin():
        guarding.drop_all(connection)
    world.event(charm, "polish")
    assert "attached-no-work" in {one.rule for one in audit(world.room).findings}
