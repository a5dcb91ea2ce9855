"""Days, times and the shop as the pages of the bench tell them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from workshop.errors import Invalid
from workshop.people.shop_web import the_shop
from workshop.provenance.days import MONTHS, zone_of
from workshop.web import shoproom
from workshop.wording import _, n_


def zone() -> ZoneInfo:
    shop = the_shop()
    return zone_of(shop.time_zone if shop else None)


def day(at: datetime, here: ZoneInfo, now: datetime | None = None) -> str:
    """17 Nov; with its year when that is another one than now."""
    local = at.astimezone(here)
    month = _(MONTHS[local.month - 1])[:3]
    if now is None or local.year == now.astimezone(here).year:
        return _("{day} {month}", day=local.day, month=month)
    return _("{day} {month} {year}", day=local.day, month=month, year=local.year)


def clock(at: datetime, here: ZoneInfo) -> str:
    return f"{at.astimezone(here):%H:%M}"


def today() -> date:
    return shoproom().now().astimezone(zone()).date()


def since(at: datetime, now: datetime) -> str:
    """How long ago, in whole days."""
    days = (now - at).days
    return n_("{count} day", "{count} days", days) if days else _("today")


def due(typed: str | None, on: date) -> str:
    """Due Friday, due 24 Nov, or how late it is."""
    if not typed:
        return ""
    day_due = date.fromisoformat(typed)
    left = (day_due - on).days
    if left < 0:
        return n_("{count} day late", "{count} days late", -left)
    if left == 0:
        return _("due today")
    month = _(MONTHS[day_due.month - 1])[:3]
    return _("due {day} {month}", day=day_due.day, month=month)


def typed_moment(typed: str | None, here: ZoneInfo, now: datetime, *, field: str) -> datetime | None:
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


def typed_day(typed: str | None, *, field: str) -> str | None:
    """A typed date as it is kept (2026-11-24). Raises Invalid."""
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise Invalid(
            _("“{typed}” is not a date. Write it like 2026-11-24.", typed=typed[:40]),
            slug="not-a-date",
            field=field,
        ) from error
