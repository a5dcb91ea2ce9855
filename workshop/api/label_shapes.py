"""What programs may send about labels, and what they are answered."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from workshop.api.answers import Serial, Told
from workshop.api.bodies import Body, Code, Named, Paragraph, Query, Seen
from workshop.provenance.labelling import MOST_COPIES

MOST = 500
Asked = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f,]+$")]


class PrintLabels(Body):
    """Which labels go on paper: noted in the journal, a second time as a reprint."""

    serials: Annotated[list[Asked], Field(min_length=1, max_length=MOST)]
    format: Code
    copies: Annotated[int, Field(ge=1, le=MOST_COPIES)] = 1


class CheckTag(Body):
    """What the scanner read at the piece."""

    text: Named


class ReplaceTag(Body):
    """The old code ends and the piece gets another, in one step."""

    seen: Seen
    reason: Literal["lost", "damaged", "practice", "wrong_piece"]
    note: Paragraph | None = None


class LabelAsked(Query):
    """In which format the label is drawn."""

    format: Code


class FormatTold(Told):
    key: str
    name: str
    told: str
    paper: str
    shape: str
    dpi: int
    width_um: int
    height_um: int
    a_sheet: int


class Formats(Told):
    formats: list[FormatTold]


class LabelsPrinted(Told):
    """`reprints` had a label before, `untagged` have no tag that counts, of `not_whole` some letters are in no font here."""

    labels: int
    reprints: list[Serial]
    untagged: list[str]
    not_whole: list[Serial]


class Checked(Told):
    serial: Serial
    code: str
    is_fixed: bool
