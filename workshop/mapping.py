"""Map files: how the columns of somebody else's table become our fields. Pure: text in, rows in, fields out; no source is known here."""

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from workshop.errors import Invalid
from workshop.transforms import Read, Row, only_known, reader_of, unusable
from workshop.wording import _

DESIGN = (
    "code",
    "name",
    "kind",
    "material",
    "route",
    "target_weight",
    "minimum_thickness",
    "construction",
    "size",
    "price",
    "story",
    "care",
    "made_of",
    "dated",
)
PIECE = (
    "way_in",
    "size",
    "parts",
    "edition",
    "engraving",
    "engraving_place",
    "due_on",
    "rush",
    "order_note",
)
STONE = (
    "species",
    "nature",
    "treatment",
    "treatment_note",
    "polished",
    "shape",
    "cut",
    "colour",
    "clarity",
    "carats",
    "number",
    "depth",
    "table_width",
    "x",
    "y",
    "z",
    "report_number",
    "laboratory",
    "sensitivities",
    "name",
    "supplier",
    "received_on",
    "cost",
    "currency",
    "origin",
    "country",
    "note",
)
PRICE = ("metal", "currency", "on", "price")
RATE = ("currency", "on", "rate")
LOG = ("case", "design", "activity", "sort", "who", "resource", "started", "finished", "done", "rejected", "rework")
REPORTED = ("told", "done_on", "by_whom", "is_told")
SECTIONS = {
    "design": DESIGN,
    "piece": PIECE,
    "stone": STONE,
    "price": PRICE,
    "rate": RATE,
    "log": LOG,
    "reported": REPORTED,
}
GENERAL = ("source", "delimiter", "identity", "design_identity", *SECTIONS, "before_records")


@dataclass(frozen=True)
class Mapped:
    """One row in our fields. Keys tell what identifies the row and its design, for ever."""

    key: str
    design_key: str
    sections: dict[str, dict[str, str | None]]
    before_records: str | None

    def section(self, name: str) -> dict[str, str | None]:
        """The fields of one section; none when the map has no such section."""
        return self.sections.get(name, {})


@dataclass(frozen=True)
class Map:
    """A map file, understood. `columns` are all that it reads."""

    source: str
    delimiter: str
    identity: tuple[str, ...]
    design_identity: tuple[str, ...]
    sections: dict[str, dict[str, Read]]
    before_records: dict[str, Read]
    columns: frozenset[str]

    def apply(self, row: Row) -> Mapped:
        """The row in our fields. Raises Invalid when it cannot be identified or a text is not what the map expects."""
        told = [(label, read(row)) for label, read in self.before_records.items()]
        return Mapped(
            self._key(row, self.identity),
            self._key(row, self.design_identity),
            {part: {name: read(row) for name, read in fields.items()} for part, fields in self.sections.items()},
            "\n".join(f"{label}: {text}" for label, text in told if text) or None,
        )

    def _key(self, row: Row, columns: tuple[str, ...]) -> str:
        values = [row[name].strip() for name in columns]
        if not all(values):
            raise Invalid(
                _(
                    "What identifies it is empty: {columns}. Fill it in, or name another column in the map.",
                    columns=", ".join(columns),
                ),
                slug="identity-missing",
            )
        return f"{self.source}:{json.dumps(values, ensure_ascii=False)}"


def read_map(text: str) -> Map:
    """The map that a TOML text describes. Raises Invalid with the name of what is wrong."""
    try:
        told = tomllib.loads(text)
    except ValueError as error:  # also of a figure with thousands of digits
        raise unusable(_("It is not TOML: {error}.", error=str(error))) from error
    except RecursionError as error:
        raise unusable(_("Its tables and lists stand too deep in one another.")) from error
    only_known(told, GENERAL, _("the map"))
    columns: set[str] = set()
    identity = _identity(told, "identity", columns)
    delimiter = told.get("delimiter", ",")
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n':
        raise unusable(_("“delimiter” is one sign, such as “,” or “;”."))
    return Map(
        source=_source(told),
        delimiter=delimiter,
        identity=identity,
        design_identity=_identity(told, "design_identity", columns) if "design_identity" in told else identity,
        sections={part: _fields(told, part, known, columns) for part, known in SECTIONS.items() if part in told},
        before_records=_fields(told, "before_records", None, columns),
        columns=frozenset(columns),
    )


def _source(told: dict[str, Any]) -> str:
    source = told.get("source")
    if not isinstance(source, str) or not re.fullmatch(r"[a-z0-9_-]{1,40}", source):
        raise unusable(
            _("“source” names where the table comes from, in up to 40 small letters, such as “museum” or “old-shop”.")
        )
    return source


def _identity(told: dict[str, Any], name: str, columns: set[str]) -> tuple[str, ...]:
    named = told.get(name)
    if not isinstance(named, list) or not named or not all(isinstance(one, str) for one in named):
        raise unusable(_("“{name}” lists the columns that identify a row.", name=name))
    columns.update(named)
    return tuple(named)


def _fields(told: dict[str, Any], section: str, known: tuple[str, ...] | None, columns: set[str]) -> dict[str, Read]:
    given = told.get(section, {})
    if not isinstance(given, dict):
        raise unusable(_("“{name}” is a table of fields.", name=section))
    if known is not None:
        only_known(given, known, f"[{section}]")
    return {name: reader_of(spec, f"{section}.{name}", columns) for name, spec in given.items()}
