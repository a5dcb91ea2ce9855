"""What is done with a lot on its page: one form each, one verb each."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workshop.access import open_to
from workshop.bench.lot_forms import amount_typed, chosen, fineness_typed, grams_typed
from workshop.bench.lot_page import show
from workshop.days import read_day
from workshop.errors import Invalid, Refusal
from workshop.forms import needed_text, text
from workshop.materials.issuing import (
    ASIDE,
    bring_back,
    find_again,
    get_back,
    hand_out,
    issue,
    set_aside,
    weigh_stock,
)
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, attach_paper, hold_lot, tell_origin
from workshop.materials.settling import Settled, settle
from workshop.materials.stock import lot_named
from workshop.materials.wordings import country_options
from workshop.money import read_price
from workshop.people.duties import MAY_LET_GO, MAY_WORK
from workshop.people.shop_web import the_shop, today
from workshop.texts import PARAGRAPH
from workshop.web import done, reading
from workshop.wording import _
from workshop.writing import Writing

bp = Blueprint("lot_doings", __name__, url_prefix="/materials/lots")
MOVES = ("issue", "back", "out", "in", "aside", "found", "count")


@bp.post("/<code>/moves")
@open_to(*MAY_WORK)
def move(code: str) -> ResponseReturnValue:
    """Issue, return, send out, get back, set aside, find again, weigh."""
    lot, way = lot_named(reading(), code), request.form.get("do", "")
    try:
        if way not in MOVES:
            raise Invalid(_("Choose what is done with it."), slug="way-unknown", field="do")
        act = _act(lot, way)
        done(f"{way} material", act)
    except Refusal as refusal:
        return show(code, way, refusal)
    flash(_("Booked."), "done")
    return redirect(url_for("lot.page", code=lot.code), 303)


def _act(lot: Any, way: str) -> Callable[[Writing], object]:
    code, amount, note = lot.code, amount_typed(lot.kind), text("note", longest=PARAGRAPH)
    if way == "count":
        return lambda w: weigh_stock(w, code, amount, note)
    if way in ("issue", "back"):
        person = needed_text("person")
        return lambda w: (issue if way == "issue" else bring_back)(w, code, amount, person, note)
    if way in ("out", "in"):
        supplier = needed_text("supplier")
        return lambda w: (hand_out if way == "out" else get_back)(w, code, amount, supplier, note)
    where, person_or_stock = chosen("where", ASIDE) or "", text("person")
    if way == "aside":
        return lambda w: set_aside(w, code, amount, where, subject=person_or_stock, note=note)
    return lambda w: find_again(w, code, amount, where, note)


@bp.post("/<code>/hold")
@open_to(*MAY_WORK)
def hold(code: str) -> ResponseReturnValue:
    lot = lot_named(reading(), code)
    is_held = request.form.get("held", "yes") == "yes"

    def act() -> Callable[[Writing], object]:
        reason = needed_text("reason", longest=PARAGRAPH) if is_held else text("reason", longest=PARAGRAPH)
        return lambda w: hold_lot(w, lot.code, is_held=is_held, reason=reason)

    said = _("Held back: nothing is used of it.") if is_held else _("Let go: it can be used again.")
    return _done(code, "hold", "hold a lot", act, said)


@bp.post("/<code>/origin")
@open_to(*MAY_LET_GO)
def origin(code: str) -> ResponseReturnValue:
    lot = lot_named(reading(), code)

    def act() -> Callable[[Writing], object]:
        country = chosen("country", (key for key, _name in country_options("", with_unknown=True)))
        said, note = needed_text("origin"), text("note", longest=PARAGRAPH)
        return lambda w: tell_origin(w, lot.code, said, country, note)

    return _done(code, "origin", "tell an origin", act, _("Saved. Claims are computed from it from now on."))


@bp.post("/<code>/papers")
@open_to(*MAY_LET_GO)
def paper(code: str) -> ResponseReturnValue:
    lot = lot_named(reading(), code)

    def act() -> Callable[[Writing], object]:
        document, stands = needed_text("document").upper(), request.form.get("stands", "yes") == "yes"
        return lambda w: attach_paper(w, lot.code, document, stands=stands)

    return _done(code, "paper", "attach a paper", act, _("Saved. Claims are computed from it from now on."))


@bp.post("/<code>/settlement")
@open_to(*MAY_LET_GO)
def settlement(code: str) -> ResponseReturnValue:
    lot = lot_named(reading(), code)

    def act() -> Callable[[Writing], object]:
        settled = _settled_typed()
        return lambda w: settle(w, lot.code, settled)

    return _done(code, "settle", "settle a lot", act, _("Settled. The lot is closed."))


def _settled_typed() -> Settled:
    shop, paid = the_shop(), text("money")
    currency = (shop.currency if shop else None) if paid else None
    if paid and currency is None:
        raise Invalid(_("Say in the settings which currency you reckon in."), slug="no-currency", field="money")
    returned = grams_typed("returned")
    alloy = text("alloy")
    if returned and alloy is None:
        raise Invalid(_("Say which metal came back."), slug="metal-missing", field="alloy")
    return Settled(
        supplier=needed_text("supplier"),
        settled_on=read_day(text("settled_on"), field="settled_on", latest=today()) or today().isoformat(),
        gross_mg=grams_typed("gross"),
        assay=fineness_typed("assay") or 0,
        fine_mg=grams_typed("fine"),
        document=(text("document") or "").upper() or None,
        money_minor=read_price(paid, currency, field="money") if paid else None,
        currency=currency,
        returned=NewLot("metal", Amount(returned), alloy=alloy, form="grain") if returned else None,
        note=text("note", longest=PARAGRAPH),
    )


def _done(
    code: str, way: str, verb: str, act: Callable[[], Callable[[Writing], object]], said: str
) -> ResponseReturnValue:
    """Read what was typed, do it once, and show the lot; or its form again with what stands against it."""
    try:
        done(verb, act())
    except Refusal as refusal:
        return show(code, way, refusal)
    flash(said, "done")
    return redirect(url_for("lot.page", code=code.upper()), 303)
