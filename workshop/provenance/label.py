"""What stands where on one label: its QR code in whole printer dots, serial, design and code. Points from the sheet's top left corner."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportlab.lib.units import inch, mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.ttfonts import TTFont

from workshop.errors import Invalid
from workshop.provenance.codes import printed
from workshop.provenance.directions import begins_right, shown
from workshop.provenance.lettering import fonts, lettered
from workshop.provenance.qr import QUIET_ZONE, matrix, payload
from workshop.provenance.qr_masks import Matrix
from workshop.provenance.stock import Stock
from workshop.wording import _

LEAST_DOTS = 4  # DENSO WAVE asks for four printer dots a module
LEAST_MODULE = 0.33 * mm  # and a phone for this much, however fine the printer
LARGEST_ON_CARD = 24 * mm
MARGIN = 1 * mm
CARD_MARGIN = 4 * mm
HOLE_AT, HOLE = 5 * mm, 2 * mm
NARROW = 20 * mm
LEADING = 1.25
ELLIPSIS = "…"
SMALLEST = 3.5


@dataclass(frozen=True)
class Label:
    """What one label says. `secure` is False for a shop that is reached over plain HTTP only.

    `facts`: edition, metal and size, the charms on it; `address`: who made it and how they are reached; `warning`: what keeps people safe.
    """

    host: str
    code: str
    serial: str
    design: str
    is_practice: bool
    secure: bool = True
    shop: str = ""
    facts: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    def inside(self, margin: float) -> "Box":
        return Box(self.left + margin, self.top + margin, self.width - 2 * margin, self.height - 2 * margin)


@dataclass(frozen=True)
class Line:
    """One line of text as it is read, with its size in points, which may shrink to `least` before it is cut off (0: never cut).

    `from_right`: the text that it is of begins at the right.
    """

    text: str
    font: TTFont
    points: float
    least: float = 0
    is_inverse: bool = False
    from_right: bool = False

    @property
    def shown(self) -> str:
        """From left to right, as paper shows it."""
        return shown(self.text, from_right=self.from_right)


@dataclass(frozen=True)
class Symbol:
    """A QR code; left and top are those of its first module, the quiet zone lies around it."""

    left: float
    top: float
    module: float
    modules: Matrix


@dataclass(frozen=True)
class Words:
    left: float
    baseline: float
    line: Line


@dataclass(frozen=True)
class Hole:
    x: float
    y: float
    radius: float


Mark = Symbol | Words | Hole


def marks_of(label: Label, stock: Stock, box: Box) -> list[Mark]:
    """Everything that is printed on the label in this box. Raises Invalid for one too small for a code that phones can read."""
    return list(_LAYOUTS[stock.shape](label, stock, box))


def module_dots(space: float, dpi: int, modules: int = 25) -> int:
    """How many whole printer dots a module gets in a square of this side, quiet zone included. Raises Invalid for too few."""
    dot, side = inch / dpi, modules + 2 * QUIET_ZONE
    dots = int(space / dot / side + 1e-6)
    least = max(LEAST_DOTS, math.ceil(LEAST_MODULE / dot - 1e-6))
    if dots < least:
        sentence = _(
            "A label of this format has no room for a QR code that phones can read: at {dpi} dots an inch it needs "
            "{least} mm in the square, and {text} mm beside it for the text.",
            dpi=dpi,
            least=f"{math.ceil(least * side * dot / mm * 10) / 10:g}",
            text=f"{LEAST_TEXT / mm:g}",
        )
        raise Invalid(sentence, slug="label-too-small", field="format")
    return dots


LEAST_TEXT = 10 * mm


def unprintable(label: Label) -> list[str]:
    """The texts that no font here has whole, in the order of the label."""
    texts = (label.shop, label.serial, label.design, *label.facts, *label.address, label.warning)
    return [text for text in texts if text and not is_whole(text)]


def is_whole(text: str) -> bool:
    return "?" not in _lettered(text.replace("?", ""))[0]


def _symbol(label: Label, left: float, top: float, dots: int, dpi: int) -> Symbol:
    """The code's quiet zone begins in this corner, moved on to the printer's next dot."""
    dot = inch / dpi
    module = dots * dot
    first = QUIET_ZONE * dots
    x, y = (math.ceil(at / dot - 1e-6) + first for at in (left, top))
    return Symbol(x * dot, y * dot, module, matrix(payload(label.host, label.code, secure=label.secure)))


def _side(dots: int, dpi: int) -> float:
    return float((25 + 2 * QUIET_ZONE) * dots * inch / dpi)


def _beside(label: Label, stock: Stock, box: Box) -> Iterator[Mark]:
    """The code at the left as high as the label, the text beside it."""
    yield from _code_and(label, box, stock.dpi, lambda width: list(_lines(label, width)))


def _code_and(label: Label, box: Box, dpi: int, lines: Callable[[float], list[Line]]) -> Iterator[Mark]:
    dots = module_dots(min(box.height, box.width - LEAST_TEXT), dpi)
    side = _side(dots, dpi)
    yield _symbol(label, box.left, box.top + (box.height - side) / 2, dots, dpi)
    beside = Box(box.left + side, box.top + MARGIN, box.width - side - MARGIN, box.height - 2 * MARGIN)
    yield from _set(lines(beside.width), beside)


def _dumbbell(label: Label, stock: Stock, box: Box) -> Iterator[Mark]:
    """The code on the first head, what it is on the second; the tail between them folds round the piece."""
    head = stock.head / 1000 * mm
    yield from _code_and(
        label, replace(box, width=head), stock.dpi, lambda width: [*_practice(label, width), *_code_lines(label, width)]
    )
    second = Box(box.left + box.width - head, box.top, head, box.height).inside(MARGIN)
    lines = [*_practice(label, second.width), _line(label.serial, 10, least=6), _line(label.design, 6.5, least=4)]
    yield from _set([*lines, *(_line(fact, 6, least=4) for fact in label.facts)], second, is_centred=True)


def _string(label: Label, stock: Stock, box: Box) -> Iterator[Mark]:
    """A hole, the shop, the design, the code under them."""
    yield Hole(box.left + box.width / 2, box.top + HOLE_AT, HOLE)
    inner = box.inside(2 * MARGIN)
    dots = module_dots(min(inner.width, box.height * 0.45), stock.dpi)
    side = _side(dots, stock.dpi)
    code = [_line(printed(label.code), 8), *_practice(label, inner.width)]
    below = LEADING * sum(line.points for line in code)
    first = box.top + HOLE_AT + 2 * HOLE
    top = box.top + box.height - 2 * MARGIN - below - side
    lines = [_line(label.shop, 11, least=6), *_design(label, inner.width, 9), _line(label.serial, 9, least=6)]
    lines += [_line(fact, 7.5, least=5) for fact in label.facts]
    yield from _set(lines, Box(inner.left, first, inner.width, top - first), is_centred=True)
    yield _symbol(label, box.left + (box.width - side) / 2, top, dots, stock.dpi)
    yield from _set(code, Box(inner.left, top + side, inner.width, below), is_centred=True)


def _card(label: Label, stock: Stock, box: Box) -> Iterator[Mark]:
    """For the box: what it is and its code above, who made it and how they are reached below, as product safety asks."""
    inner = box.inside(CARD_MARGIN)
    dots = module_dots(min(inner.height * 0.55, inner.width * 0.4, LARGEST_ON_CARD), stock.dpi)
    side = _side(dots, stock.dpi)
    edge = inner.left + inner.width - side
    yield _symbol(label, edge, box.top + 2 * MARGIN, dots, stock.dpi)
    top = box.top + 2 * MARGIN + side
    yield from _set([_line(printed(label.code), 8)], Box(edge, top, side, 3.5 * mm), is_centred=True)
    said = _wrapped(_("Scan to read how it was made and who inspected it."), 7, edge - inner.left - MARGIN)
    lines = [*_practice(label, side), _line(label.shop, 13, least=7), *_design(label, edge - inner.left - MARGIN, 10)]
    lines += [_line(fact, 8, least=5) for fact in (label.serial, *label.facts)]
    small = [each for text in (*label.address, label.warning) if text for each in _wrapped(text, 6.5, inner.width, 2)]
    most = inner.top + inner.height - top - 4 * mm
    below = min(LEADING * sum(line.points for line in small), most)
    above = inner.height - below - 2 * MARGIN
    yield from _set([*lines, *said], Box(inner.left, inner.top, edge - inner.left - MARGIN, above), at_top=True)
    yield from _set(small, Box(inner.left, inner.top + inner.height - below, inner.width, below))


_LAYOUTS: dict[str, Callable[[Label, Stock, Box], Iterator[Mark]]] = {
    "label": _beside,
    "dumbbell": _dumbbell,
    "string": _string,
    "card": _card,
}


def _lines(label: Label, width: float) -> Iterator[Line]:
    yield from _practice(label, width)
    yield _line(label.serial, 11, least=5)
    if width >= NARROW:
        yield from _design(label, width, 7.5)
    yield from _code_lines(label, width)


def _practice(label: Label, width: float) -> Iterator[Line]:
    if label.is_practice:
        said = _("PRACTICE, not for sale") if width >= NARROW else _("PRACTICE")
        yield _line(said, 7, is_inverse=True)


def _code_lines(label: Label, width: float) -> Iterator[Line]:
    """The code in one line where that can be read, else its groups below each other."""
    parts = printed(label.code).split("-")
    groups = ["-".join(parts)] if width >= NARROW else [*parts[:-2], "-".join(parts[-2:])]
    for group in groups:
        yield _line(group, 8)


def _design(label: Label, width: float, points: float) -> list[Line]:
    return _wrapped(label.design, points, width, 2)


def _wrapped(text: str, points: float, width: float, most: int = 3) -> list[Line]:
    """Up to so many lines; what is longer is cut off visibly."""
    line = _line(text, points, least=points * 0.65)
    if not line.text:
        return []
    pieces = _split(line.text, line.font, points, width)
    if len(pieces) > most:
        pieces = [*pieces[: most - 1], pieces[most - 1] + ELLIPSIS]
    return [replace(line, text=piece) for piece in pieces]


@lru_cache(2000)
def _split(text: str, font: TTFont, points: float, width: float) -> list[str]:
    return list(simpleSplit(text, font.fontName, points, width)) or [""]


def _line(text: str, points: float, *, least: float = 0, is_inverse: bool = False) -> Line:
    told, font = _lettered(text)
    return Line(told, font, points, least, is_inverse, begins_right(told))


def _lettered(text: str) -> tuple[str, TTFont]:
    return _kept_lettered(text, fonts())


_kept_lettered = lru_cache(2000)(lettered)


def _set(lines: Sequence[Line], box: Box, *, is_centred: bool = False, at_top: bool = False) -> Iterator[Words]:
    """The lines below each other, each small enough for the width and all together for the height."""
    wide = [_narrowed(line, box.width) for line in lines if line.text.strip(" ?")]
    height = LEADING * sum(line.points for line in wide)
    shrink = min(1.0, box.height / height) if height else 1.0
    baseline = box.top if at_top else box.top + (box.height - height * shrink) / 2
    for line in wide:
        small = replace(line, points=line.points * shrink)
        baseline += small.points * LEADING
        indent = (box.width - small.font.stringWidth(small.text, small.points)) / 2 if is_centred else 0
        yield Words(box.left + indent, baseline - small.points * 0.3, small)


@lru_cache(4000)
def _narrowed(line: Line, width: float) -> Line:
    text = line.text
    while line.font.stringWidth(text, max(line.least, 0)) > width and text != ELLIPSIS:
        text = text.removesuffix(ELLIPSIS)[:-1] + ELLIPSIS
    widest = width / max(line.font.stringWidth(text, 1), 0.001)
    return replace(line, text=text, points=min(line.points, widest))
