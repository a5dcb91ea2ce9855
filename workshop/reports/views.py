"""Pages of the reports, the pieces behind each figure, and both as files. For the owner alone."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from workshop.access import open_to
from workshop.database import Database, stream
from workshop.downloads_web import sent_csv, sent_file
from workshop.errors import Invalid, NotFound
from workshop.people.queries import find_shop
from workshop.people.shop_web import today
from workshop.reports.asked import Choice, Days, address_of, earlier, ends_of, later, read_days, read_last, sizes
from workshop.reports.book import KINDS, span_of
from workshop.reports.bounds import narrowed
from workshop.reports.naming import span_name, told_span
from workshop.reports.shown import definitions, figures, kept, lines, sums
from workshop.reports.spans import before
from workshop.reports.taking import xlsx_chunks
from workshop.reports.told import Behind, Column, Kind, Note, Report, Span
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _, in_english

reports = Blueprint("reports", __name__, url_prefix="/reports")

PAGE = 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@reports.get("")
@open_to("owner")
def index() -> ResponseReturnValue:
    """Every report with what it tells."""
    return render_template("reports/index.html", kinds=list(KINDS.values()))


@reports.get("/<report_name>")
@open_to("owner")
def page(report_name: str) -> ResponseReturnValue:
    """A report over the days that are asked for, and its large figures over as many days before."""
    kind = _known(report_name)
    days, refusal = _days(kind)
    session, shop = reading(), find_shop(reading())
    asked_span = _span(kind, days)
    span, notes = narrowed(session, kind, asked_span)
    currency = shop.currency if shop else None
    report = kind.make(session, span, currency)
    span_before = before(span) if kind.has_span and kind.is_compared else None
    compared = kind.make(session, span_before, currency) if span_before else None
    done_reading()
    path, asked = f"/reports/{kind.name}", {"by": span.by if span.by != _first_way(kind) else ""}
    shown_days = _shown_days(kind, days)
    told_days = shown_days if span == asked_span else Days(span.first, span.last or today())

    def behind(column: str, key: str) -> str:
        return address_of(f"{path}/pieces", told_days, of=f"{column}.{key}", **asked)

    columns = kind.columns(span)
    return render_template(
        "reports/page.html",
        kind=kind,
        report=report,
        notes=(*notes, *report.notes, *_kept_short(kind, report)),
        columns=columns,
        lines=lines(columns, report.rows[: kind.most_rows], span.zone, behind),
        total=sums(columns[1:], report.totals, span.zone, behind) if kind.adds_up else [],
        behind=behind,
        definitions=definitions(report, columns),
        figures=figures(
            [one for one in kind.figures if one.key in report.totals],
            report.totals,
            compared.totals if compared else None,
            span.zone,
            behind,
        ),
        pictures=[one for one in kind.pictures(report, span) if one] if kind.pictures else [],
        over_time=lines(_over_time(kind, report), report.series, span.zone, behind),
        said=_said(kind, span, columns),
        compared=span_name(span_before) if span_before else "",
        ways=_ways(path, kind, span, shown_days),
        files=address_of(f"{path}.csv", shown_days, **asked),
        sheets=address_of(f"{path}.xlsx", shown_days, **asked),
        refusal=refusal,
        **_around(kind, path, days, asked),
    ), (refusal.status if refusal else 200)


def _said(kind: Kind, span: Span, columns: Sequence[Column]) -> str:
    """What it covers, and which money it speaks of."""
    told = told_span(kind, span)
    if not span.currency or not any(one.look == "money" for one in columns):
        return told
    return _("{days}. Money in {currency}.", days=told, currency=span.currency)


def _kept_short(kind: Kind, report: Report) -> list[Note]:
    if kind.most_rows is None or len(report.rows) <= kind.most_rows:
        return []
    return [
        Note(
            _("The first {count} of {all} stand here. The files hold all.", count=kind.most_rows, all=len(report.rows))
        )
    ]


def _over_time(kind: Kind, report: Report) -> list[Column]:
    """The large figures that are told part by part too."""
    there = report.series[0] if report.series else {}
    return [Column("part", kind.in_parts[1]), *(one for one in kind.figures if one.key in there)]


def _around(kind: Kind, path: str, days: Days, asked: dict[str, str]) -> dict[str, Any]:
    """The days before and after, and the sizes of a span."""
    return {
        "path": path,
        "asked": asked,
        "days": days,
        "sizes": (ends_of if kind.is_day else sizes)(path, days, today(), **asked),
        "earlier": earlier(path, days, **asked),
        "later": later(path, days, today(), **asked),
    }


def _ways(path: str, kind: Kind, span: Span, days: Days | None) -> list[Choice]:
    first = _first_way(kind)
    return [
        Choice(_(label), address_of(path, days, by="" if key == first else key), span.by == key)
        for key, label in kind.ways
    ]


def _first_way(kind: Kind) -> str:
    return kind.ways[0][0] if kind.ways else ""


def _known(name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None:
        raise NotFound(_("There is no such report."), slug="no-such-report")
    return kind


def _days(kind: Kind) -> tuple[Days, Invalid | None]:
    """The days that are asked for; for what is no day the usual ones, and why."""
    last = request.args.get("last")
    try:
        return read_last(last) if kind.is_day else read_days(
            request.args.get("first"), last, today(), usual=kind.usual
        ), None
    except Invalid as refusal:
        return read_last(None) if kind.is_day else read_days(None, None, today(), usual=kind.usual), refusal


def _shown_days(kind: Kind, days: Days) -> Days | None:
    """The days that an address names."""
    return days if kind.has_span or (kind.is_day and days.last) else None


def _span(kind: Kind, days: Days) -> Span:
    by = request.args.get("by", "")
    known = by if by in dict(kind.ways) else _first_way(kind)
    first, last = (days.first, days.last) if kind.has_span or kind.is_day else (None, None)
    return span_of(reading(), first, last, shoproom().now(), known)


@reports.get("/<report_name>/pieces")
@open_to("owner")
def pieces(report_name: str) -> ResponseReturnValue:
    """The pieces behind one figure, some to a page."""
    kind = _known(report_name)
    days = _days(kind)[0]
    session, number = reading(), _page_number()
    span, notes = narrowed(session, kind, _span(kind, days))
    found = _behind(kind, span)
    of = session.scalar(select(func.count()).select_from(found.statement.order_by(None).subquery())) or 0
    rows = list(session.execute(found.statement.limit(PAGE).offset((number - 1) * PAGE)))
    told = [found.tell(row) for row in rows]
    done_reading()
    asked = {"of": request.args.get("of", ""), "by": request.args.get("by", "")}
    here, shown_days = f"/reports/{kind.name}/pieces", _shown_days(kind, days)
    return render_template(
        "reports/pieces.html",
        kind=kind,
        notes=notes,
        columns=found.columns,
        lines=lines(found.columns, told, span.zone, lambda _column, _key: ""),
        of=of,
        first=(number - 1) * PAGE + 1,
        last=(number - 1) * PAGE + len(rows),
        said=told_span(kind, span),
        back=address_of(f"/reports/{kind.name}", shown_days, by=asked["by"]),
        files=address_of(f"{here}.csv", shown_days, **asked),
        sheets=address_of(f"{here}.xlsx", shown_days, **asked),
        previous=address_of(here, shown_days, **asked, page=str(number - 1)) if number > 1 else "",
        next=address_of(here, shown_days, **asked, page=str(number + 1)) if number * PAGE < of else "",
        **_whose(kind, span, asked["of"]),
    )


def _whose(kind: Kind, span: Span, of: str) -> dict[str, str]:
    """What the figure is called, and the row it stands in."""
    column, _dot, key = of.partition(".")
    known = {one.key: one.label for one in (*kind.figures, *kind.columns(span))}
    return {"what": _(known.get(column, "Pieces")), "key": key.removeprefix("at:")}


def _behind(kind: Kind, span: Span) -> Behind:
    column, _dot, key = request.args.get("of", "").partition(".")
    opening = {one.key for one in (*kind.columns(span), *kind.figures) if one.opens}
    found = kind.behind(reading(), span, column, key) if kind.behind and column in opening else None
    if found is None:
        raise NotFound(_("There are no pieces behind that."), slug="not-found")
    return found


def _page_number() -> int:
    typed = request.args.get("page", "")
    return max(int(typed), 1) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 1


@reports.get("/<report_name>.<any(csv, xlsx):sheet>")
@open_to("owner")
def table(report_name: str, sheet: str) -> ResponseReturnValue:
    """The table of a report as a file."""
    kind = _known(report_name)
    span = _span(kind, _days(kind)[0])
    with in_english():
        shop = find_shop(reading())
        report = kind.make(reading(), span, shop.currency if shop else None)
    done_reading()
    columns = kind.columns(span)
    rows = [_values(columns, row, span) for row in report.rows]
    return _file(kind.name, sheet, columns, rows, report)


def _values(columns: Sequence[Column], row: Any, span: Span) -> list[Any]:
    return [kept(row.get(column.key), span.zone) for column in columns]


@reports.get("/<report_name>/pieces.<any(csv, xlsx):sheet>")
@open_to("owner")
def pieces_file(report_name: str, sheet: str) -> ResponseReturnValue:
    """All pieces behind one figure as a file, read and written some at a time."""
    kind = _known(report_name)
    span = _span(kind, _days(kind)[0])
    found = _behind(kind, span)
    done_reading()
    return _file(f"{kind.name}-pieces", sheet, found.columns, _streamed(shoproom().database, found, span), None)


def _streamed(database: Database, found: Behind, span: Span) -> Iterator[list[Any]]:
    """Rows of a session of its own, which lives as long as the file is being written."""
    with database.reading() as session:
        for row in stream(session, found.statement):
            with in_english():
                told = found.tell(row)
            yield _values(found.columns, told, span)


def _file(name: str, form: str, columns: Sequence[Column], rows: Any, report: Report | None) -> Response:
    head, file = [column.key for column in columns], f"{name}-{date.isoformat(today())}.{form}"
    if form == "csv":
        return sent_csv(file, head, rows)
    words = [("Words", ("word", "meaning"), list(report.definitions.items()))] if report else []
    return sent_file(file, xlsx_chunks([(name[:31], head, rows), *words]), SHEET)
