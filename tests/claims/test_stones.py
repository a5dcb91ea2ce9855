"""Rules 7 to 11: where stones come from, whether they are natural, what must be said of them."""

from datetime import date
from typing import Any

import pytest

from tests.claims.facts import diamond, invoice, paper, piece, report, result, shop, status, stone
from workshop.claims.facts import StoneLine
from workshop.claims.judging import judge
from workshop.claims.kimberley import ABSENT, NOT_KNOWN, PARTICIPANT, SUSPENDED, standing

KP = "kp_warranty"


def kp(line: StoneLine, country: str = "PT") -> str:
    return status(piece(stones=(line,), shop=shop(country=country)), KP)


@pytest.mark.parametrize(
    ("country", "on", "expected"),
    [
        ("BW", date(2003, 10, 30), NOT_KNOWN),
        ("BW", date(2003, 10, 31), PARTICIPANT),
        ("BR", date(2003, 7, 31), ABSENT),
        ("BR", date(2003, 10, 31), PARTICIPANT),
        ("GH", date(2003, 10, 31), ABSENT),
        ("GH", date(2026, 1, 1), NOT_KNOWN),
        ("PT", date(2010, 1, 1), PARTICIPANT),
        ("CZ", date(2004, 4, 30), NOT_KNOWN),
        ("CZ", date(2004, 5, 1), PARTICIPANT),
        ("MX", date(2008, 12, 30), NOT_KNOWN),
        ("MX", date(2008, 12, 31), PARTICIPANT),
        ("CI", date(2008, 12, 31), ABSENT),
        ("VE", date(2010, 11, 3), PARTICIPANT),
        ("VE", date(2010, 11, 4), SUSPENDED),
        ("KH", date(2013, 2, 20), NOT_KNOWN),
        ("KH", date(2013, 2, 21), PARTICIPANT),
        ("CF", date(2013, 5, 22), PARTICIPANT),
        ("CF", date(2013, 5, 23), SUSPENDED),
        ("CF", date(2024, 11, 14), SUSPENDED),
        ("CF", date(2024, 11, 15), PARTICIPANT),
        ("ZZ", date(2020, 1, 1), NOT_KNOWN),
    ],
)
def test_who_took_part_on_which_day(country: str, on: date, expected: str) -> None:
    assert standing(country, on) == expected


def test_the_warranty_is_told_as_what_it_is() -> None:
    found = result(piece(stones=(diamond(),)), KP)
    assert found.status == "supported_with_limit"
    assert found.sentence.startswith("Diamonds bought with a WDC System of Warranties statement")
    assert "rebels only" in found.limit
    assert found.papers == ("D-0050",)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"papers": ()}, "not_supported"),
        ({"papers": (report(),)}, "not_supported"),
        ({"papers": (invoice(checked_by=None),)}, "unknown"),
        ({"papers": (invoice(holder_code="S-7"),)}, "not_supported"),
        ({"papers": (invoice(standard="wdc_sow_old"),)}, "not_supported"),
        ({"is_customers": True}, "not_supported"),
        ({"nature": "unknown"}, "unknown"),
        ({"nature": "laboratory_grown"}, "does_not_apply"),
        ({"species": "ruby"}, "does_not_apply"),
        ({"country": "BW"}, "supported_with_limit"),
        ({"country": "CF"}, "supported_with_limit"),
        (
            {"country": "CF", "received_on": date(2020, 1, 1), "papers": (invoice(issued_on=date(2020, 1, 1)),)},
            "not_supported",
        ),
        ({"country": "GH"}, "supported_with_limit"),
    ],
)
def test_every_diamond_needs_its_statement(changes: dict[str, Any], expected: str) -> None:
    assert kp(diamond(**changes)) == expected


def test_one_parcel_without_a_statement_ends_it_for_all() -> None:
    assert status(piece(stones=(diamond(), diamond(lot="S-201", papers=()))), KP) == "not_supported"


STATEMENT = invoice(reference="D-0051", kind="declaration", standard="eu_dds")


@pytest.mark.parametrize(
    ("changes", "country", "expected"),
    [
        ({"carat_thousandths": 500}, "PT", "supported_with_limit"),
        ({"carat_thousandths": 501}, "PT", "not_supported"),
        ({"carat_thousandths": 501}, "US", "supported_with_limit"),
        ({"carat_thousandths": 501, "is_polished": False}, "PT", "supported_with_limit"),
        ({"carat_thousandths": 1000, "count": 2}, "PT", "supported_with_limit"),
        ({"carat_thousandths": None}, "PT", "not_supported"),
        ({"carat_thousandths": 501, "papers": (invoice(), STATEMENT)}, "PT", "supported_with_limit"),
        ({"carat_thousandths": 900, "received_on": date(2025, 12, 31)}, "PT", "supported_with_limit"),
    ],
)
def test_large_polished_stones_into_the_eu_need_their_statement_since_2026(
    changes: dict[str, Any], country: str, expected: str
) -> None:
    assert kp(diamond(**changes), country) == expected


RECORD = invoice(reference="D-0061", kind="transfer", standard=None, country="LK", assessor="third_party")


def mined(**changes: Any) -> StoneLine:
    given: dict[str, Any] = {"country": "LK", "papers": (RECORD,)}
    return stone(**given | changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "supported"),
        ({"papers": (invoice(country="LK"),)}, "supported_with_limit"),
        ({"papers": (report(country="LK"),)}, "supported_with_limit"),
        ({"papers": (report(country="LK"), RECORD)}, "supported"),
        ({"papers": ()}, "not_supported"),
        ({"papers": (report(country="MG"),)}, "not_supported"),
        ({"papers": (report(country="LK", is_false=True),)}, "not_supported"),
        ({"papers": (report(country="LK", digest=None),)}, "unknown"),
        ({"country": None}, "unknown"),
        ({"country": "not_traceable"}, "unknown"),
        ({"nature": "laboratory_grown"}, "does_not_apply"),
    ],
)
def test_an_origin_is_a_document_that_names_it(changes: dict[str, Any], expected: str) -> None:
    assert status(piece(stones=(mined(**changes),)), "stone_origin") == expected


def test_an_opinion_is_told_as_one() -> None:
    found = result(piece(stones=(mined(papers=(report(country="LK"),)),)), "stone_origin")
    assert found.sentence.startswith("Sapphire: mined in Sri Lanka, in the opinion of GIA.")


def test_a_country_with_an_article_is_said_with_it() -> None:
    found = result(piece(stones=(mined(country="US", papers=(report(country="US"),)),)), "stone_origin")
    assert found.sentence.startswith("Sapphire: mined in the United States, in the opinion of GIA.")
    lacking = result(piece(stones=(mined(country="US"),)), "stone_origin")
    assert lacking.missing == "a document that names the United States for S-118"


def test_kinds_of_stone_are_told_apart() -> None:
    found = result(piece(stones=(mined(), diamond())), "stone_origin")
    assert (found.status, found.limit) == ("supported_with_limit", "It does not speak of the diamond.")


def test_one_parcel_of_a_kind_without_origin_ends_it_for_the_kind() -> None:
    assert status(piece(stones=(mined(), stone(lot="S-119"))), "stone_origin") == "unknown"


def test_natural_with_its_treatment_by_report() -> None:
    found = result(piece(stones=(stone(),)), "natural_stone")
    assert found.sentence == "Natural sapphire, 3 stones, 0.16 ct, heated. Document seen: GIA TT-0118."
    assert found.status == "supported"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"treatment": "none"}, "supported"),
        ({"treatment": "unknown"}, "unknown"),
        ({"nature": "unknown"}, "unknown"),
        ({"nature": "laboratory_grown"}, "not_supported"),
        ({"nature": "composite"}, "not_supported"),
        ({"nature": "simulant", "treatment": "unknown"}, "not_supported"),
        ({"papers": ()}, "not_supported"),
        ({"papers": (invoice(),)}, "not_supported"),
        ({"papers": (invoice(),), "tested_by": "R. C."}, "supported_with_limit"),
        ({"report_number": None}, "unknown"),
        ({"papers": (report(assessor="self"),)}, "not_supported"),
        ({"papers": (report(assessor=None),)}, "unknown"),
        ({"papers": (report(standard="wdc_sow"),)}, "not_supported"),
        ({"papers": (report(origin="lab_grown"),)}, "not_supported"),
        ({"papers": (report(number="X"),), "report_number": "TT-0118"}, "not_supported"),
        ({"papers": (report(checked_on=None),)}, "unknown"),
    ],
)
def test_natural_needs_a_report_or_paper_and_test(changes: dict[str, Any], expected: str) -> None:
    assert status(piece(stones=(stone(**changes),)), "natural_stone") == expected


def test_man_made_is_said_before_the_name_and_cannot_be_left_out() -> None:
    lines = (
        diamond(nature="laboratory_grown"),
        stone(nature="simulant"),
        stone(nature="composite", species="opal", count=1),
    )
    found = result(piece(stones=lines), "lab_grown")
    assert found.is_mandatory
    assert found.status == "supported"
    assert found.sentence == (
        "Laboratory-grown diamond, 1 stone, 0.3 ct. Imitation sapphire, not the stone itself, 3 stones, 0.16 ct. "
        "Composite opal, put together from parts, 1 stone, 0.16 ct."
    )


def test_a_nature_that_nobody_knows_is_said_too() -> None:
    found = result(piece(stones=(stone(nature="unknown"),)), "lab_grown")
    assert (found.status, found.sentence) == (
        "unknown",
        "Sapphire, 3 stones, 0.16 ct: natural or laboratory-grown is not known.",
    )
    assert status(piece(stones=(stone(),)), "lab_grown") == "does_not_apply"


@pytest.mark.parametrize(
    ("changes", "status_is", "said"),
    [
        ({}, "supported", "Sapphire, 3 stones, 0.16 ct: heated."),
        (
            {"treatment": "fracture_filled"},
            "supported",
            "Sapphire, 3 stones, 0.16 ct: fracture filled: it needs special care.",
        ),
        ({"treatment_text": "low temperature"}, "supported", "Sapphire, 3 stones, 0.16 ct: heated (low temperature)."),
        ({"treatment": "unknown"}, "unknown", "Sapphire, 3 stones, 0.16 ct: treatment not known."),
        ({"treatment": "none"}, "does_not_apply", ""),
        ({"nature": "laboratory_grown"}, "supported", "Laboratory-grown sapphire, 3 stones, 0.16 ct: heated."),
        (
            {"nature": "simulant", "carat_thousandths": None},
            "supported",
            "Imitation sapphire, 3 stones, weight not recorded: heated.",
        ),
    ],
)
def test_treatment_is_said_and_so_is_not_knowing(changes: dict[str, Any], status_is: str, said: str) -> None:
    found = result(piece(stones=(stone(**changes),)), "treatment_disclosure")
    assert (found.status, found.sentence, found.is_mandatory) == (status_is, said, True)


def test_no_stones_no_word_of_stones() -> None:
    keys = {"kp_warranty", "stone_origin", "natural_stone", "lab_grown", "treatment_disclosure"}
    found = judge(piece(stones=()), date(2026, 11, 20))
    assert {one.status for one in found if one.key in keys} == {"does_not_apply"}


def test_a_withdrawn_report_takes_the_word_natural_with_it() -> None:
    fallen = stone(papers=(report(withdrawn_from=date(2026, 1, 1)), paper(materials=frozenset({"gold"}))))
    assert status(piece(stones=(fallen,)), "natural_stone") == "not_supported"
