"""What all public addresses share: the language that was chosen, the one answer to every code that leads nowhere, the packing."""

from flask import Blueprint, Response, current_app, request

from workshop.languages import known
from workshop.languages.catalogues import speak
from workshop.provenance.looking import shows_any
from workshop.provenance.queries import find_keeper
from workshop.public.answers import pack, with_policy
from workshop.public.misses import Misses
from workshop.public.telling import Ways, render
from workshop.web import reading, shoproom
from workshop.wording import _

LONGEST_TYPED = 300


def public_blueprint(name: str) -> Blueprint:
    """Addresses for anybody: the language in the address wins over what the browser asks for; no cookie keeps it."""
    made = Blueprint(name, __name__)
    made.before_request(_as_chosen)
    made.after_request(_by_language)
    return made


def _as_chosen() -> None:
    if code := known(request.args.get("lang")):
        speak(code)


def _by_language(response: Response) -> Response:
    """A page whose address names no language is another one for another reader."""
    if response.mimetype == "text/html" and not chosen():
        response.vary.add("Accept-Language")
    return pack(response)


def chosen() -> str:
    """What an address goes on with, so that the language which was chosen stays: ?lang=de, or nothing."""
    code = known(request.args.get("lang"))
    return f"?lang={code}" if code else ""


def ways() -> Ways:
    return Ways(chosen())


def unknown() -> Response:
    """The same bytes for every code that leads nowhere, whether it could be one or not."""
    return lookup_page(404, _("We know no piece with this code"), "")


def missed() -> Response:
    """The same, counted: whoever finds nothing so often is asked to wait. Pages that are there are answered all the same."""
    wait_s = wait_for_misses()
    if wait_s:
        return too_many(wait_s)
    note_miss()
    return unknown()


def wait_for_misses() -> int:
    """Seconds until whoever asks may look for something unknown again; 0 when they may now."""
    return _misses().wait_s(request.remote_addr, shoproom().now())


def note_miss() -> None:
    _misses().add(request.remote_addr, shoproom().now())


def _misses() -> Misses:
    found = current_app.extensions.setdefault("public_misses", Misses())
    assert isinstance(found, Misses)
    return found


def too_many(wait_s: int) -> Response:
    sentence = _(
        "You looked for many pieces that we do not know. Wait {minutes} minutes, then look again.",
        minutes=-(-wait_s // 60),
    )
    response = lookup_page(429, _("Look again a little later"), sentence)
    response.headers["Retry-After"] = str(wait_s)
    return response


def lookup_page(status: int, title: str, wrong: str, field: str = "") -> Response:
    keeper = find_keeper(reading(), _("Workshop"))
    typed = {name: request.values.get(name, "")[:LONGEST_TYPED] for name in ("q", "serial", "weight")}
    asked = {"title": title, "wrong": wrong, "field": field, "typed": typed, "is_miss": status == 404}
    told = render("lookup", ways(), shop=keeper, has_gallery=shows_any(reading()), **asked)
    response = with_policy(Response(told, status))
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
