"""The label: its size, its words, and its QR code read back from the PDF's own rectangles."""

from dataclasses import replace
from functools import partial
from io import BytesIO
from types import SimpleNamespace

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream
from reportlab.lib.units import mm

from workshop.errors import Invalid
from workshop.provenance import label as labels
from workshop.provenance.label import DOT, ROLL, Label, Size, dots_per_module, label_pdf
from workshop.provenance.lettering import LONGEST, fonts, lettered
from workshop.provenance.qr import matrix, payload

PLAIN = Label(host="marshwren.example", code="7K3M9QTW2HXRY", serial="R-0147", design="Alder signet", is_practice=False)
VERA = ("Vera.ttf",)
STRANGE = [
    "",
    " ",
    "Łódź, Ångström, naïve œuvre",
    "Ωμέγα",
    "指輪",
    "טבעת خاتم",
    "💍 👩‍🎨",
    "e\u0301\u0323\u0301",
    "\x00\x1b\x7f\t\n\r",
    "\ud800",
    "\ufffe\uffff\U0010ffff",
    "<b>&amp;</b> (\\) %PDF {serial}",
    "W" * 1_000_000,
    "ring " * 200_000,
    "\u202eevil\u202c",
    "\u00ad\u200b\ufeff",
]


@pytest.fixture(autouse=True)
def only_the_font_that_comes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "fonts", partial(fonts, VERA))


def page(label: Label, size: Size = ROLL) -> PageObject:
    (only,) = PdfReader(BytesIO(label_pdf(label, size))).pages
    return only


def words(label: Label, size: Size = ROLL) -> list[str]:
    return page(label, size).extract_text().splitlines()


def modules(label: Label, size: Size = ROLL) -> list[tuple[float, float, float, float]]:
    """The rectangles that are filled in black, the symbol's first: left, bottom, width, height in points."""
    only = page(label, size)
    contents = only.get_contents()
    assert isinstance(contents, ContentStream)
    rectangles = [numbers for numbers, verb in contents.operations if verb == b"re"]
    return [(float(left), float(bottom), float(wide), float(high)) for left, bottom, wide, high in rectangles]


def printed_at_300_dpi(label: Label, size: Size = ROLL) -> Image.Image:
    width, height = round(size.width_mm * mm / DOT), round(size.height_mm * mm / DOT)
    picture = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(picture)
    for left, bottom, wide, high in modules(label, size):
        top = height - (bottom + high) / DOT
        draw.rectangle((left / DOT, top, (left + wide) / DOT - 1, top + high / DOT - 1), fill=0)
    return picture


def test_the_label_is_one_page_of_its_own_size() -> None:
    box = page(PLAIN).mediabox
    assert (box.width, box.height) == pytest.approx((50 * mm, 25 * mm), abs=0.01)


def test_it_says_serial_design_and_the_code_as_it_is_read_aloud() -> None:
    assert words(PLAIN) == ["R-0147", "Alder signet", "7K3M-9QTW-2HXR-Y"]


def test_a_practice_label_says_so_first() -> None:
    assert words(replace(PLAIN, is_practice=True))[0] == "PRACTICE, not for sale"
    assert not any("PRACTICE" in line for line in words(PLAIN))


def test_a_practice_label_says_it_white_on_black() -> None:
    symbol = 33 * 8 * DOT
    grounds = [left for left, *_rest in modules(replace(PLAIN, is_practice=True)) if left > symbol - 0.01]
    assert len(grounds) == 1
    assert not [left for left, *_rest in modules(PLAIN) if left > symbol - 0.01]


@pytest.mark.parametrize("size", [ROLL, Size(36, 12), Size(62, 29), Size(100, 50)])
@pytest.mark.parametrize("host", ["mrn.co", "marshwren.example", "192.168.1.20:5000"])
def test_the_qr_code_is_read_back_from_the_page(size: Size, host: str) -> None:
    label = replace(PLAIN, host=host)
    (found,) = zxingcpp.read_barcodes(printed_at_300_dpi(label, size))
    assert found.text == f"HTTPS://{host.upper()}/P/{label.code}"


def test_a_practice_label_without_https_opens_in_the_shops_own_network() -> None:
    label = replace(PLAIN, host="192.168.1.20:5000", is_practice=True, secure=False)
    (found,) = zxingcpp.read_barcodes(printed_at_300_dpi(label))
    assert found.text == "HTTP://192.168.1.20:5000/P/7K3M9QTW2HXRY"


@pytest.mark.parametrize(("size", "dots"), [(ROLL, 8), (Size(36, 12), 4), (Size(100, 50), 17)])
def test_modules_are_whole_printer_dots_with_a_quiet_zone_of_four(size: Size, dots: int) -> None:
    assert dots_per_module(matrix(payload(PLAIN.host, PLAIN.code)), size) == dots
    rectangles = modules(PLAIN, size)
    module = dots * DOT
    for _left, _bottom, wide, high in rectangles:
        assert wide / module == pytest.approx(round(wide / module), abs=0.01)
        assert high == pytest.approx(module, abs=0.01)
    assert min(left for left, *_rest in rectangles) == pytest.approx(4 * module, abs=0.01)
    assert min(bottom for _left, bottom, *_rest in rectangles) >= 4 * module - 0.01


@pytest.mark.parametrize("size", [Size(22, 12), Size(50, 10), Size(25, 25), Size(1, 1)])
def test_a_label_too_small_for_phones_is_refused(size: Size) -> None:
    with pytest.raises(Invalid) as refused:
        label_pdf(PLAIN, size)
    assert refused.value.slug == "label-too-small"


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("is_practice", [True, False])
def test_no_text_breaks_a_label(text: str, is_practice: bool) -> None:
    label = replace(PLAIN, serial=text, design=text, is_practice=is_practice)
    assert words(label)[-1] == "7K3M-9QTW-2HXR-Y"


@pytest.mark.parametrize("text", STRANGE)
def test_no_text_breaks_a_label_with_the_fonts_of_this_machine(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(labels, "fonts", fonts)
    label_pdf(replace(PLAIN, serial=text, design=text))


@pytest.mark.parametrize("size", [ROLL, Size(33, 12)])
def test_the_widest_code_is_never_cut_off(size: Size) -> None:
    assert words(replace(PLAIN, code="W" * 13), size)[-1] == "WWWW-WWWW-WWWW-W"


def test_a_long_name_takes_two_lines_and_is_cut_off_visibly() -> None:
    label = replace(PLAIN, design="Brooch in the form of a long-legged bird with seven tourmalines")
    first, second = words(label)[1:3]
    assert first == "Brooch in the form"
    assert second.startswith("of a long-legged") and second.endswith("…")


def test_letters_stay_inside_the_label_and_beside_the_code() -> None:
    label = replace(PLAIN, serial="W" * 40, design="W" * 40 + " " + "W" * 40, is_practice=True)
    only = page(label)
    places: list[float] = []

    def note(text: str, _user: list[float], at: list[float], _font: object, _size: float) -> None:
        if text.strip():
            places.extend(at[4:6])

    only.extract_text(visitor_text=note)
    assert places
    assert min(places[0::2]) >= 33 * 8 * DOT - 0.01
    assert 0 < min(places[1::2]) < max(places[1::2]) < 25 * mm


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Łódź 1850", "Łód? 1850"),
        ("e\u0301te\u0301", "été"),
        ("指輪", "??"),
        ("טבעת", "????"),
        ("x\u0302y", "x?y"),
        ("a\tb\nc", "a b c"),
        ("\x00\ud800", "??"),
    ],
)
def test_letters_that_the_font_lacks_become_question_marks(text: str, shown: str) -> None:
    assert lettered(text, fonts(VERA))[0] == shown


def test_letters_from_right_to_left_become_question_marks_in_every_font() -> None:
    everything = SimpleNamespace(face=SimpleNamespace(charToGlyph=range(0x110000)))
    assert lettered("ring טבעת ١", [everything])[0] == "ring ???? ?"


def test_the_font_that_has_most_of_the_letters_is_taken_and_the_first_among_equals() -> None:
    latin, greek, both = (
        SimpleNamespace(face=SimpleNamespace(charToGlyph=set(map(ord, has)))) for has in ("a", "ω", "aω")
    )
    assert lettered("aω", [latin, greek, both]) == ("aω", both)
    assert lettered("a", [latin, greek, both]) == ("a", latin)
    assert lettered("ωωa", [latin, greek]) == ("ωω?", greek)


def test_a_font_that_is_not_there_is_passed_over() -> None:
    assert len(fonts(("/nowhere/at-all.ttf", "Vera.ttf"))) == 1


def test_endless_text_is_cut_before_anything_is_measured() -> None:
    assert len(lettered("x" * 1_000_000, fonts(VERA))[0]) == LONGEST


def test_the_letters_travel_in_the_file() -> None:
    assert b"/FontFile2" in label_pdf(PLAIN)


def test_the_same_label_is_the_same_file() -> None:
    assert label_pdf(PLAIN) == label_pdf(PLAIN)
