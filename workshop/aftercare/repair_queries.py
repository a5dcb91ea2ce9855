"""Reading repairs: one with all that belongs to it, and the list of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from workshop.aftercare.repair_actions import no_such_repair
from workshop.aftercare.repair_models import (
    HandBack,
    RepairAnswer,
    RepairConsent,
    RepairEstimate,
    RepairJob,
    RepairLine,
    RepairLink,
    RepairPhoto,
    RepairQuestion,
    ReportedWork,
)
from workshop.aftercare.repair_rules import Compared, Line, compare, digest_of_offer, step_of
from workshop.catalogue.models import Design, Edition
from workshop.catalogue.own_texts import name_spoken
from workshop.database import fetch
from workshop.days import date_at
from workshop.inspection.models import Inspection, Release
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.pieces.models import Photo, Piece, PieceHead, WorkEvent
from workshop.provenance.models import Tag, TagWithdrawal

MOST_WORDS = 50
_OPEN = select(RepairJob.code).where(RepairJob.piece_id == bindparam("piece_id"), RepairJob.ended_at.is_(None))
_later, _link, _consent = aliased(RepairEstimate), aliased(RepairLink), aliased(RepairConsent)
_said = aliased(RepairQuestion)
_NEWEST = select(func.max(_later.number)).where(_later.job_id == RepairJob.id).correlate(RepairJob).scalar_subquery()
_TOLD = (
    select(_consent.is_told)
    .where(_consent.job_id == RepairJob.id)
    .order_by(_consent.sequence.desc())
    .limit(1)
    .correlate(RepairJob)
    .scalar_subquery()
)
# Whether its customer had the last word: somebody answers.
_ASKS = (
    select(case((_said.by_id.is_(None), 1), else_=0))
    .where(_said.job_id == RepairJob.id)
    .order_by(_said.id.desc())
    .limit(1)
    .correlate(RepairJob)
    .scalar_subquery()
)
_ROW: Any = (
    select(
        *RepairJob.__table__.c,
        Piece.serial,
        Piece.kind,
        Piece.due_on,
        Piece.edition_number,
        Edition.size.label("edition_size"),
        Design.name.label("design"),
        name_spoken().label("called"),
        Material.metal,
        Material.name.label("material"),
        PieceHead.state,
        PieceHead.awaits,
        Release.id.label("release_id"),
        RepairEstimate.id.label("estimate_id"),
        RepairEstimate.number,
        RepairEstimate.currency,
        RepairEstimate.valid_until,
        RepairEstimate.days,
        RepairEstimate.at.label("estimated_at"),
        RepairAnswer.answer,
        RepairAnswer.lines.label("agreed"),
        RepairAnswer.price_minor,
        RepairAnswer.told,
        RepairAnswer.how,
        RepairAnswer.words,
        RepairAnswer.at.label("answered_at"),
        _TOLD.label("is_told"),
        _ASKS.label("asks"),
        Person.name.label("by_name"),
        HandBack.kind.label("back_by"),
    )
    .join(Piece, Piece.id == RepairJob.piece_id)
    .join(PieceHead, PieceHead.piece_id == Piece.id)
    .join(Design, Design.id == Piece.design_id)
    .join(Material, Material.id == Piece.material_id)
    .outerjoin(Edition, Edition.id == Piece.edition_id)
    .outerjoin(Release, Release.piece_id == Piece.id)
    .outerjoin(RepairEstimate, and_(RepairEstimate.job_id == RepairJob.id, RepairEstimate.number == _NEWEST))
    .outerjoin(RepairAnswer, RepairAnswer.estimate_id == RepairEstimate.id)
    .outerjoin(Person, Person.id == RepairJob.by_id)
    .outerjoin(HandBack, HandBack.job_id == RepairJob.id)
)


@dataclass(frozen=True)
class Repair:
    """One repair whole. `photos` are rows of Photo with their number in the piece, `words` what both sides wrote, `inspection` the newest decided since it came in, `works` the kinds of work since."""

    row: Any
    step: str
    lines: tuple[Line, ...]
    agreed: tuple[int, ...]
    compared: Compared
    photos: Sequence[Any]
    words: Sequence[Any]
    works: Sequence[Any]
    inspection: Any
    link_until: datetime | None
    on: date

    @property
    def offer_digest(self) -> str:
        """Of the newest estimate as it is shown here; empty without one."""
        row = self.row
        if row.number is None:
            return ""
        return digest_of_offer(row.number, self.lines, row.currency, row.valid_until, row.days)

    @property
    def total(self) -> int:
        return sum(line.price_minor for line in self.lines)


def step_of_row(row: Any) -> str:
    return step_of(
        ended=row.ended_at is not None,
        has_estimate=row.estimate_id is not None,
        answer=row.answer,
        released=row.release_id is not None,
        awaits_inspection=row.awaits == "inspection" and row.answer is not None and _worked(row),
    )


def _worked(row: Any) -> bool:
    return row.worked is not None


_WORKED = (
    select(func.max(WorkEvent.sequence))
    .where(
        WorkEvent.piece_id == RepairJob.piece_id,
        WorkEvent.sequence > RepairJob.intake_sequence,
        WorkEvent.by_id.is_not(None),
        WorkEvent.kind.not_in(("photo", "note", "weighed", "moved", "problem", "packed", "put_down")),
    )
    .correlate(RepairJob)
    .scalar_subquery()
    .label("worked")
)
WHOLE = _ROW.add_columns(_WORKED)


def find_repair(session: Session, code: str, zone: str | None) -> Repair:
    """One repair by its code. Seven statements. Raises NotFound."""
    row = session.execute(WHOLE.where(RepairJob.code == code.upper())).one_or_none()
    if row is None:
        raise no_such_repair(code)
    return _whole(session, row, zone)


def repair_by_link(session: Session, digest: str, now: datetime, zone: str | None) -> Repair | None:
    """The repair that a link leads to, while it does; None for one that never was, ended, or is over. A link ends 30 days after the hand-back."""
    job_id = session.scalar(
        select(RepairLink.job_id).where(
            RepairLink.digest == digest, RepairLink.revoked_at.is_(None), RepairLink.expires_at > now
        )
    )
    if job_id is None:
        return None
    row = session.execute(WHOLE.where(RepairJob.id == job_id)).one()
    if row.ended_at is not None and (now - row.ended_at).days >= 30:
        return None
    return _whole(session, row, zone)


def _whole(session: Session, row: Any, zone: str | None) -> Repair:
    lines = session.execute(
        select(RepairLine.title, RepairLine.price_minor, RepairLine.note, RepairLine.is_guarantee)
        .where(RepairLine.estimate_id == row.estimate_id)
        .order_by(RepairLine.position)
    ).all()
    came_on = date_at(row.received_at, zone)
    before_on = date.fromisoformat(row.before_on) if row.before_on else None
    return Repair(
        row=row,
        step=step_of_row(row),
        lines=tuple(Line(*line) for line in lines),
        agreed=tuple(int(one) for one in (row.agreed or "").split(",") if one),
        compared=compare(row.weight_mg, row.division_mg, row.before_mg, row.tolerance_mg, before_on, came_on),
        photos=_photos(session, row),
        words=_words(session, row.id),
        works=works_of(session, row.piece_id, row.intake_sequence, None),
        inspection=_inspection(session, row),
        link_until=session.scalar(
            select(_link.expires_at).where(_link.job_id == row.id, _link.revoked_at.is_(None)).limit(1)
        ),
        on=came_on,
    )


def _words(session: Session, job_id: int) -> Sequence[Any]:
    """The last that both sides wrote, oldest first."""
    newest = session.execute(
        select(RepairQuestion.words, RepairQuestion.at, RepairQuestion.by_id)
        .where(RepairQuestion.job_id == job_id)
        .order_by(RepairQuestion.id.desc())
        .limit(MOST_WORDS)
    ).all()
    return newest[::-1]


def _photos(session: Session, row: Any) -> Sequence[Any]:
    """The photos of the repair with their number among those of the piece."""
    of_piece = aliased(Photo)
    number = select(func.count()).where(of_piece.piece_id == Photo.piece_id, of_piece.id <= Photo.id).scalar_subquery()
    return session.execute(
        select(number.label("number"), Photo.picture, Photo.small, Photo.width, Photo.height, Photo.caption, Photo.at)
        .join(RepairPhoto, RepairPhoto.photo_id == Photo.id)
        .where(RepairPhoto.job_id == row.id)
        .order_by(Photo.id)
        .limit(24)
    ).all()


def works_of(session: Session, piece_id: int, after: int, until: int | None) -> Sequence[Any]:
    """What was done to a piece between two of its events, oldest first: kind, when, by whom."""
    wanted = (
        select(WorkEvent.sequence, WorkEvent.kind, WorkEvent.at, WorkEvent.by_id, Person.name.label("by_name"))
        .outerjoin(Person, Person.id == WorkEvent.by_id)
        .where(WorkEvent.piece_id == piece_id, WorkEvent.sequence > after)
        .order_by(WorkEvent.sequence)
        .limit(200)
    )
    return session.execute(wanted if until is None else wanted.where(WorkEvent.sequence < until)).all()


def _inspection(session: Session, row: Any) -> Any:
    return session.execute(
        select(Inspection.number, Inspection.verdict, Inspection.gross_mg, Inspection.decided_at, Person.name)
        .join(Person, Person.id == Inspection.by_id)
        .where(
            Inspection.piece_id == row.piece_id,
            Inspection.verdict.is_not(None),
            Inspection.opened_at >= row.received_at,
        )
        .order_by(Inspection.number.desc())
        .limit(1)
    ).one_or_none()


def open_repair_of(session: Session, piece_id: int) -> str | None:
    """The code of the repair that a piece is in for; None when it is in for none. One statement."""
    code: str | None = fetch(session, _OPEN, {"piece_id": piece_id}).scalar()
    return code


def reported_of(session: Session, piece_id: int) -> Sequence[Any]:
    """Work by others, newest first, without what was withdrawn."""
    return session.execute(
        select(
            ReportedWork.number,
            ReportedWork.done_on,
            ReportedWork.by_whom,
            ReportedWork.told,
            ReportedWork.is_told,
            ReportedWork.at,
        )
        .where(ReportedWork.piece_id == piece_id, ReportedWork.withdrawn_at.is_(None))
        .order_by(ReportedWork.done_on.desc(), ReportedWork.number.desc())
        .limit(200)
    ).all()


def living_code(session: Session, piece_id: int) -> str | None:
    """The code of the piece's tag that counts; None without one. One statement."""
    return session.scalar(
        select(Tag.code)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .where(Tag.piece_id == piece_id, TagWithdrawal.id.is_(None))
        .limit(1)
    )
