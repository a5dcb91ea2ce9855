"""The card for the box: what the piece is, and under a fold the secret by which its owner claims it.

One strip of three panels, printed on one side: the front, the secret, and a flap that folds up over the secret.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from workshop.aftercare.owner_secrets import spelled
from workshop.provenance.directions import begins_right
from workshop.provenance.label import Box, Label, Line, Mark, Words, marks_of
from workshop.provenance.lettering import fonts, lettered
from workshop.provenance.sheets import UM, draw_label
from workshop.provenance.stock import Stock
from workshop.wording import N_, _

WIDTH, HEIGHT = 85_000, 54_000
LEFT, TOP = 20_000, 20_000
MARGIN = 5 * mm
LEADING = 1.3
APART = 4.0  # points between two texts
PAPERS = ("a4", "letter")
FRONT, SECRET, FLAP = range(3)


def card_stock(paper: str) -> Stock:
    """Three panels below each other on one sheet of plain card."""
    return Stock(
        "box-card", N_("Card for the box"), paper, "card", WIDTH, HEIGHT, across=1, down=3, left=LEFT, top=TOP,
        step_x=WIDTH, step_y=HEIGHT, is_cut=True,
    )  # fmt: skip


def card_pdf(label: Label, secret: str, *, paper: str = "a4", key: str = "", is_gift: bool = False) -> bytes:
    """The strip as a PDF. `key`: the fingerprint by which the shop's signed files are known."""
    stock, file = card_stock(paper), BytesIO()
    width, height = (length * UM for length in stock.page)
    canvas = Canvas(file, pagesize=(width, height), invariant=1, pageCompression=1)
    canvas.setTitle(_("Card for {serial}", serial=label.serial))
    canvas.setViewerPreference("PrintScaling", "None")
    panels = [_panel(stock, number) for number in range(3)]
    draw_label(canvas, height, stock, panels[FRONT], marks_of(label, stock, panels[FRONT]))
    draw_label(canvas, height, stock, panels[SECRET], _secret_panel(panels[SECRET], label, secret))
    draw_label(canvas, height, stock, panels[FLAP], _flap(panels[FLAP], key, is_gift=is_gift))
    draw_label(canvas, height, _nothing_cut(paper), panels[FLAP], _how_to(panels[FLAP]))
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _panel(stock: Stock, number: int) -> Box:
    left, top = stock.place(number)
    return Box(left * UM, top * UM, stock.width * UM, stock.height * UM)


def _nothing_cut(paper: str) -> Stock:
    return Stock("box-card-words", "", paper, "card", WIDTH, HEIGHT)


def _secret_panel(box: Box, label: Label, secret: str) -> list[Mark]:
    groups = spelled(secret).split("-")
    half = -(-len(groups) // 2)
    scheme = "https" if label.secure else "http"
    told: list[tuple[str, float]] = [
        (_("Yours, once you claim it"), 12),
        (_("Whoever has this secret can claim the piece, once. Keep it like a key, and show it to nobody."), 8),
        ("  ".join(groups[:half]), 15),
        ("  ".join(groups[half:]), 15),
        (_("Scan the code on the front and choose “This piece is mine”, or go to"), 8),
        (f"{scheme}://{label.host.lower()}/p/{label.code}/own", 8),
    ]
    return list(_set(told, box))


def _flap(box: Box, key: str, *, is_gift: bool) -> list[Mark]:
    told: list[tuple[str, float]] = [
        (_("What it is for"), 10),
        (_("Your own page: the guarantee, care, papers, handing the piece on, saying that it is lost or stolen."), 8),
        (
            _(
                "No account, no password, and you need not say who you are. Claiming it gives you a new secret, for you alone."
            ),
            8,
        ),
        (_("Lost this card? The workshop helps, and takes its time over it."), 8),
    ]
    if is_gift:
        told.append((_("It is a gift: words for you wait on that page."), 8))
    if key:
        told.append((_("The key of our signed files: {key}", key=key), 6.5))
    return list(_set(told, box))


def _how_to(flap: Box) -> list[Mark]:
    """Beside the strip, for whoever cuts it."""
    below = Box(flap.left, flap.top + flap.height + 2 * mm, flap.width, 20 * mm)
    told = _(
        "Cut along the outer line. Fold the lowest part up over the secret. Fold the front back, so that its print is outside, and close the card with a sticker."
    )
    return list(_set([(told, 8)], below, margin=0))


def _set(told: Sequence[tuple[str, float]], box: Box, margin: float = MARGIN) -> Iterator[Words]:
    """Texts below each other, wrapped, a little apart where there is room; all of them smaller where they would not fit."""
    inner = box.inside(margin)
    for shrink in (1.0, 0.92, 0.84, 0.76, 0.68, 0.6):
        texts = [_wrapped(text, points * shrink, inner.width) for text, points in told]
        free = inner.height - LEADING * sum(line.points for text in texts for line in text)
        if free >= 0:
            break
    apart = max(0.0, min(APART, free / len(texts)))
    baseline = inner.top
    for text in texts:
        for line in text:
            baseline += line.points * LEADING
            yield Words(inner.left, baseline - line.points * 0.3, line)
        baseline += apart


def _wrapped(text: str, points: float, width: float) -> list[Line]:
    printable, font = lettered(text, fonts())
    pieces: Any = simpleSplit(printable, font.fontName, points, width)
    return [Line(piece, font, points, from_right=begins_right(printable)) for piece in pieces]
