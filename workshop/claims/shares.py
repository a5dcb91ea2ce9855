"""How much of the metal in a piece a claim covers: exact fractions of the fine mass, by the lots it was bought in.

Fine mass = gross mass x fineness. Parts flagged incidental (posts, springs, solder) are left out only while all of them
together stay within a cap, and are told. The cap of 5% is our choice; 16 CFR 260.13(c), 2012, says "minor, incidental".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workshop.claims.facts import PRECIOUS, MetalLine, Paper, PieceFacts, Source
from workshop.claims.papers import OF_THE_THING, Problem, is_third_party, metal_bought, only_open, problems
from workshop.claims.wordings import called, grams_floored, percent_raised
from workshop.wording import _

INCIDENTAL_CAP = Fraction(5, 100)
FULL_FINENESS = 10_000


@dataclass(frozen=True)
class Answer:
    """What a rule says of one bought lot: the share of it that is covered, by which papers, or why not."""

    share: Fraction
    papers: tuple[Paper, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Held:
    """One bought lot's part of a metal in the piece."""

    source: Source
    fine_mg: Fraction
    answer: Answer


@dataclass(frozen=True)
class Cover:
    """What is covered of one metal. `left_out_mg` are incidental parts, gross, and `left_out_share` of all metal in the piece."""

    metal: str
    fine_mg: Fraction
    held: tuple[Held, ...]
    left_out_mg: int
    left_out_share: Fraction

    @property
    def covered_mg(self) -> Fraction:
        return sum((one.fine_mg * one.answer.share for one in self.held), Fraction(0))

    @property
    def share(self) -> Fraction:
        return self.covered_mg / self.fine_mg if self.fine_mg else Fraction(0)

    @property
    def papers(self) -> tuple[Paper, ...]:
        return tuple(paper for one in self.held for paper in one.answer.papers)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for one in self.held for problem in one.answer.problems)

    @property
    def left_out(self) -> str:
        """What was left out of the figure, or nothing."""
        if not self.left_out_mg:
            return ""
        return _(
            "Small parts are left out: {grams} g, {percent}% of its metal.",
            grams=grams_floored(self.left_out_mg),
            percent=percent_raised(self.left_out_share),
        )

    @property
    def figures(self) -> dict[str, object]:
        """What can be written as JSON: exact fractions as text."""
        return {
            "fine_mg": str(self.fine_mg),
            "covered_mg": str(self.covered_mg),
            "left_out_mg": self.left_out_mg,
            "lots": sorted({one.source.code for one in self.held}),
        }


def precious(facts: PieceFacts) -> tuple[str, ...]:
    """The precious metals in the piece that are more than a small part, in a fixed order."""
    left_out = incidentals(facts)
    return tuple(m for m in PRECIOUS if any(line.metal == m and line not in left_out for line in facts.metals))


def incidentals(facts: PieceFacts) -> tuple[MetalLine, ...]:
    """The lines that may be left out: none when one is unweighed, or all together pass the cap."""
    flagged = tuple(line for line in facts.metals if line.is_incidental)
    if any(line.gross_mg is None for line in facts.metals):
        return ()
    return flagged if is_small(flagged, facts) else ()


def is_small(lines: Sequence[MetalLine], facts: PieceFacts) -> bool:
    """Whether these lines together stay within the cap of small parts."""
    return _gross(lines) <= INCIDENTAL_CAP * _gross(facts.metals)


def _gross(lines: Sequence[MetalLine]) -> int:
    return sum(line.gross_mg or 0 for line in lines)


def cover(facts: PieceFacts, metal: str, ask: Callable[[Source], Answer], *, leave_out: bool = True) -> Cover | None:
    """What of this metal is covered. None: a line is unweighed or its fineness is not recorded, so that there is no whole."""
    left_out = incidentals(facts) if leave_out else ()
    lines = [line for line in facts.metals if line.metal == metal and line not in left_out]
    if any(line.gross_mg is None or line.fineness is None for line in lines):
        return None
    held = tuple(
        Held(source, fine_mg(line) * share, ask(source)) for line in lines for source, share in line.parts if share
    )
    out_mg = _gross(left_out)
    share = Fraction(out_mg, _gross(facts.metals)) if out_mg else Fraction(0)
    return Cover(metal, sum((one.fine_mg for one in held), Fraction(0)), held, out_mg, share)


def fine_mg(line: MetalLine) -> Fraction:
    return Fraction((line.gross_mg or 0) * (line.fineness or 0), FULL_FINENESS)


def guard(source: Source) -> Problem | None:
    """Nothing is claimed of a lot of which more was used than received: then some of it came from elsewhere."""
    if not source.is_recorded:
        return no_lot(source)
    if source.received_mg is None or source.used_mg is None:
        told = _("What was received and used of {lot} is not recorded.", lot=source.code)
        return Problem("unweighed", told, _("the weights of {lot}", lot=source.code), is_open=True)
    if source.used_mg <= source.received_mg:
        return None
    told = _("More was used of {lot} than was received.", lot=source.code)
    return Problem("overspent", told, _("the receipt of the rest of {lot}", lot=source.code))


def no_lot(source: Source) -> Problem:
    told = _("For a part of the {metal} no lot is recorded.", metal=_(source.metal))
    return Problem("no_lot", told, _("the lot of the rest of its {metal}", metal=_(source.metal)), is_open=True)


def best(source: Source, checks: Callable[[Paper], tuple[Problem, ...]], share: Callable[[Paper], Fraction]) -> Answer:
    """The strongest paper of the lot that has no problem; else the problems of the one that comes nearest."""
    found = [
        (paper, (*problems(paper, metal_bought(source)), *_only_of_the_thing(paper), *checks(paper)))
        for paper in source.papers
    ]
    sound = [paper for paper, faults in found if not faults]
    if sound:
        paper = max(sound, key=lambda one: (share(one), is_third_party(one)))
        return Answer(share(paper), (paper,))
    if not found:
        return Answer(Fraction(0), problems=(no_paper(source),))
    return Answer(Fraction(0), problems=min((faults for _paper, faults in found), key=_distance))


def _only_of_the_thing(paper: Paper) -> tuple[Problem, ...]:
    """A report, an assay or an office's note tells what the metal is, whoever holds it; not where it comes from."""
    if paper.kind not in OF_THE_THING:
        return ()
    told = _("{paper} tells what the metal is, not where it comes from.", paper=called(paper))
    return (Problem("not_of_origin", told, _("a certificate or transfer document from the supplier")),)


def _distance(faults: tuple[Problem, ...]) -> tuple[bool, int]:
    return (not only_open(faults), len(faults))


def no_paper(source: Source) -> Problem:
    """No paper at all; of a lot of unknown origin nobody has said anything yet, so that is open."""
    if source.origin == "unknown":
        told = _("Where the {metal} of {lot} comes from is not recorded.", metal=_(source.metal), lot=source.code)
        return Problem(
            "unknown_origin", told, _("a certificate or transfer document for {lot}", lot=source.code), is_open=True
        )
    told = _("No paper says where the {metal} of {lot} comes from.", metal=_(source.metal), lot=source.code)
    seller = source.supplier_name or _("its supplier")
    return Problem(
        "no_paper",
        told,
        _("a certificate or transfer document for {lot} from {seller}", lot=source.code, seller=seller),
    )


def first_missing(found: Sequence[Problem]) -> str:
    """The one thing to ask for first: what speaks against before what only waits."""
    ordered = sorted(found, key=lambda problem: problem.is_open)
    return ordered[0].missing if ordered else ""


def no_custody(paper: Paper, model: str | None) -> Problem | None:
    """A claim about this very metal needs metal that was kept apart. Mass balance speaks of what is bought, never of a piece."""
    named = called(paper)
    if model in ("identity_preserved", "segregated"):
        return None
    wanted = _("a paper for metal that was kept apart")
    if model == "mass_balance":
        told = _("{paper} is by mass balance: it speaks of what is bought in all, not of this metal.", paper=named)
        return Problem("mass_balance", told, wanted)
    if model == "book_and_claim":
        told = _("{paper} is book and claim: it never speaks of a piece.", paper=named)
        return Problem("book_and_claim", told, wanted)
    told = _("{paper} does not say whether the metal was kept apart.", paper=named)
    return Problem("custody_not_stated", told, _("the chain-of-custody option of {paper}", paper=named))
