"""What a report is: its definitions in words, its rows with plain numbers, the span that it covers, and the pieces behind its figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workshop.money import decimals_of
from workshop.reports.drawing import Picture
from workshop.wording import N_

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both counted, where the shop is. None: from the beginning, or until now.

    `opened`: the day of the oldest record, for what is drawn over all time; `by`: what the rows are grouped by;
    `currency`: the shop's, in which money is told.
    """

    first: date | None
    last: date | None
    zone: ZoneInfo
    now: datetime
    opened: date | None = None
    by: str = ""
    currency: str | None = None

    @property
    def since(self) -> datetime:
        """The moment before which nothing counts."""
        if self.first is None:
            return datetime.min.replace(year=1970, tzinfo=UTC)
        return midnight(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """The last moment that counts."""
        if self.last is None:
            return self.now
        return min(midnight(self.last + timedelta(days=1), self.zone) - timedelta(microseconds=1), self.now)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def day(self) -> str:
        """The day at whose end the report stands."""
        return (self.last or self.today).isoformat()


def midnight(on: date, zone: ZoneInfo) -> datetime:
    """When a day begins where the shop is."""
    return datetime.combine(on, datetime.min.time(), zone).astimezone(UTC)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day of a moment where the shop is."""
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(zone).date()


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the owner, since when, and the address where it is done."""

    since: date
    what: str
    told: str
    do: str
    href: str


@dataclass(frozen=True)
class Column:
    """One column of a table. `look`: text, count, percent, hours, days, grams, carats, money, day, moment, photo; `opens`: its figures open the pieces behind them."""

    key: str
    label: str
    look: str = "text"
    opens: bool = False


@dataclass(frozen=True)
class Note:
    """What a report cannot tell, in a sentence, and where to do something about it."""

    told: str
    do: str = ""
    href: str = ""


@dataclass(frozen=True)
class Report:
    """`definitions` say what each word means, by the word; rows hold grams, carats, money and hours as plain numbers; None is not known.

    `series` has one row for each week, month or the like of the span; a row's `key` names it among the pieces behind it.
    `notes` say what is not known and what to do about it.
    """

    name: str
    definitions: Mapping[str, str]
    rows: Sequence[Row]
    totals: Mapping[str, Any]
    series: Sequence[Row] = ()
    notes: Sequence[Note] = ()


@dataclass(frozen=True)
class Behind:
    """The pieces behind one figure: a statement with a `serial` and what `tell` makes one line of, in the order of `columns`."""

    statement: Any
    columns: tuple[Column, ...]
    tell: Callable[[Any], Row]


Make = Callable[[Session, Span, str | None], Report]
Open = Callable[[Session, Span, str, str], Behind | None]


@dataclass(frozen=True)
class Kind:
    """One report: how it is called and made, and how it is shown on a page.

    `figures` of the totals stand above the table; `ways` are what its rows can be grouped by, the first of itself.
    `behind` takes a column and a row's key (empty: all rows) and gives None for what has no pieces behind it.
    Without `has_span` it tells how it stands now; with `is_day` how it stood at the end of the last day.
    With `is_compared` the figures of the span before stand beside. A page reckons at most the days of the newest `most` inspections; None: all; all too when grouped by one of `whole_by`. Without `adds_up` no row of sums stands under the table, since unlike is never added.
    `usual`: the span that is shown when nobody asks for days; `most_rows`: how many rows a page shows, the files hold all; `in_parts`: what the series is called, and what its first column holds.
    """

    name: str
    title: str
    about: str
    make: Make
    columns: Callable[[Span], tuple[Column, ...]]
    figures: tuple[Column, ...] = ()
    behind: Open | None = None
    pictures: Callable[[Report, Span], Sequence[Picture | None]] | None = None
    ways: tuple[tuple[str, str], ...] = ()
    has_span: bool = True
    is_day: bool = False
    adds_up: bool = True
    most: int | None = None
    whole_by: tuple[str, ...] = ()
    is_compared: bool = True
    usual: str = "weeks"
    most_rows: int | None = None
    in_parts: tuple[str, str] = (N_("Over time"), N_("When"))


def grams_of(mg: int) -> float | int:
    """Grams as a plain number; exact, since a milligram is the third decimal."""
    return _plain(mg)


def carats_of(thousandths: int) -> float | int:
    """Carats as a plain number."""
    return _plain(thousandths)


def _plain(value: int) -> float | int:
    whole, rest = divmod(value, 1000)
    return value / 1000 if rest else whole


def money_of(minor: Fraction | int | None, currency: str | None) -> float | int | None:
    """Money as a plain number, rounded down to the minor unit; None stays None."""
    if minor is None:
        return None
    whole = floor(minor)
    unit: int = 10 ** decimals_of(currency)
    return whole / unit if whole % unit else whole // unit
