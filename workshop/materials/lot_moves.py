"""What happened to a lot: its movements, its settlement, and what is known of its stones."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, and_, func, literal, select
from sqlalchemy.orm import Session, aliased

from workshop.database import stream
from workshop.materials.accounts import Account, Movement, Posting
from workshop.materials.models import Lot, LotHold, Settlement, StoneFacts
from workshop.materials.papers import Document, Supplier
from workshop.materials.stock import PAGE
from workshop.people.models import Person


def movements_of(session: Session, lot_id: int, page: int = 1) -> list[Row[Any]]:
    """A page of a lot's movements, newest first, and one more row when there are further pages. One statement.

    The ends are told by their account's key, and by name where they are a person or a supplier.
    """
    return list(session.execute(_moved(lot_id).offset((page - 1) * PAGE).limit(PAGE + 1)))


def export_movements(session: Session, lot_id: int) -> Iterator[Row[Any]]:
    """All movements of a lot, newest first, read some at a time. One statement."""
    return stream(session, _moved(lot_id))


_from = aliased(Account, name="from_account")
_to = aliased(Account, name="to_account")
_giver = aliased(Person, name="giver")
_taker = aliased(Person, name="taker")
_sender = aliased(Supplier, name="sender")
_receiver = aliased(Supplier, name="receiver")


def _moved(lot_id: int) -> Any:
    return (
        select(
            Posting.kind,
            Posting.note,
            Posting.at,
            Person.name.label("by_name"),
            _from.kind.label("from_kind"),
            _from.key.label("from_key"),
            func.coalesce(_giver.name, _sender.name).label("from_name"),
            _to.kind.label("to_kind"),
            _to.key.label("to_key"),
            func.coalesce(_taker.name, _receiver.name).label("to_name"),
            Movement.mg,
            Movement.carat_thousandths,
            Movement.number,
        )
        .select_from(Movement)
        .join(Posting, Posting.id == Movement.posting_id)
        .join(_from, _from.id == Movement.from_id)
        .join(_to, _to.id == Movement.to_id)
        .outerjoin(Person, Person.id == Posting.by_id)
        .outerjoin(_giver, _giver.id == _from.person_id)
        .outerjoin(_taker, _taker.id == _to.person_id)
        .outerjoin(_sender, and_(_from.kind == "supplier", literal("supplier:") + _sender.code == _from.key))
        .outerjoin(_receiver, and_(_to.kind == "supplier", literal("supplier:") + _receiver.code == _to.key))
        .where(Movement.lot_id == lot_id)
        .order_by(Movement.id.desc())
    )


def stone_facts(session: Session, lot_id: int) -> StoneFacts | None:
    """What is known of the stones of a lot now. One statement."""
    newest = select(StoneFacts).where(StoneFacts.lot_id == lot_id).order_by(StoneFacts.sequence.desc())
    return session.scalar(newest.limit(1))


def hold_of(session: Session, lot_id: int) -> Row[Any] | None:
    """Why the lot was held back, or let go, when last, and by whom. One statement."""
    newest: Any = (
        select(LotHold.reason, LotHold.at, Person.name.label("by_name"))
        .outerjoin(Person, Person.id == LotHold.by_id)
        .where(LotHold.lot_id == lot_id)
        .order_by(LotHold.sequence.desc())
        .limit(1)
    )
    told: Row[Any] | None = session.execute(newest).one_or_none()
    return told


def settlement_of(session: Session, lot_id: int) -> Row[Any] | None:
    """What a refiner made of the lot, with the refiner, the paper and the lot that came back. One statement."""
    credited = aliased(Lot)
    told: Any = session.execute(
        select(
            Settlement.settled_on,
            Settlement.gross_mg,
            Settlement.assay,
            Settlement.fine_mg,
            Settlement.money_minor,
            Settlement.currency,
            Supplier.name.label("supplier"),
            Supplier.code.label("supplier_code"),
            Document.code.label("document"),
            credited.code.label("credited"),
        )
        .join(Supplier, Supplier.id == Settlement.supplier_id)
        .outerjoin(Document, Document.id == Settlement.document_id)
        .outerjoin(credited, credited.id == Settlement.credited_lot_id)
        .where(Settlement.lot_id == lot_id)
    )
    row: Row[Any] | None = told.one_or_none()
    return row
