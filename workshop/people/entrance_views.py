"""The way in and out: first start, sign-in, people tiles, sign-out, and the link that enrols a tablet."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from workshop import forms
from workshop.access import open_to, open_to_all, present
from workshop.errors import Invalid, Refusal, Unavailable
from workshop.people.actions import HANDS, prefer_hand
from workshop.people.duties import DONE_BY_HAND
from workshop.people.firststart import Opening, open_shop
from workshop.people.models import Person
from workshop.people.queries import Somebody, everybody
from workshop.people.regions import Guess, carried_along, check_choice, countries, currencies, guess, time_zones
from workshop.people.second_factor import has_factor
from workshop.people.secrets import check_password, digest_of, hash_secret, secret_for
from workshop.people.signin import begin, end, enrol, here
from workshop.people.signing_in import (
    Place,
    Proof,
    Tablet,
    begin_sign_in,
    find_tablet,
    prove_password,
    prove_pin,
    sign_out,
)
from workshop.people.tablets import enrol_invited, inviter_of, is_open, used_up
from workshop.units import microseconds
from workshop.web import do, done_reading, new_request_key, reading, request_digest, request_key, shoproom
from workshop.wording import _
from workshop.writing import NOBODY, Actor, Intent, Writing, check_key

entrance = Blueprint("entrance", __name__)
_OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def own_path(typed: str | None) -> str:
    """The address to go on to when it is one of our own; else the start page."""
    return typed if typed and len(typed) < 2_000 and _OWN_PATH.fullmatch(typed) else "/"


@entrance.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    tablet = here().tablet
    if tablet and request.args.get("by") != "password":
        return redirect(url_for("entrance.switch", next=own_path(request.args.get("next"))))
    return _sign_in_page(tablet)


@entrance.post("/sign-in")
@open_to_all
def sign_in_by_password() -> ResponseReturnValue:
    place = here()
    done_reading()
    try:
        name = request.form.get("name", "")
        proof = prove_password(shoproom(), name, request.form.get("password", ""), place)
        return half_way(proof) or go_in(proof)
    except Refusal as refusal:
        return _sign_in_page(place.tablet, refusal)


def _typed_hand() -> str | None:
    typed = request.values.get("hand")
    return typed if typed in HANDS else None


def go_in(proof: Proof, *, hand: str | None = None) -> ResponseReturnValue:
    before = g.get("present")
    place = here()
    done_reading()
    begin(begin_sign_in(shoproom(), proof, place, instead_of=before.sign_in_id if before else None))
    if hand is not None:
        do("prefer hand", lambda w: {"hand": prefer_hand(w, proof.person_id, hand)}, key=uuid4().hex)
        g.saved = False  # whoever comes in has saved nothing yet
    return redirect(own_path(request.form.get("next")), 303)


def half_way(proof: Proof) -> ResponseReturnValue | None:
    """Where a second factor is on, the way to it; the browser keeps meanwhile whose password was right, signed and for minutes."""
    with shoproom().database.reading() as db:
        if not has_factor(db, proof.person_id):
            return None
        subject = db.scalar(select(Person.subject).where(Person.id == proof.person_id))
    session["half"] = {"subject": subject, "mark": digest_of(proof.kept), "at": microseconds(shoproom().now())}
    return redirect(url_for("stepup.code", next=own_path(request.form.get("next"))), 303)


def _sign_in_page(tablet: Tablet | None, refusal: Refusal | None = None) -> ResponseReturnValue:
    target = own_path(request.values.get("next"))
    page = render_template(
        "people/sign_in.html", tablet=tablet, next=target, refusal=refusal, typed=_typed() if refusal else {}
    )
    return page, refusal.status if refusal else 200, retry(refusal)


def _typed() -> dict[str, str]:
    return {name: value for name, value in request.form.items() if name in ("name", "next", "person")}


def retry(refusal: Refusal | None) -> dict[str, str]:
    """The header that says when to try again."""
    seconds = getattr(refusal, "retry_after", None)
    return {"Retry-After": str(seconds)} if seconds else {}


@entrance.get("/switch")
@open_to_all
def switch() -> ResponseReturnValue:
    tablet = here().tablet
    if tablet is None:
        return redirect(url_for("entrance.sign_in", by="password", next=own_path(request.args.get("next"))))
    return _switch_page(tablet, request.args.get("person"))


@entrance.post("/switch")
@open_to_all
def switch_person() -> ResponseReturnValue:
    place = here()
    done_reading()
    chosen = request.form.get("person", "")
    try:
        proof = prove_pin(shoproom(), chosen, _typed_pin(), place)
        return go_in(proof, hand=_typed_hand())
    except Refusal as refusal:
        if place.tablet is None:
            return _sign_in_page(None, refusal)
        return _switch_page(place.tablet, chosen, refusal)


def _typed_pin() -> str:
    """Nothing typed is no try."""
    typed = request.form.get("pin", "")
    if not typed:
        raise Invalid(_("Type your PIN: six digits."), slug="pin-missing", field="pin")
    return typed


def _switch_page(tablet: Tablet, chosen: str | None, refusal: Refusal | None = None) -> ResponseReturnValue:
    people = everybody(reading(), shoproom().now(), active_only=True)
    page = render_template(
        "people/switch.html",
        tablet=tablet,
        people=people,
        chosen=_chosen(people, chosen),
        next=own_path(request.values.get("next")),
        hand=_typed_hand() or (g.desk.hand if g.get("desk") else None),
        refusal=refusal,
    )
    return page, refusal.status if refusal else 200, retry(refusal)


def _chosen(people: list[Somebody], subject: str | None) -> Somebody | None:
    return next((one for one in people if one.subject == subject), None)


@entrance.post("/sign-out")
@open_to()
def sign_out_here() -> ResponseReturnValue:
    who = present()
    done_reading()
    sign_out(shoproom(), who.sign_in_id)
    end()
    response = make_response(redirect(url_for("entrance.sign_in"), 303))
    # Not "storage": what waits there to be sent is work that nobody else has.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@entrance.get("/setup/<secret>")
@open_to_all
def setup(secret: str) -> ResponseReturnValue:
    if not is_open(reading(), secret, "owner", shoproom().now()):
        raise used_up()
    return _setup_page()


@entrance.post("/setup/<secret>")
@open_to_all
def set_up(secret: str) -> ResponseReturnValue:
    key = request_key() or ""
    tablet_key = secret_for("tablet", key, shoproom().settings.secret_key)
    try:
        if not is_open(reading(), secret, "owner", shoproom().now()) and not _was_done(key):
            raise used_up()
        opening, password = _typed_opening(tablet_key)
        do_as(NOBODY, "open the shop", lambda w: open_shop(w, secret, opening))
        proof = prove_password(shoproom(), opening.name, password, here())
    except Refusal as refusal:
        if refusal.slug in ("link-used-up", "owner-there"):
            raise
        return _setup_page(refusal)
    return _enrolled(proof, tablet_key)


def _was_done(key: str) -> bool:
    """Whether this form went through before: then its repetition is answered alike."""
    return find_tablet(reading(), secret_for("tablet", key, shoproom().settings.secret_key)) is not None


def _enrolled(proof: Proof, tablet_key: str) -> ResponseReturnValue:
    place = Place(here().address, find_tablet(reading(), tablet_key))
    done_reading()
    begin(begin_sign_in(shoproom(), proof, place))
    response = make_response(redirect("/", 303))
    enrol(response, tablet_key)
    return response


def _typed_opening(tablet_key: str) -> tuple[Opening, str]:
    shop = {"name": forms.needed_text("shop_name"), **vars(_chosen_place())}
    name = forms.needed_text("name", longest=80)
    roles = tuple(role for role in forms.texts("roles") if role in DONE_BY_HAND)
    password = check_password(request.form.get("password"), near=(name, shop["name"]))
    kept = hash_secret(password, shoproom().settings.secret_key)
    return Opening(dict(shop), name, roles, kept, _("The owner’s"), tablet_key), password


def _chosen_place() -> Guess:
    typed = Guess(
        check_choice(forms.needed_text("country"), countries(), field="country"),
        check_choice(forms.needed_text("currency"), currencies(), field="currency"),
        check_choice(forms.needed_text("time_zone"), time_zones(), field="time_zone"),
    )
    return carried_along(typed, _guessed())


def _guessed() -> Guess:
    return guess([str(language) for language, _quality in request.accept_languages])


def _setup_page(refusal: Refusal | None = None) -> ResponseReturnValue:
    page = render_template(
        "people/setup.html",
        guess=_guessed(),
        countries=countries(),
        currencies=currencies(),
        time_zones=time_zones(),
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


@entrance.get("/enrol/<secret>")
@open_to_all
def enrolment(secret: str) -> ResponseReturnValue:
    inviter_of(reading(), secret)
    if not is_open(reading(), secret, "tablet", shoproom().now()):
        raise used_up()
    return _enrolment_page()


@entrance.post("/enrol/<secret>")
@open_to_all
def enrol_here(secret: str) -> ResponseReturnValue:
    owner, who = inviter_of(reading(), secret), g.get("present")
    mine = who.sign_in_id if who else None
    tablet_key = secret_for("tablet", request_key() or "", shoproom().settings.secret_key)
    try:
        name = forms.needed_text("name", longest=60)

        do_as(owner, "enrol device", lambda w: enrol_invited(w, secret, name=name, key=tablet_key, sign_in_id=mine))
    except (Invalid, Unavailable) as refusal:
        return _enrolment_page(refusal)
    response = make_response(redirect(url_for("entrance.switch"), 303))
    enrol(response, tablet_key)
    return response


def _enrolment_page(refusal: Refusal | None = None) -> ResponseReturnValue:
    page = render_template(
        "people/enrol.html", refusal=refusal, typed=request.form if refusal else {}, request_key=new_request_key()
    )
    return page, refusal.status if refusal else 200


def do_as(by: Actor, verb: str, act: Callable[[Writing], object]) -> Any:
    """One verb of somebody who is not signed in here; returns what it tells, the same after a repetition."""
    done_reading()
    intent = Intent(verb, by, shoproom().now(), check_key(request_key()), request_digest())
    return shoproom().do(intent, lambda writing: {"done": act(writing)}).told["done"]
