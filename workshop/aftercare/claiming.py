"""Verbs of owning: a card with its secret, claiming, handing on, the owner's own details."""

from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from typing import Any

from sqlalchemy import select

from workshop.aftercare.models import LossReport, OwnerRequest, OwnerSecret, Ownership
from workshop.aftercare.queries import (
    Held,
    has_tag,
    next_number,
    owner_of,
    report_of,
    secret_of,
    secret_refused,
    was_told,
)
from workshop.errors import Conflict, Invalid
from workshop.pieces.queries import lock_piece
from workshop.wording import _
from workshop.writing import Writing

SUBJECT_BYTES = 16


@dataclass(frozen=True)
class Gift:
    """What its giver says; nothing of it is shown before the day (None: at once)."""

    giver: str | None = None
    message: str | None = None
    reveal_on: date | None = None


@dataclass(frozen=True)
class Details:
    """How an owner may be reached, as far as they want to be."""

    name: str | None = None
    contact: str | None = None


def new_subject() -> str:
    return token_hex(SUBJECT_BYTES)


def print_card(writing: Writing, serial: str, digest: str, gift: Gift | None = None) -> bool:
    """Make the secret of a card; one printed before counts no longer, which is returned. Raises Conflict and NotFound."""
    piece_id = lock_piece(writing.session, serial).piece_id
    if not has_tag(writing.session, piece_id):
        sentence = _("{serial} has no tag yet. Inspect and tag it first, then print its card.", serial=serial)
        raise Conflict(sentence, slug="not-tagged")
    if owner_of(writing.session, piece_id) is not None:
        sentence = _(
            "{serial} has an owner already. A lost card goes by a request; a new owner gets a secret from the old one.",
            serial=serial,
        )
        raise Conflict(sentence, slug="has-owner")
    replaced = end_secret(writing, piece_id, "replaced")
    _add_secret(writing, piece_id, "card", digest, gift)
    return replaced


def claim_piece(writing: Writing, held: Held, owner_digest: str, details: Details) -> None:
    """Whoever holds the secret owns the piece from now on. Raises NotFound when it was used or ended meanwhile, Conflict."""
    piece_id = lock_piece(writing.session, held.serial).piece_id
    how, ways = _right(writing, held)
    old = owner_of(writing.session, piece_id)
    if held.what == "claim":
        require_no_request(writing, piece_id)
        require_not_reported(writing, piece_id)
    if old is not None:
        if held.what == "request":
            _require_told(writing, held.id, old)
        end_owning(writing, piece_id, "transferred" if held.what == "claim" else "request")
    values = {"sequence": next_number(writing.session, Ownership, piece_id), "subject": new_subject()}
    writing.add(
        Ownership,
        piece_id=piece_id,
        how=how,
        owner_digest=owner_digest,
        name=details.name,
        contact=details.contact,
        at=writing.at,
        **values,
        **ways,
    )
    end_secret(writing, piece_id, "claimed" if held.what == "claim" else "request")


def _right(writing: Writing, held: Held) -> tuple[str, dict[str, int]]:
    """By what the piece is claimed, read again under the lock."""
    session = writing.session
    if held.what == "claim":
        kind = session.scalar(select(OwnerSecret.kind).where(OwnerSecret.id == held.id, OwnerSecret.ended_at.is_(None)))
        if kind is not None:
            return kind, {"secret_id": held.id}
    elif held.what == "request":
        granted = select(OwnerRequest.id).where(OwnerRequest.id == held.id, OwnerRequest.verdict == "granted")
        taken = select(Ownership.id).where(Ownership.request_id == held.id)
        if session.scalar(granted) is not None and session.scalar(taken) is None:
            return "request", {"request_id": held.id}
    raise secret_refused()


def _require_told(writing: Writing, request_id: int, owner: Ownership) -> None:
    request = writing.session.get_one(OwnerRequest, request_id)
    if not was_told(request, owner):
        sentence = _("The recorded owner has changed since this was granted. Write to the workshop.")
        raise Conflict(sentence, slug="owner-changed")


def hand_on(writing: Writing, held: Held, digest: str, gift: Gift | None = None) -> None:
    """Make a secret for the next owner; this one stays owner until it is claimed. Raises NotFound and Conflict."""
    require_owner(writing, held)
    require_no_request(writing, held.piece_id)
    require_not_reported(writing, held.piece_id)
    end_secret(writing, held.piece_id, "replaced")
    _add_secret(writing, held.piece_id, "transfer", digest, gift)


def keep_piece(writing: Writing, held: Held) -> None:
    """Take the secret for the next owner back. Repeated, it changes nothing."""
    require_owner(writing, held)
    end_secret(writing, held.piece_id, "withdrawn")


def renew_secret(writing: Writing, held: Held, owner_digest: str) -> None:
    """The owner's own secret is another one from now on; one for the next owner, made with the old, opens nothing more."""
    require_owner(writing, held)
    end_secret(writing, held.piece_id, "withdrawn")
    writing.change(Ownership, held.id, owner_digest=owner_digest)


def keep_details(writing: Writing, held: Held, details: Details) -> None:
    """How the owner may be reached from now on."""
    row = require_owner(writing, held)
    if (row.name, row.contact) != (details.name, details.contact):
        writing.change(Ownership, held.id, name=details.name, contact=details.contact)


def require_owner(writing: Writing, held: Held) -> Ownership:
    """The owner, still so by the same secret under the piece's lock. Raises NotFound."""
    lock_piece(writing.session, held.serial)
    owner = owner_of(writing.session, held.piece_id)
    if held.what != "owner" or owner is None or (owner.id, owner.owner_digest) != (held.id, held.digest):
        raise secret_refused()
    return owner


def require_no_request(writing: Writing, piece_id: int) -> None:
    """Nobody hands a piece on while somebody else's proof is looked at. Raises Conflict."""
    asked = select(OwnerRequest.id).where(
        OwnerRequest.piece_id == piece_id,
        OwnerRequest.proof_seen_at.is_not(None),
        OwnerRequest.verdict.is_(None),
    )
    if writing.session.scalar(asked.limit(1)) is not None:
        sentence = _(
            "The workshop is looking into who owns this piece, so it cannot be handed on now. Write to the workshop."
        )
        raise Conflict(sentence, slug="looked-into")


def require_not_reported(writing: Writing, piece_id: int) -> None:
    """What is lost or stolen changes hands by no secret. Raises Conflict."""
    if report_of(writing.session, piece_id, writing.at) is not None:
        sentence = _("This piece is reported lost or stolen. Whoever reported it ends the report first.")
        raise Conflict(sentence, slug="reported")


def end_owning(writing: Writing, piece_id: int, why: str) -> None:
    """Nobody owns the piece from now on, and what its owner reported is over. Repeated, it changes nothing."""
    owner = owner_of(writing.session, piece_id)
    if owner is not None:
        writing.change(Ownership, owner.id, ended_at=writing.at, ended_why=why)
        end_reports(writing, piece_id, "handed_on")


def end_reports(writing: Writing, piece_id: int, why: str) -> int:
    """End every open report of the piece; returns how many."""
    asked = select(LossReport.id).where(LossReport.piece_id == piece_id, LossReport.ended_at.is_(None))
    ids = list(writing.session.scalars(asked))
    for report_id in ids:
        writing.change(LossReport, report_id, ended_at=writing.at, ended_why=why)
    return len(ids)


def check_reveal(reveal_on: date | None, today: date, *, farthest_days: int = 366) -> date | None:
    """The day, when it can be one. Raises Invalid for one long gone or far off."""
    if reveal_on is not None and not -1 <= (reveal_on - today).days <= farthest_days:
        sentence = _("Choose a day within a year from today, or leave it empty to show the message at once.")
        raise Invalid(sentence, slug="day-out-of-range", field="reveal_on")
    return reveal_on


def _add_secret(writing: Writing, piece_id: int, kind: str, digest: str, gift: Gift | None) -> None:
    told: dict[str, Any] = {"is_gift": gift is not None}
    if gift is not None:
        reveal_on = gift.reveal_on.isoformat() if gift.reveal_on else None
        told |= {"gift_from": gift.giver, "gift_message": gift.message, "reveal_on": reveal_on}
    fixed = {"piece_id": piece_id, "subject": new_subject(), "kind": kind, "digest": digest}
    writing.add(OwnerSecret, at=writing.at, by_id=writing.by.id, **fixed, **told)


def end_secret(writing: Writing, piece_id: int, why: str) -> bool:
    """End the secret that can be claimed with; returns whether there was one."""
    secret = secret_of(writing.session, piece_id)
    if secret is not None:
        writing.change(OwnerSecret, secret.id, ended_at=writing.at, ended_why=why)
    return secret is not None
