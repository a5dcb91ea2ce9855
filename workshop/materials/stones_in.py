"""Many stones at once: each a lot of its own, in a number of statements that does not grow with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workshop.errors import NotFound
from workshop.materials.booking import Move, account_of, open_accounts, post
from workshop.materials.codes import STONES, take_codes
from workshop.materials.ledger import Amount
from workshop.materials.models import Lot, Sourcing, StoneFacts
from workshop.materials.papers import Supplier
from workshop.wording import _
from workshop.writing import Writing

FACTS = (
    "species",
    "nature",
    "treatment",
    "treatment_note",
    "is_polished",
    "shape",
    "cut",
    "colour",
    "clarity",
    "depth",
    "table_width",
    "x_um",
    "y_um",
    "z_um",
    "report_number",
    "laboratory",
    "sensitivities",
)


@dataclass(frozen=True)
class NewStone:
    """One stone, or a parcel when there are more. Carats in thousandths, lengths in micrometres, cost in minor units; None is not known."""

    species: str
    carat_thousandths: int
    number: int = 1
    nature: str = "unknown"
    treatment: str = "unknown"
    treatment_note: str | None = None
    is_polished: bool | None = None
    shape: str | None = None
    cut: str | None = None
    colour: str | None = None
    clarity: str | None = None
    depth: int | None = None
    table_width: int | None = None
    x_um: int | None = None
    y_um: int | None = None
    z_um: int | None = None
    report_number: str | None = None
    laboratory: str | None = None
    sensitivities: str | None = None
    name: str | None = None
    supplier: str | None = None
    received_on: str | None = None
    cost_minor: int | None = None
    currency: str | None = None
    origin: str = "unknown"
    country: str | None = None
    note: str | None = None
    source_key: str | None = None


def receive_stones(writing: Writing, new: Sequence[NewStone]) -> list[str]:
    """Take stones in under one posting; returns the codes of their lots in order. Raises NotFound for an unknown supplier."""
    suppliers = _suppliers(writing, {one.supplier for one in new if one.supplier})
    codes = take_codes(writing, STONES, len(new))
    accounts = open_accounts(writing, "lot", codes)
    lots = writing.add_all(
        Lot,
        [_lot(writing, one, code, account, suppliers) for one, code, account in zip(new, codes, accounts, strict=True)],
    )
    stamp = {"at": writing.at, "by_id": writing.by.id, "sequence": 1}
    writing.add_all(
        StoneFacts,
        [
            {"lot_id": lot, **stamp, **{name: getattr(one, name) for name in FACTS}}
            for lot, one in zip(lots, new, strict=True)
        ],
    )
    told = [(lot, one) for lot, one in zip(lots, new, strict=True) if one.origin != "unknown" or one.country]
    if told:
        writing.add_all(
            Sourcing,
            [{"lot_id": lot, **stamp, "origin": one.origin, "country": one.country, "note": None} for lot, one in told],
        )
    outside = account_of(writing, "outside")
    amounts = [Amount(carat_thousandths=one.carat_thousandths, number=one.number) for one in new]
    post(
        writing,
        "received",
        [Move(lot, outside, account, each) for lot, account, each in zip(lots, accounts, amounts, strict=True)],
    )
    return codes


def _lot(writing: Writing, one: NewStone, code: str, account: int, suppliers: dict[str, int]) -> dict[str, object]:
    return {
        "code": code,
        "account_id": account,
        "kind": "stone" if one.number == 1 else "stones",
        "name": one.name,
        "supplier_id": suppliers[one.supplier] if one.supplier else None,
        "is_own": False,
        "received_on": one.received_on,
        "cost_minor": one.cost_minor,
        "currency": one.currency,
        "division_mg": 10,
        "note": one.note,
        "source_key": one.source_key,
        "at": writing.at,
        "by_id": writing.by.id,
    }


def _suppliers(writing: Writing, codes: set[str]) -> dict[str, int]:
    rows = writing.session.execute(select(Supplier.code, Supplier.id).where(Supplier.code.in_(codes)))
    found = {row.code: row.id for row in rows}
    missing = sorted(codes - found.keys())
    if missing:
        raise NotFound(
            _("There is no supplier {code}.", code=missing[0][:40]), slug="no-such-supplier", field="supplier"
        )
    return found
