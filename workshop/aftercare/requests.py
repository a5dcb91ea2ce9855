"""Verbs of a request to be recorded as owner without a secret: asked, proof seen, notice given, objected to, decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from workshop.aftercare.claiming import Details, new_subject, require_owner
from workshop.aftercare.models import OwnerRequest, Ownership
from workshop.aftercare.notice_models import Notice
from workshop.aftercare.notices import check_how
from workshop.aftercare.queries import (
    Held,
    earliest_of,
    is_of_another,
    is_open_objection,
    next_number,
    notified_request,
    owner_of,
)
from workshop.days import day
from workshop.errors import Conflict, Invalid, NotFound
from workshop.pieces.queries import lock_piece
from workshop.wording import N_, _
from workshop.writing import Writing

REASONS = {
    "lost_card": N_("I own it and lost the card or my secret"),
    "heir": N_("I inherited it"),
    "second_hand": N_("I bought it or got it from somebody, without its secret"),
    "other": N_("Something else"),
}
MOST_OPEN = 3
UNPROVED = timedelta(days=2)


@dataclass(frozen=True)
class Asked:
    """What somebody says who asks to be recorded; `digest` is of the secret with which they come back."""

    why: str
    details: Details
    story: str | None
    digest: str


def ask_for(writing: Writing, serial: str, asked: Asked) -> int:
    """Keep a request; returns its number. Raises Invalid for an unknown reason, Conflict when too many are open."""
    piece_id = lock_piece(writing.session, serial).piece_id
    if _unproved(writing, piece_id) >= MOST_OPEN:
        sentence = _("No more requests are taken here for now. Write to the workshop.")
        raise Conflict(sentence, slug="too-many-requests")
    return _keep(writing, piece_id, asked)


def ask_at_desk(writing: Writing, serial: str, asked: Asked, proof: str) -> int:
    """Somebody showed a proof at the desk: kept with it, however many others ask; returns its number. Raises Invalid."""
    if not proof.strip():
        raise Invalid(_("Write down what you saw: without a proof it is asked on the piece’s own page."), field="note")
    number = _keep(writing, lock_piece(writing.session, serial).piece_id, asked)
    see_proof(writing, serial, number, proof)
    return number


def _keep(writing: Writing, piece_id: int, asked: Asked) -> int:
    if asked.why not in REASONS:
        raise Invalid(_("Say why you ask."), slug="reason-unknown", field="why")
    number = next_number(writing.session, OwnerRequest, piece_id)
    said = {"name": asked.details.name, "contact": asked.details.contact, "story": asked.story}
    fixed = {"piece_id": piece_id, "sequence": number, "subject": new_subject()}
    writing.add(OwnerRequest, why=asked.why, digest=asked.digest, at=writing.at, **fixed, **said)
    return number


def _unproved(writing: Writing, piece_id: int) -> int:
    """Open requests without a proof; none keeps anybody else out for longer than UNPROVED."""
    counts = (OwnerRequest.proof_seen_at.is_(None), OwnerRequest.at > writing.at - UNPROVED)
    wanted = (OwnerRequest.piece_id == piece_id, OwnerRequest.verdict.is_(None), *counts)
    return writing.session.scalar(select(func.count()).where(*wanted)) or 0


def withdraw_request(writing: Writing, held: Held) -> None:
    """Who asked asks no longer. Repeated, it changes nothing."""
    lock_piece(writing.session, held.serial)
    verdict = writing.session.scalar(select(OwnerRequest.verdict).where(OwnerRequest.id == held.id))
    if verdict is None:
        writing.change(OwnerRequest, held.id, closed_at=writing.at, verdict="withdrawn")


def see_proof(writing: Writing, serial: str, number: int, note: str | None) -> None:
    """Somebody of the workshop saw a proof. Repeated, it changes nothing. Raises NotFound and Conflict."""
    row = _open_request(writing, serial, number)
    if row.proof_seen_at is None:
        seen = {"proof_seen_at": writing.at, "proof_by_id": writing.by.id, "proof_note": note}
        writing.change(OwnerRequest, row.id, **seen)


def give_notice(writing: Writing, serial: str, number: int, how: str | None = None) -> datetime:
    """The recorded contact was told, again when the owner has changed; returns from when on it may be granted. Raises Invalid, NotFound and Conflict."""
    told = check_how(how)
    row = _open_request(writing, serial, number)
    if row.proof_seen_at is None:
        raise Conflict(_("See the proof first: then the recorded contact is told."), slug="proof-not-seen")
    owner = owner_of(writing.session, row.piece_id)
    if row.noticed_at is None or (owner is not None and row.noticed_at < owner.at):
        writing.change(OwnerRequest, row.id, noticed_at=writing.at, noticed_by_id=writing.by.id)
        writing.add(Notice, request_id=row.id, how=told, at=writing.at, by_id=writing.by.id)
        row = _open_request(writing, serial, number)
    earliest = earliest_of(row)
    assert earliest is not None
    return earliest


def object_to(writing: Writing, held: Held) -> None:
    """The owner does not agree. Repeated, it changes nothing. Raises NotFound."""
    require_owner(writing, held)
    row = notified_request(writing.session, held.piece_id)
    if row is not None and (row.objected_at is None or is_of_another(row)):
        writing.change(OwnerRequest, row.id, objected_at=writing.at)


def settle(writing: Writing, serial: str, number: int) -> None:
    """An objection was looked into, and the proof is held to be the better one. Raises NotFound and Conflict."""
    row = _open_request(writing, serial, number)
    if row.objected_at is None:
        raise Conflict(_("Nobody objected to this request."), slug="no-objection")
    if is_open_objection(row):
        writing.change(OwnerRequest, row.id, settled_at=writing.at, settled_by_id=writing.by.id)


def grant(writing: Writing, serial: str, number: int) -> None:
    """From now on the asker's secret claims the piece. Raises NotFound and Conflict."""
    row = _open_request(writing, serial, number)
    if row.proof_seen_at is None:
        raise Conflict(_("See the proof first: without one nobody is recorded."), slug="proof-not-seen")
    if is_open_objection(row):
        raise Conflict(_("The recorded owner objected. Look into that first."), slug="objected")
    owner = owner_of(writing.session, row.piece_id)
    if owner is not None:
        _require_notice(row, owner, writing.at)
    _close(writing, row, "granted")


def _require_notice(row: OwnerRequest, owner: Ownership, at: datetime) -> None:
    earliest = earliest_of(row)
    if earliest is None:
        raise Conflict(_("Tell the recorded contact first, then wait thirty days."), slug="no-notice")
    if row.noticed_at is not None and row.noticed_at < owner.at:
        sentence = _("The recorded owner has changed. Tell the new one, then wait thirty days.")
        raise Conflict(sentence, slug="owner-changed")
    if at < earliest:
        sentence = _(
            "The recorded contact has thirty days to answer: this can be granted from {day} on.",
            day=day(earliest.date()),
        )
        raise Conflict(sentence, slug="notice-runs")


def refuse(writing: Writing, serial: str, number: int) -> None:
    """Nothing changes for the piece. Raises NotFound and Conflict."""
    _close(writing, _open_request(writing, serial, number), "refused")


def end_requests(writing: Writing, piece_id: int) -> None:
    """Whoever asked for it before the shop took it into stock asks for it no longer."""
    wanted = select(OwnerRequest.id).where(OwnerRequest.piece_id == piece_id, OwnerRequest.verdict.is_(None))
    for request_id in writing.session.scalars(wanted).all():
        told = {"closed_at": writing.at, "closed_by_id": writing.by.id, "verdict": "refused"}
        writing.change(OwnerRequest, request_id, **told)


def _close(writing: Writing, row: OwnerRequest, verdict: str) -> None:
    writing.change(OwnerRequest, row.id, closed_at=writing.at, closed_by_id=writing.by.id, verdict=verdict)


def _open_request(writing: Writing, serial: str, number: int) -> OwnerRequest:
    piece_id = lock_piece(writing.session, serial).piece_id
    wanted = (OwnerRequest.piece_id == piece_id, OwnerRequest.sequence == number)
    row = writing.session.scalar(select(OwnerRequest).where(*wanted).execution_options(populate_existing=True))
    if row is None:
        raise NotFound(_("{serial} has no such request.", serial=serial), slug="no-such-request")
    if row.verdict is not None:
        raise Conflict(_("This request is closed already."), slug="request-closed")
    return row
