"""The two questions asked of the rulebook: what may be said of a piece, and what would fall with a paper."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from workshop.claims.facts import MetalLine, Paper, PieceFacts, Source
from workshop.claims.results import ClaimResult, Outcome
from workshop.claims.rulebook import RULES, Rule


def judge(facts: PieceFacts, on: date) -> tuple[ClaimResult, ...]:
    """What may be said of this piece on that day, all 26 rules in their order."""
    return tuple(_result(rule, rule.judge(facts, on), on) for rule in RULES)


def would_fall(facts: PieceFacts, reference: str, on: date) -> tuple[str, ...]:
    """The keys of the rules that tell something else once the paper of this reference is withdrawn from the start."""
    before, after = judge(facts, on), judge(without(facts, reference), on)
    return tuple(one.key for one, other in zip(before, after, strict=True) if _told(one) != _told(other))


def _told(result: ClaimResult) -> tuple[str, str, str, tuple[str, ...]]:
    status = result.status if result.stands or result.is_mandatory else ""
    return (status, result.sentence, result.limit, result.papers)


def _result(rule: Rule, outcome: Outcome, on: date) -> ClaimResult:
    papers = [_frozen(paper) for paper in outcome.papers]
    return ClaimResult(
        rule.key,
        rule.number,
        rule.version,
        outcome.status,
        outcome.sentence,
        outcome.limit,
        outcome.reasons,
        outcome.missing,
        tuple(paper.reference for paper in outcome.papers),
        {
            "rule": rule.key,
            "version": rule.version.isoformat(),
            "on": on.isoformat(),
            "papers": papers,
            "figures": dict(outcome.figures),
        },
        rule.is_mandatory,
    )


def _frozen(paper: Paper) -> dict[str, str | None]:
    days = {"valid_from": paper.valid_from, "valid_until": paper.valid_until, "issued_on": paper.issued_on}
    kept = {"reference": paper.reference, "number": paper.number, "sha256": paper.digest}
    return kept | {name: day.isoformat() if day else None for name, day in days.items()}


def without(facts: PieceFacts, reference: str) -> PieceFacts:
    """The same facts with that paper withdrawn from the first day on, wherever it stands."""

    def papers(found: Iterable[Paper]) -> tuple[Paper, ...]:
        return tuple(_withdrawn(paper, reference) for paper in found)

    return replace(
        facts,
        metals=tuple(_metal(line, reference) for line in facts.metals),
        stones=tuple(replace(line, papers=papers(line.papers)) for line in facts.stones),
        marks=tuple(replace(mark, paper=_maybe(mark.paper, reference)) for mark in facts.marks),
        nickel_tests=tuple(replace(test, paper=_withdrawn(test.paper, reference)) for test in facts.nickel_tests),
        shop=replace(facts.shop, licences=papers(facts.shop.licences), pay=papers(facts.shop.pay)),
    )


def _metal(line: MetalLine, reference: str) -> MetalLine:
    return replace(line, parts=tuple((_source(source, reference), share) for source, share in line.parts))


def _source(source: Source, reference: str) -> Source:
    papers = tuple(_withdrawn(paper, reference) for paper in source.papers)
    return replace(source, papers=papers, fineness_paper=_maybe(source.fineness_paper, reference))


def _maybe(paper: Paper | None, reference: str) -> Paper | None:
    return None if paper is None else _withdrawn(paper, reference)


def _withdrawn(paper: Paper, reference: str) -> Paper:
    return replace(paper, withdrawn_from=date.min) if paper.reference == reference else paper
