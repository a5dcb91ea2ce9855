"""Days on papers: as they are typed, as the shop counts them, as people read them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workshop.errors import Invalid
from workshop.wording import _

MONTHS = tuple(
    [
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
    ]
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EARLIEST = "1900-01-01"


def read_day(typed: str | None, *, field: str, latest: date | None = None) -> str | None:
    """An ISO day, None when nothing was typed. Raises Invalid for no day, one before 1900, and one after `latest`."""
    if not typed:
        return None
    if not _DAY.fullmatch(typed) or not _is_day(typed) or typed < EARLIEST:
        raise Invalid(
            _("“{typed}” is no day. Write it like 2026-11-22.", typed=typed[:40]), slug="not-a-day", field=field
        )
    if latest is not None and typed > latest.isoformat():
        raise Invalid(
            _("{day} is still to come. Type the day on which it was.", day=typed), slug="day-in-future", field=field
        )
    return typed


def _is_day(typed: str) -> bool:
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return True


def local_day(at: datetime, zone: str | None) -> date:
    """The day of a moment where the shop is; in UTC while no time zone is set."""
    try:
        return at.astimezone(ZoneInfo(zone or "UTC")).date()
    except (ZoneInfoNotFoundError, ValueError):
        return at.date()


def told_day(written: str | None) -> str:
    """22 November 2026, of an ISO day; nothing for none."""
    if not written:
        return ""
    day = date.fromisoformat(written)
    return _("{day} {month} {year}", day=day.day, month=_(MONTHS[day.month - 1]), year=day.year)
