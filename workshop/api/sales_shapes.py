"""What programs may send about departures, orders, charms and cases, and what they are answered. Prices in minor units; null but for an owner's token for the office."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from workshop.api.answers import SeenNow, Serial, Told
from workshop.api.bodies import LARGEST_PRICE, Body, Code, Day, Line, Named, Number, Paragraph, Query, Reason, Seen
from workshop.sales.case_rules import MOST_PIECES

Minor = Annotated[int, Field(ge=0, le=LARGEST_PRICE, description="Whole minor units of the shop's currency, with tax.")]
Typed = Annotated[str, Field(min_length=1, max_length=40, description="The serial of a piece.")]
Page = Annotated[int, Field(ge=1, le=100_000)]


class Leave(Body):
    """The piece leaves: how, to which place, and to whom in words (never public)."""

    seen: Seen
    kind: Literal["sold", "shipped", "lent", "handed_back"]
    place: Literal["customer", "gallery", "fair", "photographer", "insurer"] | None = None
    holder: Line | None = None
    price_minor: Minor | None = None


class EndSale(Body):
    """The piece is home and the shop's own again: it was given back, or it never was sold."""

    how: Literal["returned", "slip"]


class Wished(Body):
    """What shall be made; what is not decided yet stays out. `letters` is how an engraving is cut."""

    design: Code | None = None
    material: Code | None = None
    size: Line | None = None
    stones: Line | None = None
    engraving: Line | None = None
    engraving_place: Line | None = None
    letters: Literal["upright", "script", "capitals"] | None = None
    note: Paragraph | None = None
    due_on: Day | None = None
    price_minor: Minor | None = None


class TakeOrder(Wished):
    """An order of a customer; who they are is told by no call."""

    customer: Named
    contact: Line | None = None


class RewriteOrder(Wished):
    """The whole wish anew; `number` is the version that was read. A price that is left out stays as it was."""

    number: Number


class AnswerOrder(Body):
    """What the customer said at the desk or by phone to the version that was read to them; a change is told in words."""

    number: Number
    answer: Literal["yes", "change"]
    how: Literal["desk", "phone"]
    words: Paragraph | None = None


class TellOrder(Body):
    """How its customer was told: of the version `number`, which waits for their yes ("answer"), or that it is ready."""

    number: Number
    about: Literal["answer", "ready"]
    how: Literal["mail", "post", "phone", "desk"]


class GoAhead(Body):
    """The owner lets work begin on this version without the yes."""

    number: Number
    reason: Reason


class MakeForOrder(Body):
    """A new piece is made for the order; or `serial`, a piece that is there, answers it."""

    serial: Typed | None = None


class TakeOff(Body):
    """A piece that answers the order no longer."""

    serial: Typed


class NoteDeposit(Body):
    """Money that was paid in minor units; below zero: given back."""

    amount_minor: Annotated[int, Field(ge=-LARGEST_PRICE, le=LARGEST_PRICE)]


class EndOrder(Body):
    """Delivered, when every piece of it is with the customer, or cancelled."""

    how: Literal["delivered", "cancelled"]


class OrdersAsked(Query):
    """Open ones or those that ended; by a word in code, design, engraving or serial."""

    state: Literal["open", "ended"] = "open"
    q: Line | None = None
    page: Page = 1


class OrderRow(Told):
    """`waits_for`: answer, planned, bench, inspection, ready, gone, delivered or cancelled."""

    order: str
    waits_for: str
    design: str | None
    size: str | None
    due_on: date | None
    serials: list[Serial]
    ordered_at: AwareDatetime
    ended_how: str | None
    currency: str | None
    price_minor: int | None
    deposit_minor: int | None


class OrderTold(OrderRow):
    """One whole. `number` is the version that holds now, `agreed_text` what its customer is asked to agree to, `answer` what they said."""

    number: int
    material: str | None
    stones: str | None
    engraving: str | None
    engraving_place: str | None
    letters: str | None
    note: str | None
    agreed_text: str
    answer: str | None
    words: str | None
    gone_on_because: str | None


class Orders(Told):
    orders: list[OrderRow]
    has_more: bool


class OrderDone(Told):
    order: str
    number: Annotated[int, Field(description="The version that holds now.")]


class ForOrder(Told):
    order: str
    serial: Serial


class PutOn(Body):
    """A charm that passed, on a piece as it was `seen`; or off it."""

    charm: Typed
    seen: Seen


class CharmTold(Told):
    serial: Serial
    design: str
    since: AwareDatetime


class Charms(Told):
    """What is on the piece, and the piece that it is on itself, if any."""

    serial: Serial
    worn_on: Serial | None
    charms: list[CharmTold]


class CharmDone(Told):
    """`seen` is the piece's own, `charm_seen` the charm's."""

    serial: Serial
    charm: Serial
    seen: SeenNow
    charm_seen: SeenNow


class CasesAsked(Query):
    """Cases that are out, or closed ones; by place, and by a word: code, holder or serial."""

    state: Literal["out", "closed"] = "out"
    place: Literal["fair", "gallery", "photographer", "insurer", "safe"] | None = None
    q: Line | None = None
    page: Page = 1


class PackCase(Body):
    """Case out: every piece on its own departure, or none of them. `holder` and `contact` are told to nobody but the owner."""

    place: Literal["fair", "gallery", "photographer", "insurer", "safe"]
    serials: Annotated[list[Typed], Field(min_length=1, max_length=MOST_PIECES)]
    holder: Line | None = None
    contact: Line | None = None
    due_on: Day | None = None


class AddToCase(Body):
    """Further pieces go after it."""

    serials: Annotated[list[Typed], Field(min_length=1, max_length=MOST_PIECES)]


class CaseBack(Body):
    """A piece of the case is here again: its pass ends."""

    serial: Typed
    seen: Seen


class CaseOutcome(Body):
    """What became of a piece: sold (for how much, on which day), still there, or missing, with where it was seen last."""

    serial: Typed
    seen: Seen
    outcome: Literal["sold", "still_there", "lost"]
    note: Line | None = None
    price_minor: Minor | None = None
    sold_on: Day | None = None


class CloseCase(Body):
    """Nothing needs to be said."""


class CaseRow(Told):
    """`holder` is null but for an owner's token for the office."""

    case: str
    place: str
    holder: str | None
    due_on: date | None
    left_at: AwareDatetime
    closed_at: AwareDatetime | None


class CaseCounted(CaseRow):
    went: int
    back: int
    sold: int
    still_there: int
    lost: int
    open: int


class CaseLine(Told):
    """`outcome` null: nobody said yet; `place` is where the piece is now."""

    serial: Serial
    design: str
    outcome: str | None
    note: str | None
    decided_at: AwareDatetime | None
    place: str
    seen: SeenNow
    price_minor: int | None
    sold_minor: int | None
    sold_on: date | None


class CaseTold(CaseRow):
    currency: str | None
    pieces: list[CaseLine]


class Cases(Told):
    cases: list[CaseCounted]
    has_more: bool


class CaseDone(Told):
    case: str


class CaseSaid(Told):
    """`is_new` false: it was said before, and nothing changed."""

    case: str
    serial: Serial
    is_new: bool
    seen: SeenNow
