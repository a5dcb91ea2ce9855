"""The guarantee of one piece as its page tells it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from workshop.aftercare.guarantee_queries import given_to
from workshop.aftercare.legal_rights import legal_line
from workshop.catalogue.guarantee_models import Guarantee
from workshop.catalogue.own_texts import said_in, texts_of_terms
from workshop.claims.facts import GuaranteeFact
from workshop.claims.promises import LABEL_OVER_YEARS, guarantee_lasts
from workshop.days import day
from workshop.languages import LANGUAGES
from workshop.provenance.spoken import other_language, terms_spoken
from workshop.wording import _, n_


@dataclass(frozen=True)
class Promise:
    """The guarantee of a piece on a day: for how long, what it mends, what the law adds. `runs` None: it is not sold yet.

    `words` says in which language its words are, when that is not the reader's.
    """

    lasts: str
    until: str
    mends: str
    label: str
    legal: str
    runs: bool | None
    words: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(one for one in (self.until, self.lasts, self.mends, self.label, self.words, self.legal) if one)


def promise_of(session: Session, piece_id: int, on: date) -> Promise | None:
    """What was frozen at its sale, or what it would be sold with today; None without terms. One statement, two where its words are published in other languages."""
    given = given_to(session, piece_id)
    if given is None:
        return None
    country = given.country if given.begins_on else given.country_now
    ends = date.fromisoformat(given.ends_on) if given.ends_on else None
    runs = None if given.begins_on is None else ends is None or on <= ends
    terms = given.Guarantee
    written = _written(session, terms) if given.is_translated else {}
    told = terms_spoken(_fact(terms), written)
    other = other_language(told, written, given.writes_in)
    return Promise(
        lasts=_lasts(told),
        until=_until(given.begins_on, ends, runs),
        mends=_("It mends {covers}; not {excludes}.", covers=told.covers, excludes=told.excludes),
        label=label_of(terms),
        legal=legal_line(country),
        runs=runs,
        words=_("What it mends is written in this language: {language}.", language=LANGUAGES[other]) if other else "",
    )


def _written(session: Session, terms: Guarantee) -> dict[tuple[str, str], str]:
    said = said_in(session, texts_of_terms(terms))
    return {key: one.text for key, one in said.items()}


def terms_lasts(terms: Guarantee) -> str:
    """Who repairs, for how long, and whether it is paid for."""
    return _lasts(_fact(terms))


def _lasts(terms: GuaranteeFact) -> str:
    paid = "" if terms.is_free else _("The repair is paid for.")
    return " ".join(part for part in (guarantee_lasts(terms), paid) if part)


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
