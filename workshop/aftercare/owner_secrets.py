"""The secrets by which a piece is claimed and its owner comes back: how they are made, spelled and kept."""

import hmac
import re
import unicodedata
from hashlib import sha256

from workshop.provenance.codes import ALPHABET

CHARACTERS = 26  # 130 bits: what is guessed at a thousand times a second is not found before the sun is out
GROUP = 4
_LONGEST_TYPED = 200
_LOOK_ALIKES = str.maketrans("OIL", "011")
_NOT_SAID = re.compile(r"[\s\-‐‑‒–—―−_.]+")


def secret_from(seed: str, purpose: str, secret_key: str) -> str:
    """The secret that answers one form: the same when that form is sent twice, unknown to whoever lacks the machine's own secret.

    The seed stands in the form only, never in the database, so nobody can make the secret again from what is kept.
    """
    drawn = hmac.new(
        secret_key.encode(), f"owner secret\0{purpose}\0{seed}".encode("utf-8", "replace"), sha256
    ).digest()
    number = int.from_bytes(drawn, "big")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(CHARACTERS))


def secret_digest(secret: str, secret_key: str) -> str:
    """What the database keeps of a secret: keyed, so that nobody who only writes to the database can put one in."""
    return hmac.new(secret_key.encode(), f"kept owner secret\0{secret}".encode(), sha256).hexdigest()


def understand_secret(typed: str) -> str:
    """A secret as it is kept, for what was typed or read aloud; a text that is none becomes one that nobody has."""
    plain = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED])
    secret = _NOT_SAID.sub("", plain).upper().translate(_LOOK_ALIKES)
    is_one = len(secret) == CHARACTERS and all(sign in ALPHABET for sign in secret)
    return secret if is_one else "-" * CHARACTERS


def spelled(secret: str) -> str:
    """The secret in groups of four, for paper and for reading aloud."""
    return "-".join(secret[start : start + GROUP] for start in range(0, len(secret), GROUP))
