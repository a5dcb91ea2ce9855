"""QR codes of tags: read back by a decoder that is not ours."""

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from workshop.errors import Invalid
from workshop.provenance.codes import new_code
from workshop.provenance.qr import QUIET_ZONE, check_host, matrix, payload, png, runs, svg
from workshop.provenance.qr_masks import Matrix

CODE = "7K3M9QTW2HXRY"
HOSTS = ["A.B", "MRN.CO", "ATELIER-MAREN", "14CHARS.EXAMPL", "MARSHWREN.EXAMPLE", "192.168.1.20:5000", "X" * 20 + ".CO"]


def read(picture: Image.Image) -> tuple[str, str]:
    """What the only code in the picture says, and its error correction level."""
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text, found.ec_level


def drawn(svg_text: str, dots: int) -> Image.Image:
    """The SVG's rectangles as a picture; its path knows only M, h, v and z."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg_text)[1])  # type: ignore[index]
    picture = Image.new("L", (side * dots, side * dots), 128)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, side * dots, side * dots), fill=255)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg_text):
        left, top, right = int(x) * dots, int(y) * dots, (int(x) + int(length)) * dots
        draw.rectangle((left, top, right - 1, top + dots - 1), fill=0)
    return picture


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("dots", [2, 3, 4, 8])
def test_the_png_is_read_back_at_every_size(host: str, dots: int) -> None:
    said = payload(host, CODE)
    picture = Image.open(BytesIO(png(matrix(said), dots)))
    assert read(picture)[0] == said == f"HTTPS://{host}/P/{CODE}"
    assert picture.size == ((25 + 8) * dots, (25 + 8) * dots)


def test_the_png_is_true_to_size_at_300_dots_an_inch() -> None:
    assert Image.open(BytesIO(png(matrix("JOB:R-0147"), 4))).info["dpi"] == pytest.approx((300, 300), abs=0.01)


@pytest.mark.parametrize("host", HOSTS)
def test_the_svg_is_read_back(host: str) -> None:
    said = payload(host, CODE)
    assert read(drawn(svg(matrix(said)), 3))[0] == said


def test_the_svg_is_two_paths_white_first_and_nothing_that_runs() -> None:
    text = svg(matrix(payload("MARSHWREN.EXAMPLE", CODE)))
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33"')
    assert re.findall(r"<(\w+)", text) == ["svg", "path", "path"]
    assert '<path fill="#fff" d="M0 0h33v33H0z"/>' in text
    assert len(text) < 4000


def test_a_hundred_fresh_codes_are_read_back() -> None:
    for _number in range(100):
        said = payload("MARSHWREN.EXAMPLE", new_code())
        assert read(Image.open(BytesIO(png(matrix(said), 3))))[0] == said


@pytest.mark.parametrize(("host", "level"), [("A" * 14, "M"), ("A" * 15, "L"), ("A" * 23, "L")])
def test_a_host_up_to_14_characters_leaves_room_for_level_m_and_up_to_23_for_l(host: str, level: str) -> None:
    modules = matrix(payload(host, CODE))
    assert (len(modules), len(modules[0])) == (25, 25)
    assert read(Image.open(BytesIO(png(modules))))[1] == level


def test_small_letters_would_not_fit() -> None:
    with pytest.raises(Invalid):
        matrix(payload("MARSHWREN.EXAMPLE", CODE).lower())


def test_many_zeros_are_no_trouble() -> None:
    said = payload("00000000000.AA", "0000000000000")
    assert read(Image.open(BytesIO(png(matrix(said), 3))))[0] == said


def test_a_shop_without_https_gets_practice_tags_that_its_own_network_can_open() -> None:
    assert payload("192.168.1.20:5000", CODE, secure=False) == f"HTTP://192.168.1.20:5000/P/{CODE}"


@pytest.mark.parametrize(
    "host", ["marshwren.example", " MarshWren.Example ", "xn--mnchen-3ya.de", "localhost:8000", "tag"]
)
def test_a_host_is_kept_in_capitals(host: str) -> None:
    assert check_host(host) == host.strip().upper()


def test_a_longer_host_is_refused_with_its_length() -> None:
    with pytest.raises(Invalid) as refused:
        check_host("a" * 20 + ".com")
    assert (refused.value.slug, refused.value.field) == ("host-too-long", "host")
    assert "has 24 characters" in refused.value.sentence
    assert "room for 23" in refused.value.sentence


@pytest.mark.parametrize(
    "host",
    [
        "",
        "https://a.example",
        "a.example/p",
        "münchen.de",
        "a b.de",
        "-a.de",
        "a..de",
        "a.de:",
        "a.de:123456",
        "[::1]:80",
        "a_b.de",
        "a.de\nx",
        "a.de\x00",
        "\ud800",
        "<b>",
        "a-" * 500_000,
        "{host}",
    ],
)
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_host(host)
    assert refused.value.slug == "host-not-understood"
    assert len(refused.value.sentence) < 250


def test_a_text_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        matrix("A" * 48)
    assert refused.value.slug == "qr-too-long"


def test_runs_hold_every_dark_module_once() -> None:
    modules: Matrix = matrix("JOB:R-0147")
    covered = [(x, y) for left, y, length in runs(modules) for x in range(left, left + length)]
    assert len(covered) == len(set(covered))
    assert set(covered) == {(x, y) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark}


def test_the_quiet_zone_is_white() -> None:
    picture = Image.open(BytesIO(png(matrix("JOB:R-0147"), 1))).convert("L")
    inner = (QUIET_ZONE, QUIET_ZONE, picture.width - QUIET_ZONE, picture.height - QUIET_ZONE)
    picture.paste(255, inner)
    assert picture.getextrema() == (255, 255)
