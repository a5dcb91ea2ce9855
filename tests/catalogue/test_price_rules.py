"""What prices are reckoned from: shares, percentages and steps, without a database."""

import pytest

from workshop.catalogue.price_queries import PriceRow
from workshop.catalogue.price_rules import PriceChange, check_changes, check_raise, raised, share_of
from workshop.catalogue.price_sheet import read_sheet, sheet_text
from workshop.errors import Invalid


def row(code: str, price: int | None = 14_800, wholesale: int | None = None) -> PriceRow:
    return PriceRow(1, code, "Reed band", "ring", "silver 925", price, wholesale, None)


@pytest.mark.parametrize(
    ("price", "thousandths", "step", "after"),
    [
        (14_800, 5_000, 100, 15_500),  # 155.40
        (14_800, 5_000, 1, 15_540),
        (14_800, 5_000, 500, 15_500),
        (15_000, 5_000, 1_000, 16_000),  # 157.50, nearer to 160
        (14_500, 0, 1_000, 15_000),  # half a step is rounded up
        (14_800, -10_000, 100, 13_300),  # 133.20
        (300, -90_000, 1_000, 1_000),  # never to nothing
        (0, 5_000, 100, 0),
        (10**12, 900_000, 1, 10**13),
    ],
)
def test_a_price_is_raised_to_the_nearest_step(price: int, thousandths: int, step: int, after: int) -> None:
    assert raised(price, thousandths, step) == after


def test_a_share_is_rounded_half_up() -> None:
    assert [share_of(price, 50) for price in (101, 100, 99, 0)] == [51, 50, 50, 0]
    assert share_of(14_800, 60) == 8_880


@pytest.mark.parametrize(("percent", "step"), [(None, 100), (0, 100), (-90_001, 100), (900_001, 100), (5_000, 0)])
def test_by_what_cannot_be_is_not_raised(percent: int | None, step: int) -> None:
    with pytest.raises(Invalid):
        check_raise(percent, step)


def test_one_price_is_changed_once_and_only_when_it_differs() -> None:
    one = PriceChange("A", "retail", 100, 120)
    assert check_changes([one, PriceChange("B", "retail", 5, 5), PriceChange("A", "wholesale", None, 60)]) == [
        one,
        PriceChange("A", "wholesale", None, 60),
    ]
    with pytest.raises(Invalid, match="twice"):
        check_changes([one, one])


def test_a_list_comes_back_from_a_spreadsheet_with_decimal_commas() -> None:
    text = sheet_text(
        "\ufeffcode;name;price;own_wholesale;currency\r\n'-A;x;155,5;;EUR\r\nB;y;;70;\r\nC;z;148;;\r\n".encode()
    )
    sheet = read_sheet(text, [row("-A"), row("B", None), row("C")], "EUR")
    assert sheet.refused == ()
    assert sheet.changes == (PriceChange("-A", "retail", 14_800, 15_550), PriceChange("B", "wholesale", None, 7_000))
    assert sheet.same == 1


def test_each_row_that_is_not_understood_is_told_by_its_number() -> None:
    lines = ["code,price,currency", "A,many,", "X,1,", "B,1,USD", "A,2", "B,-1,", "B,1,EUR", "B,2,EUR"]
    sheet = read_sheet("\n".join(lines), [row("A"), row("B")], "EUR")
    assert [one.row for one in sheet.refused] == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"x" * 2_000_001])
def test_what_is_no_list_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        sheet_text(raw)


def test_a_list_without_prices_is_refused() -> None:
    with pytest.raises(Invalid, match="“price”"):
        read_sheet("code,name\nA,x\n", [], "EUR")
