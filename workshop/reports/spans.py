"""Weeks, months, quarters: which span is meant, the one before it, and the parts that it is drawn in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, literal, type_coerce

from workshop.reports.told import Span, midnight
from workshop.units import SECOND_US, Whole, microseconds

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WEEKS_SHOWN = 12
MOST_PARTS = {"day": 16, "week": 27, "month": 37}


@dataclass(frozen=True)
class Part:
    """A day, week, month or year of the span; the first and the last are cut to it."""

    key: str
    size: str
    first: date
    last: date


def monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def month_from(on: date, months: int) -> date:
    """The first day of the month that is so many away."""
    number = on.year * 12 + on.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def whole(size: str, on: date) -> tuple[date, date]:
    """The first and the last day of the week, month, quarter or year of a day, or of the twelve weeks that end with its week."""
    if size == "week":
        return monday(on), monday(on) + WEEK - DAY
    if size == "weeks":
        return monday(on) - (WEEKS_SHOWN - 1) * WEEK, monday(on) + WEEK - DAY
    months = {"month": 1, "quarter": 3, "year": 12}[size]
    first = month_from(on, -((on.month - 1) % months))
    return first, month_from(first, months) - DAY


SIZES = ("week", "weeks", "month", "quarter", "year")


def size_of(first: date, last: date) -> str | None:
    """Which of these the span is; None for an own range."""
    return next((size for size in SIZES if whole(size, last) == (first, last)), None)


def moved(first: date, last: date, times: int) -> tuple[date, date]:
    """The span of the same kind so many before (below nothing) or after."""
    size = size_of(first, last)
    if size in ("month", "quarter", "year"):
        months = {"month": 1, "quarter": 3, "year": 12}[size] * times
        return month_from(first, months), month_from(last + DAY, months) - DAY
    days = (last - first + DAY) * times
    return first + days, last + days


def before(span: Span) -> Span | None:
    """The span before, as long; None where there is none. Of one that still runs, the whole span before."""
    if span.first is None or span.last is None or span.first.year < 1901:
        return None
    first, last = moved(span.first, span.last, -1)
    return replace(span, first=first, last=last)


def parts(span: Span) -> list[Part]:
    """The span in at most some dozen days, weeks or months, else in years; nothing after today."""
    first, last = _shown_days(span)
    days = (last - first).days + 1
    lengths = {"day": days, "week": days / 7, "month": days / 30}
    size = next((one for one, most in MOST_PARTS.items() if lengths[one] <= most), "year")
    return list(_cut(first, last, size))


def _shown_days(span: Span) -> tuple[date, date]:
    """Until today at the latest; of what is all to come, its first day."""
    first = span.first or span.opened or span.today
    return first, max(first, min(span.last or span.today, span.today))


def quarters(span: Span) -> list[Part]:
    """The quarters of the calendar that the span touches, cut to it; nothing after today."""
    first, last = _shown_days(span)
    return list(_cut(first, last, "quarter"))


def _cut(first: date, last: date, size: str) -> Iterator[Part]:
    while first <= last:
        end = first if size == "day" else whole(size, first)[1]
        yield Part(first.isoformat(), size, first, min(end, last))
        first = end + DAY


def begins(part: Part, span: Span) -> datetime:
    return max(midnight(part.first, span.zone), span.since)


def ends(part: Part, span: Span) -> datetime:
    """The last moment that counts in a part."""
    return min(midnight(part.last + DAY, span.zone) - timedelta(microseconds=1), span.until)


def part_number(at: Any, shown: list[Part], span: Span) -> ColumnElement[int]:
    """In SQL: in which of the parts a moment lies, from 0."""
    later = [(at < midnight(part.first, span.zone), number) for number, part in enumerate(shown[1:])]
    return case(*later, else_=len(shown) - 1) if later else literal(0, Whole)


def number_of(at: datetime, shown: list[Part], span: Span) -> int:
    """The same, of a moment that was read."""
    on = at.astimezone(span.zone).date()
    return max(sum(1 for part in shown if part.first <= on) - 1, 0)


def find_part(shown: list[Part], key: str) -> Part | None:
    return next((part for part in shown if part.key == key), None)


def age_s(at: Any, now: datetime) -> ColumnElement[int]:
    """In SQL: whole seconds from a moment until now."""
    return (literal(microseconds(now), Whole) - type_coerce(at, Whole)) // literal(SECOND_US, Whole)
