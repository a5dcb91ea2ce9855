"""Real statements that look like proof and are not, each with the answer that its trap asks for.

Own small table after public notices: SCS press releases and Recycling Today (2014, 2015) on recycled content, fairmined.org
on its two programmes, LBMA newsletter of September 2023, Regulation (EU) 2017/821 and its list of areas (2024, 2025), RJC
Monitor (March 2012). Names of the firms are left out; the statements are theirs.
"""

from datetime import date
from typing import Any

import pytest

from tests.claims.facts import lot, of_lot, paper, result, shop, status, with_paper
from workshop.claims.papers import metal_bought, problems
from workshop.claims.standards import BY_KEY, is_certifier, named

LICENCE = paper(reference="D-0090", kind="licence", standard="fairmined_licence")


@pytest.mark.parametrize(
    ("says", "key"),
    [
        ("SCS Certified Responsible Source", "scs_responsible_source"),
        ("SCS recycled content", "scs_recycled"),
        ("Fairmined Labeled", "fairmined"),
        ("Fairmined Certificates", "fairmined_certificates"),
        ("LBMA Good Delivery", "lbma_gdl"),
        ("CAHRA list (EU 2017/821)", "eu_cahra"),
        ("certified (Code of Practices)", "rjc_cop"),
        ("  rjc   coc ", "rjc_coc"),
    ],
)
def test_a_scheme_is_known_by_the_name_in_its_statement(says: str, key: str) -> None:
    found = named(says)
    assert found is not None
    assert found.key == key


def test_who_certified_is_not_what_was_certified() -> None:
    assert named("SCS Global Services") is None
    assert is_certifier("SCS Global Services")
    assert not is_certifier("SCS-103")


def test_an_old_scheme_name_is_not_recycled_content() -> None:
    found = result(
        with_paper(standard="scs_responsible_source", materials=frozenset({"gold", "silver"})), "recycled_metal_100"
    )
    assert found.status == "not_supported"
    assert any("not Recycled Content" in reason for reason in found.reasons)


def test_no_scope_no_number_no_date_is_each_said() -> None:
    bare: dict[str, Any] = {
        "standard": "scs_responsible_source",
        "number": None,
        "materials": frozenset(),
        "valid_from": None,
        "valid_until": None,
    }
    found = [one.code for one in problems(paper(**bare), metal_bought(lot()))]
    assert found == ["no_validity", "no_scope", "no_number"]
    assert status(with_paper(**bare), "recycled_metal_100") == "not_supported"


def test_the_day_of_an_audit_is_no_period() -> None:
    audited: dict[str, Any] = {
        "origin": "recycled_post_consumer",
        "valid_from": None,
        "valid_until": None,
        "issued_on": date(2014, 11, 1),
    }
    found = result(with_paper(**audited), "recycled_metal_100")
    assert found.status == "not_supported"
    assert "no period" in found.reasons[0]


def test_platinum_and_silver_say_nothing_of_gold() -> None:
    other = with_paper(materials=frozenset({"platinum", "silver"}), origin="recycled_post_consumer")
    assert status(other, "recycled_metal_100") == "not_supported"


@pytest.mark.parametrize(
    ("standard", "expected"), [("fairmined", "supported"), ("fairmined_certificates", "not_supported")]
)
def test_labelled_metal_is_told_and_a_bought_certificate_is_not(standard: str, expected: str) -> None:
    own = paper(standard=standard, origin="mined_asm", share=None, custody=None)
    facts = of_lot(origin="mined_asm", papers=(own,))
    found = result(facts.__class__(**{**facts.__dict__, "shop": shop(licences=(LICENCE,))}), "fairmined")
    assert found.status == expected
    assert expected == "supported" or "no physical traceability" in found.reasons[0]


@pytest.mark.parametrize(
    ("made", "holds"), [(date(2022, 3, 6), True), (date(2022, 3, 7), False), (date(2023, 1, 1), False)]
)
def test_good_delivery_depends_on_the_day_of_production(made: date, holds: bool) -> None:
    listing = paper(
        standard="lbma_gdl", valid_from=date(2010, 1, 1), valid_until=date(2030, 1, 1), withdrawn_from=date(2022, 3, 7)
    )
    assert (problems(listing, metal_bought(lot(produced_on=made))) == ()) is holds
    assert status(of_lot(papers=(listing,), produced_on=made), "recycled_metal_100") == "not_supported"


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [(date(2024, 9, 30), date(2099, 1, 1), True), (date(2017, 1, 1), date(2024, 9, 29), False)],
)
def test_a_list_of_regions_changes_and_proves_nothing_of_a_lot(first: date, last: date, holds: bool) -> None:
    region = paper(kind="statement", standard="eu_cahra", valid_from=first, valid_until=last, share=None)
    assert (problems(region, metal_bought(lot())) == ()) is holds
    assert status(of_lot(papers=(region,)), "recycled_metal_100") == "not_supported"


def test_a_members_certificate_says_nothing_of_the_metal() -> None:
    found = result(with_paper(standard="rjc_cop", assessor="membership"), "recycled_metal_100")
    assert "membership of a business" in found.reasons[0]


def test_a_site_is_not_its_group() -> None:
    assert status(with_paper(site="one of its works"), "recycled_metal_100") == "not_supported"


def test_whatever_proves_nothing_says_why() -> None:
    assert [one.key for one in BY_KEY.values() if one.level in ("business", "refiner", "region") and not one.says] == []
