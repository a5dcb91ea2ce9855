"""The shop's own details: what it is called, where it is, how it is reached."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.errors import Invalid, Refusal
from workshop.languages import LANGUAGES
from workshop.people.actions import keep_shop
from workshop.people.regions import check_choice, countries, currencies, time_zones
from workshop.people.shop_web import the_shop
from workshop.people.signin import ask_for_password
from workshop.provenance.qr import check_host
from workshop.texts import PARAGRAPH
from workshop.web import done, new_request_key
from workshop.wording import _

settings = Blueprint("settings", __name__)
settings.before_request(ask_for_password)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@settings.get("/settings")
@open_to("owner")
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None) -> ResponseReturnValue:
    page = render_template(
        "people/settings.html",
        details=the_shop(),
        countries=countries(),
        currencies=currencies(),
        time_zones=time_zones(),
        languages=_languages(),
        written=_written(),
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


@settings.post("/settings")
@open_to("owner")
def keep() -> ResponseReturnValue:
    try:
        details = _typed_details()
        done("keep shop", lambda w: keep_shop(w, details))
    except Refusal as refusal:
        return _page(refusal)
    flash(_("Kept."), "done")
    return redirect(url_for("settings.page"), 303)


def _typed_details() -> dict[str, str | None]:
    return {
        "name": forms.needed_text("shop_name"),
        "country": check_choice(forms.text("country"), countries(), field="country"),
        "currency": check_choice(forms.text("currency"), currencies(), field="currency"),
        "time_zone": check_choice(forms.text("time_zone"), time_zones(), field="time_zone"),
        "public_address": _public_address(),
        "postal_address": forms.text("postal_address", longest=PARAGRAPH),
        "email": _email(),
        "kept_by": forms.text("kept_by"),
        "writes_in": check_choice(forms.text("writes_in") or "", _written(), field="writes_in") or None,
        "about": forms.text("about", longest=PARAGRAPH),
        "returns": forms.text("returns", longest=PARAGRAPH),
        "sells_in": _sells_in(),
        "language": check_choice(forms.text("language") or "", _languages(), field="language") or None,
    }


def _languages() -> list[tuple[str, str]]:
    return [("", _("As each browser asks")), *LANGUAGES.items()]


def _written() -> list[tuple[str, str]]:
    return [("", _("Not said")), *LANGUAGES.items()]


def _sells_in() -> str | None:
    """Codes of countries with one space between them. Raises Invalid for one that is none."""
    typed = (forms.text("sells_in") or "").replace(",", " ").upper().split()
    known = {code for code, _name in countries()}
    for code in typed:
        if code not in known:
            raise Invalid(
                _("“{code}” is no country's two letters. Write them like PT GB.", code=code[:40]),
                slug="country-unknown",
                field="sells_in",
            )
    return " ".join(dict.fromkeys(typed)) or None


def _public_address() -> str | None:
    """The host alone, in capitals; None while tags are practice tags."""
    typed = forms.text("public_address")
    if typed is None:
        return None
    try:
        return check_host(re.sub(r"^https?://|/$", "", typed, flags=re.IGNORECASE))
    except Invalid as refusal:
        raise Invalid(refusal.sentence, slug=refusal.slug, field="public_address") from refusal


def _email() -> str | None:
    typed = forms.text("email")
    if typed is not None and not _EMAIL.fullmatch(typed):
        raise Invalid(_("This is no e-mail address. Write it like name@example.com."), slug="not-email", field="email")
    return typed
