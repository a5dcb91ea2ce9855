"""Hebrew and Arabic on paper: joined, and in the order in which they are read, among Latin letters, figures and brackets."""

import re
import sys
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from reportlab.pdfbase.ttfonts import TTFont

from workshop.aftercare.card import card_pdf
from workshop.provenance import directions, lettering
from workshop.provenance import label as labels
from workshop.provenance.directions import begins_right, has_form, joined, shown
from workshop.provenance.label import Label, unprintable
from workshop.provenance.lettering import fonts, lettered
from workshop.provenance.sheets import labels_pdf, sheet_svg
from workshop.provenance.stock import stock_called
from workshop.sales import pdfs
from workshop.sales.pdfs import Column, Sheet, sheet_pdf

ROLL = stock_called("roll-89x36")
VERA = ("Vera.ttf",)
RIGHTWARD = [
    *range(0x5D0, 0x5F5),
    *range(0x660, 0x66A),
    0x60C,
    0x61F,
    0x640,
    *range(0xFB50, 0xFBFF),
    *range(0xFE80, 0xFEFD),
]
ORDERED = [
    ("מזרחי", "יחרזמ"),
    ("טבעת (18k) 54", "54 (18k) תעבט"),
    ("ring (טבעת) 5", "ring (תעבט) 5"),
    ("א (ב [ג])", "([ג] ב) א"),
    ("«פרץ» 10%", "10% «ץרפ»"),
    ("Made by \u2068כהן\u2069 2024", "Made by ןהכ 2024"),
    ("Made by כהן 2024", "Made by 2024 ןהכ"),
    ("12-34 טבעת", "תעבט 12-34"),
    ("תכשיטי כהן בע״מ", "מ״עב ןהכ יטישכת"),
    ("בְּרֵאשִׁית, בָּרָא", "ארב ,תישארב"),
    ("١٢٣، ٤؟", "؟٤ ،١٢٣"),
    ("plain (text) 5", "plain (text) 5"),
]
JOINED = [
    ("مريم", "ﻣﺮﻳﻢ"),
    ("فاطمة", "ﻓﺎﻃﻤﺔ"),
    ("عبدالله", "ﻋﺒﺪﺍﻟﻠﻪ"),
    ("سلام", "ﺳﻼﻡ"),
    ("مُنَاقَشَةُ", "ﻣﻨﺎﻗﺸﺔ"),
    ("گچپژ", "ﮔﭽﭙﮋ"),
    ("علی\u200cرضا", "ﻋﻠﯽﺭﺿﺎ"),
]


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> TTFont:
    """A font with letters of both directions, the same on each machine; what they look like is no matter here."""
    font = TTFont("both directions", "Vera.ttf")
    face = font.face
    face.charToGlyph = face.charToGlyph | dict.fromkeys(RIGHTWARD, face.charToGlyph[ord("x")])
    face.charWidths = (
        face.charWidths
        | dict.fromkeys(RIGHTWARD, face.charWidths[ord("x")])
        | dict.fromkeys(map(ord, directions.SIGNS), 0)
    )
    lettering.registerFont(font)
    monkeypatch.setattr(labels, "fonts", lambda: (font,))
    monkeypatch.setattr(pdfs, "fonts", lambda: (font,))
    monkeypatch.setattr("workshop.aftercare.card.fonts", lambda: (font,))
    return font


def label(design: str) -> Label:
    return Label("marshwren.example", "7K3M9QTW2HXRY", "R-0147", design, is_practice=False, shop="Marsh & Wren")


def lines(pdf: bytes, page: int = 0) -> list[str]:
    """The letters of each line of the page, in the order in which they are set from left to right."""
    found, letters, line = PdfReader(BytesIO(pdf)).pages[page], dict[int, str](), [""]
    for operands, operator in found.get_contents().operations:
        if operator == b"Tf":
            letters = _letters(found["/Resources"]["/Font"][operands[0]])
        elif operator == b"Tj":
            line[-1] += "".join(letters[byte] for byte in operands[0].original_bytes)
        elif operator in (b"T*", b"Td", b"Tm", b"ET"):
            line.append("")
    return [one for one in line if one]


def _letters(font: DictionaryObject) -> dict[int, str]:
    """Byte by byte what the font says that it shows; the font that each page begins with says nothing, and sets nothing."""
    told = font["/ToUnicode"].get_data().decode() if "/ToUnicode" in font else ""
    return {int(byte, 16): chr(int(code, 16)) for byte, code in re.findall("<(..)> <(....)>", told)}


@pytest.mark.parametrize(("told", "seen"), ORDERED)
def test_a_line_is_shown_in_the_order_in_which_it_is_read(told: str, seen: str) -> None:
    line = joined(told)
    assert shown(line, from_right=begins_right(line)) == seen


@pytest.mark.parametrize(("told", "forms"), JOINED)
def test_arabic_letters_join_their_neighbours(told: str, forms: str) -> None:
    assert joined(told) == forms and all(has_form(letter) for letter in forms)


@pytest.mark.parametrize("letter", ["\u06b5", "\u0710", "\u07d0"])
def test_letters_that_would_have_to_be_joined_and_have_no_form_are_told(letter: str, both: TTFont) -> None:
    both.face.charToGlyph[ord(letter)] = 1
    assert lettered(f"ring {letter}", (both,))[0] == "ring ?"


def test_a_later_line_goes_as_its_text_goes() -> None:
    assert shown("54 (18k)", from_right=True) == "(18k) 54"
    assert shown("R-0147 טבעת", from_right=True) == "תעבט R-0147"


def test_labels_show_it_so(both: TTFont) -> None:
    pdf = labels_pdf(ROLL, [label(told) for told, _seen in ORDERED])
    for page, (told, seen) in enumerate(ORDERED):
        assert unprintable(label(told)) == []
        assert seen in lines(pdf, page)


def test_labels_show_arabic_joined_from_the_right(both: TTFont) -> None:
    pdf = labels_pdf(ROLL, [label(told) for told, _forms in JOINED])
    for page, (_told, forms) in enumerate(JOINED):
        assert forms[::-1] in lines(pdf, page)


def test_the_picture_of_the_sheet_shows_what_the_paper_will(both: TTFont) -> None:
    drawn = sheet_svg(stock_called("a4-24"), [label("טבעת (18k)")], 1, 1)
    assert 'unicode-bidi="bidi-override">(18k) תעבט</text>' in drawn


def test_the_card_for_the_box_breaks_the_name_as_it_is_read(both: TTFont) -> None:
    found = lines(card_pdf(label("טבעת נישואין עם יהלום, זהב צהוב 18k, במידה 54"), "ABCDEFGH"))
    first, second = (next(line for line in found if part in line) for part in ("תעבט", "הדימב"))
    assert found.index(first) < found.index(second)
    assert second.startswith("54") and "18k" in first + second


def test_statements_break_and_part_it_as_it_is_read(both: TTFont) -> None:
    words = [f"טבעת{number}" for number in range(1, 1200)]
    pdf = sheet_pdf(Sheet("כותרת 1", [], [Column("Design", 1)], [["טבעת (18k) 54"]], [" ".join(words)]), None)
    found = [*lines(pdf, 0), *lines(pdf, 1)]
    assert "1 תרתוכ" in found and "54 (18k) תעבט" in found
    told = [word for line in found for word in reversed(line.split()) if re.fullmatch(r"\d+תעבט", word)]
    assert told == [f"{number}תעבט" for number in range(1, 1200)]


def test_statements_print_letters_of_the_east_in_the_font_that_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    (wide,) = fonts(("VeraBd.ttf",))
    monkeypatch.setitem(wide.face.charToGlyph, ord("輪"), 1)
    monkeypatch.setattr(pdfs, "fonts", partial(fonts, VERA))
    monkeypatch.setattr(lettering, "WIDE_FONT_FILES", ("VeraBd.ttf",))
    assert "輪 1" in lines(sheet_pdf(Sheet("輪 1", [], [Column("Design", 1)], []), None))


def test_where_nothing_can_order_it_the_letters_are_told_as_before(
    monkeypatch: pytest.MonkeyPatch, both: TTFont
) -> None:
    monkeypatch.setattr(directions, "CAN_ORDER", False)
    assert lettered("ring טבעת ١", (both,))[0] == "ring ???? ?"
    assert unprintable(label("טבעת")) == ["טבעת"]


def test_a_machine_without_the_program_that_orders_still_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bidi", None)
    spec = spec_from_file_location("directions_without", directions.__file__)
    assert spec is not None and spec.loader is not None
    there = module_from_spec(spec)
    spec.loader.exec_module(there)
    assert not there.CAN_ORDER and not there.has_form("ט")
    assert there.prepared("ring טבעת") == "ring טבעת" and there.shown("(ring)", from_right=False) == "(ring)"


def test_a_machine_without_such_a_font_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "fonts", partial(fonts, VERA))
    labels._kept_lettered.cache_clear()
    assert unprintable(label("טבעת خاتم")) == ["טבעת خاتم"]
