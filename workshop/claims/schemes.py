"""Rules 4 to 6: Fairmined, Fairtrade and RJC chain-of-custody metal.

These schemes keep their metal apart, so a melt with anything else ends the claim: all of the metal or no sentence, never a
percentage. Their names may be used only under a licence or registration of the workshop's own.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction

from workshop.claims.facts import Paper, PieceFacts, Source, WorkshopFact
from workshop.claims.papers import Problem, only_open, own_problems
from workshop.claims.results import Outcome, does_not_apply, joined, not_supported, supported, unknown
from workshop.claims.shares import Answer, Cover, best, cover, first_missing, guard, no_custody, no_paper, precious
from workshop.claims.standards import BY_KEY, COC_TYPES, Standard
from workshop.claims.wordings import called, documents, grams_floored, listed, seen
from workshop.days import day
from workshop.wording import N_, _

REGISTERED_GOLD_MG = 500_000
REGISTERED_SILVER_MG = 2_000_000
TYPE_WORDS = {
    "mined": N_("mined"),
    "mined_byproduct": N_("mined as a by-product"),
    "recycled_unspecified": N_("recycled"),
    "recycled_pre_consumer": N_("recycled"),
    "recycled_post_consumer": N_("recycled"),
    "grandfathered": N_("grandfathered"),
    "mix": N_("of mixed types"),
}
Permit = tuple[tuple[Paper, ...], str, tuple[Problem, ...]]


def fairmined(facts: PieceFacts, on: date) -> Outcome:
    """All of a metal from labelled Fairmined lots, and an own licence on the day of sale. Source: Fairmined standard and label rules (fairmined.org, read 2026-11)."""
    return _scheme(
        facts, "fairmined", _("Fairmined"), _licence(facts.shop, ("fairmined_licence",), [facts.sold_on or on])
    )


def fairtrade(facts: PieceFacts, on: date) -> Outcome:
    """All of a metal from Fairtrade lots; registration or licence when bought and sold; a registered goldsmith stays under the year's weight.

    Source: Fairtrade Gold guidelines for goldsmiths (2014): under 500 g of gold or platinum, or 2 kg of silver, a year; no stamp.
    """
    days = [*_bought(facts, "fairtrade"), facts.sold_on or on]
    permit = _licence(facts.shop, ("fairtrade_licence",), days)
    if permit[2]:
        permit = _registered(facts.shop, days)
    return _scheme(facts, "fairtrade", _("Fairtrade"), permit)


def rjc_chain(facts: PieceFacts, on: date) -> Outcome:
    """All of a metal by RJC transfer documents of one type, the workshop itself certified when it bought and sold. Source: RJC Chain of Custody (2017, 2024 editions)."""
    if not _bought(facts, "rjc_coc"):
        return does_not_apply()
    permit = _licence(facts.shop, ("rjc_coc",), [*_bought(facts, "rjc_coc"), facts.sold_on or on])
    return joined([_rjc_metal(facts, metal, permit) for metal in precious(facts)])


def _scheme(facts: PieceFacts, key: str, name: str, permit: Permit) -> Outcome:
    if not _bought(facts, key):
        return _other_form(facts, key)
    return joined([_scheme_metal(facts, metal, key, name, permit) for metal in precious(facts)])


def _scheme_metal(facts: PieceFacts, metal: str, key: str, name: str, permit: Permit) -> Outcome:
    found = cover(facts, metal, _asker(key), leave_out=False)
    fallen = _fallen(found, metal, permit)
    if fallen or found is None:
        return fallen or does_not_apply()
    said = _("The {grams} g of {metal} in it is {name}.", grams=grams_floored(found.fine_mg), metal=_(metal), name=name)
    return _told(found, said, permit)


def _rjc_metal(facts: PieceFacts, metal: str, permit: Permit) -> Outcome:
    found = cover(facts, metal, _asker("rjc_coc"), leave_out=False)
    fallen = _fallen(found, metal, permit)
    if fallen or found is None:
        return fallen or does_not_apply()
    types = {TYPE_WORDS[paper.origin or "mix"] for paper in found.papers}
    if len(types) > 1:
        told = _("Its transfer documents name several types: {types}.", types=listed(_(one) for one in sorted(types)))
        return not_supported(
            told, missing=_("a transfer document that declares the mix"), about=_(metal), **found.figures
        )
    grams, word = grams_floored(found.fine_mg), _(types.pop())
    said = _(
        "The {grams} g of {metal} in it is RJC Chain of Custody material, {type}.",
        grams=grams,
        metal=_(metal),
        type=word,
    )
    return _told(found, said, permit)


def _told(found: Cover, said: str, permit: Permit) -> Outcome:
    own, limit, _faults = permit
    papers = documents(seen(paper, one.source.received_on) for one in found.held for paper in one.answer.papers)
    return supported(
        f"{said} {papers}", limit=limit, papers=(*found.papers, *own), about=_(found.metal), **found.figures
    )


def _fallen(found: Cover | None, metal: str, permit: Permit) -> Outcome | None:
    """Why it does not stand for this metal; None when it does."""
    if found is None or not found.fine_mg:
        told = _("A part of the {metal} is unweighed or of unknown fineness.", metal=_(metal))
        return unknown(told, missing=_("weight and fineness of all its {metal}", metal=_(metal)), about=_(metal))
    faults = (*found.problems, *(permit[2] if found.share else ()))
    if not faults:
        return None
    answer = unknown if only_open(faults) else not_supported
    return answer(*(one.told for one in faults), missing=first_missing(faults), about=_(metal), **found.figures)


def _asker(key: str) -> Callable[[Source], Answer]:
    standard = BY_KEY[key]
    return lambda source: _lot(source, standard)


def _lot(source: Source, standard: Standard) -> Answer:
    against = guard(source) or _wrong_class(source, standard)
    if against:
        return Answer(Fraction(0), problems=(against,))
    return best(source, lambda paper: _scheme_paper(paper, standard), lambda _paper: Fraction(1))


def _wrong_class(source: Source, standard: Standard) -> Problem | None:
    wanted = COC_TYPES if standard.key == "rjc_coc" else standard.proves
    if source.origin in wanted:
        return None
    if source.origin == "unknown":
        return no_paper(source)
    told = _(
        "{lot} in it is no {name} metal; the scheme's metal has to be kept apart.", lot=source.code, name=standard.name
    )
    return Problem("not_of_scheme", told, _("a piece made of {name} metal only", name=standard.name))


def _scheme_paper(paper: Paper, standard: Standard) -> tuple[Problem, ...]:
    found: list[Problem | None] = []
    if paper.standard != standard.key:
        other = BY_KEY.get(paper.standard or "")
        told = (
            _(other.says)
            if other and other.says
            else _("{paper} is no {name} paper.", paper=called(paper), name=standard.name)
        )
        found.append(Problem("other_standard", told, _("the {name} paper of this metal", name=standard.name)))
    if standard.key == "rjc_coc" and paper.kind != "transfer":
        told = _(
            "{paper} is no transfer document; a certificate alone does not move with the metal.", paper=called(paper)
        )
        found.append(Problem("no_transfer", told, _("the transfer document of this metal")))
    if standard.key == "rjc_coc" and paper.origin not in COC_TYPES:
        told = _("{paper} does not name the type of its metal.", paper=called(paper))
        found.append(Problem("no_type", told, _("the type that {paper} names", paper=called(paper))))
    found.append(no_custody(paper, paper.custody or standard.custody))
    return tuple(problem for problem in found if problem)


def _bought(facts: PieceFacts, key: str) -> list[date]:
    """The days on which lots with a paper of this standard were received."""
    return [s.received_on for s in _sources(facts) if s.received_on and any(p.standard == key for p in s.papers)]


def _other_form(facts: PieceFacts, key: str) -> Outcome:
    """No physical paper of the scheme; a paper of its certificates-only form is told, since people mistake it."""
    paper = next((p for s in _sources(facts) for p in s.papers if p.standard == f"{key}_certificates"), None)
    if paper is None:
        return does_not_apply()
    wanted = _("the {name} paper of this metal", name=BY_KEY[key].name)
    return not_supported(_(BY_KEY[f"{key}_certificates"].says), missing=wanted, paper=paper.reference)


def _sources(facts: PieceFacts) -> Iterable[Source]:
    return (source for line in facts.metals for source, share in line.parts if share)


def _licence(shop: WorkshopFact, keys: tuple[str, ...], days: Iterable[date]) -> Permit:
    """The workshop's own papers that hold on all these days, the limit they set, and what is wrong with them."""
    own = [paper for paper in shop.licences if paper.standard in keys]
    used: list[Paper] = []
    for on in days:
        faults = [own_problems(paper, on) for paper in own]
        good = [paper for paper, found in zip(own, faults, strict=True) if not found]
        if not good:
            return (), "", min(faults, key=len) if faults else (_no_licence(keys[0], on),)
        used.append(good[0])
    return tuple(used), "", ()


def _registered(shop: WorkshopFact, days: Sequence[date]) -> Permit:
    """A goldsmith's registration: like a licence, without the stamp and under a weight."""
    own, _limit, faults = _licence(shop, ("fairtrade_goldsmith",), days)
    if faults:
        return (), "", faults
    if any(_is_past(shop, day.year) for day in days):
        told = _("The metal of that year is past what a registered goldsmith may use.")
        return (), "", (Problem("over_registration", told, _("a Fairtrade licence")),)
    return own, _("Registered goldsmith: it may be told, the mark may not be stamped."), ()


def _is_past(shop: WorkshopFact, year: int) -> bool:
    """Whether what was bought in that year reaches the weight from which a licence is needed."""
    bought = [(metal, mg) for when, metal, mg in shop.registered if when in (year, None)]
    gold_mg = sum(mg for metal, mg in bought if metal in ("gold", "platinum"))
    return gold_mg >= REGISTERED_GOLD_MG or sum(mg for m, mg in bought if m == "silver") >= REGISTERED_SILVER_MG


def _no_licence(key: str, on: date) -> Problem:
    name = BY_KEY[key].name
    told = _("The workshop has no {name} of its own in force on {day}.", name=name, day=day(on))
    return Problem("no_licence", told, _("the workshop's own {name}", name=name))
