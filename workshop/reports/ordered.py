"""Orders in the owner's week: whose a piece is, what the customer still has to say, and what is due without a piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design
from workshop.days import day
from workshop.pieces.models import Piece
from workshop.reports.told import Span, Waiting, local_day
from workshop.sales.order_models import Order, OrderApproval, OrderPiece, OrderWish
from workshop.wording import _, n_

MOST = 200
NAMED = 3
_later = aliased(OrderWish)
_NEWEST = select(func.max(_later.number)).where(_later.order_id == Order.id).correlate(Order).scalar_subquery()
_PIECE_OF = select(OrderPiece.id).where(OrderPiece.order_id == Order.id, OrderPiece.taken_off_at.is_(None))


@dataclass(frozen=True)
class OrderDue:
    """An open order: its customer stands on the owner's own page and in no file."""

    code: str
    customer: str
    is_agreed: bool


def _open_orders(*columns: Any) -> Any:
    return (
        select(Order.code, Order.customer, OrderApproval.answer, *columns)
        .select_from(Order)
        .join(OrderWish, and_(OrderWish.order_id == Order.id, OrderWish.number == _NEWEST))
        .outerjoin(OrderApproval, OrderApproval.wish_id == OrderWish.id)
        .where(Order.ended_at.is_(None))
    )


def orders_of(session: Session, serials: Sequence[str]) -> dict[str, OrderDue]:
    """The open orders of these pieces. One statement; none without pieces."""
    if not serials:
        return {}
    asked = _open_orders(Piece.serial).join(OrderPiece, OrderPiece.order_id == Order.id)
    asked = asked.join(Piece, Piece.id == OrderPiece.piece_id)
    rows = session.execute(asked.where(OrderPiece.taken_off_at.is_(None), Piece.serial.in_(serials)))
    return {row.serial: _due(row) for row in rows}


def without_piece(session: Session, span: Span) -> list[tuple[OrderDue, str, str]]:
    """Open orders that are due until the end of a span that is not over, and have no piece: each with its design and day. One statement."""
    last = span.last or span.today
    if last < span.today:
        return []
    asked = _open_orders(Design.name, OrderWish.due_on).outerjoin(Design, Design.id == OrderWish.design_id)
    asked = asked.where(OrderWish.due_on <= last.isoformat(), ~_PIECE_OF.exists())
    rows = session.execute(asked.order_by(OrderWish.due_on, Order.id).limit(MOST))
    return [(_due(row), row.name or _("A piece of its own"), row.due_on) for row in rows]


def _due(row: Any) -> OrderDue:
    return OrderDue(row.code, row.customer or "", row.answer == "yes")


def wished_changes(session: Session, span: Span) -> list[Waiting]:
    """Customers who asked for a change that nobody wrote yet. One statement."""
    everything = func.count().over().label("all")
    asked = _open_orders(OrderApproval.at.label("at"), everything).where(OrderApproval.answer == "change")
    rows = session.execute(asked.order_by(OrderApproval.at).limit(NAMED)).all()
    if rows and rows[0].all > NAMED:
        on = local_day(rows[0].at, span.zone)
        told = n_("{count} customer wishes a change", "{count} customers wish a change", rows[0].all)
        return [Waiting(on, told, _("the first since {day}", day=day(on)), _("List"), "/orders")]
    return [
        Waiting(
            local_day(row.at, span.zone),
            _("{code}: the customer wishes a change", code=row.code),
            day(local_day(row.at, span.zone)),
            _("Write it anew"),
            f"/orders/{row.code}?do=wish",
        )
        for row in rows
    ]
