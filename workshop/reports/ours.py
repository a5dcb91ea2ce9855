"""Which pieces were the shop's own at a moment, and which of them were in work, finished, or at galleries."""

from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from workshop.aftercare.repair_models import RepairJob
from workshop.inspection.models import Departure, Inspection
from workshop.pieces.models import Custody, Piece, PieceHead, WorkEvent
from workshop.pieces.rules import KINDS
from workshop.reports.places import LENT
from workshop.reports.told import Span
from workshop.wording import N_

IN_WORK, FINISHED, LENT_OUT = "in_work", "finished", "lent"
GROUPS = {
    IN_WORK: N_("Work in progress"),
    FINISHED: N_("Finished, in the house"),
    LENT_OUT: N_("At galleries and fairs"),
}
ENDS = tuple(key for key, kind in KINDS.items() if kind.ends_release)
_newer, _gone = aliased(Custody, name="newer_place"), aliased(Custody, name="gone")
_bought, _changed = aliased(WorkEvent, name="traded_in"), aliased(WorkEvent, name="changed")


def ours_at(span: Span) -> Any:
    """A subquery of `piece_id` and `group_key` of each piece that was the shop's own at the end of the span.

    A customer's piece that is here for a repair is none, one that was traded in is. Only pieces that are here now, are lent,
    or went after that moment are looked at, so that years of sold pieces cost nothing.
    """
    return _grouped(_candidates(span), span).subquery()


def _candidates(span: Span) -> Any:
    here = select(PieceHead.piece_id).where(PieceHead.state.not_in(("away", "scrapped")))
    lent = select(Custody.piece_id).where(
        Custody.place.in_(LENT),
        ~exists().where(_newer.piece_id == Custody.piece_id, _newer.sequence > Custody.sequence),
    )
    left = select(Departure.piece_id).where(Departure.at > span.until)
    scrapped = select(WorkEvent.piece_id).where(WorkEvent.kind == "scrap", WorkEvent.at > span.until)
    return union(here, lent, left, scrapped).subquery()


def _grouped(candidates: Any, span: Span) -> Any:
    place = _place_at(span)
    group = case((place.in_(LENT), LENT_OUT), (_passed(span), FINISHED), else_=IN_WORK).label("group_key")
    return (
        select(Piece.id.label("piece_id"), group)
        .select_from(candidates)
        .join(Piece, Piece.id == candidates.c.piece_id)
        .where(
            Piece.created_at <= span.until,
            place != "customer",
            ~_scrapped(span),
            or_(and_(~_sold_before(span), ~_of_others(span)), _traded_in(span)),
        )
    )


def _place_at(span: Span) -> Any:
    return func.coalesce(
        select(Custody.place)
        .where(Custody.piece_id == Piece.id, Custody.at <= span.until)
        .order_by(Custody.sequence.desc())
        .limit(1)
        .correlate(Piece)
        .scalar_subquery(),
        "shop",
    )


def _scrapped(span: Span) -> Any:
    event = aliased(WorkEvent)
    return exists().where(event.piece_id == Piece.id, event.kind == "scrap", event.at <= span.until)


def _sold_before(span: Span) -> Any:
    return exists().where(_gone.piece_id == Piece.id, _gone.place == "customer", _gone.at <= span.until)


def _of_others(span: Span) -> Any:
    """It was made elsewhere and came in for a repair."""
    return exists().where(
        RepairJob.piece_id == Piece.id, RepairJob.is_ours == False, RepairJob.received_at <= span.until
    )


def _traded_in(span: Span) -> Any:
    sold_again = exists().where(
        _gone.piece_id == Piece.id, _gone.place == "customer", _gone.at > _bought.at, _gone.at <= span.until
    )
    return exists().where(
        _bought.piece_id == Piece.id, _bought.kind == "traded_in", _bought.at <= span.until, ~sold_again
    )


def _passed(span: Span) -> Any:
    """It passed as it was: nothing ended its release since."""
    seen = aliased(WorkEvent)
    since = exists().where(
        _changed.piece_id == Inspection.piece_id,
        _changed.sequence > seen.sequence,
        _changed.kind.in_(ENDS),
        _changed.at <= span.until,
    )
    return exists().where(
        Inspection.piece_id == Piece.id,
        and_(seen.id == Inspection.last_change_id, seen.piece_id == Piece.id),
        Inspection.verdict == "pass",
        Inspection.purpose.in_(("final", "delta")),
        Inspection.decided_at <= span.until,
        ~since,
    )
