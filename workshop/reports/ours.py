"""Which pieces were the shop's own at a moment, and which of them were in work, finished, or at galleries."""

from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select, text, union
from sqlalchemy.orm import Session, aliased

from workshop.aftercare.repair_models import RepairJob
from workshop.inspection.attachment_models import Attachment
from workshop.inspection.models import Departure, Inspection
from workshop.pieces.models import IS_LENT, Custody, Piece, PieceHead, WorkEvent
from workshop.pieces.places import LENT
from workshop.pieces.rules import KINDS
from workshop.reports.standing import IN_WORK as STATES_IN_WORK
from workshop.reports.told import Span
from workshop.sales.sale_queries import given_back
from workshop.wording import N_

IN_WORK, FINISHED, LENT_OUT = "in_work", "finished", "lent"
GROUPS = {
    IN_WORK: N_("Work in progress"),
    FINISHED: N_("Finished, in the house"),
    LENT_OUT: N_("At galleries and fairs"),
}
MOST_KEYS = 10_000  # a statement takes only so many values
ENDS = tuple(key for key, kind in KINDS.items() if kind.ends_release)
_newer, _gone = aliased(Custody, name="newer_place"), aliased(Custody, name="gone")
HOLDER = func.coalesce(Attachment.parent_id, Piece.id)
_bought, _changed = aliased(WorkEvent, name="traded_in"), aliased(WorkEvent, name="changed")


def ours_at(span: Span) -> Any:
    """A subquery of `piece_id` and `group_key` of each piece that was the shop's own at the end of the span.

    A customer's piece that is here for a repair is none, one that was traded in is. Only pieces that are here now, are lent,
    or went after that moment are looked at, so that years of sold pieces cost nothing. A charm is where the piece is that it was
    on then: its place, and whether it is the shop's own, are that piece's.
    """
    return _grouped(_candidates(span), span).subquery()


def found_ours(session: Session, span: Span) -> Any:
    """The same as `ours_at`, looked for once: a subquery by their keys, for several statements. One statement."""
    ours = ours_at(span)
    rows = session.execute(select(ours.c.piece_id, ours.c.group_key)).all()
    if len(rows) > MOST_KEYS:
        return ours
    keys = {group: [row.piece_id for row in rows if row.group_key == group] for group in GROUPS}
    group = case(*((Piece.id.in_(keys[name]), name) for name in (FINISHED, LENT_OUT)), else_=IN_WORK)
    known = [row.piece_id for row in rows]
    return select(Piece.id.label("piece_id"), group.label("group_key")).where(Piece.id.in_(known)).subquery()


def _candidates(span: Span) -> Any:
    here = select(PieceHead.piece_id).where(PieceHead.state.in_((*STATES_IN_WORK, "released")))
    lent = select(Custody.piece_id).where(
        text(f"custody.{IS_LENT}"),
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
        .outerjoin(Attachment, is_on(span))
        .where(
            Piece.created_at <= span.until,
            place != "customer",
            ~_scrapped(span),
            or_(and_(~_sold_before(span), ~_of_others(span)), _traded_in(span)),
        )
    )


def is_on(span: Span) -> Any:
    """A charm was on another piece at that moment."""
    still = or_(Attachment.ended_at.is_(None), Attachment.ended_at > span.until)
    return and_(Attachment.child_id == Piece.id, Attachment.at <= span.until, still)


def _place_at(span: Span) -> Any:
    return func.coalesce(
        select(Custody.place)
        .where(Custody.piece_id == HOLDER, Custody.at <= span.until)
        .order_by(Custody.sequence.desc())
        .limit(1)
        .correlate(Piece, Attachment)
        .scalar_subquery(),
        "shop",
    )


def _scrapped(span: Span) -> Any:
    event = aliased(WorkEvent)
    return exists().where(event.piece_id == HOLDER, event.kind == "scrap", event.at <= span.until)


def _sold_before(span: Span) -> Any:
    """It went to a customer, who did not give it back."""
    taken_back = given_back(_gone.piece_id, _gone.sequence, span.until)
    return exists().where(_gone.piece_id == HOLDER, _gone.place == "customer", _gone.at <= span.until, ~taken_back)


def _of_others(span: Span) -> Any:
    """It was made elsewhere and came in for a repair."""
    return exists().where(RepairJob.piece_id == HOLDER, RepairJob.is_ours == False, RepairJob.received_at <= span.until)


def _traded_in(span: Span) -> Any:
    sold_again = exists().where(
        _gone.piece_id == _bought.piece_id, _gone.place == "customer", _gone.at > _bought.at, _gone.at <= span.until
    )
    return exists().where(
        _bought.piece_id == HOLDER, _bought.kind == "traded_in", _bought.at <= span.until, ~sold_again
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
        Inspection.piece_id == HOLDER,
        and_(seen.id == Inspection.last_change_id, seen.piece_id == HOLDER),
        Inspection.verdict == "pass",
        Inspection.purpose.in_(("final", "delta")),
        Inspection.decided_at <= span.until,
        ~since,
    )
