"""The owner's page of tablets: enrol this browser, make a link that enrols another, name, revoke."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, present
from workshop.errors import Refusal
from workshop.paging_web import page_of
from workshop.people.secrets import secret_for
from workshop.people.shop_web import whole_address
from workshop.people.signin import ask_for_fresh, enrol, here
from workshop.people.tablets import (
    Shown,
    all_tablets,
    enrol_device,
    invite_tablet,
    name_device,
    require_tablet,
    revoke_device,
    set_lock,
)
from workshop.sorting import read_sort, rows_in_order
from workshop.web import done, done_reading, new_request_key, reading, request_key, shoproom
from workshop.wording import _

tablets = Blueprint("tablets", __name__, url_prefix="/people/devices")
tablets.before_request(ask_for_fresh)
SORTS: dict[str, Callable[[Shown], Any]] = {
    "name": lambda one: one.name.casefold(),
    "enrolled": lambda one: one.enrolled_at,
    "seen": lambda one: one.seen_at,
}


@tablets.get("")
@open_to("owner")
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None, link: str = "") -> ResponseReturnValue:
    sort = read_sort(request.args.get("sort"), SORTS)
    page = render_template(
        "people/tablets.html",
        page=page_of(rows_in_order(all_tablets(reading()), sort, SORTS)),
        sort=sort,
        here=here().tablet,
        link=link,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


@tablets.post("")
@open_to("owner")
def enrol_this() -> ResponseReturnValue:
    key = secret_for("tablet", request_key() or "", shoproom().settings.secret_key)
    mine = present().sign_in_id
    try:
        name = forms.needed_text("name", longest=60)
        done("enrol device", lambda w: enrol_device(w, name=name, key=key, sign_in_id=mine))
    except Refusal as refusal:
        return _page(refusal)
    flash(_("This browser is a tablet of the workshop now: {name}.", name=name), "done")
    response = make_response(redirect(url_for("tablets.page"), 303))
    enrol(response, key)
    return response


@tablets.post("/links")
@open_to("owner")
def link() -> ResponseReturnValue:
    by = present().actor
    done_reading()
    secret = invite_tablet(shoproom(), by)
    return _page(link=whole_address(url_for("entrance.enrolment", secret=secret)))


@tablets.post("/<mark>/name")
@open_to("owner")
def rename(mark: str) -> ResponseReturnValue:
    return _answered(lambda: _renamed(mark))


def _renamed(mark: str) -> str:
    require_tablet(reading(), mark)
    name = forms.needed_text("name", longest=60)
    done("name device", lambda w: name_device(w, mark, name))
    return _("Kept.")


@tablets.post("/<mark>/lock")
@open_to("owner")
def lock(mark: str) -> ResponseReturnValue:
    return _answered(lambda: _lock_set(mark))


def _lock_set(mark: str) -> str:
    require_tablet(reading(), mark)
    minutes, after_save = forms.whole("idle_minutes") or 0, forms.ticked("locks_after_save")
    done("set lock", lambda w: set_lock(w, mark, idle_minutes=minutes, locks_after_save=after_save))
    return _("Kept.")


@tablets.post("/<mark>/revocation")
@open_to("owner")
def revoke(mark: str) -> ResponseReturnValue:
    return _answered(lambda: _revoked(mark))


def _revoked(mark: str) -> str:
    done("revoke device", lambda w: revoke_device(w, mark))
    return _("Revoked: no PIN works there any more, and whoever was signed in there is not.")


def _answered(change: Callable[[], str]) -> ResponseReturnValue:
    try:
        flash(change(), "done")
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(refusal)
    return redirect(url_for("tablets.page"), 303)
