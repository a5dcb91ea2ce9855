"""A form whose token is old or missing: nothing that was typed is lost, and nothing is done unasked."""

from urllib.parse import urlsplit

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from workshop.web import done_reading, error_page
from workshop.wording import _

SECRETS = ("pin", "new_pin", "password", "new_password", "current")
NEVER_KEPT = ("csrf_token", *SECRETS)


def answer_stale_form(_error: CSRFError) -> ResponseReturnValue:
    """From our own page: the typed values again, to be sent once more; secrets are asked for anew. From another site: a plain refusal."""
    done_reading()
    sentence = _("This page was open too long, or came from somewhere else. Nothing was saved.")
    if not _is_from_here():
        return error_page(400, sentence), 400
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]
    asked = [name for name in SECRETS if request.form.get(name)]
    page = render_template("stale_form.html", sentence=sentence, kept=kept, asked=asked, address=request.path)
    return page, 400


def _is_from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.host
