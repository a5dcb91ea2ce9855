"""Pieces that came back for a repair: when, within their guarantee or not, what was done; and how many of those that were sold."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.aftercare.repair_models import HandBack, RepairJob
from workshop.catalogue.models import Design, PieceKind
from workshop.inspection.guarantee_models import PieceGuarantee
from workshop.inspection.models import Departure
from workshop.pieces.models import Custody, Piece, WorkEvent
from workshop.pieces.rules import KINDS
from workshop.reports.finished import BEGINS, stands
from workshop.reports.told import Span, local_day
from workshop.sales.sale_models import Sale
from workshop.sales.sale_queries import counts_as_sale
from workshop.units import Moment

WITHIN, OVER, NONE = "within", "over", "none"
WORKS = tuple(key for key, kind in KINDS.items() if kind.is_work and key not in (*BEGINS, "made_before"))
_job = aliased(RepairJob, name="came_back")


@dataclass(frozen=True)
class Job:
    """One repair. `guarantee`: within, over or none when it came in; `works`: the kinds of work that was done on it.

    `came`: in these days; `is_open` and `stay_us` (how long it was in the house) as of their end.
    """

    row: Any
    guarantee: str
    works: tuple[str, ...]
    came: bool
    is_open: bool
    stay_us: int


def jobs_in(session: Session, span: Span) -> list[Job]:
    """Repairs that came in in these days, and those still open at their end. Two statements."""
    works = defaultdict[int, set[str]](set)
    for one in session.execute(_works(span)):
        works[one.id].add(one.kind)
    return [_told(row, tuple(sorted(works[row.id])), span) for row in session.execute(_jobs(span))]


def _told(row: Any, works: tuple[str, ...], span: Span) -> Job:
    ended: datetime | None = row.ended_at if row.ended_at is not None and row.ended_at <= span.until else None
    stay = (ended or span.until) - row.received_at
    return Job(
        row,
        _guarantee(row, local_day(row.received_at, span.zone).isoformat()),
        works,
        row.received_at >= span.since,
        ended is None,
        round(stay.total_seconds() * 1_000_000),
    )


def _guarantee(row: Any, on: str) -> str:
    if row.begins_on is None:
        return NONE
    return WITHIN if row.begins_on <= on and (row.ends_on is None or on <= row.ends_on) else OVER


def is_told(span: Span) -> Any:
    """In SQL: it came in in these days, or was still open at their end."""
    still = or_(RepairJob.ended_at.is_(None), RepairJob.ended_at > span.until)
    return and_(RepairJob.received_at <= span.until, or_(RepairJob.received_at >= span.since, still))


def repairs(*columns: Any) -> Any:
    """A statement over repairs with the guarantee that went with the piece before it came in."""
    newest = select(func.max(PieceGuarantee.id)).where(
        PieceGuarantee.piece_id == RepairJob.piece_id, PieceGuarantee.at <= RepairJob.received_at
    )
    return (
        select(*columns)
        .select_from(RepairJob)
        .join(Piece, Piece.id == RepairJob.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .join(PieceKind, PieceKind.key == Piece.kind)
        .outerjoin(PieceGuarantee, PieceGuarantee.id == newest.correlate(RepairJob).scalar_subquery())
    )


def _jobs(span: Span) -> Any:
    told = (RepairJob.id, RepairJob.code, RepairJob.received_at, RepairJob.ended_at)
    piece = (Piece.serial, Design.code.label("design_code"), Design.name.label("design"))
    kind = (PieceKind.key.label("kind"), PieceKind.name.label("kind_name"))
    terms = (PieceGuarantee.begins_on, PieceGuarantee.ends_on)
    return repairs(*told, *piece, *kind, *terms).where(is_told(span)).order_by(RepairJob.received_at, RepairJob.id)


def _works(span: Span) -> Any:
    """The kinds of work on each of these repairs while it was here; entries that were taken back are none."""
    return (
        select(RepairJob.id, WorkEvent.kind)
        .distinct()
        .join(WorkEvent, WorkEvent.piece_id == RepairJob.piece_id)
        .where(
            is_told(span),
            WorkEvent.at >= RepairJob.received_at,
            WorkEvent.at <= func.coalesce(RepairJob.ended_at, literal(span.until, Moment)),
            WorkEvent.at <= span.until,
            WorkEvent.kind.in_(WORKS),
            stands(WorkEvent),
        )
    )


def sales(span: Span, *columns: Any) -> Any:
    """A statement over pieces that went to a customer in these days, each time once; what goes home from a repair, is sent again, or left by a slip is none."""
    return (
        select(*columns)
        .select_from(Departure)
        .outerjoin(Sale, Sale.departure_id == Departure.id)
        .join(Piece, Piece.id == Departure.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .join(PieceKind, PieceKind.key == Piece.kind)
        .join(
            Custody,
            and_(Custody.piece_id == Departure.piece_id, Custody.sequence == Departure.custody_sequence),
        )
        .where(
            Departure.at.between(span.since, span.until),
            Departure.kind.in_(("sold", "shipped")),
            Custody.place == "customer",
            counts_as_sale(),
            ~exists().where(HandBack.departure_id == Departure.id),
        )
    )


def came_back(span: Span) -> Any:
    """In SQL: whether a piece that was sold came in for a repair since, by the end of the days."""
    return exists().where(
        _job.piece_id == Departure.piece_id, _job.received_at > Departure.at, _job.received_at <= span.until
    )


def sold_counts(session: Session, span: Span) -> list[Any]:
    """By design and kind: how many were sold in these days, and how many of them came back. One statement."""
    back = func.sum(case((came_back(span), 1), else_=0)).label("back")
    told = (Design.code, Design.name, PieceKind.key.label("kind"), PieceKind.name.label("kind_name"))
    return list(session.execute(sales(span, *told, func.count().label("sold"), back).group_by(*told)))
