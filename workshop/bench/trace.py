"""The trace: from any code up to who vouches for it and down to the pieces and their pages."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.access import goes_out, open_to
from workshop.bench.card import where
from workshop.bench.claims import as_csv
from workshop.bench.showing import page_number, words
from workshop.claims.trace import LISTS, Start, count_all, find_start
from workshop.claims.tracelines import PAGE, Line, lines_of
from workshop.csvs import csv_bytes
from workshop.days import short_day
from workshop.errors import NotFound
from workshop.people.shop_web import zone
from workshop.provenance.falling import pages_of
from workshop.web import done_reading, reading
from workshop.wording import N_, _

bp = Blueprint("trace", __name__)

MOST_EXPORTED = 100_000
NAMES = {"pieces": N_("Pieces"), "lots": N_("Lots"), "documents": N_("Documents"), "suppliers": N_("Suppliers")}
KINDS = {
    "piece": N_("piece"),
    "lot": N_("lot"),
    "document": N_("document"),
    "supplier": N_("supplier"),
    "report": N_("stone report"),
}
WAYS = {"up": N_("before it"), "here": N_("this one"), "down": N_("after it")}
ADDRESSES = {
    "pieces": "/pieces/{code}",
    "lots": "/materials/lots/{code}",
    "documents": "/materials/documents/{code}",
    "suppliers": "/materials/suppliers/{code}",
}


@bp.get("/materials/trace")
@open_to()
def ask() -> ResponseReturnValue:
    """The field, or on to what was typed in it."""
    typed = words("q")
    if not typed:
        return render_template("claims/trace_ask.html", typed="", sentence="")
    try:
        start = find_start(reading(), typed)
    except NotFound as refusal:
        done_reading()
        return render_template("claims/trace_ask.html", typed=typed, sentence=refusal.sentence), 404
    return redirect(url_for("trace.trace", code=start.code), 303)


@bp.get("/materials/trace/<path:code>")
@open_to()
def trace(code: str) -> ResponseReturnValue:
    """One list of what hangs together with it. Five statements at most."""
    session, page, show = reading(), page_number(), _show()
    start = find_start(session, code)
    counts = count_all(session, start)
    lines = lines_of(session, start, show, page=page)
    shown = lines[:PAGE]
    pages = pages_of(session, [line.piece_id for line in shown]) if show == "pieces" else {}
    here = zone()
    done_reading()
    address = url_for("trace.trace", code=start.code, show=show)
    last = (page - 1) * PAGE + len(shown)
    return render_template(
        "claims/trace.html",
        start=start,
        kind=_(KINDS[start.kind]),
        show=show,
        lists=[(key, _(NAMES[key]), getattr(counts, key)) for key in LISTS],
        lines=[(line, ADDRESSES[show].format(code=line.code)) for line in shown],
        left={line.code: short_day(line.left_at, here) for line in shown if line.left_at},
        pages=pages,
        where=where,
        ways={key: _(told) for key, told in WAYS.items()},
        said=_(
            "{first} to {last} of {all}", first=min(last, (page - 1) * PAGE + 1), last=last, all=getattr(counts, show)
        ),
        previous=f"{address}&page={page - 1}" if page > 1 else "",
        next=f"{address}&page={page + 1}" if len(lines) > PAGE else "",
    )


def _show() -> str:
    asked = request.args.get("show", "")
    return asked if asked in LISTS else LISTS[0]


@bp.get("/materials/trace.csv")
@open_to()
@goes_out
def export() -> ResponseReturnValue:
    """One of the lists, whole."""
    session, show = reading(), _show()
    start = find_start(session, words("q") or "")
    lines = lines_of(session, start, show, most=MOST_EXPORTED)
    pages = pages_of(session, [line.piece_id for line in lines]) if show == "pieces" else {}
    if show != "pieces":
        return as_csv(_file(start, show), csv_bytes(["code", "what", "way", "note"], [_short(line) for line in lines]))
    head = ["serial", "design", "place", "with", "left", "public page"]
    return as_csv(_file(start, show), csv_bytes(head, [_long(line, pages.get(line.piece_id)) for line in lines]))


def _file(start: Start, show: str) -> str:
    return f"trace-{''.join(sign for sign in start.code if (sign.isascii() and sign.isalnum()) or sign == '-')}-{show}"


def _short(line: Line) -> list[object]:
    return [line.code, line.what, line.way, line.note]


def _long(line: Line, page: str | None) -> list[object]:
    return [line.code, line.what, line.place, line.holder, line.left_at and line.left_at.date(), page]
