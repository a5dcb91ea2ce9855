"""How the terms of the house came to be: every change of one of them, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.days import short_date
from workshop.people.models import Person
from workshop.reports.reckoning import BORNE, Reckoning, Terms, terms_in
from workshop.wording import N_, _, n_

GALLERY: Mapping[str, str] = {
    "consignment_percent": N_("Consignment, your share in % of retail"),
    "discount_by": N_("Who bears a discount"),
    "gallery_loss_by": N_("Who bears a loss"),
    "gallery_pay_days": N_("What was sold is paid within, days"),
    "due_days": N_("Pieces are awaited back after, days"),
}
SHOP: Mapping[str, str] = {
    "wholesale_percent": N_("Wholesale, % of retail"),
    "shop_pay_days": N_("Paid within, days"),
    "carriage_by": N_("Who bears the carriage"),
    "shop_loss_by": N_("Who bears a loss on the way"),
    "return_days": N_("Unsold pieces may be given back within, days"),
}
PERCENT = ("consignment_percent", "wholesale_percent")


@dataclass(frozen=True)
class Change:
    """One term that became another; `of`: for whom it is meant."""

    on: str
    of: str
    what: str
    was: str
    now: str
    by: str


def changes_of_terms(session: Session, zone: ZoneInfo) -> list[Change]:
    """The newest first; the first ones against what is usual. One statement."""
    rows = session.execute(
        select(Reckoning, Person.name).outerjoin(Person, Person.id == Reckoning.by_id).order_by(Reckoning.id)
    )
    found, before = list[Change](), Terms()
    for row, by in rows:
        after = terms_in(row)
        found += _changed(before, after, short_date(row.at, zone), by or "")
        before = after
    return found[::-1]


def _changed(before: Terms, after: Terms, on: str, by: str) -> Sequence[Change]:
    """In the order of the page once they are turned round."""
    named = [(_("At a gallery"), name, label) for name, label in GALLERY.items()]
    named += [(_("To shops that buy"), name, label) for name, label in SHOP.items()]
    return [
        Change(on, of, _(label), in_words(name, was), in_words(name, now), by)
        for of, name, label in reversed(named)
        if (was := getattr(before, name)) != (now := getattr(after, name))
    ]


def in_words(name: str, value: Any) -> str:
    """A share, a number of days, or who bears it; a dash for no day."""
    if name in BORNE:
        return _(BORNE[name][0][value])
    if name in PERCENT:
        return _("{percent}%", percent=value)
    return "–" if value is None else n_("{count} day", "{count} days", value)
