"""Verbs of what its customer and the shop say to each other about a repair: the link, and what is asked by it."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from workshop.aftercare.notice_models import Notice
from workshop.aftercare.notices import check_how
from workshop.aftercare.repair_actions import find_job, open_job
from workshop.aftercare.repair_models import RepairEstimate, RepairLink, RepairQuestion
from workshop.errors import Conflict
from workshop.letter import Letter
from workshop.wording import _
from workshop.writing import Writing

LINK_LIVES = timedelta(days=90)


def make_link(writing: Writing, code: str, digest: str) -> None:
    """A link for its customer, known to us by its digest only; the one before ends."""
    job = find_job(writing, code)
    if job.ended_at is not None:
        raise Conflict(_("Repair {code} has ended.", code=job.code), slug="repair-ended")
    for link_id in writing.session.scalars(
        select(RepairLink.id).where(RepairLink.job_id == job.id, RepairLink.revoked_at.is_(None))
    ).all():
        writing.change(RepairLink, link_id, revoked_at=writing.at)
    writing.add(
        RepairLink,
        job_id=job.id,
        digest=digest,
        at=writing.at,
        expires_at=writing.at + LINK_LIVES,
        by_id=writing.by.id,
    )


def tell_estimate(writing: Writing, code: str, number: int, how: str | None) -> None:
    """Its customer was told of the newest estimate. Raises Invalid, NotFound, and Conflict when another estimate counts by now."""
    job, told = find_job(writing, code), check_how(how)
    newest = writing.session.execute(
        select(RepairEstimate.id, RepairEstimate.number)
        .where(RepairEstimate.job_id == job.id)
        .order_by(RepairEstimate.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is None or newest.number != number:
        sentence = _("Another estimate counts by now. Look at it, then tell them that one.")
        raise Conflict(sentence, slug="estimate-changed")
    writing.add(Notice, estimate_id=newest.id, how=told, at=writing.at, by_id=writing.by.id)


def letter(code: str, contact: str | None, link: str = "") -> Letter:
    """What is written to the customer, with the link or of the one they have: nothing that names the piece or a price."""
    subject = _("Your repair {code}", code=code)
    if link:
        body = _("Your repair {code}: read what we found and answer on this page, which is yours alone.", code=code)
        return Letter(contact or "", subject, f"{body}\n\n{link}")
    body = _(
        "Your repair {code}: there is something new on the page whose link you have. Please read and answer it.",
        code=code,
    )
    return Letter(contact or "", subject, body)


def link_path(token: str) -> str:
    return f"/r/{token}"


def ask(writing: Writing, code: str, words: str) -> None:
    """Keep what the customer writes. Raises Conflict when the repair has ended."""
    _keep(writing, code, words, None)


def say(writing: Writing, code: str, words: str) -> None:
    """Keep what somebody of the shop answers: the customer reads it by the link. Raises Conflict when the repair has ended."""
    _keep(writing, code, words, writing.by.id)


def _keep(writing: Writing, code: str, words: str, by_id: int | None) -> None:
    job, _standing = open_job(writing, code)
    told = {"subject": secrets.token_hex(16), "words": words, "by_id": by_id}
    writing.add(RepairQuestion, job_id=job.id, at=writing.at, **told)
