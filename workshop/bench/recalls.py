"""Recalls: begun, worked through piece by piece, and ended."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import goes_out, open_to
from workshop.bench.card import where
from workshop.bench.claims import as_csv
from workshop.bench.showing import page_number, words
from workshop.catalogue.wording import flagged
from workshop.claims.tracelines import Line
from workshop.csvs import csv_bytes
from workshop.days import day
from workshop.errors import Invalid, Refusal
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import zone
from workshop.provenance.falling import pages_of
from workshop.provenance.recalls import (
    MOST_EXPORTED,
    MOST_PIECES,
    PAGE,
    SORTS,
    NewRecall,
    end_recall,
    list_recalls,
    mark_told,
    one_recall,
    recalled_pieces,
    start_recall,
    trace_again,
)
from workshop.sorting import read_sort
from workshop.texts import PARAGRAPH, STORY
from workshop.web import asked_with, do, done, done_reading, reading
from workshop.wording import N_, _, n_

bp = Blueprint("recalls", __name__)

# What of a recall stands on public pages, under the name of its field.
TEXTS = {"reason": N_("What is wrong"), "risk": N_("The risk"), "to_do": N_("What to do")}


@bp.get("/recalls")
@open_to()
def recalls() -> ResponseReturnValue:
    """All of them, those that go on first. One statement."""
    page, here, sought = page_number(), zone(), words("q") or ""
    sort = read_sort(words("sort"), SORTS)
    found = list_recalls(reading(), page, sought, sort=sort)
    done_reading()
    return render_template(
        "provenance/recalls.html",
        found=[(one, day(one.at.astimezone(here).date()), _ended(one.ended_at, here)) for one in found[:PAGE]],
        sought=sought,
        sort=sort,
        said=_("Page {page}", page=page),
        previous=asked_with(page=page - 1) if page > 1 else "",
        next=asked_with(page=page + 1) if len(found) > PAGE else "",
    )


@bp.get("/recalls.csv")
@open_to()
def export_all() -> ResponseReturnValue:
    """All recalls that the list would show."""
    sort = read_sort(words("sort"), SORTS)
    found = list_recalls(reading(), sought=words("q") or "", most=MOST_EXPORTED, sort=sort)
    head = ["recall", "what is wrong", "the risk", "what to do", "from", "since", "ended", "pieces", "told"]
    rows = [
        (
            one.code,
            one.reason,
            one.risk,
            one.to_do,
            one.begun_from,
            one.at.date(),
            one.ended_at and one.ended_at.date(),
            one.pieces,
            one.told,
        )
        for one in found
    ]
    return as_csv("recalls", csv_bytes(head, rows))


def _ended(at: datetime | None, here: ZoneInfo) -> str:
    return _("ended on {day}", day=day(at.astimezone(here).date())) if at else ""


@bp.get("/recalls/new")
@open_to(*MAY_LET_GO)
def new() -> ResponseReturnValue:
    return _form(None)


def _form(refusal: Refusal | None) -> ResponseReturnValue:
    values = {"typed": request.form if refusal else {}, "begun_from": request.args.get("from", "")[:60]}
    return render_template("provenance/recall_new.html", refusal=refusal, **values), refusal.status if refusal else 200


@bp.post("/recalls")
@open_to(*MAY_LET_GO)
def begin() -> ResponseReturnValue:
    """Call pieces back."""
    try:
        begun = NewRecall(
            reason=forms.needed_text("reason", longest=PARAGRAPH),
            risk=forms.needed_text("risk", longest=PARAGRAPH),
            to_do=forms.needed_text("to_do", longest=PARAGRAPH),
            begun_from=forms.text("begun_from"),
            serials=tuple((forms.text("serials", longest=STORY) or "").replace(",", " ").split()),
        )
        answer = do("start recall", lambda w: {"code": start_recall(w, begun)})
    except Refusal as refusal:
        return _form(refusal)
    return redirect(url_for("recalls.recall", code=answer.told["code"]), 303)


@bp.get("/recalls/<code>")
@open_to()
def recall(code: str) -> ResponseReturnValue:
    """Who must be told."""
    return _page(code)


def _page(code: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    session, page, here = reading(), page_number(), zone()
    found = one_recall(session, code)
    flags = flagged(session, [(label, getattr(found, name)) for name, label in TEXTS.items()])
    pieces = recalled_pieces(session, code, page=page)
    pages = pages_of(session, [line.piece_id for line, _told in pieces[:PAGE]])
    done_reading()
    last = (page - 1) * PAGE + len(pieces[:PAGE])
    values = {
        "found": found,
        "flags": [(_(one.place), one.found) for one in flags],
        "begun": day(found.at.astimezone(here).date()),
        "ended": _ended(found.ended_at, here),
        "lines": [_line(line, told_at, here) for line, told_at in pieces[:PAGE]],
        "pages": pages,
        "said": _("{first} to {last} of {all}", first=min(last, (page - 1) * PAGE + 1), last=last, all=found.pieces),
        "previous": url_for("recalls.recall", code=found.code, page=page - 1) if page > 1 else "",
        "next": url_for("recalls.recall", code=found.code, page=page + 1) if len(pieces) > PAGE else "",
    }
    typed = request.form if refusal else {}
    status = refusal.status if refusal else 200
    return render_template("provenance/recall.html", refusal=refusal, typed=typed, **values), status


def _line(line: Line, told_at: datetime | None, here: ZoneInfo) -> dict[str, object]:
    return {
        "serial": line.code,
        "what": line.what,
        "piece_id": line.piece_id,
        "where": _place(line),
        "holder": line.holder or "",
        "left": day(line.left_at.astimezone(here).date()) if line.left_at else "",
        "told": day(told_at.astimezone(here).date()) if told_at else "",
    }


def _place(line: Line) -> str:
    return _("scrapped") if line.place == "scrapped" else where(line.place or "")


@bp.get("/recalls/<code>/pieces.csv")
@open_to()
@goes_out
def export(code: str) -> ResponseReturnValue:
    """Who must be told, whole."""
    session = reading()
    found = one_recall(session, code)
    pieces = recalled_pieces(session, code, most=MOST_PIECES)
    pages = pages_of(session, [line.piece_id for line, _told in pieces])
    head = ["serial", "design", "where", "with", "left", "told", "public page"]
    rows = [
        (
            line.code,
            line.what,
            line.place,
            line.holder,
            line.left_at and line.left_at.date(),
            told_at and told_at.date(),
            pages.get(line.piece_id),
        )
        for line, told_at in pieces
    ]
    return as_csv(f"recall-{found.code}", csv_bytes(head, rows))


@bp.post("/recalls/<code>/told")
@open_to(*MAY_LET_GO)
def told(code: str) -> ResponseReturnValue:
    """Whoever has these pieces was told."""
    try:
        serials = _ticked()
        answer = do("told of recall", lambda w: {"told": mark_told(w, code, serials)})
    except Refusal as refusal:
        return _page(code, refusal)
    count = answer.told["told"]
    flash(n_("Noted for {count} piece.", "Noted for {count} pieces.", count), "done")
    return redirect(url_for("recalls.recall", code=code), 303)


def _ticked() -> list[str]:
    serials = forms.texts("serial")
    if not serials:
        raise Invalid(_("Tick the pieces whose holders were told."), slug="nobody-ticked")
    return serials


@bp.post("/recalls/<code>/trace")
@open_to(*MAY_LET_GO)
def again(code: str) -> ResponseReturnValue:
    """Name what was made since."""
    try:
        answer = do("trace recall again", lambda w: {"more": trace_again(w, code)})
    except Refusal as refusal:
        return _page(code, refusal)
    count = answer.told["more"]
    flash(n_("{count} more piece.", "{count} more pieces.", count), "done")
    return redirect(url_for("recalls.recall", code=code), 303)


@bp.post("/recalls/<code>/end")
@open_to(*MAY_LET_GO)
def end(code: str) -> ResponseReturnValue:
    """It is over."""
    try:
        note = forms.needed_text("note", longest=PARAGRAPH)
        done("end recall", lambda w: end_recall(w, code, note))
    except Refusal as refusal:
        return _page(code, refusal)
    flash(_("The recall has ended. Public pages say so no longer."), "done")
    return redirect(url_for("recalls.recall", code=code), 303)
