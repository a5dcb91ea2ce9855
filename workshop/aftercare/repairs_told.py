"""The repairs of a piece as its public page tells them: ours as far as its owner agrees, those of others as they were reported.

Of ours only what was done is told, in the words of the house: no typed text, no price, no name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, func, select
from sqlalchemy.orm import Session

from workshop.aftercare.repair_models import HandBack, RepairConsent, RepairJob, ReportedWork
from workshop.aftercare.repair_queries import reported_of, works_of
from workshop.aftercare.reported_work import first_day
from workshop.catalogue.wording import let_stand
from workshop.days import date_at, day, told_period
from workshop.inspection.models import Departure, Inspection
from workshop.people.queries import find_shop
from workshop.pieces.rules import KINDS
from workshop.wordguard import shown
from workshop.wording import _

PLAIN = ("start", "take_up", "finish", "clean")
MOST_TOLD = 50


@dataclass(frozen=True)
class RepairTold:
    """One repair as far as the owner lets it be told; `by_others` says that we did not see it, None for our own work.

    `intake`: the event with which ours began. `period`: in words, when no day but a month or a year is known; `on` is its first day.
    """

    on: date
    title: str
    sentences: tuple[str, ...] = ()
    by_others: str | None = None
    intake: int | None = None
    period: str = ""

    @property
    def when(self) -> str:
        return self.period or day(self.on)


_last = (
    select(func.max(RepairConsent.sequence))
    .where(RepairConsent.job_id == RepairJob.id)
    .correlate(RepairJob)
    .scalar_subquery()
)
_OURS: Any = (
    select(RepairJob.piece_id, RepairJob.intake_sequence, RepairJob.received_at, HandBack.at, Inspection.decided_at)
    .join(RepairConsent, (RepairConsent.job_id == RepairJob.id) & (RepairConsent.sequence == _last))
    .join(HandBack, HandBack.job_id == RepairJob.id)
    .join(Departure, Departure.id == HandBack.departure_id)
    .join(Inspection, Inspection.id == Departure.inspection_id)
    .where(RepairConsent.is_told == True, RepairJob.is_ours == True)
    .order_by(HandBack.id.desc())
    .limit(MOST_TOLD)
)


def repairs_of(session: Session, piece_id: int) -> tuple[RepairTold, ...]:
    """Newest first; two statements, one more for each repair that is told."""
    ours = session.execute(_OURS.where(RepairJob.piece_id == piece_id)).all()
    others = [row for row in reported_of(session, piece_id) if row.is_told]
    if not ours and not others:
        return ()
    shop = find_shop(session)
    zone = shop.time_zone if shop else None
    told = [_ours(session, row, zone) for row in ours]
    allowed = let_stand(session) if others else frozenset()
    told += [_others(row, shown(row.told, allowed), zone) for row in others]
    return tuple(sorted(told, key=lambda one: one.on, reverse=True))


def _ours(session: Session, row: Any, zone: str | None) -> RepairTold:
    """What was done while it was here, by the log; nothing of the offer."""
    until = next(
        (one.sequence for one in works_of(session, row.piece_id, row.intake_sequence, None) if one.kind == "left"), None
    )
    works = works_of(session, row.piece_id, row.intake_sequence, until)
    on = date_at(row.at, zone)
    return RepairTold(
        on,
        named(works) or _("Looked at, nothing changed"),
        (
            stay(date_at(row.received_at, zone), on),
            _("Inspected on its own on {day} before it went back.", day=day(date_at(row.decided_at, zone))),
        ),
        intake=row.intake_sequence,
    )


def stay(came: date, back: date) -> str:
    """How long it was with us."""
    if came == back:
        return _("With us on {day}.", day=day(back))
    return _("With us from {came} to {back}.", came=day(came), back=day(back))


def named(works: Sequence[Any]) -> str:
    """The kinds of work, each once: “Resized, polished”."""
    kinds = [one.kind for one in works if one.kind in KINDS and KINDS[one.kind].is_work]
    told = [_(KINDS[kind].name) for kind in dict.fromkeys(kinds) if kind not in PLAIN]
    return ", ".join([*told[:1], *(one[:1].lower() + one[1:] for one in told[1:])])


def _others(row: Any, told: str | None, zone: str | None) -> RepairTold:
    on = first_day(row.done_on) if row.done_on else date_at(row.at, zone)
    return RepairTold(
        on,
        _("Work by others"),
        tuple(one for one in (told, _when(row.done_on)) if one),
        _("Reported by the owner, not seen by us."),
        period=told_period(row.done_on) if row.done_on else "",
    )


def _when(done_on: str | None) -> str:
    if not done_on:
        return _("When it was done is not known.")
    if len(done_on) == 10:
        return _("Said to have been done on {day}.", day=told_period(done_on))
    return _("Said to have been done in {when}.", when=told_period(done_on))


def repairs_seen(piece_id: int | BindParameter[int]) -> Any:
    """As SQL: a number that grows with anything that is told here."""
    jobs = select(RepairJob.id).where(RepairJob.piece_id == piece_id)
    told = select(func.count(RepairConsent.id)).where(RepairConsent.job_id.in_(jobs)).scalar_subquery()
    back = select(func.count(HandBack.id)).where(HandBack.piece_id == piece_id).scalar_subquery()
    others = (
        select(func.count(ReportedWork.id) + func.count(ReportedWork.withdrawn_at))
        .where(ReportedWork.piece_id == piece_id)
        .scalar_subquery()
    )
    return told * 1_000_000 + back * 1_000 + others
