"""The picture that a link to a page is shown with elsewhere: 1200 x 630, drawn from what the page itself says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import reportlab
from PIL import ImageDraw, ImageFont, ImageOps
from PIL.Image import Image, Quantize, Resampling, new
from PIL.JpegImagePlugin import JpegImageFile

from workshop.browserfiles import VENDOR
from workshop.filestore import FileStore, write_whole
from workshop.provenance.directions import SIGNS, begins_right, prepared, shown
from workshop.provenance.lettering import FONT_FILES
from workshop.public.known import Page

WIDTH, HEIGHT = 1200, 630
PAPER, SURFACE, INK, INK_2, EDGE, GOLD = "#F1F3F0", "#FBFCFA", "#14211E", "#3F4E49", "#6A7872", "#C39A46"
EDITION = b"3"  # counts up when the drawing changes, so that kept ones are made anew
NO_GLYPH = "\uffff"
_REPORTLAB = Path(reportlab.__file__).parent / "fonts"


@dataclass(frozen=True)
class Card:
    """What stands on it: `photo` names a stored file, None when there is no photo."""

    shop: str
    design: str
    number: str
    said: str
    photo: str | None

    @property
    def digest(self) -> str:
        return sha256(EDITION + repr(self).encode()).hexdigest()


def card_of(page: Page, photo: str | None) -> Card:
    """The card of a tag that counts."""
    passport = page.passport
    assert passport is not None
    number = ". ".join(one for one in (passport.number[:1].upper() + passport.number[1:], passport.serial) if one)
    return Card(passport.keeper.title, passport.design, number, page.first, photo)


def card_png(card: Card, data_dir: Path) -> bytes:
    """The picture, drawn once and kept beside the other things that can be made again."""
    path = data_dir / "made" / "cards" / f"{card.digest}.png"
    try:
        return path.read_bytes()
    except OSError:
        drawn = _drawn(card, data_dir)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, drawn)
    except OSError:
        return drawn  # a full disk keeps nobody from looking
    return drawn


def _drawn(card: Card, data_dir: Path) -> bytes:
    picture = new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    room = WIDTH - 160
    if card.photo:
        picture.paste(_square(FileStore(data_dir).open_file(card.photo)), (WIDTH - HEIGHT, 0))
        room -= HEIGHT
    _milgrain(pen, 80, 128, room)
    _line(pen, (80, 72), prepared(card.shop), ("display", 38), room, INK_2)
    below = _lines(pen, (80, 190), prepared(card.design), ("display", 84), room)
    _line(pen, (80, below + 22), prepared(card.number), ("text", 36), room, INK_2)
    _milgrain(pen, 80, HEIGHT - 150, room)
    _lines(pen, (80, HEIGHT - 122), prepared(card.said), ("text", 30), room)
    file = BytesIO()
    if card.photo:
        picture.quantize(128).save(file, "PNG", optimize=True)
    else:  # five times as fast and an eighth larger: few colours need no care
        picture.quantize(32, method=Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


def _square(jpeg: bytes) -> Image:
    image = JpegImageFile(BytesIO(jpeg))
    image.draft(None, (HEIGHT, HEIGHT))
    return ImageOps.fit(image.convert("RGB"), (HEIGHT, HEIGHT), Resampling.LANCZOS)


def _milgrain(pen: ImageDraw.ImageDraw, x: int, y: int, length: int) -> None:
    for at in range(x, x + length, 14):
        pen.ellipse((at, y, at + 6, y + 6), fill=GOLD)


def _lines(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, face: tuple[str, int], room: int) -> int:
    """The text in at most two lines; where they end."""
    name, size = face
    x, y = at
    font = _font(name, size, text)
    words, line = text.split(), ""
    told: list[str] = []
    for word in words:
        longer = f"{line} {word}".strip()
        if line and font.getlength(_shown(longer)) > room:
            told.append(line)
            longer = word
        line = longer
    for one in _two([*told, line]):
        _line(pen, (x, y), one, face, room, INK)
        y += round(size * 1.18)
    return y


def _two(lines: Sequence[str]) -> list[str]:
    return [lines[0], f"{lines[1]} …"] if len(lines) > 2 else list(lines)


def _line(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, face: tuple[str, int], room: int, ink: str) -> None:
    """One line, cut off where the room ends."""
    font = _font(*face, text)
    while text and font.getlength(_shown(text)) > room:
        text = f"{text.rstrip(' …')[:-1]}…" if len(text) > 2 else ""
    pen.text(at, _shown(text), font=font, fill=ink)


def _shown(line: str) -> str:
    return shown(line, from_right=begins_right(line))


@cache
def _files(name: str) -> tuple[str, ...]:
    found = (VENDOR / f"{name}.woff2", *(_REPORTLAB / file for file in FONT_FILES))  # a full path stays what it is
    return tuple(str(path) for path in found if path.exists())


@cache
def _face(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)  # the order is ours already


def _font(name: str, size: int, text: str) -> ImageFont.FreeTypeFont:
    """The first font that has every letter; else the last one, which has the most."""
    faces = [_face(file, size) for file in _files(name)]
    return next((face for face in faces if _has(face, text)), faces[-1])


def _has(face: ImageFont.FreeTypeFont, text: str) -> bool:
    missing = bytes(face.getmask(NO_GLYPH))
    return all(one.isspace() or one in SIGNS or bytes(face.getmask(one)) != missing for one in set(text))
