"""What an owner keeps: the certificate on paper and the signed file, the same for anybody who has the code, with nothing private."""

import json
from io import BytesIO
from unicodedata import normalize

import pytest
from flask import Flask
from pypdf import PdfReader

from tests.public.test_privacy import CANARY
from tests.public.test_privacy import full as full
from tests.public.test_publishing import readable, unpacked
from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design
from workshop.provenance.actions import withdraw_tag


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_certificate_says_what_the_page_says_on_a5(world: World, app: Flask) -> None:
    world.shop(public_address="MARSH.EXAMPLE", postal_address="Rua 1\nPorto", email="bench@marsh.example")
    serial = world.released()
    code = world.tag(serial).code
    answer = app.test_client().get(f"/p/{code}/certificate.pdf")
    assert answer.content_type == "application/pdf" and "Set-Cookie" not in answer.headers
    pdf = answer.get_data()
    assert pdf == app.test_client().get(f"/P/{code}/certificate.pdf").get_data()
    told = words(pdf)
    for said in ("Alder signet", serial, "Rua 1, Porto", "bench@marsh.example", "4.00 g", "Key number:"):
        assert said in told, said
    first = PdfReader(BytesIO(pdf)).pages[0].mediabox
    assert (round(first.width), round(first.height)) == (420, 595)
    assert "2026" not in str(PdfReader(BytesIO(pdf)).metadata)
    assert "Stand: " in words(app.test_client().get(f"/p/{code}/certificate.pdf?lang=de").get_data())


@pytest.mark.parametrize(
    "name",
    ["Kette „Größe“ Ørsted Čapek Ξένος", "指輪の名前", "خاتم الذهب", "Very " * 70 + "long", "<b>Bold & broken</i>"],
)
def test_foreign_names_are_printed_or_told_as_lost(world: World, app: Flask, name: str) -> None:
    world.shop(public_address="MARSH.EXAMPLE")
    design = world.tell(lambda w: add_design(w, NewDesign(name.strip(), "ring", "au750y")), world.omar)
    code = world.tag(world.released(world.piece(design))).code
    told = words(app.test_client().get(f"/p/{code}/certificate.pdf").get_data())
    assert (
        name[:20].strip() in normalize("NFKC", " ".join(told.split()))
        or "stands for letters that this paper cannot show" in told
    )


def test_the_signed_file_holds_the_facts_and_nothing_private(full: tuple[World, str, str], app: Flask) -> None:
    _world, code, old = full
    stranger = app.test_client()
    for path in (f"/p/{code}/signed.json", f"/p/{code}/certificate.pdf", "/p/verify.html"):
        answer = stranger.get(path)
        assert answer.status_code == 200
        told = readable(path, answer.get_data()) + str(answer.headers)
        for private in (CANARY, "987654", "9876.54", "2031-", "Omar"):
            assert private not in told, f"{private} in {path}"
    signed = stranger.get(f"/p/{code}/signed.json")
    assert "attachment" in signed.headers["Content-Disposition"]
    assert json.loads(unpacked(signed.get_data()).split('{"alg"')[0])["passport"]["code"] == code
    for path in (
        f"/p/{old}/signed.json",
        f"/p/{old}/certificate.pdf",
        "/p/XX/signed.json",
        "/p/0000000000000/certificate.pdf",
    ):
        assert stranger.get(path).status_code == 404


def test_an_address_gets_a_few_certificates_at_a_time(world: World, app: Flask) -> None:
    world.shop(public_address="MARSH.EXAMPLE")
    serial = world.released()
    code = world.tag(serial).code
    world.tell(lambda w: withdraw_tag(w, serial, code, reason="lost", note=None), world.omar)
    stranger = app.test_client()
    answers = [stranger.get(f"/p/{code}/certificate.pdf").status_code for _time in range(21)]
    assert set(answers[:20]) == {404} and answers[20] == 429


def test_the_page_that_checks_lets_in_only_its_own_script(world: World, app: Flask) -> None:
    world.shop(name="</script><b>Marsh")
    answer = app.test_client().get("/p/verify.html")
    page = answer.get_data(as_text=True)
    assert "default-src 'none'; script-src 'sha256-" in answer.headers["Content-Security-Policy"]
    assert page.count("</script>") == 3 and "<b>Marsh" not in page
    assert "Schlüsselnummer" in app.test_client().get("/p/verify.html?lang=de").get_data(as_text=True)
