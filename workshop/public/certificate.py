"""The certificate of a piece on paper: A5, the same bytes for the same words, and nothing in it that its page does not say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from workshop.days import day
from workshop.provenance.codes import printed
from workshop.provenance.labelled import in_tags
from workshop.provenance.lettering import UNKNOWN, fonts, lettered
from workshop.provenance.paragraphs import paragraph
from workshop.provenance.passport import KeeperTold
from workshop.provenance.qr import QUIET_ZONE, matrix, payload, runs
from workshop.wording import _

MARGIN = 12 * mm
WIDE = A5[0] - 2 * MARGIN
SYMBOL = 22 * mm
PICTURE = 42 * mm
LONGEST = 280  # of one text: the page has the whole of it
INK, SOFT, LINE = HexColor("#1f1b16"), HexColor("#5c5448"), HexColor("#c9bfae")


@dataclass(frozen=True)
class Certified:
    """What stands on it: the snapshot in its language, who answers, the shop's address in tags, the key's number, when, which version, a small photo."""

    snapshot: dict[str, Any]
    keeper: KeeperTold
    public_address: str | None
    key_number: str
    on: date
    version: int
    photo: bytes | None = None


class _Symbol(Flowable):  # type: ignore[misc]
    """The QR code of the page, each module a whole square."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.width = self.height = SYMBOL
        self._modules = matrix(text)

    def draw(self) -> None:
        side = SYMBOL / (len(self._modules) + 2 * QUIET_ZONE)
        for x, y, length in runs(self._modules):
            left, top = (x + QUIET_ZONE) * side, (y + QUIET_ZONE) * side
            self.canv.rect(left, SYMBOL - top - side, length * side, side, stroke=0, fill=1)


class _Words:
    """Texts as paragraphs, each in the font that has most of it; remembers whether a letter was lost."""

    def __init__(self) -> None:
        self.lost = False

    def __call__(
        self, text: str, size: float = 8, *, soft: bool = False, before: float = 0, after: float = 0
    ) -> Paragraph:
        shown = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
        told, font = lettered(" ".join(shown.split()), fonts())
        self.lost |= told.count(UNKNOWN) > shown.count(UNKNOWN)
        return paragraph(told, font, size, 1.32, SOFT if soft else INK, before=before, after=after)


def certificate(about: Certified) -> bytes:
    """The PDF. Its metadata hold the design's name and the program's, no date and nobody's name."""
    words, file = _Words(), BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=A5,
        title=_("Certificate"),
        author="",
        creator="Workshop",
        invariant=1,
    )
    frame = Frame(MARGIN, MARGIN, WIDE, A5[1] - 2 * MARGIN, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("A5", [frame]))
    document.build(list(_story(about, words)), canvasmaker=_quiet)
    return file.getvalue()


def _quiet(*words: Any, **named: Any) -> Canvas:
    return Canvas(*words, **(named | {"invariant": 1, "pageCompression": 1}))


def _story(about: Certified, words: _Words) -> Iterator[Flowable]:
    told = about.snapshot
    yield _head(about, words)
    yield HRFlowable(width="100%", color=LINE, spaceBefore=4, spaceAfter=6)
    if told["state"]:
        yield words(f"{told['state']['title']}. {told['state']['sentence']}", 9, after=5)
    if reported := told.get("reported"):
        yield words(f"{reported['title']}. {reported['since']}", 11, after=2)
        yield words(reported["sentence"], 9, after=5)
    yield words(told["said"], 9, after=5)
    yield from _section(_("What it is"), told["facts"], words)
    on_it = [[f"{design}, {serial}", inspected] for design, serial, _code, inspected in told.get("on_it", [])]
    yield from _section(_("On it now"), on_it, words)
    yield from _made_of(told, words)
    for sentence, limit in told["claims"]:
        yield words(f"{sentence} {limit}".strip(), 7.5, before=3)
    yield _foot(about, words)
    for look in told["inspections"][:1]:
        yield Spacer(0, 12)
        yield from _section(look["title"], [[text, found] for text, found, _how in look["checks"]], words, 0.78)


def _made_of(told: dict[str, Any], words: _Words) -> Iterator[Flowable]:
    """Each metal and kind of stone with its figures and where it comes from, what else is told, the marks struck into it."""
    title = _("What it is made of")
    for name, figure, rows, evidence in told["parts"]:
        yield from _section(title, [[name, figure], *rows], words)
        for sentence in evidence:
            yield words(sentence, 7, soft=True, before=1)
        title = ""
    yield from _section(title, [*told["materials"], *told["struck"]], words)


def _head(about: Certified, words: _Words) -> Table:
    told = about.snapshot
    left = [words(told["workshop"], 8, soft=True, after=3), words(told["design"], 15, after=2)]
    left.append(words(" · ".join(part for part in (told["number"], told["serial"]) if part), 9, soft=True))
    picture: list[Flowable] = [_picture(about.photo)] if about.photo else []
    widths = [WIDE - PICTURE - 4 * mm, PICTURE + 4 * mm] if picture else [WIDE, 0]
    return _plain([[left, picture]], widths)


def _picture(photo: bytes) -> Image:
    width, height = ImageReader(BytesIO(photo)).getSize()
    scale = PICTURE / max(width, height)
    return Image(BytesIO(photo), width * scale, height * scale)


def _section(title: str, rows: Sequence[Sequence[str]], words: _Words, left: float = 0.36) -> Iterator[Flowable]:
    if not rows:
        return
    if title:
        yield Spacer(0, 4)
        yield words(title, 9.5, after=2)
    cells = [[words(str(label), 7.5, soft=True), words(str(text), 7.5)] for label, text in rows]
    table = Table(cells, colWidths=[WIDE * left, WIDE * (1 - left)])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, LINE),
            ]
        )
    )
    yield table


def _foot(about: Certified, words: _Words) -> Flowable:
    told = about.snapshot
    lines = [words(line, 7) for line in _answers(about)]
    lines += [
        words(_("Code of the tag: {code}", code=printed(told["code"])), 7),
        words(_("As of {day}.", day=day(about.on)), 7),
        words(_("Key number: {number}", number=about.key_number), 7),
        words(
            _("The signed file of this piece can be checked without a network; its key has this number."),
            6.5,
            soft=True,
        ),
        words(
            _("This paper says what the page says; the page may know more by now. Compare the piece itself."),
            6.5,
            soft=True,
        ),
    ]
    if words.lost:
        lines.append(words(_("? stands for letters that this paper cannot show; the page has them."), 6.5, soft=True))
    symbol = _symbol(about)
    table = _plain([[lines, symbol]], [WIDE - SYMBOL, SYMBOL] if symbol else [WIDE, 0])
    return KeepTogether([HRFlowable(width="100%", color=LINE, spaceBefore=6, spaceAfter=4), table])


def _answers(about: Certified) -> Iterator[str]:
    keeper = about.keeper
    yield keeper.name
    if keeper.postal_address:
        yield ", ".join(line.strip() for line in keeper.postal_address.splitlines() if line.strip())
    if keeper.email:
        yield keeper.email


def _symbol(about: Certified) -> list[Flowable]:
    if not about.public_address:
        return []
    host = in_tags(about.public_address)
    return [_Symbol(payload(host.host, about.snapshot["code"], secure=host.secure))]


def _plain(cells: list[list[Any]], widths: Sequence[float]) -> Table:
    return Table(
        cells,
        colWidths=widths,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        ),
    )
