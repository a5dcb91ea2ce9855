"""What programs send and are answered about claims, the trace and recalls."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BeforeValidator, Field

from workshop.api.answers import Serial, Told
from workshop.api.bodies import Body, Named, Query, Reason, plain_whole
from workshop.provenance.recalls import MOST_NAMED

Page = Annotated[
    int, Field(ge=1, le=1_000_000, description="From 1; 50 lines each."), BeforeValidator(plain_whole)
]  # fmt: skip
Serials = Annotated[list[Named], Field(max_length=MOST_NAMED)]


class TraceAsked(Query):
    """One list of the trace, one page of it."""

    show: Literal["pieces", "lots", "documents", "suppliers"] = "pieces"
    page: Page = 1


class RecallsAsked(Query):
    """One page."""

    page: Page = 1


class StartRecall(Body):
    """`begun_from`: a lot, document, supplier, stone report or piece, traced down to the pieces; `serials`: pieces by name. The three texts stand on public pages."""

    reason: Reason
    risk: Reason
    to_do: Reason
    begun_from: Named | None = None
    serials: Serials = []


class TellRecall(Body):
    """The pieces whose owners, or whoever has them, were told."""

    serials: Annotated[list[Named], Field(min_length=1, max_length=MOST_NAMED)]


class EndRecall(Body):
    """How it ended; for the shop's own book."""

    note: Reason


class ClaimTold(Told):
    """`sentence` with its `limit` is what may, or when `is_mandatory` must, be said; `missing` the one paper that would make it stand."""

    claim: str
    number: int
    name: str
    version: date
    status: Literal["supported", "supported_with_limit", "not_supported", "unknown", "does_not_apply"]
    sentence: str | None
    limit: str | None
    reasons: list[str]
    missing: str | None
    papers: list[str]
    is_mandatory: bool


class PublishedTold(Told):
    """What was kept as published; `number` grows for each claim of a piece."""

    claim: str
    number: int
    version: date
    status: Literal["supported", "limited", "not_supported", "unknown", "withdrawn"]
    sentence: str | None
    at: AwareDatetime


class PieceClaims(Told):
    serial: Serial
    on: date
    claims: list[ClaimTold]
    published: list[PublishedTold]


class PieceFalls(Told):
    serial: Serial
    claims: list[str]


class Falls(Told):
    """`pages`: public pages that would change; `left`: pieces among those that fall that have left; `is_cut`: only the newest pieces were judged."""

    document: str
    lots: list[str]
    pages: int
    left: int
    falls: list[PieceFalls]
    stays: list[str]
    is_cut: bool


class TraceCounts(Told):
    pieces: int
    lots: int
    documents: int
    suppliers: int


class TraceLine(Told):
    """`way`: up (before it), here (the thing itself) or down (after it)."""

    code: str
    what: str
    way: Literal["up", "here", "down"]
    note: str | None
    place: str | None
    left_at: AwareDatetime | None
    page: str | None


class Traced(Told):
    code: str
    kind: Literal["piece", "lot", "document", "supplier", "report"]
    counts: TraceCounts
    lines: list[TraceLine]
    next: Annotated[int | None, Field(description="The next page; null on the last one.")]


class RecallTold(Told):
    """`told`: of how many of its pieces it was noted that whoever has them was told."""

    code: str
    reason: str
    risk: str
    to_do: str
    begun_from: str | None
    at: AwareDatetime
    ended_at: AwareDatetime | None
    ended_note: str | None
    pieces: int
    told: int


class Recalls(Told):
    recalls: list[RecallTold]
    next: int | None


class RecalledLine(Told):
    serial: Serial
    place: str | None
    left_at: AwareDatetime | None
    told_at: AwareDatetime | None
    page: str | None


class RecallPage(Told):
    recall: RecallTold
    lines: list[RecalledLine]
    next: int | None
