"""Prices as people type them."""

import pytest

from workshop.errors import Invalid
from workshop.money import read_price


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("1850", "EUR", 185_000),
        ("4,62", "EUR", 462),
        ("1.850,00", "EUR", 185_000),
        ("1,850.00", "EUR", 185_000),
        ("1 850", "EUR", 185_000),
        ("1\u202f850,5", "EUR", 185_050),
        ("1’850.50", "CHF", 185_050),
        ("1.234.567", "EUR", 123_456_700),
        ("500 €", "EUR", 50_000),
        ("€1.850,00", "EUR", 185_000),
        ("eur 500", "EUR", 50_000),
        ("500 CHF", "CHF", 50_000),
        ("0.850", "EUR", 85),
        ("1.850", "JPY", 1_850),
        ("1.850", "KWD", 1_850),
    ],
)
def test_a_price_is_read_as_jewellers_write_it(typed: str, currency: str, minor: int) -> None:
    assert read_price(typed, currency) == minor


@pytest.mark.parametrize("typed", ["1.850", "1,850", "€ 1.850"])
def test_a_price_that_may_be_one_or_a_thousand_is_asked_again(typed: str) -> None:
    with pytest.raises(Invalid, match=r"can be read in two ways. Write 1850 or 1\.85\.") as told:
        read_price(typed, "EUR")
    assert told.value.slug == "price-in-two-ways"


@pytest.mark.parametrize("typed", ["500 $", "12 34", "1.85,00", "1,850,00", "€", "", "-1.850,00", "1.850,005", "1'85"])
def test_what_is_no_price_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        read_price(typed, "EUR")
