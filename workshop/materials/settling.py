"""A refiner's settlement closes a lot that was sent, with assay and fine weight credited."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.booking import Move, account_of, post
from workshop.materials.issuing import code_of, known_supplier, there_now
from workshop.materials.ledger import FINE_PARTS, Amount, close
from workshop.materials.melting import book_closing
from workshop.materials.models import Lot, Settlement
from workshop.materials.papers import Document
from workshop.materials.receiving import HeldLot, NewLot, find_lot, receive_lot
from workshop.materials.words import STONE_KINDS
from workshop.units import grams
from workshop.wording import _
from workshop.writing import Writing


@dataclass(frozen=True)
class Settled:
    """A refiner's settlement: what was weighed there, its assay in parts per 10,000, fine milligrams credited.

    Credited as money in minor units, or as metal that comes back as a new lot; `document` is the settlement's paper.
    """

    supplier: str
    settled_on: str
    gross_mg: int
    assay: int
    fine_mg: int
    document: str | None = None
    money_minor: int | None = None
    currency: str | None = None
    returned: NewLot | None = None
    note: str | None = None


def settle(writing: Writing, code: str, settled: Settled) -> str | None:
    """A refiner's settlement closes a lot that was sent; returns the code of the lot of returned metal, None for money.

    Raises Conflict when the lot was settled already, is not there, or part of it is still in stock; Invalid for figures that
    cannot be.
    """
    lot, refiner = find_lot(writing, code), known_supplier(writing, settled.supplier)
    _require_open(writing, lot, refiner.code)
    _require_sound(writing, lot, settled)
    document = _document(writing, settled.document)
    posting = _book_settlement(writing, lot, refiner.code, settled)
    credited = None if settled.returned is None else _credit(writing, lot, settled.returned, settled)
    writing.add(
        Settlement,
        lot_id=lot.id,
        supplier_id=refiner.id,
        document_id=document,
        settled_on=settled.settled_on,
        gross_mg=settled.gross_mg,
        assay=settled.assay,
        fine_mg=settled.fine_mg,
        credited_lot_id=None if credited is None else find_lot(writing, credited).id,
        money_minor=settled.money_minor,
        currency=settled.currency,
        posting_id=posting,
        at=writing.at,
        by_id=writing.by.id,
    )
    return credited


def _credit(writing: Writing, lot: HeldLot, returned: NewLot, settled: Settled) -> str:
    """What came back belongs to whose metal was sent."""
    told: dict[str, Any] = {
        "supplier": settled.supplier,
        "owner": code_of(writing, lot.owner_id),
        "received_on": settled.settled_on,
        "papers": (settled.document,) if settled.document else (),
    }
    return receive_lot(writing, replace(returned, **told))


def _book_settlement(writing: Writing, lot: HeldLot, refiner: str, settled: Settled) -> int:
    """All that was sent is refined, and what the refiner's scale shows otherwise is booked as it is anywhere."""
    away = account_of(writing, "supplier", refiner)
    sent = there_now(writing, f"supplier:{refiner}", lot.id)
    division = writing.session.scalar(select(Lot.division_mg).where(Lot.id == lot.id)) or 10
    moves = book_closing(writing, lot.id, away, vars(close(sent.mg - settled.gross_mg, division_mg=division)))
    refined = Move(lot.id, away, account_of(writing, "refined"), Amount(settled.gross_mg, 0, sent.number))
    return post(writing, "settled", [*moves, refined], note=settled.note)


def _require_open(writing: Writing, lot: HeldLot, refiner: str) -> None:
    if writing.session.scalar(select(Settlement.id).where(Settlement.lot_id == lot.id)) is not None:
        raise Conflict(_("Lot {code} is settled already.", code=lot.code), slug="settled-already")
    if not there_now(writing, f"supplier:{refiner}", lot.id):
        raise Conflict(
            _("Nothing of lot {code} is at {refiner}. Send it there first.", code=lot.code, refiner=refiner),
            slug="not-sent",
            field="supplier",
        )
    left = there_now(writing, f"lot:{lot.code}", lot.id)
    if left:
        raise Conflict(
            _(
                "{grams} g of lot {code} is still here. A settlement closes the whole lot: send the rest, or set it aside first.",
                grams=grams(left.mg),
                code=lot.code,
            ),
            slug="not-all-sent",
        )


def _require_sound(writing: Writing, lot: HeldLot, settled: Settled) -> None:
    received_on = writing.session.scalar(select(Lot.received_on).where(Lot.id == lot.id))
    if lot.kind in STONE_KINDS:
        raise Invalid(_("Stones are not refined."), slug="not-metal", field="lot")
    if not 1 <= settled.assay <= FINE_PARTS:
        raise Invalid(_("An assay is at most 1000 parts in a thousand."), slug="assay-out-of-range", field="assay")
    if settled.gross_mg <= 0 or settled.fine_mg < 0:
        raise Invalid(_("Type what the refiner weighed, in grams."), slug="amount-missing", field="gross")
    if settled.fine_mg * FINE_PARTS > settled.gross_mg * settled.assay:
        raise Invalid(
            _("More fine metal is credited than the assay finds. Read the settlement once more."),
            slug="fine-too-much",
            field="fine",
        )
    if received_on is not None and settled.settled_on < received_on:
        raise Invalid(
            _("Lot {code} came in on {day}: it cannot be settled before.", code=lot.code, day=received_on),
            slug="settled-before-received",
            field="settled_on",
        )


def _document(writing: Writing, code: str | None) -> int | None:
    if code is None:
        return None
    found = writing.session.scalar(select(Document.id).where(Document.code == code))
    if found is None:
        raise NotFound(_("There is no document {code}.", code=code[:40]), slug="no-such-document", field="document")
    return int(found)
