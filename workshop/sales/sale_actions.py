"""Verbs of a sale: a piece is sold on its own departure, and may come back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from workshop.days import date_at
from workshop.errors import Conflict, Invalid
from workshop.inspection.actions import PLACES, Leaving, let_go, record_departure
from workshop.inspection.guaranteeing import SALES
from workshop.inspection.models import Departure
from workshop.people.queries import find_shop
from workshop.pieces.models import Piece
from workshop.pieces.queries import lock_piece
from workshop.pieces.rules import Standing
from workshop.sales.case_models import PackedCase, PackedPiece
from workshop.sales.sale_models import Sale
from workshop.sales.sale_queries import is_theirs, standing_sale
from workshop.wording import N_, _
from workshop.writing import Writing

ENDS = {"returned": N_("It was given back"), "slip": N_("A slip: it never was sold")}
DECIDED = ("back", "sold")  # after which nothing more need be said of a piece of a case


@dataclass(frozen=True)
class Sold:
    """What a customer paid, in minor units (None: not told), on which day (None: today), and to whom in words (never public)."""

    price_minor: int | None = None
    sold_on: str | None = None
    customer: str | None = None


def let_leave(writing: Writing, serial: str, leaving: Leaving, price_minor: int | None = None) -> int:
    """It leaves from its own page; what goes to a customer is sold over our counter, for so much when it is told.

    Sent to whose it is already, it is no second sale. Returns the departure's primary key. Raises as the departure does,
    and Invalid for the price of what is no sale.
    """
    departure_id = record_departure(writing, serial, leaving)
    piece_id = writing.session.scalars(select(Piece.id).where(Piece.serial == serial)).one()
    goes_to = leaving.place or PLACES[leaving.kind]
    again = leaving.kind == "shipped" and is_theirs(writing.session, piece_id, departure_id)
    if leaving.kind not in SALES or goes_to != "customer" or again:
        if price_minor is not None:
            raise Invalid(
                _("A price is for what is sold: this piece is only sent, lent or handed back."),
                slug="no-sale",
                field="price",
            )
        return departure_id
    packed_id = _line_of_its_case(writing, piece_id)
    _write(writing, piece_id, departure_id, leaving.kind, Sold(price_minor), packed_id)
    if packed_id is not None:
        _say_of_line(writing, packed_id, "sold")
    return departure_id


def _line_of_its_case(writing: Writing, piece_id: int) -> int | None:
    """The line of the safe's list that it is sold from. On the list of another case, which did not know it yet, it was back before."""
    line = writing.session.execute(
        select(PackedPiece.id, PackedCase.place)
        .join(PackedCase, PackedCase.id == PackedPiece.case_id)
        .where(
            PackedPiece.piece_id == piece_id,
            PackedPiece.outcome.is_(None) | PackedPiece.outcome.not_in(DECIDED),
        )
    ).one_or_none()
    if line is None:
        return None
    if line.place == "safe":
        return int(line.id)
    _say_of_line(writing, line.id, "back")
    return None


def _say_of_line(writing: Writing, line_id: int, outcome: str) -> None:
    writing.change(PackedPiece, line_id, outcome=outcome, note=None, decided_at=writing.at, decided_by_id=writing.by.id)


def write_sale(writing: Writing, standing: Standing, sold: Sold, line: Any = None) -> None:
    """The piece is its customer's, from the shop or from where it was lent to. Raises Conflict without its own current pass."""
    departure_id = (
        _sold_already(writing, standing)
        if standing.place == "customer"
        else let_go(writing, standing, "sold", "customer", sold.customer)
    )
    _write(writing, standing.piece_id, departure_id, "sold", sold, line.id if line is not None else None)


def _write(
    writing: Writing, piece_id: int, departure_id: int, kind: str, sold: Sold, packed_id: int | None = None
) -> None:
    shop = find_shop(writing.session)
    today = date_at(writing.at, shop.time_zone if shop else None)
    if sold.sold_on is not None and date.fromisoformat(sold.sold_on) > today:
        raise Invalid(_("This day is still to come."), slug="day-to-come", field="sold_on")
    currency = shop.currency if shop else None
    if sold.price_minor is not None and currency is None:
        raise Invalid(
            _("The shop has no currency yet. The owner sets it on the page Settings."),
            slug="no-currency",
            field="price",
        )
    writing.add(
        Sale,
        piece_id=piece_id,
        departure_id=departure_id,
        kind=kind,
        packed_id=packed_id,
        price_minor=sold.price_minor,
        currency=currency if sold.price_minor is not None else None,
        sold_on=sold.sold_on or today.isoformat(),
        at=writing.at,
        by_id=writing.by.id,
    )


def _sold_already(writing: Writing, standing: Standing) -> int:
    """Its page said so before the list did, when that wrote no sale yet."""
    departure_id = writing.session.scalar(
        select(Departure.id)
        .outerjoin(Sale, Sale.departure_id == Departure.id)
        .where(Departure.piece_id == standing.piece_id, Departure.kind == "sold", Sale.id.is_(None))
        .order_by(Departure.id.desc())
        .limit(1)
    )
    if departure_id is None:
        raise Conflict(_("{serial} is not here to leave.", serial=standing.serial), slug="not-here")
    return departure_id


def write_delivered(
    writing: Writing, piece_id: int, departure_id: int, packed_id: int, price_minor: int | None
) -> None:
    """A piece that went to a shop which bought it, at the wholesale price."""
    _write(writing, piece_id, departure_id, "shipped", Sold(price_minor), packed_id)
    _say_of_line(writing, packed_id, "sold")


def take_back_sale(writing: Writing, line: Any) -> None:
    """A sold piece came back: its sale says so."""
    if line.sale_id is not None and line.returned_at is None:
        writing.change(Sale, line.sale_id, returned_at=writing.at, returned_how="returned")


def end_sale(writing: Writing, serial: str, how: str) -> None:
    """The piece is home and the shop's own again: it was given back, or never was sold and left by a slip. The list it was sold from says so too.

    Raises Invalid, Conflict when it is not here or no sale of it stands.
    """
    if how not in ENDS:
        raise Invalid(_("It was given back, or it never was sold."), slug="sale-end-unknown", field="how")
    standing = lock_piece(writing.session, serial)
    sale = standing_sale(writing.session, standing.piece_id)
    if sale is None:
        raise Conflict(_("No sale of {serial} stands in the books.", serial=serial), slug="no-sale-stands")
    if standing.place == "customer":
        raise Conflict(_("{serial} is not here. Record that it came back first.", serial=serial), slug="not-here")
    writing.change(Sale, sale.id, returned_at=writing.at, returned_how=how)
    if sale.packed_id is not None:
        _say_of_line(writing, sale.packed_id, "back")
