"""The whole rulebook: 26 rules, what they freeze, what falls with a paper, and words that are never said."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims.facts import BOUGHT, TODAY, diamond, made_of, paper, piece, report, result, shop, step, stone
from tests.claims.test_metal import MARK, TEST_PAPER, release_of
from tests.claims.test_promises import POLICY, WORKED, statement
from workshop.claims.facts import Layer, MetalLine, PieceFacts, WorkshopFact, unknown_source
from workshop.claims.judging import judge, without, would_fall
from workshop.claims.results import DOES_NOT_APPLY, LIMITED, NOT_SUPPORTED, SUPPORTED, UNKNOWN
from workshop.claims.rulebook import BY_KEY, RULES

FULL = piece(
    stones=(stone(country="LK", papers=(report(country="LK"),)), diamond()),
    steps=WORKED,
    marks=(MARK,),
    nickel_tests=(release_of(100),),
    guarantee=POLICY,
    shop=shop(pay=(statement(),)),
)
EMPTY = PieceFacts("R-1", "ring", WorkshopFact())
NEVER = (
    "ethical",
    "sustainable",
    "eco",
    "green",
    "fair ",
    "conflict",
    "nickel-free",
    "hypoallergenic",
    "proven",
    "lifetime",
    "certified",
)


def test_the_rulebook_has_26_numbered_dated_rules_each_with_its_source() -> None:
    assert [rule.number for rule in RULES] == list(range(1, 27))
    assert len(BY_KEY) == 26
    assert all(rule.source and rule.wording and rule.name for rule in RULES)
    assert {rule.number for rule in RULES if rule.is_mandatory} == {10, 11, 24, 25, 26}


@pytest.mark.parametrize("facts", [FULL, EMPTY, piece()])
def test_every_answer_is_whole(facts: PieceFacts) -> None:
    for one in judge(facts, TODAY):
        assert one.status in (SUPPORTED, LIMITED, NOT_SUPPORTED, UNKNOWN, DOES_NOT_APPLY)
        assert one.stands is (one.status in (SUPPORTED, LIMITED))
        assert bool(one.sentence) is (one.stands or (one.is_mandatory and one.status == UNKNOWN))
        assert (one.status == LIMITED) <= bool(one.limit)
        if one.status in (NOT_SUPPORTED, UNKNOWN) and not one.is_mandatory:
            assert one.reasons
            assert one.missing


def test_a_piece_of_which_nothing_is_recorded_says_nothing() -> None:
    assert [one.key for one in judge(EMPTY, TODAY) if one.stands] == []


def test_what_is_published_can_be_written_down_with_digests_and_version() -> None:
    found = result(FULL, "recycled_metal_100")
    kept = json.loads(json.dumps(dict(found.inputs)))
    assert kept["version"] == found.version.isoformat() == "2026-10-01"
    assert kept["on"] == "2026-11-20"
    assert kept["papers"][0]["sha256"] == "ab" * 32
    assert kept["papers"][0]["valid_until"] == "2027-03-31"
    for one in judge(FULL, TODAY):
        json.dumps(dict(one.inputs))


def test_no_sentence_says_what_may_never_be_said() -> None:
    told = " ".join(f"{one.sentence} {one.limit}" for one in judge(FULL, TODAY)).lower()
    assert [word for word in NEVER if word in told.replace("second ", "").replace("recorded", "")] == []


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("D-0031", ("recycled_metal_100",)),
        ("D-0050", ("kp_warranty",)),
        ("D-0060", ("stone_origin", "natural_stone", "treatment_disclosure")),
        ("D-0070", ("solid_karat_gold", "hallmarked")),
        ("D-0080", ("nickel_safe",)),
        ("D-0099", ("fair_wages",)),
        ("D-0000", ()),
    ],
)
def test_exactly_what_rests_on_a_paper_falls_with_it(reference: str, expected: tuple[str, ...]) -> None:
    assert would_fall(FULL, reference, TODAY) == expected


def test_what_would_fall_is_what_names_the_paper() -> None:
    for reference in ("D-0031", "D-0050", "D-0060", "D-0070", "D-0080", "D-0099"):
        assert {one.key for one in judge(FULL, TODAY) if reference in one.papers} == set(
            would_fall(FULL, reference, TODAY)
        )


def test_a_second_paper_for_the_same_takes_over() -> None:
    both = FULL.metals[0].parts[0][0]
    spare = replace(both, papers=(*both.papers, paper(reference="D-0032")))
    facts = made_of(replace(FULL.metals[0], parts=((spare, FULL.metals[0].parts[0][1]),)))
    assert result(without(facts, "D-0031"), "recycled_metal_100").papers == ("D-0032",)


def test_disclosures_do_not_hang_on_any_paper() -> None:
    facts = replace(
        FULL, layers=(Layer("gold"),), construction="hollow", stones=(diamond(nature="laboratory_grown", papers=()),)
    )
    said = [one.key for one in judge(facts, TODAY) if one.is_mandatory and one.sentence]
    assert said == ["lab_grown", "surface_layer", "hollow"]


@given(st.dates(BOUGHT, date(2100, 1, 1)))
def test_time_alone_takes_no_paper_away(on: date) -> None:
    """Nothing in the full piece rests on a licence, so its answers stay as they are."""
    assert [(one.key, one.status) for one in judge(FULL, on)] == [
        (one.key, one.status) for one in judge(FULL, TODAY)
    ] or on < TEST_PAPER.issued_on  # type: ignore[operator]


def test_no_answer_gets_better_by_losing_metal_to_the_unknown() -> None:
    worse = tuple(_half_unknown(line) for line in FULL.metals)
    found = {one.key: one.stands for one in judge(replace(FULL, metals=worse), TODAY)}
    assert not found["recycled_metal_100"]
    assert all(one.stands or not found[one.key] or one.key == "recycled_metal_pct" for one in judge(FULL, TODAY))


def _half_unknown(line: MetalLine) -> MetalLine:
    halves = tuple((source, share / 2) for source, share in line.parts)
    return replace(line, parts=(*halves, (unknown_source(line.metal), Fraction(1, 2))))


def test_a_step_without_a_name_never_names_anybody() -> None:
    facts = replace(FULL, steps=(step("make", name=None),))
    assert "Ana" not in result(facts, "handmade").sentence
