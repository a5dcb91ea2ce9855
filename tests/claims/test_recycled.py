"""Rules 1 to 3: recycled metal."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims.facts import TODAY, line, lot, made_of, of_lot, paper, piece, result, status, with_paper
from workshop.claims.facts import MetalLine, unknown_source
from workshop.claims.judging import judge

ALL, PART, POST = "recycled_metal_100", "recycled_metal_pct", "recycled_post_consumer"
MINED = lot(code="G-9", origin="mined", papers=())


def mixed(covered: Fraction, **changes: Any) -> MetalLine:
    return line((lot(), covered), (MINED, 1 - covered), **changes)


def test_all_of_it_is_told_per_fine_gold_with_its_document() -> None:
    found = result(piece(), ALL)
    assert found.status == "supported"
    assert found.sentence == (
        "The 3.133 g of gold in it is 100% recycled. Document seen: Second Round RM-4471, holder Lobelha Refining, "
        "in force when bought on 12 October 2026."
    )
    assert found.papers == ("D-0031",)
    assert status(piece(), PART) == "does_not_apply"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"custody": "identity_preserved"}, "supported"),
        ({"custody": "mass_balance"}, "not_supported"),
        ({"custody": "book_and_claim"}, "not_supported"),
        ({"custody": None}, "not_supported"),
        ({"origin": None}, "supported"),
        ({"origin": "mined"}, "not_supported"),
        ({"share": 99}, "not_supported"),
        ({"share": None}, "not_supported"),
        ({"share": 101}, "not_supported"),
        ({"standard": "rjc_cop"}, "not_supported"),
        ({"standard": "lbma_gdl"}, "not_supported"),
        ({"standard": "rjc_coc", "kind": "transfer", "share": None}, "supported"),
        ({"kind": "declaration", "standard": None, "share": None, "assessor": "self"}, "supported_with_limit"),
        ({"kind": "declaration", "standard": None, "share": None, "origin": None}, "not_supported"),
        ({"assessor": "membership"}, "supported_with_limit"),
        ({"is_false": True}, "not_supported"),
        ({"checked_by": None}, "unknown"),
        ({"digest": None}, "unknown"),
    ],
)
def test_what_the_paper_says_decides(changes: dict[str, Any], expected: str) -> None:
    assert status(with_paper(**changes), ALL) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"origin": "recycled_pre_consumer"}, "supported"),
        ({"origin": "mined"}, "not_supported"),
        ({"origin": "grandfathered"}, "not_supported"),
        ({"origin": "unknown"}, "unknown"),
        ({"origin": "unknown", "papers": ()}, "unknown"),
        ({"papers": ()}, "not_supported"),
        ({"form": "bar"}, "not_supported"),
        ({"form": "coin"}, "not_supported"),
        ({"is_customers": True}, "not_supported"),
        ({"used_mg": 100_000}, "supported"),
        ({"used_mg": 100_001}, "not_supported"),
        ({"received_mg": None}, "unknown"),
    ],
)
def test_what_the_lot_is_decides(changes: dict[str, Any], expected: str) -> None:
    assert status(of_lot(**changes), ALL) == expected


def test_a_sound_paper_beside_a_fallen_one_is_enough() -> None:
    papers = (paper(reference="D-1", is_false=True), paper(reference="D-2"))
    assert result(of_lot(papers=papers), ALL).papers == ("D-2",)


def test_the_paper_to_ask_for_is_named() -> None:
    assert (
        result(of_lot(papers=()), ALL).missing == "a certificate or transfer document for G-0231 from Lobelha Refining"
    )


@pytest.mark.parametrize(
    ("covered", "percent"),
    [(Fraction(996, 1000), 99), (Fraction(1, 100), 1), (Fraction(62, 100), 62), (Fraction(629, 1000), 62)],
)
def test_a_share_is_cut_off_and_never_all_of_it(covered: Fraction, percent: int) -> None:
    facts = made_of(mixed(covered))
    found = result(facts, PART)
    assert found.sentence.startswith(f"At least {percent}% of the 3.133 g of gold in it is recycled.")
    assert found.status == "supported_with_limit"
    assert status(facts, ALL) == "not_supported"


def test_less_than_one_percent_is_not_told() -> None:
    assert status(made_of(mixed(Fraction(99, 10_000))), PART) == "not_supported"


def test_unknown_metal_in_the_melt_breaks_all_of_it_and_leaves_a_share() -> None:
    facts = made_of(line((lot(), Fraction(3, 4)), (unknown_source("gold"), Fraction(1, 4))))
    assert status(facts, ALL) == "unknown"
    assert "75%" in result(facts, PART).sentence


def test_the_share_that_a_certificate_states_is_taken_off() -> None:
    assert "At least 62%" in result(with_paper(share=62), PART).sentence


def test_an_unweighed_line_leaves_no_whole() -> None:
    facts = made_of(line(), line(gross_mg=None))
    assert [status(facts, key) for key in (ALL, PART, POST)] == ["unknown"] * 3
    assert status(made_of(line(fineness=None)), ALL) == "unknown"


@pytest.mark.parametrize(("gross_mg", "expected"), [(50, "supported_with_limit"), (51, "not_supported")])
def test_small_parts_may_be_left_out_up_to_five_percent_and_are_told(gross_mg: int, expected: str) -> None:
    post = line((MINED, Fraction(1)), gross_mg=gross_mg, role="finding", is_incidental=True)
    facts = made_of(line(gross_mg=1000 - gross_mg), post)
    assert status(facts, ALL) == expected
    assert expected == "not_supported" or "0.05 g, 5%" in result(facts, ALL).limit


def test_the_share_left_out_is_never_made_smaller() -> None:
    post = line((MINED, Fraction(1)), gross_mg=41, role="finding", is_incidental=True)
    assert "0.041 g, 5%" in result(made_of(line(gross_mg=959), post), ALL).limit


def test_a_part_that_is_not_flagged_is_never_left_out() -> None:
    assert status(made_of(line(), line((MINED, Fraction(1)), gross_mg=1)), ALL) == "not_supported"


def test_each_metal_is_told_apart() -> None:
    silver = line((lot(code="A-1", metal="silver", fineness=9250, origin="mined"), Fraction(1)))
    found = result(made_of(line(), silver), ALL)
    assert found.status == "supported_with_limit"
    assert found.sentence.startswith("The 3.133 g of gold")
    assert found.limit == "It does not speak of the silver."


@pytest.mark.parametrize(
    ("by_paper", "by_lot", "expected"),
    [
        ("recycled_post_consumer", "recycled_post_consumer", "supported"),
        ("recycled_unspecified", "recycled_post_consumer", "not_supported"),
        ("recycled_post_consumer", "recycled_unspecified", "not_supported"),
        ("recycled_pre_consumer", "recycled_pre_consumer", "not_supported"),
        ("recycled_post_consumer", "unknown", "unknown"),
    ],
)
def test_an_unspecified_split_is_never_raised(by_paper: str, by_lot: str, expected: str) -> None:
    facts = of_lot(origin=by_lot, papers=(paper(origin=by_paper),))
    assert status(facts, POST) == expected
    if expected == "not_supported":
        assert result(facts, POST).missing == "the split of Second Round RM-4471, before or after use"


def test_post_consumer_by_the_suppliers_word_alone_is_limited() -> None:
    own = paper(kind="declaration", standard=None, share=None, origin="recycled_post_consumer", assessor="self")
    assert status(of_lot(origin="recycled_post_consumer", papers=(own,)), POST) == "supported_with_limit"


def test_a_piece_without_precious_metal_is_not_spoken_of() -> None:
    assert status(made_of(line((lot(metal="base"), Fraction(1)))), ALL) == "does_not_apply"


def test_a_later_end_takes_nothing_and_a_withdrawal_before_receipt_does() -> None:
    assert status(piece(), ALL, date(2036, 1, 1)) == "supported"
    assert status(with_paper(withdrawn_from=date(2026, 10, 13)), ALL) == "supported"
    assert status(with_paper(withdrawn_from=date(2026, 10, 12)), ALL) == "not_supported"


weights = st.lists(
    st.tuples(st.integers(1, 50_000), st.integers(0, 100), st.booleans(), st.integers(0, 100)), min_size=1, max_size=6
)


@given(weights)
def test_a_share_is_never_overstated(rows: list[tuple[int, int, bool, int]]) -> None:
    """Recomputed apart: fine mass of lots with a paper, times the share it states, over all fine mass."""
    lines, fine, covered = [], Fraction(0), Fraction(0)
    for gross_mg, stated, has_paper, part in rows:
        good = lot(papers=(paper(share=stated),) if has_paper else ())
        lines.append(line((good, Fraction(part, 100)), (MINED, 1 - Fraction(part, 100)), gross_mg=gross_mg))
        fine += Fraction(gross_mg * 75, 100)
        covered += Fraction(gross_mg * 75, 100) * Fraction(part, 100) * Fraction(stated if has_paper else 0, 100)
    found = {one.key: one for one in judge(made_of(*lines), TODAY)}
    assert (found[ALL].status == "supported") == (covered == fine)
    told = found[PART].sentence
    percent = int(told.removeprefix("At least ").split("%")[0]) if told else 0
    assert Fraction(percent, 100) <= covered / fine
    assert covered == fine or covered / fine < Fraction(percent + 1, 100)


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_the_grams_are_never_more_than_there_are(gross_mg: int, fineness: int) -> None:
    told = result(made_of(line(gross_mg=gross_mg, fineness=fineness)), ALL).sentence
    grams = Fraction(told.removeprefix("The ").split(" g ")[0]) if told else Fraction(0)
    assert 0 <= Fraction(gross_mg * fineness, 10_000_000) - grams < Fraction(1, 1000)


def test_parts_of_a_line_are_all_of_it() -> None:
    with pytest.raises(ValueError, match="do not sum to 1"):
        line((lot(), Fraction(99, 100)))
    with pytest.raises(ValueError, match="do not sum to 1"):
        replace(line(), parts=((lot(), Fraction(3, 2)), (MINED, Fraction(-1, 2))))
