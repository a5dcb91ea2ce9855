"""The demonstration's wholesale: three letter seals that a stationer bought, a part of them paid."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from workshop.catalogue.models import Design
from workshop.demostories import DELIVERED_MG, MARTA
from workshop.demotelling import Teller
from workshop.pieces.models import Piece, PieceHead
from workshop.sales.delivery_actions import NewDelivery, deliver, note_entry
from workshop.sales.delivery_rules import Entry, Terms


def tell_deliveries(teller: Teller) -> None:
    """Two days ago; nothing when the seals were not made."""
    teller.at = teller.later_than(teller.until - timedelta(days=2))
    serials, terms = _seals(teller), Terms(teller.day(-28), returns_until=teller.day(-60))
    if len(serials) < len(DELIVERED_MG):
        return
    new = NewDelivery("Papelaria do Cais", serials, terms, contact="Cais da Ribeira 8, Porto")
    code = teller.tell("deliver", partial(deliver, new=new), teller.people[MARTA])
    teller.at = teller.until - timedelta(hours=3)
    paid = Entry("paid", 10_000, teller.at.date().isoformat())
    teller.tell("delivery entry", partial(note_entry, code=code, entry=paid), teller.people[MARTA])


def _seals(teller: Teller) -> list[str]:
    wanted = (
        select(Piece.serial)
        .join(Design, Design.id == Piece.design_id)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .where(Design.code == "SEAL", PieceHead.state == "released")
        .order_by(Piece.id.desc())
        .limit(len(DELIVERED_MG))
    )
    with teller.room.database.reading() as session:
        return sorted(session.scalars(wanted))
