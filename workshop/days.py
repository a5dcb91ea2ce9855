"""Days and times: as they are typed, where the shop is, and as the reader's language writes them."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_interval

from workshop.errors import Invalid
from workshop.languages import locale_of
from workshop.wording import _, language, n_

EARLIEST, LATEST = "1900-01-01", "2199-12-31"  # of days that a workshop speaks of
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_day(typed: str | None, *, field: str, latest: date | None = None) -> str | None:
    """An ISO day, None when nothing was typed. Raises Invalid for no day, one before 1900 or from 2200 on, and one after `latest`."""
    if not typed:
        return None
    if not _DAY.fullmatch(typed) or not _is_day(typed) or not EARLIEST <= typed <= LATEST:
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


def read_moment(typed: str | None, here: ZoneInfo, now: datetime, *, field: str) -> datetime | None:
    """A typed local time (2026-11-24T14:05) that is over; None for none. Raises Invalid."""
    if typed is None:
        return None
    try:
        at = datetime.fromisoformat(typed).replace(tzinfo=here).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(
            _("“{typed}” is not a time. Write it like 2026-11-24 14:05.", typed=typed[:40]),
            slug="not-a-time",
            field=field,
        ) from error
    if at > now:
        raise Invalid(_("That time is still to come. Say when it was done."), slug="time-to-come", field=field)
    return at


def zone_of(name: str | None) -> ZoneInfo:
    """The time zone of that name; UTC when there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def date_at(at: datetime, zone: str | None) -> date:
    """The day of a moment where the shop is; in UTC while no time zone is set."""
    return at.astimezone(zone_of(zone)).date()


def day(on: date) -> str:
    """20 November 2026."""
    return format_date(on, "long", locale_of(language()))


def day_at(at: datetime, zone: ZoneInfo) -> str:
    """The same, of a moment."""
    return day(at.astimezone(zone).date())


def told_day(written: str | None) -> str:
    """The same, of an ISO day; nothing for none."""
    return day(date.fromisoformat(written)) if written else ""


def told_period(written: str) -> str:
    """The same, of a day, a month or a year: November 2026, or 2026."""
    if len(written) == 10:
        return told_day(written)
    return _short(date.fromisoformat(f"{written}-01"), "yMMMM") if len(written) == 7 else written


def short_day(at: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """17 Nov; with its year when that is another one than now."""
    local = at.astimezone(zone)
    is_of_now = now is None or local.year == now.astimezone(zone).year
    return _short(local.date(), "MMMd" if is_of_now else "yMMMd")


def short_date(at: datetime, zone: ZoneInfo) -> str:
    """17 Nov 2026."""
    return _short(at.astimezone(zone).date(), "yMMMd")


def _short(on: date, parts: str) -> str:
    locale = locale_of(language())
    return format_date(on, locale.datetime_skeletons[parts].pattern, locale)


def clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def short_moment(at: datetime, zone: ZoneInfo) -> str:
    """17 Nov, 14:05."""
    return f"{short_day(at, zone)}, {clock(at, zone)}"


def span(first: datetime, last: datetime, zone: ZoneInfo, *, after: int | None = None) -> str:
    """One day, or from one to another: 9–12 Nov 2026; without the year where the line before, of the year `after`, has told it."""
    start, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    parts = "MMMd" if start.year == end.year == after else "yMMMd"
    if start == end:
        return _short(start, parts)
    return format_interval(start, end, parts, locale=locale_of(language()))


def since(at: datetime, now: datetime) -> str:
    """How long ago, in whole days."""
    days = (now - at).days
    return n_("{count} day", "{count} days", days) if days else _("today")


def due(typed: str | None, on: date) -> str:
    """Due today, due 24 Nov, or how late it is."""
    if not typed:
        return ""
    day_due = date.fromisoformat(typed)
    left = (day_due - on).days
    if left < 0:
        return n_("{count} day late", "{count} days late", -left)
    return _("due {day}", day=_short(day_due, "MMMd")) if left else _("due today")
