"""What is asked without a secret: to be recorded as owner, and that a report of loss is wrong."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to_all
from workshop.aftercare.claiming import Details
from workshop.aftercare.losses import dispute_report
from workshop.aftercare.queries import serial_of_tag
from workshop.aftercare.requests import REASONS, Asked, ask_for, withdraw_request
from workshop.errors import NotFound, Refusal
from workshop.provenance.codes import printed
from workshop.public.owner_door import (
    count_asking,
    count_asking_for,
    digest_of,
    do_held,
    do_once,
    intent_of,
    new_secret,
)
from workshop.public.owning import LONGEST_NAME, begin, inside, page, send_again, show_secret, to_nobody
from workshop.texts import PARAGRAPH
from workshop.web import reading
from workshop.wording import _
from workshop.writing import stored_answer

bp = Blueprint("owner_asking", __name__)
bp.before_request(begin)
bp.after_request(to_nobody)


@bp.get("/p/<code>/own/request")
@open_to_all
def asking(code: str) -> ResponseReturnValue:
    """Who has no secret says why it is theirs. The same form for every code."""
    return _form("own_request", code)


def _form(name: str, code: str, refusal: Refusal | None = None, **values: object) -> ResponseReturnValue:
    reasons = [(key, _(told)) for key, told in REASONS.items()]
    status = refusal.status if refusal else 200
    return page(name, status, code=code, said_code=printed(code), refusal=refusal, reasons=reasons, **values)


@bp.post("/p/<code>/own/request")
@open_to_all
def ask(code: str) -> ResponseReturnValue:
    """Kept for the workshop; shown this once, a secret with which the asker looks how it stands."""
    try:
        secret, intent = new_secret("asked"), intent_of("ask for piece")
        details = Details(forms.line("name", longest=LONGEST_NAME), _contact())
        story = forms.text("story", longest=PARAGRAPH)
        asked = Asked(request.form.get("why", ""), details, story, digest_of(secret))
        if stored_answer(reading(), intent) is None:
            count_asking()
            serial = _serial(code)
            count_asking_for(serial)
            do_once(intent, lambda w: ask_for(w, serial, asked))
    except Refusal as refusal:
        return _form("own_request", code, refusal)
    return show_secret(code, secret, "asked")


def _contact() -> str:
    """Without it nobody could answer. Raises Invalid."""
    forms.needed_text("contact", longest=LONGEST_NAME)
    return forms.line("contact", longest=LONGEST_NAME) or ""


def _serial(code: str) -> str:
    serial = serial_of_tag(reading(), code)
    if serial is None:
        raise NotFound(_("We know no piece with this code"), slug="not-found")
    return serial


@bp.post("/p/<code>/own/request/withdrawal")
@open_to_all
def withdrawal(code: str) -> ResponseReturnValue:
    """The asker asks no longer."""
    try:
        do_held("withdraw request", code, withdraw_request, "request")
        return inside(code)
    except Refusal as refusal:
        return send_again(code, refusal)


@bp.get("/p/<code>/own/dispute")
@open_to_all
def disputing(code: str) -> ResponseReturnValue:
    return _form("own_dispute", code, is_done=False)


@bp.post("/p/<code>/own/dispute")
@open_to_all
def dispute(code: str) -> ResponseReturnValue:
    """A report is said to be wrong; its page tells that it is disputed."""
    try:
        intent, contact = intent_of("dispute report"), _contact()
        story = forms.needed_text("story", longest=PARAGRAPH)
        if stored_answer(reading(), intent) is None:
            count_asking()
            serial = _serial(code)
            do_once(intent, lambda w: dispute_report(w, serial, contact, story))
    except Refusal as refusal:
        return _form("own_dispute", code, refusal, is_done=False)
    return _form("own_dispute", code, is_done=True)
