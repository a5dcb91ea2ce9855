"""Which passwords and PINs are taken, and what is kept of them."""

import pytest

from workshop.errors import Invalid
from workshop.people.secrets import check_password, check_pin, hash_secret, is_secret, secret_for

KEY = "k" * 64
ODD = (
    "  leading and trailing  ",
    "пароль из слов",
    "💍💍💍 ring ring",
    "a" * 40 + "bcdé",
    "x\ty\nz 0123456",
    "1928374650#!",
)


@pytest.mark.parametrize(
    "password", ["", "short", "password123", "PASSWORD123", "aaaaaaaaaaaa", "abababababab", "w" * 1001]
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_password(password)
    assert refused.value.field == "password"


@pytest.mark.parametrize("password", ["Marsh&Wren2026", "beatriz12345", "workshop2031!", "MARSH wren marsh"])
def test_a_password_that_is_little_more_than_a_known_name_is_refused(password: str) -> None:
    with pytest.raises(Invalid, match="name"):
        check_password(password, near=("Marsh & Wren", "Beatriz Wren"))


@pytest.mark.parametrize("password", ODD)
def test_any_other_password_is_taken_and_kept_whole(password: str) -> None:
    assert check_password(password, near=("Marsh & Wren",)) == password
    kept = hash_secret(password, KEY)
    assert is_secret(password, kept, KEY)
    assert not is_secret(password.strip() + "x", kept, KEY)
    assert password == password.strip() or not is_secret(password.strip(), kept, KEY)


def test_a_lone_surrogate_is_compared_and_not_stumbled_over() -> None:
    assert not is_secret("\ud800" * 20, None, KEY)


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "1234",
        "12345",
        "1234567",
        "12345a",
        "١٢٣٤٥٦",
        "123456",
        "111111",
        "121212",
        "010190",
        "311299",
        "991231",
        "123199",
    ],
)
def test_a_pin_that_is_guessed_first_is_refused(pin: str) -> None:
    with pytest.raises(Invalid):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["836159", "472905", "905472"])
def test_any_other_pin_is_taken(pin: str) -> None:
    assert check_pin(f" {pin} ") == pin


def test_what_is_kept_is_argon2id_of_the_agreed_cost_and_useless_without_the_machines_secret() -> None:
    kept = hash_secret("836159", KEY)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_secret("836159", kept, KEY)
    assert not is_secret("836159", kept, "another key")
    assert hash_secret("836159", KEY) != kept


def test_nothing_kept_is_never_right() -> None:
    assert not is_secret("nobody", None, KEY)


def test_a_secret_for_a_request_is_the_same_again_and_no_other() -> None:
    assert secret_for("token", "a", KEY) == secret_for("token", "a", KEY)
    assert len({secret_for(p, k, s) for p in ("token", "tablet") for k in ("a", "b") for s in (KEY, "x")}) == 8
