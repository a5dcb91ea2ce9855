"""Work that was done again: logged time after a piece went back, until it is looked at again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workshop.catalogue.models import Design, Stage
from workshop.inspection.models import Inspection
from workshop.pieces.models import Piece, WorkEvent
from workshop.pieces.rules import KINDS
from workshop.reports.finished import stands
from workshop.reports.told import Span
from workshop.units import microseconds


@dataclass(frozen=True)
class Return:
    """One time that a piece was sent back: where to, and the logged work on it until the next look, in microseconds."""

    piece_id: int
    code: str
    stage: str | None
    worked_us: int


def sent_back(span: Span, *columns: Any) -> Any:
    """A statement over the times that a piece was sent back in the span."""
    return (
        select(*columns)
        .select_from(WorkEvent)
        .join(Piece, Piece.id == WorkEvent.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .outerjoin(Stage, Stage.id == WorkEvent.stage_id)
        .where(WorkEvent.kind == "send_back", WorkEvent.at.between(span.since, span.until))
    )


def returns_in(session: Session, span: Span) -> list[Return]:
    """Three statements."""
    back = session.execute(
        sent_back(span, WorkEvent.piece_id, WorkEvent.at, WorkEvent.sequence, Design.code, Stage.name)
    ).all()
    ids = sent_back(span, WorkEvent.piece_id)
    events, looks = defaultdict[int, list[Any]](list), defaultdict[int, list[datetime]](list)
    asked = select(WorkEvent.piece_id, WorkEvent.kind, WorkEvent.at).where(
        WorkEvent.piece_id.in_(ids), stands(WorkEvent), WorkEvent.kind != "undo", or_(WorkEvent.kind.in_(MOVES))
    )
    for row in session.execute(asked.order_by(WorkEvent.piece_id, WorkEvent.sequence)):
        events[row.piece_id].append(row)
    asked_looks = select(Inspection.piece_id, Inspection.decided_at).where(
        Inspection.piece_id.in_(ids), Inspection.verdict.is_not(None), Inspection.purpose != "stage"
    )
    for look in session.execute(asked_looks):
        looks[look.piece_id].append(look.decided_at)
    return [
        Return(row.piece_id, row.code, row.name, _worked(row.at, events[row.piece_id], looks[row.piece_id], span.now))
        for row in back
    ]


MOVES = tuple(key for key, kind in KINDS.items() if kind.leads_to is not None)


def worked_spans(events: Sequence[Any], now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From each start or taking up to what ended it; work in hand goes on until now."""
    begun: datetime | None = None
    for event in events:
        works = KINDS[event.kind].leads_to == "working"
        if begun is not None and not works:
            yield begun, event.at
        begun = (begun or event.at) if works else None
    if begun is not None:
        yield begun, now


def _worked(back_at: datetime, events: Sequence[Any], looks: Sequence[datetime], now: datetime) -> int:
    until = min((at for at in looks if at > back_at), default=now)
    return sum(
        max(microseconds(min(end, until)) - microseconds(max(start, back_at)), 0)
        for start, end in worked_spans(events, now)
    )
