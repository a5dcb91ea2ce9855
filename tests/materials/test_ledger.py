"""The arithmetic of the books, figure by figure: whole numbers, nothing rounded up that is said, nothing dropped that is shared."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.materials.ledger import (
    Amount,
    Closing,
    close,
    fine,
    fine_shown,
    fineness_of,
    metal_needed,
    net_fifths,
    net_mg,
    shared,
    vector,
)


@pytest.mark.parametrize(
    ("missing", "explained", "closing"),
    [
        (0, 0, Closing()),
        (30, 0, Closing(weighing=30)),
        (31, 0, Closing(unexplained=31)),
        (-30, 0, Closing(weighing=-30)),
        (-31, 0, Closing(unexplained=-31)),
        (130, 100, Closing(loss=100, weighing=30)),
        (131, 100, Closing(loss=100, unexplained=31)),
        (0, 50, Closing(loss=50, unexplained=-50)),
    ],
)
def test_what_is_missing_is_explained_weighed_or_seen(missing: int, explained: int, closing: Closing) -> None:
    found = close(missing, explained_mg=explained, division_mg=10)
    assert found == closing
    assert sum(vars(found).values()) == missing


@pytest.mark.parametrize(
    ("gross", "carats", "other", "net"),
    [(4_000, 0, 0, 4_000), (4_000, 5, 0, 3_999), (4_000, 4, 0, 3_999), (4_000, 1_000, 100, 3_700), (10, 51, 0, -1)],
)
def test_net_is_gross_less_stones_less_what_is_no_metal(gross: int, carats: int, other: int, net: int) -> None:
    assert net_mg(gross, carats, other) == net
    assert net_fifths(gross, carats, other) == (gross - other) * 5 - carats


def test_metal_needed_is_never_short() -> None:
    assert metal_needed(2_000, 500, alloy_density=15_580, wax_density=1_000) == 25_707
    assert metal_needed(3, 0, alloy_density=10, wax_density=7, button_mg=0) == 5
    assert metal_needed(3, 0, alloy_density=10, wax_density=7, button_mg=100) == 105


def test_fineness_is_never_rounded_up() -> None:
    assert fineness_of([(66_660, 7_500), (29_740, 5_850)], 96_400) == 6_990
    assert fine(1_001, 9_999) == Fraction(10_008_999, 10_000)
    assert fine_shown(fine(1_001, 9_999)) == 1_000


def test_an_amount_fits_in_every_unit() -> None:
    there = Amount(5, 5, 5)
    assert Amount(5, 5, 5).fits_in(there)
    for more in (Amount(6, 0, 0), Amount(0, 6, 0), Amount(0, 0, 6)):
        assert not more.fits_in(there)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_what_is_shared_is_all_of_it(total: int, weights: list[int]) -> None:
    parts = shared(total, weights)
    assert sum(parts) == total and len(parts) == len(weights)
    whole = sum(weights)
    if whole:
        assert all(abs(part - Fraction(total * weight, whole)) < 1 for part, weight in zip(parts, weights, strict=True))


def test_what_dividing_leaves_goes_to_the_largest_remainders() -> None:
    assert shared(10, [1, 1, 1]) == [4, 3, 3]
    assert shared(10, [2, 3, 2]) == [3, 4, 3]
    assert shared(-10, [1, 1, 1]) == [-4, -3, -3]
    assert shared(7, [0, 0]) == [7, 0]


def test_a_vector_is_weighed_and_adds_up_to_one() -> None:
    parents = {3: [(1, Fraction(3)), (2, Fraction(1))], 4: [(3, Fraction(1)), (1, Fraction(1))], 5: []}
    assert vector(4, parents) == {1: Fraction(7, 8), 2: Fraction(1, 8)}
    assert vector(5, parents) == {5: 1} and vector(9, parents) == {9: 1}
