"""The demonstration's orders: one that is at the bench, and one that waits for its customer's yes."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from workshop.catalogue.models import Design
from workshop.days import zone_of
from workshop.demostories import MARTA
from workshop.demotelling import Teller
from workshop.pieces.models import Piece, PieceHead
from workshop.sales.order_actions import Wish, note_deposit, take_order
from workshop.sales.order_approving import Answered, answer_order
from workshop.sales.order_pieces import put_on_order
from workshop.sales.order_queries import find_order
from workshop.sales.order_shown import shown_order

SIGNET: dict[str, Any] = {
    "engraving": "H · P 12.XI.2026",
    "engraving_place": "inside",
    "letters": "script",
    "price_minor": 148_000,
}
PENDANT: dict[str, Any] = {"stones": "one peridot", "engraving": "Zoë", "letters": "capitals", "price_minor": 38_000}


def tell_orders(teller: Teller) -> None:
    """Before the repairs: the piece that answers an order is there already."""
    teller.at = teller.until - timedelta(hours=2)
    _taken(teller, "FERN", "Bo Lindqvist", PENDANT, in_days=9)
    serial = _in_work(teller, "ALDER")
    code = _taken(teller, "ALDER", "Helena Prado", SIGNET, in_days=4)
    with teller.room.database.reading() as session:
        order = find_order(session, code)
        shown = shown_order(order, zone_of(None), teller.at.date()).agreed_text
    who = teller.people[MARTA]
    answered = Answered(1, shown, "yes", "desk")
    teller.tell("answer order", partial(answer_order, code=code, answered=answered), who)
    teller.tell("note deposit", partial(note_deposit, code=code, amount_minor=40_000), who)
    if serial:
        teller.tell("put on order", partial(put_on_order, code=code, serial=serial), who)


def _taken(teller: Teller, design: str, customer: str, said: dict[str, Any], *, in_days: int) -> str:
    wish = Wish(design=design, due_on=teller.day(-in_days), **said)
    take = partial(take_order, customer=customer, contact="+351 912 000 111", wish=wish)
    return teller.tell("take order", take, teller.people[MARTA])


def _in_work(teller: Teller, design: str) -> str | None:
    """The last piece of the design that waits for its next stage; None when none does."""
    wanted = (
        select(Piece.serial)
        .join(Design, Design.id == Piece.design_id)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .where(Design.code == design, PieceHead.state == "waiting", PieceHead.awaits == "stage", Piece.due_on.is_(None))
        .order_by(Piece.id.desc())
        .limit(1)
    )
    with teller.room.database.reading() as session:
        return session.scalar(wanted)
