"""That the customer of an order was told: what waits for their yes, or that it is ready for them. Noted by whoever told them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.aftercare.notice_models import Notice
from workshop.aftercare.notices import check_how
from workshop.errors import Conflict, Invalid
from workshop.people.models import Person
from workshop.pieces.models import PieceHead
from workshop.sales.order_actions import open_order
from workshop.sales.order_models import Order, OrderPiece, OrderWish
from workshop.sales.order_queries import OrderTold, find_order
from workshop.wording import _
from workshop.writing import Writing

MOST_SHOWN = 100


def to_tell(order: OrderTold) -> str:
    """What its customer is to be told of now: "answer", when their yes is waited for, "ready", or nothing."""
    if order.row.ended_at is not None or (order.step == "answer" and order.row.answer is not None):
        return ""
    return order.step if order.step in ("answer", "ready") else ""


def untold_ready() -> Select[int, str, Any]:
    """The open orders of which `to_tell` says "ready" and nobody noted that their customer was told, with since when they are.

    Ready as `step_of` says it: one piece at least has its pass, and all the others have it too or are gone.
    """
    since = case((OrderPiece.at > PieceHead.moved_at, OrderPiece.at), else_=PieceHead.moved_at)
    other, its_head = aliased(OrderPiece), aliased(PieceHead)
    behind = exists().where(
        other.order_id == Order.id,
        other.taken_off_at.is_(None),
        its_head.piece_id == other.piece_id,
        its_head.state.not_in(("released", "away")),
    )
    return (
        select(Order.id, Order.code, func.max(since, type_=OrderPiece.at.type).label("at"))
        .join(OrderPiece, OrderPiece.order_id == Order.id)
        .join(PieceHead, PieceHead.piece_id == OrderPiece.piece_id)
        .where(Order.ended_at.is_(None), OrderPiece.taken_off_at.is_(None), PieceHead.state == "released")
        .where(~behind, ~exists().where(Notice.order_id == Order.id))
        .group_by(Order.id, Order.code)
    )


def tell_order(writing: Writing, code: str, about: str, number: int, how: str | None) -> None:
    """They were told of the version `number`: of what shall be made ("answer") or that it is made ("ready").

    Raises Invalid, NotFound, and Conflict when it was written anew, has ended, or waits for something else by now.
    """
    told = check_how(how)
    if about not in ("answer", "ready"):
        raise Invalid(_("Say what they were told."), slug="about-unknown", field="about")
    order_id = open_order(writing, code).id
    found = find_order(writing.session, code)
    if found.row.number != number:
        sentence = _("Order {code} was written anew meanwhile. Read it, then tell them that.", code=found.row.code)
        raise Conflict(sentence, slug="order-changed")
    if to_tell(found) != about:
        sentence = _("Order {code} has gone on meanwhile: there is nothing of it to tell.", code=found.row.code)
        raise Conflict(sentence, slug="nothing-to-tell")
    told_of = {"wish_id": found.row.wish_id} if about == "answer" else {"order_id": order_id}
    writing.add(Notice, **told_of, how=told, at=writing.at, by_id=writing.by.id)


def notices_of_order(session: Session, order_id: int) -> Sequence[Any]:
    """When, how, by whom its customer was told, and of which version (`number`; None: that it is ready), the newest first. One statement."""
    return session.execute(
        select(Notice.how, Notice.at, Person.name, OrderWish.number)
        .join(Person, Person.id == Notice.by_id)
        .outerjoin(OrderWish, OrderWish.id == Notice.wish_id)
        .where(or_(Notice.order_id == order_id, OrderWish.order_id == order_id))
        .order_by(Notice.id.desc())
        .limit(MOST_SHOWN)
    ).all()
