"""What a gallery owes: who bears the discount and the loss, to the minor unit."""

import pytest

from workshop.errors import Invalid
from workshop.sales.consignment_rules import Owed, Terms, owed_for_loss, owed_for_sale, require_terms, total


@pytest.mark.parametrize(
    ("discount_by", "listed", "got", "owed"),
    [
        ("both", 10_000, 10_000, 6_000),
        ("both", 10_000, 8_000, 4_800),
        ("gallery", 10_000, 8_000, 6_000),
        ("maker", 10_000, 8_000, 4_000),
        ("maker", 10_000, 3_000, 0),
        ("gallery", 10_000, 12_000, 7_200),
        ("both", None, 9_999, 5_999),
        ("both", 10_001, 10_001, 6_001),
        ("both", 10_000, None, None),
    ],
)
def test_what_is_owed_for_a_sale(discount_by: str, listed: int | None, got: int | None, owed: int | None) -> None:
    assert owed_for_sale(Terms(discount_by=discount_by), listed, got) == owed


@pytest.mark.parametrize(
    ("loss_by", "listed", "owed"), [("gallery", 10_000, 6_000), ("maker", 10_000, 0), ("gallery", None, None)]
)
def test_what_is_owed_for_a_missing_piece(loss_by: str, listed: int | None, owed: int | None) -> None:
    assert owed_for_loss(Terms(loss_by=loss_by), listed) == owed


def test_what_is_not_told_is_in_no_sum() -> None:
    lines = [Owed("R-1", "x", "sold", "2026-01-01", 1, 1, owed) for owed in (5, None, 7)]
    assert total(lines) == 12


@pytest.mark.parametrize(
    "terms", [Terms(1_001), Terms(-1), Terms(discount_by="x"), Terms(loss_by="both"), Terms(pay_days=400)]
)
def test_terms_that_are_none_are_refused(terms: Terms) -> None:
    with pytest.raises(Invalid):
        require_terms(terms)
