"""The public page of a piece, its photo, and the lookup by what is printed or engraved: for anybody, without cookie or script."""

import re
import unicodedata
from datetime import date
from hashlib import sha256

from flask import Blueprint, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all
from workshop.aftercare.telling import revision_of
from workshop.days import zone_of
from workshop.errors import Invalid, NotFound
from workshop.filestore import FileStore
from workshop.languages import known
from workshop.languages.catalogues import speak
from workshop.people.signin import passing_by
from workshop.provenance.codes import is_code, understand
from workshop.provenance.facts import Head
from workshop.provenance.queries import (
    code_by_serial,
    find_head,
    find_keeper,
    find_photo,
    is_given,
)
from workshop.public.misses import Misses
from workshop.public.pages import Pages
from workshop.public.sheets import edition, policy
from workshop.public.telling import Ways, drawn, page_of, render
from workshop.units import read_weight
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _, language

bp = Blueprint("public", __name__)

KEPT_S = 30
FOR_EVER_S = 365 * 24 * 3600
WITHIN_MG = 50  # a kitchen scale shows tenths of a gram
LONGEST_TYPED = 300
MOST_PHOTOS = 10_000
_DASHES = re.compile(r"[‐‑‒–—―−_]")


@bp.get("/p/<path:typed>")
@bp.get("/P/<path:typed>")
@open_to_all
def page(typed: str) -> ResponseReturnValue:
    """The page of a code. Spelled as it is kept it is served at both addresses; every other spelling is sent on to it."""
    if not is_code(typed):
        code = understand(typed)
        return redirect(f"/p/{code}{_chosen()}", 308) if code else _unknown()
    head = find_head(reading(), typed)
    if head is None:
        return _unknown()
    on = shoproom().now().astimezone(zone_of(head.time_zone)).date()
    if passing_by() is not None:
        return _for_staff(head, on)
    since = revision_of(reading(), head.piece_id)
    tag = sha256(edition() + repr((head, since, on, language(), _chosen())).encode()).hexdigest()[:40]
    if request.if_none_match.contains(tag):
        return _kept(Response(status=304), tag)
    pages = current_app.extensions.setdefault("public_pages", Pages())
    return _kept(Response(pages.get(tag, lambda: _told(head, on))), tag)


def _for_staff(head: Head, on: date) -> Response:
    """The same page with the way to the bench above it, for who is signed in here; nobody keeps it."""
    bar = render("_bench", _ways(), serial=head.serial)
    response = Response(_told(head, on).replace("<main>", f"{bar}<main>", 1))
    response.headers["Cache-Control"] = "private, no-store"
    return _with_policy(response)


def _told(head: Head, on: date) -> str:
    page = page_of(reading(), head, on)
    done_reading()
    return drawn(page, _ways())


def _ways() -> Ways:
    return Ways(_chosen())


def _kept(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_S
    return _with_policy(response)


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = policy()
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    return response


@bp.before_request
def _as_chosen() -> None:
    """The language in the address wins over what the browser asks for; no cookie keeps it."""
    if chosen := known(request.args.get("lang")):
        speak(chosen)


@bp.after_request
def _by_language(response: Response) -> Response:
    """A page whose address names no language is another one for another reader."""
    if response.mimetype == "text/html" and not _chosen():
        response.vary.add("Accept-Language")
    return response


def _chosen() -> str:
    """What an address goes on with, so that the language which was chosen stays: ?lang=de, or nothing."""
    chosen = known(request.args.get("lang"))
    return f"?lang={chosen}" if chosen else ""


def _unknown() -> Response:
    """The same bytes for every code that leads nowhere, whether it could be one or not."""
    return _lookup(404, _("We know no piece with this code"), "")


def _lookup(status: int, title: str, wrong: str, field: str = "") -> Response:
    keeper = find_keeper(reading(), _("Workshop"))
    typed = {name: request.values.get(name, "")[:LONGEST_TYPED] for name in ("q", "serial", "weight")}
    told = render(
        "lookup", _ways(), shop=keeper, title=title, wrong=wrong, field=field, typed=typed, is_miss=status == 404
    )
    return _with_policy(Response(told, status))


@bp.route("/p/", methods=["GET", "POST"])
@bp.route("/P/", methods=["GET", "POST"])
@open_to_all
def lookup() -> ResponseReturnValue:
    """A field for what is printed, and two for what is engraved and what the piece weighs."""
    typed = request.values.get("q", "").strip() or request.values.get("serial", "").strip()
    if not typed:
        return _lookup(200, _("Look up a piece"), "")
    misses = current_app.extensions.setdefault("public_misses", Misses())
    now = shoproom().now()
    wait_s = misses.wait_s(request.remote_addr, now)
    if wait_s:
        return _wait(wait_s)
    try:
        code = _find(typed)
    except Invalid as refusal:
        return _lookup(refusal.status, _("Look up a piece"), refusal.sentence, refusal.field or "")
    if code is None:
        misses.add(request.remote_addr, now)
        return _lookup(404, _("We know no such piece"), "")
    return redirect(f"/p/{code}{_chosen()}", 303)


def _wait(wait_s: int) -> Response:
    sentence = _(
        "You looked for many pieces that we do not know. Wait {minutes} minutes, then look again.",
        minutes=-(-wait_s // 60),
    )
    response = _lookup(429, _("Look again a little later"), sentence)
    response.headers["Retry-After"] = str(wait_s)
    return response


def _find(typed: str) -> str | None:
    """The code that what was typed leads to; None when it leads nowhere. Raises Invalid when the weight is missing or is none."""
    code = understand(typed)
    if code is not None:
        return code if is_given(reading(), code) else None
    if len(typed) > LONGEST_TYPED or "\0" in typed:
        return None
    weight = request.values.get("weight", "").strip()
    if not weight:
        raise Invalid(
            _("This is no code of a tag. If it is engraved on the piece, type the weight of the piece too."),
            field="weight",
        )
    weight_mg = read_weight(weight.removesuffix("g"))
    return code_by_serial(reading(), _serial(typed), weight_mg, WITHIN_MG)


def _serial(typed: str) -> str:
    """A serial as it is kept: R-0147 for what was typed as r 0147 or R–0147."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", typed)).upper().replace(" ", "")
    return re.sub(r"^([A-Z])(\d+)$", r"\1-\2", plain)


@bp.get("/p/<code>/<int:number>.jpg")
@bp.get("/p/<code>/<int:number>-<any(small):size>.jpg")
@open_to_all
def photo(code: str, number: int, size: str = "large") -> ResponseReturnValue:
    """A public photo of the piece. Its address may name its content, then it may be kept for ever."""
    names = find_photo(reading(), code, number) if is_code(code) and number < MOST_PHOTOS else None
    if names is None:
        return _unknown()
    done_reading()
    sha = names[1] if size == "small" else names[0]
    if request.if_none_match.contains(sha):
        response = Response(status=304)
    else:
        try:
            response = Response(FileStore(shoproom().settings.data_dir).open_file(sha), content_type="image/jpeg")
        except NotFound:
            return _unknown()
    response.set_etag(sha)
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_S
    if request.args.get("v") == names[0][:16]:
        response.cache_control.max_age = FOR_EVER_S
        response.cache_control.immutable = True
    return _with_policy(response)
