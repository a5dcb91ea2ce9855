"""The signature under a passport: right for the same words and key, for nothing else; the key is made once and kept."""

import json
import os
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from workshop.errors import CannotStart
from workshop.signing import KEY_FILE, signing_key

TOLD = {"design": "Ålder ring 指輪", "version": 3}


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def check(signed: bytes, folder: Path) -> Any:
    """Verified by the library itself, with the key of that folder. Raises InvalidSignature."""
    whole = json.loads(signed)
    key = load_pem_private_key((folder / KEY_FILE).read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    raw = decoded(whole["signature"])
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.public_key().verify(der, f"{whole['protected']}.{whole['payload']}".encode(), ec.ECDSA(SHA256()))
    return json.loads(decoded(whole["payload"]))


def test_what_is_signed_is_verified_and_always_the_same(tmp_path: Path) -> None:
    signed = signing_key(tmp_path).sign(TOLD)
    assert signing_key(tmp_path).sign(TOLD) == signed
    assert check(signed, tmp_path) == TOLD
    header = json.loads(decoded(json.loads(signed)["protected"]))
    assert header["alg"] == "ES256" and header["jwk"] == signing_key(tmp_path).jwk and "d" not in header["jwk"]


def test_other_words_and_other_keys_are_refused(tmp_path: Path) -> None:
    (other := tmp_path / "other").mkdir()
    signed = signing_key(tmp_path).sign(TOLD)
    assert signing_key(other).number != signing_key(tmp_path).number
    with pytest.raises(InvalidSignature):
        check(signed, other)
    forged = json.loads(signed) | {"payload": json.loads(signing_key(other).sign({"version": 4}))["payload"]}
    with pytest.raises(InvalidSignature):
        check(json.dumps(forged).encode(), tmp_path)


def test_the_key_is_private_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    number = signing_key(tmp_path).number
    assert len(number) == 39 and number.replace(" ", "").isalnum()
    if os.name == "posix":
        assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0
    (tmp_path / KEY_FILE).write_text("nothing")
    with pytest.raises(CannotStart, match="backup"):
        signing_key(tmp_path)


def test_a_crash_while_the_key_is_made_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_told: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(os, "link", crash)
        with pytest.raises(SystemExit):
            signing_key(tmp_path)
    assert not (tmp_path / KEY_FILE).exists()
    number = signing_key(tmp_path).number
    assert signing_key(tmp_path).number == number and [one.name for one in tmp_path.iterdir()] == [KEY_FILE]


def test_of_two_who_make_the_key_the_first_one_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = signing_key(tmp_path).number
    with monkeypatch.context() as late:
        late.setattr(Path, "exists", lambda _path: False)
        assert signing_key(tmp_path).number == first
