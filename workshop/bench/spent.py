"""What a piece cost, and what is left of each way to sell it: for the owner alone, never public."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from workshop.access import Present
from workshop.aftercare.others import is_of_others
from workshop.bench.card import Card
from workshop.catalogue.models import Design
from workshop.catalogue.price_history import OWN_WHOLESALE
from workshop.catalogue.price_rules import share_of, wholesale_of
from workshop.inspection.models import Inspection
from workshop.money import priced
from workshop.people.shop_web import the_shop, today
from workshop.pieces.models import Piece
from workshop.reports.costing import Cost, costs_until
from workshop.reports.finished import is_first_pass
from workshop.reports.reckoning import Terms, terms_now
from workshop.units import Moment
from workshop.web import shoproom
from workshop.wording import _


@dataclass(frozen=True)
class Way:
    """One way to sell it: its name, what it brings, how much more or less than the cost; empty where that is not known."""

    name: str
    brings: str
    left: str


@dataclass(frozen=True)
class Spent:
    """`parts`: label, what it cost and, beside it, more of it or why it is not known. `whole` is empty as soon as one part is not known."""

    title: str
    parts: tuple[tuple[str, str, str], ...]
    whole: str
    known: str
    ways: tuple[Way, ...]
    asks_hour: bool


def spent_on(session: Session, card: Card, who: Present) -> Spent | None:
    """None for anybody but the owner, for what was made elsewhere or scrapped, and while nothing is known. At most twelve statements."""
    if "owner" not in who.roles or is_of_others(card.row.design_code) or card.standing.state == "scrapped":
        return None
    shop, terms = the_shop(), terms_now(session)
    currency = shop.currency if shop else None
    passed_at = session.scalar(
        select(Inspection.decided_at).where(Inspection.piece_id == card.standing.piece_id, is_first_pass())
    )
    until = literal(passed_at or shoproom().now(), Moment())
    piece = select(Piece.id.label("piece_id"), until.label("decided_at")).where(Piece.id == card.standing.piece_id)
    cost = costs_until(session, piece.subquery(), terms, currency, today().isoformat())[card.standing.piece_id]
    if cost.known is None or currency is None:
        return None
    retail, own = session.execute(
        select(Design.price_minor, OWN_WHOLESALE).where(Design.code == card.row.design_code)
    ).one()
    return Spent(
        _("What it cost") if passed_at else _("What it cost so far"),
        _parts(cost, currency, terms),
        _told(cost.whole, currency),
        _told(cost.known, currency),
        _ways(retail, own, cost.whole if passed_at else None, terms, currency),
        terms.hour_minor is None,
    )


def _told(minor: Fraction | int | None, currency: str) -> str:
    return "" if minor is None else priced(floor(minor), currency)


def _parts(cost: Cost, currency: str, terms: Terms) -> tuple[tuple[str, str, str], ...]:
    """Stones and findings only where there are any."""
    now = _("at today’s price {price}", price=_told(cost.metal_today, currency)) if cost.metal_today else ""
    no_lot = _("no lot is booked into it, or a lot has no cost")
    no_hour = _("nobody has said what an hour costs")
    why = no_hour if terms.hour_minor is None else _("not all work was logged with its start")
    told = (
        (_("Metal, bought"), cost.metal, now, no_lot),
        (_("Stones"), cost.stones, "", no_lot),
        (_("Findings"), cost.findings, "", no_lot),
        (_("Labour"), cost.labour, "", why),
    )
    return tuple(
        (label, _told(minor, currency), why if minor is None else more)
        for at, (label, minor, more, why) in enumerate(told)
        if at in (0, 3) or minor or (minor is None and cost.metal is not None)
    )


def _ways(retail: int | None, own: int | None, cost: Fraction | None, terms: Terms, currency: str) -> tuple[Way, ...]:
    told: tuple[tuple[str, Any], ...] = (
        (_("Wholesale"), wholesale_of(retail, own, terms.wholesale_percent)),
        (_("Consignment"), None if retail is None else share_of(retail, terms.consignment_percent)),
        (_("Retail"), retail),
    )
    return tuple(
        Way(name, _told(brings, currency), "" if cost is None else _left(brings - cost, currency))
        for name, brings in told
        if brings is not None
    )


def _left(minor: Fraction, currency: str) -> str:
    if minor < 0:
        return _("{price} less than it cost", price=_told(-minor, currency))
    return _("{price} more than it cost", price=_told(minor, currency))
