"""Pieces of an order: made for it, put on it, taken off it."""

from typing import Any

from sqlalchemy import select

from workshop.catalogue.models import Design
from workshop.errors import Conflict
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.models import Piece
from workshop.pieces.queries import lock_piece
from workshop.sales.order_actions import open_order
from workshop.sales.order_agreed import require_order_begun
from workshop.sales.order_models import Order, OrderPiece, OrderWish
from workshop.wording import _
from workshop.writing import Writing


def make_for_order(writing: Writing, code: str) -> str:
    """Make a new piece for an order, as it is written now; returns its serial. Raises Conflict before the yes, and without a design."""
    order = open_order(writing, code)
    require_order_begun(writing.session, order.id)
    wish = _wish_now(writing, order.id)
    if wish.design is None:
        raise Conflict(_("Choose a design for it first."), slug="no-design", field="design")
    if wish.material_id not in (None, wish.design_material_id):
        raise Conflict(
            _(
                "This design is of another alloy than was ordered. Choose one of that alloy, or make the design anew in it."
            ),
            slug="other-alloy",
            field="material",
        )
    new = NewPieces(
        wish.design,
        size=wish.size,
        engraving=wish.engraving,
        engraving_place=wish.engraving_place,
        due_on=wish.due_on,
        order_note=order.code,
    )
    (serial,) = make_pieces(writing, new)
    _put_on(writing, order, lock_piece(writing.session, serial).piece_id)
    return serial


def put_on_order(writing: Writing, code: str, serial: str) -> None:
    """Let a piece that is there answer an order; it is due when the order is. On this order already, nothing changes."""
    order = open_order(writing, code)
    standing = lock_piece(writing.session, serial)
    if standing.state == "scrapped":
        raise Conflict(
            _("{serial} was scrapped: nothing more is done to it.", serial=serial), slug="scrapped", field="serial"
        )
    other = writing.session.scalar(
        select(Order.code)
        .join(OrderPiece, OrderPiece.order_id == Order.id)
        .where(OrderPiece.piece_id == standing.piece_id, OrderPiece.taken_off_at.is_(None), Order.ended_at.is_(None))
    )
    if other == order.code:
        return
    if other is not None:
        raise Conflict(
            _("{serial} is on order {code} already. Take it off there first.", serial=serial, code=other),
            slug="on-another-order",
            field="serial",
        )
    _put_on(writing, order, standing.piece_id)
    note = _note_of(writing, standing.piece_id) or order.code
    writing.change(Piece, standing.piece_id, due_on=_wish_now(writing, order.id).due_on, order_note=note)


def _note_of(writing: Writing, piece_id: int) -> str | None:
    return writing.session.scalar(select(Piece.order_note).where(Piece.id == piece_id))


def _put_on(writing: Writing, order: Any, piece_id: int) -> None:
    writing.add(OrderPiece, order_id=order.id, piece_id=piece_id, at=writing.at, by_id=writing.by.id)


def take_off_order(writing: Writing, code: str, serial: str) -> None:
    """The piece answers this order no longer. Repeated, it changes nothing."""
    order = open_order(writing, code)
    standing = lock_piece(writing.session, serial)
    found = writing.session.scalar(
        select(OrderPiece.id).where(
            OrderPiece.order_id == order.id,
            OrderPiece.piece_id == standing.piece_id,
            OrderPiece.taken_off_at.is_(None),
        )
    )
    if found is not None:
        writing.change(OrderPiece, found, taken_off_at=writing.at)
        note = _note_of(writing, standing.piece_id)
        writing.change(Piece, standing.piece_id, due_on=None, order_note=None if note == order.code else note)


def _wish_now(writing: Writing, order_id: int) -> Any:
    return writing.session.execute(
        select(
            Design.code.label("design"),
            Design.material_id.label("design_material_id"),
            OrderWish.material_id,
            OrderWish.size,
            OrderWish.engraving,
            OrderWish.engraving_place,
            OrderWish.due_on,
        )
        .outerjoin(Design, Design.id == OrderWish.design_id)
        .where(OrderWish.order_id == order_id)
        .order_by(OrderWish.number.desc())
        .limit(1)
    ).one()
