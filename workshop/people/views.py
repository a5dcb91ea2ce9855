"""The owner's pages of people: who works here, what they may do, how they sign in, how they may be told."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, present
from workshop.errors import Conflict, Invalid, Refusal
from workshop.paging_web import page_of
from workshop.people.actions import add_person, record_consent, set_password, set_pin, set_standing
from workshop.people.duties import ROLES
from workshop.people.helping import keep_on
from workshop.people.models import Person
from workshop.people.queries import Somebody, everybody, find_person
from workshop.people.secrets import check_password, check_pin, hash_secret
from workshop.people.signin import ask_for_fresh, ask_for_password
from workshop.sorting import read_sort, rows_in_order
from workshop.web import do, done, new_request_key, reading, shoproom
from workshop.wording import _
from workshop.writing import Writing

people = Blueprint("people", __name__)
SORTS: dict[str, Callable[[Somebody], Any]] = {
    "name": lambda one: one.name.casefold(),
    "roles": lambda one: (not one.active, one.roles),
    "shown": lambda one: one.shown_as and one.shown_as.casefold(),
}
people.before_request(lambda: ask_for_password() if request.endpoint == "people.all_people" else ask_for_fresh())


@people.get("/people")
@open_to("owner")
def all_people() -> ResponseReturnValue:
    sought, sort = request.args.get("q", "").strip()[:80], read_sort(request.args.get("sort"), SORTS)
    found = everybody(reading(), shoproom().now(), sought=sought)
    return render_template(
        "people/list.html",
        page=page_of(rows_in_order(found, sort, SORTS)),
        working=sum(one.active for one in found),
        sort=sort,
        q=sought,
    )


@people.get("/people/new")
@open_to("owner")
def new_person() -> ResponseReturnValue:
    return _new_page()


def _new_page(refusal: Refusal | None = None) -> ResponseReturnValue:
    page = render_template(
        "people/new.html",
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


@people.post("/people")
@open_to("owner")
def add() -> ResponseReturnValue:
    try:
        name, roles, pin = forms.needed_text("name", longest=80), _roles(), request.form.get("pin")
        kept = _kept(check_pin(pin)) if pin else None
        told = do("add person", lambda w: {"person": _add(w, name, roles, kept)}).told
    except Refusal as refusal:
        return _new_page(refusal)
    flash(_("{name} works here now.", name=name), "done")
    return redirect(url_for("people.one", subject=told["person"]), 303)


def _add(writing: Writing, name: str, roles: list[str], pin_hash: str | None) -> str:
    person_id = add_person(writing, name, roles)
    if pin_hash:
        set_pin(writing, person_id, pin_hash)
    person = writing.session.get_one(Person, person_id)
    return person.subject


def _roles() -> list[str]:
    roles = [role for role in forms.texts("roles") if role in ROLES]
    if not roles:
        raise Invalid(_("Tick what this person does here."), slug="roles-missing", field="roles")
    return roles


def _kept(secret: str) -> str:
    return hash_secret(secret, shoproom().settings.secret_key)


@people.get("/people/<subject>")
@open_to("owner")
def one(subject: str) -> ResponseReturnValue:
    if subject == present().subject:
        return redirect(url_for("own.page"))
    return _page(find_person(reading(), subject))


def _page(somebody: Somebody, refusal: Refusal | None = None) -> ResponseReturnValue:
    page = render_template(
        "people/one.html",
        somebody=somebody,
        own=somebody.subject == present().subject,
        refusal=refusal,
        typed=request.form if refusal else {},
    )
    return page, refusal.status if refusal else 200


@people.post("/people/<subject>/standing")
@open_to("owner")
def standing(subject: str) -> ResponseReturnValue:
    somebody = find_person(reading(), subject)

    def change() -> str:
        active = forms.ticked("active")
        roles = _roles() if active else somebody.roles
        done("set standing", lambda w: set_standing(w, somebody.id, active=active, roles=roles))
        return _("Kept. {name} signs in anew.", name=somebody.name)

    return _answered(somebody, change)


@people.post("/people/<subject>/stay")
@open_to("owner")
def stay(subject: str) -> ResponseReturnValue:
    """Somebody who helped works here from now on."""
    somebody = find_person(reading(), subject)

    def change() -> str:
        done("keep on", lambda w: keep_on(w, somebody.id))
        return _("{name} works here now, without an end.", name=somebody.name)

    return _answered(somebody, change)


@people.post("/people/<subject>/pin")
@open_to("owner")
def pin(subject: str) -> ResponseReturnValue:
    somebody = _somebody_else(subject)

    def change() -> str:
        kept = _kept(check_pin(request.form.get("new_pin"), field="new_pin"))
        done("set pin", lambda w: set_pin(w, somebody.id, kept))
        return _("The PIN is set. Tell it to {name} and to nobody else.", name=somebody.name)

    return _answered(somebody, change)


@people.post("/people/<subject>/password")
@open_to("owner")
def password(subject: str) -> ResponseReturnValue:
    somebody = _somebody_else(subject)

    def change() -> str:
        typed = check_password(request.form.get("new_password"), near=(somebody.name,), field="new_password")
        kept = _kept(typed)
        done("set password", lambda w: set_password(w, somebody.id, kept))
        return _("The password is set. Tell it to {name} and to nobody else.", name=somebody.name)

    return _answered(somebody, change)


@people.post("/people/<subject>/consent")
@open_to("owner")
def consent(subject: str) -> ResponseReturnValue:
    somebody = find_person(reading(), subject)
    return _answered(somebody, lambda: keep_consent(somebody))


def keep_consent(somebody: Somebody) -> str:
    """Keep what was chosen in the form; returns what to say. Raises Refusal."""
    form = forms.needed_text("form")
    mark = forms.text("shown_as", longest=40) if form == "mark" else None
    done("record consent", lambda w: record_consent(w, somebody.id, form=form, shown_as=mark))
    return _("Kept. Public pages follow from now on.")


def _somebody_else(subject: str) -> Somebody:
    somebody = find_person(reading(), subject)
    if somebody.subject == present().subject:
        raise Conflict(_("Change your own PIN and password on your own page."), slug="own-page")
    return somebody


def _answered(somebody: Somebody, change: Callable[[], str]) -> ResponseReturnValue:
    try:
        flash(change(), "done")
    except Refusal as refusal:
        return _page(find_person(reading(), somebody.subject), refusal)
    return redirect(url_for("people.one", subject=somebody.subject), 303)
