"""What a piece is made of as a stranger reads it: its metals and stones with their papers, and what may be said of them.

Nothing here is typed: lines come from the books, sentences from the rulebook. What has no paper is told as a word, or as
not recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from workshop.claims.facts import PHYSICAL, RECYCLED, MetalLine, Paper, PieceFacts, Source, StoneLine
from workshop.claims.judging import judge
from workshop.claims.papers import OF_THE_THING, metal_bought, period_problem, problems, stones_bought
from workshop.claims.recycled import recycled_lot
from workshop.claims.results import ClaimResult
from workshop.claims.stonewords import counted, named
from workshop.claims.wordings import country_name, opening, parts, percent_floored, seen
from workshop.days import day
from workshop.materials.ledger import fine, fine_shown
from workshop.units import grams
from workshop.wording import N_, _

# Told in places of their own on the page: the inspection, the edition, the guarantee.
TOLD_ELSEWHERE = frozenset(
    {"individually_inspected", "self_inspected", "limited_edition_n", "one_of_a_kind", "repair_guarantee"}
)
FALLEN = ("false", "withdrawn")


@dataclass(frozen=True)
class Said:
    """One computed sentence with its limit; `must` when it cannot be left out."""

    sentence: str
    limit: str
    must: bool


@dataclass(frozen=True)
class Evidence:
    """Where it comes from: the sentence, and whether a document of it was seen."""

    told: str
    is_seen: bool


@dataclass(frozen=True)
class Part:
    """One metal or one kind of stone: its name, how much of it, rows of (label, figure), and where each share comes from."""

    title: str
    figure: str
    rows: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Composition:
    """Metals and stones, and the sentences that may or must be said. No parts: nothing is in the books."""

    parts: tuple[Part, ...]
    said: tuple[Said, ...]


def composition_of(facts: PieceFacts, on: date) -> Composition:
    """What is told of the materials on that day."""
    results = judge(facts, on)
    metals = tuple(_metal(line) for line in facts.metals if line.gross_mg)
    return Composition(metals + tuple(_stones(line) for line in facts.stones), tuple(_said(results)))


def _said(results: Sequence[ClaimResult]) -> list[Said]:
    told = [one for one in results if one.key not in TOLD_ELSEWHERE and one.sentence]
    must = [Said(one.sentence, one.limit, must=True) for one in told if one.is_mandatory]
    return [Said(one.sentence, one.limit, must=False) for one in told if one.stands and not one.is_mandatory] + must


def _metal(line: MetalLine) -> Part:
    label = (
        _("{metal}, {fineness}", metal=_(line.metal), fineness=parts(line.fineness)) if line.fineness else _(line.metal)
    )
    rows = []
    if line.fineness and line.metal != "base":
        fine_mg = fine_shown(fine(line.gross_mg or 0, line.fineness))
        label_of_fine = _(
            "Fine {metal} in it, of {parts} parts in 1,000", metal=_(line.metal), parts=parts(line.fineness)
        )
        rows.append((label_of_fine, _("{grams} g", grams=grams(fine_mg))))
    shares = tuple(_source(source, share, alone=len(line.parts) == 1) for source, share in line.parts)
    return Part(opening(label), _("{grams} g", grams=grams(line.gross_mg)), tuple(rows), shares)


def _source(source: Source, share: Fraction, *, alone: bool) -> Evidence:
    whose = _told_source(source)
    told = whose if alone else _("{percent}% of it: {told}", percent=percent_floored(share), told=whose)
    return Evidence(f"{opening(told)}.", bool(_sound(source)))


def _sound(source: Source) -> list[Paper]:
    """The documents that speak of where all of this metal comes from."""
    if source.is_customers:
        return []
    return [one for one in source.papers if one.origin and not _fault(one, source)]


def _told_source(source: Source) -> str:
    if source.is_customers:
        return _("the customer’s own")
    sound = _sound(source)
    if sound:
        origin = _origin(sound[0].origin or "unknown", sound[0].country or source.country)
        return _("{origin}, by document: {paper}", origin=origin, paper=_read(sound[0], source.received_on))
    if source.origin == "unknown":
        return _("origin not recorded")
    if _has_fallen(source):
        return _("origin not known: its document was withdrawn")
    return _("{origin}, by the supplier’s word only", origin=_origin(source.origin, source.country))


def _has_fallen(source: Source) -> bool:
    """Whether a document of it was false, or withdrawn when it was bought: then nobody's word stands for it any more."""
    found = (period_problem(paper, source.received_on or date.max) for paper in source.papers)
    return any(problem is not None and problem.code in FALLEN for problem in found)


def _fault(paper: Paper, source: Source) -> bool:
    """Whether the paper does not speak of all of this metal: as little as the rules may the row say more than it does."""
    if paper.origin in RECYCLED:
        return recycled_lot(replace(source, papers=(paper,), used_mg=source.received_mg)).share != 1
    return (
        paper.kind in OF_THE_THING
        or paper.custody not in (None, *PHYSICAL)
        or bool(problems(paper, metal_bought(source)))
    )


def _read(paper: Paper, received_on: date | None) -> str:
    """A document as a stranger reads it: which, whose, that it held when it was bought, and when the workshop read it."""
    told = seen(paper, received_on)
    return (
        _("{paper}, read by the workshop on {day}", paper=told, day=day(paper.checked_on)) if paper.checked_on else told
    )


ORIGINS = {
    "mined_asm": N_("from a small-scale mine"),
    "mined": N_("mined"),
    "mined_byproduct": N_("a by-product of mining"),
    "recycled_post_consumer": N_("recycled after use"),
    "recycled_pre_consumer": N_("recycled before use"),
    "recycled_unspecified": N_("recycled"),
    "grandfathered": N_("from before 2012"),
    "lab_grown": N_("laboratory-grown"),
    "natural": N_("natural"),
    "customer_supplied": N_("the customer’s own"),
    "unknown": N_("origin not recorded"),
}


def _origin(origin: str, country: str | None) -> str:
    told = _(ORIGINS[origin])
    if country == "not_traceable":
        return _("{origin}, not traceable to a country", origin=told)
    return _("{origin}, {country}", origin=told, country=country_name(country)) if country else told


def _stones(line: StoneLine) -> Part:
    sound = [paper for paper in line.papers if not problems(paper, stones_bought(line))]
    rows = ((_("Report"), " ".join(one for one in (line.laboratory, line.report_number) if one)),)
    told = _("document: {paper}", paper=_read(sound[0], line.received_on)) if sound else _("origin not recorded")
    return Part(
        opening(named(line.species)),
        counted(line),
        rows if line.report_number else (),
        (Evidence(f"{opening(told)}.", bool(sound)),),
    )
