"""The owner's page of API tokens: made for a person, shown once, revoked."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.errors import Invalid, NotFound, Refusal
from workshop.paging_web import page_of
from workshop.people.queries import Somebody, everybody, find_person
from workshop.people.secrets import secret_for
from workshop.people.shop_web import whole_address
from workshop.people.signin import ask_for_fresh
from workshop.people.tokens import CALENDAR, KNOWN, Shown, all_tokens, create_token, revoke_token
from workshop.sorting import read_sort, rows_in_order
from workshop.web import done, new_request_key, reading, request_key, shoproom
from workshop.wording import _

tokens = Blueprint("tokens", __name__, url_prefix="/people/tokens")
tokens.before_request(ask_for_fresh)
SORTS: dict[str, Callable[[Shown], Any]] = {
    "label": lambda one: one.label.casefold(),
    "person": lambda one: one.person.casefold(),
    "created": lambda one: one.created_at,
}


@tokens.get("")
@open_to("owner")
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None, token: str = "", calendar: str = "") -> ResponseReturnValue:
    session = reading()
    sort = read_sort(request.args.get("sort"), SORTS)
    page = render_template(
        "people/tokens.html",
        page=page_of(rows_in_order(all_tokens(session), sort, SORTS)),
        sort=sort,
        people=[
            (one.subject, one.name)
            for one in everybody(session, shoproom().now(), active_only=True)
            if one.helps_until is None
        ],
        token=token,
        calendar=calendar,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


@tokens.post("")
@open_to("owner")
def create() -> ResponseReturnValue:
    secret_key = shoproom().settings.secret_key
    token = secret_for("token", request_key() or "", secret_key)
    try:
        somebody, label = _chosen(), forms.needed_text("label", longest=80)
        scopes = [scope for scope in forms.texts("scopes") if scope in KNOWN]
        done(
            "create token",
            lambda w: create_token(w, somebody.id, scopes, label=label, secret_key=secret_key, token=token),
        )
    except Refusal as refusal:
        return _page(refusal)
    address = whole_address(f"/calendar/{token}.ics") if CALENDAR in scopes else ""
    return _page(token=token, calendar=address)


def _chosen() -> Somebody:
    try:
        return find_person(reading(), forms.needed_text("person"))
    except NotFound:
        raise Invalid(_("Choose one from the list."), slug="not-on-the-list", field="person") from None


@tokens.post("/<mark>/revocation")
@open_to("owner")
def revoke(mark: str) -> ResponseReturnValue:
    done("revoke token", lambda w: revoke_token(w, mark))
    flash(_("Revoked: programs that use it are turned away from now on."), "done")
    return redirect(url_for("tokens.page"), 303)
