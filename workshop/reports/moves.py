"""Logged work: how long each stretch from start or taking up to what ended it took, and work that was finished without a start."""

from typing import Any

from sqlalchemy import and_, case, func, select, type_coerce

from workshop.pieces.models import WorkEvent
from workshop.pieces.rules import KINDS
from workshop.reports.finished import FINISHES, stands
from workshop.units import Whole

WORKING = tuple(key for key, kind in KINDS.items() if kind.leads_to == "working")
MOVES = tuple(key for key, kind in KINDS.items() if kind.leads_to is not None)
OUTSIDE = "outwork_back"  # done by another workshop: nobody here presses start
LONG_US = 12 * 3_600_000_000


def moves_of(pieces: Any, *more: Any) -> Any:
    """A subquery over what moved these pieces (a selection of `piece_id`), in order, each with what came before it and when the next came.

    `stage_id` of a start is where it was pressed, else that of what ended it. Entries that were taken back are none; `more` leaves out others.
    """
    in_order: dict[str, Any] = {"partition_by": WorkEvent.piece_id, "order_by": WorkEvent.sequence}
    at = type_coerce(WorkEvent.at, Whole)
    return (
        select(
            WorkEvent.id,
            WorkEvent.piece_id,
            WorkEvent.kind,
            WorkEvent.by_id,
            WorkEvent.at,
            func.coalesce(WorkEvent.stage_id, func.lead(WorkEvent.stage_id).over(**in_order)).label("stage_id"),
            func.lag(WorkEvent.kind).over(**in_order).label("before_kind"),
            (func.lead(at).over(**in_order) - at).label("worked_us"),
        )
        .where(
            WorkEvent.piece_id.in_(pieces),
            WorkEvent.kind.in_(MOVES),
            WorkEvent.kind != "undo",
            stands(WorkEvent),
            *more,
        )
        .subquery()
    )


def is_stretch(moves: Any) -> Any:
    """Logged work that has ended; what is still in hand is not told yet."""
    return and_(moves.c.kind.in_(WORKING), moves.c.worked_us.is_not(None))


def is_unstarted(moves: Any) -> Any:
    """Work was finished here and nobody had pressed start: how long it took is not known."""
    return and_(
        moves.c.kind.in_(FINISHES), moves.c.kind != OUTSIDE, func.coalesce(moves.c.before_kind, "").not_in(WORKING)
    )


def summed(moves: Any) -> tuple[Any, ...]:
    """Columns: microseconds worked, stretches, those over twelve hours, finishes without a start."""
    stretch = is_stretch(moves)
    return (
        func.coalesce(func.sum(case((stretch, moves.c.worked_us), else_=0)), 0).label("worked_us"),
        func.coalesce(func.sum(case((stretch, 1), else_=0)), 0).label("stretches"),
        func.coalesce(func.sum(case((and_(stretch, moves.c.worked_us > LONG_US), 1), else_=0)), 0).label("long"),
        func.coalesce(func.sum(case((is_unstarted(moves), 1), else_=0)), 0).label("unstarted"),
    )
