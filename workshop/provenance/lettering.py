"""Letters on paper: which font has them, and what is printed for those that none has."""

import unicodedata
from collections.abc import Container, Sequence
from functools import cache

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from workshop.provenance.directions import SIGNS, has_form, prepared

UNKNOWN = "?"
LONGEST = 300
FONT_FILES = (
    "Vera.ttf",  # comes with reportlab and has the Latin letters; the others are where systems keep more
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "C:/Windows/Fonts/arial.ttf",
)
# Chinese, Japanese and Korean letters, where systems keep them as outlines that a PDF can embed; opened only for a text that has some.
WIDE_FONT_FILES = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/wqy-zenhei-fonts/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/YuGothR.ttc",
    "C:/Windows/Fonts/malgun.ttf",
)


@cache
def fonts(files: Sequence[str] = FONT_FILES) -> tuple[TTFont, ...]:
    """The fonts of these files that this machine has, ready to be named in a PDF, which embeds the letters used."""
    return tuple(font for file in files if (font := _font(file)))


def lettered(text: str, choices: Sequence[TTFont], longest: int = LONGEST) -> tuple[str, TTFont]:
    """The text as it can be printed, and the first font that has the most of it.

    A letter that the font lacks becomes a question mark, never nothing. So do accents that do not join their letter in
    one character, and letters that would have to be joined and have no joined form. Letters from right to left stand in
    the order in which they are read: what draws a line orders it (directions.shown).
    """
    plain = prepared(text[:longest])
    wide = fonts(WIDE_FONT_FILES) if any(unicodedata.east_asian_width(letter) in "WF" for letter in plain) else ()
    tries = [(_with_unknowns(plain, font.face.charToGlyph), font) for font in (*choices, *wide)]
    return min(tries, key=lambda each: _differences(each[0], plain))


def _font(file: str) -> TTFont | None:
    try:
        font = TTFont(f"workshop {file}", file)
    except (TTFError, OSError):
        return None
    font.face.charWidths.update(dict.fromkeys(map(ord, SIGNS), 0))  # they stay in a line until it is ordered
    registerFont(font)
    return font


def _with_unknowns(text: str, letters: Container[int]) -> str:
    return "".join(_as_printed(letter, letters) for letter in text)


def _as_printed(letter: str, letters: Container[int]) -> str:
    if letter.isspace():
        return " "
    if letter in SIGNS:
        return letter
    stands_alone = unicodedata.category(letter)[0] not in "CM"
    return letter if stands_alone and has_form(letter) and ord(letter) in letters else UNKNOWN


def _differences(printed: str, text: str) -> int:
    return sum(one != other for one, other in zip(printed, text, strict=True))
