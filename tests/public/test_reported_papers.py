"""What a reported piece is called where its page is not: in the signed file, on the certificate, in previews of links."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.aftercare.owners import Owners
from tests.public.published import bring, files
from tests.public.test_papers import words
from tests.public.test_publishing import unpacked
from tests.world import World
from workshop.aftercare.losses import dispute_report, found_again
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.codes import new_code
from workshop.public.misses import MOST
from workshop.writing import NOBODY

SENTENCE = "Its recorded owner told us that it was stolen."


@pytest.fixture
def owners(world: World) -> Owners:
    world.shop(public_address="MARSH.EXAMPLE", email="bench@marsh.example")
    owners = Owners(world)
    owners.card()
    owners.claim()
    return owners


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def signed(content: bytes) -> dict[str, object]:
    passport: dict[str, object] = json.loads(unpacked(content).split('{"alg"')[0])["passport"]
    return passport


def preview(page: str) -> str:
    return page.split('og:description" content="')[1].split('"')[0]


def test_the_signed_file_says_what_is_reported_while_it_is(owners: Owners, stranger: FlaskClient) -> None:
    address = f"/p/{owners.code}/signed.json"
    assert "reported" not in signed(stranger.get(address).data)
    owners.reported("stolen")
    told = signed(stranger.get(address).data)["reported"]
    assert isinstance(told, dict) and told["title"] == "Reported stolen" and told["sentence"].startswith(SENTENCE)
    assert "not verified, since 17 November 2026" in told["since"]
    owners.world.tell(lambda w: dispute_report(w, owners.serial, "x@example.test", "It is mine."), NOBODY)
    told = signed(stranger.get(address).data)["reported"]
    assert isinstance(told, dict) and "Somebody disputes this." in told["sentence"]
    owners.owner(found_again)
    assert "reported" not in signed(stranger.get(address).data)


def test_the_certificate_says_it_before_its_inspection(owners: Owners, stranger: FlaskClient) -> None:
    owners.reported("stolen")
    told = " ".join(words(stranger.get(f"/p/{owners.code}/certificate.pdf").data).split())
    assert told.index("Reported stolen.") < told.index(SENTENCE) < told.index("Passed its own inspection")
    german = stranger.get(f"/p/{owners.code}/certificate.pdf?lang=de").data
    assert "Als gestohlen gemeldet" in " ".join(words(german).split())


def test_previews_of_links_say_it_instead(owners: Owners, stranger: FlaskClient) -> None:
    page, card = f"/p/{owners.code}", f"/p/{owners.code}/card.png"
    assert preview(stranger.get(page).text).startswith("Passed its own inspection")
    sound = stranger.get(card).data
    owners.reported("stolen")
    assert preview(stranger.get(page).text) == "Reported stolen"
    assert stranger.get(card).data != sound
    code, omar = owners.code, owners.world.omar
    owners.world.tell(lambda w: withdraw_tag(w, owners.serial, code, reason="lost", note=None), omar)
    assert preview(stranger.get(page).text) == "Reported stolen"


def test_published_papers_say_it_too(owners: Owners, tmp_path: Path) -> None:
    owners.reported("lost")
    site = tmp_path / "site"
    bring(owners.world, site)
    there = files(site)
    told = signed(there[f"P/{owners.code}/signed.json"])["reported"]
    assert isinstance(told, dict) and told["title"] == "Reported lost"
    assert "Reported lost." in words(there[f"P/{owners.code}/certificate.pdf"])
    assert preview(there[f"P/{owners.code}/index.html"].decode()) == "Reported lost"


@pytest.mark.parametrize("paper", ["signed.json", "certificate.pdf"])
def test_guessing_at_papers_is_slowed_as_at_pages(owners: Owners, stranger: FlaskClient, paper: str) -> None:
    unknown = stranger.get(f"/p/{new_code()}").data
    answers = [stranger.get(f"/p/{new_code()}/{paper}") for _guess in range(MOST)]
    assert [one.status_code for one in answers] == [404] * (MOST - 1) + [429]
    assert {one.data for one in answers[:-1]} == {unknown} and int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].data == stranger.get(f"/p/{new_code()}").data
    assert stranger.get(f"/p/{owners.code}/{paper}").status_code == 200
