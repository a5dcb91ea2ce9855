"""Labels on paper: which stands where on which sheet, as a vector PDF, and as a picture of one sheet for the screen."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import BytesIO
from itertools import chain, groupby
from typing import BinaryIO

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from workshop.provenance.label import Box, Hole, Label, Mark, Symbol, Words, marks_of
from workshop.provenance.qr import runs
from workshop.provenance.stock import Stock

UM = mm / 1000
rl_config.useA85 = 0  # streams as they are: a quarter smaller, and much sooner written
HAIR = 0.3
Placed = tuple[Box, list[Mark]]


def sheets(stock: Stock, labels: Iterable[Label], start: int = 1) -> Iterator[list[Placed]]:
    """Sheet by sheet what stands on it, the first label at place `start` (from 1)."""
    numbered = enumerate(labels, start - 1)
    for _sheet, on_it in groupby(numbered, key=lambda one: one[0] // stock.a_sheet):
        yield [_placed(stock, number, label) for number, label in on_it]


def sheet_count(stock: Stock, labels: int, start: int = 1) -> int:
    return -(-(labels + start - 1) // stock.a_sheet) if labels else 0


def box_at(stock: Stock, number: int) -> Box:
    left, top = stock.place(number % stock.a_sheet)
    return Box(left * UM, top * UM, stock.width * UM, stock.height * UM)


def _placed(stock: Stock, number: int, label: Label) -> Placed:
    box = box_at(stock, number)
    return box, marks_of(label, stock, box)


def write_pdf(file: BinaryIO, stock: Stock, labels: Iterable[Label], start: int = 1, *, title: str = "") -> int:
    """The labels as a PDF of the paper's own size; returns how many sheets."""
    width, height = (length * UM for length in stock.page)
    canvas = Canvas(file, pagesize=(width, height), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setViewerPreference("PrintScaling", "None")  # fitted to the page, no module would be whole dots any more
    count = 0
    for sheet in sheets(stock, labels, start):
        for box, marks in sheet:
            draw_label(canvas, height, stock, box, marks)
        canvas.showPage()
        count += 1
    canvas.save()
    return count


def labels_pdf(stock: Stock, labels: Sequence[Label], start: int = 1, *, title: str = "") -> bytes:
    file = BytesIO()
    write_pdf(file, stock, labels, start, title=title)
    return file.getvalue()


def draw_label(canvas: Canvas, height: float, stock: Stock, box: Box, marks: list[Mark]) -> None:
    if stock.is_cut:
        canvas.setLineWidth(HAIR)
        canvas.setDash(1, 2)
        for part in _parts(stock, box):
            canvas.rect(part.left, height - part.top - part.height, part.width, part.height)
        canvas.setDash()
    for mark in marks:
        if isinstance(mark, Symbol):
            _draw_symbol(canvas, height, mark)
        elif isinstance(mark, Hole):
            canvas.setLineWidth(HAIR)
            canvas.circle(mark.x, height - mark.y, mark.radius)
        else:
            _draw_words(canvas, height, mark)


def _draw_symbol(canvas: Canvas, height: float, symbol: Symbol) -> None:
    """One path for the whole symbol, so that no viewer shows seams between its modules; one unit is one module."""
    side = len(symbol.modules)
    rectangles = [f"{x} {side - y - 1} {length} 1 re" for x, y, length in runs(symbol.modules)]
    canvas.saveState()
    bottom = height - symbol.top - side * symbol.module
    canvas.transform(symbol.module, 0, 0, symbol.module, symbol.left, bottom)
    canvas.drawPath(PDFPathObject([" ".join(rectangles)]), stroke=0, fill=1)
    canvas.restoreState()


def _draw_words(canvas: Canvas, height: float, words: Words) -> None:
    line, baseline = words.line, height - words.baseline
    if line.is_inverse:
        width = line.font.stringWidth(line.text, line.points)
        canvas.rect(words.left, baseline - line.points * 0.25, width, line.points * 1.2, stroke=0, fill=1)
        canvas.setFillGray(1)
    canvas.setFont(line.font.fontName, line.points)
    canvas.drawString(words.left, baseline, line.shown)
    if line.is_inverse:
        canvas.setFillGray(0)


def _parts(stock: Stock, box: Box) -> Iterator[Box]:
    """What is cut out or stuck on: the label, or the two heads of a dumbbell and its tail."""
    if stock.shape != "dumbbell":
        yield box
        return
    head = stock.head * UM
    tail = box.height / 4
    yield Box(box.left, box.top, head, box.height)
    yield Box(box.left + head, box.top + (box.height - tail) / 2, box.width - 2 * head, tail)
    yield Box(box.left + box.width - head, box.top, head, box.height)


def sheet_svg(stock: Stock, labels: Iterable[Label], start: int, sheet: int) -> str:
    """One sheet (from 1) as it will be printed, with the outlines of its labels; places before `start` are hatched as used."""
    width, height = (length * UM for length in stock.page)
    first = max(0, (sheet - 1) * stock.a_sheet - start + 1)
    begun = start if sheet == 1 else 1
    room = stock.a_sheet - begun + 1
    here = list(labels)[first : first + room]
    used = [box_at(stock, number) for number in range(begun - 1)]
    outlines = [box_at(stock, number) for number in range(stock.a_sheet)]
    placed = chain.from_iterable(sheets(stock, here, begun))
    drawn = "".join(_svg(mark) for _box, marks in placed for mark in marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.2f} {height:.2f}" '
        f'width="{width / mm:.1f}mm" height="{height / mm:.1f}mm" font-family="Verdana, DejaVu Sans, sans-serif">'
        f'<path fill="#fff" d="M0 0h{width:.2f}v{height:.2f}H0z"/>'
        f'<g fill="#ddd">{"".join(_rect(box) for box in used)}</g>'
        '<g fill="none" stroke="#777" stroke-width=".5" stroke-dasharray="2 2">'
        f"{''.join(_rect(part) for box in outlines for part in _parts(stock, box))}</g>{drawn}</svg>"
    )


def _svg(mark: Mark) -> str:
    if isinstance(mark, Symbol):
        path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs(mark.modules))
        at = f"translate({mark.left:.4f} {mark.top:.4f}) scale({mark.module:.5f})"
        return f'<path shape-rendering="crispEdges" transform="{at}" d="{path}"/>'
    if isinstance(mark, Hole):
        return f'<circle cx="{mark.x:.2f}" cy="{mark.y:.2f}" r="{mark.radius:.2f}" fill="none" stroke="#777"/>'
    return _svg_words(mark)


def _svg_words(words: Words) -> str:
    line = words.line
    width = line.font.stringWidth(line.text, line.points)
    ground, colour = "", ""
    if line.is_inverse:
        colour = ' fill="#fff"'
        box = Box(words.left, words.baseline - line.points * 0.95, width, line.points * 1.2)
        ground = _rect(box)
    return (
        f'{ground}<text x="{words.left:.2f}" y="{words.baseline:.2f}" font-size="{line.points:.2f}" '
        f'textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs" unicode-bidi="bidi-override"{colour}>'
        f"{escape(line.shown)}</text>"
    )


def _rect(box: Box) -> str:
    return f'<rect x="{box.left:.2f}" y="{box.top:.2f}" width="{box.width:.2f}" height="{box.height:.2f}"/>'
