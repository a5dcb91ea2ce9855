"""A case in words and dots, for its page, its printed list and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from workshop.days import clock, day_at, short_day, told_day
from workshop.money import amount
from workshop.sales.case_queries import CaseFound
from workshop.sales.case_rules import OUTCOMES, PLACES
from workshop.units import grams
from workshop.wording import N_, _, n_

LOOKS = {None: "out", "back": "back", "sold": "sold", "still_there": "there", "lost": "gone"}
OUT = N_("Not back yet")
LATEST = 4


@dataclass(frozen=True)
class LineShown:
    """A piece of a case. `called` is `what` it is in the reader's language; `look`: out, back, sold, there, gone; `price` as it is typed, empty when there is none."""

    serial: str
    what: str
    called: str
    material: str
    weight: str
    kind: str
    look: str
    told: str
    when: str
    note: str
    price: str
    got: str
    seen: int
    tag: str
    is_here: bool


@dataclass(frozen=True)
class CaseShown:
    """One case. `latest` are the last decided first, `waiting` those of which nobody said yet, `open` those that may still turn up."""

    code: str
    place: str
    where: str
    title: str
    holder: str
    contact: str
    left: str
    due: str
    closed: str
    currency: str
    lines: tuple[LineShown, ...]
    latest: tuple[LineShown, ...]

    def of(self, *looks: str) -> tuple[LineShown, ...]:
        return tuple(one for one in self.lines if one.look in looks)

    @property
    def waiting(self) -> tuple[LineShown, ...]:
        return self.of("out")

    @property
    def open(self) -> tuple[LineShown, ...]:
        return self.of("there", "gone")

    @property
    def has_prices(self) -> bool:
        return self.place in ("fair", "gallery") and any(one.price for one in self.lines)


def shown_case(found: CaseFound, zone: ZoneInfo, on: date) -> CaseShown:
    """`on` is today."""
    row = found.row
    lines = tuple(_line(one, row.currency, zone) for one in found.lines)
    decided = [one for one in found.lines if one.decided_at is not None]
    newest = [one.serial for one in sorted(decided, key=lambda one: one.decided_at, reverse=True)[:LATEST]]
    by_serial = {one.serial: one for one in lines}
    where = _(PLACES.get(row.place, row.place))
    return CaseShown(
        code=row.code,
        place=row.place,
        where=where,
        title=row.holder or where,
        holder=row.holder or "",
        contact=row.contact or "",
        left=_left(row, len(lines), zone),
        due=_due(row, on),
        closed=day_at(row.closed_at, zone) if row.closed_at else "",
        currency=row.currency or "",
        lines=lines,
        latest=tuple(by_serial[one] for one in newest),
    )


def _left(row: Any, count: int, zone: ZoneInfo) -> str:
    day = day_at(row.at, zone)
    if row.place == "safe":
        return n_(
            "Put into the safe on {day}: {count} piece.", "Put into the safe on {day}: {count} pieces.", count, day=day
        )
    return n_(
        "Left on {day} with {count} piece, on its own pass.",
        "Left on {day} with {count} pieces, each on its own pass.",
        count,
        day=day,
    )


def _due(row: Any, on: date) -> str:
    if not row.due_on or row.closed_at:
        return ""
    if row.due_on < on.isoformat():
        return _("It was awaited back on {day}.", day=told_day(row.due_on))
    return _("Awaited back on {day}.", day=told_day(row.due_on))


def _line(row: Any, currency: str | None, zone: ZoneInfo) -> LineShown:
    edition = (
        _(", no. {number} of {size}", number=row.edition_number, size=row.edition_size) if row.edition_number else ""
    )
    return LineShown(
        serial=row.serial,
        what=f"{row.design}{edition}",
        called=f"{row.called}{edition}",
        material=_(row.material),
        weight=_("{weight} g", weight=grams(row.weight_mg)) if row.weight_mg is not None else "",
        kind=row.kind,
        look=LOOKS[row.outcome],
        told=_told(row),
        when=f"{short_day(row.decided_at, zone)}, {clock(row.decided_at, zone)}"
        if row.outcome in ("back", "still_there", "lost")
        else "",
        note=row.note or "",
        price=amount(row.price_minor, currency),
        got=amount(row.sold_minor, row.currency),
        seen=row.seen,
        tag=row.tag or "",
        is_here=row.place in ("shop", "repair"),
    )


def _told(row: Any) -> str:
    if row.outcome is None:
        return _("Here, but not told of this case yet") if row.place in ("shop", "repair") else _(OUT)
    if row.outcome == "sold":
        return _("Sold on {day}", day=told_day(row.sold_on))
    if row.outcome == "back" and row.sale_id is not None:
        return _("Sold, and came back")
    return _(OUTCOMES[row.outcome])


CSV_HEAD = (
    "case",
    "place",
    "holder",
    "left",
    "due",
    "closed",
    "went",
    "back",
    "sold",
    "still there",
    "missing",
    "not told",
)


def csv_cells(row: Any, zone: ZoneInfo) -> Sequence[object]:
    left = row.at.astimezone(zone).date().isoformat()
    closed = row.closed_at.astimezone(zone).date().isoformat() if row.closed_at else ""
    counts = (row.went, row.back, row.sold, row.there, row.lost, row.open)
    return (row.code, row.place, row.holder or "", left, row.due_on or "", closed, *counts)
