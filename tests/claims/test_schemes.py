"""Rules 4 to 6: metal of a scheme is all of it, kept apart, and told only under an own licence."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.claims.facts import BOUGHT, line, lot, made_of, paper, result, shop, status
from workshop.claims.facts import Paper, PieceFacts, Source

OWN = date(2026, 1, 1), date(2026, 12, 31)


def own(standard: str, **changes: Any) -> Paper:
    given: dict[str, Any] = {
        "reference": "D-0090",
        "kind": "licence",
        "standard": standard,
        "valid_from": OWN[0],
        "valid_until": OWN[1],
    }
    return paper(**given | {"holder_code": None, "materials": frozenset(), "share": None} | changes)


def scheme_paper(standard: str, **changes: Any) -> Paper:
    kind = "transfer" if standard == "rjc_coc" else "invoice"
    given = {"kind": kind, "standard": standard, "origin": "mined_asm", "share": None, "custody": None}
    return paper(**given | changes)


def scheme_lot(standard: str, **changes: Any) -> Source:
    return lot(**{"origin": "mined_asm", "papers": (scheme_paper(standard),)} | changes)


def made_with(source: Source, *licences: Paper, **of_shop: Any) -> PieceFacts:
    return made_of(line((source, Fraction(1))), shop=shop(licences=licences, **of_shop))


def test_fairmined_names_the_gold_and_both_papers() -> None:
    found = result(made_with(scheme_lot("fairmined"), own("fairmined_licence")), "fairmined")
    assert found.status == "supported"
    assert found.sentence.startswith("The 3.133 g of gold in it is Fairmined. Document seen: ")
    assert found.papers == ("D-0031", "D-0090")


@pytest.mark.parametrize(
    ("source", "licences", "expected"),
    [
        (scheme_lot("fairmined"), (), "not_supported"),
        (scheme_lot("fairmined"), (own("fairtrade_licence"),), "not_supported"),
        (scheme_lot("fairmined"), (own("fairmined_licence", valid_until=date(2026, 11, 19)),), "not_supported"),
        (scheme_lot("fairmined"), (own("fairmined_licence", checked_by=None),), "unknown"),
        (scheme_lot("fairmined", origin="unknown"), (own("fairmined_licence"),), "unknown"),
        (scheme_lot("fairmined", origin="recycled_unspecified"), (own("fairmined_licence"),), "not_supported"),
        (scheme_lot("fairmined", used_mg=100_001), (own("fairmined_licence"),), "not_supported"),
        (
            scheme_lot("fairmined", papers=(scheme_paper("fairmined", custody="mass_balance"),)),
            (own("fairmined_licence"),),
            "not_supported",
        ),
        (scheme_lot("fairmined_certificates"), (own("fairmined_licence"),), "not_supported"),
        (lot(), (own("fairmined_licence"),), "does_not_apply"),
    ],
)
def test_fairmined_fails_by_licence_lot_and_paper(source: Source, licences: tuple[Paper, ...], expected: str) -> None:
    assert status(made_with(source, *licences), "fairmined") == expected


@pytest.mark.parametrize("other", [Fraction(1, 1000), Fraction(1, 2)])
def test_a_melt_with_anything_else_ends_it_without_a_percentage(other: Fraction) -> None:
    melt = line((scheme_lot("fairmined"), 1 - other), (lot(code="G-2"), other))
    found = result(made_of(melt, shop=shop(licences=(own("fairmined_licence"),))), "fairmined")
    assert (found.status, found.sentence) == ("not_supported", "")


def test_a_small_part_of_other_metal_ends_it_too() -> None:
    facts = made_with(scheme_lot("fairmined"), own("fairmined_licence"))
    post = line((lot(code="G-2"), Fraction(1)), gross_mg=10, is_incidental=True, role="finding")
    assert status(replace(facts, metals=(*facts.metals, post)), "fairmined") == "not_supported"


def test_another_metal_beside_it_is_named_as_not_spoken_of() -> None:
    facts = made_with(scheme_lot("fairmined"), own("fairmined_licence"))
    silver = line((lot(code="A-1", metal="silver", fineness=9250), Fraction(1)))
    found = result(replace(facts, metals=(*facts.metals, silver)), "fairmined")
    assert (found.status, found.limit) == ("supported_with_limit", "It does not speak of the silver.")


def test_a_licence_that_ended_after_the_sale_takes_nothing() -> None:
    facts = made_with(scheme_lot("fairmined"), own("fairmined_licence"))
    assert status(facts, "fairmined", date(2027, 1, 1)) == "not_supported"
    assert status(replace(facts, sold_on=date(2026, 12, 31)), "fairmined", date(2027, 1, 1)) == "supported"
    assert status(replace(facts, sold_on=date(2027, 1, 1)), "fairmined", date(2026, 12, 1)) == "not_supported"


@pytest.mark.parametrize(
    ("gold_mg", "silver_mg", "expected"),
    [
        (499_999, 0, "supported_with_limit"),
        (500_000, 0, "not_supported"),
        (0, 1_999_999, "supported_with_limit"),
        (0, 2_000_000, "not_supported"),
    ],
)
def test_a_registered_goldsmith_stays_under_the_years_weight(gold_mg: int, silver_mg: int, expected: str) -> None:
    bought = ((2026, "gold", gold_mg - 1), (None, "platinum", 1), (2026, "silver", silver_mg), (2025, "gold", 900_000))
    facts = made_with(scheme_lot("fairtrade"), own("fairtrade_goldsmith"), registered=bought)
    found = result(facts, "fairtrade")
    assert found.status == expected
    assert expected != "supported_with_limit" or "may not be stamped" in found.limit


def test_a_fairtrade_licence_has_no_weight_and_holds_when_bought_and_sold() -> None:
    facts = made_with(scheme_lot("fairtrade"), own("fairtrade_licence"), registered=((2026, "gold", 900_000),))
    assert status(facts, "fairtrade") == "supported"
    late = made_with(scheme_lot("fairtrade"), own("fairtrade_licence", valid_from=date(2026, 10, 13)))
    assert status(late, "fairtrade") == "not_supported"
    assert status(made_with(scheme_lot("fairtrade")), "fairtrade") == "not_supported"
    assert status(made_with(lot()), "fairtrade") == "does_not_apply"


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("mined", "mined"),
        ("recycled_post_consumer", "recycled"),
        ("grandfathered", "grandfathered"),
        ("mined_byproduct", "mined as a by-product"),
        ("mix", "of mixed types"),
    ],
)
def test_rjc_metal_is_told_by_its_type(kind: str, word: str) -> None:
    source = scheme_lot(
        "rjc_coc", origin="mined" if kind == "mix" else kind, papers=(scheme_paper("rjc_coc", origin=kind),)
    )
    found = result(made_with(source, own("rjc_coc", kind="certificate")), "rjc_coc_material")
    assert found.status == "supported"
    assert f"RJC Chain of Custody material, {word}." in found.sentence


@pytest.mark.parametrize(
    ("changes", "licences", "expected"),
    [
        ({}, (), "not_supported"),
        ({}, (own("rjc_cop"),), "not_supported"),
        ({"kind": "certificate"}, (own("rjc_coc"),), "not_supported"),
        ({"origin": None}, (own("rjc_coc"),), "not_supported"),
        ({"custody": "mass_balance"}, (own("rjc_coc"),), "not_supported"),
        ({"digest": None}, (own("rjc_coc"),), "unknown"),
    ],
)
def test_rjc_metal_needs_its_transfer_and_an_own_certificate(
    changes: dict[str, Any], licences: tuple[Paper, ...], expected: str
) -> None:
    source = scheme_lot("rjc_coc", origin="mined", papers=(scheme_paper("rjc_coc", **{"origin": "mined"} | changes),))
    assert status(made_with(source, *licences), "rjc_coc_material") == expected


def test_two_types_in_one_melt_are_not_one_type() -> None:
    mined = scheme_lot("rjc_coc", origin="mined", papers=(scheme_paper("rjc_coc", reference="D-1", origin="mined"),))
    old = scheme_lot(
        "rjc_coc",
        code="G-2",
        origin="grandfathered",
        papers=(scheme_paper("rjc_coc", reference="D-2", origin="grandfathered"),),
    )
    facts = made_of(line((mined, Fraction(1, 2)), (old, Fraction(1, 2))), shop=shop(licences=(own("rjc_coc"),)))
    assert status(facts, "rjc_coc_material") == "not_supported"


def test_rjc_metal_beside_other_metal_is_limited_and_none_at_all_is_not_spoken_of() -> None:
    source = scheme_lot("rjc_coc", origin="mined", papers=(scheme_paper("rjc_coc", origin="mined"),))
    facts = made_with(source, own("rjc_coc"))
    silver = line((lot(code="A-1", metal="silver"), Fraction(1)))
    assert status(replace(facts, metals=(*facts.metals, silver)), "rjc_coc_material") == "supported_with_limit"
    assert status(made_with(lot()), "rjc_coc_material") == "does_not_apply"


def test_the_own_certificate_must_hold_on_the_day_of_purchase() -> None:
    source = scheme_lot("rjc_coc", origin="mined", papers=(scheme_paper("rjc_coc", origin="mined"),))
    assert status(made_with(source, own("rjc_coc", valid_from=BOUGHT)), "rjc_coc_material") == "supported"
    assert (
        status(made_with(source, own("rjc_coc", valid_from=date(2026, 10, 13))), "rjc_coc_material") == "not_supported"
    )


@pytest.mark.parametrize("key", ["fairmined", "fairtrade", "rjc_coc"])
def test_unweighed_metal_leaves_no_whole(key: str) -> None:
    facts = made_of(
        line((scheme_lot(key), Fraction(1)), gross_mg=None), shop=shop(licences=(own("fairmined_licence"),))
    )
    assert status(facts, key + ("_material" if key == "rjc_coc" else "")) == "unknown"
