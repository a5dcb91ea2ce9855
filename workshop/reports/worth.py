"""What material cost when it came in, and what its fine metal is worth on a day."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, case, select
from sqlalchemy.orm import Session, aliased

from workshop.materials.accounts import Balance
from workshop.materials.ledger import fine
from workshop.materials.models import Lot, LotParent
from workshop.materials.prices import Quote, quote, rate_between
from workshop.materials.words import STONE_KINDS


class Worth:
    """Of these lots and all that they were made of, in the shop's currency. Three statements, some for each currency and metal more.

    A lot that was made here cost what went into it; a customer's own material costs the shop nothing. Another currency is
    reckoned by the rate of that day.
    """

    def __init__(self, session: Session, lot_ids: Iterable[int], currency: str | None, on: str) -> None:
        self.currency = currency
        self._session, self._on = session, on
        edges = _parents(session, list(lot_ids))
        self.lots = _lots(session, {*lot_ids, *(edge.parent_id for edge in edges)})
        self._parents: dict[int, list[Any]] = {}
        for edge in edges:
            self._parents.setdefault(edge.lot_id, []).append(edge)
        self._units: dict[int, Fraction | None] = {}
        self._rates: dict[str, Fraction | None] = {}
        self._quotes: dict[str, Quote | None] = {}

    def cost(self, lot_id: int, amount: int) -> Fraction | None:
        """What so much of a lot cost in minor units: of stones thousandths of a carat, of all else milligrams. None: not known."""
        unit = self._unit(lot_id)
        return None if unit is None else unit * amount

    def value(self, lot_id: int, mg: int) -> Fraction | None:
        """What the fine metal in so many milligrams of a lot is worth; None without a price or a fineness."""
        lot = self.lots[lot_id]
        price = self.quote(lot.metal) if lot.metal and lot.fineness is not None else None
        return None if price is None else price.value_of(fine(mg, lot.fineness))

    def quote(self, metal: str) -> Quote | None:
        if metal not in self._quotes:
            asks = self.currency and metal != "base"
            self._quotes[metal] = quote(self._session, metal, self.currency or "", self._on) if asks else None
        return self._quotes[metal]

    def _unit(self, lot_id: int) -> Fraction | None:
        if lot_id not in self._units:
            bought = self._bought(self.lots[lot_id])
            self._units[lot_id] = self._made(lot_id) if bought is None else bought
        return self._units[lot_id]

    def _bought(self, lot: Any) -> Fraction | None:
        if lot.owner_id is not None:
            return Fraction(0)
        if lot.cost_minor is None or not lot.whole:
            return None
        rate = self.rate(lot.currency)
        return None if rate is None else Fraction(lot.cost_minor, lot.whole) * rate

    def _made(self, lot_id: int) -> Fraction | None:
        """By the shares of what went in; not known as soon as one of them is not."""
        parts = [(edge.mg, self._unit(edge.parent_id)) for edge in self._parents.get(lot_id, ())]
        whole = sum(mg for mg, _unit in parts)
        if not whole or any(unit is None for _mg, unit in parts):
            return None
        cost = sum((unit * mg for mg, unit in parts if unit is not None), Fraction(0))
        return cost / Fraction(whole)

    def rate(self, currency: str) -> Fraction | None:
        """So much of the shop's currency for one of this, on the day."""
        if not self.currency:
            return None
        if currency not in self._rates:
            self._rates[currency] = rate_between(self._session, currency, self.currency, self._on)
        return self._rates[currency]


def _parents(session: Session, lot_ids: list[int]) -> list[Any]:
    """Every line of parent and child above these lots."""
    if not lot_ids:
        return []
    line: Any = select(LotParent).where(LotParent.lot_id.in_(lot_ids)).cte("line", recursive=True)
    further = aliased(LotParent)
    line = line.union(select(further).join(line, further.lot_id == line.c.parent_id))
    return list(session.execute(select(line.c.lot_id, line.c.parent_id, line.c.mg)))


def _lots(session: Session, lot_ids: Iterable[int]) -> dict[int, Any]:
    """What is known of each lot, with how much of it ever came in: the first balance of its own account."""
    first = aliased(Balance)
    is_stones = Lot.kind.in_(STONE_KINDS)
    rows: Any = session.execute(
        select(
            Lot.id,
            Lot.code,
            Lot.kind,
            Lot.metal,
            Lot.fineness,
            Lot.owner_id,
            Lot.cost_minor,
            Lot.currency,
            case((is_stones, first.carat_thousandths), else_=first.mg).label("whole"),
        )
        .outerjoin(first, and_(first.account_id == Lot.account_id, first.lot_id == Lot.id, first.sequence == 1))
        .where(Lot.id.in_(list(lot_ids)))
    )
    return {row.id: row for row in rows}


def added(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    """A sum in which what is not known makes the whole not known."""
    return None if first is None or second is None else first + second
