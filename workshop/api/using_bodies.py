"""What programs may send of material: what went in, what came off, stones, layers, hallmarks, and the entries that tell of them."""

from typing import Annotated, Literal

from pydantic import Field

from workshop.api import bodies
from workshop.api.bodies import Body, Day, DocumentCode, Fineness, Line, LotCode, Mg0, Named, Number0, WeightMg
from workshop.pieces.making import MOST_AT_ONCE
from workshop.units import HEAVIEST_MG


class AddedMetal(Body):
    """Metal of a lot that went into the piece. `mg` null: what it weighs now more than the books say; `number` of clasps or wires."""

    lot: LotCode
    mg: WeightMg | None = None
    number: Number0 = 0
    role: Literal["structure", "solder", "finding", "layer"] = "structure"
    is_incidental: bool = False


class StoneCount(Body):
    """So many stones; without carats (in thousandths) they weigh what the lot's stones weigh on average."""

    number: Number0 = 0
    carat_thousandths: Number0 = 0


class UsedStones(Body):
    """Stones of one lot. `issued` is set + back + broken + lost, null: as they add up. `broken_out`: those that broke in the piece."""

    lot: LotCode
    set: StoneCount = StoneCount()
    back: StoneCount = StoneCount()
    broken: StoneCount = StoneCount()
    lost: StoneCount = StoneCount()
    issued: Number0 | None = None
    broken_out: StoneCount = StoneCount()


class Used(Body):
    """What went in, what came off (milligrams), which stones were set."""

    added: Annotated[tuple[AddedMetal, ...], Field(max_length=20)] = ()
    stones: Annotated[tuple[UsedStones, ...], Field(max_length=50)] = ()
    scrap_mg: Mg0 = 0
    lemel_mg: Mg0 = 0
    loss_mg: Annotated[int, Field(ge=0, le=HEAVIEST_MG, description="Lost and explained in `reason`.")] = 0


class PutLayer(Body):
    """A layer of metal. `fineness` in parts per 10,000, `thickness_nm` in nanometres; null is not known."""

    metal: Literal["rhodium", "gold", "silver", "platinum", "palladium", "ruthenium", "nickel", "copper", "other"]
    fineness: Fineness | None = None
    thickness_nm: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    method: Line | None = None
    has_nickel: bool | None = None
    document: DocumentCode | None = None


class PutHallmark(Body):
    """An assay office's mark. `fineness` in parts per 10,000, as it is struck."""

    office: Named
    metal: Literal["gold", "silver", "platinum", "palladium"]
    fineness: Fineness
    marked_on: Day
    sponsor: Line | None = None
    document: DocumentCode | None = None


class RecordEvent(bodies.RecordEvent):
    """What happened, with what it says of material. `seen` is asked for by every kind that changes the piece (`ends_release` in /kinds).

    `maker` (a person's subject id) names who made a piece that was made before records; without it the maker is not known.
    """

    using: Used | None = None
    layer: PutLayer | None = None
    hallmark: PutHallmark | None = None


class Outwork(bodies.Outwork):
    """Out to another workshop (`workshop` names it) or back from there, with what was put in or on."""

    using: Used | None = None
    layer: PutLayer | None = None
    hallmark: PutHallmark | None = None


class MakePieces(bodies.MakePieces):
    """From 1 to 500 pieces after one design. `maker` (a person's subject id) names who made a piece that was made before records; `castings` is the lot that castings received come out of."""

    castings: LotCode | None = None
    weights_mg: Annotated[
        tuple[WeightMg, ...],
        Field(max_length=MOST_AT_ONCE, description="What each weighs; else castings share what their lot weighs."),
    ] = ()
