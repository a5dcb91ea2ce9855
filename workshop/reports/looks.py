"""First looks and faults: which inspections count in a span, and where the looked-at piece hung on its tree."""

from typing import Any

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import aliased

from workshop.catalogue.models import Design
from workshop.inspection.models import Answer, Check, Inspection
from workshop.pieces.making_models import TreePlace, TreeSpot
from workshop.pieces.models import Piece
from workshop.reports.told import Span

WHOLE = ("final", "delta")

_earlier = aliased(Inspection, name="earlier_look")
_spot = aliased(TreeSpot, name="newer_spot")
PASSED = func.sum(case((Inspection.verdict == "pass", 1), else_=0))
# Where the piece hung, as it was said last; the newest tree, when it was cast again.
POSITION = (
    select(
        func.coalesce(
            select(_spot.position)
            .where(_spot.place_id == TreePlace.id, _spot.position.is_not(None))
            .order_by(_spot.id.desc())
            .limit(1)
            .correlate(TreePlace)
            .scalar_subquery(),
            TreePlace.position,
            0,
        )
    )
    .where(TreePlace.piece_id == Inspection.piece_id)
    .order_by(TreePlace.id.desc())
    .limit(1)
    .correlate(Inspection)
    .scalar_subquery()
)


def first_looks(span: Span, *columns: Any) -> Any:
    """A statement over the first final inspection of each piece, where that was decided in the span."""
    return (
        select(*columns)
        .select_from(Inspection)
        .join(Piece, Piece.id == Inspection.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .where(
            Inspection.purpose == "final",
            Inspection.verdict.is_not(None),
            Inspection.decided_at.between(span.since, span.until),
            ~exists().where(
                _earlier.piece_id == Inspection.piece_id,
                _earlier.number < Inspection.number,
                _earlier.purpose == "final",
                _earlier.verdict.is_not(None),
            ),
        )
    )


def faults_in(span: Span, *columns: Any) -> Any:
    """A statement over the failed answers of whole inspections that were decided in the span."""
    return (
        select(*columns)
        .select_from(Inspection)
        .join(Answer, Answer.inspection_id == Inspection.id)
        .join(Check, Check.id == Answer.check_id)
        .join(Piece, Piece.id == Inspection.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .where(
            Inspection.purpose.in_(WHOLE),
            Inspection.verdict.in_(("rework", "scrap")),
            Inspection.decided_at.between(span.since, span.until),
            Answer.result == "fail",
        )
    )
