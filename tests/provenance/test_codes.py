"""Tag codes: which slips are caught, what is forgiven, and how long guessing takes."""

from itertools import combinations, product

import pytest

from workshop.provenance.codes import (
    ALPHABET,
    RANDOM_CHARACTERS,
    check_character,
    is_code,
    new_code,
    printed,
    understand,
)

CODE = "7K3M9QTW2HXRY"
LENGTH = RANDOM_CHARACTERS + 1
ZERO = "0" * LENGTH


def placed(*symbols: tuple[int, str]) -> str:
    """The code of zeros with these symbols at these places."""
    code = list(ZERO)
    for place, symbol in symbols:
        code[place] = symbol
    return "".join(code)


def added(one: str, other: str) -> str:
    values = (ALPHABET.index(left) ^ ALPHABET.index(right) for left, right in zip(one, other, strict=True))
    return "".join(ALPHABET[value] for value in values)


def test_new_codes_are_codes_and_differ() -> None:
    codes = {new_code() for _number in range(2000)}
    assert len(codes) == 2000
    assert all(is_code(code) and len(code) == LENGTH for code in codes)


def test_every_character_of_the_alphabet_is_drawn_at_every_place() -> None:
    codes = [new_code() for _number in range(3000)]
    for place in range(LENGTH):
        assert {code[place] for code in codes} == set(ALPHABET)


def test_the_sum_of_two_codes_is_a_code_so_that_slips_on_zeros_speak_for_all_codes() -> None:
    """Whether a slip shows depends on the difference that it makes alone; the two tests below go through these."""
    assert is_code(ZERO)
    codes = [new_code() for _number in range(200)]
    assert all(is_code(added(one, other)) for one, other in combinations(codes, 2))
    units = [placed((place, symbol)) for place in range(RANDOM_CHARACTERS) for symbol in "1248G"]
    codes_of_units = [unit[:-1] + check_character(unit[:-1]) for unit in units]
    assert all(is_code(added(one, other)) for one, other in product(codes_of_units, codes))


def test_every_single_wrong_character_is_caught() -> None:
    for place, symbol in product(range(LENGTH), ALPHABET[1:]):
        assert not is_code(placed((place, symbol)))


def test_every_exchange_of_two_characters_is_caught_neighbours_or_not() -> None:
    """Exchanging a and b changes both places by the same difference, a xor b."""
    for (one, other), difference in product(combinations(range(LENGTH), 2), ALPHABET[1:]):
        assert not is_code(placed((one, difference), (other, difference)))


@pytest.mark.parametrize("code", [CODE, "84G7ZWYRD6Z1A", "355QAKGD2AVSJ", "F8QY40YGECYY0"])
def test_slips_in_real_codes_are_caught(code: str) -> None:
    assert is_code(code)
    for place, symbol in product(range(LENGTH), ALPHABET):
        slip = code[:place] + symbol + code[place + 1 :]
        assert is_code(slip) == (slip == code)
    for place in range(RANDOM_CHARACTERS):
        slip = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert is_code(slip) == (slip == code)


def test_one_in_32_random_texts_is_let_through() -> None:
    assert sum(is_code("7K3M9QTW2HXR" + symbol) for symbol in ALPHABET) == 1


def test_the_odds_are_as_told() -> None:
    codes = len(ALPHABET) ** RANDOM_CHARACTERS
    assert codes == 2**60
    million = 1_000_000
    alike = million * (million - 1) / 2 / codes
    assert alike < 1 / 2_000_000
    years = codes / 10_000 / 10 / (365.25 * 24 * 3600)
    assert 365_000 < years < 366_000


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        "7K3M-9QTW-2HXR-Y",
        " 7k3m 9qtw 2hxr y\n",
        "7K3M–9QTW—2HXR‑Y",
        "7K3M\u00a09QTW\u20092HXR.Y",
        f"HTTPS://MARSHWREN.EXAMPLE/P/{CODE}",
        f"https://marshwren.example/p/{CODE.lower()}",
        f"http://192.168.1.20:5000/p/{CODE}/",
        f"marshwren.example/P/{printed(CODE)}",
        f"/p/{CODE}?from=mail#photo",
    ],
)
def test_the_code_is_understood_however_it_is_typed(text: str) -> None:
    assert understand(text) == CODE


def test_look_alikes_are_read_as_the_digits_they_stand_for() -> None:
    code = "0011AKGD2AVS"
    code += check_character(code)
    for zero, one in product("0oO", "1iIlL"):
        assert understand(code.replace("0", zero).replace("1", one)) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "R-0147",
        CODE[:-1],
        CODE + "Y",
        "7K3M9QTW2HXR4",
        "U" * LENGTH,
        f"https://marshwren.example/q/{CODE}",
        f"https://marshwren.example/p/{CODE}/photo",
        "\x00" * LENGTH,
        "\ud800" * LENGTH,
        "７K3M9QTW2HXRY",
        "ß" * LENGTH,
        CODE + " " * 1_000_000,
        "/p/" * 500_000,
    ],
)
def test_what_is_no_code_is_not_understood(text: str) -> None:
    assert understand(text) is None


@pytest.mark.parametrize("text", [CODE.lower(), "7K3M-9QTW-2HXR-Y", CODE + "\n", "", "O" + CODE[1:]])
def test_only_the_kept_form_is_a_code(text: str) -> None:
    assert not is_code(text)


def test_a_code_is_printed_in_fours_with_its_check_character_apart() -> None:
    assert printed(CODE) == "7K3M-9QTW-2HXR-Y"
