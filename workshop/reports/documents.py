"""Documents by when they run out: what to renew in 30, 60 and 90 days, and what they carry."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, distinct, func, select
from sqlalchemy.orm import Session, aliased

from workshop.claims.trace import is_newest
from workshop.materials.models import LotPaper
from workshop.materials.papers import Document, Reading, Supplier, Withdrawal
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.sentences import MOST_PAGES, pages_that_say, sentences
from workshop.reports.told import Behind, Column, Kind, Note, Report, Span
from workshop.wording import N_, _, n_

WINDOWS = {
    "ended": N_("Ended"),
    "in_30": N_("In 30 days"),
    "in_60": N_("In 31 to 60 days"),
    "in_90": N_("In 61 to 90 days"),
    "later": N_("Later"),
    "open": N_("No end said"),
    "withdrawn": N_("Withdrawn"),
}
# The day that counts: the end of the paper, else the day on which it is to be looked at again.
ENDS = func.coalesce(Reading.valid_until, Reading.recheck_on)


def claims_report(session: Session, span: Span, _currency: str | None) -> Report:
    """Two statements."""
    window = _window(span.today)
    columns = (
        func.count(distinct(Document.id)).label("documents"),
        func.count(distinct(LotPaper.lot_id)).label("lots"),
    )
    asked = _documents(window.label("window"), *columns).group_by(window)
    found = {row.window: row for row in session.execute(asked)}
    rows = [
        {"key": key, "group": _(name), "documents": found[key].documents, "lots": found[key].lots}
        for key, name in WINDOWS.items()
        if key in found
    ]
    totals: dict[str, Any] = {key: found[key].documents if key in found else 0 for key in WINDOWS}
    totals["documents"] = sum(row.documents for row in found.values())
    told = _("Which claims stand on them, and which would fall, is told under Claims.")
    said, pages = sentences(session)
    notes = [Note(told, _("Claims"), "/claims"), Note(_published(pages), _("Publishing"), "/settings/publishing")]
    return Report("claims", _definitions(), rows, totals, said, notes)


def _published(pages: int) -> str:
    if not pages:
        return _("No page was published yet: which sentences are said on how many pages is counted on published pages.")
    if pages == MOST_PAGES:
        return _(
            "Sentences are counted on the {count} newest published pages, as they were kept, in English.", count=pages
        )
    return n_(
        "Sentences are counted on {count} published page, as it was kept, in English.",
        "Sentences are counted on {count} published pages, as they were kept, in English.",
        pages,
    )


def _window(on: date) -> Any:
    """In SQL: the window that a document's end lies in. ISO days compare as they read."""
    last = {key: (on + timedelta(days=days)).isoformat() for key, days in (("in_30", 30), ("in_60", 60), ("in_90", 90))}
    return case(
        (Withdrawal.id.is_not(None), "withdrawn"),
        (ENDS.is_(None), "open"),
        (on.isoformat() > ENDS, "ended"),
        *((day >= ENDS, key) for key, day in last.items()),
        else_="later",
    )


def _documents(*columns: Any) -> Any:
    """A statement over documents as they were last read, with the lots that they speak of."""
    newer = aliased(LotPaper)
    newest = select(func.max(newer.sequence)).where(
        newer.lot_id == LotPaper.lot_id, newer.document_id == LotPaper.document_id
    )
    stands = and_(LotPaper.stands == True, LotPaper.sequence == newest.correlate(LotPaper).scalar_subquery())
    return (
        select(*columns)
        .select_from(Document)
        .outerjoin(Reading, and_(Reading.document_id == Document.id, is_newest(Reading, "document_id")))
        .outerjoin(Supplier, Supplier.id == Document.supplier_id)
        .outerjoin(Withdrawal, and_(Withdrawal.document_id == Document.id, is_newest(Withdrawal, "document_id")))
        .outerjoin(LotPaper, and_(LotPaper.document_id == Document.id, stands))
    )


def _behind(session: Session, span: Span, column: str, key: str) -> Behind | None:
    if column == "said":
        return pages_that_say(session, key)
    holder = func.coalesce(Reading.holder, Supplier.name).label("holder")
    told = (Document.id, Document.code, Reading.kind, Reading.number, holder, ENDS.label("ends"))
    found = _documents(*told, func.count(distinct(LotPaper.lot_id)).label("lots"))
    found = found.group_by(
        Document.id, Document.code, Reading.kind, Reading.number, Reading.holder, Supplier.name, ENDS
    )
    key = key or (column if column in WINDOWS else "")
    found = found.where(_window(span.today) == key) if key else found
    return Behind(found.order_by(ENDS, Document.id), LISTED, lambda row: _line(row, span.today))


def _line(row: Any, on: date) -> dict[str, Any]:
    return {
        "document": row.code,
        "kind": _(row.kind) if row.kind else "",
        "number": row.number or "",
        "holder": row.holder or "",
        "ends": row.ends,
        "days_left": None if row.ends is None else (date.fromisoformat(row.ends) - on).days,
        "lots": row.lots,
    }


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    points = [
        Point(row["group"], row["documents"], ("documents", row["key"]), str(row["documents"])) for row in report.rows
    ]
    told = ", ".join(f"{one.label} {one.told}" for one in points)
    return [draw("bars", points, words=_("Documents by when they run out: {told}", told=told))]


def _definitions() -> dict[str, str]:
    return {
        "group": _(
            "By the day that a document ends, as it was last read; else by the day on which it is to be looked at again."
        ),
        "documents": _("Documents on record, each in one line only."),
        "lots": _("Lots that these documents speak of."),
        "withdrawn": _("Taken back by whoever gave it, or found to be false: its end no longer matters."),
    }


def columns(_span: Span) -> tuple[Column, ...]:
    return (
        Column("group", N_("Runs out")),
        Column("documents", N_("Documents"), "count", True),
        Column("lots", N_("Lots"), "count"),
    )


LISTED = (
    Column("document", N_("Document"), "document"),
    Column("kind", N_("Kind")),
    Column("number", N_("Number")),
    Column("holder", N_("Holder")),
    Column("ends", N_("Ends"), "day"),
    Column("days_left", N_("Days left"), "days"),
    Column("lots", N_("Lots"), "count"),
)

CLAIMS = Kind(
    "claims",
    N_("Claims and documents"),
    N_("Which documents run out in 30, 60 and 90 days, which have ended, and how many lots they speak of."),
    claims_report,
    columns,
    (
        *(Column(key, label, "count", True) for key, label in list(WINDOWS.items())[:4]),
        Column("said", N_("pages that say it"), "count", True),
    ),
    _behind,
    _pictures,
    has_span=False,
    in_parts=(N_("What is said"), N_("Sentence")),
)
