"""The page where the owner says what an hour costs, and whether time is told by person."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.errors import Refusal
from workshop.money import amount, read_price
from workshop.people.shop_web import the_shop
from workshop.people.signin import ask_for_password
from workshop.reports.reckoning import change_terms, terms_now
from workshop.web import done, new_request_key, reading
from workshop.wording import _

reckoning = Blueprint("reckoning", __name__)
reckoning.before_request(ask_for_password)


@reckoning.get("/settings/reckoning")
@open_to("owner")
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None) -> ResponseReturnValue:
    terms, currency = terms_now(reading()), _currency()
    answer = render_template(
        "reports/reckoning.html",
        terms=terms,
        hour=amount(terms.hour_minor, currency),
        currency=currency,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return answer, refusal.status if refusal else 200


@reckoning.post("/settings/reckoning")
@open_to("owner")
def keep() -> ResponseReturnValue:
    try:
        changed = _typed()
        done("keep reckoning", lambda w: change_terms(w, changed))
    except Refusal as refusal:
        return _page(refusal)
    flash(_("Kept."), "done")
    return redirect(url_for("reckoning.page"), 303)


def _currency() -> str | None:
    shop = the_shop()
    return shop.currency if shop else None


def _typed() -> dict[str, Any]:
    typed = forms.text("hour")
    hour = read_price(typed, _currency(), field="hour") if typed else None
    return {"hour_minor": hour or None, "is_announced": forms.ticked("announced")}
