"""What strangers reported of copies: what waits, what was dealt with and how, and forgetting who wrote it."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.bench.showing import page_number
from workshop.days import day_at
from workshop.errors import Refusal
from workshop.forgetting import note_erased
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import zone
from workshop.provenance.codes import printed
from workshop.provenance.reported_copies import (
    PAGE,
    answer_copy,
    copy_reports,
    forget_reporter,
    reopen_copy,
    subject_of_report,
    waiting_copies,
)
from workshop.texts import PARAGRAPH
from workshop.units import moment
from workshop.web import done, done_reading, reading, shoproom
from workshop.wording import _

bp = Blueprint("reported_copies", __name__)


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
        day = day_at(moment(row.done_at), here)
        stands = _("Dealt with on {day} by {name}", day=day, name=row.done_by)
    words = (row.told or "", row.seen_where or "", row.contact or "")
    reported = day_at(moment(row.at), here)
    return CopyLine(row.subject, row.serial, printed(row.code), reported, *words, stands, row.done or "")


@bp.get("/copies")
@open_to()
def copies() -> ResponseReturnValue:
    """What waits, the newest first; with `?done=1` what was dealt with."""
    return _page(is_done=request.args.get("done") == "1")


def _page(*, is_done: bool, refused: str = "", refusal: Refusal | None = None) -> ResponseReturnValue:
    """`refused`: the report whose form was refused."""
    session, here, page = reading(), zone(), page_number()
    rows, waiting = copy_reports(session, "done" if is_done else "waiting", page), waiting_copies(session)
    done_reading()
    return render_template(
        "provenance/copies.html",
        found=[copy_line(row, here) for row in rows[:PAGE]],
        waiting=waiting,
        is_done=is_done,
        page=page,
        previous=_at(page - 1, is_done=is_done) if page > 1 else "",
        next=_at(page + 1, is_done=is_done) if len(rows) > PAGE else "",
        refused=refused,
        refusal=refusal,
        typed=request.form if refusal else {},
    ), refusal.status if refusal else 200


def _at(page: int, *, is_done: bool) -> str:
    return url_for("reported_copies.copies", done="1" if is_done else None, page=page if page > 1 else None)


@bp.post("/copies/<subject>/answers")
@open_to(*MAY_LET_GO)
def answers(subject: str) -> ResponseReturnValue:
    """It was dealt with: with a word of what was done."""
    try:
        said = forms.needed_text("done", longest=PARAGRAPH)
        done("deal with reported copy", lambda w: answer_copy(w, subject, said))
    except Refusal as refusal:
        return _page(is_done=False, refused=subject, refusal=refusal)
    flash(_("Kept. It stands under “Dealt with”."), "done")
    return redirect(url_for("reported_copies.copies"), 303)


@bp.post("/copies/<subject>/reopening")
@open_to(*MAY_LET_GO)
def reopening(subject: str) -> ResponseReturnValue:
    """A slip, or it came up again: the report waits once more."""
    done("open reported copy again", lambda w: reopen_copy(w, subject))
    flash(_("It waits again."), "done")
    return redirect(url_for("reported_copies.copies", _anchor=f"copy-{subject}"), 303)


@bp.post("/copies/<subject>/forgetting")
@open_to(*MAY_LET_GO)
def forgetting(subject: str) -> ResponseReturnValue:
    """What the stranger wrote is erased, in backups too when they are brought back; that something was reported stays."""
    known = subject_of_report(reading(), subject)
    note_erased(shoproom().settings.data_dir, [known])
    done("forget who reported a copy", lambda w: forget_reporter(w, known))
    return redirect(url_for("reported_copies.copies", done="1"), 303)
