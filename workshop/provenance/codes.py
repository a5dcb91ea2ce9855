"""Tag codes: what is printed and engraved, read aloud, typed by a stranger ten years later."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O and U
RANDOM_CHARACTERS = 12

_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_FIELD = 0b100101  # x^5 + x^2 + 1 makes the field of 32 elements, and x runs through all 31 that are not zero
_LONGEST_TYPED = 300
_LOOK_ALIKES = str.maketrans("OIL", "011")
_NOT_SAID = re.compile(r"[\s\-‐‑‒–—―−_.]+")  # tablets turn hyphens into dashes by themselves
_ADDRESS = re.compile(r".*/p/([^/?#]+)/?(?:[?#].*)?", re.IGNORECASE | re.DOTALL)


def new_code() -> str:
    """A fresh code: 12 random characters and their check character.

    There are 2^60 of them. Among a million tags the chance that any two are alike is below 1 in 2 million (the database
    still asks that each is unique). A stranger who tries 10 codes a second against 10,000 tags finds the first one
    after some 365,000 years.
    """
    drawn = "".join(secrets.choice(ALPHABET) for _place in range(RANDOM_CHARACTERS))
    return drawn + check_character(drawn)


def check_character(drawn: str) -> str:
    """The sum of the characters, the one at place n taken x^n times, in the field of 32 elements.

    Every place has its own factor, so one wrong character and any two exchanged ones (neighbours or not) change the
    sum; of texts typed at random, 1 in 32 is let through.
    """
    total = 0
    for symbol in reversed(drawn):
        total = _times_x(total ^ _VALUE[symbol])
    return ALPHABET[total]


def is_code(text: str) -> bool:
    """Whether this is a code exactly as it is kept: 13 capitals and digits that fit together."""
    return (
        len(text) == RANDOM_CHARACTERS + 1
        and all(symbol in _VALUE for symbol in text)
        and check_character(text[:-1]) == text[-1]
    )


def understand(text: str) -> str | None:
    """The code that somebody typed, read aloud or scanned; None when it is none.

    Small letters, spaces, hyphens, O for 0, I and L for 1, and a whole address ending in /P/CODE are forgiven.
    """
    if len(text) > _LONGEST_TYPED:
        return None
    address = _ADDRESS.fullmatch(text.strip())
    typed = address.group(1) if address else text
    code = _NOT_SAID.sub("", typed).upper().translate(_LOOK_ALIKES)
    return code if is_code(code) else None


def printed(code: str) -> str:
    """The code in groups of four for reading aloud, its check character apart: 7K3M-9QTW-2HXR-Y."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD if doubled > 31 else doubled
