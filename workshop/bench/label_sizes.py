"""Label sizes of the shop's own, in millimetres, for stock that is not in the list."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.errors import Invalid, Refusal
from workshop.people.duties import MAY_LET_GO
from workshop.provenance.labelled import own_stocks
from workshop.provenance.labelling import keep_size, retire_size
from workshop.provenance.stock import PAPER_NAMES, PRINTERS, SHAPES, Stock
from workshop.web import do, done, done_reading, reading
from workshop.wording import _

bp = Blueprint("label_sizes", __name__)


@bp.get("/labels/sizes")
@open_to()
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None) -> ResponseReturnValue:
    own = own_stocks(reading())
    done_reading()
    told = render_template(
        "labels/sizes.html",
        refusal=refusal,
        typed=request.form if refusal else {},
        own=own,
        papers=[(key, _(name)) for key, name in PAPER_NAMES.items()],
        shapes=[(key, _(name)) for key, name in SHAPES.items()],
        printers=[(dpi, _("{dpi} dots an inch", dpi=dpi)) for dpi in PRINTERS],
    )
    return told, refusal.status if refusal else 200


@bp.post("/labels/sizes")
@open_to(*MAY_LET_GO)
def keep() -> ResponseReturnValue:
    try:
        size = _typed()
        do("keep label size", lambda w: {"code": keep_size(w, size)})
    except Refusal as refusal:
        return _page(refusal)
    flash(_("Kept."), "done")
    return redirect(url_for("label_sizes.page"), 303)


@bp.post("/labels/sizes/retirement")
@open_to(*MAY_LET_GO)
def retirement() -> ResponseReturnValue:
    try:
        code = forms.needed_text("code")
        done("retire label size", lambda w: retire_size(w, code))
    except Refusal as refusal:
        return _page(refusal)
    flash(_("Put away."), "done")
    return redirect(url_for("label_sizes.page"), 303)


def _typed() -> Stock:
    """Raises Invalid. Gaps are typed, since that is what a ruler finds; steps are kept."""
    width, height = _um("width"), _um("height")
    paper, shape, dpi = (
        _one_of(name, known)
        for name, known in (("paper", PAPER_NAMES), ("shape", SHAPES), ("dpi", {str(one) for one in PRINTERS}))
    )
    return Stock(
        "",
        forms.needed_text("name"),
        paper,
        shape,
        width,
        height,
        int(dpi),
        across=1 if paper == "roll" else _count("across"),
        down=1 if paper == "roll" else _count("down"),
        left=_um("left", 0),
        top=_um("top", 0),
        step_x=width + _um("gap_x", 0),
        step_y=height + _um("gap_y", 0),
        head=_um("head", Stock.head),
    )


def _um(name: str, default: int | None = None) -> int:
    """Micrometres of a typed length in millimetres; figures are read in thousandths."""
    figure = forms.figure(name)
    if figure is None and default is None:
        raise Invalid(_("This is still empty."), slug="missing", field=name)
    found = default if figure is None else figure
    if found is None or not 0 <= found <= 1_000_000:
        raise Invalid(_("Type millimetres from 0 to 1000."), slug="length-not-understood", field=name)
    return found


def _count(name: str) -> int:
    found = forms.whole(name, default=1) or 0
    if not 1 <= found <= 100:
        raise Invalid(_("Type a number from 1 to 100."), slug="not-a-whole-number", field=name)
    return found


def _one_of(name: str, known: object) -> str:
    typed = forms.needed_text(name)
    if typed not in known:  # type: ignore[operator]
        raise Invalid(_("Choose one of the list."), slug="not-in-the-list", field=name)
    return typed
