"""Prices in words: a line of the list, a change before it is done, what a price was."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from workshop.catalogue.price_history import RETAIL, WHOLESALE
from workshop.catalogue.price_queries import PriceRow
from workshop.catalogue.price_rules import PriceChange, share_of, wholesale_of
from workshop.days import short_date
from workshop.money import amount
from workshop.reports.price_costs import Spent
from workshop.reports.reckoning import Terms
from workshop.wording import N_, _

CSV_HEAD = (
    "code",
    "name",
    "kind",
    "metal",
    "price",
    "own_wholesale",
    "wholesale",
    "consignment",
    "cost",
    "cost_has_labour",
    "left_at_retail",
    "left_at_wholesale",
    "currency",
    "changed",
)
KINDS = {RETAIL: N_("Retail"), WHOLESALE: N_("Wholesale")}


@dataclass(frozen=True)
class PriceLine:
    """What a design is sold for and what is left of it, in minor units; None is not known. `is_own`: not by the share of the house; `has_labour`: the cost holds the labour."""

    row: PriceRow
    wholesale_minor: int | None
    consignment_minor: int | None
    cost_minor: int | None
    is_own: bool
    has_labour: bool

    @property
    def left_at_retail(self) -> int | None:
        return self._left(self.row.price_minor)

    @property
    def left_at_wholesale(self) -> int | None:
        return self._left(self.wholesale_minor)

    def _left(self, price: int | None) -> int | None:
        return None if price is None or self.cost_minor is None else price - self.cost_minor


# What the database cannot sort by, since it is reckoned here.
COST_SORTS: dict[str, Callable[[PriceLine], int | None]] = {
    "cost": lambda line: line.cost_minor,
    "left": lambda line: line.left_at_retail,
    "left-wholesale": lambda line: line.left_at_wholesale,
}


def price_line(row: PriceRow, terms: Terms, spent: Spent | None) -> PriceLine:
    retail, own = row.price_minor, row.own_wholesale_minor
    wholesale = wholesale_of(retail, own, terms.wholesale_percent)
    consigned = None if retail is None else share_of(retail, terms.consignment_percent)
    cost = None if spent is None else floor(spent.minor)
    return PriceLine(row, wholesale, consigned, cost, own is not None, spent is not None and spent.is_whole)


def price_lines(rows: Iterable[PriceRow], terms: Terms, costs: Mapping[int, Spent]) -> list[PriceLine]:
    return [price_line(row, terms, costs.get(row.id)) for row in rows]


def signed(minor: int | None, currency: str | None) -> str:
    """An amount that may be below nothing."""
    if minor is None or minor >= 0:
        return amount(minor, currency)
    return f"-{amount(-minor, currency)}"


def csv_row(line: PriceLine, currency: str | None, zone: ZoneInfo) -> tuple[object, ...]:
    """Amounts as they are typed; `price` and `own_wholesale` are read again when the list comes back."""
    row = line.row
    before = (row.price_minor, row.own_wholesale_minor, line.wholesale_minor, line.consignment_minor, line.cost_minor)
    labour = None if line.cost_minor is None else "yes" if line.has_labour else "no"
    changed = row.changed_at.astimezone(zone).date().isoformat() if row.changed_at else None
    return (
        row.code,
        row.name,
        row.kind,
        row.alloy,
        *(signed(one, currency) for one in before),
        labour,
        *(signed(one, currency) for one in (line.left_at_retail, line.left_at_wholesale)),
        currency,
        changed,
    )


@dataclass(frozen=True)
class ChangeLine:
    """A price before and after; `share`: by how much, such as +5.0%; nothing where there was none."""

    code: str
    name: str
    kind: str
    was: str
    now: str
    share: str


def change_lines(
    changes: Sequence[PriceChange], names: Mapping[str, str], currency: str | None
) -> tuple[ChangeLine, ...]:
    return tuple(
        ChangeLine(
            one.code,
            names.get(one.code, one.code),
            _(KINDS[one.kind]),
            amount(one.was_minor, currency) or "–",
            amount(one.price_minor, currency) or "–",
            _share(one.was_minor, one.price_minor),
        )
        for one in changes
    )


def _share(was: int | None, now: int | None) -> str:
    if not was or now is None:
        return ""
    tenths = round(Fraction(1000 * (now - was), was))
    return f"{'-' if tenths < 0 else '+'}{abs(tenths) // 10}.{abs(tenths) % 10}%"


@dataclass(frozen=True)
class WasLine:
    """One change of long ago: on which day, of which price, from what to what, by whom."""

    on: str
    kind: str
    was: str
    now: str
    by: str


def was_lines(history: Iterable[Any], currency: str | None, zone: ZoneInfo) -> list[WasLine]:
    none = {RETAIL: _("no price"), WHOLESALE: _("by the share")}
    return [
        WasLine(
            short_date(one.at, zone),
            _(KINDS[one.kind]),
            amount(one.was_minor, currency) or none[one.kind],
            amount(one.price_minor, currency) or none[one.kind],
            one.by or "",
        )
        for one in history
    ]
