"""The addresses of the API: token, scope, earlier answer, shape, one verb, one answer."""

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import UnsupportedMediaType

from workshop.access import ROLES, open_to_all
from workshop.api import (
    cases,
    catalogue,
    charms,
    claims,
    day_end,
    deliveries,
    documents,
    inspections,
    kept,
    labels,
    ledger_operations,
    lot_operations,
    materials_used,
    moves,
    office,
    orders,
    own_texts,
    owners,
    people,
    pieces,
    prices,
    repair_links,
    repairs,
    reports,
    suppliers,
    trees,
    wording,
)
from workshop.api.openapi import PAPERS, PICTURES, describe
from workshop.api.operations import Caller, Download, Operation, Sent
from workshop.api.reading import MOST_BYTES, read_json, read_query
from workshop.api.tokens import find_token, require_allowed
from workshop.errors import Forbidden, NotSignedIn, Refusal
from workshop.filestore import FileStore
from workshop.materials.evidence import keep_evidence
from workshop.pictures import keep_picture
from workshop.pieces.actions import NewPhoto
from workshop.web import answer_refusal, reading, shoproom
from workshop.wording import in_english
from workshop.writing import Answer, Intent, Writing, check_key, digest_body, match_answer

api = Blueprint("api", __name__, url_prefix="/api/v1")
OPERATIONS: tuple[Operation, ...] = (
    *pieces.OPERATIONS,
    *moves.OPERATIONS,
    *materials_used.OPERATIONS,
    *trees.OPERATIONS,
    *inspections.OPERATIONS,
    *office.OPERATIONS,
    *labels.OPERATIONS,
    *owners.OPERATIONS,
    *catalogue.OPERATIONS,
    *prices.OPERATIONS,
    *wording.OPERATIONS,
    *own_texts.OPERATIONS,
    *suppliers.OPERATIONS,
    *day_end.OPERATIONS,
    *documents.OPERATIONS,
    *lot_operations.OPERATIONS,
    *ledger_operations.OPERATIONS,
    *reports.OPERATIONS,
    *people.OPERATIONS,
    *claims.OPERATIONS,
    *repairs.OPERATIONS,
    *repair_links.OPERATIONS,
    *kept.OPERATIONS,
    *orders.OPERATIONS,
    *charms.OPERATIONS,
    *cases.OPERATIONS,
    *deliveries.OPERATIONS,
)
Act = Callable[[Writing], dict[str, Any]]


@api.get("/openapi.json")
@open_to_all
def description() -> ResponseReturnValue:
    return Response(_description(), content_type="application/json")


@cache
def _description() -> str:
    with in_english():
        return json.dumps(describe(OPERATIONS))


@api.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """As everywhere, and a token's refusal also in the way that RFC 6750 names."""
    response = answer_refusal(refusal)
    assert isinstance(response, Response)
    if isinstance(refusal, NotSignedIn):
        response.headers["WWW-Authenticate"] = 'Bearer realm="workshop"'
    elif isinstance(refusal, Forbidden):
        response.headers["WWW-Authenticate"] = 'Bearer realm="workshop", error="insufficient_scope"'
    return response


def _read(operation: Operation, **path: str) -> Response:
    caller, _row = _admit(reading(), operation, "")
    asked = read_query(operation.asks, request.args.to_dict(flat=False))
    told = operation.does(reading(), asked, caller, **path)
    if operation.shows is None:
        return _answer(told, operation.status)
    return _file(told, operation.shows)


def _file(told: str | bytes | Download, content_type: str) -> Response:
    """A file, stored or just drawn; an original comes as one to be taken away, which no browser opens here."""
    if isinstance(told, bytes):
        return Response(told, content_type=content_type)
    name = told.file if isinstance(told, Download) else told
    answer = Response(FileStore(shoproom().settings.data_dir).open_file(name), content_type=content_type)
    if isinstance(told, Download):
        answer.headers["Content-Disposition"] = f"attachment; filename={told.called}"
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _write(operation: Operation, **path: str) -> Response:
    key = request.headers.get("Idempotency-Key")
    with shoproom().database.glance() as session:
        caller, row = _admit(session, operation, key or "")
    is_file = operation.picture or (operation.files and request.mimetype in PAPERS)
    request.max_content_length = None if is_file else MOST_BYTES
    raw = request.get_data(cache=False)
    intent = Intent(
        operation.name,
        caller.present.actor,
        shoproom().now(),
        check_key(None if key and " " in key else key),
        digest_body(request.method, request.full_path, sha256(raw).hexdigest()),
    )
    done = match_answer(row, intent)
    if done is None:
        done = _do(operation, intent, raw, path)
    told = done.told if operation.reveals is None else done.told | operation.reveals(_typed(operation, raw), **path)
    return _answer(told, operation.status, repeated=done.repeated)


def _admit(session: Session, operation: Operation, key: str) -> tuple[Caller, Any]:
    """Who asks, by the token alone: a browser's sign-in counts for nothing here."""
    g.pop("present", None)
    caller, row = find_token(
        session, request.headers.get("Authorization"), key, secret_key=shoproom().settings.secret_key
    )
    g.present = caller.present
    require_allowed(caller, operation)
    return caller, row


def _do(operation: Operation, intent: Intent, raw: bytes, path: dict[str, str]) -> Answer:
    typed = _typed(operation, raw)
    does = operation.does
    return shoproom().do(intent, lambda writing: does(writing, typed, **path), looked_up=True)


def _typed(operation: Operation, raw: bytes) -> Any:
    if operation.picture:
        return _photo(operation, raw)
    return _paper(operation, raw) if operation.files else _body(operation, raw)


def _paper(operation: Operation, raw: bytes) -> Sent:
    """A document's file, kept before the right to write is asked for, or what is told of one."""
    asked = read_query(operation.asks, request.args.to_dict(flat=False))
    if request.mimetype not in PAPERS:
        return Sent(_body(operation, raw), asked)
    return Sent(keep_evidence(FileStore(shoproom().settings.data_dir), raw), asked)


def _body(operation: Operation, raw: bytes) -> Any:
    assert operation.takes is not None
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    read_query(operation.asks, request.args.to_dict(flat=False))
    return read_json(operation.takes, raw)


def _photo(operation: Operation, raw: bytes) -> NewPhoto:
    """The picture, drawn anew and kept, before the right to write is asked for."""
    if request.mimetype not in PICTURES:
        raise UnsupportedMediaType
    asked: Any = read_query(operation.asks, request.args.to_dict(flat=False))
    kept = keep_picture(FileStore(shoproom().settings.data_dir), raw)
    return NewPhoto(**vars(kept), caption=asked.caption, is_public=asked.public is not None)


def _answer(told: dict[str, Any], status: int, *, repeated: bool = False) -> Response:
    response = Response(json.dumps(told), status, content_type="application/json")
    if repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _view(operation: Operation) -> Callable[..., Response]:
    way = _write if operation.writes else _read

    def view(**path: str) -> Response:
        return way(operation, **path)

    setattr(view, ROLES, operation.roles)
    return view


for _one in OPERATIONS:
    api.add_url_rule(
        _one.path.replace("{", "<").replace("}", ">"),
        _one.name,
        _view(_one),
        methods=[_one.method],
        provide_automatic_options=False,
    )
