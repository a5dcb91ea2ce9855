"""Repairs at the counter and the bench: the list, the intake, and the page of one."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, present
from workshop.aftercare.notices import hows, notices_of_estimate, told_line
from workshop.aftercare.repair_actions import WAYS_BACK
from workshop.aftercare.repair_intake import MOST_PHOTOS, Intake, take_in
from workshop.aftercare.repair_lists import PAGE, SORTS, every_repair, list_repairs
from workshop.aftercare.repair_queries import Repair, find_repair
from workshop.aftercare.repair_shown import DOTS, TO_US, WAITS, shown_repair, what_it_is
from workshop.aftercare.repair_words import letter
from workshop.aftercare.weights import after_repair, shown_weights, weights_of
from workshop.bench.chosen import chosen_again, kept_photo
from workshop.bench.ended_lists import open_or_ended
from workshop.bench.piece import typed_division
from workshop.bench.showing import words
from workshop.catalogue.defaults import KINDS
from workshop.days import date_at, due, read_day
from workshop.downloads_web import sent_csv
from workshop.errors import Refusal
from workshop.letter import Letter
from workshop.money import priced
from workshop.people.duties import MAY_WORK
from workshop.people.shop_web import local_date, the_shop, today, zone
from workshop.pieces.actions import NewPhoto
from workshop.pieces.queries import piece_standing
from workshop.sorting import read_sort
from workshop.texts import PARAGRAPH
from workshop.units import grams
from workshop.web import do, done_reading, new_request_key, reading
from workshop.wording import _

bp = Blueprint("repairs", __name__)
HEAD = [
    "repair",
    "serial",
    "piece",
    "ours",
    "state",
    "received",
    "due",
    "weight g",
    "before g",
    "agreed",
    "ended",
    "how",
]


@bp.get("/repairs")
@open_to()
def all_of_them() -> ResponseReturnValue:
    """Open ones by the day they are due; those that ended on their own page."""
    return open_or_ended("repairs", partial(list_repairs, reading()), _line, PAGE, SORTS)


def _line(one: Any) -> dict[str, Any]:
    row = one.row
    return {
        "code": row.code,
        "serial": row.serial,
        "what": what_it_is(row),
        "seen": row.seen,
        "waits": _("{state}; a question waits for an answer", state=_(WAITS[one.step]))
        if one.row.asks and not one.row.ended_at
        else _(WAITS[one.step]),
        "dot": DOTS[one.step],
        "came": local_date(row.received_at),
        "due": due(row.due_on, today()) if not row.ended_at else "",
        "is_ours": row.is_ours,
    }


@bp.get("/repairs.csv")
@open_to("owner")
def export() -> ResponseReturnValue:
    """The list as it is looked at, without its customers."""
    sort, ended = read_sort(words("sort"), SORTS), request.args.get("state") == "ended"
    found = every_repair(reading(), words("q"), sort, ended=ended)
    return sent_csv("repairs.csv", HEAD, (_cells(one) for one in found))


def _cells(one: Any) -> list[object]:
    row = one.row
    shop = the_shop()
    zone_name = shop.time_zone if shop else None
    ended = date_at(row.ended_at, zone_name).isoformat() if row.ended_at else ""
    agreed = priced(row.price_minor, row.currency) if row.answer else ""
    told = [row.code, row.serial, row.design, "yes" if row.is_ours else "no", one.step]
    weights = [grams(row.weight_mg), grams(row.before_mg) if row.before_mg else ""]
    came = date_at(row.received_at, zone_name).isoformat()
    return [*told, came, row.due_on or "", *weights, agreed, ended, row.ended_how or ""]


@bp.get("/repairs/new")
@open_to(*MAY_WORK)
def new() -> ResponseReturnValue:
    return _form()


def _form(refusal: Refusal | None = None) -> ResponseReturnValue:
    """The intake; for a piece of ours its number is typed or scanned, for another its kind is chosen."""
    serial = request.values.get("serial", "").strip().upper()[:60]
    standing = None
    if serial:
        try:
            standing = piece_standing(reading(), serial.replace("\0", ""))
        except Refusal as unknown:
            refusal = refusal or unknown
            refusal.field = refusal.field or "serial"
    done_reading()
    told = render_template(
        "repairs/new.html",
        serial=serial,
        standing=standing,
        elsewhere=request.method == "POST" or "elsewhere" in request.args,
        kinds=[(kind.key, _(kind.name)) for kind in KINDS],
        most_photos=MOST_PHOTOS,
        refusal=refusal,
        typed=request.form if request.method == "POST" else {},
        chosen=chosen_again() if request.method == "POST" else {},
        request_key=new_request_key(),
    )
    return told, refusal.status if refusal else 200


@bp.post("/repairs")
@open_to(*MAY_WORK)
def intake() -> ResponseReturnValue:
    try:
        typed = _typed()
        answer = do("take in", lambda w: {"repair": take_in(w, typed)})
    except Refusal as refusal:
        return _form(refusal)
    flash(_("Taken in as {code}. Print the receipt, then look at it in peace.", code=answer.told["repair"]), "done")
    return redirect(url_for("repairs.one", code=answer.told["repair"]), 303)


def _typed() -> Intake:
    serial = forms.text("serial")
    return Intake(
        looks=forms.needed_text("looks", longest=PARAGRAPH),
        weight_mg=forms.weight("weight"),
        serial=serial.upper() if serial else None,
        kind=forms.text("kind") if not serial else None,
        seen=forms.seen() or 0,
        division_mg=typed_division(),
        wish=forms.text("wish", longest=PARAGRAPH),
        size=forms.text("size"),
        stones=forms.whole("stones"),
        customer=forms.text("customer"),
        contact=forms.text("contact"),
        due_on=read_day(forms.text("due_on"), field="due_on"),
        is_told={"yes": True, "no": False}.get(forms.text("is_told") or ""),
        photos=_photos(),
    )


def _photos() -> tuple[NewPhoto, ...]:
    kept = (kept_photo(f"photo_{at}", caption=forms.text(f"caption_{at}")) for at in range(1, 4))
    return tuple(one for one in kept if one)


@bp.get("/repairs/<code>")
@open_to()
def one(code: str) -> ResponseReturnValue:
    return show(code)


def _after(found: Repair) -> str:
    """How it weighs since its newest pass here, beside the intake; empty before one."""
    looked, row = found.inspection, found.row
    if looked is None or looked.gross_mg is None:
        return ""
    return after_repair(looked.gross_mg, row.weight_mg, division_mg=row.division_mg)


def _letter(found: Repair, link: str) -> Letter | None:
    """With a link that was just made; else, while an estimate waits for its answer, of the link that is out."""
    row = found.row
    if link or (found.step == "answer" and found.link_until):
        return letter(row.code, row.contact, link)
    return None


def show(code: str, refusal: Refusal | None = None, link: str = "") -> ResponseReturnValue:
    """The page of a repair, fresh or with what was refused; `link` is shown this once."""
    shop = the_shop()
    found = find_repair(reading(), code[:20], shop.time_zone if shop else None)
    standing = piece_standing(reading(), found.row.serial)
    told = render_template(
        "repairs/one.html",
        repair=shown_repair(found, zone(), beads=TO_US),
        customer=found.row.customer or "",
        contact=found.row.contact or "",
        standing=standing,
        weights=shown_weights(weights_of(reading(), found.row.piece_id), zone()),
        after=_after(found),
        ended=found.row.ended_how or "",
        back_by=found.row.back_by or "",
        link=link,
        letter=_letter(found, link),
        hows=hows(),
        notices=[told_line(one, zone()) for one in notices_of_estimate(reading(), found.row.estimate_id)],
        ways_back=[(key, _(told)) for key, told in WAYS_BACK.items()],
        link_until=local_date(found.link_until) if found.link_until else "",
        do=request.args.get("do") or request.form.get("do", ""),
        currency=(shop.currency if shop else "") or "",
        is_owner="owner" in present().roles,
        refusal=refusal,
        typed=request.form if refusal else {},
        chosen=chosen_again() if refusal else {},
    )
    return told, refusal.status if refusal else 200
