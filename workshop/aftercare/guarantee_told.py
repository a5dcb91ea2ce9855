"""The guarantee of one piece as its page tells it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from workshop.aftercare.guarantee_queries import given_to
from workshop.aftercare.legal_rights import legal_line
from workshop.catalogue.guarantee_models import Guarantee
from workshop.claims.facts import GuaranteeFact
from workshop.claims.promises import LABEL_OVER_YEARS, guarantee_lasts
from workshop.days import day
from workshop.people.queries import find_shop
from workshop.wording import _, n_


@dataclass(frozen=True)
class Promise:
    """The guarantee of a piece on a day: for how long, what it mends, what the law adds. `runs` None: it is not sold yet."""

    lasts: str
    until: str
    mends: str
    label: str
    legal: str
    runs: bool | None

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(one for one in (self.until, self.lasts, self.mends, self.label, self.legal) if one)


def promise_of(session: Session, piece_id: int, on: date) -> Promise | None:
    """What was frozen at its sale, or what it would be sold with today; None without terms. Two statements."""
    given = given_to(session, piece_id)
    if given is None:
        return None
    shop = find_shop(session) if given.begins_on is None else None
    country = shop.country if shop else given.country
    ends = date.fromisoformat(given.ends_on) if given.ends_on else None
    runs = None if given.begins_on is None else ends is None or on <= ends
    terms = given.Guarantee
    return Promise(
        lasts=terms_lasts(terms),
        until=_until(given.begins_on, ends, runs),
        mends=_("It mends {covers}; not {excludes}.", covers=terms.covers, excludes=terms.excludes),
        label=label_of(terms),
        legal=legal_line(country),
        runs=runs,
    )


def terms_lasts(terms: Guarantee) -> str:
    """Who repairs, for how long, and whether it is paid for."""
    paid = "" if terms.is_free else _("The repair is paid for.")
    return " ".join(part for part in (guarantee_lasts(_fact(terms)), paid) if part)


def _fact(terms: Guarantee) -> GuaranteeFact:
    return GuaranteeFact(
        str(terms.number),
        terms.guarantor,
        terms.years,
        terms.covers,
        terms.excludes,
        terms.is_free,
        terms.is_whole,
        terms.has_eu_label,
        terms.lasts,
    )


def _until(begins_on: str | None, ends: date | None, runs: bool | None) -> str:
    if begins_on is None:
        return _("Sold today it would come with this:")
    begins = day(date.fromisoformat(begins_on))
    if ends is None:
        return _("Since {day}.", day=begins)
    if not runs:
        return _("It ended on {day}; it began on {begins}.", day=day(ends), begins=begins)
    return _("From {begins} to {day}.", begins=begins, day=day(ends))


def label_of(terms: Guarantee) -> str:
    """What the EU's harmonised label says, in words, where the terms are of the kind that needs it.

    Source: Implementing Regulation (EU) 2025/1960, applied since 2026-09-27. To be had checked.
    """
    if not (terms.is_free and terms.is_whole and terms.has_eu_label):
        return ""
    if terms.years is None:
        return _(
            "Shown with the EU’s harmonised label: a producer’s guarantee of durability, free, for the whole piece."
        )
    if terms.years <= LABEL_OVER_YEARS:
        return ""
    return n_(
        "Shown with the EU’s harmonised label: a producer’s guarantee of durability of {count} year, free, for the whole piece.",
        "Shown with the EU’s harmonised label: a producer’s guarantee of durability of {count} years, free, for the whole piece.",
        terms.years,
    )
