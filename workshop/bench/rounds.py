"""The owner's side of a gallery's scan-round: the link, and each answer taken over or set aside."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.bench.card import known_serial
from workshop.bench.cases import LONGEST_CODE, show
from workshop.errors import Refusal
from workshop.money import read_price
from workshop.people.duties import MAY_LET_GO
from workshop.people.secrets import digest_of, secret_for
from workshop.people.shop_web import customer_address, the_shop
from workshop.sales.round_actions import Taken, end_case_link, make_case_link, set_answer_aside, take_over
from workshop.web import done, request_key, shoproom
from workshop.wording import _

bp = Blueprint("rounds", __name__, url_prefix="/cases/<code>")


@bp.post("/links")
@open_to(*MAY_LET_GO)
def links(code: str) -> ResponseReturnValue:
    """A link for the gallery, shown this once; or the end of it."""
    try:
        if forms.text("do") == "end-link":
            done("end case link", lambda w: end_case_link(w, code[:LONGEST_CODE]))
            flash(_("The link leads nowhere any more."), "done")
            return redirect(url_for("cases.one", code=code[:LONGEST_CODE]), 303)
        token = secret_for("case", request_key() or "", shoproom().settings.secret_key)
        prices = forms.ticked("shows_prices")
        done(
            "make case link",
            lambda w: make_case_link(w, code[:LONGEST_CODE], digest_of(token), shows_prices=prices),
        )
    except Refusal as refusal:
        return show(code, refusal)
    return show(code, link=customer_address(f"/g/{token}"))


@bp.post("/answers")
@open_to(*MAY_LET_GO)
def answers(code: str) -> ResponseReturnValue:
    """One line of what the gallery said: taken over by the ordinary verb, or set aside."""
    try:
        serial, number = known_serial(forms.needed_text("serial")), forms.whole("number") or 0
        if forms.text("do") == "aside":
            done("set answer aside", lambda w: set_answer_aside(w, code[:LONGEST_CODE], serial, number))
        else:
            taken = Taken(number, forms.seen() or 0, _price())
            done("take answer over", lambda w: take_over(w, code[:LONGEST_CODE], serial, taken))
    except Refusal as refusal:
        return show(code, refusal)
    flash(_("{serial}: written down.", serial=serial), "done")
    return redirect(url_for("cases.one", code=code[:LONGEST_CODE]), 303)


def _price() -> int | None:
    shop, typed = the_shop(), forms.text("price")
    return read_price(typed, shop.currency if shop else None) if typed else None
