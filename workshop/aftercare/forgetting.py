"""Whose traces a piece's owner, asker, disputer or the customer of a repair has left: what is told to them on request, and what is erased."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.aftercare.models import LossReport, OwnerRequest, OwnerSecret, Ownership
from workshop.aftercare.repair_actions import no_such_repair
from workshop.aftercare.repair_models import RepairAnswer, RepairEstimate, RepairJob, RepairQuestion
from workshop.errors import Conflict
from workshop.forgetting import kept_of
from workshop.wording import _

REPAIR_MODELS = (RepairJob, RepairAnswer, RepairQuestion)
MODELS = (OwnerSecret, OwnerRequest, Ownership, LossReport, *REPAIR_MODELS)


def subjects_of_owner(session: Session, ownership_id: int) -> list[str]:
    """The owner, the gift that was made to them, the request by which they came, the gifts that they made, and the repairs that they brought."""
    owner = session.execute(select(*Ownership.__table__.c).where(Ownership.id == ownership_id)).one()
    ended = owner.ended_at
    given = select(OwnerSecret.subject).where(
        OwnerSecret.piece_id == owner.piece_id, OwnerSecret.kind == "transfer", OwnerSecret.at >= owner.at
    )
    if ended is not None:
        given = given.where(OwnerSecret.at <= ended)
    found = [owner.subject, *session.scalars(given)]
    for model, row_id in ((OwnerSecret, owner.secret_id), (OwnerRequest, owner.request_id)):
        if row_id is not None:
            found += session.scalars(select(model.subject).where(model.id == row_id))
    return found + _brought_by(session, owner)


def _brought_by(session: Session, owner: Any) -> list[str]:
    """Of the repairs while they owned it: those that came with the owner's own contact. Somebody else may have brought the others."""
    jobs = select(RepairJob.id, RepairJob.contact).where(
        RepairJob.piece_id == owner.piece_id, RepairJob.received_at >= owner.at, RepairJob.contact.is_not(None)
    )
    if owner.ended_at is not None:
        jobs = jobs.where(RepairJob.received_at <= owner.ended_at)
    own = _plain(owner.contact)
    return [
        subject
        for job in session.execute(jobs)
        if own and _plain(job.contact) == own
        for subject in _of_job(session, job.id)
    ]


def _plain(contact: str | None) -> str:
    return "".join((contact or "").casefold().split())


def _of_job(session: Session, job_id: int) -> list[str]:
    """Its customer, what they answered, and what both sides wrote."""
    answers = select(RepairAnswer.subject).join(RepairEstimate, RepairEstimate.id == RepairAnswer.estimate_id)
    asked = (
        select(RepairJob.subject).where(RepairJob.id == job_id),
        answers.where(RepairEstimate.job_id == job_id, RepairAnswer.subject.is_not(None)),
        select(RepairQuestion.subject).where(RepairQuestion.job_id == job_id),
    )
    return [subject for one in asked for subject in session.scalars(one) if subject]


def subjects_of_repair(session: Session, code: str) -> list[str]:
    """Whoever brought it. Raises NotFound."""
    job_id = session.scalar(select(RepairJob.id).where(RepairJob.code == code.upper()))
    if job_id is None:
        raise no_such_repair(code)
    return _of_job(session, job_id)


def require_over(session: Session, code: str) -> None:
    """Nobody is forgotten while their piece is here. Raises Conflict."""
    wanted = select(RepairJob.id).where(RepairJob.code == code.upper(), RepairJob.ended_at.is_(None))
    if session.scalar(wanted) is not None:
        sentence = _("The piece is still here: give it back first, then forget who brought it.")
        raise Conflict(sentence, slug="repair-open")


def customer_data(session: Session, code: str, today: str) -> dict[str, Any]:
    """Everything that is kept of who brought a repair. Raises NotFound."""
    return kept_of(session, REPAIR_MODELS, subjects_of_repair(session, code), today)


def subjects_of_piece(session: Session, piece_id: int, what: str, number: int) -> list[str]:
    """Of the owner, request or report with this number; empty when there is none."""
    if what == "owner":
        wanted = select(Ownership.id).where(Ownership.piece_id == piece_id, Ownership.sequence == number)
        ownership_id = session.scalar(wanted)
        return [] if ownership_id is None else subjects_of_owner(session, ownership_id)
    model: Any = {"request": OwnerRequest, "report": LossReport}[what]
    return list(session.scalars(select(model.subject).where(model.piece_id == piece_id, model.sequence == number)))


def own_data(session: Session, ownership_id: int, today: str) -> dict[str, Any]:
    """Everything that is kept of an owner, in words that a program can read too; a gift's message only from its day on."""
    return kept_of(session, MODELS, subjects_of_owner(session, ownership_id), today)
