"""Verbs of an order: take it, write it anew, note a deposit, end it."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from workshop.catalogue.models import Design
from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.codes import take_codes
from workshop.materials.models import Material
from workshop.people.queries import find_shop
from workshop.pieces.models import Piece
from workshop.sales.letters import letters_in
from workshop.sales.order_models import Order, OrderDeposit, OrderPiece, OrderWish
from workshop.sales.order_rules import LETTERS, MOST_LETTERS
from workshop.wording import _
from workshop.writing import Writing

CODE = "ORD"


@dataclass(frozen=True)
class Wish:
    """What shall be made. `design`, `material` None: not chosen yet; `price_minor` in the shop's currency."""

    design: str | None = None
    material: str | None = None
    size: str | None = None
    stones: str | None = None
    engraving: str | None = None
    engraving_place: str | None = None
    letters: str | None = None
    note: str | None = None
    due_on: str | None = None
    price_minor: int | None = None


def take_order(writing: Writing, customer: str, contact: str | None, wish: Wish) -> str:
    """Write an order down; returns its code. Raises Invalid, NotFound for an unknown design or alloy."""
    (code,) = take_codes(writing, CODE)
    subject = secrets.token_hex(16)
    order_id = writing.add(
        Order,
        code=code,
        subject=subject,
        customer=customer,
        contact=contact,
        at=writing.at,
        by_id=writing.by.id,
    )
    _add_wish(writing, order_id, subject, 1, wish)
    return code


def find_order_row(writing: Writing, code: str) -> Any:
    """The row of an order, held until the transaction ends. Raises NotFound."""
    row = writing.session.execute(
        select(*Order.__table__.c).where(Order.code == code.upper()).with_for_update()
    ).one_or_none()
    if row is None:
        raise no_such_order(code)
    return row


def no_such_order(code: str) -> NotFound:
    return NotFound(_("There is no order {code}.", code=code[:20]), slug="no-such-order")


def open_order(writing: Writing, code: str) -> Any:
    """The same, while it is open. Raises Conflict."""
    row = find_order_row(writing, code)
    if row.ended_at is not None:
        raise Conflict(_("Order {code} has ended.", code=row.code), slug="order-ended")
    return row


def rewrite_order(writing: Writing, code: str, seen: int, wish: Wish) -> int:
    """What shall be made from now on; returns its number. What was agreed to before no longer stands for it.

    Raises Conflict when somebody wrote it anew since it was seen.
    """
    order = open_order(writing, code)
    number = newest_number(writing, order.id)
    if number != seen:
        raise Conflict(
            _("Order {code} was written anew meanwhile. Read it, then change that.", code=order.code),
            slug="order-changed",
        )
    _add_wish(writing, order.id, order.subject, number + 1, wish)
    _plan_pieces(writing, order, wish.due_on)
    return number + 1


def _plan_pieces(writing: Writing, order: Any, due_on: str | None) -> None:
    """The pieces of an order are due when the order is."""
    pieces = writing.session.scalars(
        select(OrderPiece.piece_id).where(OrderPiece.order_id == order.id, OrderPiece.taken_off_at.is_(None))
    ).all()
    for piece_id in pieces:
        writing.change(Piece, piece_id, due_on=due_on)


def newest_number(writing: Writing, order_id: int) -> int:
    return writing.session.scalar(select(func.max(OrderWish.number)).where(OrderWish.order_id == order_id)) or 0


def _add_wish(writing: Writing, order_id: int, subject: str, number: int, wish: Wish) -> None:
    shop = find_shop(writing.session)
    currency = shop.currency if shop else None
    _require_wish(wish, currency)
    plain = {name: getattr(wish, name) for name in vars(wish) if name not in ("design", "material")}
    writing.add(
        OrderWish,
        order_id=order_id,
        number=number,
        subject=subject,
        design_id=_design_id(writing, wish.design),
        material_id=_material_id(writing, wish.material),
        currency=currency if wish.price_minor is not None else None,
        at=writing.at,
        by_id=writing.by.id,
        **(plain | {"letters": wish.letters if wish.engraving else None}),
    )


def _require_wish(wish: Wish, currency: str | None) -> None:
    if wish.letters is not None and wish.letters not in LETTERS:
        raise Invalid(_("Choose how the letters are cut."), slug="letters-unknown", field="letters")
    count = letters_in(wish.engraving or "")
    if count > MOST_LETTERS:
        raise Invalid(
            _("{count} letters are too many to engrave: up to {most}.", count=count, most=MOST_LETTERS),
            slug="too-many-letters",
            field="engraving",
        )
    if wish.price_minor is not None and currency is None:
        raise no_currency("price")


def no_currency(field: str) -> Invalid:
    return Invalid(
        _("The shop has no currency yet. The owner sets it on the page Settings."), slug="no-currency", field=field
    )


def _design_id(writing: Writing, code: str | None) -> int | None:
    if code is None:
        return None
    found = writing.session.scalar(select(Design.id).where(Design.code == code))
    if found is None:
        raise NotFound(
            _("There is no design {code}. Choose one from the catalogue.", code=code[:60]),
            slug="no-such-design",
            field="design",
        )
    return found


def _material_id(writing: Writing, key: str | None) -> int | None:
    if key is None:
        return None
    found = writing.session.scalar(select(Material.id).where(Material.key == key))
    if found is None:
        raise NotFound(_("There is no such alloy. Choose one from the list."), slug="no-such-alloy", field="material")
    return found


def note_deposit(writing: Writing, code: str, amount_minor: int) -> int:
    """Money that was paid (or below zero: given back); returns what is noted in all."""
    order = find_order_row(writing, code)
    shop = find_shop(writing.session)
    if shop is None or shop.currency is None:
        raise no_currency("amount")
    if amount_minor == 0:
        raise Invalid(_("Type an amount above zero."), slug="amount-is-zero", field="amount")
    noted = select(func.sum(OrderDeposit.amount_minor)).where(OrderDeposit.order_id == order.id)
    before = writing.session.scalar(noted.where(OrderDeposit.currency == shop.currency)) or 0
    numbers = select(func.max(OrderDeposit.number)).where(OrderDeposit.order_id == order.id)
    number = writing.session.scalar(numbers) or 0
    if before + amount_minor < 0:
        raise Conflict(_("No more is given back than was noted."), slug="more-than-noted", field="amount")
    writing.add(
        OrderDeposit,
        order_id=order.id,
        number=number + 1,
        currency=shop.currency,
        amount_minor=amount_minor,
        at=writing.at,
        by_id=writing.by.id,
    )
    return int(before) + amount_minor


def end_order(writing: Writing, code: str, how: str) -> None:
    """Delivered when every piece of it is with the customer, or cancelled. Ended the same way already, nothing changes."""
    if how not in ("delivered", "cancelled"):
        raise Invalid(_("An order is delivered or cancelled."), slug="end-unknown", field="how")
    order = find_order_row(writing, code)
    if order.ended_how == how:
        return
    if order.ended_at is not None:
        raise Conflict(_("Order {code} has ended.", code=order.code), slug="order-ended")
    writing.change(Order, order.id, ended_at=writing.at, ended_how=how)
