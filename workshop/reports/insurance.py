"""The list for the insurer: every piece that is there at the end of a day, with its photo, what it is made of and what it is worth, and the sums by place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session, aliased

from workshop.claims.wordings import carats
from workshop.inspection.models import Inspection
from workshop.materials.words import STONE_KINDS
from workshop.pieces.models import Piece
from workshop.reports.costing import costs_until
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.held import CUSTOMERS, MISSING, MOST_PIECES, NAMES, Held, held_at
from workshop.reports.naming import beginning
from workshop.reports.reckoning import terms_now
from workshop.reports.told import Behind, Column, Kind, Note, Report, Row, Span, carats_of, grams_of, money_of
from workshop.units import Moment, grams
from workshop.wording import N_, _

WAYS = (("retail", N_("At retail")), ("cost", N_("At cost")))
MOST_ROWS = 500  # on a page; the files hold all


def insurance_report(session: Session, span: Span, currency: str | None) -> Report:
    """Some sixteen statements."""
    found = held_at(session, span)
    rows = _rows(session, found, span, currency)
    return Report(
        "insurance", _definitions(span), rows, _totals(found, rows), _by_place(found, rows), _notes(found, rows, span)
    )


def _rows(session: Session, found: Sequence[Held], span: Span, currency: str | None) -> list[dict[str, Any]]:
    """What each piece cost is reckoned only where it is told, or where nothing was chosen: a program reads both."""
    costs = {} if span.by == "retail" else _costs(session, [one.row.id for one in found], span, currency)
    return [_row(one, costs.get(one.row.id), span, currency) for one in found]


def _costs(session: Session, ids: Sequence[int], span: Span, currency: str | None) -> dict[int, Fraction | None]:
    """The whole cost by the report of costs; of a piece that had not passed, with the work until that day."""
    look = aliased(Inspection)
    first = (
        select(func.min(look.decided_at))
        .where(
            look.piece_id == Piece.id, look.verdict == "pass", look.purpose == "final", look.decided_at <= span.until
        )
        .correlate(Piece)
        .scalar_subquery()
    )
    until = func.coalesce(first, literal(span.until, Moment)).label("decided_at")
    pieces = select(Piece.id.label("piece_id"), until).where(Piece.id.in_(ids)).subquery()
    costs = costs_until(session, pieces, terms_now(session), currency, span.day, until=span.until)
    return {piece_id: cost.whole for piece_id, cost in costs.items()}


def _row(one: Held, cost: Fraction | None, span: Span, currency: str | None) -> dict[str, Any]:
    row = one.row
    retail = money_of(row.price_minor, currency)
    whole = money_of(cost, currency)
    stones = [lot for lot in one.lots if lot.kind in STONE_KINDS]
    return {
        "place": _(NAMES[one.place]),
        "photo": None if one.photo is None else f"/pieces/{row.serial}/photos/{one.photo}.jpg?small=1",
        "serial": row.serial,
        "what": _("{design}, size {size}", design=row.design, size=row.size) if row.size else row.design,
        "metals": beginning(_metals([lot for lot in one.lots if lot.kind not in STONE_KINDS]) or _(row.material)),
        "stones": _stones(stones),
        "grams": None if row.weight_mg is None else grams_of(row.weight_mg),
        "carats": carats_of(sum(lot.carat_thousandths for lot in stones)) if stones else None,
        "value": whole if span.by == "cost" else retail,
        "retail": retail,
        "cost": whole,
        "counted": one.is_counted,
    }


def _metals(lots: Iterable[Any]) -> str:
    """Each alloy with its weight by the books."""
    sums = Counter[str]()
    for lot in lots:
        sums[_(lot.alloy or lot.metal or "metal")] += lot.mg
    return ", ".join(_("{alloy} {grams} g", alloy=alloy, grams=grams(mg)) for alloy, mg in sums.items())


def _stones(lots: Iterable[Any]) -> str:
    sums = defaultdict[str, list[int]](lambda: [0, 0])
    for lot in lots:
        name = _(lot.species or "stone")
        sums[name] = [sums[name][0] + lot.number, sums[name][1] + lot.carat_thousandths]
    told = (
        _("{number} x {stone}, {carats}", number=number, stone=stone, carats=carats(weight))
        for stone, (number, weight) in sums.items()
    )
    return "; ".join(told)


def _totals(found: Sequence[Held], rows: Sequence[Row]) -> dict[str, Any]:
    own = [row for row in rows if row["counted"]]
    places = Counter(one.place for one in found)
    return _sums(own) | {
        "grams": _sum(own, "grams"),
        "carats": _sum(own, "carats"),
        "customers": places[CUSTOMERS],
        "missing": places[MISSING],
    }


def _sums(rows: Sequence[Row]) -> dict[str, Any]:
    unknown = sum(row["value"] is None for row in rows)
    return {"pieces": len(rows), "value": _sum(rows, "value"), "unknown": unknown}


def _sum(rows: Sequence[Row], column: str) -> float | int | None:
    known = [row[column] for row in rows if row[column] is not None]
    return round(sum(known), 3) if known else None


def _by_place(found: Sequence[Held], rows: Sequence[Row]) -> list[dict[str, Any]]:
    groups = defaultdict[str, list[Row]](list)
    for one, row in zip(found, rows, strict=True):
        groups[one.place].append(row)
    return [{"key": place, "part": _(NAMES[place])} | _sums(some) for place, some in groups.items()]


def _notes(found: Sequence[Held], rows: Sequence[Row], span: Span) -> list[Note]:
    said = [Note(_worth(span))]
    if span.currency is None:
        said.append(Note(_("The shop has no currency yet, so nothing is told in money."), _("Settings"), "/settings"))
    elif any(row["counted"] and row["value"] is None for row in rows):
        do, href = (
            (_("Cost of a piece"), "/reports/cost") if span.by == "cost" else (_("Designs"), "/catalogue/designs")
        )
        said.append(Note(_("Of some pieces the value is not known: it is in no sum."), do, href))
    if len(found) == MOST_PIECES:
        said.append(Note(_("More pieces are there: the newest {count} are told.", count=MOST_PIECES)))
    return said


def _worth(span: Span) -> str:
    if span.by == "cost":
        return _("The value of a piece is what it cost to make, by the report of costs.")
    return _("The value of a piece is the retail price of its design at the end of the day.")


def _behind(session: Session, span: Span, column: str, key: str) -> Behind | None:
    """The statements of the report for the lines, and the one that is given back."""
    if (key and key not in NAMES) or column not in ("pieces", "unknown", CUSTOMERS, MISSING):
        return None
    found = held_at(session, span)
    lines = {
        one.row.id: row
        for one, row in zip(found, _rows(session, found, span, span.currency), strict=True)
        if (one.place == (key or column) if key or column in NAMES else one.is_counted)
        and (column != "unknown" or row["value"] is None)
    }
    statement = select(Piece.id, Piece.serial).where(Piece.id.in_(lines)).order_by(Piece.serial)
    return Behind(statement, COLUMNS, lambda row: lines[row.id])


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    """What is at each place: its value, or where none is known, the pieces."""
    name = "value" if any(row["value"] for row in report.series) else "pieces"
    title = _("Value by place") if name == "value" else _("Pieces by place")
    points = [
        Point(row["part"], row[name], ("pieces", row["key"]), f"{row[name] or 0:,.0f}".replace(",", "\u202f"))
        for row in report.series
    ]
    told = ", ".join(f"{one.label} {one.told}" for one in points)
    return [draw("bars", points, words=f"{title}: {told}", title=title)]


def _definitions(span: Span) -> dict[str, str]:
    return {
        "pieces": _(
            "The shop's own pieces, in work too, that are in the house or at one of its places at the end of the day."
        ),
        "value": _worth(span),
        "metals": _("By the books, with findings; without books the metal that the piece shall be of."),
        "grams": _("The last weight of the piece, with its stones."),
        CUSTOMERS: _("Told apart and in no sum, as is what a case lacks."),
    }


COLUMNS = (
    Column("place", N_("Place")),
    Column("photo", N_("Photo"), "photo"),
    Column("serial", N_("Piece"), "piece"),
    Column("what", N_("What")),
    Column("metals", N_("Metal")),
    Column("stones", N_("Stones")),
    Column("grams", N_("Gross g"), "grams"),
    Column("carats", N_("Carats"), "carats"),
    Column("value", N_("Value"), "money"),
)

INSURANCE = Kind(
    "insurance",
    N_("Insurance list"),
    N_(
        "Every piece that is in the house and at each place at the end of a day, with its photo, metals, stones and value; sums by place."
    ),
    insurance_report,
    lambda _span: COLUMNS,
    (
        Column("value", N_("value of the shop's own pieces"), "money"),
        Column("pieces", N_("pieces of the shop's own"), "count", True),
        Column("unknown", N_("of them without a value"), "count", True),
        Column(CUSTOMERS, N_("customers' pieces, for repair"), "count", True),
        Column(MISSING, N_("missing"), "count", True),
    ),
    _behind,
    _pictures,
    WAYS,
    has_span=False,
    is_day=True,
    most_rows=MOST_ROWS,
    in_parts=(N_("By place"), N_("Place")),
)
