"""What programs are answered: the shapes behind the OpenAPI description. Weights in milligrams, times RFC 3339 in UTC."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

SeenNow = Annotated[int, Field(ge=0, description="What to send as `seen` next.")]
Serial = Annotated[str, Field(examples=["R-0147"])]


class Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Who(Told):
    """A person: a random id that stays, and the name as it is now."""

    subject: str
    name: str


class Me(Who):
    roles: list[str]
    scopes: list[str]


class PieceRow(Told):
    """Where a piece stands."""

    serial: Serial
    design: str
    design_name: str
    kind: str
    material: str
    parts: int
    size: str | None
    edition: str | None
    edition_number: int | None
    state: str
    place: str
    stage: str | None
    in_hand_of: str | None
    seen: SeenNow
    entries: Annotated[int, Field(description="How many entries its story has.")]
    weight_mg: int | None
    due_on: date | None
    is_rush: bool
    moved_at: AwareDatetime
    made_at: AwareDatetime


class PieceCard(PieceRow):
    """The same, with what only the workshop may know, and the code that counts."""

    way_in: str
    route: str
    stages: Annotated[list[str], Field(description="The stages of its route, in order.")]
    order_note: str | None
    engraving: str | None
    engraving_place: str | None
    tag: str | None


class PiecePage(Told):
    pieces: list[PieceRow]
    next: Annotated[str | None, Field(description="The `cursor` of the next page; null on the last one.")]


class Made(Told):
    serials: list[str]
    seen: SeenNow


class Recorded(Told):
    """The number of the entry, and what to send as `seen` next (null: nothing was changed and no `seen` was sent)."""

    serial: Serial
    number: int
    seen: int | None


class Planned(Told):
    serial: Serial
    due_on: date | None
    is_rush: bool
    order_note: str | None


class Entry(Told):
    """One entry in the story of a piece. `by` null: an outside workshop's work, or a maker who was not named."""

    number: int
    kind: str
    name: str
    is_work: bool
    ends_release: bool
    stage: str | None
    by: Who | None
    noted_by: Who | None
    at: AwareDatetime
    device_at: AwareDatetime | None
    method: str | None
    place: str | None
    weight_mg: int | None
    division_mg: int | None
    reason: str | None
    note: str | None
    corrects: int | None


class Story(Told):
    serial: Serial
    entries: list[Entry]
    next: Annotated[int | None, Field(description="The `after` of the next page; null on the last one.")]


class CheckAsked(Told):
    """A check. `low` and `high` in whole thousandths of `unit`, both included; `parts` are the numbers for which it is answered."""

    code: str
    text: str
    how: Literal["yes_no", "measurement", "count", "photo"]
    required: bool
    each_part: bool
    parts: list[int]
    low: int | None
    high: int | None
    unit: str | None
    instrument: str | None
    role: str | None


class Onlooker(Who):
    """Who may look. `level` is how a pass by them would be told; `may_pass` is false while somebody better placed can look."""

    level: str
    may_pass: bool


class InspectionNext(Told):
    """What the next inspection of this piece asks. `level` is null when the person of the token is no inspector."""

    serial: Serial
    seen: SeenNow
    number: int
    purpose: Literal["final", "delta", "stage"]
    parts: int
    checks: list[CheckAsked]
    onlookers: list[Onlooker]
    level: str | None
    may_pass: bool


class AnswerTold(Told):
    code: str
    text: str
    part: int
    result: Literal["pass", "fail"]
    measured: int | None
    unit: str | None
    instrument: str | None
    photo: int | None
    note: str | None


class InspectionTold(Told):
    """An inspection as it was. `after` is the entry after which it looked."""

    number: int
    purpose: str
    after: int
    by: Who
    opened_at: AwareDatetime
    decided_at: AwareDatetime | None
    verdict: str | None
    level: str | None
    qualified: int | None
    gross_mg: int | None
    note: str | None
    answers: list[AnswerTold]


class Inspections(Told):
    serial: Serial
    inspections: list[InspectionTold]
    next: int | None


class Inspected(Told):
    serial: Serial
    number: int
    purpose: str
    verdict: str
    level: str | None
    seen: SeenNow


class Tagged(Told):
    """`printed` is the code as it is read aloud; a practice code is not for sale. `path` is the public page."""

    serial: Serial
    code: str
    printed: str
    is_practice: bool
    path: str


class Withdrawn(Told):
    serial: Serial
    code: str
    reason: str


class Left(Told):
    serial: Serial
    kind: str
    place: str
    seen: SeenNow


class SaleEnded(Told):
    serial: Serial
    how: str


class PhotoTold(Told):
    number: int
    width: int
    height: int
    caption: str | None
    is_public: bool
    at: AwareDatetime
    by: Who | None


class Photos(Told):
    serial: Serial
    photos: list[PhotoTold]


class PhotoKept(Told):
    serial: Serial
    number: int
    width: int
    height: int


class Refused(Told):
    """RFC 9457: a stable `type`, a sentence for people, the input that caused it."""

    type: Annotated[str, Field(description="Stable; see x-problem-types.", examples=["/problems/moved-on"])]
    title: str
    status: int
    detail: str
    field: str | None = None
