"""What programs may send about repairs and guarantees, and what they are answered. Prices in minor units, with tax."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from workshop.aftercare.repair_actions import MOST_LINES
from workshop.aftercare.repair_intake import MOST_STONES
from workshop.api.amounts import OneOf
from workshop.api.answers import SeenNow, Serial, Told
from workshop.api.bodies import (
    LARGEST_PRICE,
    Body,
    Code,
    Day,
    DivisionMg,
    Line,
    Named,
    Number,
    Paragraph,
    Query,
    Reason,
    Seed,
    Seen,
    WeightMg,
)
from workshop.catalogue.defaults import KINDS

Kind = Annotated[str, OneOf(tuple(kind.key for kind in KINDS))]
Minor = Annotated[int, Field(ge=0, le=LARGEST_PRICE, description="Whole minor units of the shop's currency, with tax.")]
Position = Annotated[int, Field(ge=1, le=MOST_LINES)]


class TakeIn(Body):
    """A piece of ours by its `serial` and `seen`, or the `kind` of a thing made elsewhere. `looks`: what is to be seen, without blame."""

    looks: Reason
    weight_mg: WeightMg
    division_mg: DivisionMg = 10
    serial: Serial | None = None
    seen: Seen | None = None
    kind: Kind | None = None
    wish: Paragraph | None = None
    size: Line | None = None
    stones: Annotated[int, Field(ge=0, le=MOST_STONES)] | None = None
    customer: Line | None = None
    contact: Line | None = None
    due_on: Day | None = None
    may_be_told: bool | None = None


class OfferLine(Body):
    """One thing to be done; what the guarantee mends costs nothing."""

    title: Named
    price_minor: Minor
    note: Line | None = None
    is_guarantee: bool = False


class GiveEstimate(Body):
    """What it would cost, until when that holds, and in how many working days from the yes."""

    lines: Annotated[list[OfferLine], Field(min_length=1, max_length=MOST_LINES)]
    valid_until: Day
    days: Annotated[int, Field(ge=0, le=365)] | None = None


class AnswerEstimate(Body):
    """What its owner said at the desk or by phone: the positions that are agreed to; none is a no. `shown` is that of the repair as you read it."""

    number: Number
    lines: Annotated[list[Position], Field(max_length=MOST_LINES)]
    how: Literal["desk", "phone"]
    words: Paragraph | None = None
    shown: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SayTold(Body):
    """Whether the public page may tell what is done."""

    may_be_told: bool


class MakeLink(Body):
    """The link is made of the seed, and of what only the shop's machine knows; the one before ends."""

    seed: Seed


class Say(Body):
    """What its customer reads by the link."""

    words: Reason


class Forget(Body):
    """Nothing needs to be said: the address names it."""


class HandBack(Body):
    """It goes back on its own current pass, at the desk or by post."""

    seen: Seen
    how: Literal["handed_back", "shipped"] = "handed_back"


class TradeIn(Body):
    """The shop keeps it."""

    seen: Seen
    reason: Reason


class ReportWork(Body):
    """Work by others, told to us and not seen. `done_on` is a year, a month or a day."""

    told: Reason
    done_on: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = None
    by_whom: Line | None = None
    may_be_told: bool = False


class Publish(Body):
    """Terms, frozen when they are published. `design` null: for every design without terms of its own."""

    guarantor: Named
    covers: Reason
    excludes: Reason
    is_free: bool
    is_whole: bool
    years: Annotated[int, Field(ge=1, le=100)] | None = None
    lasts: Line | None = None
    has_eu_label: bool = False
    design: Code | None = None


class RepairsAsked(Query):
    """Those in the house, or those that ended; by a word in code, number, design, customer or what is to be seen."""

    state: Literal["open", "ended"] = "open"
    q: Line | None = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class LineTold(Told):
    position: int
    title: str
    price_minor: int
    note: str | None
    is_guarantee: bool
    is_agreed: bool | None


class RepairRow(Told):
    """`waits_for`: estimate, answer, work, inspection, ready or ended. `before_mg`: what it weighed when it left us."""

    repair: str
    serial: Serial
    is_ours: bool
    waits_for: str
    looks: str
    weight_mg: int
    before_mg: int | None
    received_at: AwareDatetime
    due_on: date | None
    ended_how: str | None


class SaidTold(Told):
    """What one side wrote; `is_ours`: the shop's answer."""

    words: str
    at: AwareDatetime
    is_ours: bool


class LinkTold(Told):
    """`link`, `letter` and `mail` stand in this answer only; `mail` opens the letter in a mail program."""

    repair: str
    until: AwareDatetime
    link: str
    letter: str
    mail: str | None


class RepairTold(RepairRow):
    """One whole; `compared` is what the two weights say, `shown` a digest of its newest estimate, to send back with an answer."""

    seen: SeenNow
    wish: str | None
    stones: int | None
    compared: str
    asks_why: bool
    estimate: int | None
    shown: str | None
    lines: list[LineTold]
    valid_until: date | None
    answer: str | None
    agreed_text: str | None
    may_be_told: bool | None
    said: list[SaidTold]


class Repairs(Told):
    repairs: list[RepairRow]
    has_more: bool


class TakenIn(Told):
    repair: str
    serial: Serial
    seen: SeenNow


class Estimated(Told):
    repair: str
    estimate: int


class Answered(Told):
    repair: str
    answer: Literal["all", "some", "no"]


class TellEstimate(Body):
    """The number of the estimate, and how its customer was told."""

    number: Number
    how: Literal["mail", "post", "phone", "desk"]


class Done(Told):
    repair: str
    serial: Serial


class CustomerForgotten(Done):
    rows: int


class Reported(Told):
    serial: Serial
    number: int


class Published(Told):
    design: str | None
    version: int


class TermsTold(Told):
    design: str | None
    version: int
    is_given: bool
    guarantor: str | None
    years: int | None
    lasts: str | None
    covers: str | None
    excludes: str | None
    is_free: bool
    is_whole: bool
    has_eu_label: bool


class Guarantees(Told):
    guarantees: list[TermsTold]
