"""What a shop that bought pieces owes: decisions over plain values, in minor units."""

from collections.abc import Iterable
from dataclasses import dataclass

from workshop.errors import Conflict, Invalid
from workshop.wording import N_, _

BORNE_BY = {"maker": N_("We"), "buyer": N_("The shop that buys")}
ENTRIES = {
    "paid": N_("Paid"),
    "carriage": N_("Carriage, added"),
    "lost": N_("Lost or damaged on the way, taken off"),
    "discount": N_("Discount, taken off"),
}
PAY_DAYS = 30
LARGEST = 10**12


@dataclass(frozen=True)
class Terms:
    """When it is paid, until when pieces may be given back (None: never), and who bears carriage and loss on the way."""

    pay_on: str
    returns_until: str | None = None
    carriage_by: str = "maker"
    loss_by: str = "maker"


@dataclass(frozen=True)
class Entry:
    """What was paid, or changed of the sum, on a day; below zero: taken back."""

    kind: str
    amount_minor: int
    on: str


def require_terms(terms: Terms, today: str) -> None:
    """Raises Invalid."""
    if terms.carriage_by not in BORNE_BY:
        raise Invalid(_("Say who bears the carriage."), slug="carriage-unknown", field="carriage_by")
    if terms.loss_by not in BORNE_BY:
        raise Invalid(_("Say who bears a loss on the way."), slug="loss-unknown", field="loss_by")
    if terms.pay_on < today:
        raise Invalid(_("It is paid today or later. Say until which day."), slug="pay-day-is-over", field="pay_on")
    if terms.returns_until is not None and terms.returns_until < today:
        raise Invalid(_("That day is over."), slug="day-is-over", field="returns_until")


def require_entry(entry: Entry, before: Iterable[Entry], terms: Terms) -> None:
    """Raises Invalid for what is no entry, Conflict for what was agreed otherwise, or more taken back than there was."""
    if entry.kind not in ENTRIES:
        raise Invalid(_("It was paid, or the sum was changed by something."), slug="entry-unknown", field="kind")
    if not 0 < abs(entry.amount_minor) <= LARGEST:
        raise Invalid(_("An amount is more than nothing."), slug="amount-is-zero", field="amount")
    if entry.kind == "lost" and terms.loss_by != "maker":
        raise Conflict(
            _("It was agreed that the shop bears a loss on the way: nothing is taken off for it."),
            slug="agreed-otherwise",
            field="kind",
        )
    if entry.kind == "carriage" and terms.carriage_by != "buyer":
        raise Conflict(
            _("It was agreed that we bear the carriage: nothing is added for it."),
            slug="agreed-otherwise",
            field="kind",
        )
    if entry.amount_minor + sum(one.amount_minor for one in before if one.kind == entry.kind) < 0:
        raise Conflict(_("More would be taken back than was noted."), slug="more-than-noted", field="amount")


def effect(entry: Entry) -> int:
    """By how much it changes what is owed."""
    return entry.amount_minor if entry.kind == "carriage" else -entry.amount_minor


def still_owed(delivered_minor: int, entries: Iterable[Entry]) -> int:
    """Of what was delivered and not given back; below nothing when more was paid."""
    return delivered_minor + sum(effect(one) for one in entries)
