"""Nothing is cut before the yes: what is agreed to of the order that a piece is made for, and the owner's word to go on without."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from workshop.database import fetch
from workshop.errors import Conflict, Invalid
from workshop.pieces.models import Piece
from workshop.sales.order_actions import open_order
from workshop.sales.order_models import Order, OrderApproval, OrderGoAhead, OrderPiece, OrderWish
from workshop.wording import _
from workshop.writing import Writing

BEGINNINGS = ("start", "take_up")  # what was done without a start is always written down: it is true
_later = aliased(OrderWish)
_NEWEST = select(func.max(_later.number)).where(_later.order_id == Order.id).correlate(Order).scalar_subquery()
_AGREED: Any = (
    select(
        Order.code,
        OrderWish.number,
        OrderWish.engraving,
        OrderWish.engraving_place,
        OrderWish.letters,
        func.coalesce(OrderApproval.answer, "").label("answer"),
        OrderApproval.at.label("answered_at"),
        OrderGoAhead.at.label("went_on_at"),
    )
    .select_from(Order)
    .join(OrderWish, and_(OrderWish.order_id == Order.id, OrderWish.number == _NEWEST))
    .outerjoin(OrderApproval, OrderApproval.wish_id == OrderWish.id)
    .outerjoin(OrderGoAhead, OrderGoAhead.wish_id == OrderWish.id)
    .where(Order.ended_at.is_(None))
)
_OF_PIECE: Any = (
    _AGREED.join(OrderPiece, OrderPiece.order_id == Order.id)
    .join(Piece, Piece.id == OrderPiece.piece_id)
    .where(OrderPiece.taken_off_at.is_(None), Piece.serial == bindparam("serial"))
    .limit(1)
)


@dataclass(frozen=True)
class Agreed:
    """What an open order says now: the engraving with its place and letters, the answer (yes, change or nothing) and whether the owner went on without."""

    code: str
    number: int
    engraving: str | None
    engraving_place: str | None
    letters: str | None
    answer: str
    answered_at: datetime | None
    went_on_at: datetime | None

    @property
    def may_begin(self) -> bool:
        return self.answer == "yes" or self.went_on_at is not None


def agreed_of(session: Session, serial: str) -> Agreed | None:
    """Of the open order that the piece is made for; None without one. One statement."""
    row = fetch(session, _OF_PIECE, {"serial": serial}).one_or_none()
    return None if row is None else Agreed(*tuple(row))


def require_begun(session: Session, serial: str, kind: str) -> None:
    """Raises Conflict when work on the piece would begin that its customer has not agreed to. One statement, none for what begins nothing."""
    agreed = agreed_of(session, serial) if kind in BEGINNINGS else None
    if agreed is not None:
        require_yes(agreed)


def require_order_begun(session: Session, order_id: int) -> None:
    """The same before a piece is made for an order."""
    require_yes(Agreed(*session.execute(_AGREED.where(Order.id == order_id)).one()))


def require_yes(agreed: Agreed) -> None:
    if agreed.may_begin:
        return
    if agreed.answer == "change":
        sentence = _(
            "The customer of order {code} wishes a change. Write it anew and ask them, or let the owner go on, with a reason, on the page of the order.",
            code=agreed.code,
        )
    else:
        sentence = _(
            "Order {code} has no yes of its customer yet. Ask them first, or let the owner go on, with a reason, on the page of the order.",
            code=agreed.code,
        )
    raise Conflict(sentence, slug="not-agreed")


def go_ahead(writing: Writing, code: str, number: int, reason: str) -> None:
    """The owner lets work begin without the yes, for the version that was seen. Said again nothing changes. Raises Conflict, Invalid."""
    order = open_order(writing, code)
    if not reason.strip():
        raise Invalid(_("Say why: it stays with the order."), slug="reason-missing", field="reason")
    now = Agreed(*writing.session.execute(_AGREED.where(Order.id == order.id)).one())
    if now.number != number:
        raise Conflict(
            _("Order {code} was written anew meanwhile. Read it, then change that.", code=order.code),
            slug="order-changed",
        )
    if now.may_begin:
        return
    wish_id = writing.session.scalar(
        select(OrderWish.id).where(OrderWish.order_id == order.id, OrderWish.number == number)
    )
    writing.add(OrderGoAhead, wish_id=wish_id, subject=order.subject, reason=reason, at=writing.at, by_id=writing.by.id)
