"""The end of a day at the bench: weigh the tray, count the stones, weigh the lemel; and instruments that are checked."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, present
from workshop.bench.lot_words import exact
from workshop.bench.showing import page_number
from workshop.errors import Invalid, Refusal
from workshop.materials.day_end import Counted, close_day, tray_of
from workshop.materials.instruments import UNITS, NewCheck, check_instrument, checks, last_checks
from workshop.materials.wordings import METALS, worded
from workshop.people.duties import MAY_WORK
from workshop.texts import PARAGRAPH
from workshop.units import thousandths
from workshop.web import do, done_reading, new_request_key, reading
from workshop.wording import _

bp = Blueprint("day_end", __name__, url_prefix="/bench")


@bp.get("/day-end")
@open_to(*MAY_WORK)
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None) -> ResponseReturnValue:
    """What the books say that I have in hand, and three numbers to type. One statement."""
    tray = tray_of(reading(), present().subject)
    done_reading()
    return render_template(
        "bench/day_end.html",
        metals=[(metal, worded(METALS, metal), exact(mg), mg) for metal, mg in tray.metals.items()],
        stones=tray.stones,
        lots=[(row.code, row.lot_kind) for row in tray.rows if not row.metal],
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    ), refusal.status if refusal else 200


@bp.post("/day-end")
@open_to(*MAY_WORK)
def close() -> ResponseReturnValue:
    try:
        counted = _counted(request.form.getlist("metal"))
        told = do("close the day", lambda w: {"missing": close_day(w, counted)}).told
    except Refusal as refusal:
        return _page(refusal)
    flash(_said(told["missing"]), "done")
    return redirect(url_for("queue.queue"), 303)


def _counted(metals: list[str]) -> Counted:
    known = [metal for metal in metals if metal in METALS]
    return Counted(
        metals={metal: forms.figure(f"grams_{metal}") for metal in known},
        stones=forms.whole("stones"),
        lemel={metal: forms.figure(f"lemel_{metal}") for metal in known},
        booked={metal: forms.whole(f"booked_{metal}") for metal in known},
        note=forms.text("note", longest=PARAGRAPH),
    )


def _said(missing: dict[str, int | None]) -> str:
    """What the books and the scale say of each metal, in one line."""
    lines = [_of_one(worded(METALS, metal), mg) for metal, mg in missing.items()]
    return " ".join([_("The day is closed."), *lines])


def _of_one(metal: str, missing: int | None) -> str:
    if missing is None:
        return _("{metal}: not weighed.", metal=metal)
    if missing == 0:
        return _("{metal}: to the milligram.", metal=metal)
    if missing > 0:
        return _("{metal}: {grams} g less than the books said; it is booked.", metal=metal, grams=exact(missing))
    return _("{metal}: {grams} g more than the books said; it is booked.", metal=metal, grams=exact(-missing))


@bp.get("/instruments")
@open_to()
def instruments() -> ResponseReturnValue:
    return _instruments()


def _instruments(refusal: Refusal | None = None) -> ResponseReturnValue:
    session, number = reading(), page_number()
    shown, newest = checks(session, number), last_checks(session)
    done_reading()
    return render_template(
        "bench/instruments.html",
        rows=[_row(one) for one in shown],
        names=sorted(newest),
        units=[(unit, unit) for unit in UNITS],
        page=number,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    ), refusal.status if refusal else 200


def _row(one: Any) -> dict[str, Any]:
    off = one.shown - one.standard
    return {
        "name": one.name,
        "at": one.at,
        "standard": f"{thousandths(one.standard)} {one.unit}",
        "shown": f"{thousandths(one.shown)} {one.unit}",
        "off": f"{'+' if off > 0 else '−' if off < 0 else ''}{thousandths(abs(off))} {one.unit}",
        "is_good": one.is_good,
        "note": one.note,
    }


@bp.post("/instruments")
@open_to()
def check() -> ResponseReturnValue:
    try:
        typed = _typed_check()
        do("check an instrument", lambda w: {"off": check_instrument(w, typed)})
    except Refusal as refusal:
        return _instruments(refusal)
    flash(
        _("Written down.")
        if typed.is_good
        else _(
            "Written down. Do not measure with it until it is put right; what was measured since its last check may be wrong."
        ),
        "done" if typed.is_good else "wait",
    )
    return redirect(url_for("day_end.instruments"), 303)


def _typed_check() -> NewCheck:
    standard, shown = forms.figure("standard"), forms.figure("shown")
    if standard is None or shown is None:
        field = "standard" if standard is None else "shown"
        raise Invalid(_("Type what it is and what the instrument shows."), slug="figure-missing", field=field)
    answer = request.form.get("is_good")
    if answer not in ("yes", "no"):
        raise Invalid(_("Say whether it will do."), slug="answer-missing", field="is_good")
    return NewCheck(
        forms.needed_text("name", longest=60),
        request.form.get("unit", ""),
        standard,
        shown,
        answer == "yes",
        forms.text("note", longest=PARAGRAPH),
    )
