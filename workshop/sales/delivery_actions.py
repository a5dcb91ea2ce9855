"""Verbs of wholesale: a delivery to a shop that buys, pieces that it gives back, what it pays."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from workshop.catalogue.price_rules import wholesale_of
from workshop.days import date_at
from workshop.errors import Invalid
from workshop.inspection.actions import let_go
from workshop.materials.codes import DELIVERY, take_codes
from workshop.people.queries import find_shop
from workshop.pieces.models import Custody
from workshop.pieces.queries import lock_piece
from workshop.pieces.rules import Standing
from workshop.sales.case_actions import Said, say_outcome
from workshop.sales.case_models import PackedCase, PackedPiece
from workshop.sales.case_queries import fits, line_of
from workshop.sales.case_rules import MOST_PIECES, Fit, require_fit
from workshop.sales.delivery_models import Delivery, DeliveryEntry
from workshop.sales.delivery_queries import find_delivery
from workshop.sales.delivery_rules import Entry, Terms, require_entry, require_terms
from workshop.sales.sale_actions import write_delivered
from workshop.wording import _
from workshop.writing import Writing


@dataclass(frozen=True)
class NewDelivery:
    """Which pieces a shop buys and on which terms. A piece goes for what `prices` say in minor units, else its design's own wholesale price, else `percent` of retail."""

    holder: str | None
    serials: Sequence[str]
    terms: Terms
    percent: int = 50
    prices: Mapping[str, int] = field(default_factory=dict)
    contact: str | None = None


def deliver(writing: Writing, new: NewDelivery) -> str:
    """Every piece leaves by its own departure and is sold at its wholesale price, or none at all. Returns the code of the delivery.

    Raises Invalid for terms and prices that are none, NotFound, Conflict naming each piece that cannot go.
    """
    shop = find_shop(writing.session)
    require_terms(new.terms, date_at(writing.at, shop.time_zone if shop else None).isoformat())
    if not new.holder:
        raise Invalid(_("Say which shop buys them."), slug="holder-missing", field="holder")
    if shop is None or shop.currency is None:
        raise Invalid(_("The shop has no currency yet. The owner sets it on the page Settings."), slug="no-currency")
    held = _held(writing, new.serials)
    found = fits(writing.session, list(held))
    require_fit(found, "customer")
    priced = [(fit, price_of(fit, new)) for fit in found]
    code, case_id = _open(writing, new, shop.currency)
    for fit, price_minor in priced:
        _send(writing, case_id, new.holder, held[fit.serial], price_minor)
    writing.change(PackedCase, case_id, closed_at=writing.at, closed_by_id=writing.by.id)
    return code


def _held(writing: Writing, typed: Sequence[str]) -> dict[str, Standing]:
    serials = list(dict.fromkeys(typed))
    if not 1 <= len(serials) <= MOST_PIECES:
        raise Invalid(_("Choose from 1 to {most} pieces.", most=MOST_PIECES), slug="pieces-missing", field="serials")
    return {serial: lock_piece(writing.session, serial) for serial in sorted(serials)}


def price_of(fit: Fit, new: NewDelivery) -> int:
    """What the shop pays for it. Raises Invalid when neither its design nor anybody says."""
    if not 1 <= new.percent <= 100:
        raise Invalid(_("A share is 1 to 100 percent of retail."), slug="share-out-of-range", field="percent")
    if fit.serial in new.prices:
        return new.prices[fit.serial]
    price_minor = wholesale_of(fit.price_minor, fit.own_wholesale_minor, new.percent)
    if price_minor is None:
        raise Invalid(
            _("Say the price of {serial}: its design has none.", serial=fit.serial),
            slug="price-missing",
            field=f"price-{fit.serial}",
        )
    return price_minor


def _open(writing: Writing, new: NewDelivery, currency: str) -> tuple[str, int]:
    (code,) = take_codes(writing, DELIVERY)
    case_id = writing.add(
        PackedCase,
        code=code,
        place="customer",
        subject=secrets.token_hex(16),
        holder=new.holder,
        contact=new.contact,
        currency=currency,
        at=writing.at,
        by_id=writing.by.id,
    )
    writing.add(Delivery, case_id=case_id, at=writing.at, by_id=writing.by.id, **vars(new.terms))
    return code, case_id


def _send(writing: Writing, case_id: int, holder: str | None, standing: Standing, price_minor: int) -> None:
    departure_id = let_go(writing, standing, "shipped", "customer", holder)
    sequence = writing.session.scalar(select(func.max(Custody.sequence)).where(Custody.piece_id == standing.piece_id))
    line_id = writing.add(
        PackedPiece,
        case_id=case_id,
        piece_id=standing.piece_id,
        departure_id=departure_id,
        kind="shipped",
        custody_sequence=sequence or 0,
        price_minor=price_minor,
        at=writing.at,
    )
    write_delivered(writing, standing.piece_id, departure_id, line_id, price_minor)


def take_back(writing: Writing, code: str, serial: str, seen: int | None) -> bool:
    """The shop gives a piece back: it is nothing it owes for, and is inspected again before it leaves again. Said again it changes nothing."""
    found = find_delivery(writing.session, code)
    line = line_of(writing.session, found.case.row.id, serial)
    if line.outcome == "back":
        return False
    return say_outcome(writing, found.case.row.code, serial, Said("back", seen))


def note_entry(writing: Writing, code: str, entry: Entry) -> None:
    """What was paid, or what the sum was changed by as it was agreed. Raises Invalid, Conflict."""
    found = find_delivery(writing.session, code)
    shop = find_shop(writing.session)
    today = date_at(writing.at, shop.time_zone if shop else None).isoformat()
    if entry.on > today:
        raise Invalid(_("This day is still to come."), slug="day-to-come", field="on")
    require_entry(entry, found.entries, found.terms)
    writing.add(
        DeliveryEntry,
        delivery_id=found.id,
        number=len(found.entries) + 1,
        kind=entry.kind,
        amount_minor=entry.amount_minor,
        happened_on=entry.on,
        at=writing.at,
        by_id=writing.by.id,
    )
