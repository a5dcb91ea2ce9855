"""That somebody was told: of a request about their piece, of an estimate. Written down by whoever told them, with how."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.aftercare.models import OwnerRequest, Ownership
from workshop.aftercare.notice_models import Notice
from workshop.aftercare.repair_models import RepairAnswer, RepairEstimate
from workshop.days import day_at
from workshop.errors import Invalid
from workshop.people.models import Person
from workshop.wording import N_, _

HOWS = {"mail": N_("By e-mail"), "post": N_("By letter"), "phone": N_("By phone"), "desk": N_("At the desk")}


def hows() -> list[tuple[str, str]]:
    """The ways to choose from; none is chosen beforehand."""
    return [("", _("Choose")), *((key, _(how)) for key, how in HOWS.items())]


def check_how(how: str | None) -> str | None:
    """Raises Invalid for another way than those of HOWS; None: not said."""
    if how is not None and how not in HOWS:
        raise Invalid(_("Say how they were told."), slug="how-unknown", field="how")
    return how


_TOLD = (
    select(Notice.request_id, Notice.how, Notice.at, Person.name)
    .join(Person, Person.id == Notice.by_id)
    .order_by(Notice.id.desc())
)


def notices_of_estimate(session: Session, estimate_id: int | None) -> Sequence[Any]:
    """When, how, and by whom its customer was told, the newest first. One statement, none without an estimate."""
    return [] if estimate_id is None else session.execute(_TOLD.where(Notice.estimate_id == estimate_id)).all()


def notices_of_requests(session: Session, request_ids: Sequence[int]) -> dict[int, list[Any]]:
    """The same of the recorded owner for each request. One statement."""
    found: dict[int, list[Any]] = {}
    for row in session.execute(_TOLD.where(Notice.request_id.in_(request_ids))):
        found.setdefault(row.request_id, []).append(row)
    return found


def told_line(row: Any, here: ZoneInfo) -> str:
    """Told on 3 November 2026 by Ana: by phone."""
    told = _("Told on {day} by {name}", day=day_at(row.at, here), name=row.name)
    return f"{told}: {_(HOWS[row.how])}" if row.how else told


def awaits_notice() -> ColumnElement[bool]:
    """Whether the proof of a request was seen and the owner of now was not told of it yet."""
    owned = exists().where(
        Ownership.piece_id == OwnerRequest.piece_id,
        Ownership.ended_at.is_(None),
        or_(OwnerRequest.noticed_at.is_(None), Ownership.at > OwnerRequest.noticed_at),
    )
    return and_(OwnerRequest.verdict.is_(None), OwnerRequest.proof_seen_at.is_not(None), owned)


def untold() -> ColumnElement[bool]:
    """Whether an estimate is the newest of its repair, unanswered, and nobody noted that its customer was told."""
    newer = aliased(RepairEstimate)
    later = exists().where(newer.job_id == RepairEstimate.job_id, newer.number > RepairEstimate.number)
    answered = exists().where(RepairAnswer.estimate_id == RepairEstimate.id)
    told = exists().where(Notice.estimate_id == RepairEstimate.id)
    return ~later & ~answered & ~told
