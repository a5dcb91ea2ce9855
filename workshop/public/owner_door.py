"""The door to an owner's page: a secret in the form opens it, every time; nothing is remembered in a cookie or an address.

Whatever a secret does not open looks alike: the same sentence after the same work, and slower once it was tried too often.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import current_app, request

from workshop.aftercare.owner_secrets import secret_digest, secret_from, understand_secret
from workshop.aftercare.queries import Held, find_held, secret_refused
from workshop.errors import Forbidden, Invalid, TooMany
from workshop.public.misses import Misses
from workshop.web import done_reading, parts_of, reading, shoproom
from workshop.wording import _
from workshop.writing import Actor, Intent, Writing, check_key, digest_body, stored_answer

CUSTOMER = Actor(None, "customer")
# What a person said of themselves is no part of what two requests are told apart by: a digest of it would outlive its erasing.
SAID = ("name", "contact", "story", "giver", "message", "told", "seen_where", "words", "csrf_token")
LONGEST_SEED, SHORTEST_SEED = 100, 20
ASKED_A_DAY = 2
Act = Callable[[Writing, Held], object]


def secret_typed() -> str:
    return understand_secret(request.form.get("secret", ""))


def digest_of(secret: str) -> str:
    return secret_digest(secret, shoproom().settings.secret_key)


def new_secret(purpose: str) -> str:
    """The secret that this form leads to. Raises Invalid for a form that is not ours."""
    seed = request.form.get("seed", "")
    if not SHORTEST_SEED <= len(seed) <= LONGEST_SEED or not seed.isascii():
        raise Invalid(_("Load the page again and send it once more."), slug="seed-missing")
    return secret_from(seed, f"{purpose} {request.path}", shoproom().settings.secret_key)


def require_here() -> None:
    """A form is sent from this house's own pages. Raises Forbidden."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    is_ours = site in ("same-origin", "none") if site else origin is None or parts_of(origin).netloc == request.host
    if not is_ours:
        raise Forbidden(_("This was sent from another site. Open the page of the piece and send it from there."))


def open_door(code: str, *what: str) -> Held:
    """What the typed secret opens at this piece. Raises TooMany, and NotFound for a secret that opens nothing of these."""
    held = find_held(reading(), code, digest_of(secret_typed()))
    if held is not None and (not what or held.what in what):
        return held  # who holds the secret never waits for what others tried from the same network
    misses = _misses()
    _require_patience(misses)
    misses.add(request.remote_addr, shoproom().now())
    raise secret_refused()


def do_held(verb: str, code: str, act: Act, *what: str) -> bool:
    """Do this once as who holds the secret; whether it was done now. Nothing is locked for a secret that opens nothing."""
    intent = intent_of(verb)
    if stored_answer(reading(), intent) is not None:
        return False
    held = open_door(code, *what)
    return do_once(intent, lambda writing: act(writing, held))


def do_once(intent: Intent, act: Callable[[Writing], object]) -> bool:
    def told(writing: Writing) -> dict[str, Any]:
        act(writing)
        return {}

    done_reading()
    return not shoproom().do(intent, told).repeated


def intent_of(verb: str) -> Intent:
    key = check_key(request.form.get("request_key"))
    return Intent(verb, CUSTOMER, shoproom().now(), key, digest_of_form())


def digest_of_form() -> str:
    """What was asked, without what a person said of themselves."""
    asked = sorted((name, value) for name, value in request.form.items(multi=True) if name not in SAID)
    return digest_body(request.path, asked)


def count_asking_for(serial: str) -> None:
    """One more request for this piece: two a day are taken from one address. Raises TooMany."""
    misses = current_app.extensions.setdefault("owner_asking_for", Misses(ASKED_A_DAY, timedelta(days=1)))
    _require_patience(misses, serial)
    misses.add(request.remote_addr, shoproom().now(), serial)


def count_asking() -> None:
    """One more that nobody's secret stands behind: few of them are taken from one address. Raises TooMany."""
    misses = _misses("owner_asking")
    _require_patience(misses)
    for _each in range(4):
        misses.add(request.remote_addr, shoproom().now())


def _require_patience(misses: Misses, about: str = "") -> None:
    wait_s = misses.wait_s(request.remote_addr, shoproom().now(), about)
    if wait_s:
        sentence = _("That was tried too often. Wait {minutes} minutes, then try again.", minutes=-(-wait_s // 60))
        raise TooMany(sentence, retry_after=wait_s)


def _misses(name: str = "owner_misses") -> Misses:
    found = current_app.extensions.setdefault(name, Misses())
    assert isinstance(found, Misses)
    return found
