"""What strangers reported of copies: what waits, what was dealt with and how, and forgetting who wrote it."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import goes_out, open_to
from workshop.bench.showing import page_number, words
from workshop.days import day_at
from workshop.downloads_web import sent_csv
from workshop.errors import Refusal
from workshop.forgetting import note_erased
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import zone
from workshop.provenance.codes import printed
from workshop.provenance.reported_copies import (
    PAGE,
    SORTS,
    answer_copy,
    copy_reports,
    every_report,
    forget_reporter,
    place_of_report,
    reopen_copy,
    subject_of_report,
    waiting_copies,
)
from workshop.sorting import read_sort
from workshop.texts import PARAGRAPH
from workshop.web import asked_with, done, done_reading, reading, shoproom
from workshop.wording import _

bp = Blueprint("reported_copies", __name__)
HEAD = ["piece", "tag", "reported", "what is different", "where it was seen", "contact", "dealt with on", "by", "done"]


@dataclass(frozen=True)
class CopyLine:
    """A report as it is shown; `stands` says who dealt with it and when, empty while it waits."""

    subject: str
    serial: str
    code: str
    reported: str
    told: str
    seen_where: str
    contact: str
    stands: str
    done: str

    @property
    def is_erased(self) -> bool:
        return not self.told


def copy_line(row: Any, here: ZoneInfo) -> CopyLine:
    stands = ""
    if row.answer_id is not None:
        day = day_at(row.done_at, here)
        stands = _("Dealt with on {day} by {name}", day=day, name=row.done_by)
    words = (row.told or "", row.seen_where or "", row.contact or "")
    reported = day_at(row.at, here)
    return CopyLine(row.subject, row.serial, printed(row.code), reported, *words, stands, row.done or "")


@bp.get("/copies")
@open_to()
def copies() -> ResponseReturnValue:
    """What waits, the newest first; with `?done=1` what was dealt with."""
    return _page()


def _page(*, refused: str = "", refusal: Refusal | None = None) -> ResponseReturnValue:
    """`refused`: the report whose form was refused; its page of the list is shown again."""
    session, here, page, sought, sort = reading(), zone(), page_number(), words("q"), read_sort(words("sort"), SORTS)
    rows, waiting = copy_reports(session, _which(), page, sought, sort), waiting_copies(session)
    done_reading()
    return render_template(
        "provenance/copies.html",
        found=[copy_line(row, here) for row in rows[:PAGE]],
        waiting=waiting,
        is_done=_which() == "done",
        sought=sought or "",
        sort=sort,
        page=page,
        previous=_list(page=page - 1 if page > 2 else None) if page > 1 else "",
        next=_list(page=page + 1) if len(rows) > PAGE else "",
        refused=refused,
        refusal=refusal,
        typed=request.form if refusal else {},
    ), refusal.status if refusal else 200


def _which() -> str:
    return "done" if request.args.get("done") == "1" else "waiting"


def _list(**changed: object) -> str:
    """The list as it was asked for, or with these asked otherwise."""
    return url_for("reported_copies.copies") + asked_with(**changed)


@bp.get("/copies/<subject>")
@open_to()
def one(subject: str) -> ResponseReturnValue:
    """The page of the list where this report stands now, at its line."""
    is_waiting, page = place_of_report(reading(), subject)
    shown, of_pages = None if is_waiting else 1, page if page > 1 else None
    return redirect(url_for("reported_copies.copies", done=shown, page=of_pages, _anchor=f"copy-{subject}"), 302)


@bp.get("/copies.csv")
@open_to(*MAY_LET_GO)
@goes_out
def export() -> ResponseReturnValue:
    """The list as it is looked at, with who wrote."""
    sort = read_sort(words("sort"), SORTS)
    here, found = zone(), every_report(reading(), _which(), words("q"), sort)
    return sent_csv("reported-copies.csv", HEAD, (_cells(row, here) for row in found))


def _cells(row: Any, here: ZoneInfo) -> list[object]:
    said = [row.told, row.seen_where, row.contact]
    dealt = [row.done_at and row.done_at.astimezone(here).date(), row.done_by, row.done]
    return [row.serial, printed(row.code), row.at.astimezone(here).date(), *said, *dealt]


@bp.post("/copies/<subject>/answers")
@open_to(*MAY_LET_GO)
def answers(subject: str) -> ResponseReturnValue:
    """It was dealt with: with a word of what was done."""
    try:
        said = forms.needed_text("done", longest=PARAGRAPH)
        done("deal with reported copy", lambda w: answer_copy(w, subject, said))
    except Refusal as refusal:
        return _page(refused=subject, refusal=refusal)
    flash(_("Kept. It stands under “Dealt with”."), "done")
    return redirect(_list(), 303)


@bp.post("/copies/<subject>/reopening")
@open_to(*MAY_LET_GO)
def reopening(subject: str) -> ResponseReturnValue:
    """A slip, or it came up again: the report waits once more."""
    done("open reported copy again", lambda w: reopen_copy(w, subject))
    flash(_("It waits again."), "done")
    return redirect(url_for("reported_copies.one", subject=subject), 303)


@bp.post("/copies/<subject>/forgetting")
@open_to(*MAY_LET_GO)
def forgetting(subject: str) -> ResponseReturnValue:
    """What the stranger wrote is erased, in backups too when they are brought back; that something was reported stays."""
    known = subject_of_report(reading(), subject)
    note_erased(shoproom().settings.data_dir, [known])
    done("forget who reported a copy", lambda w: forget_reporter(w, known))
    return redirect(url_for("reported_copies.copies", done="1"), 303)
