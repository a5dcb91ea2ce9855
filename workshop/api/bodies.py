"""What programs may send: strict shapes, in which a name that is not listed is refused."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from workshop.catalogue.defaults import EVENT_KINDS, KINDS
from workshop.pieces.making import MOST_AT_ONCE
from workshop.pieces.rules import DOOR_KINDS, VERDICT_KINDS
from workshop.texts import LINE, PARAGRAPH, STORY, clean
from workshop.units import HEAVIEST_MG

_SIGNS = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
ANY = f"^{_SIGNS}*$"
SOME = rf"^{_SIGNS}*[^\x00-\x20\x7f\s\ufffe\uffff]{_SIGNS}*$"
LARGEST_FIGURE = 1_000_000_000
LARGEST_PRICE = 1_000_000_000_000
LOGGED_KINDS = tuple(k.key for k in EVENT_KINDS if k.key not in VERDICT_KINDS | DOOR_KINDS)


def kept(text: str) -> str | None:
    return clean(text, field="", longest=STORY)


def _believable(moment: datetime) -> datetime | None:
    return moment if 2000 <= moment.year < 2100 else None


def plain_whole(typed: object) -> object:
    """Only digits are a number in a query: neither blanks, signs nor points."""
    if not isinstance(typed, str):
        return typed
    if not (typed.isascii() and typed.isdigit() and len(typed) < 12):
        raise ValueError("write a whole number")
    return int(typed)


Line = Annotated[str, StringConstraints(max_length=LINE, pattern=ANY), AfterValidator(kept)]
Paragraph = Annotated[str, StringConstraints(max_length=PARAGRAPH, pattern=ANY), AfterValidator(kept)]
Story = Annotated[str, StringConstraints(max_length=STORY, pattern=ANY), AfterValidator(kept)]
Named = Annotated[str, StringConstraints(min_length=1, max_length=LINE, pattern=SOME), AfterValidator(kept)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=PARAGRAPH, pattern=SOME), AfterValidator(kept)]
Seed = Annotated[
    str,
    StringConstraints(min_length=20, max_length=100, pattern=r"^[!-~]+$"),
    Field(description="Random, made by you for this alone: the secret is made of it, and it is kept nowhere."),
]
WeightMg = Annotated[int, Field(ge=1, le=HEAVIEST_MG, description="Whole milligrams.")]
DivisionMg = Annotated[int, Field(ge=1, le=300, description="The scale's division in whole milligrams.")]
Count = Annotated[int, Field(ge=1, le=MOST_AT_ONCE)]
Parts = Annotated[int, Field(ge=1, le=20)]
Seen = Annotated[
    int,
    Field(ge=0, le=LARGEST_FIGURE, description="The piece's `seen` when you read it: the number of its last change."),
]
Number = Annotated[int, Field(ge=1, le=LARGEST_FIGURE)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
LotCode = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{1,3}-[0-9]{1,9}$"), Field(description="A lot's code, such as G-0001.")
]
DocumentCode = Annotated[
    str, StringConstraints(pattern=r"^DOC-[0-9]{1,9}$"), Field(description="A document's code, such as DOC-0001.")
]
Number0 = Annotated[int, Field(ge=0, le=100_000_000)]
Mg0 = Annotated[int, Field(ge=0, le=HEAVIEST_MG, description="Whole milligrams.")]
Fineness = Annotated[int, Field(ge=1, le=10_000, description="Parts per 10,000: 7500 is 750.")]
Day = Annotated[date, Field(description="A day, as 2026-12-24.")]
DeviceTime = Annotated[
    AwareDatetime,
    AfterValidator(_believable),
    Field(
        description="What the device's clock said. A time before 2000 or after 2099 is a clock that was never set, and is not kept."
    ),
]
Limit = Annotated[int, Field(ge=1, le=200, description="How many at most."), BeforeValidator(plain_whole)]
After = Annotated[
    int, Field(ge=0, le=LARGEST_FIGURE, description="Those with a higher number."), BeforeValidator(plain_whole)
]


class Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class MakePieces(Body):
    """From 1 to 500 pieces after one design. `maker` (a person's subject id) names who made a piece that was made before records."""

    design: Named
    count: Count = 1
    way_in: Literal["wax", "castings", "made"] = "wax"
    size: Line | None = None
    parts: Parts | None = None
    edition: Line | None = None
    engraving: Paragraph | None = None
    engraving_place: Line | None = None
    due_on: Day | None = None
    is_rush: bool = False
    order_note: Paragraph | None = None
    weight_mg: WeightMg | None = None
    division_mg: DivisionMg = 10
    maker: Line | None = None


class RecordEvent(Body):
    """What happened. `seen` is asked for by every kind that changes the piece (`ends_release` in /kinds), `maker` as for new pieces: without it not known."""

    kind: Annotated[str, Field(json_schema_extra={"enum": list(LOGGED_KINDS)})]
    seen: Seen | None = None
    maker: Line | None = None
    stage: Line | None = None
    weight_mg: WeightMg | None = None
    division_mg: DivisionMg = 10
    method: Line | None = None
    place: Line | None = None
    reason: Paragraph | None = None
    note: Paragraph | None = None
    corrects: Number | None = None
    device_at: DeviceTime | None = None


class Respecify(Body):
    """What the piece shall be from now on; what is left out stays as it is."""

    seen: Seen
    reason: Paragraph | None = None
    design: Line | None = None
    parts: Parts | None = None
    size: Line | None = None
    engraving: Paragraph | None = None
    engraving_place: Line | None = None


class Plan(Body):
    """When the piece is due and what the order says; what is left out is empty afterwards."""

    due_on: Day | None = None
    is_rush: bool = False
    order_note: Paragraph | None = None


class AnswerGiven(Body):
    """One answer. `passes` for yes/no, count and photo; `measured` in whole thousandths of the check's unit (grams: milligrams), a count as it is.

    `part` is 0 for the whole piece and 1, 2 … for each part; `photo` is the number of a photo of this piece.
    """

    code: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=SOME)]
    part: Annotated[int, Field(ge=0, le=20)] = 0
    passes: bool | None = None
    measured: Annotated[int, Field(ge=-LARGEST_FIGURE, le=LARGEST_FIGURE)] | None = None
    instrument: Line | None = None
    photo: Number | None = None
    note: Paragraph | None = None


class Inspect(Body):
    """One inspection of the one piece in the address, signed by the person of the token."""

    seen: Seen
    verdict: Literal["pass", "rework", "scrap"]
    answers: Annotated[tuple[AnswerGiven, ...], Field(max_length=400)]
    note: Paragraph | None = None
    back_to: Line | None = None
    also: Annotated[tuple[Named, ...], Field(max_length=20)] = ()
    stage: Line | None = None
    whole: bool = False
    division_mg: DivisionMg = 10
    traits: Annotated[tuple[Named, ...], Field(max_length=20)] = ()


class GiveTag(Body):
    """The piece gets its code."""

    seen: Seen


class WithdrawTag(Body):
    """Why the code counts no longer."""

    reason: Literal["lost", "damaged", "practice", "wrong_piece", "piece_withdrawn"]
    note: Paragraph | None = None


class ComeBack(Body):
    """A piece that had left is here again."""

    seen: Seen
    to: Literal["shop", "repair"] = "shop"
    weight_mg: WeightMg | None = None
    division_mg: DivisionMg = 10
    reason: Paragraph | None = None
    note: Paragraph | None = None


class Outwork(Body):
    """Out to another workshop (`workshop` names it) or back from there."""

    way: Literal["out", "back"]
    seen: Seen
    workshop: Line | None = None
    stage: Line | None = None
    method: Line | None = None
    weight_mg: WeightMg | None = None
    division_mg: DivisionMg = 10
    note: Paragraph | None = None


class Move(Body):
    """A move inside the house."""

    place: Literal["shop", "repair", "safe"]


class MakeDesign(Body):
    """A design; without a code it gets the next one. Weight in milligrams, thickness in micrometres, price in the currency's minor units."""

    name: Named
    kind: Annotated[str, Field(json_schema_extra={"enum": [k.key for k in KINDS]})]
    material: Named
    code: Code | None = None
    route: Line | None = None
    target_weight_mg: WeightMg | None = None
    minimum_thickness_um: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    construction: Literal["solid", "hollow", "tube", "electroformed"] | None = None
    size: Line | None = None
    price_minor: Annotated[int, Field(ge=0, le=LARGEST_PRICE)] | None = None
    story: Story | None = None
    care: Story | None = None
    made_of: Paragraph | None = None
    dated: Line | None = None


class OpenEdition(Body):
    """So many pieces of the design and no more."""

    name: Named
    size: Annotated[int, Field(ge=1, le=100_000)]


class Query(BaseModel):
    """What may follow the question mark."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Query):
    """Nothing may follow the question mark."""


class PiecesAsked(Query):
    """`cursor` is the `next` of the page before; `q` is part of a serial or of a design's name."""

    state: Literal["waiting", "working", "paused", "outwork", "scrapped", "released", "away"] | None = None
    q: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=ANY)] | None = None
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=ANY)] | None = None
    limit: Limit = 50


class PageAsked(Query):
    """Those after a number, so many at most."""

    after: After = 0
    limit: Limit = 100


class PictureAsked(Query):
    """`small=yes` asks for the small one, at most 480 pixels wide or high."""

    small: Literal["yes"] | None = None


class DesignsAsked(Query):
    """`cursor` is the `next` of the page before."""

    cursor: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=ANY)] | None = None
    limit: Limit = 100


class InspectionAsked(Query):
    """`whole=yes` asks for the whole list though only a part is due; `stage` for the list of a stage check."""

    whole: Literal["yes"] | None = None
    stage: Annotated[str, StringConstraints(min_length=1, max_length=LINE, pattern=ANY)] | None = None


class PhotoSent(Query):
    """A caption, and whether the photo is shown on the public page."""

    caption: Line | None = None
    public: Literal["yes"] | None = None
