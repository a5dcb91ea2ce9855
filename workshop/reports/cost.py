"""What a piece of each design cost to make, against what it brings: wholesale, consignment and retail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from workshop.catalogue.models import Design
from workshop.pieces.models import Piece
from workshop.reports.costing import Cost, costs_of, passed_pieces
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.reckoning import Terms, terms_now
from workshop.reports.told import Behind, Column, Kind, Note, Report, Span, money_of
from workshop.wording import N_, _

MOST_PIECES = 250
COSTS = (*(one.name for one in fields(Cost)), "whole")
Found = tuple[Any, Cost]


def cost_report(session: Session, span: Span, currency: str | None) -> Report:
    """About twelve statements, over at most the newest 250 pieces."""
    terms, found = terms_now(session), _found(session, span, currency)
    groups: dict[str, list[Found]] = defaultdict(list)
    for row, cost in found:
        groups[row.code].append((row, cost))
    rows = [
        {"key": code, "group": some[0][0].design} | _told(some, terms, currency)
        for code, some in sorted(groups.items(), key=lambda item: (item[1][0][0].design, item[0]))
    ]
    totals = {"pieces": len(found), "known": sum(cost.whole is not None for _row, cost in found)}
    return Report("cost", _definitions(), rows, totals, (), _notes(found, terms, currency))


def _found(session: Session, span: Span, currency: str | None) -> list[Found]:
    pieces = passed_pieces(span).limit(MOST_PIECES)
    rows = session.execute(pieces).all()
    costs = costs_of(session, [row.look_id for row in rows], terms_now(session), currency, span.day)
    return [(row, costs[row.piece_id]) for row in rows]


def _told(some: list[Found], terms: Terms, currency: str | None) -> dict[str, Any]:
    """Means over those pieces of which it is known, and how many have all of it known."""
    costs = [cost for _row, cost in some]
    told: dict[str, Any] = {"pieces": len(some), "known": sum(cost.whole is not None for cost in costs)}
    told |= {name: money_of(_mean(getattr(cost, name) for cost in costs), currency) for name in COSTS}
    return told | _brings(some[0][0], _mean(cost.whole for cost in costs), terms, currency)


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _brings(row: Any, cost: Fraction | None, terms: Terms, currency: str | None) -> dict[str, Any]:
    """What each way of selling the design of this piece brings, and what is left of it over the cost."""
    shares = {"wholesale": terms.wholesale_percent, "consignment": terms.consignment_percent, "retail": 100}
    retail, own = row.price_minor, row.own_wholesale_minor
    brought = {way: None if retail is None else Fraction(retail * share, 100) for way, share in shares.items()}
    if own is not None:
        brought["wholesale"] = Fraction(own)
    left = {f"{way}_left": None if one is None or cost is None else one - cost for way, one in brought.items()}
    return {way: money_of(one, currency) for way, one in (brought | left).items()}


def _notes(found: list[Found], terms: Terms, currency: str | None) -> list[Note]:
    said: list[Note] = []
    if currency is None:
        said.append(Note(_("The shop has no currency yet, so nothing is told in money."), _("Settings"), "/settings"))
    if terms.hour_minor is None:
        told = _("What labour costs is not known: nobody has said what an hour costs.")
        said.append(Note(told, _("Say it"), "/settings/reckoning"))
    if any(cost.metal is None for _row, cost in found):
        told = _(
            "Of some pieces the metal's cost is not known: no lot is booked into them, or a lot has no cost on record."
        )
        said.append(Note(told, _("Lots"), "/materials"))
    if any(row.price_minor is None for row, _cost in found):
        said.append(Note(_("Some designs have no retail price."), _("Designs"), "/catalogue/designs"))
    if len(found) == MOST_PIECES:
        told = _(
            "More pieces passed in these days: the newest {count} are told. Choose fewer days for the others.",
            count=MOST_PIECES,
        )
        said.append(Note(told))
    return said


def _behind(session: Session, span: Span, column: str, key: str) -> Behind | None:
    """The statements of the report for the lines' costs, and the one that is given back."""
    terms, currency = terms_now(session), span.currency
    costs = {row.piece_id: cost for row, cost in _found(session, span, currency)}
    known = [one for one, cost in costs.items() if cost.whole is not None]
    statement = passed_pieces(span, Piece.id.in_(known if column == "known" else costs))
    statement = statement.where(Design.code == key) if key else statement
    return Behind(statement, LISTED, lambda row: _line(row, costs[row.piece_id], terms, currency))


def _line(row: Any, cost: Cost, terms: Terms, currency: str | None) -> dict[str, Any]:
    told = {name: money_of(getattr(cost, name), currency) for name in COSTS}
    told |= _brings(row, cost.whole, terms, currency)
    return told | {"serial": row.serial, "design": row.design, "passed": row.decided_at}


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    """The whole cost, or where no design has all of it known, the metal."""
    titles = {"whole": N_("Mean cost of a piece"), "metal": N_("Mean cost of the metal in a piece, when it was bought")}
    part = "whole" if any(row["whole"] is not None for row in report.rows) else "metal"
    rows = [row for row in report.rows if row[part] is not None]
    points = [Point(row["group"], row[part], (part, row["key"]), f"{row[part]:.0f}") for row in rows]
    told, title = ", ".join(f"{one.label} {one.told}" for one in points), _(titles[part])
    return [draw("bars", points, words=f"{title}: {told}", title=title)]


def _definitions() -> dict[str, str]:
    return {
        "pieces": _("Pieces that passed for the first time in these days."),
        "known": _(
            "Those of them of which every part of the cost is known; means are over the pieces of which that part is known."
        ),
        "metal": _(
            "What the metal in it cost when it was bought, by the books; metal that was melted here by what went in."
        ),
        "metal_today": _("The fine metal in it, findings too, at the last price on or before the last day."),
        "stones": _("What the stones in it cost; findings likewise."),
        "labour": _(
            "Logged work on it until its first pass at what an hour costs, from the settings. Not known where work was finished without a start."
        ),
        "whole": _("Metal at purchase, stones, findings and labour together; not known as soon as one of them is not."),
        "retail": _(
            "The price of the design at the end of the last day. Wholesale and consignment are shares of it, from the settings, unless a design has a wholesale price of its own."
        ),
        "left": _("What is left of it over the cost; below nothing it loses."),
    }


COLUMNS = (
    Column("metal", N_("Metal, bought"), "money"),
    Column("metal_today", N_("Metal, today"), "money"),
    Column("stones", N_("Stones"), "money"),
    Column("findings", N_("Findings"), "money"),
    Column("labour", N_("Labour"), "money"),
    Column("whole", N_("Cost"), "money"),
    Column("wholesale", N_("Wholesale"), "money"),
    Column("consignment", N_("Consignment"), "money"),
    Column("retail", N_("Retail"), "money"),
    Column("wholesale_left", N_("Left at wholesale"), "money"),
    Column("retail_left", N_("Left at retail"), "money"),
)
LISTED = (Column("serial", N_("Piece"), "piece"), Column("design", N_("What")), *COLUMNS)


def _columns(_span: Span) -> tuple[Column, ...]:
    return (
        Column("group", N_("Design")),
        Column("pieces", N_("Pieces"), "count", True),
        Column("known", N_("All known"), "count", True),
        *(Column(one.key, one.label, one.look, True) for one in COLUMNS),
    )


COST = Kind(
    "cost",
    N_("Cost of a piece"),
    N_("Metal at purchase and today, stones, findings and labour, against wholesale, consignment and retail."),
    cost_report,
    _columns,
    (
        Column("pieces", N_("pieces passed first"), "count", True),
        Column("known", N_("of them with all costs known"), "count", True),
    ),
    _behind,
    _pictures,
    is_compared=False,
)
