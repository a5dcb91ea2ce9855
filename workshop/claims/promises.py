"""Rules 21 to 23: pay on the days of the work, free repair, and a customer's own metal."""

from datetime import date
from fractions import Fraction

from workshop.claims.facts import GuaranteeFact, Paper, PieceFacts, Source, Step, WorkshopFact
from workshop.claims.papers import Problem, is_third_party, only_open, own_problems
from workshop.claims.results import Outcome, does_not_apply, not_supported, once, supported, unknown
from workshop.claims.shares import first_missing, guard, no_lot
from workshop.claims.stones import EU
from workshop.claims.wordings import called, days, ended, grams_floored, listed
from workshop.days import day
from workshop.wording import _, n_

LABEL_OVER_YEARS = 2


def wages(facts: PieceFacts) -> Outcome:
    """Everyone with work on it paid at least a named benchmark on the days of that work, checked by an outsider.

    A statement that ends later takes nothing from older work. "Fair" is never said.
    Source: Directive (EU) 2024/825, annex 2a (social labels), applied since 2026-09-27; SA8000; Anker methodology.
    """
    steps = list(facts.steps)
    if not steps:
        return unknown(_("No work on it is recorded."), missing=_("the log of its stages"))
    paid = [step for step in steps if step.person not in facts.shop.owners]
    if not paid:
        return not_supported(
            _("Only owners worked on it; what they take is no pay."), missing=_("nothing; it speaks of pay")
        )
    found = [(step, *_pay(facts.shop, step)) for step in paid]
    faults = [(step, problem) for step, _paper, problem in found if problem]
    if faults:
        return _unpaid(faults)
    return _paid(facts.shop, steps, once(paper for _step, paper, _problem in found if paper))


def _pay(shop: WorkshopFact, step: Step) -> tuple[Paper | None, Problem | None]:
    """The pay paper that covers this work on its day, or why none does."""
    if step.person is None or step.on is None:
        who = _("an outside workshop") if step.is_outside else _("somebody who is not recorded")
        told = _("{stage} was done by {who}, or its day is not recorded.", stage=_(step.stage or step.kind), who=who)
        return None, Problem(
            "who", told, _("who did {stage}, and when", stage=_(step.stage or step.kind)), is_open=True
        )
    covering = [paper for paper in shop.pay if step.person in paper.covers]
    faults = [(paper, _pay_problems(paper, step.on)) for paper in covering]
    if not faults:
        told = _("No pay statement covers somebody who worked on it.")
        return None, Problem("not_covered", told, _("a pay statement for {day}", day=day(step.on)))
    paper, found = min(faults, key=lambda one: len(one[1]))
    return (None, found[0]) if found else (paper, None)


def _pay_problems(paper: Paper, on: date) -> tuple[Problem, ...]:
    found = list(own_problems(paper, on))
    if not paper.benchmark:
        told = _("{paper} names no benchmark.", paper=called(paper))
        found.append(
            Problem("no_benchmark", told, _("the benchmark that {paper} was held against", paper=called(paper)))
        )
    if not is_third_party(paper):
        told = _("{paper} was checked by nobody from outside.", paper=called(paper))
        found.append(Problem("self_made", told, _("a check of the payroll by an outsider")))
    return tuple(found)


def _unpaid(faults: list[tuple[Step, Problem]]) -> Outcome:
    problems = [problem for _step, problem in faults]
    answer = unknown if only_open(problems) else not_supported
    on = sorted(step.on for step, problem in faults if step.on and not problem.is_open)
    dated = [problem for problem in problems if problem.code in ("ended", "not_yet", "not_covered", "withdrawn")]
    missing = _("a pay statement for {days}", days=days(on[0], on[-1])) if on and dated else first_missing(problems)
    return answer(*(problem.told for problem in problems), missing=missing)


def _paid(shop: WorkshopFact, steps: list[Step], papers: tuple[Paper, ...]) -> Outcome:
    said = _(
        "Everyone who was paid to work on this piece got at least {benchmark} on the days of that work (checked by {who}).",
        benchmark=listed(paper.benchmark or "" for paper in papers),
        who=listed(paper.agency or called(paper) for paper in papers),
    )
    owners = any(step.person in shop.owners for step in steps)
    limit = _("It does not speak of what the owners take.") if owners else ""
    return supported(said, limit=limit, papers=papers, days=sorted({step.on.isoformat() for step in steps if step.on}))


def repair_guarantee(facts: PieceFacts) -> Outcome:
    """Years, who gives it, what it mends and what not; legal rights stay beside it.

    Source: Directive 2011/83/EU as amended by (EU) 2024/825 and Implementing Regulation (EU) 2025/1960, applied since
    2026-09-27: free cover of the whole piece for more than two years needs the harmonised label.
    """
    policy = facts.guarantee
    if policy is None:
        return unknown(
            _("The workshop's terms of free repair are not recorded."),
            missing=_("terms of repair: for how long, by whom, what they mend and what not"),
        )
    fault = _policy_fault(policy, facts.shop.countries_of_sale)
    if fault:
        return not_supported(fault.told, missing=fault.missing, version=policy.version)
    if (
        not (policy.guarantor and policy.covers and policy.excludes)
        or policy.is_free is None
        or policy.is_whole is None
    ):
        return unknown(
            _("The guarantee does not say everything."),
            missing=_("who gives it, what it mends and what not, and whether it is free"),
        )
    said = _guarantee_said(policy)
    limit = "" if policy.is_free else _("The repair is paid for.")
    return supported(said, limit=limit, version=policy.version, years=policy.years)


def _policy_fault(policy: GuaranteeFact, countries: tuple[str, ...]) -> Problem | None:
    if (policy.years is None and policy.lasts is None) or (policy.years is not None and policy.years < 1):
        return Problem("lifetime", _("“Lifetime” says no number of years."), _("the years of the guarantee"))
    elsewhere = bool(countries) and not set(countries) & EU
    if (
        policy.is_free
        and policy.is_whole
        and (policy.years is None or policy.years > LABEL_OVER_YEARS)
        and not (policy.has_eu_label or elsewhere)
    ):
        told = _("Free cover of the whole piece for more than two years needs the EU's own label.")
        return Problem("label", told, _("the EU's label, checked"))
    return None


def _guarantee_said(policy: GuaranteeFact) -> str:
    mends = _("It mends {covers}; not {excludes}.", covers=policy.covers, excludes=policy.excludes)
    rights = _("Your legal rights stay.")
    return f"{guarantee_lasts(policy)} {mends} {rights}"


def guarantee_lasts(policy: GuaranteeFact) -> str:
    """Who repairs for how long, and whether for nothing: in years where there is a number, and in the workshop's own words beside it."""
    years = n_("{count} year", "{count} years", policy.years) if policy.years else ""
    told = {"who": policy.guarantor, "years": years, "lasts": policy.lasts}
    if policy.years is None:
        said = (
            _("Free repair, {lasts}, by {who}.", **told) if policy.is_free else _("Repair, {lasts}, by {who}.", **told)
        )
    else:
        said = (
            _("Free repair for {years} by {who}.", **told)
            if policy.is_free
            else _("Repair for {years} by {who}.", **told)
        )
    return ended(said)


def customer_material(facts: PieceFacts) -> Outcome:
    """A customer's own metal, kept apart and weighed in and out. Source: the workshop's own record; 16 CFR 23.1 (2018)."""
    lines = [line for line in facts.metals if any(s.is_customers and share for s, share in line.parts)]
    if not lines:
        return does_not_apply()
    sources = [(source, share) for line in lines for source, share in line.parts if share]
    faults = [fault for source, _share in sources if (fault := _customers_fault(source))]
    if any(line.gross_mg is None for line in lines):
        faults.append(
            Problem("unweighed", _("A part of it is unweighed."), _("the weight of every part"), is_open=True)
        )
    if faults:
        answer = unknown if only_open(faults) else not_supported
        return answer(*(one.told for one in faults), missing=first_missing(faults))
    weights = {
        metal: sum((line.gross_mg or 0 for line in lines if line.metal == metal), 0)
        for metal in dict.fromkeys(x.metal for x in lines)
    }
    told = listed(
        _("{grams} g of {metal}", grams=grams_floored(Fraction(mg)), metal=_(metal)) for metal, mg in weights.items()
    )
    others = any(line not in lines and line.role != "layer" for line in facts.metals)
    limit = _("Other metal in it is the workshop's.") if others else ""
    papers = [paper for source, _share in sources for paper in source.papers]
    return supported(
        _("Made with {weights} that the customer brought.", weights=told),
        limit=limit,
        papers=papers,
        lots=sorted({s.code for s, _x in sources}),
    )


def _customers_fault(source: Source) -> Problem | None:
    if not source.is_recorded:
        return no_lot(source)
    if not source.is_customers:
        told = _("{lot} was melted in with the customer's metal.", lot=source.code)
        return Problem("common_melt", told, _("nothing; it was not kept apart"))
    against = guard(source)
    if against or source.is_settled:
        return against
    told = _("The customer's metal {lot} was not weighed in and out.", lot=source.code)
    if source.is_settled is None:
        return Problem("not_settled", told, _("what came in and went back of {lot}", lot=source.code), is_open=True)
    told = _("What came in and what went back of {lot} do not close.", lot=source.code)
    return Problem("does_not_close", told, _("the missing weight of {lot}", lot=source.code))
