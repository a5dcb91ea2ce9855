"""The shop's own signature under what it says of a piece: a JSON Web Signature (RFC 7515) with ES256, which every browser checks.

The key is made at its first use and kept in the data folder. Whoever has it can speak for the shop; who loses it cannot
sign under the number on the cards any more, while everything that was signed stays right.
"""

import json
import os
from base64 import urlsafe_b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from workshop.errors import CannotStart
from workshop.filestore import sync_folder
from workshop.journal import canonical_json

KEY_FILE = "passport.key"
_PART = 32  # bytes of one half of a signature, and of one coordinate
_SHOWN = 16  # bytes of the thumbprint that people compare: 128 bits


class SigningKey:
    """The key of one shop."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        numbers = key.public_key().public_numbers()
        self.jwk = {"crv": "P-256", "kty": "EC", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}

    @property
    def number(self) -> str:
        """What stands on the card: half of the key's thumbprint (RFC 7638), in groups of four."""
        shown = sha256(canonical_json(self.jwk).encode()).digest()[:_SHOWN].hex().upper()
        return " ".join(shown[at : at + 4] for at in range(0, len(shown), 4))

    def sign(self, told: dict[str, Any]) -> bytes:
        """The flattened JSON form, the same bytes for the same words (RFC 6979)."""
        header = {"alg": "ES256", "jwk": self.jwk, "typ": "workshop-passport"}
        protected, payload = (_encoded(canonical_json(part).encode()) for part in (header, told))
        made = self._key.sign(f"{protected}.{payload}".encode(), ec.ECDSA(SHA256(), deterministic_signing=True))
        r, s = decode_dss_signature(made)
        signature = _encoded(r.to_bytes(_PART, "big") + s.to_bytes(_PART, "big"))
        whole = {"payload": payload, "protected": protected, "signature": signature}
        return (json.dumps(whole, indent=1) + "\n").encode()


def signing_key(data_dir: Path) -> SigningKey:
    """The shop's key, made when there is none yet. Raises CannotStart."""
    path = data_dir / KEY_FILE
    if not path.exists():
        _make(path)
    return SigningKey(_read(path))


def _make(path: Path) -> None:
    """The file appears whole or not at all; of two makers the first one wins."""
    key = ec.generate_private_key(ec.SECP256R1())
    handle, written = mkstemp(prefix=f".{path.name}-", dir=path.parent)  # readable by its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(written, path)
    finally:
        os.unlink(written)
    sync_folder(path.parent)


def _read(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError, OSError) as error:
        raise _no_key(path) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise _no_key(path)
    return key


def _no_key(path: Path) -> CannotStart:
    return CannotStart(
        f"{path} is not the key with which passports are signed. Put the file back from a backup; "
        "the number on the cards is that of this key."
    )


def _coordinate(number: int) -> str:
    return _encoded(number.to_bytes(_PART, "big"))


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
