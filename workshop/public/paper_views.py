"""What an owner keeps of a piece, for whoever has its code: the signed file, the certificate, the page that checks the file."""

from datetime import date

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all
from workshop.days import zone_of
from workshop.errors import NotFound, TooMany
from workshop.filestore import FileStore
from workshop.languages import known
from workshop.languages.catalogues import speak
from workshop.provenance.codes import is_code
from workshop.provenance.facts import Facts
from workshop.provenance.queries import find_facts, find_head, find_keeper
from workshop.provenance.snapshot import snapshot_of
from workshop.provenance.versions import newest_versions
from workshop.public import signed
from workshop.public.misses import Misses
from workshop.public.papers import Told, certificate_of, signed_of
from workshop.signing import signing_key
from workshop.web import reading, shoproom
from workshop.wording import _

bp = Blueprint("papers", __name__)
KEPT_S = 30


@bp.before_request
def _as_chosen() -> None:
    if chosen := known(request.args.get("lang")):
        speak(chosen)


@bp.get("/p/<code>/signed.json")
@bp.get("/P/<code>/signed.json")
@open_to_all
def signed_file(code: str) -> ResponseReturnValue:
    facts, told = _told(code)
    return _kept(
        Response(signed_of(snapshot_of(facts, told.on), told), content_type="application/json"),
        f"{facts.head.serial}-signed.json",
    )


@bp.get("/p/<code>/certificate.pdf")
@bp.get("/P/<code>/certificate.pdf")
@open_to_all
def certificate(code: str) -> ResponseReturnValue:
    """Made anew for each who asks, so an address gets a few of them at a time."""
    _require_turn()
    facts, told = _told(code)
    made = certificate_of(reading(), facts, snapshot_of(facts, told.on), told, FileStore(shoproom().settings.data_dir))
    return _kept(Response(made, content_type="application/pdf"), f"{facts.head.serial}.pdf")


@bp.get("/p/verify.html")
@bp.get("/P/verify.html")
@open_to_all
def verify() -> ResponseReturnValue:
    keeper = find_keeper(reading(), _("Workshop"))
    page = signed.verify_page(signing_key(shoproom().settings.data_dir), keeper.title)
    response = Response(page)
    response.headers["Content-Security-Policy"] = f"{signed.policy()}; frame-ancestors 'none'"
    response.vary.add("Accept-Language")
    return response


def _told(code: str) -> tuple[Facts, Told]:
    """The facts of a living tag, and under which key, day and version they are told. Raises NotFound."""
    head = find_head(reading(), code) if is_code(code) else None
    if head is None or head.withdrawn_at is not None:
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    on: date = shoproom().now().astimezone(zone_of(head.time_zone)).date()
    version = newest_versions(reading(), [head.piece_id]).get(head.piece_id)
    key = signing_key(shoproom().settings.data_dir)
    return find_facts(reading(), head), Told(key, on, version.number if version else 0)


def _require_turn() -> None:
    """Raises TooMany."""
    asked = current_app.extensions.setdefault("public_papers", Misses())
    now = shoproom().now()
    wait_s = asked.wait_s(request.remote_addr, now)
    if wait_s:
        sentence = _(
            "You asked for many certificates. Wait {minutes} minutes, then ask again.", minutes=-(-wait_s // 60)
        )
        raise TooMany(sentence, retry_after=wait_s)
    asked.add(request.remote_addr, now)


def _kept(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_S
    response.vary.add("Accept-Language")
    return response
