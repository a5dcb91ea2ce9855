"""Rules 12 to 14: how fine the metal is throughout, and the hallmark that says so."""

from workshop.claims.facts import MetalLine, Paper, PieceFacts
from workshop.claims.fineness import hallmark, standard_below, tolerance
from workshop.claims.papers import Problem, metal_bought, only_open, problems
from workshop.claims.results import Outcome, does_not_apply, joined, not_supported, supported, unknown
from workshop.claims.shares import fine_mg, first_missing, incidentals, is_small, no_lot
from workshop.claims.struck import is_struck, mark_of, mark_paper, mark_problem
from workshop.claims.wordings import country_told, listed, parts
from workshop.days import day
from workshop.wording import _

KARATS = {
    9990: "24K",
    9900: "24K",
    9167: "22K",
    9160: "22K",
    7500: "18K",
    5850: "14K",
    5833: "14K",
    4167: "10K",
    3750: "9K",
}
NOT_SOLID = ("hollow", "tube", "electroformed")
LOWEST = {"silver": 9250, "platinum": 9500}


def solid_gold(facts: PieceFacts) -> Outcome:
    """One fineness of gold throughout, solid, with no layer; the solder in it too.

    Source: 16 CFR 23.3 (2018); 15 USC 295 (tolerances); ISO 9202 (none below); Tukes (584 is marked 375); Hallmarking Act 1973.
    """
    lines = _structure(facts, "gold")
    if not lines:
        return does_not_apply()
    faults = [*_body_faults(facts), *_fineness_faults(facts, "gold", lines)]
    if faults:
        return _fallen(faults, "gold")
    standard = _standard(facts, "gold", lines)
    if standard is None:
        return _too_low("gold", lines)
    karat = KARATS.get(standard, "")
    said = _("{karat} ({parts}) gold throughout.", karat=karat, parts=parts(standard))
    return _told(facts, "gold", lines, said, standard)


def sterling_or_platinum(facts: PieceFacts) -> Outcome:
    """Sterling silver from 925 up, platinum from 950 up. Source: 16 CFR 23.4 to 23.6 (2018); silver has no tolerance here."""
    return joined([_named_alloy(facts, metal) for metal in LOWEST if _structure(facts, metal)])


def _named_alloy(facts: PieceFacts, metal: str) -> Outcome:
    lines = _structure(facts, metal)
    faults = _fineness_faults(facts, metal, lines)
    if faults:
        return _fallen(faults, metal)
    standard = _standard(facts, metal, lines)
    if standard is None or standard < LOWEST[metal]:
        return _too_low(metal, lines)
    silver = _("Sterling silver (925).") if standard < 9580 else _("Silver ({parts}).", parts=parts(standard))
    said = silver if metal == "silver" else _("Platinum ({parts}).", parts=parts(standard))
    return _told(facts, metal, lines, said, standard)


def hallmarked(facts: PieceFacts) -> Outcome:
    """Struck by an office, on record, and no metal added since. Source: Hallmarking Act 1973; British Hallmarking Council; Portugal by weight."""
    return joined([_hallmark(facts, metal) for metal in _metals(facts)])


def _hallmark(facts: PieceFacts, metal: str) -> Outcome:
    mark = mark_of(facts, metal)
    if mark is None:
        return _no_mark(facts, metal)
    problem = mark_problem(mark, [line for line in facts.metals if line.metal == metal and line.role != "layer"])
    if problem:
        return _fallen([problem], metal)
    said = _("Hallmarked, {office}.", office=mark.office)
    if mark.on:
        said = _("Hallmarked, {office}, {day}.", office=mark.office, day=day(mark.on))
    return supported(said, papers=mark_paper(mark), about=_(metal), fineness=mark.fineness, sponsor=mark.sponsor)


def _no_mark(facts: PieceFacts, metal: str) -> Outcome:
    needs = {country: hallmark(metal, _weight(facts, metal), country) for country in facts.shop.countries_of_sale}
    asking = [country_told(country) for country, need in needs.items() if need == "needed"]
    if asking:
        told = _(
            "Its {metal} is too heavy to be sold without a hallmark in {countries}.",
            metal=_(metal),
            countries=listed(asking),
        )
        return not_supported(told, missing=_("the hallmark of an assay office"), about=_(metal))
    unchecked = [country_told(country) for country, need in needs.items() if need == "not checked"]
    if unchecked or not needs:
        where = listed(unchecked) or _("where it is sold")
        told = _("Whether {where} asks for a hallmark on this {metal} is not checked.", where=where, metal=_(metal))
        return unknown(told, missing=_("the rules of {where}", where=where), about=_(metal))
    return does_not_apply()


def _metals(facts: PieceFacts) -> list[str]:
    return [
        m
        for m in ("gold", "silver", "platinum", "palladium")
        if any(x.metal == m and x.role != "layer" for x in facts.metals)
    ]


def _structure(facts: PieceFacts, metal: str) -> list[MetalLine]:
    """The lines of this metal that make the piece, what lies on top with them: all but small parts; none when its structure is of other metal."""
    small = incidentals(facts)
    lines = [x for x in facts.metals if x.metal == metal and not (x in small and x.role == "finding")]
    return lines if any(line.role == "structure" for line in lines) else []


def _weight(facts: PieceFacts, metal: str) -> int | None:
    weights = [line.gross_mg for line in facts.metals if line.metal == metal]
    return None if None in weights else sum(weight or 0 for weight in weights)


def _body_faults(facts: PieceFacts) -> list[Problem]:
    found = []
    if facts.layers or any(line.role == "layer" for line in facts.metals):
        found.append(
            Problem("layer", _("It has a surface layer."), _("nothing; a layered piece is not gold throughout"))
        )
    if facts.construction in NOT_SOLID:
        found.append(Problem("hollow", _("It is not solid."), _("nothing; a hollow piece is told as hollow")))
    if facts.construction is None:
        found.append(
            Problem(
                "construction",
                _("Whether it is solid is not recorded."),
                _("how it is built: solid, hollow, tube or electroformed"),
                is_open=True,
            )
        )
    other = [line for line in facts.metals if line.metal != "gold"]
    if any(line.role == "structure" for line in other) or not is_small(other, facts):
        found.append(
            Problem("other_metal", _("A part of it is of another metal."), _("nothing; each metal is told apart"))
        )
    return found


def _fineness_faults(facts: PieceFacts, metal: str, lines: list[MetalLine]) -> list[Problem]:
    found = [fault for line in lines for fault in _line_faults(line)]
    struck = is_struck(facts, metal)
    if struck:
        found = [fault for fault in found if fault.code in ("unweighed", "no_fineness")]
    asked = [c for c in facts.shop.countries_of_sale if hallmark(metal, _weight(facts, metal), c) == "needed"]
    if asked and not struck:
        told = _(
            "It must be hallmarked before it is described so in {countries}.",
            countries=listed(map(country_told, asked)),
        )
        found.append(Problem("no_hallmark", told, _("the hallmark of an assay office")))
    return found


def _line_faults(line: MetalLine) -> list[Problem]:
    if line.gross_mg is None or line.fineness is None:
        told = _("Weight or fineness of {lot} is not recorded.", lot=line.lot)
        return [Problem("no_fineness", told, _("weight and fineness of {lot}", lot=line.lot), is_open=True)]
    found: list[Problem] = []
    for source, share in line.parts:
        paper = source.fineness_paper
        if share and not source.is_recorded:
            found.append(no_lot(source))
        elif share and paper is None:
            told = _("No paper says how fine {lot} is.", lot=source.code)
            found.append(
                Problem(
                    "no_fineness_paper", told, _("an assay or the supplier's fineness paper for {lot}", lot=source.code)
                )
            )
        elif share and paper is not None:
            found += problems(paper, metal_bought(source))
            found += _other_fineness(paper, source.fineness, source.code)
    return found


def _other_fineness(paper: Paper, fineness: int | None, lot: str) -> list[Problem]:
    if paper.fineness is None or fineness is None or paper.fineness >= fineness:
        return []
    told = _("The paper of {lot} states a lower fineness than the record.", lot=lot)
    return [Problem("lower_paper", told, _("the right fineness of {lot}", lot=lot))]


def _standard(facts: PieceFacts, metal: str, lines: list[MetalLine]) -> int | None:
    """The standard of the office's mark; without one, what the weakest line reaches and the whole, solder included, does not fall below. The lowest of all countries of sale."""
    countries = facts.shop.countries_of_sale
    reached = _struck_fineness(facts, metal, lines) or _reached(facts, metal, lines)
    found = [standard_below(metal, reached, country) for country in countries or (None,)]
    return None if None in found else min(one for one in found if one is not None)


def _reached(facts: PieceFacts, metal: str, lines: list[MetalLine]) -> int:
    solder = [line for line in lines if line.role == "solder"]
    solid = [line for line in lines if line not in solder] if is_small(solder, facts) else lines
    weakest = min(line.fineness or 0 for line in solid)
    allowed = tolerance(metal, facts.shop.countries_of_sale, has_solder=len(solid) < len(lines))
    return min(weakest, _whole(lines) + allowed)


def _whole(lines: list[MetalLine]) -> int:
    """The fineness of all of it melted together, solder included, cut off."""
    gross = sum(line.gross_mg or 0 for line in lines)
    return int(sum(fine_mg(line) for line in lines) * 10_000 / (gross or 1) // 1)


def _struck_fineness(facts: PieceFacts, metal: str, lines: list[MetalLine]) -> int | None:
    """What the office's mark says, which speaks of the piece with its seams, as long as the solder is a small part."""
    mark = mark_of(facts, metal)
    solder = [line for line in lines if line.role == "solder"]
    if mark is None or not is_struck(facts, metal) or not is_small(solder, facts):
        return None
    return mark.fineness


def _too_low(metal: str, lines: list[MetalLine]) -> Outcome:
    lowest = min(line.fineness or 0 for line in lines)
    told = _("{parts} parts of {metal} reach no standard that may be named.", parts=parts(lowest), metal=_(metal))
    return not_supported(told, missing=_("finer metal"), about=_(metal), fineness=lowest)


def _fallen(faults: list[Problem], metal: str) -> Outcome:
    answer = unknown if only_open(faults) else not_supported
    return answer(*(one.told for one in faults), missing=first_missing(faults), about=_(metal))


def _told(facts: PieceFacts, metal: str, lines: list[MetalLine], said: str, standard: int) -> Outcome:
    mark = mark_of(facts, metal)
    if mark and is_struck(facts, metal):
        papers, limits = list(mark_paper(mark)), []
        if _whole(lines) < standard:
            limits.append(_("Fineness by the office's mark; the solder in it is less fine."))
    else:
        found = [s.fineness_paper for line in lines for s, share in line.parts if share]
        papers = [paper for paper in found if paper]
        assayed = all(paper.kind == "assay" for paper in papers)
        limits = [] if assayed else [_("Fineness by the supplier's paper, not assayed.")]
    if facts.layers:
        limits.append(_("Under a surface layer."))
    if metal != "gold" and facts.construction in NOT_SOLID:
        limits.append(_("It is not solid."))
    figures = {"standard": standard, "lots": sorted(line.lot for line in lines)}
    return supported(said, limit=" ".join(limits), papers=papers, about=_(metal), **figures)
