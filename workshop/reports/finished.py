"""Pieces that were finished in a span: those that passed for the first time in it, with the times of their work."""

from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from workshop.catalogue.models import Design
from workshop.inspection.models import Inspection
from workshop.materials.models import Material
from workshop.pieces.models import Piece, WorkEvent
from workshop.pieces.rules import KINDS
from workshop.reports.told import Span

BEGINS = ("start", "take_up")
FINISHES = (
    *(key for key, kind in KINDS.items() if kind.is_work and key not in (*BEGINS, "made_before")),
    "outwork_back",
)

_earlier = aliased(Inspection, name="earlier")
_undo = aliased(WorkEvent, name="undo")


def first_passed(span: Span) -> Any:
    """The inspection by which each piece passed for the first time, where that was in the span."""
    return and_(Inspection.decided_at.between(span.since, span.until), is_first_pass())


def is_first_pass() -> Any:
    """The inspection by which a piece passed for the first time."""
    return and_(
        Inspection.verdict == "pass",
        Inspection.purpose == "final",
        or_(
            Inspection.number == 1,  # before which there is none to look for
            ~exists().where(
                _earlier.piece_id == Inspection.piece_id,
                _earlier.number < Inspection.number,
                _earlier.verdict == "pass",
                _earlier.purpose == "final",
            ),
        ),
    )


def stands(event: Any) -> Any:
    """An entry that nobody took back."""
    return ~exists().where(_undo.piece_id == event.piece_id, _undo.corrects_id == event.id, _undo.kind == "undo")


def worked_times(span: Span, *more: Any) -> Any:
    """One row for each piece that passed for the first time: when it did, its first start, first and last finish before that.

    `more` restricts the pieces. Of work before records there is no time.
    """
    times = _times(span).subquery()
    return (
        select(
            Piece.id.label("piece_id"),
            Piece.serial,
            Design.code,
            Design.name.label("design"),
            Material.name.label("material"),
            Inspection.decided_at,
            times.c.first_start,
            times.c.first_finish,
            times.c.last_finish,
        )
        .select_from(times)
        .join(Inspection, Inspection.id == times.c.id)
        .join(Piece, Piece.id == Inspection.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .join(Material, Material.id == Piece.material_id)
        .where(*more)
    )


def _times(span: Span) -> Any:
    """By the inspection of the first pass: first start, first and last finish until then.

    These inspections are found first, by their day: grouped by their keys, years of them would be walked through.
    """
    passes = select(Inspection.id).where(first_passed(span)).correlate(None)
    begun = case((WorkEvent.kind.in_(BEGINS), WorkEvent.at))
    done = case((WorkEvent.kind.in_(FINISHES), WorkEvent.at))
    return (
        select(
            Inspection.id,
            func.min(begun).label("first_start"),
            func.min(done).label("first_finish"),
            func.max(done).label("last_finish"),
        )
        .select_from(Inspection)
        .outerjoin(WorkEvent, _until_pass())
        .where(Inspection.id.in_(passes))
        .group_by(Inspection.id)
    )


def _until_pass() -> Any:
    """The entries of work on the piece, none of them taken back, until it was decided."""
    return and_(
        WorkEvent.piece_id == Inspection.piece_id,
        WorkEvent.at <= Inspection.decided_at,
        WorkEvent.kind.in_((*BEGINS, *FINISHES)),
        stands(WorkEvent),
    )
