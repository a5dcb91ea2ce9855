"""Figures over many values: exact, and in one place, so that every report means the same by a word."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

HOUR_US = 3_600_000_000
DAY_S = 86_400


def hours(microseconds: Fraction | int | None) -> float | None:
    """Hours as a plain number with at most four decimals."""
    return None if microseconds is None else round(float(Fraction(microseconds) / HOUR_US), 4)


def mean(values: Sequence[int]) -> Fraction | None:
    return Fraction(sum(values), len(values)) if values else None


def quantile(values: Sequence[int], share: Fraction) -> Fraction | None:
    """The value below which this share lies, between two neighbours in proportion; at a half it is the median."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def percent(part: int, whole: int) -> int | None:
    """Whole percent, rounded down; None of nothing."""
    return 100 * part // whole if whole else None
