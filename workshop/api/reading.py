"""Strict reading of JSON: what two programs could understand differently is refused."""

import json
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from workshop.errors import Invalid, Refusal
from workshop.wording import _

Read = TypeVar("Read", bound=BaseModel)
MOST_BYTES = 1024 * 1024
LONGEST_TOLD = 80


class NotJson(Refusal):
    """A body that is no JSON."""

    status = 400


class _Seen:
    """Whether a figure was written with a point or an exponent: rare, and then it is rewritten as the whole number it is."""

    def __init__(self) -> None:
        self.points = False

    def figure(self, typed: str) -> float | int:
        self.points = True
        value = float(typed)
        return int(value) if value.is_integer() and abs(value) < 1e15 else value


def read_json(model: type[Read], raw: bytes) -> Read:
    """The body as its shape. Raises NotJson for what is no JSON, Invalid for what does not fit the shape."""
    seen = _Seen()
    try:
        parsed = json.loads(raw, object_pairs_hook=_no_name_twice, parse_constant=_no_constant, parse_float=seen.figure)
    except (ValueError, RecursionError) as error:
        raise _not_json() from error
    try:
        return model.model_validate_json(json.dumps(parsed) if seen.points else raw)
    except ValidationError as error:
        raise _refusal(error, "body-not-understood") from error


def read_query(model: type[Read], pairs: dict[str, list[str]]) -> Read:
    """The query as its shape; a name that comes twice is refused. Raises Invalid."""
    twice = next((name for name, values in pairs.items() if len(values) > 1), None)
    if twice is not None:
        raise Invalid(
            _("“{name}” stands twice in the query.", name=twice[:LONGEST_TOLD]),
            slug="query-not-understood",
            field=twice[:LONGEST_TOLD],
        )
    try:
        return model.model_validate({name: values[0] for name, values in pairs.items()})
    except ValidationError as error:
        raise _refusal(error, "query-not-understood") from error


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("a name stands twice")
    return named


def _no_constant(_typed: str) -> NoReturn:
    raise ValueError("not a number")


def _not_json() -> NotJson:
    return NotJson(
        _(
            "The body is not JSON that can be read in one way only: look for a name that stands twice, NaN, deep nesting, or an end that is cut off."
        ),
        slug="not-json",
    )


def _refusal(error: ValidationError, slug: str) -> Refusal:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return _not_json()
    field = ".".join(str(part) for part in first["loc"])[:LONGEST_TOLD] or None
    return Invalid(
        _("“{field}” cannot be taken: {why}.", field=field or _("the body"), why=first["msg"]), slug=slug, field=field
    )
