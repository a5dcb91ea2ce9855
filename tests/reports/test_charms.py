"""A charm is counted with the piece that it is on: one dot, its place, and no case of its own."""

from sqlalchemy import select

from tests.inspection.test_charms import put_on, take_off
from tests.world import World
from workshop.pieces.models import Piece
from workshop.reports.book import span_of
from workshop.reports.held import held_at
from workshop.reports.ours import ours_at
from workshop.reports.places import floor_now
from workshop.sales.case_queries import fits, ready_to_go
from workshop.sales.case_rules import why_not
from workshop.shoproom import Shoproom


def places(room: Shoproom) -> dict[str, int]:
    with room.database.reading() as session:
        return {one.name: one.count for one in floor_now(session, span_of(session, None, None, room.now())).places}


def groups(room: Shoproom) -> dict[str, str]:
    with room.database.reading() as session:
        ours = ours_at(span_of(session, None, None, room.now()))
        found = select(Piece.serial, ours.c.group_key).join(ours, ours.c.piece_id == Piece.id)
        return {row.serial: row.group_key for row in session.execute(found)}


def test_a_charm_goes_with_its_piece_and_comes_back_as_one_of_its_own(world: World) -> None:
    bracelet, charm = world.released(), world.released()
    assert places(world.room) == {"At the bench": 2}
    put_on(world, bracelet, charm)
    assert groups(world.room) == {bracelet: "in_work", charm: "in_work"}
    world.inspect(bracelet)
    assert places(world.room) == {"At the bench": 1}
    with world.room.database.reading() as session:
        assert [one.serial for one in ready_to_go(session)] == [bracelet]
        (fit,) = fits(session, [charm])
        assert bracelet in (why_not(fit, "fair") or "")
    world.leave(bracelet, "lent", place="gallery")
    assert places(world.room) == {"Gallery": 1}
    assert groups(world.room) == {bracelet: "lent", charm: "lent"}
    with world.room.database.reading() as session:
        held = held_at(session, span_of(session, None, None, world.room.now()))
        assert {one.row.serial: one.place for one in held} == {bracelet: "gallery", charm: "gallery"}
    world.come_back(bracelet)
    take_off(world, bracelet, charm)
    world.inspect(charm)
    world.inspect(bracelet)
    world.leave(bracelet)
    assert groups(world.room) == {charm: "finished"}
