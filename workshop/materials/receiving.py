"""A lot comes in: what it is, how much of it, and what is said of where it comes from. All but the amount may wait."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from workshop.days import date_at
from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.booking import Move, account_of, post
from workshop.materials.codes import letters_of, take_codes
from workshop.materials.ledger import Amount
from workshop.materials.models import Lot, LotHold, LotPaper, Material, Sourcing, StoneFacts
from workshop.materials.papers import Document, Supplier
from workshop.materials.words import FORMS, LOT_KINDS, ORIGINS, STONE_KINDS
from workshop.people.queries import find_shop
from workshop.wording import _
from workshop.writing import Writing

MOST_FINE = 10_000


@dataclass(frozen=True)
class NewLot:
    """What is known when a lot comes in. Suppliers and documents by their codes, alloys by their key; None is not known yet.

    `amount`: metal in milligrams, stones in thousandths of a carat and their number. `fineness` in parts per 10,000, else the
    alloy's. `owner`: the customer whose own material it is. `made_from`: the earlier lots that it was made of here.
    """

    kind: str
    amount: Amount
    alloy: str | None = None
    metal: str | None = None
    fineness: int | None = None
    colour: str | None = None
    form: str | None = None
    name: str | None = None
    supplier: str | None = None
    owner: str | None = None
    received_on: str | None = None
    produced_on: str | None = None
    has_nickel: bool | None = None
    cost_minor: int | None = None
    currency: str | None = None
    division_mg: int = 10
    note: str | None = None
    source_key: str | None = None
    origin: str | None = None
    country: str | None = None
    papers: tuple[str, ...] = ()
    is_own: bool = False


_SUPPLIER = select(Supplier.id).where(Supplier.code == bindparam("code"))
_DOCUMENT = select(Document.id).where(Document.code == bindparam("code"))
_MATERIAL = select(Material.id, Material.metal, Material.fineness, Material.colour).where(
    Material.key == bindparam("key")
)
_LOT = select(Lot.id, Lot.code, Lot.account_id, Lot.kind, Lot.metal, Lot.fineness, Lot.owner_id).where(
    Lot.code == bindparam("code")
)


def receive_lot(writing: Writing, new: NewLot) -> str:
    """Take a lot in; returns its code.

    Raises Invalid for what cannot be, NotFound for an unknown supplier, customer, alloy or document.
    """
    _require_possible(writing, new)
    lot_id, code, account_id = open_lot(writing, new)
    outside = account_of(writing, "outside")
    post(writing, "received", [Move(lot_id, outside, account_id, new.amount)])
    return code


def open_lot(writing: Writing, new: NewLot) -> tuple[int, str, int]:
    """Write down a lot with nothing in it yet; returns its primary key, its code and its account."""
    material = _material(writing, new)
    metal = None if new.kind in STONE_KINDS else (material.metal if material else new.metal)
    if new.kind not in STONE_KINDS and metal is None:
        raise Invalid(_("Say which metal it is, or choose an alloy."), slug="metal-missing", field="alloy")
    code = take_codes(writing, letters_of(new.kind, metal))[0]
    account_id = account_of(writing, "lot", code)
    lot_id = writing.add(
        Lot,
        code=code,
        account_id=account_id,
        kind=new.kind,
        name=new.name,
        material_id=material.id if material else None,
        metal=metal,
        fineness=new.fineness or _usual_fineness(material, new),
        colour=new.colour or (material.colour if material else None),
        form=new.form,
        supplier_id=_supplier(writing, new.supplier, "supplier"),
        owner_id=_supplier(writing, new.owner, "owner"),
        is_own=new.is_own,
        received_on=new.received_on,
        produced_on=new.produced_on,
        has_nickel=new.has_nickel,
        cost_minor=new.cost_minor,
        currency=new.currency,
        division_mg=new.division_mg,
        note=new.note,
        source_key=new.source_key,
        at=writing.at,
        by_id=writing.by.id,
    )
    if new.origin or new.country:
        _write_origin(writing, lot_id, new.origin or "unknown", new.country, None)
    for paper in new.papers:
        _write_paper(writing, lot_id, paper, stands=True)
    return lot_id, code, account_id


def _usual_fineness(material: Material | None, new: NewLot) -> int | None:
    """The alloy's; of what was made here only what went in tells."""
    return None if material is None or new.is_own else material.fineness


def _require_possible(writing: Writing, new: NewLot) -> None:
    if new.kind not in LOT_KINDS:
        raise Invalid(_("“{kind}” is no kind of lot.", kind=new.kind[:40]), slug="lot-kind-unknown", field="kind")
    if new.form is not None and new.form not in FORMS:
        raise Invalid(_("“{form}” is no form of metal.", form=new.form[:40]), slug="form-unknown", field="form")
    if new.fineness is not None and not 1 <= new.fineness <= MOST_FINE:
        raise Invalid(
            _("Fineness is at most 1000 parts in a thousand, such as 750 or 999.9."),
            slug="fineness-out-of-range",
            field="fineness",
        )
    if new.kind in STONE_KINDS:
        fits = new.amount.carat_thousandths > 0 and new.amount.number > 0 and new.amount.mg == 0
        sentence = _(
            "Stones come in carats and in a number: type both. Carat is the weight of a stone, karat the fineness of gold."
        )
    else:
        fits = new.amount.mg > 0 and new.amount.carat_thousandths == 0
        sentence = _(
            "Metal comes in grams: type what the scale shows. Karat is the fineness of gold, carat the weight of a stone."
        )
    if not fits:
        raise Invalid(sentence, slug="amount-missing", field="amount")
    if new.kind == "stone" and new.amount.number != 1:
        raise Invalid(_("A single stone is one. Several together are a parcel."), slug="not-one-stone", field="number")
    if new.received_on is not None and new.received_on > today(writing).isoformat():
        raise Invalid(
            _("{day} is still to come. Type the day on which it came in.", day=new.received_on),
            slug="received-in-future",
            field="received_on",
        )


def today(writing: Writing) -> date:
    """The day where the shop is: east of Greenwich it begins earlier."""
    shop = find_shop(writing.session)
    return date_at(writing.at, shop.time_zone if shop else None)


def _material(writing: Writing, new: NewLot) -> Material | None:
    if new.alloy is None or new.kind in STONE_KINDS:
        return None
    found = writing.session.execute(_MATERIAL, {"key": new.alloy}).one_or_none()
    if found is None:
        raise NotFound(_("There is no alloy “{key}”.", key=new.alloy[:40]), slug="no-such-alloy", field="alloy")
    return found  # type: ignore[return-value]


def _supplier(writing: Writing, code: str | None, field: str) -> int | None:
    if code is None:
        return None
    found = writing.session.scalar(_SUPPLIER, {"code": code})
    if found is None:
        raise NotFound(_("There is no supplier {code}.", code=code[:40]), slug="no-such-supplier", field=field)
    return int(found)


@dataclass(frozen=True)
class HeldLot:
    """A lot as the verbs over it need it."""

    id: int
    code: str
    account_id: int
    kind: str
    metal: str | None
    fineness: int | None
    owner_id: int | None


def find_lot(writing: Writing, code: str) -> HeldLot:
    """The lot of that code. Raises NotFound when there is none."""
    row = writing.session.execute(_LOT, {"code": code.strip().upper()}).one_or_none()
    if row is None:
        raise NotFound(_("There is no lot {code}.", code=code[:40]), slug="no-such-lot", field="lot")
    return HeldLot(*row)


def tell_origin(writing: Writing, code: str, origin: str, country: str | None = None, note: str | None = None) -> None:
    """Say where the stuff of a lot comes from, or say it anew. Proof is in papers, not in this word."""
    if origin not in ORIGINS:
        raise Invalid(_("“{origin}” is no origin.", origin=origin[:40]), slug="origin-unknown", field="origin")
    _write_origin(writing, find_lot(writing, code).id, origin, country, note)


def _write_origin(writing: Writing, lot_id: int, origin: str, country: str | None, note: str | None) -> None:
    last = writing.session.scalar(select(func.max(Sourcing.sequence)).where(Sourcing.lot_id == lot_id)) or 0
    writing.add(
        Sourcing,
        lot_id=lot_id,
        sequence=last + 1,
        origin=origin,
        country=country,
        note=note,
        at=writing.at,
        by_id=writing.by.id,
    )


def attach_paper(writing: Writing, code: str, document: str, *, stands: bool = True) -> None:
    """Say that a document speaks of a lot, or no longer does. Done again it changes nothing."""
    _write_paper(writing, find_lot(writing, code).id, document, stands=stands)


def _write_paper(writing: Writing, lot_id: int, document: str, *, stands: bool) -> None:
    document_id = writing.session.scalar(_DOCUMENT, {"code": document})
    if document_id is None:
        raise NotFound(_("There is no document {code}.", code=document[:40]), slug="no-such-document", field="document")
    newest = writing.session.execute(
        select(LotPaper.sequence, LotPaper.stands)
        .where(LotPaper.lot_id == lot_id, LotPaper.document_id == document_id)
        .order_by(LotPaper.sequence.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and newest.stands == stands:
        return
    writing.add(
        LotPaper,
        lot_id=lot_id,
        document_id=document_id,
        sequence=(newest.sequence if newest else 0) + 1,
        stands=stands,
        at=writing.at,
        by_id=writing.by.id,
    )


def hold_lot(writing: Writing, code: str, *, is_held: bool, reason: str | None = None) -> None:
    """Keep a lot from use until something is clear, or let it go again. Raises Conflict when it is so already."""
    lot = find_lot(writing, code)
    newest = writing.session.execute(
        select(LotHold.sequence, LotHold.is_held)
        .where(LotHold.lot_id == lot.id)
        .order_by(LotHold.sequence.desc())
        .limit(1)
    ).one_or_none()
    if (newest.is_held if newest else False) == is_held:
        raise Conflict(_("Lot {code} is so already.", code=lot.code), slug="held-already")
    writing.add(
        LotHold,
        lot_id=lot.id,
        sequence=(newest.sequence if newest else 0) + 1,
        is_held=is_held,
        reason=reason,
        at=writing.at,
        by_id=writing.by.id,
    )


def tell_stone(writing: Writing, lot_id: int, **facts: object) -> None:
    """What is known of the stones of a lot, or what is known better now; columns of StoneFacts."""
    last = writing.session.scalar(select(func.max(StoneFacts.sequence)).where(StoneFacts.lot_id == lot_id)) or 0
    writing.add(StoneFacts, lot_id=lot_id, sequence=last + 1, at=writing.at, by_id=writing.by.id, **facts)
