"""The size that was ordered is the limit of the size that is measured."""

from dataclasses import replace

import pytest

from tests.world import World
from workshop.errors import Conflict
from workshop.inspection.ordered import size_um


def judged(world: World, size: str | None, figure: int, kind: str = "ring", code: str = "R1") -> str:
    serial = world.worked(world.piece(world.design_of(kind), size=size))
    answers = [replace(one, measured=figure) if one.code == code else one for one in world.good_answers(serial)]
    world.inspect(serial, "rework", answers=answers)
    rows = world.rows(
        "SELECT a.result FROM answer a JOIN inspection_check c ON c.id = a.check_id JOIN inspection i ON i.id = a.inspection_id "
        "JOIN piece p ON p.id = i.piece_id WHERE c.code = :code AND p.serial = :serial",
        code=code,
        serial=serial,
    )
    return str(rows[0].result)


@pytest.mark.parametrize(
    ("size", "figure", "result"),
    [
        ("58", 47_500, "fail"),
        ("58", 57_499, "fail"),
        ("58", 57_500, "pass"),
        ("58,5", 59_000, "pass"),
        ("EU 58 mm", 58_501, "fail"),
        ("US 8", 47_500, "pass"),
        ("7", 54_000, "pass"),
        (None, 54_000, "pass"),
        (None, 90_000, "fail"),
    ],
)
def test_a_ring_is_within_half_a_millimetre_of_its_order(
    world: World, size: str | None, figure: int, result: str
) -> None:
    assert judged(world, size, figure) == result


@pytest.mark.parametrize(
    ("kind", "size", "figure", "result"),
    [
        ("bracelet", "185 mm", 182_900, "fail"),
        ("bracelet", "185 mm", 183_000, "pass"),
        ("chain", "450", 445_000, "pass"),
        ("chain", "450", 455_100, "fail"),
    ],
)
def test_a_length_is_within_its_tolerance(world: World, kind: str, size: str, figure: int, result: str) -> None:
    assert judged(world, size, figure, kind, "B1") == result


def test_a_ring_of_another_size_does_not_pass_and_is_told_the_limits(world: World) -> None:
    serial = world.worked(world.piece(size="58"))
    answers = [replace(one, measured=47_500) if one.code == "R1" else one for one in world.good_answers(serial)]
    with pytest.raises(Conflict, match=r"R1 \(47\.5 mm, allowed 57\.5 to 58\.5\)"):
        world.inspect(serial, answers=answers)


def test_sizes_are_read_as_they_are_typed() -> None:
    typed = {"58": 58_000, " eu 58,5": 58_500, "17.25mm": 17_250, "N½": None, "US 7": None, "": None, "58-60": None}
    assert {size: size_um(size) for size in typed} == typed
    assert size_um(None) is None
