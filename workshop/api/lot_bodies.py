"""What programs send and are told about lots and stones."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from workshop.api.amounts import AmountGiven, AmountTold, Carats, NextPage, OneOf, PageWanted, Sought
from workshop.api.answers import Told
from workshop.api.bodies import (
    LARGEST_PRICE,
    Body,
    Day,
    DivisionMg,
    DocumentCode,
    Fineness,
    Line,
    Named,
    Paragraph,
    Reason,
)
from workshop.api.document_bodies import Country, MetalForm, Origin
from workshop.materials.stock import STATES
from workshop.materials.words import LOT_KINDS, METALS, NATURES, TREATMENTS

MetalName = Annotated[str, OneOf(METALS)]
LotKind = Annotated[str, OneOf(LOT_KINDS)]
LengthUm = Annotated[int, Field(ge=1, le=1_000_000, description="Whole micrometres: 1 mm is 1000.")]
PartsOfPercent = Annotated[int, Field(ge=1, le=1_000_000, description="Thousandths of a percent: 61.5 % is 61500.")]
MinorUnits = Annotated[int, Field(ge=0, le=LARGEST_PRICE, description="Whole minor units of the shop's currency.")]
SupplierCode = Annotated[Named, Field(description="A supplier's code, such as SUP-0001.")]


class StoneGiven(Body):
    """What is known of the stones of a lot; what is left out is not known."""

    species: Named
    nature: Annotated[str, OneOf(NATURES)] = "unknown"
    treatment: Annotated[str, OneOf(TREATMENTS)] = "unknown"
    treatment_note: Line | None = None
    tested_by: Line | None = None
    is_polished: bool | None = None
    shape: Line | None = None
    cut: Line | None = None
    colour: Line | None = None
    clarity: Line | None = None
    depth: PartsOfPercent | None = None
    table_width: PartsOfPercent | None = None
    x_um: LengthUm | None = None
    y_um: LengthUm | None = None
    z_um: LengthUm | None = None
    report_number: Line | None = None
    laboratory: Line | None = None
    sensitivities: Line | None = None


class ReceiveLot(Body):
    """Material that came in. All but kind, amount and metal may wait.

    `alloy`: a key of /materials; else `metal`. `fineness`: where it is not the alloy's. `owner`: the customer whose own material it is.
    `cost_minor`: for the whole lot. `papers`: codes of documents that speak of it. `produced_on`: when it was refined or mined.
    """

    kind: LotKind
    amount: AmountGiven
    alloy: Line | None = None
    metal: MetalName | None = None
    fineness: Fineness | None = None
    colour: Line | None = None
    form: MetalForm | None = None
    name: Line | None = None
    supplier: SupplierCode | None = None
    owner: SupplierCode | None = None
    received_on: Day | None = None
    produced_on: Day | None = None
    has_nickel: bool | None = None
    cost_minor: MinorUnits | None = None
    division_mg: DivisionMg = 10
    note: Paragraph | None = None
    origin: Origin | None = None
    country: Country | None = None
    papers: Annotated[tuple[DocumentCode, ...], Field(max_length=20)] = ()
    stone: StoneGiven | None = None


class TellOrigin(Body):
    """Where its stuff comes from, from now on. The word alone proves nothing: documents do."""

    origin: Origin
    country: Country | None = None
    note: Paragraph | None = None


class AttachPaper(Body):
    """True: the document speaks of this lot. False: it no longer does."""

    document: DocumentCode
    stands: bool = True


class HoldLot(Body):
    """True: kept from use until something is clear. False: let go again."""

    is_held: bool
    reason: Reason


class LotsWanted(PageWanted):
    """`q` is part of a code, name, alloy, supplier or note. Without a `kind` all but single stones; `all` for every one."""

    q: Sought | None = None
    kind: Annotated[str, OneOf((*LOT_KINDS, "all"))] | None = None
    metal: MetalName | None = None
    state: Annotated[str, OneOf(STATES)] | None = None


class StonesWanted(PageWanted):
    """`q` is part of a code, name, note, species, report number or laboratory; the other words are whole ones. Carats in thousandths."""

    q: Sought | None = None
    species: Sought | None = None
    colour: Sought | None = None
    clarity: Sought | None = None
    shape: Sought | None = None
    least_carats: Carats | None = None
    most_carats: Carats | None = None
    report: Literal["yes", "no"] | None = None


class LotRow(Told):
    """A lot. `in_stock` is left now, `received` came in; fineness in parts per 10,000; the cost only for an owner's token for the office."""

    code: str
    kind: str
    name: str | None
    alloy: str | None
    metal: str | None
    fineness: int | None
    colour: str | None
    form: str | None
    supplier: str | None
    owner: str | None
    is_own: Annotated[bool, Field(description="Made here of other lots.")]
    received_on: date | None
    cost_minor: int | None
    currency: str | None
    is_held: bool
    origin: str | None
    country: str | None
    received: AmountTold
    in_stock: AmountTold


class LotPage(Told):
    lots: list[LotRow]
    next: NextPage


class PaperTold(Told):
    """A document that speaks of the lot, as it was last read."""

    document: str
    kind: str | None
    standard: str | None
    number: str | None
    agency: str | None
    custody: str | None
    valid_from: date | None
    valid_until: date | None
    checked_on: date | None
    withdrawn_from: date | None
    is_false: bool


class ParentTold(Told):
    """So many milligrams of an earlier lot went in."""

    lot: str
    mg: int


class BalanceTold(AmountTold):
    """What all accounts of a kind hold of the lot together. Outside, melt, weighing and unexplained only balance the books and may be below nothing."""

    account: str


class StoneTold(Told):
    species: str
    nature: str
    treatment: str
    treatment_note: str | None
    tested_by: str | None
    is_polished: bool | None
    shape: str | None
    cut: str | None
    colour: str | None
    clarity: str | None
    depth: int | None
    table_width: int | None
    x_um: int | None
    y_um: int | None
    z_um: int | None
    report_number: str | None
    laboratory: str | None
    sensitivities: str | None


class SettlementTold(Told):
    """What the refiner made of it: assay in parts per 10,000, fine milligrams credited; money only for an owner's token for the office."""

    supplier: str
    settled_on: date
    gross_mg: int
    assay: int
    fine_mg: int
    money_minor: int | None
    currency: str | None
    document: str | None
    credited: str | None


class LotCard(LotRow):
    """The same, with where it went, what it was made of, and its papers."""

    produced_on: date | None
    has_nickel: bool | None
    division_mg: int
    note: str | None
    origin_note: str | None
    at: AwareDatetime
    balances: list[BalanceTold]
    made_of: list[ParentTold]
    went_into: Annotated[list[ParentTold], Field(description="Lots made of it, newest first, at most 50.")]
    papers: list[PaperTold]
    stone: StoneTold | None
    settlement: SettlementTold | None


class LotCodeTold(Told):
    code: str


class OriginTold(LotCodeTold):
    origin: str
    country: str | None


class PaperAttached(LotCodeTold):
    document: str
    stands: bool


class LotHeld(LotCodeTold):
    is_held: bool


class StoneRow(Told):
    """A stone or a parcel; `received` and `in_stock` in thousandths of a carat and how many."""

    code: str
    kind: str
    name: str | None
    supplier: str | None
    received_on: date | None
    species: str | None
    nature: str | None
    treatment: str | None
    shape: str | None
    cut: str | None
    colour: str | None
    clarity: str | None
    report_number: str | None
    laboratory: str | None
    received: AmountTold
    in_stock: AmountTold


class StonePage(Told):
    stones: list[StoneRow]
    next: NextPage
