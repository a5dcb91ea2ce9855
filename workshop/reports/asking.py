"""What customers and strangers wait for: reports of copies, who asks to be recorded, losses to confirm, questions about repairs, word of an order."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.aftercare.guards import NOTICE_DAYS
from workshop.aftercare.models import LossReport, OwnerRequest
from workshop.aftercare.notices import awaits_notice, untold
from workshop.aftercare.order_told import untold_ready
from workshop.aftercare.repair_models import RepairAnswer, RepairEstimate, RepairJob, RepairQuestion
from workshop.aftercare.requests import REASONS
from workshop.days import day
from workshop.pieces.models import Piece
from workshop.provenance.looking_models import CopyReport
from workshop.provenance.models import Tag
from workshop.provenance.reported_copies import waits as copy_waits
from workshop.reports.ordered import wished_changes
from workshop.reports.told import Span, Waiting, local_day
from workshop.wording import _, n_

NAMED = 3  # more of a kind are one line, so that no stranger fills the owner's week
_ALL = func.count().over().label("all")
_UNTOLD = case((awaits_notice(), 1), else_=0).label("untold")


def waiting_askers(session: Session, span: Span) -> list[Waiting]:
    """Seven statements, however many wait."""
    found = [*_copies(session, span), *_requests(session, span), *_losses(session, span), *_questions(session, span)]
    return [*found, *_estimates(session, span), *_untold_orders(session, span), *wished_changes(session, span)]


def _copies(session: Session, span: Span) -> list[Waiting]:
    asked = (
        select(CopyReport.at, CopyReport.subject, Piece.serial, _ALL)
        .join(Tag, Tag.id == CopyReport.tag_id)
        .join(Piece, Piece.id == Tag.piece_id)
        .where(copy_waits())
        .order_by(CopyReport.id)
        .limit(NAMED)
    )
    rows = session.execute(asked).all()
    if _many(rows):
        told = n_("{count} report of a copy", "{count} reports of copies", rows[0].all)
        return [_first(span, rows, told, "/copies")]
    return [
        _one(span, row, _("{serial}: a copy is reported", serial=row.serial), _("Read"), f"/copies/{row.subject}")
        for row in rows
    ]


def _requests(session: Session, span: Span) -> list[Waiting]:
    """While the thirty days of a notice run, nothing is asked of the shop."""
    asked = (
        select(OwnerRequest.at, OwnerRequest.why, OwnerRequest.sequence, Piece.serial, _ALL, _UNTOLD)
        .join(Piece, Piece.id == OwnerRequest.piece_id)
        .where(OwnerRequest.verdict.is_(None), _asks_the_shop(span))
        .order_by(OwnerRequest.id)
        .limit(NAMED)
    )
    rows = session.execute(asked).all()
    if _many(rows):
        told = n_("{count} asks to be recorded as owner", "{count} ask to be recorded as owners", rows[0].all)
        return [_first(span, rows, told, "/owners")]
    return [
        Waiting(
            local_day(row.at, span.zone),
            _("{serial}: its owner is not told yet that somebody asks for it", serial=row.serial)
            if row.untold
            else _("{serial}: somebody asks to be recorded as its owner", serial=row.serial),
            _("{why}, {day}", why=_(REASONS[row.why]), day=day(local_day(row.at, span.zone))),
            _("Tell them") if row.untold else _("Decide"),
            f"/pieces/{row.serial}/owner#request-{row.sequence}",
        )
        for row in rows
    ]


def _asks_the_shop(span: Span) -> ColumnElement[bool]:
    over = OwnerRequest.noticed_at <= span.now - timedelta(days=NOTICE_DAYS)
    unsettled = or_(OwnerRequest.settled_at.is_(None), OwnerRequest.settled_at < OwnerRequest.objected_at)
    return or_(
        OwnerRequest.noticed_at.is_(None), awaits_notice(), over, and_(OwnerRequest.objected_at.is_not(None), unsettled)
    )


def _losses(session: Session, span: Span) -> list[Waiting]:
    since = func.coalesce(case((_disputed(), LossReport.disputed_at)), LossReport.at, type_=LossReport.at.type).label(
        "at"
    )
    disputed = case((_disputed(), 1), else_=0).label("disputed")
    asked = (
        select(since, LossReport.kind, disputed, LossReport.sequence, Piece.serial, _ALL)
        .join(Piece, Piece.id == LossReport.piece_id)
        .where(LossReport.ended_at.is_(None), LossReport.ends_at > span.now)
        .where(or_(LossReport.confirmed_at.is_(None), _disputed()))
        .order_by(LossReport.id)
        .limit(NAMED)
    )
    rows = session.execute(asked).all()
    if _many(rows):
        told = n_("{count} loss to confirm or settle", "{count} losses to confirm or settle", rows[0].all)
        return [_first(span, rows, told, "/owners")]
    return [_loss(row, span) for row in rows]


def _disputed() -> ColumnElement[bool]:
    return and_(LossReport.disputed_at.is_not(None), LossReport.aside_at.is_(None))


def _loss(row: Any, span: Span) -> Waiting:
    if row.disputed:
        what = _("{serial}: the report of its loss is disputed", serial=row.serial)
    elif row.kind == "stolen":
        what = _("{serial} is reported stolen by its owner", serial=row.serial)
    else:
        what = _("{serial} is reported lost by its owner", serial=row.serial)
    do = _("Decide") if row.disputed else _("Confirm")
    return _one(span, row, what, do, f"/pieces/{row.serial}/owner#report-{row.sequence}")


def _questions(session: Session, span: Span) -> list[Waiting]:
    """What the shop wrote since, a newer estimate, or an answer to one, settles what was asked before it."""
    said = aliased(RepairQuestion)
    replied = select(said.id).where(
        said.job_id == RepairQuestion.job_id, said.id > RepairQuestion.id, said.by_id.is_not(None)
    )
    answered = select(RepairEstimate.id).where(
        RepairEstimate.job_id == RepairQuestion.job_id, RepairEstimate.at > RepairQuestion.at
    )
    agreed = (
        select(RepairAnswer.id)
        .join(RepairEstimate, RepairEstimate.id == RepairAnswer.estimate_id)
        .where(RepairEstimate.job_id == RepairQuestion.job_id, RepairAnswer.at > RepairQuestion.at)
    )
    asked = (
        select(func.min(RepairQuestion.at, type_=RepairQuestion.at.type).label("at"), RepairJob.code, _ALL)
        .join(RepairJob, RepairJob.id == RepairQuestion.job_id)
        .where(RepairJob.ended_at.is_(None), RepairQuestion.by_id.is_(None))
        .where(~replied.exists(), ~answered.exists(), ~agreed.exists())
        .group_by(RepairJob.id, RepairJob.code)
        .order_by(func.min(RepairQuestion.id))
        .limit(NAMED)
    )
    rows = session.execute(asked).all()
    if _many(rows):
        told = n_("{count} customer asks about a repair", "{count} customers ask about their repairs", rows[0].all)
        return [_first(span, rows, told, "/repairs")]
    return [
        _one(span, row, _("{code}: the customer asks", code=row.code), _("Answer"), f"/repairs/{row.code}#asked")
        for row in rows
    ]


def _estimates(session: Session, span: Span) -> list[Waiting]:
    """Given and not answered, and nobody noted that the customer was told."""
    asked = (
        select(RepairEstimate.at, RepairJob.code, _ALL)
        .join(RepairJob, RepairJob.id == RepairEstimate.job_id)
        .where(RepairJob.ended_at.is_(None), untold())
        .order_by(RepairEstimate.id)
        .limit(NAMED)
    )
    rows = session.execute(asked).all()
    if _many(rows):
        told = n_(
            "{count} customer is not told of the estimate",
            "{count} customers are not told of their estimates",
            rows[0].all,
        )
        return [_first(span, rows, told, "/repairs")]
    return [
        _one(
            span,
            row,
            _("{code}: its customer is not told of the estimate yet", code=row.code),
            _("Tell them"),
            f"/repairs/{row.code}#told",
        )
        for row in rows
    ]


def _untold_orders(session: Session, span: Span) -> list[Waiting]:
    """Ready, and nobody noted that the customer was told."""
    found = untold_ready().subquery()
    rows = session.execute(select(found.c.code, found.c.at, _ALL).order_by(found.c.at, found.c.id).limit(NAMED)).all()
    if _many(rows):
        told = n_(
            "{count} customer is not told that their order is ready",
            "{count} customers are not told that their orders are ready",
            rows[0].all,
        )
        return [_first(span, rows, told, "/orders")]
    return [
        _one(
            span,
            row,
            _("{code} is ready, and its customer is not told yet", code=row.code),
            _("Tell them"),
            f"/orders/{row.code}#told",
        )
        for row in rows
    ]


def _one(span: Span, row: Any, told: str, do: str, href: str) -> Waiting:
    on = local_day(row.at, span.zone)
    return Waiting(on, told, day(on), do, href)


def _many(rows: Sequence[Any]) -> bool:
    return bool(rows) and rows[0].all > NAMED


def _first(span: Span, rows: Sequence[Any], told: str, href: str) -> Waiting:
    on = min(local_day(row.at, span.zone) for row in rows)
    return Waiting(on, told, _("the first since {day}", day=day(on)), _("List"), href)
