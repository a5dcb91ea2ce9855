"""Verbs of a repair after its intake: estimate, answer, consent, hand-back, and into stock."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from workshop.aftercare.claiming import end_owning, end_secret
from workshop.aftercare.repair_models import (
    HandBack,
    RepairAnswer,
    RepairConsent,
    RepairEstimate,
    RepairJob,
    RepairLine,
)
from workshop.aftercare.repair_rules import Agreed, Line, agree, digest_of_offer
from workshop.aftercare.requests import end_requests
from workshop.days import date_at
from workshop.errors import Conflict, Invalid, NotFound
from workshop.inspection.actions import open_door
from workshop.people.queries import find_shop
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.models import Piece
from workshop.pieces.moving import move_piece
from workshop.pieces.queries import lock_piece
from workshop.pieces.rules import KINDS, Standing, require_possible, require_seen
from workshop.wording import N_, _
from workshop.writing import Writing

MOST_LINES = 20
HOWS = ("link", "desk", "phone")
WAYS_BACK = {"handed_back": N_("At the desk"), "shipped": N_("By post")}


@dataclass(frozen=True)
class Estimate:
    """What a repair would cost, until when that holds, and in how many working days it would be done."""

    lines: Sequence[Line]
    valid_until: str
    days: int | None = None


def find_job(writing: Writing, code: str) -> Any:
    """The row of a repair with the serial of its piece. Raises NotFound."""
    row = writing.session.execute(
        select(*RepairJob.__table__.c, Piece.serial)
        .join(Piece, Piece.id == RepairJob.piece_id)
        .where(RepairJob.code == code.upper())
    ).one_or_none()
    if row is None:
        raise no_such_repair(code)
    return row


def no_such_repair(code: str) -> NotFound:
    return NotFound(_("There is no repair {code}.", code=code[:20]), slug="no-such-repair")


def open_job(writing: Writing, code: str) -> tuple[Any, Standing]:
    """The repair and its piece, held. Raises NotFound, Conflict when it has ended."""
    standing = lock_piece(writing.session, find_job(writing, code).serial)
    job = find_job(writing, code)
    if job.ended_at is not None:
        raise Conflict(_("Repair {code} has ended.", code=job.code), slug="repair-ended")
    return job, standing


def give_estimate(writing: Writing, code: str, estimate: Estimate) -> int:
    """Freeze what it would cost; returns its number. What was agreed before no longer stands for it: it is asked anew."""
    job, _standing = open_job(writing, code)
    shop = find_shop(writing.session)
    currency = shop.currency if shop else None
    today = date_at(writing.at, shop.time_zone if shop else None).isoformat()
    _require_estimate(estimate, currency, today)
    newest = select(func.max(RepairEstimate.number)).where(RepairEstimate.job_id == job.id)
    number = (writing.session.scalar(newest) or 0) + 1
    estimate_id = writing.add(
        RepairEstimate,
        job_id=job.id,
        number=number,
        currency=currency,
        valid_until=estimate.valid_until,
        days=estimate.days,
        line_count=len(estimate.lines),
        at=writing.at,
        by_id=writing.by.id,
    )
    rows = [{"estimate_id": estimate_id, "position": at, **vars(line)} for at, line in enumerate(estimate.lines, 1)]
    writing.add_all(RepairLine, rows)
    return number


def _require_estimate(estimate: Estimate, currency: str | None, today: str) -> None:
    if not 1 <= len(estimate.lines) <= MOST_LINES:
        raise Invalid(
            _("An estimate has from 1 to {most} lines: what is done, and what it costs.", most=MOST_LINES),
            slug="lines-missing",
            field="title_1",
        )
    if estimate.valid_until < today:
        raise Invalid(
            _("Say until when it holds: a day that is still to come."), slug="day-is-over", field="valid_until"
        )
    if estimate.days is not None and not 0 <= estimate.days <= 365:
        raise Invalid(_("From 0 to 365 working days."), slug="days-out-of-range", field="days")
    for at, line in enumerate(estimate.lines, 1):
        if line.price_minor < 0 or (line.is_guarantee and line.price_minor):
            raise Invalid(
                _("What the guarantee mends costs nothing; nothing costs less than that."),
                slug="price-not-understood",
                field=f"price_{at}",
            )
        if line.price_minor and currency is None:
            raise Invalid(
                _("The shop has no currency yet. The owner sets it on the page Settings."),
                slug="no-currency",
                field=f"price_{at}",
            )


@dataclass(frozen=True)
class Reply:
    """An answer to an estimate: its number as it was read, the positions that are agreed to (none: a no), and how it came.

    `shown`: the digest of the offer that was read; None when it was read on no page of ours.
    """

    number: int
    lines: Sequence[int]
    how: str
    words: str | None = None
    shown: str | None = None


def answer_estimate(writing: Writing, code: str, reply: Reply) -> str:
    """Freeze what was agreed; returns all, some or no. The same answer given again is the answer that stands.

    Raises Conflict when another estimate was given meanwhile, when it is over, or was answered otherwise: one answer wins.
    """
    job, _standing = open_job(writing, code)
    if reply.how not in HOWS:
        raise Invalid(_("An answer comes by the link, at the desk or by phone."), slug="how-unknown", field="how")
    estimate = _newest_estimate(writing, job)
    if estimate.number != reply.number:
        raise Conflict(_("There is a new estimate meanwhile. Read it, then answer that one."), slug="estimate-changed")
    lines = _lines_of(writing, estimate)
    _require_shown(estimate, lines, reply.shown)
    agreed = agree(estimate.number, lines, reply.lines, estimate.currency)
    given = writing.session.execute(
        select(RepairAnswer.answer, RepairAnswer.lines).where(RepairAnswer.estimate_id == estimate.id)
    ).one_or_none()
    if given is not None:
        if given.lines == _spelled(agreed):
            return str(given.answer)
        raise Conflict(
            _("This estimate has its answer already. To change it, ask for a new estimate."), slug="answered-already"
        )
    _require_holds(writing, estimate)
    writing.add(
        RepairAnswer,
        estimate_id=estimate.id,
        answer=agreed.answer,
        lines=_spelled(agreed),
        price_minor=agreed.price_minor,
        told=agreed.told,
        how=reply.how,
        subject=secrets.token_hex(16),
        words=reply.words,
        at=writing.at,
        by_id=writing.by.id,
    )
    return agreed.answer


def _newest_estimate(writing: Writing, job: Any) -> Any:
    row = writing.session.execute(
        select(*RepairEstimate.__table__.c)
        .where(RepairEstimate.job_id == job.id)
        .order_by(RepairEstimate.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise Conflict(_("There is no estimate yet."), slug="no-estimate")
    return row


def _lines_of(writing: Writing, estimate: Any) -> list[Line]:
    rows = writing.session.execute(
        select(RepairLine.title, RepairLine.price_minor, RepairLine.note, RepairLine.is_guarantee)
        .where(RepairLine.estimate_id == estimate.id)
        .order_by(RepairLine.position)
    )
    return [Line(*row) for row in rows]


def _require_shown(estimate: Any, lines: Sequence[Line], shown: str | None) -> None:
    now = digest_of_offer(estimate.number, lines, estimate.currency, estimate.valid_until, estimate.days)
    if shown is not None and shown != now:
        raise Conflict(_("The estimate has changed; look again."), slug="estimate-changed")


def _spelled(agreed: Agreed) -> str:
    return ",".join(str(one) for one in agreed.lines)


def _require_holds(writing: Writing, estimate: Any) -> None:
    shop = find_shop(writing.session)
    if date_at(writing.at, shop.time_zone if shop else None).isoformat() > estimate.valid_until:
        raise Conflict(
            _("This estimate held until {day}. Ask for a new one.", day=estimate.valid_until), slug="estimate-over"
        )


def say_told(writing: Writing, code: str, *, is_told: bool) -> None:
    """Whether the owner of the piece lets this repair be told in public, from now on. Repeated, it changes nothing."""
    job = find_job(writing, code)
    newest = writing.session.execute(
        select(RepairConsent.sequence, RepairConsent.is_told)
        .where(RepairConsent.job_id == job.id)
        .order_by(RepairConsent.sequence.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and newest.is_told == is_told:
        return
    sequence = newest.sequence + 1 if newest else 1
    writing.add(RepairConsent, job_id=job.id, sequence=sequence, is_told=is_told, at=writing.at, by_id=writing.by.id)


def hand_back(writing: Writing, code: str, seen: int | None, *, kind: str = "handed_back") -> None:
    """It goes back to its owner on its own current pass, and the repair ends; `kind` shipped: by post. Raises Conflict without one."""
    if kind not in WAYS_BACK:
        raise Invalid(_("It goes back at the desk or by post."), slug="how-unknown", field="how")
    job, standing = open_job(writing, code)
    require_seen(standing, seen)
    departure_id = open_door(writing, standing, kind)
    writing.add(
        HandBack,
        job_id=job.id,
        piece_id=standing.piece_id,
        departure_id=departure_id,
        kind=kind,
        at=writing.at,
        by_id=writing.by.id,
    )
    writing.change(RepairJob, job.id, ended_at=writing.at, ended_how="handed_back")
    add_event(writing, standing, Happening("left", place="customer"))
    move_piece(writing, standing, "customer", None)


def take_into_stock(writing: Writing, code: str, seen: int | None, reason: str) -> None:
    """The shop keeps it, as a trade-in: the repair, the owning and every request to be its owner end, and the whole final list is asked before it is sold again."""
    job, standing = open_job(writing, code)
    require_seen(standing, seen)
    require_possible(standing, KINDS["traded_in"])
    if not reason.strip():
        raise Invalid(
            _("Say why in a few words: this stays in the story of the piece."), slug="reason-missing", field="reason"
        )
    add_event(writing, standing, Happening("traded_in", reason=reason))
    writing.change(RepairJob, job.id, ended_at=writing.at, ended_how="traded_in")
    end_secret(writing, standing.piece_id, "withdrawn")
    end_requests(writing, standing.piece_id)
    end_owning(writing, standing.piece_id, "traded_in")
