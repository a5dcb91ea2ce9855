"""Rules 7 and 8: what may be said of where diamonds and other stones come from."""

from datetime import date

from workshop.claims import kimberley
from workshop.claims.facts import NOT_TRACEABLE, Paper, PieceFacts, StoneLine
from workshop.claims.papers import Problem, is_third_party, only_open, problems, stones_bought
from workshop.claims.results import Outcome, does_not_apply, joined, not_supported, supported, unknown
from workshop.claims.shares import first_missing
from workshop.claims.stonewords import named
from workshop.claims.wordings import called, country_name, country_told, documents, listed, opening, seen
from workshop.days import day
from workshop.wording import _

STATES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU = frozenset(STATES.split())
STATEMENT_SINCE = date(2026, 1, 1)
STATEMENT_FROM_CARAT = 500
WARRANTIES = ("wdc_sow", "wdc_sow_old")


def kimberley_warranty(facts: PieceFacts) -> Outcome:
    """Every natural diamond on an invoice with a System of Warranties statement; told as such, never as "conflict-free".

    Source: WDC System of Warranties (wording of September 2021, five years for the older one); 16 CFR 23.1 (2018); Reg. (EU)
    833/2014, article 3p (a Due Diligence Statement for polished stones over 0.5 ct at import since 2026-01-01).
    """
    lines = [line for line in facts.stones if line.species == "diamond" and line.nature != "laboratory_grown"]
    if not lines:
        return does_not_apply()
    faults, papers = [], []
    for line in lines:
        found, used = _warranty(line, facts.shop.country)
        faults += found
        papers += used
    if faults:
        answer = unknown if only_open(faults) else not_supported
        return answer(
            *(one.told for one in faults), missing=first_missing(faults), parcels=[line.lot for line in lines]
        )
    said = _("Diamonds bought with a WDC System of Warranties statement (Kimberley Process).")
    told = documents(seen(paper, line.received_on) for line in lines for paper in papers if paper in line.papers)
    limit = _("The Kimberley Process speaks of rough diamonds and the arms of rebels only.")
    return supported(f"{said} {told}", limit=limit, papers=papers, parcels=[line.lot for line in lines])


def _warranty(line: StoneLine, shop_country: str | None) -> tuple[list[Problem], list[Paper]]:
    against = _not_warranted(line)
    if against:
        return [against], []
    faults, papers = _by_paper(line, WARRANTIES, _no_statement(line))
    if not faults and _needs_eu_statement(line, shop_country):
        more, eu_papers = _by_paper(line, ("eu_dds",), _no_eu_statement(line))
        return more, papers + eu_papers
    return faults, papers


def _not_warranted(line: StoneLine) -> Problem | None:
    if line.is_customers:
        told = _("{lot} is the customer's own stone.", lot=line.lot)
        return Problem("customers", told, _("nothing; a customer's stone has no invoice"))
    if line.nature != "natural":
        told = _("Whether the diamonds of {lot} are natural is not recorded.", lot=line.lot)
        return Problem("unknown_nature", told, _("natural or laboratory-grown, for {lot}", lot=line.lot), is_open=True)
    if line.country is None or line.received_on is None:
        return None
    state = kimberley.standing(line.country, line.received_on)
    if state not in (kimberley.SUSPENDED, kimberley.ABSENT):
        return None
    told = _(
        "{country} was {state} in the Kimberley Process on {day}.",
        country=opening(country_told(line.country)),
        state=_(state),
        day=day(line.received_on),
    )
    return Problem("not_participating", told, _("a stone from a participant"))


def _by_paper(line: StoneLine, standards: tuple[str, ...], absent: Problem) -> tuple[list[Problem], list[Paper]]:
    own = [paper for paper in line.papers if paper.standard in standards]
    faults = [problems(paper, stones_bought(line)) for paper in own]
    good = [paper for paper, found in zip(own, faults, strict=True) if not found]
    if good:
        return [], good[:1]
    nearest = min(faults, key=len) if faults else (absent,)
    return list(nearest), []


def _no_statement(line: StoneLine) -> Problem:
    told = _("No invoice of {lot} bears a System of Warranties statement.", lot=line.lot)
    return Problem("no_statement", told, _("the invoice of {lot} with the statement", lot=line.lot))


def _no_eu_statement(line: StoneLine) -> Problem:
    told = _(
        "{lot} is over 0.5 ct and came into the EU without its Due Diligence Statement on Diamond Origin.", lot=line.lot
    )
    return Problem("no_eu_statement", told, _("the Due Diligence Statement of {lot}", lot=line.lot))


def _needs_eu_statement(line: StoneLine, shop_country: str | None) -> bool:
    if shop_country not in EU or line.is_polished is False:
        return False
    if line.received_on is None or line.received_on < STATEMENT_SINCE:
        return False
    return line.carat_thousandths is None or line.carat_thousandths > STATEMENT_FROM_CARAT * line.count


def stone_origin(facts: PieceFacts) -> Outcome:
    """Where natural stones were mined, by a document that names the country; what a laboratory reads from the stone is told as its opinion.

    Source: RJC Code of Practices (2019) 14, provenance claims of origin; 16 CFR 23.1 (2018). A supplier's address is no origin.
    """
    lines = [line for line in facts.stones if line.nature in ("natural", "unknown")]
    return joined([_mined(species, [s for s in lines if s.species == species]) for species in _species(lines)])


def _species(lines: list[StoneLine]) -> list[str]:
    return list(dict.fromkeys(line.species for line in lines))


def _mined(species: str, lines: list[StoneLine]) -> Outcome:
    found = [(line, *_origin(line)) for line in lines]
    faults = [problem for _line, paper, problem in found if problem]
    if faults:
        answer = unknown if only_open(faults) else not_supported
        return answer(*(one.told for one in faults), missing=first_missing(faults), about=named(species))
    told = [(line, paper) for line, paper, _problem in found if paper]
    opinions = [(line, paper) for line, paper in told if paper.kind == "report"]
    papers = [paper for _line, paper in told]
    said = _mined_words(species, lines, [paper for _line, paper in opinions])
    limit = (
        ""
        if all(is_third_party(paper) for paper in papers)
        else _("It rests on the supplier's word: no third party checked it.")
    )
    if opinions:
        limit = _("An origin by examination is an opinion.")
    seen_papers = documents(seen(paper, line.received_on) for line, paper in told)
    return supported(
        f"{said} {seen_papers}", limit=limit, papers=papers, about=named(species), countries=_countries(lines)
    )


def _mined_words(species: str, lines: list[StoneLine], opinions: list[Paper]) -> str:
    places = listed(sorted({country_told(line.country or "") for line in lines}))
    if not opinions:
        return _("{species}: mined in {places}.", species=named(species).capitalize(), places=places)
    who = listed(paper.agency or called(paper) for paper in opinions)
    return _(
        "{species}: mined in {places}, in the opinion of {who}.",
        species=named(species).capitalize(),
        places=places,
        who=who,
    )


def _countries(lines: list[StoneLine]) -> list[str]:
    return sorted({country_name(line.country or "") for line in lines})


def _origin(line: StoneLine) -> tuple[Paper | None, Problem | None]:
    """The paper that names this stone's country, or why there is none."""
    if line.country in (None, NOT_TRACEABLE) or line.nature == "unknown":
        told = _("Where {lot} was mined is not recorded.", lot=line.lot)
        return None, Problem(
            "no_country", told, _("a document that names the country of {lot}", lot=line.lot), is_open=True
        )
    wanted = _("a document that names {country} for {lot}", country=country_told(line.country), lot=line.lot)
    if not line.papers:
        told = _("That {lot} is from {country} rests on no document.", lot=line.lot, country=country_told(line.country))
        return None, Problem("no_basis", told, wanted)
    naming = [paper for paper in line.papers if paper.country == line.country]
    if not naming:
        told = _("No document of {lot} names {country}.", lot=line.lot, country=country_told(line.country))
        return None, Problem("other_country", told, wanted)
    faults = [(paper, problems(paper, stones_bought(line))) for paper in naming]
    paper, found = min(faults, key=lambda one: (len(one[1]), one[0].kind == "report"))
    return (None, found[0]) if found else (paper, None)
