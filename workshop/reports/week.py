"""This week: what leaves and what stops it, and the week's figures beside those of the week before."""

from dataclasses import replace
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design
from workshop.inspection.models import Departure, Inspection
from workshop.materials.ledger import fine_shown
from workshop.materials.waterfall import fine_waterfall
from workshop.pieces.models import Piece, WorkEvent
from workshop.pieces.rules import KINDS as EVENT_KINDS
from workshop.reports.first_pass_behind import behind_first_pass
from workshop.reports.leaving import leaving_in
from workshop.reports.looks import first_looks
from workshop.reports.spans import whole
from workshop.reports.throughput import HAPPENED, THROUGHPUT, happened
from workshop.reports.told import Behind, Column, Kind, Report, Span, grams_of
from workshop.wording import N_, _

ENDS = tuple(key for key, kind in EVENT_KINDS.items() if kind.ends_release)
_seen = aliased(WorkEvent, name="seen_change")
_later = aliased(WorkEvent, name="later_change")


def week_report(session: Session, span: Span, _currency: str | None) -> Report:
    """Fourteen statements. Without days it is the week of today."""
    shown = this_week(span)
    rows = [
        {
            "leaves": one.due_on,
            "serial": one.serial,
            "design": one.design,
            "to": one.to,
            "stopped": one.is_stopped,
            "stops": " ".join(part for part in (one.stops, one.told) if part),
        }
        for one in leaving_in(session, shown)
    ]
    return Report("week", _definitions(), rows, week_figures(session, shown))


def this_week(span: Span) -> Span:
    if span.first is not None or span.last is not None:
        return span
    first, last = whole("week", span.today)
    return replace(span, first=first, last=last)


def week_figures(session: Session, span: Span) -> dict[str, Any]:
    """Seven statements."""
    figures: dict[str, Any] = {name: session.scalar(happened(name, span, func.count())) or 0 for name in HAPPENED}
    looks = first_looks(span, Inspection.verdict, func.count().label("looks")).group_by(Inspection.verdict)
    found = {row.verdict: int(row.looks) for row in session.execute(looks)}
    figures |= {"inspected": sum(found.values()), "passed_first": found.get("pass", 0)}
    figures["departures_without_inspection"] = session.scalar(unproved(span, func.count())) or 0
    for metal, mg in lost(session, span).items():
        figures[f"lost_{metal}_fine_grams"] = grams_of(mg)
    return figures


def lost(session: Session, span: Span) -> dict[str, int]:
    """Fine milligrams that went for good, explained or not, by metal. One statement."""
    found: dict[str, Any] = {}
    for one in fine_waterfall(session, span.since, span.until):
        found[one.metal] = found.get(one.metal, 0) + one.loss.fine + one.unexplained.fine
    return {metal: fine_shown(fine) for metal, fine in sorted(found.items())}


def unproved(span: Span, *columns: Any) -> Any:
    """A statement over departures in the span that no pass of the piece as it was stood behind: recomputed from the rows, trusting no key."""
    changed = exists().where(
        _later.piece_id == Departure.piece_id,
        _later.kind.in_(ENDS),
        _later.sequence > _seen.sequence,
        _later.at <= Departure.at,
    )
    return (
        select(*columns)
        .select_from(Departure)
        .join(Piece, Piece.id == Departure.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .outerjoin(Inspection, Inspection.id == Departure.inspection_id)
        .outerjoin(_seen, and_(_seen.id == Inspection.last_change_id, _seen.piece_id == Departure.piece_id))
        .where(
            Departure.at.between(span.since, span.until),
            or_(
                Inspection.id.is_(None),
                Inspection.piece_id != Departure.piece_id,
                func.coalesce(Inspection.verdict, "") != "pass",
                Inspection.purpose.not_in(("final", "delta")),
                func.coalesce(Inspection.decided_at, Departure.at) > Departure.at,
                _seen.id.is_(None),
                changed,
            ),
        )
    )


def _behind(session: Session, span: Span, column: str, key: str) -> Behind | None:
    shown = this_week(span)
    if column in ("inspected", "passed_first"):
        return behind_first_pass(session, replace(shown, by="design"), column, "")
    if column in HAPPENED and THROUGHPUT.behind:
        return THROUGHPUT.behind(session, shown, column, "")
    if column == "departures_without_inspection":
        told = (Piece.serial, Design.name.label("design"), Departure.at, Departure.kind)
        return Behind(unproved(shown, *told).order_by(Departure.at), DEPARTED, lambda row: dict(row._mapping))
    return None


def _definitions() -> dict[str, str]:
    return {
        "leaves": _("Due until the end of the week and not gone yet; of a week that is over, what was due in it."),
        "stops": _("What must still happen before it may leave."),
        "begun": _("Pieces put on record in the week."),
        "passed": _("Pieces that passed for the first time."),
        "left": _("Times that a piece went out of the house by its own pass. Tagging is none."),
        "inspected": _("Pieces whose first final inspection was decided in the week."),
        "passed_first": _("Those of them that passed it."),
        "departures_without_inspection": _(
            "Recorded departures and tags of the week with no pass of the piece as it was; “workshop audit” proves it for all that is recorded."
        ),
        "lost": _("Fine grams that went for good, explained or not; gold and silver are never added."),
    }


def _columns(_span: Span) -> tuple[Column, ...]:
    return (
        Column("leaves", N_("Leaves"), "day"),
        Column("serial", N_("Piece"), "piece"),
        Column("design", N_("What")),
        Column("to", N_("To")),
        Column("stops", N_("What stops it")),
    )


DEPARTED = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("at", N_("When"), "moment"),
    Column("kind", N_("How")),
)
FIGURES = (
    Column("begun", N_("begun"), "count", True),
    Column("passed", N_("passed first"), "count", True),
    Column("left", N_("left the house"), "count", True),
    Column("scrapped", N_("scrapped"), "count", True),
)

WEEK = Kind(
    "week",
    N_("This week"),
    N_("What leaves and what stops it, where every piece is, and what waits for you."),
    week_report,
    _columns,
    (
        *FIGURES,
        Column("inspected", N_("first inspected"), "count", True),
        Column("passed_first", N_("passed on the first look"), "count", True),
        Column("departures_without_inspection", N_("recorded departures without inspection"), "count", True),
    ),
    _behind,
)
