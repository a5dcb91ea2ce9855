"""Which days a page is asked for, and the addresses of the days around them."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from workshop.days import read_day
from workshop.reports.naming import days_name
from workshop.reports.spans import SIZES, moved, size_of, whole
from workshop.wording import N_, _

SIZE_NAMES = {
    "week": N_("Week"),
    "weeks": N_("12 weeks"),
    "month": N_("Month"),
    "quarter": N_("Quarter"),
    "year": N_("Year"),
}


@dataclass(frozen=True)
class Choice:
    """One way to look at it: its name, its address, and whether it is the one that is shown."""

    name: str
    address: str
    is_shown: bool


@dataclass(frozen=True)
class Days:
    """From the first day to the last, both counted; None and None: all that is recorded."""

    first: date | None
    last: date | None


def read_days(first: str | None, last: str | None, today: date, *, usual: str = "weeks") -> Days:
    """What was asked for; nothing asked is the usual span with today in it. Raises Invalid for what is no day."""
    if first == "all":
        return Days(None, None)
    begin, end = read_day(first or None, field="first"), read_day(last or None, field="last")
    if begin is None and end is None:
        return Days(*whole(usual, today))
    start = date.fromisoformat(begin) if begin else None
    stop = date.fromisoformat(end) if end else today
    if start is not None and start > stop:
        start, stop = stop, start
    return Days(start, stop)


def read_last(last: str | None) -> Days:
    """The one day that is asked for, at whose end something stood; nothing asked is now. Raises Invalid for what is no day."""
    end = read_day(last or None, field="last")
    return Days(None, date.fromisoformat(end) if end else None)


def ends_of(path: str, days: Days, today: date, **more: str) -> list[Choice]:
    """Now, and the last day of the month and of the year before."""
    month, year = (whole(size, today)[0] - timedelta(days=1) for size in ("month", "year"))
    found = [Choice(_("Now"), address_of(path, None, **more), days.last is None)]
    ends = ((_("End of last month"), month), (_("End of last year"), year))
    return found + [Choice(told, address_of(path, Days(None, on), **more), days.last == on) for told, on in ends]


def address_of(path: str, days: Days | None, **more: str) -> str:
    """The address of a report over these days."""
    asked = dict[str, str]()
    if days is not None:
        asked = {"first": days.first.isoformat()} if days.first else {} if days.last else {"first": "all"}
        asked |= {"last": days.last.isoformat()} if days.last else {}
    asked |= {name: value for name, value in more.items() if value}
    return f"{path}?{urlencode(asked)}" if asked else path


def sizes(path: str, days: Days, today: date, **more: str) -> list[Choice]:
    """The span as a week, month and so on; around the day that it ends with, or today."""
    around = min(days.last or today, today) if days.first else today
    size = size_of(days.first, days.last) if days.first and days.last else None
    found = [
        Choice(_(SIZE_NAMES[one]), address_of(path, Days(*whole(one, around)), **more), one == size) for one in SIZES
    ]
    return [*found, Choice(_("All"), address_of(path, Days(None, None), **more), days.first is None)]


def earlier(path: str, days: Days, **more: str) -> tuple[str, str]:
    """The span before: its address and its name; empty where there is none."""
    return _beside(path, days, -1, more)


def later(path: str, days: Days, today: date, **more: str) -> tuple[str, str]:
    """The span after, while it has begun."""
    if days.last is None or days.last >= today:
        return "", ""
    return _beside(path, days, 1, more)


def _beside(path: str, days: Days, times: int, more: dict[str, str]) -> tuple[str, str]:
    if days.first is None or days.last is None or not 1901 < days.first.year < 2200:
        return "", ""
    beside = Days(*moved(days.first, days.last, times))
    return address_of(path, beside, **more), days_name(
        beside.first, beside.last
    ) if beside.first and beside.last else ""
