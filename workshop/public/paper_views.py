"""What an owner keeps of a piece, for whoever has its code: the signed file, the certificate, the page that checks the file."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all
from workshop.aftercare.telling import aftercare_of
from workshop.days import zone_of
from workshop.errors import TooMany
from workshop.filestore import FileStore
from workshop.provenance.codes import is_code
from workshop.provenance.facts import Facts, Head
from workshop.provenance.queries import find_facts, find_head, find_keeper
from workshop.provenance.snapshot import snapshot_of
from workshop.provenance.versions import newest_versions
from workshop.public import signed
from workshop.public.door import missed, public_blueprint
from workshop.public.known import reported_told
from workshop.public.misses import Misses
from workshop.public.papers import Told, certificate_of, signed_of
from workshop.signing import signing_key
from workshop.web import reading, shoproom
from workshop.wording import _

bp = public_blueprint("papers")
KEPT_S = 30


@bp.get("/p/<code>/signed.json")
@bp.get("/P/<code>/signed.json")
@open_to_all
def signed_file(code: str) -> ResponseReturnValue:
    head = _living(code)
    if head is None:
        return missed()
    _facts, snapshot, told = _told(head)
    return _kept(Response(signed_of(snapshot, told), content_type="application/json"), f"{head.serial}-signed.json")


@bp.get("/p/<code>/certificate.pdf")
@bp.get("/P/<code>/certificate.pdf")
@open_to_all
def certificate(code: str) -> ResponseReturnValue:
    """Made anew for each who asks, so an address gets a few of them at a time."""
    head = _living(code)
    if head is None:
        return missed()
    _require_turn()
    facts, snapshot, told = _told(head)
    made = certificate_of(reading(), facts, snapshot, told, FileStore(shoproom().settings.data_dir))
    return _kept(Response(made, content_type="application/pdf"), f"{head.serial}.pdf")


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


def _living(code: str) -> Head | None:
    """The head of a tag that counts."""
    head = find_head(reading(), code) if is_code(code) else None
    return None if head is None or head.withdrawn_at is not None else head


def _told(head: Head) -> tuple[Facts, dict[str, Any], Told]:
    """The facts of a living tag, what is said of them, and under which key, day and version."""
    on: date = shoproom().now().astimezone(zone_of(head.time_zone)).date()
    version = newest_versions(reading(), [head.piece_id]).get(head.piece_id)
    key = signing_key(shoproom().settings.data_dir)
    aftercare = aftercare_of(reading(), head.piece_id, on)
    facts = replace(find_facts(reading(), head), told=aftercare.told)
    return (
        facts,
        snapshot_of(facts, on, reported_told(aftercare.reported)),
        Told(key, on, version.number if version else 0),
    )


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
