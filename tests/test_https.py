"""HTTPS inside the shop: what the authority may vouch for, when a certificate is renewed, and that the shop answers over it."""

import json
import ssl
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from flask import Flask

from tests.world import World
from workshop.backup import backup
from workshop.certificates import make_authority, renew
from workshop.encrypting import encrypted
from workshop.errors import CannotStart
from workshop.exporting import export
from workshop.https_papers import Papers, door_of, fingerprint_of, papers_of
from workshop.shoproom import Shoproom

NAME, HERE = "workshop.lan", ["192.168.1.20", "203.0.113.9"]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    found = papers_of(tmp_path)
    make_authority(found, NAME, 8443, NOW)
    renew(found, HERE, NOW)
    return found


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def names_in(papers: Papers) -> set[str]:
    known = read(papers.certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {*known.get_values_for_type(x509.DNSName), *map(str, known.get_values_for_type(x509.IPAddress))}


def test_the_certificate_is_what_tablets_ask_for(papers: Papers) -> None:
    """Apple: a name in the SAN, for servers, at most 825 days."""
    made = read(papers.certificate)
    assert names_in(papers) == {NAME, "192.168.1.20", "127.0.0.1"}, "no address outside the house"
    assert list(made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [
        ExtendedKeyUsageOID.SERVER_AUTH
    ]
    assert made.not_valid_after_utc - made.not_valid_before_utc == timedelta(days=397)
    assert made.not_valid_before_utc <= NOW - timedelta(days=1), "a tablet's clock may be a day behind"


def test_the_authority_vouches_for_nobody_else(papers: Papers) -> None:
    store = Store([read(papers.authority)])
    verifier = PolicyBuilder().store(store).time(NOW).build_server_verifier(x509.DNSName(NAME))
    assert len(verifier.verify(read(papers.certificate), [])) == 2
    elsewhere = PolicyBuilder().store(store).time(NOW).build_server_verifier(x509.DNSName("bank.example"))
    with pytest.raises(VerificationError):
        elsewhere.verify(read(papers.certificate), [])
    limits = read(papers.authority).extensions.get_extension_for_class(x509.NameConstraints)
    permitted = limits.value.permitted_subtrees or []
    assert limits.critical
    assert [one.value for one in permitted if isinstance(one, x509.DNSName)] == [NAME]
    assert all(one.value.is_private for one in permitted if isinstance(one, x509.IPAddress))


def test_keys_are_for_nobody_else_to_read(papers: Papers) -> None:
    assert stat.S_IMODE(papers.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (papers.authority_key, papers.key)} == {0o600}


def test_a_certificate_is_renewed_in_time_and_the_authority_stays(papers: Papers) -> None:
    trusted, first = fingerprint_of(papers), read(papers.certificate).serial_number
    assert not renew(papers, HERE, NOW + timedelta(days=300))
    assert read(papers.certificate).serial_number == first
    assert renew(papers, HERE, NOW + timedelta(days=340))
    assert renew(papers, ["10.0.0.7"], NOW + timedelta(days=340)) and "10.0.0.7" in names_in(papers)
    assert not make_authority(papers, NAME, 9443, NOW)
    assert (fingerprint_of(papers), door_of(papers)) == (trusted, (NAME, 9443))


def test_another_name_asks_for_another_authority(papers: Papers) -> None:
    trusted = fingerprint_of(papers)
    assert make_authority(papers, "Bench.Home.Arpa.", 8443, NOW)
    assert renew(papers, HERE, NOW)
    assert fingerprint_of(papers) != trusted and "bench.home.arpa" in names_in(papers)


@pytest.mark.parametrize("name", ["", " ", "192.168.1.20", "a b", "-a", "a/b", "*.lan", "a..b", "x" * 64, "ä.lan"])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotStart, match="is not a name of a machine"):
        make_authority(papers_of(tmp_path), name, 8443, NOW)
    assert not papers_of(tmp_path).is_there


def test_no_key_is_in_a_backup_or_an_export(room: Shoproom, tmp_path: Path) -> None:
    papers = papers_of(room.settings.data_dir)
    make_authority(papers, NAME, 8443, NOW)
    renew(papers, HERE, NOW)
    if room.settings.is_sqlite:
        backup(room, tmp_path / "backup")
    export(room, tmp_path / "export")
    written = [path for path in tmp_path.rglob("*") if path.is_file() and papers.folder not in path.parents]
    secrets = [path.read_bytes().splitlines()[1] for path in (papers.authority_key, papers.key)]
    assert not [path for path in written for secret in secrets if secret in path.read_bytes()]


@pytest.fixture
def secure(app: Flask, room: Shoproom, world: World) -> Iterator[tuple[str, Papers]]:
    papers = papers_of(room.settings.data_dir)
    make_authority(papers, NAME, 0, NOW)
    with encrypted(app, papers, "127.0.0.1", []) as address:
        yield address, papers


def asked(
    secure: tuple[str, Papers], path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    address, papers = secure
    trusting = ssl.create_default_context(cafile=str(papers.authority))
    connection = HTTPSConnection("127.0.0.1", urlsplit(address).port, context=trusting, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    told = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return told


def test_the_shop_answers_over_it_whole(secure: tuple[str, Papers]) -> None:
    assert urlsplit(secure[0]).hostname == NAME
    assert json.loads(asked(secure, "/healthz")[2]) == {"alive": True}
    assert asked(secure, "/healthz", "HEAD")[0] == 200
    assert asked(secure, "/bench")[0] == 302
    found = asked(secure, "/static/css/base.css")
    assert asked(secure, "/static/css/base.css", **{"If-None-Match": found[1]["etag"]})[0] == 304


def test_cookies_of_https_are_its_own(secure: tuple[str, Papers]) -> None:
    """A browser refuses to overwrite a secure cookie from the plain address of the same machine."""
    kept = asked(secure, "/sign-in?by=password")[1]["set-cookie"]
    assert kept.startswith("__Host-workshop=") and "Secure" in kept and "HttpOnly" in kept and "Path=/" in kept


def test_tablets_learn_it_over_plain_http(secure: tuple[str, Papers], app: Flask) -> None:
    page = app.test_client().get("/trust").text
    assert fingerprint_of(secure[1]) in page and "<svg" in page and "authority.crt" in page
    given = app.test_client().get("/trust/authority.crt")
    assert given.data == ssl.PEM_cert_to_DER_cert(secure[1].authority.read_text())
    assert given.content_type == "application/x-x509-ca-cert"
