"""The label that goes to a piece: its QR code, serial, design and code as a PDF page of the label's own size."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from reportlab.lib.units import inch, mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from workshop.errors import Invalid
from workshop.provenance.codes import printed
from workshop.provenance.lettering import fonts, lettered
from workshop.provenance.qr import PRINTER_DPI, QUIET_ZONE, Matrix, matrix, payload, runs
from workshop.wording import _

DOT = inch / PRINTER_DPI
LEAST_DOTS = 4  # DENSO WAVE asks for four printer dots a module, 0.34 mm here
LEAST_TEXT = 18 * mm
MARGIN = 1.5 * mm
LEADING = 1.3
ELLIPSIS = "…"


@dataclass(frozen=True)
class Size:
    """A label's size. The QR code stands at the left, the text beside it."""

    width_mm: int
    height_mm: int


ROLL = Size(50, 25)


@dataclass(frozen=True)
class Label:
    """What one label says. `secure` is False for a shop that is reached over plain HTTP only."""

    host: str
    code: str
    serial: str
    design: str
    is_practice: bool
    secure: bool = True


@dataclass(frozen=True)
class Line:
    """One line of text with its size in points, which may shrink to `least` before it is cut off (0: never cut)."""

    text: str
    font: TTFont
    points: float
    least: float = 0
    is_inverse: bool = False


def label_pdf(label: Label, size: Size = ROLL) -> bytes:
    """One page of the label's size, its modules whole dots of a printer of 300 dots an inch.

    Raises Invalid for a label too small for a code that phones can read. Letters that cannot be printed: `lettered`.
    """
    modules = matrix(payload(label.host, label.code, secure=label.secure))
    width, height = size.width_mm * mm, size.height_mm * mm
    dots = dots_per_module(modules, size)
    symbol = (len(modules) + 2 * QUIET_ZONE) * dots * DOT
    file = BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=1)
    canvas.setTitle(lettered(label.serial, fonts())[0])
    _draw_symbol(canvas, modules, dots * DOT, bottom=(height - symbol) / 2)
    _draw_lines(canvas, _fitted(label, width - symbol - MARGIN, height - 2 * MARGIN), left=symbol, height=height)
    canvas.save()
    return file.getvalue()


def dots_per_module(modules: Matrix, size: Size) -> int:
    """How many whole printer dots a module gets when symbol and quiet zone fill the label's height."""
    side = len(modules) + 2 * QUIET_ZONE
    dots = int(size.height_mm * mm / DOT) // side
    if dots < LEAST_DOTS or size.width_mm * mm - side * dots * DOT - MARGIN < LEAST_TEXT:
        raise Invalid(
            _(
                "A label of {width} × {height} mm has no room for its text and a QR code that phones can read. "
                "Take one at least 12 mm high and 20 mm wider than it is high.",
                width=size.width_mm,
                height=size.height_mm,
            ),
            slug="label-too-small",
            field="size",
        )
    return dots


def _draw_symbol(canvas: Canvas, modules: Matrix, module: float, *, bottom: float) -> None:
    """One path for the whole symbol, so that no viewer shows seams between its modules."""
    path = canvas.beginPath()
    for column, row, length in runs(modules):
        from_bottom = QUIET_ZONE + len(modules) - row - 1
        path.rect((QUIET_ZONE + column) * module, bottom + from_bottom * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _fitted(label: Label, width: float, height: float) -> list[Line]:
    """The label's lines, each small enough for the width and all together for the height."""
    wide = [_narrowed(line, width) for line in _lines(label, width)]
    shrink = min(1, height / sum(line.points * LEADING for line in wide))
    return [replace(line, points=line.points * shrink) for line in wide]


def _lines(label: Label, width: float) -> Iterator[Line]:
    if label.is_practice:
        yield Line(*lettered(_("PRACTICE, not for sale"), fonts()), 7, is_inverse=True)
    yield Line(*lettered(label.serial, fonts()), 11, least=7)
    design, font = lettered(label.design, fonts())
    first, *rest = simpleSplit(design, font.fontName, 7.5, width) or [""]
    yield Line(first, font, 7.5, least=5)
    if rest:
        yield Line(rest[0] + ELLIPSIS * (len(rest) > 1), font, 7.5, least=5)
    yield Line(*lettered(printed(label.code), fonts()), 8)


def _narrowed(line: Line, width: float) -> Line:
    text = line.text
    while line.font.stringWidth(text, line.least) > width:
        text = text.removesuffix(ELLIPSIS)[:-1] + ELLIPSIS
    widest = width / max(line.font.stringWidth(text, 1), 1)
    return replace(line, text=text, points=min(line.points, widest))


def _draw_lines(canvas: Canvas, lines: list[Line], *, left: float, height: float) -> None:
    gap = (height - sum(line.points * LEADING for line in lines)) / 2
    baseline = height - gap
    for line in lines:
        baseline -= line.points * LEADING
        _draw_line(canvas, line, left, baseline + line.points * 0.3)


def _draw_line(canvas: Canvas, line: Line, left: float, baseline: float) -> None:
    if line.is_inverse:
        width = line.font.stringWidth(line.text, line.points)
        canvas.rect(left, baseline - line.points * 0.25, width, line.points * 1.2, stroke=0, fill=1)
    canvas.setFillGray(1 if line.is_inverse else 0)
    canvas.setFont(line.font.fontName, line.points)
    canvas.drawString(left, baseline, line.text)
    canvas.setFillGray(0)
