"""The prices of a delivery before it goes: what each piece would go for, where that is from, and what somebody typed instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from workshop import forms
from workshop.catalogue.price_rules import wholesale_of
from workshop.money import amount, priced, read_price
from workshop.people.shop_web import the_shop
from workshop.sales.case_queries import fits
from workshop.sales.case_rules import Fit, why_not
from workshop.wording import _


@dataclass(frozen=True)
class Judged:
    """A piece that was chosen, why it cannot go (empty when it can), its price as it is typed, and where that is from."""

    fit: Fit
    reason: str
    price: str
    source: str


def judged(session: Session, serials: Sequence[str], currency: str | None) -> list[Judged]:
    """One statement."""
    found = fits(session, serials) if serials else []
    return [Judged(fit, why_not(fit, "customer") or "", *_price_and_source(fit, currency)) for fit in found]


def typed_prices(session: Session, chosen: Sequence[str], currency: str | None) -> dict[str, int]:
    """What was typed beside a piece otherwise than it was shown, in minor units; the others go by the list. One statement."""
    return {
        fit.serial: read_price(forms.text(f"price-{fit.serial}") or "", currency, field=f"price-{fit.serial}")
        for fit in fits(session, chosen)
        if _typed(fit, currency)
    }


def _price_and_source(fit: Fit, currency: str | None) -> tuple[str, str]:
    typed, by_list = _typed(fit, currency), _by_list(fit, "percent")
    told = amount(by_list, currency)
    if by_list is None:
        return typed, _("Its design has no price: type one.") if fit.price_minor is None else ""
    if typed and typed != told:
        return typed, _("Typed. By the list it is {price}.", price=priced(by_list, currency))
    if fit.own_wholesale_minor is not None:
        return told, _("The wholesale price of its design.")
    return told, _(
        "{percent}% of {price}, the retail price.",
        percent=_percent("percent"),
        price=priced(fit.price_minor or 0, currency),
    )


def _typed(fit: Fit, currency: str | None) -> str:
    """A price that somebody typed, empty when it is the one that was shown."""
    typed = request.form.get(f"price-{fit.serial}", "").strip()
    return "" if typed == amount(_by_list(fit, "shown_percent"), currency) else typed


def _by_list(fit: Fit, share: str) -> int | None:
    """The wholesale price of its design, else what that share of retail makes."""
    percent = _percent(share)
    return wholesale_of(fit.price_minor if percent else None, fit.own_wholesale_minor, percent)


def _percent(share: str) -> int:
    """As it stands in the form; 0 for what is none."""
    typed = request.form.get(share, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


def the_currency() -> str | None:
    shop = the_shop()
    return shop.currency if shop else None
