"""Rules 21 to 23: pay, repair, a customer's own metal."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.claims.facts import line, lot, made_of, paper, piece, result, shop, status, step
from workshop.claims.facts import GuaranteeFact, Paper, PieceFacts, Step

PAY, REPAIR, OWN = "fair_wages", "repair_guarantee", "customer_material"
WORKED = (step("cast", on=date(2026, 10, 30)), step("polish", on=date(2026, 10, 31)))


def statement(**changes: Any) -> Paper:
    given: dict[str, Any] = {
        "reference": "D-0099",
        "kind": "pay",
        "standard": None,
        "agency": "Contas Lda",
        "number": "P-1",
    }
    given |= {
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2026, 10, 31),
        "benchmark": "the living wage of Porto, 2026",
    }
    return paper(**given | {"covers": frozenset({"ana", "plater"}), "share": None} | changes)


def worked(*steps: Step, pay: tuple[Paper, ...] = (statement(),)) -> PieceFacts:
    return piece(steps=steps, shop=shop(pay=pay))


def test_pay_names_the_benchmark_and_who_checked() -> None:
    found = result(worked(*WORKED), PAY)
    assert found.status == "supported"
    assert found.sentence == (
        "Everyone who was paid to work on this piece got at least the living wage of Porto, 2026 on the days of that work (checked by Contas Lda)."
    )
    assert "fair" not in found.sentence


@pytest.mark.parametrize(
    ("steps", "changes", "expected"),
    [
        ((), {}, "unknown"),
        ((step("cast", on=date(2026, 11, 1)),), {}, "not_supported"),
        ((step("cast", on=date(2025, 12, 31)),), {}, "not_supported"),
        ((*WORKED, step("set", person="bea")), {}, "not_supported"),
        ((*WORKED, step("set", person=None)), {}, "unknown"),
        ((*WORKED, step("set", on=None)), {}, "unknown"),
        ((*WORKED, step("plate", person=None, is_outside=True)), {}, "unknown"),
        ((*WORKED, step("plate", person="plater", is_outside=True, on=date(2026, 10, 1))), {}, "supported"),
        ((*WORKED, step("set", person="omar")), {}, "supported_with_limit"),
        ((step("set", person="omar"),), {}, "not_supported"),
        (WORKED, {"benchmark": None}, "not_supported"),
        (WORKED, {"assessor": "self"}, "not_supported"),
        (WORKED, {"checked_by": None}, "unknown"),
        (WORKED, {"is_false": True}, "not_supported"),
        (WORKED, {"withdrawn_from": date(2026, 10, 30)}, "not_supported"),
        (WORKED, {"withdrawn_from": date(2026, 11, 1)}, "supported"),
    ],
)
def test_pay_is_judged_on_the_days_of_the_work(steps: tuple[Step, ...], changes: dict[str, Any], expected: str) -> None:
    assert status(worked(*steps, pay=(statement(**changes),)), PAY) == expected


def test_a_statement_that_ended_since_takes_nothing_from_older_work() -> None:
    assert status(worked(*WORKED), PAY, date(2030, 1, 1)) == "supported"


def test_the_days_without_a_statement_are_asked_for() -> None:
    late = (step("cast", on=date(2026, 11, 3)), step("set", on=date(2026, 11, 20)), *WORKED)
    assert result(worked(*late), PAY).missing == "a pay statement for 3 November 2026 to 20 November 2026"


def test_two_statements_carry_two_halves_of_the_work() -> None:
    later = statement(reference="D-0100", valid_from=date(2026, 11, 1), valid_until=date(2026, 12, 31))
    found = result(worked(*WORKED, step("set", on=date(2026, 11, 20)), pay=(statement(), later)), PAY)
    assert (found.status, found.papers) == ("supported", ("D-0099", "D-0100"))


POLICY = GuaranteeFact("3", "Marsh & Wren", 2, "settings and clasps", "wear and loss", is_free=True, is_whole=True)


@pytest.mark.parametrize(
    ("changes", "countries", "expected"),
    [
        ({}, ("PT",), "supported"),
        ({"years": None}, ("PT",), "not_supported"),
        ({"years": 0}, ("PT",), "not_supported"),
        ({"years": None, "lasts": "for as long as Ada wears it"}, ("PT",), "not_supported"),
        ({"years": None, "lasts": "for as long as Ada wears it", "has_eu_label": True}, ("PT",), "supported"),
        ({"years": None, "lasts": "for as long as Ada wears it", "is_whole": False}, ("PT",), "supported"),
        ({"years": 3}, ("PT",), "not_supported"),
        ({"years": 3}, (), "not_supported"),
        ({"years": 3}, ("US",), "supported"),
        ({"years": 3}, ("US", "PT"), "not_supported"),
        ({"years": 3, "has_eu_label": True}, ("PT",), "supported"),
        ({"years": 3, "is_whole": False}, ("PT",), "supported"),
        ({"years": 3, "is_free": False}, ("PT",), "supported_with_limit"),
        ({"is_free": None}, ("PT",), "unknown"),
        ({"is_whole": None}, ("PT",), "unknown"),
        ({"covers": None}, ("PT",), "unknown"),
        ({"excludes": None}, ("PT",), "unknown"),
        ({"guarantor": None}, ("PT",), "unknown"),
    ],
)
def test_a_guarantee_has_years_a_giver_and_limits(
    changes: dict[str, Any], countries: tuple[str, ...], expected: str
) -> None:
    facts = piece(guarantee=replace(POLICY, **changes), shop=shop(countries_of_sale=countries))
    assert status(facts, REPAIR) == expected


def test_a_guarantee_is_told_with_what_it_leaves() -> None:
    assert result(piece(guarantee=POLICY), REPAIR).sentence == (
        "Free repair for 2 years by Marsh & Wren. It mends settings and clasps; not wear and loss. Your legal rights stay."
    )
    assert not result(piece(guarantee=replace(POLICY, is_free=False)), REPAIR).sentence.startswith("Free")
    assert status(piece(), REPAIR) == "unknown"


BROUGHT = lot(
    code="C-1",
    origin="customer_supplied",
    is_customers=True,
    is_settled=True,
    papers=(),
    received_mg=6_200,
    used_mg=6_200,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "supported"),
        ({"is_settled": False}, "not_supported"),
        ({"is_settled": None}, "unknown"),
        ({"used_mg": 6_201}, "not_supported"),
        ({"received_mg": None}, "unknown"),
    ],
)
def test_a_customers_metal_is_weighed_in_and_out(changes: dict[str, Any], expected: str) -> None:
    facts = made_of(line((replace(BROUGHT, **changes), Fraction(1)), gross_mg=6_200))
    assert status(facts, OWN) == expected
    assert status(facts, "recycled_metal_100") == ("unknown" if changes == {"received_mg": None} else "not_supported")


def test_a_customers_metal_is_told_by_weight() -> None:
    found = result(made_of(line((BROUGHT, Fraction(1)), gross_mg=6_200)), OWN)
    assert found.sentence == "Made with 6.20 g of gold that the customer brought."
    beside = result(made_of(line((BROUGHT, Fraction(1)), gross_mg=6_200), line()), OWN)
    assert beside.limit == "Other metal in it is the workshop's."
    assert status(piece(), OWN) == "does_not_apply"
    assert status(made_of(line((BROUGHT, Fraction(1)), gross_mg=None)), OWN) == "unknown"


def test_a_common_melt_ends_it() -> None:
    facts = made_of(line((BROUGHT, Fraction(9, 10)), (lot(), Fraction(1, 10))))
    assert status(facts, OWN) == "not_supported"
