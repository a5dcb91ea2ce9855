"""Texts as paragraphs of a PDF, in the font that has most of their letters, from the side from which they are read."""

from html import escape

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph
from reportlab.platypus.paragraph import ParaLines

from workshop.provenance.directions import begins_right, goes_left, shown


def paragraph(
    told: str, font: TTFont, size: float, leading: float, colour: Color,
    *, before: float = 0, after: float = 0, right: bool | None = None,
) -> Paragraph:  # fmt: skip
    """`told`: as lettered for this font. `right`: whether it stands at the right; None: where it begins to be read."""
    style = ParagraphStyle(
        "words",
        fontName=font.fontName,
        fontSize=size,
        leading=size * leading,
        textColor=colour,
        alignment=TA_RIGHT if (begins_right(told) if right is None else right) else TA_LEFT,
        spaceBefore=before,
        spaceAfter=after,
        splitLongWords=1,
    )
    return _Ordered(told, style) if goes_left(told) else Paragraph(escape(told), style)


class _Ordered(Paragraph):  # type: ignore[misc]
    """Broken into lines as it is read, each line then put in the order in which it is shown."""

    def __init__(self, told: str, style: ParagraphStyle) -> None:
        super().__init__(escape(told), style)
        self._told = told

    def breakLines(self, width: float) -> ParaLines:
        broken = super().breakLines(width)
        self._read = [" ".join(words) for _room, words in broken.lines]
        from_right = begins_right(self._told)
        broken.lines = [
            (room, shown(line, from_right=from_right).split(" "))
            for (room, _words), line in zip(broken.lines, self._read, strict=True)
        ]
        return broken

    def split(self, width: float, height: float) -> list[Paragraph]:
        """Where a page ends: what is read first stays, the rest goes on."""
        self.wrap(width, height)
        fit = int(height // self.style.leading)
        parts = self._read[:fit], self._read[fit:]
        return [_Ordered(" ".join(lines), self.style) for lines in parts] if all(parts) else []
