"""What programs send and are told about documents."""

from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints

from workshop.api.amounts import NextPage, OneOf, PageWanted, Sought
from workshop.api.answers import SeenNow, Told
from workshop.api.bodies import LARGEST_FIGURE, Body, Day, Line, Paragraph, Query, Reason
from workshop.materials.paper_queries import STATES
from workshop.materials.readings import LONGEST_WORD, MOST_FINE, MOST_MG
from workshop.materials.words import (
    ASSESSORS,
    COUNTRY_UNKNOWN,
    CUSTODIES,
    DOCUMENT_KINDS,
    FORMS,
    ORIGINS,
    READ_FORMS,
    STANDARDS,
)

DocumentKind = Annotated[str, OneOf(DOCUMENT_KINDS)]
Origin = Annotated[str, OneOf(ORIGINS)]
MetalForm = Annotated[str, OneOf(FORMS)]
ReadForm = Annotated[str, OneOf(READ_FORMS)]
Country = Annotated[
    str,
    StringConstraints(pattern=f"^([A-Z]{{2}}|{COUNTRY_UNKNOWN})$"),
    Field(description=f"ISO 3166: PT; or {COUNTRY_UNKNOWN}."),
]
Word = Annotated[
    str,
    StringConstraints(
        max_length=LONGEST_WORD, pattern=r"^[^,\x00-\x20\x7f\s\ufffe\uffff]([^,\x00-\x1f\x7f\ufffe\uffff])*$"
    ),
]
Whose = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]


class ReadDocument(Body):
    """What was read in a paper; what is left out it does not say.

    `holder`: the name as the paper writes it; `holder_code`: the supplier that it is. `materials`: metals and species of
    stones. `covers`: subject ids of people and codes of suppliers that a paper about pay covers.
    """

    kind: DocumentKind
    standard: Annotated[str, OneOf(tuple(key for key, _name in STANDARDS))] | None = None
    number: Line | None = None
    agency: Line | None = None
    holder: Line | None = None
    holder_code: Line | None = None
    site: Line | None = None
    materials: Annotated[tuple[Word, ...], Field(max_length=40)] = ()
    form: ReadForm | None = None
    custody: Annotated[str, OneOf(CUSTODIES)] | None = None
    assessor: Annotated[str, OneOf(ASSESSORS)] | None = None
    origin: Origin | None = None
    country: Country | None = None
    share: Annotated[int, Field(ge=1, le=100, description="Whole percent.")] | None = None
    limit_mg: (
        Annotated[int, Field(ge=1, le=MOST_MG, description="The quantity it covers, whole milligrams.")] | None
    ) = None
    fineness: Annotated[int, Field(ge=1, le=MOST_FINE, description="Parts per 10,000: 7500 is 750.")] | None = None
    nickel_release: (
        Annotated[
            int,
            Field(ge=0, le=10_000, description="Thousandths of a microgram per square centimetre and week."),
        ]
        | None
    ) = None
    benchmark: Line | None = None
    covers: Annotated[tuple[Whose, ...], Field(max_length=100)] = ()
    issued_on: Day | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    statement: Paragraph | None = None
    checked_by: Line | None = None
    checked_on: Day | None = None
    checked_where: Line | None = None
    recheck_on: Day | None = None


class ReadDocumentAnew(ReadDocument):
    """The same, for a document that is kept; `seen`: the number of the reading that you looked at, 0 for none."""

    seen: Annotated[int, Field(ge=0, le=LARGEST_FIGURE)]


class WithdrawDocument(Body):
    """It counts no more `from_on` that day; or it is false and never counted."""

    from_on: Day | None = None
    is_false: bool = False
    reason: Reason


class RestoreDocument(Body):
    """It stands again."""

    reason: Reason


class DocumentsWanted(PageWanted):
    """`q` is part of a code, number, agency, holder or supplier; `state` 30, 60 or 90: ends within so many days."""

    q: Sought | None = None
    state: Annotated[str, OneOf(STATES)] | None = None
    supplier: Annotated[str, StringConstraints(pattern=r"^SUP-[0-9]{1,9}$")] | None = None


class DocumentSent(Query):
    """`supplier`: the code of the supplier that it came from."""

    supplier: Annotated[str, StringConstraints(pattern=r"^SUP-[0-9]{1,9}$")] | None = None


class FlagTold(Told):
    """Something to look at: `is_grave` when it does not fit, otherwise something is to be done."""

    key: str
    told: str
    is_grave: bool


class DocumentRow(Told):
    """A document as it was last read. `seen` 0: not read yet. `withdrawn_from`, `is_false`: it counts no more."""

    code: str
    supplier: str | None
    seen: SeenNow
    kind: str | None
    standard: str | None
    number: str | None
    agency: str | None
    holder: str | None
    valid_from: date | None
    valid_until: date | None
    withdrawn_from: date | None
    is_false: bool
    at: AwareDatetime
    flags: list[FlagTold]


class DocumentPage(Told):
    documents: list[DocumentRow]
    total: int
    next: NextPage


class DocumentCard(DocumentRow):
    """The same, with all that was read, the file's digest (null: the paper stays elsewhere), and the lots that it speaks of."""

    media_type: str | None
    bytes: int | None
    pages: int | None
    sha256: str | None
    has_picture: bool
    holder_code: str | None
    site: str | None
    materials: list[str]
    form: str | None
    custody: str | None
    assessor: str | None
    origin: str | None
    country: str | None
    share: int | None
    limit_mg: int | None
    fineness: int | None
    nickel_release: int | None
    benchmark: str | None
    covers: list[str]
    issued_on: date | None
    statement: str | None
    checked_by: str | None
    checked_on: date | None
    checked_where: str | None
    recheck_on: date | None
    lots: list[str]


class DocumentKept(Told):
    """`was_there`: this very file of this supplier was kept before, under this code."""

    code: str
    was_there: bool


class DocumentRead(Told):
    code: str
    seen: SeenNow


class DocumentStands(Told):
    """Whether and since when it counts no more."""

    code: str
    withdrawn_from: date | None
    is_false: bool


COMPUTED = (
    *("supplier", "seen", "holder", "withdrawn_from", "is_false", "at", "flags"),
    *("bytes", "sha256", "has_picture", "materials", "covers", "lots"),
)


def columns_of(shape: type[Told], row: Any) -> dict[str, Any]:
    """The fields of the shape that stand in the row under the same name."""
    return {name: getattr(row, name) for name in shape.model_fields if name not in COMPUTED}
