"""What is in stock at the end of a day: metal by alloy, stones by species, and what they cost and are worth."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from workshop.materials.accounts import Account, Balance
from workshop.materials.ledger import fine, fine_shown
from workshop.materials.models import Lot, Material, StoneFacts
from workshop.materials.prices import quote
from workshop.materials.waterfall import HERE
from workshop.materials.words import STONE_KINDS
from workshop.money import decimals_of
from workshop.reports.told import Report, Span, carats_of, grams_of
from workshop.wording import _


@dataclass
class _Sum:
    """Exact sums of one line."""

    lots: int = 0
    mg: int = 0
    fine_mg: Fraction = field(default_factory=Fraction)
    number: int = 0
    carat_thousandths: int = 0
    cost_minor: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    without_cost: int = 0


def stock_report(session: Session, span: Span, currency: str | None) -> Report:
    """One statement for all lots, and at most four for each metal's price."""
    sums: dict[tuple[str, str, str], _Sum] = defaultdict(_Sum)
    for row in session.execute(_standing(span)):
        _add(sums[_line(row)], row)
    rows = [_row(session, span, currency, line, one) for line, one in sorted(sums.items())]
    return Report("stock", _definitions(), rows, _totals(sums))


def _line(row: Any) -> tuple[str, str, str]:
    if row.kind in STONE_KINDS:
        return ("stones", row.species or "stone", "")
    return ("metal", row.metal, row.alloy or "")


def _add(line: _Sum, row: Any) -> None:
    line.lots += 1
    line.mg += int(row.mg)
    line.fine_mg += fine(int(row.mg), row.fineness or 0)
    line.number += int(row.number)
    line.carat_thousandths += int(row.carats)
    left, whole = (row.carats, row.whole_carats) if row.kind in STONE_KINDS else (row.mg, row.whole_mg)
    if row.cost_minor is None or not whole:
        line.without_cost += 1
    else:
        line.cost_minor[row.currency] += Fraction(row.cost_minor * int(left), int(whole))


def _row(session: Session, span: Span, currency: str | None, line: tuple[str, str, str], one: _Sum) -> dict[str, Any]:
    kind, what, alloy = line
    told: dict[str, Any] = {"kind": kind, "what": what, "alloy": alloy or None, "lots": one.lots}
    if kind == "stones":
        told |= {"number": one.number, "carats": carats_of(one.carat_thousandths)}
    else:
        told |= {"grams": grams_of(one.mg), "fine_grams": grams_of(fine_shown(one.fine_mg))}
    told |= {"cost": _money(one.cost_minor), "lots_without_cost": one.without_cost}
    return told | _value(session, span, currency, what, one.fine_mg) if kind == "metal" else told


def _value(session: Session, span: Span, currency: str | None, metal: str, fine_mg: Fraction) -> dict[str, Any]:
    """What the fine metal is worth; on a day without a price the last one before, whose day is told."""
    found = quote(session, metal, currency, span.day) if currency and metal != "base" else None
    if found is None:
        return {"value": None, "price_day": None, "rate_day": None}
    value = found.value_minor(fine_mg)
    return {
        "value": {found.currency: _amount(value, found.currency)},
        "price_day": found.price_day,
        "rate_day": found.rate_day,
    }


def _money(minor: dict[str, Fraction]) -> dict[str, float | int]:
    return {currency: _amount(floor(value), currency) for currency, value in sorted(minor.items())}


def _amount(minor: int, currency: str) -> float | int:
    places = decimals_of(currency)
    unit: int = 10**places
    return minor / unit if minor % unit else minor // unit


def _totals(sums: dict[tuple[str, str, str], _Sum]) -> dict[str, Any]:
    """Sums over stones; metals are never added to each other."""
    stones = [one for (kind, _what, _alloy), one in sums.items() if kind == "stones"]
    cost: dict[str, Fraction] = defaultdict(Fraction)
    for one in sums.values():
        for currency, value in one.cost_minor.items():
            cost[currency] += value
    return {
        "lots": sum(one.lots for one in sums.values()),
        "stones": sum(one.number for one in stones),
        "carats": carats_of(sum(one.carat_thousandths for one in stones)),
        "cost": _money(cost),
    }


def _definitions() -> dict[str, str]:
    return {
        "grams": _(
            "Gross grams in stock, on trees, with people, with suppliers and in the trays, at the end of the day."
        ),
        "fine_grams": _("Grams x fineness, rounded down; metal of unknown fineness counts as nothing."),
        "carats": _("Carats of the stones that are not in a piece, to the thousandth."),
        "cost": _("What was paid for the lots, by the share that is left; lots without a cost are counted apart."),
        "value": _("Fine grams x price of a troy ounce / 31.1034768, by the last price and rate on or before the day."),
    }


def _standing(span: Span) -> Any:
    """What is left of every lot of the shop's own at the end of the day, with what came in."""
    first, last, later = aliased(Balance), aliased(Balance), aliased(Balance)
    received = _received()
    newest = (
        select(func.max(later.sequence))
        .where(later.account_id == first.account_id, later.lot_id == first.lot_id, later.at <= span.until)
        .correlate(first)
        .scalar_subquery()
    )
    facts, newer = aliased(StoneFacts), aliased(StoneFacts)
    return (
        select(
            Lot.id,
            Lot.kind,
            Lot.metal,
            Lot.fineness,
            Lot.cost_minor,
            Lot.currency,
            Material.name.label("alloy"),
            facts.species,
            func.sum(last.mg).label("mg"),
            func.sum(last.carat_thousandths).label("carats"),
            func.sum(last.number).label("number"),
            func.max(received.c.mg).label("whole_mg"),
            func.max(received.c.carats).label("whole_carats"),
        )
        .select_from(Lot)
        .join(first, and_(first.lot_id == Lot.id, first.sequence == 1))
        .join(Account, and_(Account.id == first.account_id, Account.key == Account.kind, Account.kind.in_(HERE)))
        .join(
            last,
            and_(last.account_id == first.account_id, last.lot_id == first.lot_id, last.sequence == newest),
        )
        .outerjoin(Material, Material.id == Lot.material_id)
        .outerjoin(
            facts,
            and_(
                facts.lot_id == Lot.id,
                facts.sequence
                == select(func.max(newer.sequence)).where(newer.lot_id == Lot.id).correlate(Lot).scalar_subquery(),
            ),
        )
        .outerjoin(received, received.c.lot_id == Lot.id)
        .where(Lot.owner_id.is_(None))
        .group_by(Lot.id, Lot.kind, Lot.metal, Lot.fineness, Lot.cost_minor, Lot.currency, Material.name, facts.species)
        .having(func.sum(last.mg) + func.sum(last.carat_thousandths) + func.sum(last.number) > 0)
    )


def _received() -> Any:
    """How much of each lot ever came in: the first balance of its own account."""
    opening = aliased(Balance)
    return (
        select(
            Lot.id.label("lot_id"),
            opening.mg.label("mg"),
            opening.carat_thousandths.label("carats"),
        )
        .join(opening, and_(opening.account_id == Lot.account_id, opening.lot_id == Lot.id, opening.sequence == 1))
        .subquery()
    )
