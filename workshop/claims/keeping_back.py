"""Typed words inside of facts: what outruns them is kept back before a sentence is told, and something plain stands in its place."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from workshop.claims.facts import Layer, Mark, MetalLine, Paper, PieceFacts, Source, Step, StoneLine
from workshop.wordguard import LetStand, digest_of_text, shown, shown_name
from workshop.wording import _


def keep_back(facts: PieceFacts, let_stand: LetStand) -> PieceFacts:
    """The same facts without typed words that outrun them. What the rules go by stays: codes, days, countries, what a paper is."""
    papers = partial(_papers, let_stand)
    return replace(
        facts,
        metals=tuple(_metal(let_stand, line) for line in facts.metals),
        stones=tuple(_stones(let_stand, line) for line in facts.stones),
        steps=tuple(_step(let_stand, step) for step in facts.steps),
        layers=tuple(_layer(let_stand, layer) for layer in facts.layers),
        marks=tuple(_mark(let_stand, mark) for mark in facts.marks),
        nickel_tests=tuple(replace(test, paper=_paper(let_stand, test.paper)) for test in facts.nickel_tests),
        shop=replace(facts.shop, licences=papers(facts.shop.licences), pay=papers(facts.shop.pay)),
        inspection=facts.inspection and replace(facts.inspection, name=shown(facts.inspection.name, let_stand)),
    )


def _paper(let_stand: LetStand, paper: Paper) -> Paper:
    """Without issuer it is called by its number alone."""
    benchmark = shown(paper.benchmark, let_stand)
    if paper.benchmark and not benchmark:
        benchmark = _("the benchmark in {paper}", paper=paper.reference)
    return replace(
        paper,
        agency=shown_name(paper.agency, let_stand),
        number=_number(let_stand, paper.number),
        holder=shown_name(paper.holder, let_stand),
        benchmark=benchmark,
    )


def _number(let_stand: LetStand, number: str | None) -> str | None:
    """Something that is the same for the same number only, since the rules compare the numbers of reports."""
    if not number or shown(number, let_stand):
        return number
    return digest_of_text(number)[:12]


def _papers(let_stand: LetStand, papers: Iterable[Paper]) -> tuple[Paper, ...]:
    return tuple(_paper(let_stand, paper) for paper in papers)


def _metal(let_stand: LetStand, line: MetalLine) -> MetalLine:
    return replace(line, parts=tuple((_source(let_stand, source), share) for source, share in line.parts))


def _source(let_stand: LetStand, source: Source) -> Source:
    fineness = source.fineness_paper and _paper(let_stand, source.fineness_paper)
    return replace(source, papers=_papers(let_stand, source.papers), fineness_paper=fineness)


def _stones(let_stand: LetStand, line: StoneLine) -> StoneLine:
    return replace(
        line,
        species=shown(line.species, let_stand) or "stone",
        treatment_text=shown(line.treatment_text, let_stand) or "",
        laboratory=shown_name(line.laboratory, let_stand),
        report_number=_number(let_stand, line.report_number),
        papers=_papers(let_stand, line.papers),
    )


def _step(let_stand: LetStand, step: Step) -> Step:
    return replace(
        step,
        stage=shown(step.stage, let_stand),
        name=shown(step.name, let_stand),
        place=shown(step.place, let_stand),
    )


def _layer(let_stand: LetStand, layer: Layer) -> Layer:
    if not layer.method or shown(layer.method, let_stand):
        return layer
    return replace(layer, method=_("by a method that stands in our book"))


def _mark(let_stand: LetStand, mark: Mark) -> Mark:
    paper = mark.paper and _paper(let_stand, mark.paper)
    office = mark.office
    if office and not shown_name(office, let_stand):
        office = _("by the office that its note names")
    return replace(mark, office=office, paper=paper)
