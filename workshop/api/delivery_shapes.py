"""What programs may send about deliveries at wholesale, and what they are answered. All of it is the owner's."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from workshop.api.answers import SeenNow, Serial, Told
from workshop.api.bodies import LARGEST_PRICE, Body, Day, Line, Query, Seen
from workshop.api.sales_shapes import Minor, Page, Typed
from workshop.sales.case_rules import MOST_PIECES

Borne = Literal["maker", "buyer"]


class DeliveriesAsked(Query):
    """Those that are to be paid, settled ones or all; by a word: code, shop or serial."""

    state: Literal["open", "settled", "all"] = "open"
    q: Line | None = None
    page: Page = 1


class PricedPiece(Body):
    """A piece that is sold to the shop; without a price it goes for its design's own wholesale price, else for the share of retail."""

    serial: Typed
    price_minor: Minor | None = None


class Deliver(Body):
    """A shop buys pieces: each leaves by its own departure, or none does. `percent` of retail is the wholesale price; left out, it is as the terms of the house say, as is who bears what."""

    holder: Line
    contact: Line | None = None
    pieces: Annotated[list[PricedPiece], Field(min_length=1, max_length=MOST_PIECES)]
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    pay_on: Day
    returns_until: Day | None = None
    carriage_by: Borne | None = None
    loss_by: Borne | None = None


class GiveBack(Body):
    """The shop gives a piece back: its pass ends."""

    serial: Typed
    seen: Seen


class NoteEntry(Body):
    """Paid, or changed of the sum as it was agreed, in minor units; below zero: taken back."""

    kind: Literal["paid", "carriage", "lost", "discount"]
    amount_minor: Annotated[int, Field(ge=-LARGEST_PRICE, le=LARGEST_PRICE)]
    on: Day


class DeliveryRow(Told):
    """`worth_minor`: of what was not given back; `open_minor`: still to pay, below zero when too much was paid."""

    delivery: str
    holder: str | None
    left_at: AwareDatetime
    pay_on: date
    currency: str | None
    worth_minor: int
    open_minor: int


class DeliveryLine(Told):
    serial: Serial
    design: str
    price_minor: int | None
    is_given_back: bool
    seen: SeenNow


class EntryTold(Told):
    kind: str
    amount_minor: int
    on: date


class DeliveryTold(DeliveryRow):
    returns_until: date | None
    carriage_by: str
    loss_by: str
    pieces: list[DeliveryLine]
    entries: list[EntryTold]


class Deliveries(Told):
    deliveries: list[DeliveryRow]
    has_more: bool


class DeliveryDone(Told):
    delivery: str


class GivenBack(Told):
    """`is_new` false: it was said before, and nothing changed."""

    delivery: str
    serial: Serial
    is_new: bool
    seen: SeenNow
