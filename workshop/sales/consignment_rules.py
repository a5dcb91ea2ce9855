"""What a gallery owes for a piece: decisions over plain values, in minor units, rounded half up once for each piece."""

from collections.abc import Iterable
from dataclasses import dataclass

from workshop.errors import Invalid
from workshop.wording import N_, _

WHOLE = 1_000
MAKERS_SHARE = 600
PAY_DAYS = 30
DISCOUNT_BY = {"both": N_("Both, by their shares"), "gallery": N_("The gallery"), "maker": N_("We")}
LOSS_BY = {"gallery": N_("The gallery"), "maker": N_("We")}


@dataclass(frozen=True)
class Terms:
    """What was agreed; the maker's share in thousandths of the price."""

    share_per_mille: int = MAKERS_SHARE
    discount_by: str = "both"
    loss_by: str = "gallery"
    pay_days: int = PAY_DAYS


def require_terms(terms: Terms) -> None:
    """Raises Invalid."""
    if not 0 <= terms.share_per_mille <= WHOLE:
        raise Invalid(_("A share is from 0 to 100 percent."), slug="share-out-of-range", field="share")
    if terms.discount_by not in DISCOUNT_BY:
        raise Invalid(_("Say who bears a discount."), slug="discount-unknown", field="discount_by")
    if terms.loss_by not in LOSS_BY:
        raise Invalid(_("Say who bears a loss."), slug="loss-unknown", field="loss_by")
    if not 0 <= terms.pay_days <= 365:
        raise Invalid(_("From 0 to 365 days."), slug="days-out-of-range", field="pay_days")


def owed_for_sale(terms: Terms, list_minor: int | None, got_minor: int | None) -> int | None:
    """What the maker gets of a sale; None when what was paid is not told. Nothing above the list price is a discount."""
    if got_minor is None:
        return None
    full = got_minor if list_minor is None else max(list_minor, got_minor)
    discount = full - got_minor
    if terms.discount_by == "gallery":
        return _share(full, terms)
    if terms.discount_by == "maker":
        return max(0, _share(full, terms) - discount)
    return _share(got_minor, terms)


def owed_for_loss(terms: Terms, list_minor: int | None) -> int | None:
    """What the maker gets for a missing piece: nothing where the maker bears it, else the share; None without a price."""
    if terms.loss_by == "maker":
        return 0
    return None if list_minor is None else _share(list_minor, terms)


def _share(price_minor: int, terms: Terms) -> int:
    return (2 * price_minor * terms.share_per_mille + WHOLE) // (2 * WHOLE)


@dataclass(frozen=True)
class Owed:
    """A piece in a statement: what became of it, its price on the list, what was paid, what the maker gets (None: not told)."""

    serial: str
    what: str
    outcome: str
    on: str
    list_minor: int | None
    got_minor: int | None
    owed_minor: int | None


def total(lines: Iterable[Owed]) -> int:
    """Of what is told; what is not told is in no sum."""
    return sum(one.owed_minor or 0 for one in lines)
