"""Publishing terms of guarantee: once, and then they are frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from workshop.aftercare.guarantee_queries import design_of, versions
from workshop.catalogue.guarantee_models import Guarantee
from workshop.catalogue.guarantees import SHOP, of_design
from workshop.catalogue.own_texts import texts_of_terms, write_texts
from workshop.claims.facts import GuaranteeFact, PieceFacts
from workshop.claims.ours import workshop_of
from workshop.claims.promises import repair_guarantee
from workshop.claims.results import NOT_SUPPORTED
from workshop.errors import Invalid, NotFound
from workshop.people.queries import find_shop
from workshop.wordguard import Found, guarded_words
from workshop.wording import _
from workshop.writing import Writing

LONGEST_YEARS = 100
TEXTS = ("guarantor", "lasts", "covers", "excludes")


@dataclass(frozen=True)
class Terms:
    """Terms as they are typed. `design` is a code, None for every design without terms of its own."""

    guarantor: str | None
    covers: str | None
    excludes: str | None
    is_free: bool
    is_whole: bool
    years: int | None = None
    lasts: str | None = None
    has_eu_label: bool = False
    design: str | None = None


def publish_guarantee(writing: Writing, terms: Terms) -> int:
    """Freeze a version of terms; returns its number. Raises NotFound for a design, Invalid for terms that say too little or too much."""
    _require_said(terms)
    for name in TEXTS:
        _require_plain(name, getattr(terms, name), terms)
    _require_tellable(writing, terms)
    told = {name: getattr(terms, name) for name in (*TEXTS, "years", "is_free", "is_whole", "has_eu_label")}
    return _add(writing, terms.design, is_given=True, **told)


def end_guarantee(writing: Writing, design: str | None) -> int:
    """From now on nothing is promised for this design (None: for those without terms of their own); what was sold keeps its terms."""
    return _add(writing, design, is_given=False, is_free=False, is_whole=False, has_eu_label=False)


def say_terms_in(writing: Writing, design: str | None, language: str, typed: Mapping[str, str]) -> int:
    """Publish the words of the newest terms (of a design; None: of the shop) in another language; returns how many.

    Raises NotFound without terms, Invalid for a word that promises too much, Conflict for words that are published already.
    """
    newest = versions(writing.session, design_of(writing.session, design).id if design else None)
    if not newest or not newest[0].is_given:
        raise NotFound(_("There are no such terms now. Publish them first."), slug="no-terms")
    terms = terms_of(newest[0], design)
    for part, text in typed.items():
        _require_plain(part, text, terms)
    return write_texts(writing, texts_of_terms(newest[0]), language, typed)


def _add(writing: Writing, design: str | None, **told: object) -> int:
    serves = of_design(design_of(writing.session, design).id) if design else SHOP
    last = writing.session.scalar(select(func.max(Guarantee.number)).where(Guarantee.serves == serves)) or 0
    writing.add(Guarantee, serves=serves, number=last + 1, at=writing.at, by_id=writing.by.id, **told)
    return last + 1


def _require_said(terms: Terms) -> None:
    for name in ("guarantor", "covers", "excludes"):
        if not getattr(terms, name):
            raise Invalid(
                _("Say who gives it, what it mends and what not: all three belong to a guarantee."),
                slug="guarantee-incomplete",
                field=name,
            )
    if terms.years is None and terms.lasts is None:
        raise Invalid(
            _("Say for how long: a number of years, or in words that say when it ends."),
            slug="duration-missing",
            field="years",
        )
    if terms.years is not None and not 1 <= terms.years <= LONGEST_YEARS:
        raise Invalid(
            _("A guarantee lasts from 1 to {most} years.", most=LONGEST_YEARS), slug="duration-missing", field="years"
        )


def _require_plain(name: str, text: str | None, terms: Terms) -> None:
    """No word that promises more than can be kept; “lifetime” only beside the years that say what it means."""
    for found in guarded_words(text):
        if found.key != "lifetime":
            raise Invalid(_guarded(found), slug="word-outruns-facts", field=name)
        if terms.years is None:
            raise Invalid(
                _(
                    "“{word}” says no end: whose life, and until when? Type the years, for example: free repair for 25 years by {who}.",
                    word=found.word,
                    who=terms.guarantor,
                ),
                slug="lifetime-undefined",
                field=name,
            )


def _guarded(found: Found) -> str:
    return _(
        "“{word}” needs {needs}. Write instead: {instead}",
        word=found.word,
        needs=_(found.needs),
        instead=_(found.instead),
    )


def _require_tellable(writing: Writing, terms: Terms) -> None:
    """The rule that the public page is computed by must let these terms stand."""
    shop = workshop_of(writing.session, find_shop(writing.session))
    outcome = repair_guarantee(PieceFacts("", "", shop, guarantee=as_fact(terms)))
    if outcome.status == NOT_SUPPORTED:
        raise Invalid(
            _(
                "Free cover of the whole piece for more than two years is shown with the EU’s harmonised label. Tick that you show it and had it checked, or promise less."
            ),
            slug="eu-label-missing",
            field="has_eu_label",
        )


def as_fact(terms: Terms) -> GuaranteeFact:
    told = {name: getattr(terms, name) for name in (*TEXTS, "years", "is_free", "is_whole", "has_eu_label")}
    return GuaranteeFact(version="new", **told)


def terms_of(row: Guarantee, design: str | None) -> Terms:
    """What a version says, to begin the next one with."""
    names = (*TEXTS, "years", "is_free", "is_whole", "has_eu_label")
    return replace(Terms(None, None, None, True, False, design=design), **{n: getattr(row, n) for n in names})
