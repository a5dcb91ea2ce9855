"""Hand-over at a shared tablet: lock it, say that one is still here, let somebody help today, choose how it looks."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, open_to_all
from workshop.errors import Forbidden, Invalid, Refusal
from workshop.people.entrance_views import do_as, own_path, retry
from workshop.people.helping import DAYS, end_of_help, let_help
from workshop.people.queries import Somebody, everybody, find_shop
from workshop.people.secrets import check_pin, hash_secret
from workshop.people.signin import end, here
from workshop.people.signing_in import Place, prove_password, prove_pin, sign_out
from workshop.web import done_reading, new_request_key, reading, shoproom
from workshop.wording import _
from workshop.writing import Actor

handover = Blueprint("handover", __name__, url_prefix="/switch")
LOOKS = ("light", "dark")
LOOK_COOKIE = "workshop-look"
LOOK_LASTS = timedelta(days=400)  # the longest that browsers keep one


@handover.post("/lock")
@open_to_all
def lock() -> ResponseReturnValue:
    """Nobody is here any more; whoever comes next goes on at the same page."""
    who = g.get("present")
    done_reading()
    if who is not None:
        sign_out(shoproom(), who.sign_in_id)
        end()
    return redirect(url_for("entrance.switch", next=own_path(request.form.get("next"))), 303)


@handover.post("/seen")
@open_to()
def seen() -> ResponseReturnValue:
    """Somebody touched the page; it was noted when this request came in."""
    return "", 204


@handover.post("/look")
@open_to_all
def look() -> ResponseReturnValue:
    """Light or dark in this browser from now on; anything else: as the device says."""
    chosen = request.form.get("look", "")
    response = make_response(redirect(own_path(request.form.get("next")), 303))
    if chosen in LOOKS:
        response.set_cookie(
            LOOK_COOKIE, chosen, max_age=LOOK_LASTS, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(LOOK_COOKIE)
    return response


def chosen_look() -> str:
    """Which look this browser keeps to; empty when it follows the device."""
    kept = request.cookies.get(LOOK_COOKIE, "")
    return kept if kept in LOOKS else ""


@handover.get("/helper")
@open_to_all
def helper() -> ResponseReturnValue:
    _require_tablet(here())
    return _helper_page()


@handover.post("/helper")
@open_to_all
def let_in() -> ResponseReturnValue:
    """An owner lets somebody log work for some days: their own PIN or password says so."""
    place = here()
    _require_tablet(place)
    try:
        name, pin, until = _typed_helper()
        owner = _proved_owner(place)
        kept = hash_secret(pin, shoproom().settings.secret_key)
        subject = do_as(owner, "let help", lambda w: let_help(w, name, until=until, pin_hash=kept))
    except Refusal as refusal:
        return _helper_page(refusal)
    flash(_("{name} can log work now. Type the PIN to begin.", name=name), "done")
    return redirect(url_for("entrance.switch", person=subject), 303)


def _require_tablet(place: Place) -> None:
    if place.tablet is None:
        raise Forbidden(_("Somebody helping is let in at one of the workshop’s tablets."), slug="not-enrolled")


def _typed_helper() -> tuple[str, str, datetime]:
    name = forms.needed_text("name", longest=80)
    shop = find_shop(reading())
    until = end_of_help(forms.whole("days") or 0, shoproom().now(), shop.time_zone if shop else "UTC")
    return name, check_pin(request.form.get("new_pin"), field="new_pin"), until


def _proved_owner(place: Place) -> Actor:
    """The owner whose PIN was typed, or password where they have no PIN. Raises Invalid and TooMany."""
    owner = next((one for one in _owners() if one.subject == request.form.get("owner")), None)
    done_reading()
    if owner is None:
        raise Invalid(_("Choose the owner who lets them in."), slug="owner-missing", field="owner")
    typed = request.form.get("current", "")
    try:
        proof = (
            prove_pin(shoproom(), owner.subject, typed, place)
            if owner.has_pin
            else prove_password(shoproom(), owner.name, typed, place)
        )
    except Invalid as refusal:
        raise Invalid(
            _("That is not the PIN or password of {name}. Nobody was let in.", name=owner.name),
            slug=refusal.slug,
            field="current",
        ) from refusal
    return Actor(proof.person_id, owner.subject)


def _owners() -> list[Somebody]:
    people = everybody(reading(), shoproom().now(), active_only=True)
    return [one for one in people if "owner" in one.roles and (one.has_pin or one.has_password)]


def _helper_page(refusal: Refusal | None = None) -> ResponseReturnValue:
    page = render_template(
        "people/helper.html",
        owners=_owners(),
        days=DAYS,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200, retry(refusal)
