"""One field of a map file: where its text comes from, and what is done to it.

A field is the name of a column, or a table: where the text comes from (`column`, `constant`, `first` of several, `all` of several
joined by `with`), then what is done to it, in this order: `json` (a path into JSON, below), `strip` (signs at both ends), `empty`
(texts that mean nothing), `lookup` (the whole text), `begins` (the first of these that it begins with) or `words` (the first of these
words that stands in it), `number`, `unit` and `to` (mm, cm, m, in; g, kg, mg, ct, dwt, oz, ozt), `time` (how a time is written, such as
"%d.%m.%Y %H:%M"), `after` (put behind a text that is there), `default`.

A path has steps parted by points: a key or position, `*` for each, `key=value` and `key!=value` to keep only these.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from workshop.errors import Invalid
from workshop.wording import _

Row = Mapping[str, str]
Read = Callable[[Row], str | None]
Step = Callable[[str], str | None]

SOURCES = ("column", "constant", "first", "all")
TABLES = ("lookup", "begins", "words")
STEPS = ("json", "with", "strip", "empty", *TABLES, "number", "unit", "to", "time", "after", "default")
LONGEST_FIGURE = 40
LONGEST_PLACE = 9  # digits of a place in a list
UNITS = {
    "mm": ("length", Decimal(1)),
    "cm": ("length", Decimal(10)),
    "m": ("length", Decimal(1000)),
    "in": ("length", Decimal("25.4")),
    "mg": ("weight", Decimal("0.001")),
    "g": ("weight", Decimal(1)),
    "kg": ("weight", Decimal(1000)),
    "ct": ("weight", Decimal("0.2")),
    "dwt": ("weight", Decimal("1.55517384")),
    "oz": ("weight", Decimal("28.349523125")),
    "ozt": ("weight", Decimal("31.1034768")),
}


def unusable(sentence: str) -> Invalid:
    return Invalid(_("The map cannot be used.") + " " + sentence, slug="map-unusable", field="map")


def only_known(told: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    for name in told:
        if name not in known:
            raise unusable(
                _("“{name}” is not known in {where}: {known}.", name=name, where=where, known=", ".join(known))
            )


def reader_of(spec: Any, where: str, columns: set[str]) -> Read:
    """How one field is read. Adds the columns that it needs."""
    if isinstance(spec, str):
        spec = {"column": spec}
    if not isinstance(spec, dict) or sum(name in spec for name in SOURCES) != 1:
        raise unusable(
            _("“{where}” is a column, or a table with one of {sources}.", where=where, sources=", ".join(SOURCES))
        )
    only_known(spec, SOURCES + STEPS, f"“{where}”")
    source = _from(spec, where, columns)
    steps = _steps(spec, where)
    default = _text(spec, "default", where)

    def read(row: Row) -> str | None:
        text = source(row)
        for step in steps:
            if not text:
                break
            text = step(text)
        return text or default

    return read


def _from(spec: dict[str, Any], where: str, columns: set[str]) -> Read:
    if "constant" in spec:
        constant = _text(spec, "constant", where)
        return lambda row: constant
    if "column" in spec:
        column = _text(spec, "column", where) or ""
        columns.add(column)
        return lambda row: row[column].strip() or None
    several = spec.get("first", spec.get("all"))
    if not isinstance(several, list) or not several:
        raise unusable(_("“{where}” needs a list of fields.", where=where))
    parts = [reader_of(one, where, columns) for one in several]
    if "first" in spec:
        return lambda row: next((text for part in parts if (text := part(row))), None)
    typed = _text(spec, "with", where)
    between = " " if typed is None else typed
    return lambda row: between.join(text for part in parts if (text := part(row))) or None


def _text(spec: dict[str, Any], name: str, where: str) -> str | None:
    text = spec.get(name)
    if text is not None and not isinstance(text, str):
        raise unusable(_("“{name}” of “{where}” is a text.", name=name, where=where))
    return text


def _steps(spec: dict[str, Any], where: str) -> list[Step]:
    """What is done to the text, in the one order that this file's head tells."""
    steps: list[Step] = []
    if (path := _text(spec, "json", where)) is not None:
        steps.append(_json_step(path, _text(spec, "with", where) or "; ", where))
    if (signs := _text(spec, "strip", where)) is not None:
        steps.append(lambda text: text.strip(signs))
    if "empty" in spec:
        if not isinstance(spec["empty"], list):
            raise unusable(_("“empty” of “{where}” lists the texts that mean nothing.", where=where))
        nothing = {str(one) for one in spec["empty"]}
        steps.append(lambda text: None if text in nothing else text)
    steps += [_table_step(spec[name], name, where) for name in TABLES if name in spec]
    if spec.get("number") or "unit" in spec:
        steps.append(_number_step(_factor(spec, where), where))
    if (written := _text(spec, "time", where)) is not None:
        steps.append(_time_step(written, where))
    if (after := _text(spec, "after", where)) is not None:
        steps.append(lambda text: text + after)
    return steps


def _json_step(path: str, between: str, where: str) -> Step:
    parts = path.split(".")

    def step(text: str) -> str | None:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Invalid(_("“{where}” needs JSON, and this is none.", where=where), slug="not-json") from error
        return between.join(_texts(_walk([found], parts))) or None

    return step


def _walk(nodes: list[Any], parts: list[str]) -> list[Any]:
    for part in parts:
        wanted = re.fullmatch(r"(\w+)(!?=)(.*)", part, re.DOTALL)
        if wanted:
            key, sign, value = wanted.groups()
            nodes = [n for n in nodes if (_child(n, key) == value) == (sign == "=")]
        elif part == "*":
            nodes = [
                one for n in nodes for one in (n if isinstance(n, list) else n.values() if isinstance(n, dict) else ())
            ]
        else:
            nodes = [_child(n, part) for n in nodes]
    return nodes


def _child(node: Any, key: str) -> Any:
    if isinstance(node, dict):
        return node.get(key)
    if isinstance(node, list) and key.isdecimal() and len(key) <= LONGEST_PLACE and int(key) < len(node):
        return node[int(key)]
    return None


def _texts(nodes: list[Any]) -> list[str]:
    plain = (
        node if isinstance(node, str) else json.dumps(node) for node in nodes if isinstance(node, str | int | float)
    )
    return [text.strip() for text in plain if text.strip()]


def _table_step(table: Any, name: str, where: str) -> Step:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise unusable(_("“{name}” of “{where}” is a table of texts.", name=name, where=where))
    if name == "lookup":
        whole = {key.casefold(): value for key, value in table.items()}
        return lambda text: whole.get(text.casefold())
    if name == "begins":
        starts = [(key.casefold(), value) for key, value in table.items()]
        return lambda text: next((value for start, value in starts if text.casefold().startswith(start)), None)
    words = [(re.compile(rf"(?<!\w){re.escape(key)}(?!\w)", re.IGNORECASE), value) for key, value in table.items()]
    return lambda text: next((value for word, value in words if word.search(text)), None)


def _time_step(written: str, where: str) -> Step:
    try:
        datetime.strptime("", written)
    except ValueError:
        pass  # nothing is no time, however it is written
    except re.error as error:
        raise unusable(_("“time” of “{where}” names one part of a time twice.", where=where)) from error

    def step(text: str) -> str:
        try:
            return datetime.strptime(text, written).isoformat()
        except ValueError as error:
            raise Invalid(
                _(
                    "“{text}” is not written like “{written}”, as “{where}” expects.",
                    text=text[:40],
                    written=written,
                    where=where,
                ),
                slug="time-not-understood",
            ) from error

    return step


def _factor(spec: dict[str, Any], where: str) -> Decimal | None:
    """What a figure is multiplied by; None leaves it as it is."""
    if "unit" not in spec and "to" not in spec:
        return None
    unit, to = (UNITS.get(_text(spec, name, where) or "") for name in ("unit", "to"))
    if unit is None or to is None or unit[0] != to[0]:
        raise unusable(_("“{where}” needs “unit” and “to” of one sort: {units}.", where=where, units=", ".join(UNITS)))
    return unit[1] / to[1]


def _number_step(factor: Decimal | None, where: str) -> Step:
    def step(text: str) -> str:
        try:
            figure = Decimal(text.replace(",", "."))
        except InvalidOperation:
            figure = Decimal("NaN")
        if not figure.is_finite() or len(text) > LONGEST_FIGURE or figure.adjusted() > 12:
            raise Invalid(
                _("“{text}” is not a figure, and “{where}” needs one.", text=text[:40], where=where),
                slug="not-a-figure",
            )
        return plain_figure(figure if factor is None else figure * factor)

    return step


def plain_figure(figure: Decimal) -> str:
    """A figure with at most three decimals and no zeros that say nothing."""
    return f"{figure.quantize(Decimal('0.001')):f}".rstrip("0").rstrip(".")
