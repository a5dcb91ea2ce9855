"""What metal is worth on a day: grams x fineness x price / 31.1034768, in whole minor units, rounded down.

On a day without a price or a rate the last one before stands, and its day is told.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import floor
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.errors import Invalid
from workshop.materials.models import ExchangeRate, MetalPrice
from workshop.money import decimals_of
from workshop.wording import _

MG_PER_OUNCE = Fraction("31103.4768")  # a troy ounce, by the yard and pound agreement of 1959
MILLION = 1_000_000
EURO = "EUR"


@dataclass(frozen=True)
class Quote:
    """What a troy ounce of fine metal cost: so much in a currency, from the days of the price and of the rates that it took."""

    metal: str
    currency: str
    per_ounce: Fraction
    price_day: str
    rate_day: str | None = None

    def value_of(self, fine_mg: Fraction) -> Fraction:
        """Minor units for so many fine milligrams, exactly."""
        minor: int = 10 ** decimals_of(self.currency)
        return fine_mg / MG_PER_OUNCE * self.per_ounce * minor

    def value_minor(self, fine_mg: Fraction) -> int:
        """The same in whole minor units, rounded down."""
        return floor(self.value_of(fine_mg))


def quote(session: Session, metal: str, currency: str, on: str) -> Quote | None:
    """The price of that day in that currency; None when there is none before it, or no rate to reckon by. At most four statements."""
    own = _newest(session, metal, on, MetalPrice.currency == currency)
    if own is not None:
        return Quote(metal, currency, Fraction(own.price_thousandths, 1000), own.on_date)
    other = _newest(session, metal, on)
    if other is None:
        return None
    first, second = _rate(session, other.currency, on), _rate(session, currency, on)
    if first is None or second is None:
        return None
    per_ounce = Fraction(other.price_thousandths, 1000) * second[0] / first[0]
    return Quote(metal, currency, per_ounce, other.on_date, min(first[1], second[1]))


def rate_between(session: Session, first: str, second: str, on: str) -> Fraction | None:
    """So much of the second currency for one of the first on a day; None when no rate is known. At most two statements."""
    if first == second:
        return Fraction(1)
    known = _rate(session, first, on), _rate(session, second, on)
    return known[1][0] / known[0][0] if known[0] and known[1] else None


def _newest(session: Session, metal: str, on: str, *which: Any) -> MetalPrice | None:
    wanted = select(MetalPrice).where(MetalPrice.metal == metal, MetalPrice.on_date <= on, *which)
    return session.scalars(wanted.order_by(MetalPrice.on_date.desc(), MetalPrice.id).limit(1)).one_or_none()


def _rate(session: Session, currency: str, on: str) -> tuple[Fraction, str] | None:
    """So much of the currency for one euro, and its day."""
    if currency == EURO:
        return Fraction(1), on
    wanted = select(ExchangeRate.rate_millionths, ExchangeRate.on_date).where(
        ExchangeRate.currency == currency, ExchangeRate.on_date <= on
    )
    row = session.execute(wanted.order_by(ExchangeRate.on_date.desc()).limit(1)).one_or_none()
    return None if row is None else (Fraction(row.rate_millionths, MILLION), row.on_date)


def price_day(typed: str | None, *, field: str) -> str:
    """An ISO day of a price, however long ago. Raises Invalid for none."""
    try:
        return date.fromisoformat(typed or "").isoformat()
    except ValueError as error:
        raise Invalid(
            _("“{typed}” is no day. Write it like 2026-11-22.", typed=(typed or "")[:40]), slug="not-a-day", field=field
        ) from error


def read_millionths(typed: str | None, *, field: str) -> int:
    """Millionths of a typed rate. Raises Invalid for none, and for more than six decimals."""
    try:
        millionths = Decimal((typed or "").strip().replace(",", ".")) * MILLION
    except InvalidOperation:
        millionths = Decimal(0)
    if not millionths.is_finite() or not 0 < millionths < 10**15 or millionths != millionths.to_integral_value():
        raise Invalid(
            _("“{typed}” is no rate. Write it like 1.105, with six decimals at most.", typed=(typed or "")[:40]),
            slug="rate-not-understood",
            field=field,
        )
    return int(millionths)
