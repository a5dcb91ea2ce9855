"""How the shop is written as open files: one CSV for each table, every value exact, described as a Frictionless Data Package.

An empty cell is a value that is not there (NULL). A text that is empty, or begins with a backslash, has one backslash put
before it; so every text comes back as it was. Whole numbers are digits, moments ISO 8601 in UTC to the microsecond.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, BinaryIO

from sqlalchemy import Column, Integer, Table, Text, UniqueConstraint

from workshop.database import Base
from workshop.signing import KEY_FILE
from workshop.units import Moment, YesNo, microseconds, moment

DESCRIPTION, FILE_LIST = "datapackage.json", "files.csv"
JOURNAL_KEY, SECRET_KEY, PASSPORT_KEY = "journal.key", "secret.key", KEY_FILE
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# Open sign-ins, counted tries and links that wait belong to one machine and one hour; words to find by are made anew.
FLEETING = ("sign_in", "tries", "invitation", "sought_word")
# What opens doors, or makes forging easier: left out of an export that is only shown.
SECRET_TABLES = ("request_key", "subject_key")
SECRET_COLUMNS = {
    "person": ("password_hash", "pin_hash"),
    "device": ("key_digest",),
    "second_factor": ("sealed_secret",),
    "recovery_code": ("digest",),
    "api_token": ("digest",),
    "owner_secret": ("digest",),
    "ownership": ("owner_digest",),
    "owner_request": ("digest",),
    "repair_link": ("digest",),
    "order_link": ("digest",),
    "order_approval": ("digest",),
    "case_link": ("digest",),
}
UNITS = {
    "carat_thousandths": "thousandths of a carat",
    "mg": "milligrams",
    "um": "micrometres",
    "nm": "nanometres",
    "minor": "minor units of the currency",
    "thousandths": "thousandths",
    "millionths": "millionths",
    "fineness": "parts per 10,000",
    "assay": "parts per 10,000",
    "wax_density": "micrograms per cubic millimetre",
    "density": "micrograms per cubic millimetre",
}
Value = int | str | None


@dataclass(frozen=True)
class Carried:
    """One table as it is carried: the columns that go along, in their order."""

    model: type[Base]
    columns: tuple[Column[Any], ...]

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)

    @property
    def path(self) -> str:
        return f"tables/{self.name}.csv"

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def writers(self) -> list[Callable[[Any], str]]:
        return [_writer_of(column) for column in self.columns]

    @property
    def readers(self) -> list[Callable[[str], Value]]:
        return [_reader_of(column) for column in self.columns]


class Digested:
    """Takes text for a file (or for none) and keeps the size and the digest of its bytes."""

    def __init__(self, sink: BinaryIO | None = None) -> None:
        self._sink, self._digest, self.size = sink, sha256(), 0

    def write(self, text: str) -> None:
        content = text.encode()
        self._digest.update(content)
        self.size += len(content)
        if self._sink is not None:
            self._sink.write(content)

    def fingerprint(self) -> dict[str, Any]:
        return {"bytes": self.size, "hash": f"sha256:{self._digest.hexdigest()}"}


def carried(*, to_show: bool = False) -> list[Carried]:
    """Every table that goes along, those that others point at first."""
    models = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    left_out = FLEETING + (SECRET_TABLES if to_show else ())
    tables = [table for table in Base.metadata.sorted_tables if table.name not in left_out]
    return [Carried(models[table.name], tuple(_shown(table, to_show))) for table in tables]


def _shown(table: Table, to_show: bool) -> Iterable[Column[Any]]:
    secret = SECRET_COLUMNS.get(table.name, ()) if to_show else ()
    return (column for column in table.columns if column.name not in secret)


def _writer_of(column: Column[Any]) -> Callable[[Any], str]:
    if isinstance(column.type, Moment):
        return _write_moment
    return _write_text if isinstance(column.type, Text) else _write_whole


def _reader_of(column: Column[Any]) -> Callable[[str], Value]:
    if isinstance(column.type, Moment):
        return _read_moment
    return _read_text if isinstance(column.type, Text) else _read_whole


def _write_moment(value: int | None) -> str:
    return "" if value is None else moment(value).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _read_moment(cell: str) -> Value:
    return microseconds(datetime.fromisoformat(cell)) if cell else None


def _write_text(value: str | None) -> str:
    if value is None:
        return ""
    return value if value and value[0] != "\\" else "\\" + value


def _read_text(cell: str) -> Value:
    return cell.removeprefix("\\") if cell else None


def _write_whole(value: int | None) -> str:
    return "" if value is None else str(value)


def _read_whole(cell: str) -> Value:
    return int(cell) if cell else None


def describe(one: Carried) -> dict[str, Any]:
    """The table as a resource of the Data Package, without its size and digest."""
    return {
        "name": one.name,
        "type": "table",
        "path": one.path,
        "description": _plain(one.model.__doc__),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(one),
    }


def _schema(one: Carried) -> dict[str, Any]:
    table: Any = one.model.__table__
    going = set(one.names)
    unique = [[c.name for c in u.columns] for u in table.constraints if isinstance(u, UniqueConstraint)]
    keys = sorted(table.foreign_key_constraints, key=lambda key: tuple(key.column_keys))
    return {
        "fields": [_field(one.model, column) for column in one.columns],
        "missingValues": [""],
        "primaryKey": [column.name for column in table.primary_key],
        "uniqueKeys": sorted(key for key in unique if going.issuperset(key)),
        "foreignKeys": [
            {
                "fields": list(key.column_keys),
                "reference": {
                    "resource": "" if key.referred_table is table else key.referred_table.name,
                    "fields": [element.column.name for element in key.elements],
                },
            }
            for key in keys
        ],
    }


def _field(model: type[Base], column: Column[Any]) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, **_kind(column)}
    told = [*_told(model, column)]
    if told:
        field["description"] = " ".join(told)
    if not column.nullable:
        field["constraints"] = {"required": True}
    return field


def _kind(column: Column[Any]) -> dict[str, Any]:
    if isinstance(column.type, Moment):
        return {"type": "datetime", "format": "default"}
    if isinstance(column.type, YesNo):
        return {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]}
    return {"type": "integer" if isinstance(column.type, Integer) else "string"}


def _told(model: type[Base], column: Column[Any]) -> Iterable[str]:
    unit = None if isinstance(column.type, Text | Moment | YesNo) else unit_of(column.name)
    if unit:
        yield f"In {unit}."
    if isinstance(column.type, Moment):
        yield "UTC."
    if column.name in model.files:
        yield "SHA-256 of a file in files/."
    if column.name in model.personal:
        yield "Personal: the journal holds only a keyed commitment to it."


def unit_of(name: str) -> str | None:
    """The unit that a column's name ends in."""
    return next((unit for end, unit in UNITS.items() if name == end or name.endswith(f"_{end}")), None)


def _plain(doc: str | None) -> str:
    return " ".join((doc or "").split())


def stored_path(name: str) -> str:
    """Where a file of that digest lies, in an export as in a data folder."""
    return f"files/{name[:2]}/{name[2:]}"
