"""The workshop's own small authority and its server's certificate, for HTTPS inside the shop where no public authority reaches.

Tablets trust the authority once; the certificate is renewed at a start without them. The authority can speak for this one name and
for private addresses only, so that its key, if it were stolen, opens no other site.
"""

import json
import os
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from workshop.errors import CannotStart
from workshop.https_papers import Papers

AUTHORITY_LASTS = timedelta(days=3650)
CERTIFICATE_LASTS = timedelta(days=397)  # Apple refuses more than 825 days, and 398 from public authorities
RENEWED_BEFORE = timedelta(days=60)
CLOCKS_DIFFER = timedelta(days=2)
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")

Key = ec.EllipticCurvePrivateKey


def make_authority(papers: Papers, typed: str, port: int, now: datetime) -> bool:
    """An authority for that name, unless there is one; returns whether it was made. Raises CannotStart for what is no name."""
    name = _host_name(typed)
    is_new = not (papers.is_there and name_of(papers) == name)
    if is_new:
        _make(papers, name, now)
    _write(papers.door, json.dumps({"name": name, "port": port}).encode(), 0o644)
    return is_new


def _make(papers: Papers, name: str, now: datetime) -> None:
    papers.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Workshop at {name}"[:64])])
    builder = _begun(called, called, key, now - CLOCKS_DIFFER, AUTHORITY_LASTS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_may_sign(certificates=True), critical=True)
    builder = builder.add_extension(_only_for(name), critical=True)
    made = builder.sign(key, hashes.SHA256())
    papers.certificate.unlink(missing_ok=True)
    _write(papers.authority_key, _pem_of(key), 0o600)
    _write(papers.authority, made.public_bytes(serialization.Encoding.PEM), 0o644)


def renew(papers: Papers, addresses: Sequence[str], now: datetime) -> bool:
    """A certificate for the name and these addresses, unless there is one that will do for a while; returns whether it was made."""
    private = sorted({one for one in addresses if _is_private(one)} | {"127.0.0.1"})
    if _will_do(papers, private, now):
        return False
    authority = _read(papers.authority)
    signing = serialization.load_pem_private_key(papers.authority_key.read_bytes(), None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    name, key = name_of(papers), ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    known = [x509.DNSName(name), *(x509.IPAddress(ip_address(one)) for one in private)]
    builder = _begun(called, authority.subject, key, now - CLOCKS_DIFFER, CERTIFICATE_LASTS)
    builder = builder.add_extension(x509.SubjectAlternativeName(known), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_may_sign(certificates=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    made = builder.add_extension(issuer, critical=False).sign(signing, hashes.SHA256())
    _write(papers.key, _pem_of(key), 0o600)
    _write(papers.certificate, made.public_bytes(serialization.Encoding.PEM), 0o644)
    return True


def name_of(papers: Papers) -> str:
    """The name that the authority speaks for."""
    limits = _read(papers.authority).extensions.get_extension_for_class(x509.NameConstraints).value
    names = [str(one.value) for one in limits.permitted_subtrees or () if isinstance(one, x509.DNSName)]
    return names[0]


def _will_do(papers: Papers, addresses: Sequence[str], now: datetime) -> bool:
    if not (papers.certificate.exists() and papers.key.exists()):
        return False
    there = _read(papers.certificate)
    known = there.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covered = {str(one) for one in known.get_values_for_type(x509.IPAddress)}
    lasts = there.not_valid_before_utc <= now <= there.not_valid_after_utc - RENEWED_BEFORE
    return lasts and set(addresses) <= covered and there.issuer == _read(papers.authority).subject


def _host_name(typed: str) -> str:
    name = typed.strip().rstrip(".").lower()
    if len(name) > 253 or not _NAME.fullmatch(name) or name.replace(".", "").isdigit():
        raise CannotStart(
            f"“{typed[:60]}” is not a name of a machine. Use one such as workshop.lan; its addresses are added by themselves."
        )
    return name


def _is_private(address: str) -> bool:
    try:
        return any(ip_address(address) in ip_network(one) for one in PRIVATE)
    except ValueError:
        return False


def _only_for(name: str) -> x509.NameConstraints:
    networks: list[IPv4Network | IPv6Network] = [ip_network(one) for one in PRIVATE]
    return x509.NameConstraints([x509.DNSName(name), *(x509.IPAddress(one) for one in networks)], None)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: Key, since: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(since + lasts)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _may_sign(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem_of(key: Key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _read(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CannotStart(
            f"{path} is not a certificate. Remove the folder {path.parent} and run: python3 -m workshop https NAME"
        ) from error


def _write(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all, and never readable by others for a moment."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
