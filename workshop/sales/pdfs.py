"""A table on paper with words before and after it: statements and line sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from workshop.provenance.lettering import fonts, lettered
from workshop.provenance.paragraphs import paragraph
from workshop.wording import _

MARGIN = 15 * mm
PADDING = 6  # what a frame keeps free at each side; its text stands where the table begins
WIDE = min(A4[0], LETTER[0]) - 2 * MARGIN
ON_LETTER = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
INK, SOFT, LINE = HexColor("#1f1b16"), HexColor("#5c5448"), HexColor("#c9bfae")


@dataclass(frozen=True)
class Column:
    """Its head, its part of the width, and whether its figures stand at the right."""

    name: str
    part: float
    is_number: bool = False


@dataclass(frozen=True)
class Sheet:
    """A title, words before the table, its columns and rows, words after it; `parts` are a heading and its sentences. A cell is a text, or the bytes of a picture."""

    title: str
    before: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | bytes]]
    after: Sequence[str] = ()
    parts: Sequence[tuple[str, Sequence[str]]] = ()


def sheet_pdf(sheet: Sheet, country: str | None) -> bytes:
    """The same bytes for the same words; in its metadata stand the title and the program only.

    `country` is the shop's, None when it is not set: on Letter where that is the paper in use, else on A4
    (CLDR 46, paper sizes by territory, October 2024).
    """
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=LETTER if country in ON_LETTER else A4,
        title=sheet.title,
        author="",
        creator="Workshop",
        invariant=1,
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
    )
    told: list[Flowable] = [_words(sheet.title, 18, after=6)]
    told += [_words(one, 9.5, after=4) for one in sheet.before]
    told += [Spacer(0, 6), _table(sheet), Spacer(0, 8)]
    told += [_words(one, 9.5, after=4) for one in sheet.after]
    for head, sentences in sheet.parts:
        told += [Spacer(0, 6), _words(head, 11, after=3), *(_words(one, 8.5, after=3) for one in sentences)]
    document.build(told, onFirstPage=_numbered, onLaterPages=_numbered)
    return file.getvalue()


def _words(text: str, size: float, *, after: float = 0, soft: bool = False, right: bool | None = None) -> Paragraph:
    told, font = lettered(text, fonts(), len(text))
    return paragraph(told, font, size, 1.3, SOFT if soft else INK, after=after, right=right)


def _table(sheet: Sheet) -> Table:
    head = [_words(one.name, 8, soft=True, right=one.is_number) for one in sheet.columns]
    rows = [[_cell(cell, column) for cell, column in zip(row, sheet.columns, strict=True)] for row in sheet.rows]
    look = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    look += [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 5)]
    whole = sum(one.part for one in sheet.columns)
    widths = [WIDE * one.part / whole for one in sheet.columns]
    return Table([head, *rows], colWidths=widths, repeatRows=1, style=TableStyle(look))


def _cell(cell: str | bytes, column: Column) -> Flowable:
    if isinstance(cell, bytes):
        return Image(BytesIO(cell), width=22 * mm, height=22 * mm, kind="proportional") if cell else Spacer(22 * mm, 4)
    return _words(cell, 8.5, right=column.is_number)


def _numbered(canvas: Canvas, document: SimpleDocTemplate) -> None:
    told, font = lettered(_("Page {page}", page=canvas.getPageNumber()), fonts())
    canvas.setFont(font.fontName, 7.5)
    canvas.drawRightString(document.pagesize[0] - MARGIN, 8 * mm, told)
