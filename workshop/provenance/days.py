"""Days as people read them, in the shop's own time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workshop.wording import _

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def zone_of(name: str | None) -> ZoneInfo:
    """The time zone of that name; UTC when there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def day(at: datetime, zone: ZoneInfo) -> str:
    """20 November 2026."""
    local = at.astimezone(zone)
    return _("{day} {month} {year}", day=local.day, month=_(MONTHS[local.month - 1]), year=local.year)


def short_day(at: datetime, zone: ZoneInfo, *, with_year: bool = True) -> str:
    """20 Nov 2026, or 20 Nov."""
    local = at.astimezone(zone)
    month = _(MONTHS[local.month - 1])[:3]
    if with_year:
        return _("{day} {month} {year}", day=local.day, month=month, year=local.year)
    return _("{day} {month}", day=local.day, month=month)


def span(first: datetime, last: datetime, zone: ZoneInfo, *, after: int | None = None) -> str:
    """One day, or from one to another: 9 to 12 Nov 2026; without the year where the line before, of the year `after`, has told it."""
    start, end = first.astimezone(zone), last.astimezone(zone)
    told = short_day(last, zone, with_year=end.year != after)
    if start.date() == end.date():
        return told
    if (start.year, start.month) == (end.year, end.month):
        return _("{first} to {last}", first=start.day, last=told)
    return _("{first} to {last}", first=short_day(first, zone, with_year=start.year != end.year), last=told)
