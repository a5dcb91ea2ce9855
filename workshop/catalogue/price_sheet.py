"""A list of prices that was changed elsewhere and comes back: which prices it changes, and which of its rows cannot be understood."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO

from workshop.catalogue.price_history import RETAIL, WHOLESALE
from workshop.catalogue.price_queries import PriceRow
from workshop.catalogue.price_rules import PriceChange
from workshop.csvs import FORMULA_STARTS
from workshop.errors import Invalid, Refusal
from workshop.money import read_price
from workshop.tables import Record, read_records
from workshop.wording import _

NEEDED = frozenset(("code", "price"))
OWN = "own_wholesale"
LARGEST_SHEET = 2_000_000


@dataclass(frozen=True)
class RowRefused:
    """A row as a spreadsheet counts it (the head is row 1), and why it was not understood."""

    row: int
    reason: str


@dataclass(frozen=True)
class Sheet:
    """What a list changes; nothing is to be done while one of its rows was refused. `same`: rows that change nothing."""

    changes: tuple[PriceChange, ...]
    refused: tuple[RowRefused, ...]
    same: int


def sheet_text(raw: bytes) -> str:
    """Raises Invalid for what is no list."""
    if not raw:
        raise Invalid(_("Choose the list as a CSV file first."), slug="file-empty", field="sheet")
    if len(raw) > LARGEST_SHEET:
        raise Invalid(_("The file is larger than a list of prices can be."), slug="file-too-large", field="sheet")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            _("The file is not UTF-8. Save it as “CSV UTF-8” and send it again."), slug="not-utf-8", field="sheet"
        ) from error


def read_sheet(text: str, there: Iterable[PriceRow], currency: str | None) -> Sheet:
    """An empty price leaves the price as it is. Raises Invalid when the head is no head of such a list."""
    rows, seen = {one.code: one for one in there}, set[str]()
    changes, refused, same = list[PriceChange](), list[RowRefused](), 0
    for record in read_records(StringIO(text, newline=""), NEEDED, delimiter=_delimiter(text)):
        try:
            row = _design(record, rows, seen)
            changed = _changes(record.values, row, currency)
        except Refusal as refusal:
            refused.append(RowRefused(record.row, refusal.sentence))
            continue
        changes += changed
        same += not changed
    return Sheet(tuple(changes), tuple(refused), same)


def _delimiter(text: str) -> str:
    """Spreadsheets set to a decimal comma write semicolons."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _design(record: Record, rows: Mapping[str, PriceRow], seen: set[str]) -> PriceRow:
    """The design of a row. Raises Refusal."""
    if record.refusal is not None:
        raise record.refusal
    typed = record.values["code"].strip()
    if typed[:1] == "'" and typed[1:2] and typed[1] in FORMULA_STARTS:
        typed = typed[1:]  # as lists for spreadsheets write it
    if typed not in rows:
        raise Invalid(_("There is no design “{code}”.", code=typed[:60]), slug="no-such-design")
    if typed in seen:
        raise Invalid(_("{code} stands in the list twice.", code=typed[:60]), slug="price-twice")
    seen.add(typed)
    return rows[typed]


def _changes(values: Mapping[str, str], row: PriceRow, currency: str | None) -> list[PriceChange]:
    if (told := values.get("currency", "").strip()) not in ("", currency):
        raise Invalid(
            _("Its prices are in {told}, those of the shop in {currency}.", told=told[:40], currency=currency or "–"),
            slug="currency-differs",
        )
    was = {RETAIL: (values["price"], row.price_minor), WHOLESALE: (values.get(OWN, ""), row.own_wholesale_minor)}
    read = [
        PriceChange(row.code, kind, before, read_price(typed.strip(), currency))
        for kind, (typed, before) in was.items()
        if typed.strip()
    ]
    return [one for one in read if one.price_minor != one.was_minor]
