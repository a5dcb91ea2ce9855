"""Rules 15 to 19 and 25: hands, country, inspection, editions."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.claims.facts import EDITION, LOOK, line, lot, made_of, piece, result, status, step, stone
from workshop.claims.facts import PieceFacts, Step

FORGED = (step("make"), step("solder"), step("set"), step("polish"))
CAST = (step("wax"), step("cast"), step("set"), step("polish"))


def made(*steps: Step, **changes: Any) -> PieceFacts:
    return piece(steps=steps, **changes)


def test_handmade_names_who_and_where() -> None:
    found = result(made(*FORGED), "handmade")
    assert (found.status, found.sentence) == ("supported", "Hand-made by Ana B. in Porto.")


@pytest.mark.parametrize(
    ("steps", "changes", "expected"),
    [
        (FORGED, {}, "supported"),
        ((step("make", method="manually_controlled"),), {}, "supported"),
        ((), {}, "unknown"),
        ((step("photo"),), {}, "unknown"),
        ((*FORGED, step("file", method=None)), {}, "unknown"),
        ((*FORGED, step("file", person=None)), {}, "unknown"),
        ((*FORGED, step("file", person=None, is_outside=True)), {}, "supported"),
        ((*FORGED, step("plate", method="machine")), {}, "supported"),
        ((*FORGED, step("cut", method="machine")), {}, "supported_with_limit"),
        ((step("wax", method="machine"), step("cast", method="bought")), {}, "not_supported"),
        (CAST, {}, "supported_with_limit"),
        (CAST, {"counts_casting": False}, "supported_with_limit"),
        (CAST, {"counts_casting": True}, "supported"),
        (FORGED, {"metals": (line(bought_shape=True),)}, "supported_with_limit"),
        (FORGED, {"metals": (line(), line(bought_shape=True, is_incidental=True, gross_mg=9))}, "supported"),
    ],
)
def test_handmade_asks_every_shaping_stage(steps: tuple[Step, ...], changes: dict[str, Any], expected: str) -> None:
    assert status(made(*steps, **changes), "handmade") == expected


def test_what_was_done_by_hand_is_told_without_the_word() -> None:
    found = result(made(*CAST[1:], step("engrave", method="hand", is_outside=True)), "handmade")
    assert found.sentence == "Cast, set and finished by hand in Porto."
    assert found.limit == "Not “handmade”: the shape was cast."
    assert "the shape was cast" not in result(made(*CAST, counts_casting=True), "handmade").limit
    assert "cast by hand" in result(made(*CAST, counts_casting=True), "handmade").sentence


def test_a_maker_without_consent_is_not_named_and_nobody_else_is_told_alone() -> None:
    found = result(made(*FORGED, step("file", person="bea", name=None)), "handmade")
    assert found.sentence == "Hand-made in Porto."
    assert result(made(step("make", place=None)), "handmade").sentence == "Hand-made by Ana B."
    assert result(made(step("cast", place=None)), "handmade").sentence == "Cast by hand in our workshop."


@pytest.mark.parametrize(
    ("steps", "changes", "expected"),
    [
        (CAST, {}, "supported_with_limit"),
        ((), {}, "unknown"),
        ((*CAST, step("plate", country=None)), {}, "unknown"),
        ((*CAST, step("plate", country="ES")), {}, "not_supported"),
        (CAST, {"metals": (line(bought_shape=True),)}, "supported_with_limit"),
        (CAST, {"metals": (line((lot(country="PT"), Fraction(1))),), "stones": (stone(country="PT"),)}, "supported"),
        (
            CAST,
            {"metals": (line((lot(country="PT"), Fraction(1))),), "stones": (stone(country=None),)},
            "supported_with_limit",
        ),
    ],
)
def test_a_country_is_every_stages(steps: tuple[Step, ...], changes: dict[str, Any], expected: str) -> None:
    assert status(made(*steps, **changes), "made_in_country") == expected


def test_made_in_tells_what_and_where_and_what_came_from_elsewhere() -> None:
    found = result(made(*CAST[1:], metals=(line(bought_shape=True),)), "made_in_country")
    assert found.sentence == "Cast, set and finished in Porto, Portugal."
    assert (
        found.limit == "A part was bought in its shape. Metal and stones from elsewhere, or from where is not recorded."
    )


@pytest.mark.parametrize(
    ("changes", "inspected", "who"),
    [
        ({}, "supported", "does_not_apply"),
        ({"level": "second"}, "supported_with_limit", "supported"),
        ({"level": "maker"}, "supported_with_limit", "supported"),
        ({"level": "not_known"}, "supported_with_limit", "unknown"),
        ({"checks": 0}, "not_supported", "does_not_apply"),
        ({"changed_since": True}, "not_supported", "does_not_apply"),
    ],
)
def test_an_inspection_is_this_pieces_own_and_newest(changes: dict[str, Any], inspected: str, who: str) -> None:
    facts = piece(inspection=replace(LOOK, **changes))
    assert status(facts, "individually_inspected") == inspected
    assert status(facts, "self_inspected") == who
    assert result(facts, "self_inspected").is_mandatory


def test_who_looked_is_told_in_its_fixed_words() -> None:
    assert result(piece(), "individually_inspected").sentence == (
        "Inspected on its own on 20 November 2026 by Rui Castro, who had no hand in making it. 11 checks."
    )
    unnamed = result(piece(inspection=replace(LOOK, name=None)), "individually_inspected").sentence
    assert "by somebody with no hand in making it" in unnamed
    assert (
        result(piece(inspection=replace(LOOK, level="maker")), "self_inspected").sentence == "Inspected by its maker."
    )
    assert "Rui" not in result(piece(inspection=replace(LOOK, level="maker")), "individually_inspected").sentence
    assert "second pair" in result(piece(inspection=replace(LOOK, level="second")), "self_inspected").sentence


def test_no_inspection_is_no_claim() -> None:
    found = result(piece(inspection=None), "individually_inspected")
    assert (found.status, found.missing) == ("not_supported", "an inspection of this piece")
    assert status(piece(inspection=None), "self_inspected") == "does_not_apply"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "supported"),
        ({"number": 25}, "supported"),
        ({"number": 26}, "not_supported"),
        ({"number": 0}, "not_supported"),
        ({"number": None}, "does_not_apply"),
        ({"size": None}, "not_supported"),
        ({"size": 1, "number": 1}, "does_not_apply"),
        ({"given": 25}, "supported"),
        ({"given": 26}, "not_supported"),
        ({"fixed_on": None}, "unknown"),
        ({"fixed_on": date(2026, 6, 1)}, "supported"),
        ({"fixed_on": date(2026, 6, 2)}, "not_supported"),
        ({"fixed_on": date(2026, 6, 2), "first_shown_on": None}, "supported"),
        ({"proofs": None}, "unknown"),
        ({"destroyed": 2}, "supported_with_limit"),
    ],
)
def test_an_edition_is_limited_by_what_was_fixed_first(changes: dict[str, Any], expected: str) -> None:
    assert status(piece(edition=replace(EDITION, **changes)), "limited_edition_n") == expected


def test_an_edition_is_told_by_its_figures() -> None:
    assert result(piece(), "limited_edition_n").sentence == "No. 3 of 25; artist's proofs: 1."
    assert status(piece(edition=None), "limited_edition_n") == "does_not_apply"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"mould": "destroyed"}, "supported"),
        ({"mould": "none"}, "supported"),
        ({"mould": "retained"}, "supported_with_limit"),
        ({"mould": None}, "unknown"),
        ({"mould": "destroyed", "siblings": 1}, "not_supported"),
        ({"mould": "destroyed", "given": 2}, "not_supported"),
        ({"size": 2, "mould": "destroyed"}, "does_not_apply"),
    ],
)
def test_one_of_a_kind_has_no_sibling(changes: dict[str, Any], expected: str) -> None:
    edition = replace(EDITION, **{"size": 1, "number": 1, "given": 1} | changes)
    assert status(piece(edition=edition), "one_of_a_kind") == expected
    assert status(made_of(line(), edition=None), "one_of_a_kind") == "does_not_apply"
