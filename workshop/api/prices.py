"""What programs do with prices: the list, what one was, and changes, all of them or none. For an owner's token for the office alone."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from workshop.api import bodies
from workshop.api.answers import Told as Answer
from workshop.api.bodies import LARGEST_PRICE, Body, Code
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.catalogue.price_actions import change_prices
from workshop.catalogue.price_queries import PriceRow, price_history, price_of, prices_after
from workshop.catalogue.price_rules import MOST_AT_ONCE, PriceChange
from workshop.reports.price_shown import price_line
from workshop.reports.reckoning import Terms, terms_now
from workshop.writing import Writing

Minor = Annotated[int, Field(ge=0, le=LARGEST_PRICE, description="Whole minor units of the shop's currency.")]


class PriceMoved(Body):
    """`was_minor` is the price that was read; null is no price, or wholesale by the share of the house."""

    design: Code
    kind: Literal["retail", "wholesale"] = "retail"
    was_minor: Minor | None
    price_minor: Minor | None


class ChangePrices(Body):
    changes: Annotated[list[PriceMoved], Field(min_length=1, max_length=MOST_AT_ONCE)]


class PricesChanged(Answer):
    """How many changed; those that were so already are not counted."""

    changed: int


class PriceTold(Answer):
    """`own_wholesale_minor` null: wholesale is the share of the house. Consignment is what the maker gets."""

    design: str
    name: str
    price_minor: int | None
    own_wholesale_minor: int | None
    wholesale_minor: int | None
    consignment_minor: int | None


class PriceList(Answer):
    prices: list[PriceTold]
    next: str | None


class PriceWas(Answer):
    """One change of a price."""

    kind: str
    number: int
    was_minor: int | None
    price_minor: int | None
    at: datetime


class PriceCard(PriceTold):
    history: list[PriceWas]


def list_prices(session: Session, asked: bodies.DesignsAsked, _who: Caller) -> Told:
    terms, rows = terms_now(session), prices_after(session, asked.cursor, asked.limit + 1)
    shown = [_price(row, terms) for row in rows[: asked.limit]]
    return {"prices": shown, "next": shown[-1]["design"] if len(rows) > asked.limit else None}


def show_price(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> Told:
    row = price_of(session, code)
    names = ("kind", "number", "was_minor", "price_minor")
    was = [
        {name: getattr(one, name) for name in names} | {"at": one.at.isoformat()}
        for one in price_history(session, row.id)
    ]
    return _price(row, terms_now(session)) | {"history": was}


def move_prices(writing: Writing, typed: ChangePrices) -> Told:
    changes = [PriceChange(one.design, one.kind, one.was_minor, one.price_minor) for one in typed.changes]
    return {"changed": change_prices(writing, changes)}


def _price(row: PriceRow, terms: Terms) -> Told:
    line = price_line(row, terms, None)
    return {
        "design": row.code,
        "name": row.name,
        "price_minor": row.price_minor,
        "own_wholesale_minor": row.own_wholesale_minor,
        "wholesale_minor": line.wholesale_minor,
        "consignment_minor": line.consignment_minor,
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/prices",
        "list_prices",
        "Prices of designs in the order of their codes, page by page",
        "office",
        list_prices,
        PriceList,
        asks=bodies.DesignsAsked,
        roles=("owner",),
    ),
    Operation(
        "POST",
        "/prices",
        "change_prices",
        "Change prices, all of them or none; each names the price that was read",
        "office",
        move_prices,
        PricesChanged,
        ChangePrices,
        roles=("owner",),
        refuses=("no-such-design", "price-moved", "price-twice"),
    ),
    Operation(
        "GET",
        "/designs/{code}/prices",
        "show_price",
        "The prices of a design and every change of them, the newest first",
        "office",
        show_price,
        PriceCard,
        roles=("owner",),
        refuses=("no-such-design",),
    ),
)
