"""Reading sales: whose a piece is, which departures count as a sale, where each was made and for how much."""

from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.database import fetch
from workshop.inspection.guaranteeing import SALES
from workshop.inspection.models import Departure
from workshop.pieces.models import Custody, WorkEvent
from workshop.pieces.places import INSIDE
from workshop.sales.case_models import PackedCase, PackedPiece
from workshop.sales.sale_models import Sale
from workshop.wording import N_

SHOP, WHOLESALE = "shop", "wholesale"
PLACES = {
    SHOP: N_("The shop"),
    "fair": N_("Fair"),
    "gallery": N_("Gallery"),
    "photographer": N_("Photographer"),
    "insurer": N_("Insurer"),
    WHOLESALE: N_("Another shop"),
}
_NEWEST: Any = (
    select(Sale.id, Sale.packed_id, Sale.returned_at)
    .where(Sale.piece_id == bindparam("piece_id"))
    .order_by(Sale.id.desc())
    .limit(1)
)
_earlier = aliased(Departure, name="earlier_departure")


def standing_sale(session: Session, piece_id: int) -> Any:
    """The newest sale of a piece while nobody took it back: `id` and `packed_id`; None when there is none. One statement."""
    row = fetch(session, _NEWEST, {"piece_id": piece_id}).one_or_none()
    return None if row is None or row.returned_at is not None else row


def is_theirs(session: Session, piece_id: int, departure_id: int) -> bool:
    """Before this departure it was a customer's already, and neither given back nor traded in since."""
    sale = session.execute(
        select(Sale.at, Sale.returned_at).where(Sale.piece_id == piece_id).order_by(Sale.id.desc()).limit(1)
    ).one_or_none()
    if sale is not None and sale.returned_at is not None:
        return False
    since = sale.at if sale is not None else session.scalar(_told_by_the_door(piece_id, departure_id))
    if since is None:
        return False
    bought = exists().where(WorkEvent.piece_id == piece_id, WorkEvent.kind == "traded_in", WorkEvent.at >= since)
    return not session.scalar(select(bought))


def _told_by_the_door(piece_id: int, before: int) -> Any:
    """When it last went to a customer, of which no sale was written down then."""
    return (
        select(Departure.at)
        .join(Custody, and_(Custody.piece_id == Departure.piece_id, Custody.sequence == Departure.custody_sequence))
        .where(Departure.piece_id == piece_id, Departure.id < before)
        .where(Departure.kind.in_(SALES), Custody.place == "customer")
        .order_by(Departure.id.desc())
        .limit(1)
    )


def counts_as_sale() -> Any:
    """In SQL, of a departure to a customer with its sale, if any, joined: whether it is counted as sold.

    A slip is not. Before each sale was written down, a departure as sold was one; as shipped, when the piece had gone to no customer before.
    """
    before = exists().where(
        _earlier.piece_id == Departure.piece_id, _earlier.id < Departure.id, _earlier.kind.in_(SALES)
    )
    written = and_(Sale.id.is_not(None), func.coalesce(Sale.returned_how, "") != "slip")
    return or_(written, and_(Sale.id.is_(None), or_(Departure.kind == "sold", ~before)))


# Where it was sold, of PLACES: from the list of a case or delivery, else over our own counter.
PLACE_SOLD = case(
    (PackedCase.place == "customer", WHOLESALE),
    (PackedCase.place.in_(INSIDE), SHOP),
    else_=func.coalesce(PackedCase.place, SHOP),
)


def with_places(sales: Any) -> Any:
    """A statement over sales, with the case that each was sold from, if any: what PLACE_SOLD needs."""
    return sales.outerjoin(PackedPiece, PackedPiece.id == Sale.packed_id).outerjoin(
        PackedCase, PackedCase.id == PackedPiece.case_id
    )


_SALES: Any = with_places(
    select(
        Sale.sold_on,
        Sale.price_minor,
        Sale.currency,
        Sale.returned_at,
        Sale.returned_how,
        PLACE_SOLD.label("place"),
        PackedCase.code,
        PackedCase.holder,
    )
    .where(Sale.piece_id == bindparam("piece_id"))
    .order_by(Sale.id.desc())
)


def sales_of(session: Session, piece_id: int) -> list[Any]:
    """Every sale of a piece, the newest first: sold_on, price_minor, currency, returned_at, returned_how, place (of PLACES), and of the list it was sold from code and holder. One statement."""
    return list(fetch(session, _SALES, {"piece_id": piece_id}))


def given_back(piece_id: Any, sequence: Any, until: Any) -> Any:
    """In SQL: the sale by which a piece went to this place was taken back by then, so that the piece is the shop's own again."""
    return exists().where(
        Departure.piece_id == piece_id,
        Departure.custody_sequence == sequence,
        Sale.departure_id == Departure.id,
        Sale.returned_at <= until,
    )
