"""Rules 1 to 3: recycled metal, all of it, a part of it, and from what.

Recycled is told per fine metal, since the alloying metals may not be. Scrap of the own bench never becomes recycled by
melting: it carries the lots that it was bought in. Melted investment bars and coins are not recovered from waste.

Sources: 16 CFR 260.13 (FTC Green Guides, 2012, unchanged in June 2026); CIBJO Precious Metals Book 2025; SCS-103 v8.0
(9 May 2024); Directive (EU) 2024/825, applied since 2026-09-27 (a claim of a part may not read as one of the whole).
"""

from collections.abc import Callable
from fractions import Fraction

from workshop.claims.facts import RECYCLED, Paper, PieceFacts, Source
from workshop.claims.papers import Problem, is_third_party, only_open
from workshop.claims.results import Outcome, does_not_apply, joined, not_supported, supported, unknown
from workshop.claims.shares import Answer, Cover, best, cover, first_missing, guard, no_custody, no_paper, precious
from workshop.claims.standards import BY_KEY
from workshop.claims.wordings import called, documents, grams_floored, percent_floored, seen
from workshop.wording import _

INVESTMENT = frozenset({"bar", "coin"})
POST_CONSUMER = "recycled_post_consumer"
Teller = Callable[[Cover], Outcome]


def recycled_all(facts: PieceFacts) -> Outcome:
    """100% of the fine metal, kept apart, by papers in force at receipt. Source: 16 CFR 260.13, 2012; CIBJO 2025."""
    return _each(facts, recycled_lot, _tell_all)


def recycled_part(facts: PieceFacts) -> Outcome:
    """At least so many whole percent, cut off; all of it is for rule 1 to say. Source: 16 CFR 260.13(c), 2012."""
    return _each(facts, recycled_lot, _tell_part)


def recycled_post_consumer(facts: PieceFacts) -> Outcome:
    """All of it from used things; an unspecified split is never raised to it. Source: 16 CFR 260.13(b), 2012."""
    return _each(facts, post_consumer_lot, _tell_post_consumer)


def _each(facts: PieceFacts, ask: Callable[[Source], Answer], tell: Teller) -> Outcome:
    return joined([_one(facts, metal, ask, tell) for metal in precious(facts)])


def _one(facts: PieceFacts, metal: str, ask: Callable[[Source], Answer], tell: Teller) -> Outcome:
    found = cover(facts, metal, ask)
    if found is None or not found.fine_mg:
        told = _("A part of the {metal} is unweighed or of unknown fineness.", metal=_(metal))
        return unknown(told, missing=_("weight and fineness of all its {metal}", metal=_(metal)), about=_(metal))
    return tell(found)


def recycled_lot(source: Source) -> Answer:
    """How much of a bought lot is recycled by its papers."""
    against = guard(source) or _not_recycled(source)
    if against:
        return Answer(Fraction(0), problems=(against,))
    return best(source, _recycled_paper, _stated_share)


def post_consumer_lot(source: Source) -> Answer:
    """The same, when lot and paper both say that it comes from used things."""
    answer = recycled_lot(source)
    if not answer.share:
        return answer
    stated = [paper for paper in answer.papers if paper.origin == POST_CONSUMER]
    if stated and source.origin == POST_CONSUMER:
        return answer
    return Answer(Fraction(0), problems=(_no_split(answer.papers[0]),))


def _no_split(paper: Paper) -> Problem:
    told = _("{paper} says recycled, not that all of it was used before.", paper=called(paper))
    return Problem("no_split", told, _("the split of {paper}, before or after use", paper=called(paper)))


def _not_recycled(source: Source) -> Problem | None:
    if source.is_customers or source.origin == "customer_supplied":
        told = _("{lot} is a customer's own metal; where it comes from is not provable.", lot=source.code)
        return Problem("customers", told, _("nothing; a customer's metal has its own sentence"))
    if source.form in INVESTMENT:
        told = _("{lot} came as investment bars or coins, which are no waste.", lot=source.code)
        return Problem("investment", told, _("metal recovered from waste"))
    if source.origin == "unknown":
        return no_paper(source)
    if source.origin in RECYCLED:
        return None
    told = _(
        "The {metal} of {lot} is recorded as {origin}, not recycled.",
        metal=_(source.metal),
        lot=source.code,
        origin=_(source.origin),
    )
    return Problem("not_recycled", told, _("a recycled lot in its place"))


def _recycled_paper(paper: Paper) -> tuple[Problem, ...]:
    found = (_says_recycled(paper), _custody(paper), _share_stated(paper))
    return tuple(problem for problem in found if problem)


def _says_recycled(paper: Paper) -> Problem | None:
    standard = BY_KEY.get(paper.standard or "")
    if standard is not None and not standard.proves & RECYCLED:
        told = (
            _(standard.says)
            if standard.says
            else _("{standard} says nothing of recycled metal.", standard=standard.name)
        )
        return Problem("proves_nothing", told, _("a recycled-content certificate or a chain-of-custody transfer"))
    origin = paper.origin or ("recycled_unspecified" if standard and standard.proves == RECYCLED else None)
    if origin in RECYCLED:
        return None
    told = _("{paper} does not say that the metal is recycled.", paper=called(paper))
    return Problem("other_origin", told, _("a paper that says recycled"))


def _custody(paper: Paper) -> Problem | None:
    standard = BY_KEY.get(paper.standard or "")
    return no_custody(paper, paper.custody or (standard.custody if standard else None))


def _share_stated(paper: Paper) -> Problem | None:
    standard = BY_KEY.get(paper.standard or "")
    if paper.share is not None and not 0 <= paper.share <= 100:
        told = _("{paper} states a share that cannot be.", paper=called(paper))
        return Problem("odd_share", told, _("the share in {paper}", paper=called(paper)))
    if standard is None or not standard.needs_share or paper.share is not None:
        return None
    told = _("The recycled share that {paper} states is not recorded.", paper=called(paper))
    return Problem("no_share", told, _("the share in {paper}", paper=called(paper)))


def _stated_share(paper: Paper) -> Fraction:
    return Fraction(100 if paper.share is None else paper.share, 100)


def _tell_all(found: Cover) -> Outcome:
    if found.share != 1:
        return _short(found)
    grams, metal = grams_floored(found.fine_mg), _(found.metal)
    said = _("The {grams} g of {metal} in it is 100% recycled.", grams=grams, metal=metal)
    return _told(found, said)


def _tell_part(found: Cover) -> Outcome:
    percent = percent_floored(found.share)
    if found.share == 1:
        return does_not_apply()
    if percent < 1:
        return _short(found)
    grams, metal = grams_floored(found.fine_mg), _(found.metal)
    said = _(
        "At least {percent}% of the {grams} g of {metal} in it is recycled.", percent=percent, grams=grams, metal=metal
    )
    return _told(found, said, _("No paper carries the rest."))


def _tell_post_consumer(found: Cover) -> Outcome:
    if found.share != 1:
        return _short(found)
    grams, metal = grams_floored(found.fine_mg), _(found.metal)
    said = _("The {grams} g of {metal} in it is 100% post-consumer recycled.", grams=grams, metal=metal)
    return _told(found, said)


def _told(found: Cover, said: str, rest: str = "") -> Outcome:
    carried = [(paper, one.source.received_on) for one in found.held if one.answer.share for paper in one.answer.papers]
    papers = documents(seen(paper, on) for paper, on in carried)
    word = (
        ""
        if all(is_third_party(paper) for paper, _on in carried)
        else _("It rests on the supplier's word: no third party checked it.")
    )
    limit = " ".join(part for part in (rest, found.left_out, word) if part)
    return supported(f"{said} {papers}", limit=limit, papers=found.papers, about=_(found.metal), **found.figures)


def _short(found: Cover) -> Outcome:
    answer = unknown if only_open(found.problems) and found.problems else not_supported
    reasons = [problem.told for problem in found.problems] or [_("The papers state less than all of it.")]
    missing = first_missing(found.problems) or _("a paper for all of it")
    return answer(*reasons, missing=missing, about=_(found.metal), **found.figures)
