"""The description of the API, made from the same declarations that run it."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from workshop.api import answers
from workshop.api.operations import SCOPES, Operation
from workshop.api.problems import EVERYWHERE, LISTED, READING, STATUS, WRITING
from workshop.texts import LINE
from workshop.wording import _
from workshop.writing import KEY_LONGEST

REF = "#/components/schemas/{model}"
PICTURES = ("image/jpeg", "image/png", "image/webp")
PAPERS = ("application/pdf", *PICTURES)
PROBLEM = "application/problem+json"
TOLD_STATUS = {
    200: "Done.",
    201: "Done; sent again with the same key, the same answer.",
    400: "The body is no JSON.",
    401: "No token that counts.",
    403: "Not within the token's scopes or its person's roles.",
    404: "Not there.",
    409: "A rule of the workshop stands against it, or the piece moved on.",
    413: "Too large.",
    415: "Wrong content type.",
    422: "Something in it cannot be taken.",
    503: "Not possible just now; send it again with the same key.",
}
IN_PATH = {
    "serial": ("A piece's serial.", "R-0147"),
    "number": ("The number of a photo in the piece, or of a movement in the lot.", "1"),
    "subject": ("A person's subject id.", "0123456789abcdef0123456789abcdef"),
    "name": ("The report's name.", "stock"),
    "tray": ("The tray: scrap, lemel or sweeps.", "lemel"),
    "code": ("The code of a design, a tag, a document, a lot or whatever else the address is about.", "D-0001"),
}
LINKS: dict[str, dict[str, tuple[str, str]]] = {
    "make_pieces": {
        "show_piece": ("serial", "$response.body#/serials/0"),
        "record_event": ("serial", "$response.body#/serials/0"),
    },
    "make_design": {"show_design": ("code", "$response.body#/code")},
    "add_supplier": {"show_supplier": ("code", "$response.body#/code")},
    "file_document": {"show_document": ("code", "$response.body#/code")},
    "add_person": {"set_standing": ("subject", "$response.body#/subject")},
    "record_event": {"list_events": ("serial", "$request.path.serial")},
    "inspect_piece": {"list_inspections": ("serial", "$request.path.serial")},
}


def describe(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole description, OpenAPI 3.1."""
    known = list(operations)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Workshop",
            "version": "1",
            "description": _(
                "The same verbs as the bench. Weights are whole milligrams, times RFC 3339, and every write carries an Idempotency-Key: sent again with the same key and body it is answered as before and done once. Who does something is the token's person and never stands in a body."
            ),
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": _paths(known),
        "components": {"schemas": _schemas(known), "securitySchemes": _security()},
        "x-problem-types": {
            f"/problems/{one.slug}": {"status": one.status, "meaning": _(one.meaning)} for one in LISTED
        },
    }


def _security() -> dict[str, Any]:
    scopes = " ".join(f"{name}: {_(meaning)}" for name, meaning in SCOPES.items())
    return {"token": {"type": "http", "scheme": "bearer", "description": scopes}}


def _schemas(operations: list[Operation]) -> dict[str, Any]:
    taken = [(one.takes, "validation") for one in operations if one.takes]
    given = [(one.gives, "serialization") for one in operations if one.gives] + [(answers.Refused, "validation")]
    _map, schemas = models_json_schema([*taken, *given], ref_template=REF)  # type: ignore[list-item]
    return dict(schemas["$defs"])


def _paths(operations: list[Operation]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return paths


def _operation(one: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.name,
        "summary": _(one.summary),
        "description": _("Needs the scope “{scope}”.", scope=one.scope),
        "x-scope": one.scope,
        "x-problems": [f"/problems/{slug}" for slug in problems_of(one)],
        "parameters": [*_path_parameters(one), *_query_parameters(one), *([_KEY] if one.writes else [])],
        "responses": _responses(one),
    }
    if one.takes:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": _reference(one.takes)}}}
    if one.picture or one.files:
        binary = {"schema": {"type": "string", "format": "binary"}}
        raw = dict.fromkeys(PAPERS if one.files else PICTURES, binary)
        content = told.get("requestBody", {}).get("content", {})
        told["requestBody"] = {"required": True, "content": content | raw}
    return told


_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Yours, new for each new write: up to 200 plain characters, a UUID for example.",
    "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LONGEST, "pattern": r"^[!-~]+$"},
    "example": "7a4f2a1e-6f2a-4a53-9d0c-8f5b5d0c6a11",
}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}


def _path_parameters(one: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": IN_PATH[name][0],
            "schema": {"type": "string", "minLength": 1, "maxLength": LINE},
            "example": IN_PATH[name][1],
        }
        for name in re.findall(r"{(\w+)}", one.path)
    ]


def _query_parameters(one: Operation) -> list[dict[str, Any]]:
    shape = one.asks.model_json_schema()
    return [
        {
            "name": name,
            "in": "query",
            "required": name in shape.get("required", ()),
            "description": schema.pop("description", None) or one.asks.__doc__,
            "schema": _without_null(schema),
        }
        for name, schema in shape.get("properties", {}).items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A query cannot say null: what is left out is not there."""
    if "anyOf" not in schema:
        return schema
    return next(one for one in schema["anyOf"] if one.get("type") != "null")


def problems_of(one: Operation) -> list[str]:
    """The slugs that an operation may refuse with."""
    own = (WRITING if one.writes else READING) + one.refuses + (("not-your-role",) if one.roles else ())
    return [problem.slug for problem in LISTED if problem.slug in EVERYWHERE + own]


def _responses(one: Operation) -> dict[str, Any]:
    statuses = sorted({STATUS[slug] for slug in problems_of(one)})
    good: dict[str, Any] = {
        "description": _(TOLD_STATUS[one.status]),
        "content": _given(one),
    }
    if one.writes:
        good["headers"] = {
            "Idempotency-Replayed": {"description": "true when it had been done before.", "schema": {"type": "string"}}
        }
    if one.name in LINKS:
        good["links"] = {
            target: {"operationId": target, "parameters": {name: source}}
            for target, (name, source) in LINKS[one.name].items()
        }
    return {str(one.status): good} | {str(status): _refusal(status) for status in statuses}


def _given(one: Operation) -> dict[str, Any]:
    if one.gives is None:
        return {str(one.shows): {"schema": {"type": "string", "format": "binary"}}}
    return {"application/json": {"schema": _reference(one.gives)}}


def _refusal(status: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": _(TOLD_STATUS[status]),
        "content": {PROBLEM: {"schema": _reference(answers.Refused)}},
    }
    if status == 401:
        told["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
    return told
