"""Verbs of a sale: a piece is sold on its own departure, and may come back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from workshop.days import date_at
from workshop.errors import Conflict, Invalid
from workshop.inspection.actions import let_go
from workshop.inspection.models import Departure
from workshop.people.queries import find_shop
from workshop.pieces.rules import Standing
from workshop.sales.sale_models import Sale
from workshop.wording import _
from workshop.writing import Writing


@dataclass(frozen=True)
class Sold:
    """What a customer paid, in minor units (None: not told), on which day (None: today), and to whom in words (never public)."""

    price_minor: int | None = None
    sold_on: str | None = None
    customer: str | None = None


def write_sale(writing: Writing, standing: Standing, sold: Sold, line: Any = None) -> None:
    """The piece is its customer's, from the shop or from where it was lent to. Raises Conflict without its own current pass."""
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
    departure_id = (
        _sold_already(writing, standing)
        if standing.place == "customer"
        else let_go(writing, standing, "sold", "customer", sold.customer)
    )
    writing.add(
        Sale,
        piece_id=standing.piece_id,
        departure_id=departure_id,
        kind="sold",
        packed_id=line.id if line is not None else None,
        price_minor=sold.price_minor,
        currency=currency if sold.price_minor is not None else None,
        sold_on=sold.sold_on or today.isoformat(),
        at=writing.at,
        by_id=writing.by.id,
    )


def _sold_already(writing: Writing, standing: Standing) -> int:
    """Its page said so before the list did."""
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


def take_back_sale(writing: Writing, line: Any) -> None:
    """A sold piece came back: its sale says so."""
    if line.sale_id is not None and line.returned_at is None:
        writing.change(Sale, line.sale_id, returned_at=writing.at)
