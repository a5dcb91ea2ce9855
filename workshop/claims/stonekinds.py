"""Rules 9 to 11: natural, laboratory-grown and treated stones. The last two are disclosures that nobody can switch off."""

from workshop.claims.facts import PieceFacts, StoneLine
from workshop.claims.papers import Problem, is_third_party, only_open, problems, stones_bought
from workshop.claims.results import Outcome, does_not_apply, joined, must_be_said, not_supported, supported, unknown
from workshop.claims.shares import first_missing
from workshop.claims.stonewords import counted, named, treated
from workshop.claims.wordings import documents, opening, seen
from workshop.wording import _

MAN_MADE = ("laboratory_grown", "simulant", "composite")
SUPPLIERS_WORD = ("invoice", "declaration", "certificate", "transfer", "statement")


def natural_stone(facts: PieceFacts) -> Outcome:
    """Natural, by a laboratory's report, or by the supplier's paper and the workshop's own test; the treatment stands beside it.

    Source: 16 CFR 23.25 and 23.27 (2018): natural, genuine, real and precious are for what was mined.
    """
    return joined([_natural(line) for line in facts.stones])


def _natural(line: StoneLine) -> Outcome:
    about = named(line.species)
    faults = _nature_faults(line)
    if faults:
        answer = unknown if only_open(faults) else not_supported
        return answer(*(one.told for one in faults), missing=first_missing(faults), about=about, parcel=line.lot)
    paper = _paper_for(line)
    if isinstance(paper, Problem):
        answer = unknown if paper.is_open else not_supported
        return answer(paper.told, missing=paper.missing, about=about, parcel=line.lot)
    return paper


def _nature_faults(line: StoneLine) -> tuple[Problem, ...]:
    about, found = named(line.species), []
    if line.nature in MAN_MADE:
        told = _("The {species} of {lot} is not natural.", species=about, lot=line.lot)
        found.append(Problem("man_made", told, _("nothing; it is man-made")))
    elif line.nature != "natural":
        told = _("Whether the {species} of {lot} is natural is not recorded.", species=about, lot=line.lot)
        found.append(
            Problem("unknown_nature", told, _("natural or laboratory-grown, for {lot}", lot=line.lot), is_open=True)
        )
    if line.treatment == "unknown" and line.nature == "natural":
        told = _("How the {species} of {lot} was treated is not known.", species=about, lot=line.lot)
        found.append(Problem("unknown_treatment", told, _("the treatment of {lot}", lot=line.lot), is_open=True))
    return tuple(found)


def _paper_for(line: StoneLine) -> Outcome | Problem:
    """The outcome by the paper that carries it, or why none does."""
    bought = stones_bought(line)
    faults = {paper: problems(paper, bought) for paper in line.papers if paper.origin in ("natural", None)}
    good = [paper for paper, found in faults.items() if not found]
    reports = [paper for paper in good if paper.kind == "report"]
    others = [paper for paper in good if paper.kind in SUPPLIERS_WORD]
    said = _said(line)
    if reports:
        told = documents([seen(reports[0], None)])
        return supported(f"{said} {told}", papers=reports[:1], about=named(line.species), parcel=line.lot)
    if not others and faults:
        return min(faults.values(), key=len)[0] if any(faults.values()) else _no_report(line)
    if not others:
        return _no_report(line)
    if not line.tested_by:
        return Problem(
            "untested",
            _("The workshop did not test {lot} itself.", lot=line.lot),
            _("a laboratory report or the workshop's own test of {lot}", lot=line.lot),
        )
    told = documents([seen(others[0], line.received_on)])
    limit = _("By the supplier's paper and the workshop's own test; no laboratory report.")
    return supported(f"{said} {told}", limit=limit, papers=others[:1], about=named(line.species), parcel=line.lot)


def _no_report(line: StoneLine) -> Problem:
    told = _("No laboratory report or paper of the supplier says that {lot} is natural.", lot=line.lot)
    return Problem("no_report", told, _("a laboratory report for {lot}", lot=line.lot))


def _said(line: StoneLine) -> str:
    known = f", {treated(line)}" if treated(line) else ""
    return _(
        "Natural {species}, {count}{treatment}.", species=named(line.species), count=counted(line), treatment=known
    )


def laboratory_grown(facts: PieceFacts) -> Outcome:
    """Said directly before the name, whenever a stone is man-made; not known is said too. Source: 16 CFR 23.25(b) (2018)."""
    lines = [line for line in facts.stones if line.nature != "natural"]
    if not lines:
        return does_not_apply()
    known = all(line.nature in MAN_MADE for line in lines)
    said = " ".join(_nature_said(line) for line in lines)
    return must_be_said(said, known=known, parcels=[line.lot for line in lines])


def _nature_said(line: StoneLine) -> str:
    species, count = named(line.species), counted(line)
    if line.nature == "laboratory_grown":
        return _("Laboratory-grown {species}, {count}.", species=species, count=count)
    if line.nature == "simulant":
        return _("Imitation {species}, not the stone itself, {count}.", species=species, count=count)
    if line.nature == "composite":
        return _("Composite {species}, put together from parts, {count}.", species=species, count=count)
    return _("{species}, {count}: natural or laboratory-grown is not known.", species=opening(species), count=count)


def treatment(facts: PieceFacts) -> Outcome:
    """Every treatment, and where it is not known that it is not. Source: 16 CFR 23.24 (2018)."""
    lines = [line for line in facts.stones if line.treatment != "none"]
    if not lines:
        return does_not_apply()
    said = " ".join(
        _(
            "{species}, {count}: {treatment}.",
            species=opening(_kind(line)),
            count=counted(line),
            treatment=treated(line),
        )
        for line in lines
    )
    known = all(line.treatment != "unknown" for line in lines)
    papers = [
        p for line in lines for p in line.papers if known and not problems(p, stones_bought(line)) and is_third_party(p)
    ]
    return must_be_said(said, known=known, papers=papers, parcels=[line.lot for line in lines])


def _kind(line: StoneLine) -> str:
    """The species, never without its qualifying word when it is man-made."""
    if line.nature == "laboratory_grown":
        return _("laboratory-grown {species}", species=named(line.species))
    if line.nature in ("simulant", "composite"):
        return _("imitation {species}", species=named(line.species))
    return named(line.species)
