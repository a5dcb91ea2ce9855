"""What is done with a delivery afterwards: a piece is given back, money comes in, the sum changes as it was agreed."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.bench.card import known_serial
from workshop.bench.cases import LONGEST_CODE
from workshop.bench.deliveries import show
from workshop.days import read_day
from workshop.errors import Refusal
from workshop.money import read_price
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import the_shop, today
from workshop.sales.delivery_actions import note_entry, take_back
from workshop.sales.delivery_rules import Entry
from workshop.web import do, done
from workshop.wording import _

bp = Blueprint("delivery_doings", __name__, url_prefix="/deliveries/<code>")


@bp.post("/returns")
@open_to(*MAY_LET_GO)
def returns(code: str) -> ResponseReturnValue:
    """The shop gives a piece back."""
    try:
        serial, seen = known_serial(forms.needed_text("serial")), forms.seen() or 0
        answer = do("delivery back", lambda w: {"new": take_back(w, code[:LONGEST_CODE], serial, seen)})
    except Refusal as refusal:
        return show(code, refusal)
    said = _("{serial} is back. It is inspected again before it leaves.", serial=serial)
    flash(said if answer.told["new"] else _("{serial} is back already.", serial=serial), "done")
    return redirect(url_for("deliveries.one", code=code[:LONGEST_CODE]), 303)


@bp.post("/entries")
@open_to(*MAY_LET_GO)
def entries(code: str) -> ResponseReturnValue:
    """What was paid, or changed of the sum; with the box ticked, taken back."""
    try:
        entry = _typed()
        done("delivery entry", lambda w: note_entry(w, code[:LONGEST_CODE], entry))
    except Refusal as refusal:
        return show(code, refusal)
    flash(_("It is noted."), "done")
    return redirect(url_for("deliveries.one", code=code[:LONGEST_CODE]), 303)


def _typed() -> Entry:
    shop = the_shop()
    amount = read_price(forms.needed_text("amount"), shop.currency if shop else None, field="amount")
    on = read_day(forms.text("on"), field="on", latest=today()) or today().isoformat()
    return Entry(forms.needed_text("kind"), -amount if forms.ticked("is_back") else amount, on)
