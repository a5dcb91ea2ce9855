"""What an inspection leans on: its own photos, a fair tolerance, and a level that is not better than what is on record."""

import pytest
from sqlalchemy import select

from tests.conftest import Clock
from tests.world import World
from workshop.auditing import audit
from workshop.catalogue.models import Design
from workshop.errors import Conflict
from workshop.inspection.actions import publish_checklist
from workshop.inspection.checks import CheckSpec
from workshop.inspection.rules import Given, tolerance_mg
from workshop.pieces.actions import NewPhoto, add_photo

CHECKS = (
    CheckSpec("C1", "Number equals the record", "yes_no", role="identity"),
    CheckSpec(
        "C6", "Gross weight", "measurement", low=1, high=10_000_000, unit="g", instrument="scale", role="gross_weight"
    ),
    CheckSpec("F1", "Photo of the inside", "photo"),
)


def _photo(world: World, serial: str, picture: str) -> int:
    return world.tell(lambda w: add_photo(w, serial, NewPhoto(picture, picture, 10, 10)), world.ana)


def _asks_for_a_photo(world: World) -> None:
    with world.room.database.reading() as session:
        design = session.scalar(select(Design.id).where(Design.code == world.design))
    world.tell(
        lambda w: publish_checklist(w, purpose="final", serves=f"design:{design}", name="With a photo", checks=CHECKS),
        world.omar,
    )


def _answers(photo: int) -> list[Given]:
    return [Given("C1", passes=True), Given("C6", measured=4_000), Given("F1", passes=True, photo_id=photo)]


def test_a_photo_taken_since_the_last_change_is_evidence(world: World) -> None:
    _asks_for_a_photo(world)
    serial = world.worked()
    world.inspect(serial, answers=_answers(_photo(world, serial, "a" * 64)))


def test_a_photo_from_before_the_last_work_is_none(world: World, clock: Clock) -> None:
    _asks_for_a_photo(world)
    serial = world.worked()
    photo = _photo(world, serial, "a" * 64)
    clock.forward(minutes=5)
    world.event(serial, "polish")
    with pytest.raises(Conflict, match="taken since the last change"):
        world.inspect(serial, answers=_answers(photo))


def test_one_picture_is_evidence_for_one_piece_only(world: World) -> None:
    _asks_for_a_photo(world)
    first, second = world.worked(), world.worked()
    _photo(world, first, "a" * 64)
    photo = _photo(world, second, "a" * 64)
    with pytest.raises(Conflict, match="taken since the last change"):
        world.inspect(second, answers=_answers(photo))


def test_a_piece_with_no_work_on_record_has_nobody_independent(world: World) -> None:
    serial = world.piece(way_in="castings", weight_mg=4_000)
    assert world.inspect(serial).level == "not_known"
    assert audit(world.room).violations == 0


def test_undone_work_is_no_record_of_work(world: World) -> None:
    serial = world.piece()
    slip = world.event(serial, "file")
    world.event(serial, "undo", corrects=slip)
    assert world.inspect(serial).level == "not_known"
    assert audit(world.room).violations == 0


@pytest.mark.parametrize(
    ("gross_mg", "division_mg", "tolerated_mg"),
    [(4_000, 10, 30), (2_900, 300, 58), (34_000, 100, 300), (900, 100, 30), (4_000, 1, 3)],
)
def test_a_weighing_is_tolerated_within_the_scale_and_the_piece(
    gross_mg: int, division_mg: int, tolerated_mg: int
) -> None:
    assert tolerance_mg(gross_mg, division_mg) == tolerated_mg
