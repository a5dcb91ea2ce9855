"""One label: its words, what no font has, and its QR code at every format, read back by a decoder that is not ours."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from types import SimpleNamespace

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from reportlab.lib.units import inch, mm

from workshop.errors import Invalid
from workshop.provenance import label as labels
from workshop.provenance import lettering
from workshop.provenance.codes import new_code
from workshop.provenance.label import Label, Symbol, Words, marks_of, module_dots, unprintable
from workshop.provenance.lettering import LONGEST, fonts, lettered
from workshop.provenance.sheets import UM, box_at, labels_pdf, sheet_svg
from workshop.provenance.stock import STOCKS, Stock, check_stock, stock_called

ROLL = stock_called("roll-50x25")
PLAIN = Label(
    host="marshwren.example",
    code="7K3M9QTW2HXRY",
    serial="R-0147",
    design="Alder signet",
    is_practice=False,
    shop="Marsh & Wren",
    facts=("No. 3 of 25", "18k yellow, 54"),
    address=("Marsh & Wren, Rua da Demonstração 12, Porto", "bench@marshwren.example"),
    warning="Small parts: keep away from children under three years.",
)
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
    "<b>&amp;</b> (\\) %PDF {serial} </text><script>",
    "^XA^FO50,50^XZ {code} {{7*7}} ~JA",
    "W" * 1_000_000,
    "ring " * 200_000,
    "\u202eevil\u202c",
    "\u00ad\u200b\ufeff",
]
SHAPES = [stock_called(key) for key in ("roll-50x25", "roll-22x12", "roll-dumbbell", "a4-string", "a4-cards")]


@pytest.fixture(autouse=True)
def only_the_font_that_comes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "fonts", partial(fonts, VERA))
    monkeypatch.setattr(lettering, "WIDE_FONT_FILES", ())


def keys(stock: Stock) -> str:
    return stock.key


def words(label: Label, stock: Stock = ROLL) -> list[str]:
    return [mark.line.text for mark in marks_of(label, stock, box_at(stock, 0)) if isinstance(mark, Words)]


def symbol_of(label: Label, stock: Stock = ROLL) -> Symbol:
    (found,) = (mark for mark in marks_of(label, stock, box_at(stock, 0)) if isinstance(mark, Symbol))
    return found


def as_printed(pdf: bytes, dpi: int) -> Iterator[Image.Image]:
    """Each page as its printer rasters it."""
    document = PdfDocument(pdf)
    for page in document:
        yield page.render(scale=dpi / 72, grayscale=True).to_pil()
    document.close()


def codes_in(picture: Image.Image) -> set[str]:
    return {found.text.rpartition("/")[2] for found in zxingcpp.read_barcodes(picture)}


def worse(picture: Image.Image, stock: Stock, angle: float) -> Image.Image:
    """As a telephone sees it: three dots a module, turned a little, out of focus."""
    dots = symbol_of(PLAIN, stock).module / (inch / stock.dpi)
    turned = picture.rotate(angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    wide, high = turned.size
    small = turned.resize((round(wide * 3 / dots), round(high * 3 / dots)), Image.Resampling.LANCZOS)
    return small.filter(ImageFilter.GaussianBlur(0.7))


def test_a_label_says_serial_design_and_the_code_as_it_is_read_aloud() -> None:
    assert words(PLAIN) == ["R-0147", "Alder signet", "7K3M-9QTW-2HXR-Y"]


@pytest.mark.parametrize("stock", SHAPES, ids=keys)
def test_a_practice_label_says_so(stock: Stock) -> None:
    assert any("PRACTICE" in line for line in words(replace(PLAIN, is_practice=True), stock))
    assert not any("PRACTICE" in line for line in words(PLAIN, stock))


def test_a_small_tag_breaks_the_code_into_its_groups() -> None:
    assert words(PLAIN, stock_called("roll-22x12")) == ["R-0147", "7K3M", "9QTW", "2HXR-Y"]


def test_a_dumbbell_has_the_code_on_one_head_and_the_words_on_the_other() -> None:
    stock = stock_called("roll-dumbbell")
    marks = marks_of(PLAIN, stock, box_at(stock, 0))
    head = stock.head * UM
    for mark in marks:
        left = mark.x if not isinstance(mark, Symbol | Words) else mark.left
        assert left < head or left > stock.width * UM - head
    assert words(PLAIN, stock)[-4:] == ["R-0147", "Alder signet", "No. 3 of 25", "18k yellow, 54"]


@pytest.mark.parametrize("key", ["roll-dumbbell", "a4-dumbbell"])
def test_a_dumbbell_of_an_edition_names_its_charms_too_large_enough_to_be_read(key: str) -> None:
    stock, facts = stock_called(key), (*PLAIN.facts, "With C-0001, C-0002")
    marks = marks_of(replace(PLAIN, facts=facts), stock, box_at(stock, 0))
    lines = [mark.line for mark in marks if isinstance(mark, Words)]
    assert [line.text for line in lines[-3:]] == list(facts)
    assert min(line.points for line in lines) >= labels.SMALLEST


def test_a_card_names_who_made_it_and_how_they_are_reached_and_warns() -> None:
    said = " ".join(words(PLAIN, stock_called("a4-cards")))
    for part in ("Marsh & Wren", "R-0147", "Rua da Demonstração 12", "bench@marshwren.example", "under three years"):
        assert part in said


@pytest.mark.parametrize("stock", STOCKS, ids=keys)
def test_every_format_fits_its_paper_and_holds_a_code(stock: Stock) -> None:
    check_stock(stock)
    symbol = symbol_of(PLAIN, stock)
    dot = inch / stock.dpi
    assert symbol.module / dot == pytest.approx(round(symbol.module / dot), abs=1e-6)
    assert symbol.module >= 0.33 * mm and round(symbol.module / dot) >= 4
    for at in (symbol.left, symbol.top):
        assert at / dot == pytest.approx(round(at / dot), abs=1e-6)


@pytest.mark.parametrize("stock", STOCKS, ids=keys)
def test_what_is_printed_stays_on_its_label_with_a_quiet_zone_of_four(stock: Stock) -> None:
    box = box_at(stock, stock.a_sheet - 1)
    slack = inch / stock.dpi
    for mark in marks_of(replace(PLAIN, is_practice=True, design="W" * 40 + " " + "W" * 40), stock, box):
        if isinstance(mark, Symbol):
            quiet, side = 4 * mark.module, 25 * mark.module
            assert mark.left - quiet >= box.left - 0.001 and mark.top - quiet >= box.top - 0.001
            assert mark.left + side + quiet <= box.left + box.width + slack
            assert mark.top + side + quiet <= box.top + box.height + slack
        elif isinstance(mark, Words):
            width = mark.line.font.stringWidth(mark.line.text, mark.line.points)
            assert box.left <= mark.left and mark.left + width <= box.left + box.width + 0.01
            assert box.top <= mark.baseline - mark.line.points * 0.7 and mark.baseline <= box.top + box.height


@pytest.mark.parametrize("stock", STOCKS, ids=keys)
def test_printed_at_its_printers_resolution_every_code_is_read_back(stock: Stock) -> None:
    some = [replace(PLAIN, code=new_code(), serial=f"R-{number:04}") for number in range(3)]
    found = set()
    for picture in as_printed(labels_pdf(stock, some), stock.dpi):
        found |= codes_in(picture)
    assert found == {one.code for one in some}


@pytest.mark.parametrize("stock", SHAPES, ids=keys)
@pytest.mark.parametrize("angle", [0, 7, -12])
def test_a_little_blurred_and_turned_it_is_still_read(stock: Stock, angle: float) -> None:
    label = replace(PLAIN, code=new_code())
    (picture,) = as_printed(labels_pdf(stock, [label]), stock.dpi)
    assert codes_in(worse(picture, stock, angle)) == {label.code}


def test_the_page_has_the_papers_own_size_and_is_not_fitted_by_the_printer() -> None:
    reader = PdfReader(BytesIO(labels_pdf(stock_called("a4-24"), [PLAIN])))
    box = reader.pages[0].mediabox
    assert (box.width, box.height) == pytest.approx((210 * mm, 297 * mm), abs=0.01)
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"  # type: ignore[index]


def test_printing_begins_at_the_label_asked_and_goes_on_to_the_next_sheet() -> None:
    stock = stock_called("a4-65")
    some = [replace(PLAIN, serial=f"R-{number:04}") for number in range(3)]
    pages = PdfReader(BytesIO(labels_pdf(stock, some, 64))).pages
    assert ["R-0000" in page.extract_text() for page in pages] == [True, False]
    assert "R-0002" in pages[1].extract_text()
    assert sheet_svg(stock, some, 64, 1).count("R-000") == 2
    assert sheet_svg(stock, some, 64, 2).count("R-0002") == 1


@pytest.mark.parametrize(
    ("height", "dpi", "dots"), [(25, 203, 6), (25, 300, 8), (12, 300, 4), (50, 300, 17), (12, 600, 8)]
)
def test_modules_are_as_many_whole_dots_as_there_is_room_for(height: float, dpi: int, dots: int) -> None:
    assert module_dots(height * mm, dpi) == dots


@pytest.mark.parametrize(("height", "dpi"), [(12, 203), (11, 300), (10, 600), (0, 300)])
def test_a_label_too_small_for_phones_is_refused_with_what_it_needs(height: float, dpi: int) -> None:
    with pytest.raises(Invalid) as refused:
        module_dots(height * mm, dpi)
    assert refused.value.slug == "label-too-small"
    assert ("16.6" if dpi == 203 else "11.2") in refused.value.sentence


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("stock", SHAPES, ids=keys)
def test_no_text_breaks_a_label_or_its_picture(text: str, stock: Stock) -> None:
    label = replace(
        PLAIN, serial=text, design=text, shop=text, facts=(text, text), address=(text,), warning=text, is_practice=True
    )
    pdf = labels_pdf(stock, [label])
    drawn = sheet_svg(stock, [label], 1, 1)
    assert pdf.startswith(b"%PDF")
    assert "<script" not in drawn and "\x00" not in drawn
    assert "7K3M" in " ".join(words(label, stock))


@pytest.mark.parametrize("text", STRANGE)
def test_no_text_breaks_a_label_with_the_fonts_of_this_machine(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(labels, "fonts", fonts)
    labels_pdf(ROLL, [replace(PLAIN, serial=text, design=text)])


def test_what_no_font_has_is_told_and_a_text_of_nothing_else_is_left_out() -> None:
    label = replace(PLAIN, design="指輪", shop="Щ & Wren", warning="Why?")
    assert unprintable(label) == ["Щ & Wren", "指輪"]
    assert words(label) == ["R-0147", "7K3M-9QTW-2HXR-Y"]
    assert "? & Wren" in words(label, stock_called("a4-string"))


def test_the_widest_code_is_never_cut_off() -> None:
    assert words(replace(PLAIN, code="W" * 13))[-1] == "WWWW-WWWW-WWWW-W"


def test_a_long_name_takes_two_lines_and_is_cut_off_visibly() -> None:
    label = replace(PLAIN, design="Brooch in the form of a long-legged bird with seven tourmalines, all of them pink")
    first, second = words(label)[1:3]
    assert label.design.startswith(first)
    assert second.endswith("…")


def test_a_practice_label_without_https_opens_in_the_shops_own_network() -> None:
    label = replace(PLAIN, host="192.168.1.20:5000", is_practice=True, secure=False)
    (picture,) = as_printed(labels_pdf(ROLL, [label]), ROLL.dpi)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == "HTTP://192.168.1.20:5000/P/7K3M9QTW2HXRY"


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 0},
        {"width": 600_000},
        {"across": 4},
        {"down": 9},
        {"step_x": 60_000},
        {"shape": "dumbbell", "head": 40_000},
    ],
)
def test_a_format_that_does_not_fit_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        check_stock(replace(stock_called("a4-24"), **wrong))  # type: ignore[arg-type]


@pytest.mark.slow
def test_twelve_hundred_tags_over_all_formats_are_read_back_as_printed_and_as_a_telephone_sees_them() -> None:
    each = -(-1200 // len(STOCKS))
    read = seen = 0
    for number, stock in enumerate(STOCKS):
        for turn in range(0, each, 6):
            some = [replace(PLAIN, code=new_code()) for _one in range(min(6, each - turn))]
            wanted = {one.code for one in some}
            pictures = list(as_printed(labels_pdf(stock, some), stock.dpi))
            found = set().union(*(codes_in(one) for one in pictures))
            angle = (number * 7 + turn) % 25 - 12
            blurred = set().union(*(codes_in(worse(one, stock, angle)) for one in pictures))
            read, seen = read + len(found & wanted), seen + len(blurred & wanted)
            assert found == wanted
    print(f"{each * len(STOCKS)} tags: read as printed {read}, blurred and turned {seen}")
    assert read == each * len(STOCKS)
    assert seen >= read * 0.99


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


def test_the_font_that_has_most_of_the_letters_is_taken_and_the_first_among_equals() -> None:
    latin, greek, both = (
        SimpleNamespace(face=SimpleNamespace(charToGlyph=set(map(ord, has)))) for has in ("a", "ω", "aω")
    )
    assert lettered("aω", [latin, greek, both]) == ("aω", both)
    assert lettered("a", [latin, greek, both]) == ("a", latin)
    assert lettered("ωωa", [latin, greek]) == ("ωω?", greek)


def test_letters_of_the_east_open_the_fonts_that_have_them_and_no_other_text_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    latin, wide = (SimpleNamespace(face=SimpleNamespace(charToGlyph=set(map(ord, has)))) for has in ("a", "a指輪"))
    opened: list[object] = []
    monkeypatch.setattr(lettering, "fonts", lambda files: opened.append(files) or (wide,))
    assert lettered("aé", [latin]) == ("a?", latin) and opened == []
    assert lettered("a指輪", [latin]) == ("a指輪", wide)


def test_signs_that_only_say_a_direction_leave_no_mark() -> None:
    assert lettered("\u2068Ana\u2069 \u200fB", fonts(VERA))[0] == "Ana B"


def test_a_font_that_is_not_there_is_passed_over() -> None:
    assert len(fonts(("/nowhere/at-all.ttf", "Vera.ttf"))) == 1


def test_endless_text_is_cut_before_anything_is_measured() -> None:
    assert len(lettered("x" * 1_000_000, fonts(VERA))[0]) == LONGEST


def test_the_letters_travel_in_the_file() -> None:
    assert b"/FontFile2" in labels_pdf(ROLL, [PLAIN])


def test_the_same_label_is_the_same_file() -> None:
    assert labels_pdf(ROLL, [PLAIN]) == labels_pdf(ROLL, [PLAIN])
