"""What is typed when material comes in, changes hands or goes into the crucible."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import request
from sqlalchemy import select

from workshop.days import read_day
from workshop.errors import Invalid
from workshop.filestore import FileStore
from workshop.forms import figure, text, ticked, whole
from workshop.materials.evidence import Evidence
from workshop.materials.file_forms import kept_file
from workshop.materials.filing import add_document
from workshop.materials.ledger import Amount
from workshop.materials.papers import Supplier
from workshop.materials.receiving import NewLot, find_lot, receive_lot, tell_origin, tell_stone
from workshop.materials.suppliers import NewSupplier, add_supplier
from workshop.materials.typed import read_carats, read_fineness, read_grams
from workshop.materials.wordings import country_options
from workshop.materials.words import NATURES, STONE_KINDS, TREATMENTS
from workshop.money import read_price
from workshop.people.shop_web import the_shop, today
from workshop.texts import PARAGRAPH
from workshop.web import shoproom
from workshop.wording import _
from workshop.writing import Writing

# What the paper says, in the four answers of the form, and the origin that is written down.
SAYS = {"recycled": "recycled_unspecified", "mined": "mined", "nothing": "unknown", "later": None}
BY_NATURE = {"natural": "natural", "laboratory_grown": "lab_grown"}
STONE_WORDS = ("shape", "cut", "colour", "clarity", "report_number", "laboratory", "treatment_note", "sensitivities")
SIZES = ("x", "y", "z")
LONGEST_UM = 1_000_000  # a metre


@dataclass(frozen=True)
class Arrival:
    """A lot as its form tells it. `supplier_name`: a supplier who is not in the list yet; `invoice`: the paper that came along."""

    new: NewLot
    supplier_name: str | None = None
    origin: str | None = None
    source: str | None = None
    country: str | None = None
    stone: dict[str, Any] = field(default_factory=dict)
    invoice: Evidence | None = None


def amount_typed(kind: str) -> Amount:
    """Grams and a number, or carats and a number, as that kind of lot is measured. Raises Invalid."""
    if kind in STONE_KINDS:
        typed = text("carats")
        number = 1 if kind == "stone" else whole("number", default=0) or 0
        return Amount(carat_thousandths=read_carats(typed, field="carats") if typed else 0, number=number)
    return Amount(mg=grams_typed("amount"), number=whole("number", default=0) or 0)


def grams_typed(name: str) -> int:
    """Milligrams; nothing when nothing was typed. Raises Invalid."""
    typed = text(name)
    return read_grams(typed, field=name) if typed else 0


def fineness_typed(name: str = "fineness") -> int | None:
    typed = text(name)
    return read_fineness(typed, field=name) if typed else None


def arrival_typed(kind: str, invoice: Evidence | None) -> Arrival:
    """The whole form, with its invoice, which is kept before anything else is read. Raises Invalid."""
    is_stones, currency = kind in STONE_KINDS, _currency()
    cost, says = text("cost"), text("says") or "later"
    if says not in SAYS:
        raise Invalid(_("Choose what the paper says."), slug="says-unknown", field="says")
    if text("supplier") and text("supplier_name"):
        raise Invalid(
            _("Choose a supplier from the list, or type a new name: not both."),
            slug="two-suppliers",
            field="supplier_name",
        )
    owner = text("owner")
    origin = BY_NATURE.get(text("nature") or "") if is_stones else SAYS[says]
    new = NewLot(
        kind,
        amount_typed(kind),
        alloy=None if is_stones else text("alloy"),
        fineness=None if is_stones else fineness_typed(),
        form=None if is_stones else text("form"),
        name=text("name"),
        supplier=text("supplier"),
        owner=owner,
        received_on=read_day(text("received_on"), field="received_on", latest=today()),
        produced_on=read_day(text("produced_on"), field="produced_on", latest=today()),
        has_nickel={"yes": True, "no": False}.get(text("nickel") or ""),
        cost_minor=None if cost is None else _cost(cost, currency),
        currency=None if cost is None else currency,
        division_mg=_division_typed(),
        note=text("note", longest=PARAGRAPH),
        papers=tuple((text("papers") or "").upper().replace(",", " ").split()),
    )
    return Arrival(
        new,
        supplier_name=text("supplier_name"),
        origin=origin or ("customer_supplied" if owner else None),
        source=text("source"),
        country=chosen("country", (key for key, _name in country_options("", with_unknown=True))),
        stone=_stone_typed() if is_stones else {},
        invoice=invoice,
    )


def _stone_typed() -> dict[str, Any]:
    sizes = {f"{name}_um": figure(name) for name in SIZES}
    if any(size is not None and not 0 < size <= LONGEST_UM for size in sizes.values()):
        raise Invalid(
            _("A stone has a size, in millimetres. Leave it empty when it is not known."), slug="size-zero", field="x"
        )
    return {
        "species": (text("species") or _("stone")).lower(),
        "nature": chosen("nature", NATURES) or "unknown",
        "treatment": chosen("treatment", TREATMENTS) or "unknown",
        "is_polished": not ticked("rough"),
        **{name: text(name) for name in STONE_WORDS},
        **sizes,
    }


def invoice_sent() -> Evidence | None:
    """The photo of the invoice, or the one that stayed chosen. Raises Invalid."""
    sent = request.files.get("invoice")
    raw = sent.read() if sent and sent.filename else None
    settings = shoproom().settings
    mark = request.form.get("chosen-invoice")
    return kept_file(FileStore(settings.data_dir), raw or None, mark, settings.secret_key, field="invoice")


def _cost(typed: str, currency: str | None) -> int:
    if currency is None:
        raise Invalid(_("Say in the settings which currency you reckon in."), slug="no-currency", field="cost")
    return read_price(typed, currency, field="cost")


def _division_typed() -> int:
    """What the scale's last digit means; 0.01 g when nothing is said."""
    division = figure("division")
    if division is not None and not 0 < division <= 1000:
        raise Invalid(_("A scale’s division is between 0.001 and 1 g."), slug="division-unknown", field="division")
    return division or 10


def chosen(name: str, words: Iterable[str]) -> str | None:
    """One word of a list; None when nothing was chosen. Raises Invalid for any other."""
    typed = text(name)
    if typed is not None and typed not in set(words):
        raise Invalid(_("Choose one of the list."), slug="not-in-the-list", field=name)
    return typed


def _currency() -> str | None:
    shop = the_shop()
    return shop.currency if shop else None


def take_in(writing: Writing, arrival: Arrival) -> str:
    """Write down all that came in together: a new supplier, the invoice, the lot, where it comes from. Returns the lot's code."""
    new = arrival.new
    supplier = new.supplier
    if arrival.supplier_name:
        supplier = _supplier_named(writing, arrival.supplier_name)
    papers = new.papers
    if arrival.invoice is not None:
        papers += (add_document(writing, arrival.invoice, supplier=supplier).code,)
    told = {**vars(new), "supplier": supplier, "papers": tuple(dict.fromkeys(papers))}
    code = receive_lot(writing, NewLot(**told))
    if arrival.origin or arrival.country:
        tell_origin(writing, code, arrival.origin or "unknown", arrival.country, arrival.source)
    if arrival.stone:
        tell_stone(writing, find_lot(writing, code).id, **arrival.stone)
    return code


def _supplier_named(writing: Writing, name: str) -> str:
    """Whoever is called so already, else somebody new; what they are to us beside a dealer may be said later."""
    known = select(Supplier.code).where(Supplier.name == name, Supplier.retired_at.is_(None)).order_by(Supplier.id)
    found = writing.session.scalar(known.limit(1))
    return found or add_supplier(writing, NewSupplier(name, ("dealer",)))
