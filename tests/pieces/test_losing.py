"""What went at a stage, from four weights alone: tables of cases, in milligrams."""

import pytest

from workshop.pieces.losing import NOTHING_BROUGHT, Brought, Loss, inside_mg, stones_mg

FOUR_PERCENT = 400


@pytest.mark.parametrize(
    ("now", "brought", "metal", "lost"),
    [
        (4_380, NOTHING_BROUGHT, 4_410, 30),
        (4_410, NOTHING_BROUGHT, 4_410, 0),
        (4_450, NOTHING_BROUGHT, 4_410, -40),
        (4_380, Brought(stones_mg=32), 4_410, 62),
        (4_380, Brought(stones_mg=32, metal_mg=30), 4_410, 92),
        (4_380, Brought(stones_mg=32, metal_mg=30, inside_mg=10), 4_400, 92),
        (4_440, Brought(metal_mg=30), 4_410, 0),
        (4_410, Brought(inside_mg=4_410), 0, 0),
    ],
)
def test_the_loss_is_what_was_there_and_came_less_what_is_there(
    now: int, brought: Brought, metal: int, lost: int
) -> None:
    loss = Loss(4_410, now, brought, FOUR_PERCENT)
    assert (loss.metal_mg, loss.lost_mg) == (metal, lost)


@pytest.mark.parametrize(
    ("lost", "usual", "division", "within", "asks"),
    [
        (160, FOUR_PERCENT, 10, True, False),
        (161, FOUR_PERCENT, 10, False, False),
        (190, FOUR_PERCENT, 10, False, False),
        (191, FOUR_PERCENT, 10, False, True),
        (163, FOUR_PERCENT, 1, False, False),
        (164, FOUR_PERCENT, 1, False, True),
        (30, 0, 10, False, False),
        (31, 0, 10, False, True),
        (0, 0, 10, True, False),
        (-500, FOUR_PERCENT, 10, True, False),
        (3_999, None, 10, True, False),
    ],
)
def test_why_is_asked_above_what_is_usual_and_what_the_scale_explains(
    lost: int, usual: int | None, division: int, within: bool, asks: bool
) -> None:
    loss = Loss(4_000, 4_000 - lost, usual=usual, division_mg=division)
    assert (loss.is_within, loss.asks_why) == (within, asks)


@pytest.mark.parametrize(
    ("before", "inside", "usual", "usual_mg"),
    [
        (4_000, 0, 400, 160),
        (4_000, 1_000, 400, 120),
        (4_024, 0, 400, 160),
        (4_025, 0, 400, 161),
        (4_000, 0, 0, 0),
        (4_000, 0, None, None),
    ],
)
def test_what_is_usual_is_a_part_of_the_metal_rounded_down(
    before: int, inside: int, usual: int | None, usual_mg: int | None
) -> None:
    assert Loss(before, before, Brought(inside_mg=inside), usual).usual_mg == usual_mg


@pytest.mark.parametrize(
    ("before", "lost", "inside", "per_mille"),
    [
        (4_000, 0, 0, 0),
        (4_000, 1, 0, 0),
        (4_000, 2, 0, 1),
        (4_000, -2, 0, 1),
        (4_410, 62, 0, 14),
        (4_000, 4_000, 0, 1_000),
        (4_000, 30, 1_000, 10),
        (4_000, 30, 4_000, 0),
        (4_000, 30, 4_001, 0),
    ],
)
def test_the_share_is_of_the_metal_to_the_nearest_thousandth(
    before: int, lost: int, inside: int, per_mille: int
) -> None:
    assert Loss(before, before - lost, Brought(inside_mg=inside)).per_mille == per_mille


@pytest.mark.parametrize(
    ("more", "division", "gain"), [(0, 10, False), (30, 10, False), (31, 10, True), (3, 1, False), (4, 1, True)]
)
def test_more_than_the_scale_can_be_wrong_by_is_a_gain(more: int, division: int, gain: bool) -> None:
    assert Loss(4_000, 4_000 + more, division_mg=division).is_gain == gain


@pytest.mark.parametrize(("carats", "mg"), [(0, 0), (2, 0), (3, 1), (5, 1), (7, 1), (8, 2), (160, 32), (1_000, 200)])
def test_stones_weigh_a_fifth_of_a_gram_a_carat_to_the_nearest_milligram(carats: int, mg: int) -> None:
    assert stones_mg(carats) == mg


@pytest.mark.parametrize(("carats", "inside"), [(0, 0), (1, 1), (5, 1), (6, 2), (160, 32)])
def test_stones_inside_leave_no_more_metal_than_there_is(carats: int, inside: int) -> None:
    assert inside_mg(4_000, carats) == inside
