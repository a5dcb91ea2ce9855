"""What a report is: its definitions in words, its rows with plain numbers, and the span that it covers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both counted, where the shop is. None: from the beginning, or until now."""

    first: date | None
    last: date | None
    zone: ZoneInfo
    now: datetime

    @property
    def since(self) -> datetime:
        """The moment before which nothing counts."""
        if self.first is None:
            return datetime.min.replace(year=1970, tzinfo=UTC)
        return datetime.combine(self.first, datetime.min.time(), self.zone).astimezone(UTC)

    @property
    def until(self) -> datetime:
        """The last moment that counts."""
        if self.last is None:
            return self.now
        after = datetime.combine(self.last + timedelta(days=1), datetime.min.time(), self.zone)
        return min(after.astimezone(UTC) - timedelta(microseconds=1), self.now)

    @property
    def day(self) -> str:
        """The day at whose end the report stands."""
        return (self.last or self.now.astimezone(self.zone).date()).isoformat()


@dataclass(frozen=True)
class Report:
    """`definitions` say what each column means; rows hold grams, carats, money and hours as plain numbers; None is not known."""

    name: str
    definitions: Mapping[str, str]
    rows: Sequence[Row]
    totals: Mapping[str, Any]


Make = Callable[[Session, Span, str | None], Report]


def grams_of(mg: int) -> float | int:
    """Grams as a plain number; exact, since a milligram is the third decimal."""
    return _plain(mg)


def carats_of(thousandths: int) -> float | int:
    """Carats as a plain number."""
    return _plain(thousandths)


def _plain(value: int) -> float | int:
    whole, rest = divmod(value, 1000)
    return value / 1000 if rest else whole
