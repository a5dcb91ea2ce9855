"""A delivery in words: for its page, as CSV, as delivery note and as statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from workshop.days import day_at, due, told_day
from workshop.money import amount, priced
from workshop.sales.case_shown import CaseShown, LineShown, shown_case
from workshop.sales.delivery_queries import DeliveryFound
from workshop.sales.delivery_rules import ENTRIES, Terms, effect
from workshop.sales.pdfs import Column, Sheet
from workshop.wording import N_, _, n_

CARRIAGE = {"maker": N_("The maker bears the carriage."), "buyer": N_("The shop that buys bears the carriage.")}
LOSS = {
    "maker": N_("The maker bears a loss on the way."),
    "buyer": N_("The shop that buys bears a loss on the way."),
}
CSV_HEAD = ("delivery", "what", "serial", "piece", "on", "currency", "to pay", "taken off")
LIST_HEAD = (
    "delivery",
    "shop",
    "left",
    "to be paid on",
    "pieces",
    "given back",
    "currency",
    "sum",
    "still to pay",
    "paid too much",
)


@dataclass(frozen=True)
class EntryShown:
    what: str
    on: str
    amount: str


@dataclass(frozen=True)
class DeliveryShown:
    """What the page of a delivery says. `due` is empty once it is paid; amounts are as a customer reads them, `prices` by serial."""

    case: CaseShown
    agreed: tuple[str, ...]
    prices: Mapping[str, str]
    entries: tuple[EntryShown, ...]
    delivered: str
    open: str
    is_paid: bool
    overpaid: str
    due: str

    @property
    def sold(self) -> tuple[LineShown, ...]:
        return self.case.of("sold")

    @property
    def back(self) -> tuple[LineShown, ...]:
        return self.case.of("back")


def shown_delivery(found: DeliveryFound, zone: ZoneInfo, on: date) -> DeliveryShown:
    """`on` is today."""
    case, owed = shown_case(found.case, zone, on), found.open_minor
    return DeliveryShown(
        case=case,
        agreed=agreed_in_words(found.terms),
        prices={one.serial: priced(one.price_minor or 0, case.currency) for one in found.case.lines},
        entries=tuple(
            EntryShown(_(ENTRIES[one.kind]), told_day(one.on), _signed(effect(one), case.currency))
            for one in found.entries
        ),
        delivered=priced(found.delivered_minor, case.currency),
        open=priced(max(0, owed), case.currency),
        is_paid=owed <= 0,
        overpaid=priced(-owed, case.currency) if owed < 0 else "",
        due="" if owed <= 0 else due(found.terms.pay_on, on),
    )


def _signed(minor: int, currency: str) -> str:
    return priced(minor, currency) if minor >= 0 else f"−{priced(-minor, currency)}"


def agreed_in_words(terms: Terms) -> tuple[str, ...]:
    told = [
        _("To be paid until {day}.", day=told_day(terms.pay_on)),
        _(CARRIAGE[terms.carriage_by]),
        _(LOSS[terms.loss_by]),
        _("Unsold pieces may be given back until {day}.", day=told_day(terms.returns_until))
        if terms.returns_until
        else _("Pieces are not given back."),
    ]
    return tuple(told)


def statement_cells(found: DeliveryFound, zone: ZoneInfo) -> list[Sequence[object]]:
    """Rows of the CSV: each piece, each entry. Amounts as plain decimals; none is below zero, since a spreadsheet would calculate that."""
    code, currency = found.case.row.code, found.case.row.currency or ""
    rows: list[Sequence[object]] = []
    for one in found.case.lines:
        is_back = one.outcome == "back"
        at = one.decided_at if is_back and one.decided_at else one.at
        told = (code, "given back" if is_back else "delivered", one.serial, one.design, _iso(at, zone), currency)
        rows.append((*told, *_two_ways(0 if is_back else one.price_minor or 0, currency)))
    for entry in found.entries:
        rows.append((code, entry.kind, "", "", entry.on, currency, *_two_ways(effect(entry), currency)))
    return rows


def list_cells(row: Any, zone: ZoneInfo) -> Sequence[object]:
    currency = row.currency or ""
    sums = (_plain(int(row.worth_minor), currency), *_two_ways(int(row.open_minor), currency))
    return (row.code, row.holder or "", _iso(row.at, zone), row.pay_on, row.went, row.back, currency, *sums)


def _iso(at: Any, zone: ZoneInfo) -> str:
    return str(at.astimezone(zone).date().isoformat())


def _plain(minor: int, currency: str) -> str:
    return amount(minor, currency).replace(",", ".")


def _two_ways(minor: int, currency: str) -> tuple[str, str]:
    """What is owed, and what is taken off or owed the other way."""
    return _plain(max(0, minor), currency), _plain(max(0, -minor), currency)


def note_sheet(found: DeliveryFound, shown: DeliveryShown, shop: str, zone: ZoneInfo) -> Sheet:
    """What goes with the parcel: every piece as it was delivered, whatever was given back since."""
    case, row = shown.case, found.case.row
    whole = sum(one.price_minor or 0 for one in found.case.lines)
    columns = (
        Column(_("Piece"), 1),
        Column(_("Design"), 2.6),
        Column(_("Made of"), 2),
        Column(_("Weight"), 1, True),
        Column(_("Wholesale"), 1.2, True),
    )
    rows = [(one.serial, one.what, one.material, one.weight, shown.prices[one.serial]) for one in case.lines]
    before = (shop, _("To: {holder}", holder=_holder(case)), day_at(row.at, zone), " ".join(shown.agreed))
    after = [
        n_("{count} piece, {sum}", "{count} pieces, {sum}", len(rows), sum=priced(whole, case.currency)),
        _("Each piece left on its own inspection. This is a delivery note, no invoice."),
        _("Received on: ____________________    By: ____________________"),
    ]
    return Sheet(_("Delivery note {code}", code=case.code), before, columns, rows, after)


def statement_sheet(shown: DeliveryShown, shop: str, printed_on: str) -> Sheet:
    case = shown.case
    columns = (
        Column(_("What"), 1.6),
        Column(_("Piece"), 1.2),
        Column(_("Design"), 2.6),
        Column(_("Amount"), 1.4, True),
    )
    rows = [(_("Delivered"), one.serial, one.what, shown.prices[one.serial]) for one in shown.sold]
    rows += [(_("Given back"), one.serial, one.what, "–") for one in shown.back]
    rows += [(f"{one.what}, {one.on}", "", "", one.amount) for one in shown.entries]
    before = (
        shop,
        _("To: {holder}", holder=_holder(case)),
        _("Draft of {day}. It is a statement, no invoice.", day=printed_on),
        " ".join(shown.agreed),
    )
    after = [_("Still to pay: {sum}", sum=shown.open)]
    after += [_("Paid too much: {sum}", sum=shown.overpaid)] if shown.overpaid else []
    return Sheet(_("Statement of delivery {code}", code=case.code), before, columns, rows, after)


def _holder(case: CaseShown) -> str:
    return ", ".join(one for one in (case.holder, case.contact) if one)
