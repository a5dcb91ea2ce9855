"""Whole units and their writing: milligrams, thousandths, minor money, moments in UTC."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator

from workshop.errors import Invalid
from workshop.languages import decimal_sign
from workshop.wording import _

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_FIGURE = 14  # signs: its thousandths, and sums of some, still fit where they are kept
HEAVIEST_MG = 100_000_000  # 100 kg: past any scale in a workshop
SECOND_US = 1_000_000

Whole = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as microseconds since 1970 in UTC, so that both databases compare and add alike."""

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


class YesNo(TypeDecorator[bool]):
    """True or false as 1 or 0, so that a guard's sentence reads the same on both databases."""

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


def microseconds(value: datetime) -> int:
    """Microseconds since 1970 of an aware moment; a naive one raises TypeError."""
    delta = value - EPOCH
    return (delta.days * 86_400 + delta.seconds) * SECOND_US + delta.microseconds


def moment(value: int) -> datetime:
    """The aware moment of a number of microseconds since 1970."""
    return datetime.fromtimestamp(value // SECOND_US, UTC).replace(microsecond=value % SECOND_US)


def read_figure(typed: str, *, field: str) -> int:
    """Thousandths of a typed figure; comma and point both stand before the decimals.

    Raises Invalid for anything that is not one plain figure with at most three decimals.
    """
    plain = typed.strip().replace(",", ".")
    digits = plain.removeprefix("-")
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit() or len(digits) > LONGEST_FIGURE:
        raise Invalid(
            _("“{typed}” is not a figure. Write it like 4.62 or 4,62.", typed=typed[:40]),
            slug="not-a-figure",
            field=field,
        )
    try:
        thousandths = Decimal(plain) * 1000
    except InvalidOperation as error:
        raise Invalid(
            _("“{typed}” is not a figure. Write it like 4.62 or 4,62.", typed=typed[:40]),
            slug="not-a-figure",
            field=field,
        ) from error
    if thousandths != thousandths.to_integral_value():
        raise Invalid(
            _("{typed} has more than three decimals. Write what the instrument shows.", typed=typed[:40]),
            slug="too-many-decimals",
            field=field,
        )
    return int(thousandths)


def read_weight(typed: str, *, field: str = "weight") -> int:
    """Milligrams of a weight typed in grams. Raises Invalid when it is none, zero, negative or past any scale."""
    weight_mg = read_figure(typed, field=field)
    return check_weight(weight_mg, field=field)


def check_weight(weight_mg: int, *, field: str = "weight") -> int:
    """The same weight, when a piece can have it. Raises Invalid otherwise."""
    if weight_mg <= 0:
        raise Invalid(
            _("A weight is more than zero. Put the piece on the scale and type what it shows, in grams."),
            slug="weight-not-positive",
            field=field,
        )
    if weight_mg > HEAVIEST_MG:
        raise Invalid(
            _("{grams} g is heavier than any piece here. Type the weight in grams.", grams=weight_mg // 1000),
            slug="weight-too-large",
            field=field,
        )
    return weight_mg


def grams(weight_mg: int | None) -> str:
    """A weight as people read it: at least two decimals, a third only when it says something."""
    if weight_mg is None:
        return "–"
    whole_g, rest = divmod(abs(weight_mg), 1000)
    decimals = f"{rest:03d}"
    return f"{'-' if weight_mg < 0 else ''}{whole_g}{decimal_sign()}{decimals[:2]}{decimals[2].replace('0', '')}"


def thousandths(value: int | None) -> str:
    """A figure kept in thousandths, without zeros that say nothing."""
    if value is None:
        return "–"
    whole_part, rest = divmod(abs(value), 1000)
    decimals = f"{rest:03d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole_part}{decimal_sign() + decimals if decimals else ''}"


def canonical(value: Any) -> Any:
    """The value as it stands in the database, which is how the journal's digest sees it: text, whole number or None."""
    if isinstance(value, datetime):
        return microseconds(value)
    return int(value) if isinstance(value, bool) else value
