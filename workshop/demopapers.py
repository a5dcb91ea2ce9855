"""The papers of the demonstration, drawn when it is filled: plain sheets that say of themselves that they are invented."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

INVENTED = "Invented for the demonstration of Workshop. It proves nothing."
WIDTH, HEIGHT, MARGIN = 620, 874, 56
INK, PAPER, SOFT = (34, 34, 34), (250, 248, 242), (150, 60, 50)


def as_picture(heading: str, lines: Sequence[str]) -> bytes:
    """The paper as somebody photographs it: a small PNG."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, MARGIN), INVENTED, SOFT, ImageFont.load_default(size=16))
    draw.text((MARGIN, MARGIN + 60), heading, INK, ImageFont.load_default(size=30))
    draw.line((MARGIN, MARGIN + 112, WIDTH - MARGIN, MARGIN + 112), INK, 2)
    for number, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + 140 + 32 * number), line, INK, ImageFont.load_default(size=19))
    kept = BytesIO()
    sheet.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def as_pdf(heading: str, lines: Sequence[str]) -> bytes:
    """The paper as a supplier sends it: a PDF of one page, the same bytes each time."""
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=A5, invariant=True)
    height = A5[1]
    canvas.setFont("Helvetica", 9)
    canvas.setFillColorRGB(0.6, 0.24, 0.2)
    canvas.drawString(36, height - 40, INVENTED)
    canvas.setFillColorRGB(0.13, 0.13, 0.13)
    canvas.setFont("Helvetica", 18)
    canvas.drawString(36, height - 80, heading)
    canvas.line(36, height - 92, A5[0] - 36, height - 92)
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        canvas.drawString(36, height - 116 - 18 * number, line)
    canvas.showPage()
    canvas.save()
    return kept.getvalue()
