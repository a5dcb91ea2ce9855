"""What is done with a case that is out, each as one form of its page."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, present
from workshop.bench.card import known_serial
from workshop.bench.cases import LONGEST_CODE, serials_of, show, typed_serials
from workshop.days import read_day
from workshop.errors import Forbidden, Invalid, Refusal
from workshop.money import read_price
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import the_shop, today
from workshop.pieces.queries import piece_standing
from workshop.sales.case_actions import Said, add_to_case, close_case, say_outcome
from workshop.sales.sale_actions import Sold
from workshop.web import do, done, reading
from workshop.wording import _

bp = Blueprint("case_doings", __name__, url_prefix="/cases/<code>")


def _back(code: str, said: str = "") -> ResponseReturnValue:
    if said:
        flash(said, "done")
    return redirect(url_for("cases.one", code=code[:LONGEST_CODE]), 303)


@bp.post("/pieces")
@open_to(*MAY_LET_GO)
def pieces(code: str) -> ResponseReturnValue:
    """Further pieces go after it."""
    try:
        serials = typed_serials(reading())
        done("case out more", lambda w: add_to_case(w, code[:LONGEST_CODE], serials))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("They are in the case."))


@bp.post("/scans")
@open_to()
def scans(code: str) -> ResponseReturnValue:
    """A piece is in the hand again: whoever scans it sees that it is back."""
    try:
        typed = forms.needed_text("text")
        found = serials_of(reading(), typed)
        if len(found) != 1:
            raise Invalid(
                _("“{text}” is none of our pieces. Scan its slip or tag, or type its number.", text=typed[:40]),
                slug="no-such-piece",
                field="text",
            )
        said = Said("back", piece_standing(reading(), found[0]).seen)
        answer = do("case back", lambda w: {"new": say_outcome(w, code[:LONGEST_CODE], found[0], said)})
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, "" if answer.told["new"] else _("{serial} is back already.", serial=found[0]))


@bp.post("/outcomes")
@open_to()
def outcomes(code: str) -> ResponseReturnValue:
    """Back, sold, still there or missing; what cannot be called back is said by the owner."""
    try:
        serial, said = known_serial(forms.needed_text("serial")), _said()
        if said.outcome != "back" and "owner" not in present().roles:
            raise Forbidden(_("Only the owner says that a piece is sold, left there or missing."), slug="owners-only")
        done("case outcome", lambda w: say_outcome(w, code[:LONGEST_CODE], serial, said))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code)


def _said() -> Said:
    outcome, note = forms.needed_text("outcome"), forms.text("note")
    return Said(outcome, forms.seen() or 0, note, _sold() if outcome == "sold" else None)


def _sold() -> Sold:
    shop, typed = the_shop(), forms.text("price")
    price = read_price(typed, shop.currency if shop else None) if typed else None
    return Sold(price, read_day(forms.text("sold_on"), field="sold_on", latest=today()))


@bp.post("/closing")
@open_to(*MAY_LET_GO)
def closing(code: str) -> ResponseReturnValue:
    """Each piece is decided: the case is closed."""
    try:
        done("close case", lambda w: close_case(w, code[:LONGEST_CODE]))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("The case is closed."))
