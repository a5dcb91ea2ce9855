"""Typed words inside of facts never come out in a computed sentence; what the rules go by stays."""

from dataclasses import replace
from datetime import date

import pytest

from tests.claims.facts import SHOP, TODAY, lot, of_lot, paper, piece, step, stone, with_paper
from workshop.claims.facts import Layer, Mark, PieceFacts
from workshop.claims.judging import judge
from workshop.claims.keeping_back import keep_back
from workshop.provenance.composition import composition_of
from workshop.wordguard import LetStand, digest_of_text

NOTHING: LetStand = frozenset()
MARK = Mark("gold", "Ethical Office", date(2026, 11, 1), paper=paper(), no_metal_after=True)
PAY = paper(kind="pay", agency="Auditor", benchmark="a responsible wage", covers=frozenset({"ana"}))


def told(facts: PieceFacts) -> str:
    """All that anybody may read of a piece."""
    results = judge(facts, TODAY)
    return repr([(one.sentence, one.limit) for one in results]) + repr(composition_of(facts, TODAY))


CASES = [
    (with_paper(agency="Sustainable Assay"), "Sustainable Assay"),
    (with_paper(number="net zero 1"), "net zero"),
    (with_paper(holder="Clean Gold Refining"), "Clean Gold"),
    (piece(stones=(stone(treatment_text="ethically heated"),)), "ethically"),
    (piece(stones=(stone(species="conflict-free sapphire"),)), "onflict-free"),
    (piece(stones=(stone(laboratory="Sustainable Lab", report_number="1"),)), "Sustainable"),
    (piece(stones=(stone(laboratory="L", report_number="ethical 1"),)), "ethical"),
    (piece(layers=(Layer("gold", method="eco-friendly bath", base="silver", thickness_nm=500),)), "eco-friendly"),
    (piece(marks=(MARK,)), "Ethical Office"),
    (piece(steps=(step("make", place="carbon-neutral Porto"),)), "carbon-neutral"),
    (piece(steps=(step("make", name="Ana the ethical"),)), "ethical"),
    (piece(steps=(step("make"), step("cut", stage="ethical cut", method="laser"))), "ethical"),
    (piece(steps=(step("make"),), shop=replace(SHOP, pay=(PAY,))), "responsible wage"),
]


@pytest.mark.parametrize(("facts", "typed"), CASES)
def test_typed_words_are_kept_back(facts: PieceFacts, typed: str) -> None:
    assert typed in told(facts)
    kept = keep_back(facts, NOTHING)
    assert typed not in told(kept)
    assert [one.status for one in judge(kept, TODAY)] == [one.status for one in judge(facts, TODAY)]


def test_a_word_that_was_let_stand_is_told() -> None:
    name = "Sustainable Assay"
    allowed = frozenset({(digest_of_text(name), "sustainable")})
    assert name in told(keep_back(with_paper(agency=name), allowed))


@pytest.mark.parametrize("name", ["Responsible Jewellery Council", "Fairtrade International", "SCS Global Services"])
def test_a_body_that_is_called_so_may_be_named(name: str) -> None:
    assert name in told(keep_back(with_paper(agency=name), NOTHING))


def test_a_known_name_excuses_no_other_word() -> None:
    name = "Responsible Jewellery Council, conflict-free"
    assert name not in told(keep_back(with_paper(agency=name), NOTHING))


def test_plain_facts_stay_as_they_are() -> None:
    for facts in (
        piece(),
        of_lot(),
        piece(stones=(stone(),), steps=(step("make"),)),
        of_lot(papers=(lot().papers[0],)),
    ):
        assert keep_back(facts, NOTHING) == facts
