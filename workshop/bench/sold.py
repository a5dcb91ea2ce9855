"""Where a piece was sold, and for how much: for the owner alone, never public."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workshop.access import Present
from workshop.days import short_date, told_day
from workshop.money import priced
from workshop.sales.sale_queries import PLACES, WHOLESALE, sales_of
from workshop.wording import _


@dataclass(frozen=True)
class SoldLine:
    """One sale: its day, where, the code and the address of the list it was sold from (empty: our own counter), what was paid, how it ended."""

    on: str
    where: str
    code: str
    address: str
    paid: str
    ended: str


def sold_lines(session: Session, piece_id: int, who: Present, here: ZoneInfo) -> list[SoldLine]:
    """The newest first; none for anybody but the owner. One statement."""
    return [_line(row, here) for row in sales_of(session, piece_id)] if "owner" in who.roles else []


def _line(row: Any, here: ZoneInfo) -> SoldLine:
    room = "deliveries" if row.place == WHOLESALE else "cases"
    return SoldLine(
        told_day(row.sold_on),
        ", ".join(one for one in (_(PLACES[row.place]), row.holder) if one),
        row.code or "",
        f"/{room}/{row.code}" if row.code else "",
        _("what was paid is not told") if row.price_minor is None else priced(row.price_minor, row.currency),
        _ended(row, here),
    )


def _ended(row: Any, here: ZoneInfo) -> str:
    if row.returned_at is None:
        return ""
    if row.returned_how == "slip":
        return _("Written down by a slip: it is counted nowhere.")
    return _("Given back on {day}.", day=short_date(row.returned_at, here))
