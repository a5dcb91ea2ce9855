"""What an owner does with a secret and without an account: claim, come back, hand on, report, be forgotten."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to_all
from workshop.aftercare.claiming import (
    Details,
    Gift,
    check_reveal,
    claim_piece,
    hand_on,
    keep_details,
    keep_piece,
    renew_secret,
)
from workshop.aftercare.forgetting import MODELS, own_data, subjects_of_owner
from workshop.aftercare.losses import KINDS, found_again, renew_report, report_loss
from workshop.aftercare.owner_secrets import spelled
from workshop.aftercare.queries import Held
from workshop.aftercare.requests import object_to
from workshop.days import read_day, zone_of
from workshop.errors import Invalid, Refusal, TooMany
from workshop.forgetting import forget, note_erased
from workshop.languages import known
from workshop.languages.catalogues import speak
from workshop.people.queries import find_shop
from workshop.provenance.codes import is_code, printed, understand
from workshop.provenance.queries import find_keeper
from workshop.public.answers import as_file
from workshop.public.owner_door import (
    digest_of,
    do_held,
    new_secret,
    open_door,
    require_here,
    secret_typed,
)
from workshop.public.owner_page import own_address, owner_told, request_told
from workshop.public.sheets import policy
from workshop.public.telling import Language, Ways, render
from workshop.web import new_request_key, reading, shoproom
from workshop.wording import _
from workshop.writing import Writing

bp = Blueprint("owning", __name__)

LONGEST_NAME, LONGEST_MESSAGE = 100, 600


@dataclass(frozen=True)
class Own(Ways):
    """The way of an owner's page: one that answers a form has no other languages beside it."""

    is_form: bool = False

    @property
    def languages(self) -> tuple[Language, ...]:
        return () if self.is_form else Ways(self.chosen).languages


def begin() -> ResponseReturnValue | None:
    """The chosen language; a form comes from here; what cannot be a code leads to the lookup."""
    if chosen := known(request.args.get("lang")):
        speak(chosen)
    if request.method == "POST":
        require_here()
    code = (request.view_args or {}).get("code", "")
    if is_code(code):
        return None
    meant = understand(code)
    return redirect(f"/p/{meant}/own" if meant else "/p/", 303)


def to_nobody(response: Response) -> Response:
    """Nobody keeps it, finds it, or learns of it from a link."""
    response.headers["Content-Security-Policy"] = policy()
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    response.headers["Cache-Control"] = "no-store"
    return response


bp.before_request(begin)
bp.after_request(to_nobody)


def page(name: str, status: int = 200, **values: Any) -> Response:
    chosen = known(request.args.get("lang"))
    ways = Own(f"?lang={chosen}" if chosen else "", is_form=request.method == "POST")
    shop = find_keeper(reading(), _("Workshop"))
    usual = {
        "fresh": new_request_key,
        "typed": request.form if values.get("refusal") else {},
        "refusal": None,
        "said_code": "",
    }
    told = render(name, ways, shop=shop, **(usual | values))
    answer, refusal = Response(told, status), values.get("refusal")
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def entry(code: str, refusal: Refusal | None = None) -> Response:
    """The same for every code that could be one: whether it is, is looked for only together with a secret."""
    return page("own", refusal.status if refusal else 200, code=code, said_code=printed(code), refusal=refusal)


def inside(code: str, refusal: Refusal | None = None, said: str = "") -> Response:
    """What the typed secret opens, as a page."""
    held, now = open_door(code), shoproom().now()
    status, secret = refusal.status if refusal else 200, secret_typed()
    if held.what == "claim":
        return page("own_claim", status, code=code, secret=secret, refusal=refusal, serial=held.serial)
    if held.what == "request":
        shop = find_shop(reading())
        told = request_told(reading(), held, zone_of(shop.time_zone if shop else None))
        return page("own_asked", status, code=code, secret=secret, refusal=refusal, asked=told, serial=held.serial)
    told_owner = owner_told(reading(), held, now)
    kinds = [(key, _(name)) for key, name in KINDS.items()]
    return page("own_page", status, code=code, secret=secret, own=told_owner, refusal=refusal, said=said, kinds=kinds)


@bp.get("/p/<code>/own")
@open_to_all
def door(code: str) -> ResponseReturnValue:
    """Where a secret is typed."""
    return entry(code)


@bp.post("/p/<code>/own")
@open_to_all
def enter(code: str) -> ResponseReturnValue:
    """What it opens: a claim, the owner's page, or a request."""
    try:
        return inside(code)
    except Refusal as refusal:
        return entry(code, refusal)


@bp.post("/p/<code>/own/claim")
@open_to_all
def claim(code: str) -> ResponseReturnValue:
    """Whoever holds the secret owns the piece; shown this once, a secret for them alone."""
    try:
        details, secret = _details(), new_secret("own")
        act = lambda w, held: claim_piece(w, held, digest_of(secret), details)  # noqa: E731
        do_held("claim piece", code, act, "claim", "request")
    except Refusal as refusal:
        return send_again(code, refusal)
    return show_secret(code, secret, "own")


def send_again(code: str, refusal: Refusal) -> Response:
    """The form that was sent, with what was typed; the door itself when its secret opens nothing."""
    if refusal.slug in ("secret-refused", "too-many-tries"):
        return entry(code, refusal)
    try:
        return inside(code, refusal)
    except Refusal as closed:
        return entry(code, closed)


def show_secret(code: str, secret: str, whose: str) -> Response:
    """A new secret, once. `whose`: "own", "next" or "asked"."""
    return page("own_secret", code=code, secret=secret, spelled=spelled(secret), whose=whose, said_code=printed(code))


def _details() -> Details:
    return Details(forms.line("name", longest=LONGEST_NAME), forms.line("contact", longest=LONGEST_NAME))


def _owned(verb: str, code: str, act: Any, said: str) -> ResponseReturnValue:
    """One verb of the owner's, then their page again."""
    try:
        do_held(verb, code, act, "owner")
        return inside(code, said=said)
    except Refusal as refusal:
        return send_again(code, refusal)


@bp.post("/p/<code>/own/details")
@open_to_all
def details(code: str) -> ResponseReturnValue:
    """How the owner may be reached."""
    try:
        kept = _details()
    except Refusal as refusal:
        return send_again(code, refusal)
    return _owned("keep owner's details", code, lambda w, held: keep_details(w, held, kept), _("Kept."))


@bp.post("/p/<code>/own/secret")
@open_to_all
def another_secret(code: str) -> ResponseReturnValue:
    """The old one was seen by somebody: it opens nothing from now on."""
    try:
        secret = new_secret("own")
        do_held("renew owner's secret", code, lambda w, held: renew_secret(w, held, digest_of(secret)), "owner")
    except Refusal as refusal:
        return send_again(code, refusal)
    return show_secret(code, secret, "own")


@bp.post("/p/<code>/own/handing-on")
@open_to_all
def handing_on(code: str) -> ResponseReturnValue:
    """A secret for the next owner; as a gift with words that wait until their day."""
    try:
        gift, secret = read_gift(_today()), new_secret("next")
        do_held("hand piece on", code, lambda w, held: hand_on(w, held, digest_of(secret), gift), "owner")
    except Refusal as refusal:
        return send_again(code, refusal)
    return show_secret(code, secret, "next")


def read_gift(today: date) -> Gift | None:
    """The giver's words of a form; None for what is no gift. Raises Invalid."""
    giver, message = forms.line("giver", longest=LONGEST_NAME), forms.text("message", longest=LONGEST_MESSAGE)
    typed = read_day(request.form.get("reveal_on"), field="reveal_on")
    reveal_on = check_reveal(date.fromisoformat(typed) if typed else None, today)
    return Gift(giver, message, reveal_on) if giver or message else None


def _today() -> date:
    shop = find_shop(reading())
    return shoproom().now().astimezone(zone_of(shop.time_zone if shop else None)).date()


@bp.post("/p/<code>/own/keeping")
@open_to_all
def keeping(code: str) -> ResponseReturnValue:
    """The secret for the next owner is taken back."""
    return _owned("keep piece", code, keep_piece, _("The secret for the next owner opens nothing any more."))


@bp.post("/p/<code>/own/loss")
@open_to_all
def loss(code: str) -> ResponseReturnValue:
    """Lost or stolen: said, renewed, or over."""
    what = request.form.get("what", "report")
    kind = request.form.get("kind", "")
    ways: dict[str, tuple[str, Any, str]] = {
        "report": ("report loss", lambda w, held: report_loss(w, held, kind), _("Told. The workshop gets in touch.")),
        "renew": ("renew report", renew_report, _("It stands for another year.")),
        "found": ("found again", found_again, _("Good. Its page says nothing of it any more.")),
    }
    if what not in ways:
        return send_again(code, Invalid(_("Choose lost or stolen."), slug="kind-unknown", field="kind"))
    verb, act, said = ways[what]
    return _owned(verb, code, act, said)


@bp.post("/p/<code>/own/objection")
@open_to_all
def objection(code: str) -> ResponseReturnValue:
    """The owner does not agree that somebody else is recorded."""
    return _owned("object to request", code, object_to, _("Noted. The workshop looks into it and gets in touch."))


@bp.post("/p/<code>/own/data.json")
@open_to_all
def data(code: str) -> ResponseReturnValue:
    """Everything kept of the owner, to take away."""
    try:
        held = open_door(code, "owner")
    except Refusal as refusal:
        return entry(code, refusal)
    told = {"piece": held.serial, "code": code, **own_data(reading(), held.id, _today().isoformat())}
    return as_file(json.dumps(told, indent=1, ensure_ascii=False), f"owner-{code}.json", "application/json")


@bp.post("/p/<code>/own/erasure")
@open_to_all
def erasure(code: str) -> ResponseReturnValue:
    """What is kept of the owner is erased, here and in every backup brought back; the piece stays theirs."""

    def act(writing: Writing, held: Held) -> None:
        subjects = subjects_of_owner(writing.session, held.id)
        note_erased(shoproom().settings.data_dir, subjects)  # before it is done: a crash must not bring anybody back
        forget(writing, MODELS, subjects)

    return _owned("forget owner", code, act, _("Erased. Your secret goes on opening this page."))


@bp.post("/p/<code>/own/keepsake.txt")
@open_to_all
def keepsake(code: str) -> ResponseReturnValue:
    """The secret as a file, for whoever keeps such things there."""
    secret = spelled(secret_typed())
    shown = _("{address}\n\nSecret: {secret}\n", address=own_address(reading(), code, request.host_url), secret=secret)
    return as_file(shown, f"owner-{code}.txt", "text/plain; charset=utf-8")
