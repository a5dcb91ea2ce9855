"""Passwords and PINs: which are taken, how they are kept, how they are compared; and random secrets."""

import hmac
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from secrets import token_urlsafe

from nacl.exceptions import InvalidkeyError
from nacl.pwhash import argon2id, verify

from workshop.errors import Invalid
from workshop.people.common import PASSWORDS, PINS
from workshop.wording import _

MEMORY_BYTES, ROUNDS = 19 * 1024 * 1024, 2  # OWASP's first choice for argon2id (cheat sheet, 2025)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1_000
PIN_DIGITS = 6
_TOO_NEAR = ("workshop",)
NOBODYS = argon2id.str(b"nobody", opslimit=ROUNDS, memlimit=MEMORY_BYTES).decode()


def hash_secret(typed: str, secret_key: str) -> str:
    """What is kept of a password or PIN: argon2id over the text keyed by the machine's own secret, which is not in the database."""
    return argon2id.str(_keyed(typed, secret_key), opslimit=ROUNDS, memlimit=MEMORY_BYTES).decode()


def is_secret(typed: str, kept: str | None, secret_key: str) -> bool:
    """Whether this is the secret that was kept. With nothing kept it is never, after the same work."""
    try:
        verify((kept or NOBODYS).encode(), _keyed(typed, secret_key))
    except InvalidkeyError:
        return False
    return kept is not None


def _keyed(typed: str, secret_key: str) -> bytes:
    pepper = hmac.new(secret_key.encode(), b"passwords and PINs", sha256).digest()
    return hmac.new(pepper, unicodedata.normalize("NFC", typed).encode("utf-8", "surrogatepass"), sha256).digest()


def check_password(typed: str | None, *, near: Iterable[str] = (), field: str = "password") -> str:
    """The same password, when it is good enough; nothing is cut off it. `near`: names that it may not merely repeat. Raises Invalid."""
    password = typed or ""
    if len(password) < SHORTEST_PASSWORD:
        raise _refused(
            _(
                "A password has at least {least} characters. Three or four words are easy to keep.",
                least=SHORTEST_PASSWORD,
            ),
            field,
        )
    if len(password) > LONGEST_PASSWORD:
        raise _refused(_("A password has at most {most} characters.", most=LONGEST_PASSWORD), field)
    folded = password.casefold()
    if folded in PASSWORDS or len(set(folded)) < 4:
        raise _refused(_("This password is among the first that are guessed. Choose another."), field)
    if _is_mostly(folded, [*_TOO_NEAR, *near]):
        raise _refused(_("This password is little more than a name that everybody knows. Choose another."), field)
    return password


def _is_mostly(folded: str, names: Iterable[str]) -> bool:
    """Whether a password holds these names and, figures and signs apart, hardly anything else."""
    left = folded
    for word in sorted({w for name in names for w in re.split(r"\W+", name.casefold()) if len(w) > 2}, key=len):
        left = left.replace(word, "")
    return left != folded and len(re.sub(r"[\W\d_]", "", left)) < 4


def check_pin(typed: str | None, *, field: str = "pin") -> str:
    """Six digits that are not the first guess and no date. Raises Invalid."""
    pin = (typed or "").strip()
    if len(pin) != PIN_DIGITS or not pin.isascii() or not pin.isdigit():
        raise Invalid(_("A PIN has six digits."), slug="pin-not-six-digits", field=field)
    if pin in PINS or len(set(pin)) < 3:
        raise Invalid(
            _("This PIN is among the first that are guessed. Choose another."), slug="pin-too-common", field=field
        )
    if _is_date(pin):
        raise Invalid(_("This PIN reads like a date. Choose another."), slug="pin-is-a-date", field=field)
    return pin


def _is_date(pin: str) -> bool:
    """Day, month and year in two digits each, in the three orders that people write."""
    one, two, three = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    return any(_exists(*order) for order in ((three, two, one), (three, one, two), (one, two, three)))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _refused(sentence: str, field: str) -> Invalid:
    return Invalid(sentence, slug="password-too-weak", field=field)


def digest_of(secret: str) -> str:
    """What the database keeps of a random secret."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def token_digest(token: str, secret_key: str) -> str:
    """What the database keeps of a program's token: keyed, so that nobody who only writes to the database can put one in."""
    return hmac.new(secret_key.encode(), token.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def is_hex(text: str, digits: int) -> bool:
    """Whether a name out of an address could be one of ours at all: some databases stumble over stranger ones."""
    return len(text) == digits and re.fullmatch("[0-9a-f]+", text) is not None


def new_secret() -> str:
    return token_urlsafe(32)


def secret_for(purpose: str, request_key: str, secret_key: str) -> str:
    """A secret that answers one request: the same when that request is repeated, unknown to whoever lacks the machine's own secret."""
    return hmac.new(secret_key.encode(), f"{purpose}\0{request_key}".encode(), sha256).hexdigest()
