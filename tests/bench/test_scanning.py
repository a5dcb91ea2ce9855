"""Whatever is scanned or typed leads somewhere, or is told in a plain sentence why it does not."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.bench.forms import send
from tests.pages import token_of
from tests.world import World
from workshop.bench.codes import serial_of_slip
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.codes import new_code
from workshop.provenance.labelling import check_tag
from workshop.provenance.qr import matrix, png

JSON = {"Accept": "application/json"}


def scan(client: FlaskClient, text: str, key: str | None = None, **more: Any) -> TestResponse:
    hidden = {"csrf_token": token_of(client, "/scan"), "request_key": key or uuid4().hex, "how": "scanner"}
    return client.post("/scan", data={**hidden, "text": text, **more}, headers=JSON)


def photo(client: FlaskClient, content: bytes) -> TestResponse:
    hidden = {"csrf_token": token_of(client, "/scan"), "request_key": uuid4().hex}
    return client.post("/scan/photo", data={**hidden, "photo": (BytesIO(content), "code.png")})


def said(answer: TestResponse) -> str:
    assert isinstance(answer.json, dict)
    return str(answer.json["said"])


@pytest.fixture
def ana(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.ana)


@pytest.mark.parametrize("form", ["JOB:{}", "{}", "job:{}"])
def test_a_slip_leads_to_its_piece(world: World, ana: FlaskClient, form: str) -> None:
    serial = world.worked()
    answer = scan(ana, form.format(serial))
    assert answer.status_code == 200
    told = {"to": f"/pieces/{serial}", "said": f"{serial} found.", "serial": serial, "serials": [], "is_warning": False}
    assert answer.json == {**told, "last_change": world.standing(serial).seen}


@pytest.mark.parametrize("typed", ["R-0001", "r1", "R-OOO1", "R-000l", "R-OOOI", "1", "R-DQO1"])
def test_look_alikes_of_a_serial_are_forgiven(world: World, typed: str) -> None:
    world.piece()
    with world.room.database.reading() as session:
        assert serial_of_slip(session, typed) == "R-0001"


@pytest.mark.parametrize("typed", ["coil", "Bold", "O", "R-", "ROLL", "R-00O2", "Q-0001"])
def test_a_word_is_no_serial(world: World, typed: str) -> None:
    world.piece()
    with world.room.database.reading() as session:
        assert serial_of_slip(session, typed) is None


def test_a_tag_leads_to_its_piece_by_address_and_by_code(world: World, ana: FlaskClient) -> None:
    world.shop(public_address="https://marshandwren.example")
    serial = world.released()
    code = world.tag(serial).code
    assert scan(ana, code).json["to"] == f"/pieces/{serial}/tag"  # type: ignore[index]
    world.tell(lambda w: check_tag(w, serial, code), world.ana)
    look_alike = code.replace("0", "O").replace("1", "I").lower()
    for text in (f"HTTPS://MARSHANDWREN.EXAMPLE/P/{code}", f"https://old.example/p/{code}", code, look_alike):
        assert scan(ana, text).json["to"] == f"/pieces/{serial}"  # type: ignore[index]


def test_a_withdrawn_tag_leads_to_its_piece_and_says_so(world: World, ana: FlaskClient) -> None:
    serial = world.released()
    code = world.tag(serial).code
    world.tell(lambda w: withdraw_tag(w, serial, code, reason="lost", note=None), world.omar)
    answer = scan(ana, code)
    assert answer.json["to"] == f"/pieces/{serial}" and answer.json["is_warning"]  # type: ignore[index]
    assert "was withdrawn: it counts no longer" in said(answer)


def test_a_scrapped_piece_says_so(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    world.inspect(serial, "scrap", answers=world.bad_answers(serial))
    assert said(scan(ana, f"JOB:{serial}")) == f"{serial} was scrapped: nothing more is done to it."


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("HTTPS://OTHER.EXAMPLE/P/0000000000000", 404, "This code leads to OTHER.EXAMPLE"),
        ("https://user:pass@evil.example/x?q=1", 404, "This code leads to evil.example"),
        ("http://[broken", 404, "This code leads to"),
        ("http://localhost/p/0000000000001", 422, "This code is torn or none of ours"),
        ("0000000000001", 422, "A sign of this code is not right"),
        ("5000000000005", 422, "A sign of this code is not right"),
        ("JOB:R-9999", 404, "There is no R-9999 here"),
        ("T-0001", 404, "There is no T-0001 here"),
        ("JOB:", 422, "This code is torn"),
        ("TRAY:NOWHERE", 422, "This code is torn"),
        ("ME:1234", 422, "This code is torn"),
        ("DO:EXPLODE", 422, "This card says nothing that is known here."),
        ("DO:FINISH", 422, "Scan the slip of the piece first"),
        ("\u202eR-0001; DROP TABLE piece", 422, "This code is torn"),
        ("\x00", 422, "signs that cannot be kept"),
        ("", 422, ""),
        ("R-" + "9" * 290, 422, "This code is torn"),
        ("x" * 400, 422, "too long"),
    ],
)
def test_what_leads_nowhere_is_told_in_a_sentence(
    ana: FlaskClient, world: World, text: str, status: int, told: str
) -> None:
    answer = scan(ana, text)
    assert answer.status_code == status
    assert told in said(answer)


def test_a_code_that_nobody_gave_is_another_workshops(world: World, ana: FlaskClient) -> None:
    assert "No piece here has the tag" in said(scan(ana, new_code()))


def test_typed_words_are_looked_for_and_codes_are_not(world: World, ana: FlaskClient) -> None:
    hidden = {"csrf_token": token_of(ana, "/scan"), "request_key": uuid4().hex}
    assert ana.post("/scan", data={**hidden, "text": "Alder"}).location == "/find?q=Alder"
    answer = ana.post("/scan", data={**hidden, "text": "JOB:R-0077"})
    assert answer.status_code == 404 and "There is no R-0077 here" in answer.text
    assert 'value="JOB:R-0077"' in answer.text


def test_it_is_me_leads_to_the_pin_and_signs_nobody_in(world: World, ana: FlaskClient) -> None:
    answer = scan(ana, f"ME:{world.ines.subject.upper()}")
    assert answer.json["to"] == f"/switch?person={world.ines.subject}"  # type: ignore[index]
    assert "Ana" in ana.get("/bench").text


def test_looking_up_by_address_does_nothing(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    assert ana.get(f"/scan?q={serial}").location == f"/pieces/{serial}"
    before = world.standing(serial)
    assert ana.get(f"/scan?q=DO:START&serial={serial}&last_change={before.seen}").status_code == 200
    assert world.standing(serial) == before


def test_the_decoder_may_run_on_the_scan_page_only(world: World, ana: FlaskClient) -> None:
    assert "'wasm-unsafe-eval'" in ana.get("/scan").headers["Content-Security-Policy"]
    for address in ("/bench", f"/pieces/{world.worked()}", "/slips", "/cards"):
        assert "wasm" not in ana.get(address).headers["Content-Security-Policy"]


def test_a_photo_of_a_slip_leads_to_its_piece(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    code = Image.open(BytesIO(png(matrix(f"JOB:{serial}")))).convert("RGB").resize((260, 260))
    table = Image.new("RGB", (1600, 1200), (150, 140, 125))
    table.paste(code.rotate(9, expand=True, fillcolor=(150, 140, 125)), (700, 500))
    file = BytesIO()
    table.save(file, "JPEG", quality=70)
    assert photo(ana, file.getvalue()).location == f"/pieces/{serial}"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The picture is empty"),
        (b"GIF89a", "This is not a JPEG, PNG or WebP picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "This picture is damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00", "picture"),
    ],
)
def test_a_photo_that_is_none_is_told(ana: FlaskClient, content: bytes, told: str) -> None:
    answer = photo(ana, content)
    assert answer.status_code == 422 and told in answer.text


def test_a_photo_without_a_code_and_with_two_is_told(world: World, ana: FlaskClient) -> None:
    empty, two = BytesIO(), BytesIO()
    Image.new("RGB", (300, 300), "white").save(empty, "PNG")
    assert "No code can be read" in photo(ana, empty.getvalue()).text
    both = Image.new("RGB", (700, 350), "white")
    for place, text in enumerate(("JOB:R-0001", "JOB:R-0002")):
        both.paste(Image.open(BytesIO(png(matrix(text)))).convert("RGB").resize((300, 300)), (20 + 340 * place, 20))
    both.save(two, "PNG")
    assert "several codes" in photo(ana, two.getvalue()).text


@pytest.mark.parametrize("hyphen", [*(chr(one) for one in range(0x2010, 0x2016)), chr(0x2212)])
def test_a_number_is_understood_with_any_hyphen(world: World, app: Flask, hyphen: str) -> None:
    """Tablets and offices put their own in place of the plain one."""
    serial = world.piece()
    typed = serial.replace("-", hyphen)
    ana = world.sign_in(app, world.ana)
    assert ana.get("/scan", query_string={"q": typed}).location.endswith(f"/pieces/{serial}")
    assert serial in ana.get("/pieces", query_string={"q": typed}, follow_redirects=True).text
    listed = send(ana, "/trees/new", "/trees", adding=typed, add="yes")
    assert f'name="serials" value="{serial}"' in listed.text
