"""One's own page: how one may be told in public, PIN, password."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, present
from workshop.errors import Refusal
from workshop.languages import LANGUAGES
from workshop.languages.catalogues import speak
from workshop.people.actions import prefer_hand, prefer_language, set_password, set_pin
from workshop.people.queries import Somebody, find_person
from workshop.people.secrets import check_password, check_pin, hash_secret
from workshop.people.signin import end
from workshop.people.signing import check_own_secret
from workshop.people.views import keep_consent
from workshop.web import done, done_reading, reading, shoproom
from workshop.wording import _, language

own = Blueprint("own", __name__, url_prefix="/people/me")


@own.get("")
@open_to()
def page() -> ResponseReturnValue:
    return _page(find_person(reading(), present().subject))


def _page(somebody: Somebody, refusal: Refusal | None = None) -> ResponseReturnValue:
    page = render_template(
        "people/own.html",
        somebody=somebody,
        languages=[("", _("As the shop")), *LANGUAGES.items()],
        refusal=refusal,
        typed=request.form if refusal else {},
    )
    headers = {"Retry-After": str(seconds)} if (seconds := getattr(refusal, "retry_after", None)) else {}
    return page, refusal.status if refusal else 200, headers


@own.post("/consent")
@open_to()
def consent() -> ResponseReturnValue:
    somebody = find_person(reading(), present().subject)
    return _answered(somebody, lambda: keep_consent(somebody))


@own.post("/hand")
@open_to()
def hand() -> ResponseReturnValue:
    somebody = find_person(reading(), present().subject)

    def change() -> str:
        chosen = forms.needed_text("hand")
        done("prefer hand", lambda w: prefer_hand(w, somebody.id, chosen))
        return _("Kept. The bench’s pages follow.")

    return _answered(somebody, change)


@own.post("/language")
@open_to()
def own_language() -> ResponseReturnValue:
    somebody = find_person(reading(), present().subject)

    def change() -> str:
        chosen = forms.text("language")
        done("prefer language", lambda w: prefer_language(w, somebody.id, chosen))
        speak(chosen or language())
        return _("Kept.")

    return _answered(somebody, change)


@own.post("/pin")
@open_to()
def pin() -> ResponseReturnValue:
    somebody = find_person(reading(), present().subject)

    def change() -> str:
        new = check_pin(request.form.get("new_pin"), field="new_pin")
        kept = _proved_and_hashed(new)
        done("set pin", lambda w: set_pin(w, somebody.id, kept))
        return _("Your PIN is changed. Sign in with it.")

    return _answered(somebody, change, signs_out=True)


@own.post("/password")
@open_to()
def password() -> ResponseReturnValue:
    somebody = find_person(reading(), present().subject)

    def change() -> str:
        new = check_password(request.form.get("new_password"), near=(somebody.name,), field="new_password")
        kept = _proved_and_hashed(new)
        done("set password", lambda w: set_password(w, somebody.id, kept))
        return _("Your password is changed. Sign in with it.")

    return _answered(somebody, change, signs_out=True)


def _proved_and_hashed(new: str) -> str:
    done_reading()
    check_own_secret(shoproom(), present(), request.form.get("current"))
    return hash_secret(new, shoproom().settings.secret_key)


def _answered(somebody: Somebody, change: Callable[[], str], *, signs_out: bool = False) -> ResponseReturnValue:
    try:
        said = change()
    except Refusal as refusal:
        return _page(find_person(reading(), somebody.subject), refusal)
    if signs_out:
        end()
    flash(said, "done")
    return redirect(url_for("own.page"), 303)
