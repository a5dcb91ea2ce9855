"""Verbs between the shop and its customer: the link, the answer to what was shown, the photos that may be seen, and forgetting."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.errors import Conflict, Invalid
from workshop.letter import Letter
from workshop.pieces.models import Photo
from workshop.pieces.story import photo_of
from workshop.sales.order_actions import no_such_order, open_order
from workshop.sales.order_models import Order, OrderApproval, OrderGoAhead, OrderLink, OrderPhoto, OrderPiece, OrderWish
from workshop.sales.order_rules import HOWS, digest_shown
from workshop.wording import _
from workshop.writing import Writing

LINK_LIVES = timedelta(days=180)
PERSONAL = (Order, OrderWish, OrderApproval, OrderGoAhead)


def make_order_link(writing: Writing, code: str, digest: str) -> None:
    """A link for its customer, known to us by its digest only; the one before ends."""
    order = open_order(writing, code)
    for link_id in writing.session.scalars(
        select(OrderLink.id).where(OrderLink.order_id == order.id, OrderLink.revoked_at.is_(None))
    ).all():
        writing.change(OrderLink, link_id, revoked_at=writing.at)
    writing.add(
        OrderLink,
        order_id=order.id,
        digest=digest,
        at=writing.at,
        expires_at=writing.at + LINK_LIVES,
        by_id=writing.by.id,
    )


@dataclass(frozen=True)
class Answered:
    """What a customer says to what was shown: the number of the wish as it was read, the very text, yes or change, and how it came."""

    number: int
    shown: str
    answer: str
    how: str
    words: str | None = None


def answer_order(writing: Writing, code: str, answered: Answered) -> str:
    """Freeze the answer with what was shown; returns the digest of it. The same answer given again is the one that stands.

    Raises Conflict when it was written anew meanwhile or has its answer already, Invalid for a change without words.
    """
    _require_answer(answered)
    order = open_order(writing, code)
    wish = _newest_wish(writing, order.id)
    if wish.number != answered.number:
        raise Conflict(
            _("The workshop wrote it anew meanwhile. Read it once more, then answer that."), slug="order-changed"
        )
    given = writing.session.execute(
        select(OrderApproval.answer, OrderApproval.digest).where(OrderApproval.wish_id == wish.id)
    ).one_or_none()
    if given is not None:
        if given.answer == answered.answer:
            return str(given.digest)
        raise Conflict(
            _("This has its answer already. To change it, ask the workshop to write it anew."), slug="answered-already"
        )
    salt = secrets.token_hex(16)
    digest = digest_shown(salt, answered.shown)
    writing.add(
        OrderApproval,
        wish_id=wish.id,
        subject=order.subject,
        answer=answered.answer,
        how=answered.how,
        shown=answered.shown,
        salt=salt,
        digest=digest,
        words=answered.words,
        at=writing.at,
        by_id=writing.by.id,
    )
    return digest


def _require_answer(answered: Answered) -> None:
    if answered.how not in HOWS:
        raise Invalid(_("An answer comes by the link, at the desk or by phone."), slug="how-unknown", field="how")
    if answered.answer not in ("yes", "change"):
        raise Invalid(_("The answer is yes, or what shall be changed."), slug="answer-unknown", field="answer")
    if answered.answer == "change" and not (answered.words or "").strip():
        raise Invalid(_("Write what shall be changed."), slug="words-missing", field="words")


def _newest_wish(writing: Writing, order_id: int) -> Any:
    return writing.session.execute(
        select(OrderWish.id, OrderWish.number)
        .where(OrderWish.order_id == order_id)
        .order_by(OrderWish.number.desc())
        .limit(1)
    ).one()


def show_order_photo(writing: Writing, code: str, serial: str, number: int, *, is_shown: bool) -> None:
    """Let the customer see a photo of a piece of their order, by its number in the piece, or see it no longer."""
    order = open_order(writing, code)
    photo_id = photo_of(writing.session, serial, number).id
    of_order = select(OrderPiece.id).join(Photo, Photo.piece_id == OrderPiece.piece_id)
    if (
        writing.session.scalar(
            of_order.where(
                Photo.id == photo_id, OrderPiece.order_id == order.id, OrderPiece.taken_off_at.is_(None)
            ).limit(1)
        )
        is None
    ):
        raise Conflict(_("{serial} is not on this order.", serial=serial), slug="not-on-order", field="photo")
    before = writing.session.execute(
        select(OrderPhoto.sequence, OrderPhoto.is_shown)
        .where(OrderPhoto.order_id == order.id, OrderPhoto.photo_id == photo_id)
        .order_by(OrderPhoto.sequence.desc())
        .limit(1)
    ).one_or_none()
    if is_shown == bool(before and before.is_shown):
        return
    writing.add(
        OrderPhoto,
        order_id=order.id,
        photo_id=photo_id,
        sequence=before.sequence + 1 if before else 1,
        is_shown=is_shown,
        at=writing.at,
        by_id=writing.by.id,
    )


def order_letter(code: str, contact: str | None, link: str = "") -> Letter:
    """What is written to the customer with the link, or of the one they have: nothing that names what is made or its price."""
    if link:
        told = _(
            "Your order {code}: see what is made for you, and answer on this page, which is yours alone.", code=code
        )
        return _letter(code, contact, f"{told}\n\n{link}")
    told = _(
        "Your order {code}: there is something new on the page whose link you have. Please read and answer it.",
        code=code,
    )
    return _letter(code, contact, told)


def ready_letter(code: str, contact: str | None, link: str = "") -> Letter:
    """That it can be handed over; the link, when one was just made, goes with it."""
    told = _("Your order {code} is ready for you. Please tell us how it shall come to you.", code=code)
    return _letter(code, contact, f"{told}\n\n{link}" if link else told)


def _letter(code: str, contact: str | None, body: str) -> Letter:
    return Letter(contact or "", _("Your order {code}", code=code), body)


def subject_of_order(session: Session, code: str) -> str:
    """Whom an order is of. Raises NotFound."""
    subject = session.scalar(select(Order.subject).where(Order.code == code.upper()))
    if subject is None:
        raise no_such_order(code)
    return subject


def require_order_over(session: Session, code: str) -> None:
    """Nobody is forgotten while their order is open and still needs them. Raises Conflict."""
    wanted = select(Order.id).where(Order.code == code.upper(), Order.ended_at.is_(None))
    if session.scalar(wanted) is not None:
        raise Conflict(_("The order is open: end it first, then its customer can be forgotten."), slug="order-open")
