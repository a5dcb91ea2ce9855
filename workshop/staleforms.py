"""A form whose token is old or missing: nothing that was typed is lost, and nothing is done unasked."""

from urllib.parse import urlsplit

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from workshop.web import done_reading, error_page
from workshop.wording import _

NEVER_KEPT = ("csrf_token", "pin", "password", "password_again", "current_password")


def answer_stale_form(_error: CSRFError) -> ResponseReturnValue:
    """From our own page: the typed values again, to be sent once more. From another site: a plain refusal."""
    done_reading()
    sentence = _("This page was open too long, or came from somewhere else. Nothing was saved.")
    if not _is_from_here() or any(name in request.form for name in NEVER_KEPT[1:]):
        return error_page(400, sentence), 400
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]
    return render_template("stale_form.html", sentence=sentence, kept=kept, address=request.path), 400


def _is_from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.host
