"""Figures as people read them: cells of tables, with the address of the pieces behind each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from workshop.days import short_moment, told_day
from workshop.languages import decimal_sign
from workshop.reports.naming import beginning
from workshop.reports.told import Column, Report, Row
from workshop.wording import _

UNKNOWN = "–"
TEXTS = ("text", "moment", "day")
# What a code opens, by the look of its column.
OPENING = {
    "piece": "/pieces",
    "lot": "/materials/lots",
    "document": "/materials/documents",
    "design": "/catalogue/designs",
    "repair": "/repairs",
}
Address = Callable[[str, str], str]


@dataclass(frozen=True)
class Cell:
    """One figure of a page; `href` opens what is behind it, of a photo it is the photo."""

    label: str
    text: str
    look: str = ""
    href: str = ""


@dataclass(frozen=True)
class Figure:
    """A large figure, and what it was in the span before; empty: nothing to compare with."""

    text: str
    label: str
    href: str
    before: str


def shown(value: Any, look: str, zone: ZoneInfo) -> str:
    """What a cell says; a dash for what is not known."""
    if value is None:
        return UNKNOWN
    if look == "percent":
        return _("{percent} %", percent=value)
    if look == "moment":
        return short_moment(value, zone)
    if look == "day":
        return told_day(value)
    if look == "money" and isinstance(value, float):
        return _plain(value, 2)
    places = 3 if look in ("grams", "carats") else 2
    return _number(value, places) if isinstance(value, int | float) else str(value)


def _plain(value: float, places: int) -> str:
    return f"{value:,.{places}f}".replace(",", "\u202f").replace(".", decimal_sign())


def _number(value: float, places: int) -> str:
    plain = f"{value:,.{places}f}".replace(",", "\u202f")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", decimal_sign())


def lines(columns: Sequence[Column], rows: Sequence[Row], zone: ZoneInfo, address: Address) -> list[list[Cell]]:
    return [[_cell(column, row, zone, address) for column in columns] for row in rows]


def _cell(column: Column, row: Row, zone: ZoneInfo, address: Address) -> Cell:
    value, label = row.get(column.key), beginning(_(column.label))
    opens = column.opens and value not in (None, 0) and "log" not in row
    href = address(column.key, str(row.get("key", ""))) if opens else ""
    if column.look in OPENING and value:
        href = f"{OPENING[column.look]}/{value}"
    if column.look == "photo":
        return Cell(label, "" if value else UNKNOWN, "likeness", value or "")
    look = "code" if column.look in OPENING else "" if column.look in TEXTS else "num"
    return Cell(label, shown(value, column.look, zone), look, href)


def sums(columns: Sequence[Column], totals: Row, zone: ZoneInfo, address: Address) -> list[Cell]:
    """The row under the table; where nothing is added up nothing is said."""
    cells = (_cell(column, totals, zone, address) for column in columns)
    return [cell if cell.text != UNKNOWN else Cell(cell.label, "", cell.look) for cell in cells]


def figures(
    columns: Sequence[Column], totals: Row, before: Row | None, zone: ZoneInfo, address: Address
) -> list[Figure]:
    found = []
    for column in columns:
        cell = _cell(column, totals, zone, address)
        label = _(column.label)
        told = shown(before.get(column.key), column.look, zone) if before is not None else ""
        found.append(Figure(cell.text, label, cell.href, told))
    return found


def definitions(report: Report, columns: Sequence[Column]) -> list[tuple[str, str]]:
    """What the words mean, by the words that stand on the page."""
    labels = {column.key.removesuffix("_grams").removesuffix("_fine"): _(column.label) for column in columns}
    labels |= {column.key: _(column.label) for column in columns}
    return [(labels.get(key, key.replace("_", " ").capitalize()), told) for key, told in report.definitions.items()]


def kept(value: Any, zone: ZoneInfo) -> Any:
    """The same value in a file: numbers stay numbers, moments are those of the clock where the shop is, without their zone."""
    return value.astimezone(zone).replace(tzinfo=None, microsecond=0) if isinstance(value, datetime) else value
