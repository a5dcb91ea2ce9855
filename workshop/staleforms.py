"""A form whose token is old or missing: nothing that was typed is lost, and nothing is done unasked."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from workshop.errors import NotSignedIn
from workshop.web import answer_refusal, done_reading, error_page, parts_of, wants_json
from workshop.wording import _

SECRETS = ("pin", "new_pin", "password", "new_password", "current")
NEVER_KEPT = ("csrf_token", *SECRETS)


def answer_stale_form(_error: CSRFError) -> ResponseReturnValue:
    """From our own page: the typed values again, to be sent once more; secrets are asked for anew. From another site: a plain refusal."""
    done_reading()
    sentence = _("This page was open too long, or came from somewhere else. Nothing was saved.")
    if not is_from_here():
        return error_page(400, sentence), 400
    return _again(sentence, 400)


def answer_signed_out(refusal: NotSignedIn) -> ResponseReturnValue:
    """A form of our own page that came after its sign-in had ended: the same, with the way to sign in."""
    if request.method != "POST" or wants_json() or not is_from_here():
        return answer_refusal(refusal)
    done_reading()
    return _again(_("You are signed out. Nothing was saved yet: sign in, then send it."), refusal.status)


def ask_again(sentence: str) -> ResponseReturnValue:
    """A form that asks for a sign-in of a moment ago: the same, with the way to it."""
    if not is_from_here():
        return error_page(403, sentence), 403
    done_reading()
    return _again(sentence, 403, asks_again=True)


def _again(sentence: str, status: int, *, asks_again: bool = False) -> ResponseReturnValue:
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]
    asked = [name for name in SECRETS if request.form.get(name)]
    lost = any(file.filename for file in request.files.values())
    values = {
        "kept": kept,
        "asked": asked,
        "address": request.path,
        "lost": lost,
        "signed_out": g.get("present") is None,
        "asks_again": asks_again,
    }
    return render_template("stale_form.html", sentence=sentence, **values), status


def is_from_here() -> bool:
    """Whether the browser says that a page of our own sent this request; saying nothing is not enough."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return parts_of(request.headers.get("Origin") or request.headers.get("Referer")).netloc == request.host
