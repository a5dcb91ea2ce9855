"""The page of the terms that the house begins with at galleries and with shops that buy, and how they came to be."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.errors import Invalid, Refusal
from workshop.people.shop_web import zone
from workshop.people.signin import ask_for_password
from workshop.reports.house_terms import GALLERY, SHOP, changes_of_terms
from workshop.reports.reckoning import BORNE, change_terms, terms_now, times_changed
from workshop.web import asked_with, done, new_request_key, reading
from workshop.wording import _

house_terms = Blueprint("house_terms", __name__)
house_terms.before_request(ask_for_password)
PAGE = 20
MAY_BE_EMPTY = ("due_days", "return_days")


@house_terms.get("/settings/terms")
@open_to("owner")
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None) -> ResponseReturnValue:
    changes = changes_of_terms(reading(), zone())
    number = _number(len(changes))
    answer = render_template(
        "reports/terms.html",
        terms=terms_now(reading()),
        gallery=GALLERY,
        buyer=SHOP,
        borne={name: [(key, _(label)) for key, label in BORNE[name][0].items()] for name in BORNE},
        seen=times_changed(reading()),
        changes=changes[(number - 1) * PAGE : number * PAGE],
        previous=asked_with(page=number - 1) if number > 1 else "",
        next=asked_with(page=number + 1) if number * PAGE < len(changes) else "",
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return answer, refusal.status if refusal else 200


def _number(count: int) -> int:
    typed = request.args.get("page", "")
    asked = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
    return max(1, min(asked, -(-count // PAGE)))


@house_terms.post("/settings/terms")
@open_to("owner")
def keep() -> ResponseReturnValue:
    try:
        changed, seen = _typed(), forms.whole("seen")
        done("keep terms", lambda w: change_terms(w, changed, seen))
    except Refusal as refusal:
        return _page(refusal)
    flash(_("Kept. It holds for what is agreed from now on."), "done")
    return redirect(url_for("house_terms.page"), 303)


def _typed() -> dict[str, Any]:
    """Raises Invalid for what is no figure, or is missing."""
    shares = {name: _percent(name) for name in ("consignment_percent", "wholesale_percent")}
    borne = {name: forms.text(name) for name in BORNE}
    days = {name: forms.whole(name) for name in ("gallery_pay_days", "due_days", "shop_pay_days", "return_days")}
    for name, typed in days.items():
        if typed is None and name not in MAY_BE_EMPTY:
            raise Invalid(_("From 0 to 365 days."), slug="days-out-of-range", field=name)
    return {**shares, **borne, **days}


def _percent(field: str) -> int:
    """Raises Invalid."""
    typed = (forms.text(field) or "").removesuffix("%").strip()
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:4]) <= 100:
        raise Invalid(_("A share is 1 to 100 percent of retail."), slug="share-out-of-range", field=field)
    return int(typed)
