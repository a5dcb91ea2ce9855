"""Is a document in force for this purchase? One row for each date, scope, holder and state."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.claims.facts import BOUGHT, diamond, invoice, lot, paper, report
from workshop.claims.papers import metal_bought, only_open, own_problems, period_problem, problems, stones_bought

DAY = timedelta(days=1)


def codes(changes: dict[str, Any], **of_lot: Any) -> list[str]:
    return [found.code for found in problems(paper(**changes), metal_bought(lot(**of_lot)))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"valid_from": BOUGHT}, []),
        ({"valid_from": BOUGHT + DAY}, ["not_yet"]),
        ({"valid_until": BOUGHT}, []),
        ({"valid_until": BOUGHT - DAY}, ["ended"]),
        ({"valid_until": None}, ["no_validity"]),
        ({"valid_from": None}, ["no_validity"]),
        ({"valid_from": None, "valid_until": None, "issued_on": BOUGHT}, ["no_validity"]),
        ({"valid_from": date(2027, 1, 1), "valid_until": date(2026, 1, 1)}, ["ends_before_start"]),
        ({"withdrawn_from": BOUGHT - DAY}, ["withdrawn"]),
        ({"withdrawn_from": BOUGHT}, ["withdrawn"]),
        ({"withdrawn_from": BOUGHT + DAY}, []),
        ({"is_false": True}, ["false"]),
        ({"holder_code": None}, ["no_holder"]),
        ({"holder_code": "S-9"}, ["wrong_holder"]),
        ({"materials": frozenset()}, ["no_scope"]),
        ({"materials": frozenset({"silver"})}, ["wrong_material"]),
        ({"form": "grain"}, []),
        ({"form": "sheet"}, ["wrong_form"]),
        ({"site": "Bremen"}, ["wrong_site"]),
        ({"number": None}, ["no_number"]),
        ({"standard": None}, ["no_standard"]),
        ({"standard": "made_up"}, ["unknown_standard"]),
        ({"digest": None}, ["no_file"]),
        ({"checked_by": None}, ["unread"]),
        ({"checked_on": None}, ["unread"]),
        ({"checked_where": None}, ["unread"]),
        ({"limit_mg": 60_000}, []),
        ({"limit_mg": 59_999}, ["overspent_paper"]),
        ({"limit_mg": 59_999, "used_mg": 59_000}, []),
        ({"limit_mg": 99_000, "used_mg": 99_001}, ["overspent_paper"]),
        ({"kind": "invoice", "valid_from": None, "valid_until": None, "standard": None}, ["no_date"]),
        ({"kind": "invoice", "valid_from": None, "valid_until": None, "issued_on": BOUGHT + DAY}, []),
        ({"kind": "transfer", "valid_from": None, "valid_until": None, "issued_on": BOUGHT - 366 * DAY}, []),
        (
            {"kind": "transfer", "valid_from": None, "valid_until": None, "issued_on": BOUGHT - 367 * DAY},
            ["other_delivery"],
        ),
        (
            {"kind": "transfer", "valid_from": None, "valid_until": None, "issued_on": BOUGHT + 367 * DAY},
            ["other_delivery"],
        ),
        (
            {
                "kind": "assay",
                "standard": None,
                "valid_from": None,
                "valid_until": None,
                "issued_on": BOUGHT - 900 * DAY,
                "holder_code": None,
            },
            [],
        ),
    ],
)
def test_a_paper_is_held_against_the_day_and_the_thing_it_was_bought_for(
    changes: dict[str, Any], expected: list[str]
) -> None:
    assert codes(changes) == expected


def test_a_certificate_of_the_site_where_the_metal_was_made_counts() -> None:
    note = paper(kind="invoice", standard=None, site="bremen")
    assert codes({"site": "Bremen"}, papers=(note,)) == []
    for changes in (
        {"site": "Lyon"},
        {"holder_code": "S-9"},
        {"is_false": True},
        {"checked_by": None},
        {"digest": None},
    ):
        assert codes({"site": "Bremen"}, papers=(replace(note, **changes),)) == ["wrong_site"]


def test_a_lot_without_a_day_of_receipt_waits() -> None:
    assert codes({}, received_on=None) == ["no_day"]


def test_a_refiners_listing_is_judged_on_the_day_the_bar_was_made() -> None:
    """LBMA, March 2022: bars made before the suspension stay Good Delivery."""
    listing = {
        "standard": "lbma_gdl",
        "valid_from": date(2015, 1, 1),
        "valid_until": date(2030, 1, 1),
        "withdrawn_from": date(2022, 3, 7),
    }
    assert codes(listing, produced_on=date(2022, 3, 6)) == []
    assert codes(listing, produced_on=date(2022, 3, 7)) == ["withdrawn"]
    assert codes(listing) == ["no_day"]


@pytest.mark.parametrize(("on", "expected"), [(date(2026, 8, 31), []), (date(2026, 9, 1), ["old_wording"])])
def test_the_older_wording_of_the_warranties_ended(on: date, expected: list[str]) -> None:
    line = diamond(received_on=on)
    found = problems(invoice(standard="wdc_sow_old", issued_on=on), stones_bought(line))
    assert [one.code for one in found] == expected


def test_a_report_belongs_to_the_stone_whose_number_it_bears() -> None:
    line = diamond(report_number="TT-0118")
    assert problems(report(), stones_bought(line)) == ()
    assert [one.code for one in problems(report(number="TT-0119"), stones_bought(line))] == ["other_report"]


def test_only_what_is_not_written_down_yet_is_open() -> None:
    assert only_open(problems(paper(checked_by=None, digest=None), metal_bought(lot())))
    assert not only_open(problems(paper(checked_by=None, is_false=True), metal_bought(lot())))


def test_every_problem_says_what_happened_and_what_would_mend_it() -> None:
    worst = paper(
        number=None,
        holder_code=None,
        materials=frozenset(),
        digest=None,
        checked_by=None,
        site="X",
        standard=None,
        valid_until=None,
    )
    found = problems(worst, metal_bought(lot()))
    assert len(found) == 8
    assert all(one.told.endswith(".") and one.missing for one in found)


def test_an_own_paper_is_judged_on_its_day_only() -> None:
    own = paper(holder_code=None, materials=frozenset(), standard="fairmined_licence")
    assert own_problems(own, BOUGHT) == ()
    assert [one.code for one in own_problems(own, date(2028, 1, 1))] == ["ended"]
    assert period_problem(replace(own, is_false=True), BOUGHT) is not None
