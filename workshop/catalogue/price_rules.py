"""Prices reckoned from prices: decisions over plain values, in minor units, rounded half up."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from workshop.errors import Invalid
from workshop.wording import _

WHOLE = 100_000  # thousandths of a percent
LOWEST, HIGHEST = -90_000, 900_000
MOST_AT_ONCE = 2_000


@dataclass(frozen=True)
class PriceChange:
    """A price that shall be another: `was_minor` is the one that was read; None is no price, or by the share of the house."""

    code: str
    kind: str
    was_minor: int | None
    price_minor: int | None


def share_of(price_minor: int, percent: int) -> int:
    """So many percent of a price."""
    return (2 * price_minor * percent + 100) // 200


def wholesale_of(price_minor: int | None, own_minor: int | None, percent: int) -> int | None:
    """Its own wholesale price, else the share of the house."""
    if own_minor is not None or price_minor is None:
        return own_minor
    return share_of(price_minor, percent)


def raised(price_minor: int, thousandths: int, step_minor: int) -> int:
    """The price raised by thousandths of a percent (lowered below nothing), to the nearest step; never to nothing."""
    if not price_minor:
        return 0
    exact = Fraction(price_minor * (WHOLE + thousandths), WHOLE * step_minor)
    return max(1, floor(exact + Fraction(1, 2))) * step_minor


def check_raise(thousandths: int | None, step_minor: int) -> int:
    """The percentage, when prices can be raised by it. Raises Invalid."""
    if thousandths is None or not LOWEST <= thousandths <= HIGHEST or not thousandths:
        raise Invalid(
            _("Type by how many percent, from -90 to 900, such as 5 or -2.5."),
            slug="percent-out-of-range",
            field="percent",
        )
    if step_minor < 1:
        raise Invalid(_("Prices are rounded to something, such as 1."), slug="step-out-of-range", field="step")
    return thousandths


def check_changes(changes: Iterable[PriceChange]) -> list[PriceChange]:
    """Those that change something. Raises Invalid for too many, or for one price twice."""
    asked = list(changes)
    if len(asked) > MOST_AT_ONCE:
        raise Invalid(
            _("At most {most} prices are changed at once. Choose fewer.", most=MOST_AT_ONCE), slug="too-many-prices"
        )
    named = [(one.code, one.kind) for one in asked]
    if len(set(named)) < len(named):
        raise Invalid(_("One price is named twice. Say it once."), slug="price-twice")
    return [one for one in asked if one.was_minor != one.price_minor]
