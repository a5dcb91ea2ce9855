"""What programs send and are told about the books: moves, melts, settlements, balances."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from workshop.api.amounts import AmountGiven, AmountTold, Mg, NextPage, OneOf, QueryDay
from workshop.api.answers import Told
from workshop.api.bodies import (
    Body,
    Day,
    DivisionMg,
    DocumentCode,
    Fineness,
    Line,
    LotCode,
    Named,
    Paragraph,
    Query,
    Reason,
)
from workshop.api.document_bodies import MetalForm
from workshop.api.lot_bodies import MetalName, MinorUnits, SupplierCode
from workshop.materials.issuing import ASIDE
from workshop.materials.trays import TRAYS
from workshop.units import HEAVIEST_MG

Subject = Annotated[Named, Field(description="A person's subject id; see /people.")]
MgUsed = Annotated[int, Field(ge=1, le=HEAVIEST_MG, description="Whole milligrams.")]
Where = Annotated[str, OneOf(ASIDE)]
WITH_WHOM = ("person", "supplier")
HELD_BY = (*WITH_WHOM, *TRAYS, "broken", "lost")


class Moved(Body):
    """How much of the lot: metal in milligrams, stones in thousandths of a carat and their number."""

    amount: AmountGiven
    note: Paragraph | None = None


class MovedByPerson(Moved):
    """So much of the lot to a person, or back from them."""

    person: Subject


class MovedBySupplier(Moved):
    """So much of the lot to a supplier, or back from them."""

    supplier: SupplierCode


class SetAside(Moved):
    """Into a tray, or gone. `person`: out of what that person has in hand; else out of stock."""

    where: Where
    person: Subject | None = None


class FoundAgain(Moved):
    """Back into stock from where it was set aside."""

    where: Where


class Booked(Told):
    """`number` of the newest movement in the lot (null: nothing was to be booked), and what is in stock now."""

    code: str
    number: int | None
    in_stock: AmountTold


class MeltedPart(Body):
    lot: LotCode
    mg: MgUsed


class GatherTray(Body):
    """What was weighed: `poured_mg` out of all that a tray holds of the metal; `skull_mg` stayed in the crucible, `loss_mg` is explained.

    Without an alloy it is one of your own; its fineness follows from what went in.
    """

    metal: MetalName
    poured_mg: MgUsed
    alloy: Line | None = None
    form: MetalForm | None = None
    name: Line | None = None
    skull_mg: Mg = 0
    loss_mg: Mg = 0
    division_mg: DivisionMg = 10
    note: Paragraph | None = None


class MeltLots(GatherTray):
    """So many milligrams of each lot into one new lot. `are_mixed`: alloys of different metals are melted together on purpose."""

    parts: Annotated[tuple[MeltedPart, ...], Field(min_length=1, max_length=50)]
    are_mixed: bool = False


class ReturnedMetal(Body):
    """Metal that the refiner sent back for it: a new lot."""

    mg: MgUsed
    alloy: Line
    fineness: Fineness | None = None
    form: MetalForm | None = None


class SettleLot(Body):
    """A refiner's settlement: what was weighed there, `assay` in parts per 10,000, fine milligrams credited as money or as metal."""

    supplier: SupplierCode
    settled_on: Day
    gross_mg: MgUsed
    assay: Fineness
    fine_mg: Mg
    document: DocumentCode | None = None
    money_minor: MinorUnits | None = None
    returned: ReturnedMetal | None = None
    note: Paragraph | None = None


class LotSettled(Told):
    """`credited`: the lot of metal that came back."""

    code: str
    credited: str | None


class TakeBack(Body):
    """Why the entry is taken back, whole, by its mirror."""

    note: Reason


class EndTold(Told):
    """One end of a movement: a kind of account, and whose it is: a lot's or tree's code, a piece's serial, a person's subject id."""

    account: str
    of: str | None
    name: str | None


class MovementTold(AmountTold):
    """One movement. `number` counts within the lot; `source` gives, `to` gets."""

    number: int
    kind: str
    source: EndTold
    to: EndTold
    by: str | None
    at: AwareDatetime
    note: str | None


class MovementPage(Told):
    code: str
    movements: list[MovementTold]
    next: NextPage


class OnDay(Query):
    """At the end of that day where the shop is; now when none is given."""

    on: QueryDay | None = None


class LotBalance(Told):
    code: str
    on: date | None
    in_stock: AmountTold


class HoldingsWanted(OnDay):
    """`of`: whose; `whose`: one person's subject id or one supplier's code, else all of them."""

    of: Annotated[str, OneOf(HELD_BY)]
    whose: Named | None = None


class HoldingTold(AmountTold):
    """So much of a lot with one person or supplier, or in one tray."""

    of: str
    whose: str | None
    name: str | None
    lot: str
    kind: str
    metal: str | None
    fineness: int | None
    alloy: str | None


class Holdings(Told):
    on: date | None
    holdings: list[HoldingTold]
