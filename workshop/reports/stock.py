"""What is in stock at the end of a day: metal by alloy, stones by species, and what is in pieces that are the shop's own; what it cost and is worth."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from workshop.materials.ledger import fine, fine_shown
from workshop.materials.words import STONE_KINDS
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.naming import beginning
from workshop.reports.stock_behind import behind_stock
from workshop.reports.stock_lots import lots_at
from workshop.reports.stock_pieces import piece_rows
from workshop.reports.told import Column, Kind, Note, Report, Span, carats_of, grams_of, money_of
from workshop.reports.worth import Worth
from workshop.wording import N_, _

GROUPS = {"metal": N_("Metal"), "stones": N_("Stones")}


@dataclass
class _Sum:
    """Exact sums of one line; `here_minor` is of the lots whose cost is known, in the shop's currency."""

    lots: int = 0
    mg: int = 0
    fine_mg: Fraction = field(default_factory=Fraction)
    number: int = 0
    carat_thousandths: int = 0
    cost_minor: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    without_cost: int = 0
    here_minor: Fraction = field(default_factory=Fraction)
    unknown: int = 0


Line = tuple[str, str, str]


def stock_report(session: Session, span: Span, currency: str | None) -> Report:
    """Eight statements, and at most four for each metal's price."""
    sums: dict[Line, _Sum] = defaultdict(_Sum)
    found = session.execute(lots_at(span)).all()
    worth = Worth(session, [row.id for row in found if row.kind not in STONE_KINDS], currency, span.day)
    for row in found:
        _add(sums[_line(row)], row, worth)
    rows = [_row(worth, line, one) for line, one in sorted(sums.items())]
    in_pieces, pieces = piece_rows(session, span, currency)
    rows += in_pieces
    return Report("stock", _definitions(currency), rows, _totals(sums, rows) | {"pieces": pieces}, (), _notes(span))


def _line(row: Any) -> Line:
    if row.kind in STONE_KINDS:
        return ("stones", row.species or "stone", "")
    return ("metal", row.metal, row.alloy or "")


def _add(line: _Sum, row: Any, worth: Worth) -> None:
    line.lots += 1
    line.mg += int(row.mg)
    line.fine_mg += fine(int(row.mg), row.fineness or 0)
    line.number += int(row.number)
    line.carat_thousandths += int(row.carats)
    cost = _share(row)
    if cost is None:
        line.without_cost += 1
    else:
        line.cost_minor[row.currency] += cost
    here = _cost_here(row, cost, worth)
    line.unknown += here is None
    line.here_minor += here or 0


def _share(row: Any) -> Fraction | None:
    """What is left of what was paid for the lot, in its own currency."""
    left, whole = (row.carats, row.whole_carats) if row.kind in STONE_KINDS else (row.mg, row.whole_mg)
    return None if row.cost_minor is None or not whole else Fraction(row.cost_minor * int(left), int(whole))


def _cost_here(row: Any, cost: Fraction | None, worth: Worth) -> Fraction | None:
    """In the shop's currency; of a melt by what went into it."""
    if row.kind not in STONE_KINDS:
        return worth.cost(row.id, int(row.mg))
    rate = worth.rate(row.currency) if cost is not None else None
    return None if cost is None or rate is None else cost * rate


def _row(worth: Worth, line: Line, one: _Sum) -> dict[str, Any]:
    kind, what, alloy = line
    told: dict[str, Any] = {"kind": kind, "what": what, "alloy": alloy or None, "lots": one.lots}
    if kind == "stones":
        told |= {"number": one.number, "carats": carats_of(one.carat_thousandths)}
    else:
        told |= {"grams": grams_of(one.mg), "fine_grams": grams_of(fine_shown(one.fine_mg))}
    told |= {"cost": _money(one.cost_minor), "lots_without_cost": one.without_cost}
    told |= {"key": "/".join(line), "group": _(GROUPS[kind]), "name": beginning(_(alloy or what))}
    known = one.here_minor if one.unknown < one.lots else None
    told |= {"cost_here": money_of(known, worth.currency), "unknown": one.unknown}
    return told | _value(worth, what, one.fine_mg) if kind == "metal" else told


def _value(worth: Worth, metal: str, fine_mg: Fraction) -> dict[str, Any]:
    """What the fine metal is worth; on a day without a price the last one before, whose day is told."""
    found = worth.quote(metal)
    if found is None:
        return {"value": None, "value_here": None, "price_day": None, "rate_day": None}
    value = money_of(found.value_minor(fine_mg), found.currency)
    return {
        "value": {found.currency: value},
        "value_here": value,
        "price_day": found.price_day,
        "rate_day": found.rate_day,
    }


def _money(minor: dict[str, Fraction]) -> dict[str, float | int | None]:
    return {currency: money_of(value, currency) for currency, value in sorted(minor.items())}


def _totals(sums: dict[Line, _Sum], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Sums over lots of stones and over money; metals are never added to each other."""
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
        "cost_here": _sum_of(rows, "cost_here"),
        "value_here": _sum_of(rows, "value_here"),
    }


def _sum_of(rows: list[dict[str, Any]], column: str) -> float | int | None:
    known = [row[column] for row in rows if row.get(column) is not None]
    return round(sum(known), 3) if known else None


def _notes(span: Span) -> tuple[Note, ...]:
    if span.currency:
        return ()
    told = _("The shop has no currency yet, so nothing is told in money. Choose one in the settings.")
    return (Note(told, _("Settings"), "/settings"),)


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    """What it cost, by where it is."""
    sums: dict[str, float] = defaultdict(float)
    names = {row["kind"]: row["group"] for row in report.rows}
    for row in report.rows:
        sums[row["kind"]] += row["cost_here"] or 0
    points = [
        Point(names[kind], cost, ("lots" if kind in GROUPS else "pieces", kind), f"{cost:,.0f}".replace(",", "\u202f"))
        for kind, cost in sums.items()
    ]
    told = ", ".join(f"{one.label} {one.told}" for one in points)
    return [draw("bars", points, words=_("What it cost: {told}", told=told))] if any(sums.values()) else []


def _definitions(currency: str | None) -> dict[str, str]:
    return {
        "grams": _(
            "Gross grams in stock, on trees, with people, with suppliers and in the trays, at the end of the day; of pieces, the metal in them by the books."
        ),
        "fine_grams": _("Grams x fineness, rounded down; metal of unknown fineness counts as nothing."),
        "carats": _("Carats of the stones, to the thousandth; in pieces told apart."),
        "cost": _("What was paid for the lots, by the share that is left; lots without a cost are counted apart."),
        "cost_here": _(
            "What was paid for it, in {currency}, by the rate of the day; metal that was melted here by what went in. Labour is not in it.",
            currency=currency or _("no currency yet"),
        ),
        "value": _("Fine grams x price of a troy ounce / 31.1034768, by the last price and rate on or before the day."),
        "pieces": _(
            "Pieces that are the shop's own: in work or waiting for an inspection, finished, lent to galleries and fairs. Customers' pieces that are here for a repair are none."
        ),
        "unknown": _("Lots or pieces whose cost is not known: it is in no sum. Type it on the page of the lot."),
    }


def _columns(_span: Span) -> tuple[Column, ...]:
    return (
        Column("group", N_("Where")),
        Column("name", N_("What")),
        Column("lots", N_("Lots"), "count", True),
        Column("pieces", N_("Pieces"), "count", True),
        Column("grams", N_("Gross g"), "grams"),
        Column("fine_grams", N_("Fine g"), "grams"),
        Column("carats", N_("Carats"), "carats"),
        Column("cost_here", N_("What it cost"), "money", True),
        Column("value_here", N_("Metal at that day's price"), "money", True),
        Column("unknown", N_("Cost not known"), "count"),
    )


STOCK = Kind(
    "stock",
    N_("Stock"),
    N_(
        "What is there at the end of a day, in metal, stones, work in progress, finished pieces and at galleries, and what it cost and is worth."
    ),
    stock_report,
    _columns,
    (
        Column("cost_here", N_("what it cost"), "money"),
        Column("value_here", N_("metal at that day's price"), "money"),
        Column("pieces", N_("pieces of the shop's own"), "count", True),
    ),
    behind_stock,
    _pictures,
    has_span=False,
    is_day=True,
)
