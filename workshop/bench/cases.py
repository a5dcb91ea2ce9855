"""Cases: the list, packing one, its page and its printed list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from workshop import forms
from workshop.access import open_to, present
from workshop.bench.beginnings import terms_to_begin_with
from workshop.bench.codes import SLIP, serial_of_code, serial_of_slip, serials_of_tray
from workshop.bench.showing import page_number, words
from workshop.bench.symbols import small
from workshop.days import due, read_day, told_day
from workshop.downloads_web import sent_csv
from workshop.errors import NotFound, Refusal
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import local_date, today, zone
from workshop.reports.reckoning import terms_now
from workshop.sales.case_actions import NewCase, pack_case
from workshop.sales.case_queries import (
    PAGE,
    SORTS,
    WantedCases,
    case_row,
    every_case,
    find_case,
    fits,
    list_cases,
    ready_to_go,
)
from workshop.sales.case_rules import MOST_PIECES, PLACES, Fit, why_not
from workshop.sales.case_shown import CSV_HEAD, csv_cells, shown_case
from workshop.sales.consignment_queries import terms_of
from workshop.sales.consignment_rules import DISCOUNT_BY, LOSS_BY
from workshop.sales.consignment_shown import agreed_in_words
from workshop.sales.round_shown import shown_round
from workshop.sorting import read_sort
from workshop.texts import STORY, clean
from workshop.web import asked_with, do, done_reading, new_request_key, reading, shoproom
from workshop.wording import _

bp = Blueprint("cases", __name__)
LONGEST_CODE = 20


@bp.get("/cases")
@open_to()
def all_of_them() -> ResponseReturnValue:
    """Those that are out by the day they are awaited; closed ones on their own page."""
    wanted = _wanted()
    found = list_cases(reading(), wanted)
    lines = [_line(row) for row in found[:PAGE]]
    done_reading()

    return render_template(
        "cases/list.html",
        lines=lines,
        wanted=wanted,
        places=[(key, _(name)) for key, name in PLACES.items()],
        previous=asked_with(page=wanted.page - 1) if wanted.page > 1 else "",
        next=asked_with(page=wanted.page + 1) if len(found) > PAGE else "",
    )


def _wanted() -> WantedCases:
    place = request.args.get("place")
    closed = request.args.get("state") == "closed"
    return WantedCases(
        words("q"),
        place if place in PLACES else None,
        closed=closed,
        page=page_number(),
        missing=request.args.get("missing") == "yes",
        sort=read_sort(words("sort"), SORTS),
    )


def _line(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "where": _(PLACES.get(row.place, row.place)),
        "holder": row.holder or "",
        "left": local_date(row.at),
        "due": due(row.due_on, today()) if row.due_on and not row.closed_at else "",
        "counts": row,
    }


@bp.get("/cases.csv")
@open_to("owner")
def export() -> ResponseReturnValue:
    """The list as it is looked at."""
    here = zone()
    return sent_csv("cases.csv", CSV_HEAD, (csv_cells(row, here) for row in every_case(reading(), _wanted())))


@dataclass(frozen=True)
class Judged:
    """A piece that was chosen, and why it cannot go; empty when it can."""

    fit: Fit
    reason: str


@bp.get("/cases/new")
@open_to(*MAY_LET_GO)
def new() -> ResponseReturnValue:
    return _form(chosen=[one for one in request.args.getlist("serial") if len(one) <= LONGEST_CODE])


def _form(
    refusal: Refusal | None = None, judged: Sequence[Judged] = (), chosen: Sequence[str] = ()
) -> ResponseReturnValue:
    """What shall go where; with `judged` when somebody looked whether all can."""
    ready, due_on = ready_to_go(reading()), terms_now(reading()).due_on(today())
    done_reading()
    offered = {fit.serial for fit in ready}
    told = render_template(
        "cases/new.html",
        ready=ready,
        chosen=set(chosen),
        others=[one for one in chosen if one not in offered],
        judged=judged,
        good=[one.fit.serial for one in judged if not one.reason],
        places=[(key, _(name)) for key, name in PLACES.items()],
        most=MOST_PIECES,
        due=told_day(due_on) if due_on else "",
        refusal=refusal,
        typed=request.form,
        request_key=new_request_key(),
    )
    return told, refusal.status if refusal else 200


@bp.post("/cases")
@open_to(*MAY_LET_GO)
def pack() -> ResponseReturnValue:
    """Case out; or only look whether all of them can go."""
    chosen: list[str] = []
    try:
        place = forms.needed_text("place")
        chosen = typed_serials(reading())
        if forms.text("do") == "look":
            return _form(judged=_judged(chosen), chosen=chosen)
        new_case = NewCase(
            place=place,
            serials=chosen,
            holder=forms.text("holder"),
            contact=forms.text("contact"),
            due_on=read_day(forms.text("due_on"), field="due_on") or terms_now(reading()).due_on(today(), place),
        )
        answer = do("case out", lambda w: {"case": pack_case(w, new_case)})
    except Refusal as refusal:
        judged = _judged(chosen)
        if any(one.reason for one in judged):  # the page says of each why
            refusal.sentence = _("Nothing left yet: not all of them can go.")
        return _form(refusal, judged, chosen)
    flash(_("Case {code} is out. Print its list and lay it into the case.", code=answer.told["case"]), "done")
    return redirect(url_for("cases.one", code=answer.told["case"]), 303)


def _judged(serials: Sequence[str]) -> list[Judged]:
    place = request.form.get("place", "")
    return [Judged(fit, why_not(fit, place) or "") for fit in fits(reading(), serials)] if serials else []


def typed_serials(session: Session) -> list[str]:
    """The pieces that were ticked, scanned or typed, one a line or parted by commas. Raises NotFound naming what is none of ours."""
    typed = [*forms.texts("serial"), *_typed_lines()]
    serials, unknown = list[str](), list[str]()
    for one in typed[: MOST_PIECES + 1]:
        found = serials_of(session, one)
        serials += found
        if not found:
            unknown.append(one[:40])
    if unknown:
        raise NotFound(
            _("No piece here is called {names}. Look at the slip or the tag again.", names=", ".join(unknown)),
            slug="no-such-piece",
            field="serials",
        )
    return list(dict.fromkeys(serials))


def _typed_lines() -> list[str]:
    told = clean(request.form.get("serials"), field="serials", longest=STORY) or ""
    return [one for line in told.replace(",", "\n").replace(";", "\n").splitlines() if (one := line.strip())]


def serials_of(session: Session, typed: str) -> list[str]:
    """The piece of a slip, a tag or a number; the pieces of a tray's slip; none for anything else."""
    if typed.upper().startswith("TRAY:"):
        return serials_of_tray(session, typed)
    found = serial_of_slip(session, typed) or serial_of_code(session, typed)
    return [found] if found else []


@bp.get("/cases/<code>")
@open_to()
def one(code: str) -> ResponseReturnValue:
    """What a shop bought has a page of its own."""
    if "owner" in present().roles and case_row(reading(), code[:LONGEST_CODE]).place == "customer":
        return redirect(url_for("deliveries.one", code=code[:LONGEST_CODE]))
    return show(code)


def show(code: str, refusal: Refusal | None = None, link: str = "") -> ResponseReturnValue:
    """The page of a case, fresh or with what was refused; `link` is shown this once."""
    found = find_case(reading(), code[:LONGEST_CODE])
    terms, is_owner = terms_of(reading(), found.row.id), "owner" in present().roles
    may_agree = is_owner and terms is None and found.row.place == "gallery"
    told = render_template(
        "cases/one.html",
        case=shown_case(found, zone(), today()),
        is_owner=is_owner,
        agreed=agreed_in_words(terms) if terms else (),
        begins=terms_to_begin_with(reading(), found.row.holder) if may_agree else None,
        discount_by=[(key, _(name)) for key, name in DISCOUNT_BY.items()],
        loss_by=[(key, _(name)) for key, name in LOSS_BY.items()],
        round=shown_round(reading(), found, zone()),
        link=link,
        today=today().isoformat(),
        do=request.args.get("do", "") or request.form.get("do", ""),
        refusal=refusal,
        typed=request.form if refusal else {},
    )
    done_reading()
    return told, refusal.status if refusal else 200


@bp.get("/cases/<code>/list")
@open_to()
def printed(code: str) -> ResponseReturnValue:
    """On paper: what goes, with a box for what became of it, for where there is no network."""
    found = find_case(reading(), code[:LONGEST_CODE])
    case = shown_case(found, zone(), today())
    return render_template(
        "cases/paper.html",
        case=case,
        symbols={one.serial: _symbol(one.serial) for one in case.lines},
        printed_on=local_date(shoproom().now()),
    )


def _symbol(serial: str) -> Markup:
    return small(f"{SLIP}{serial}")
