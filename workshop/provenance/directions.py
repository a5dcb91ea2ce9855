"""Letters written from right to left: joined as Arabic joins them, and put in the order in which paper shows them.

The joined letters are characters of their own (Unicode's presentation forms): fonts that a PDF embeds have them, what is
copied or searched in the PDF stays readable, and every measure stays a sum of letters. Shaping each glyph from the font's own
tables would add the vowel points; it would also have to draw each line glyph by glyph, and leave a PDF that no one can search.
"""

import re
import unicodedata
from functools import lru_cache

from arabic_reshaper import ArabicReshaper

try:
    from bidi import get_base_level, get_display
    from bidi.mirror import MIRRORED

    CAN_ORDER = True
except ImportError:  # no wheel for Windows on ARM
    CAN_ORDER, MIRRORED = False, {"(": ")", ")": "("}

SIGNS = "\u2066\u2067\u2068\u2069\u200e\u200f\u061c"  # they say where to go, and are no letters
_NO_SIGNS = str.maketrans("", "", SIGNS)
_JOINERS = str.maketrans("", "", "\u200c\u200d")
_ARABIC = re.compile("[\u0620-\u08ff]")
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)
_join = ArabicReshaper(
    {"delete_harakat": False, "ARABIC LIGATURE ALLAH": False}
).reshape  # not every font has Allah in one letter
_AFTER = "\u034f"  # the mark that tells where its bracket went: behind it, or before it
_BRACKET = "[" + re.escape("".join(MIRRORED)) + "]"
_TURNED = re.compile(f"{_AFTER}({_BRACKET})|({_BRACKET}){_AFTER}")


def prepared(text: str) -> str:
    """The text in the characters that are drawn, still in the order in which it is read."""
    plain = unicodedata.normalize("NFC", text)
    return joined(plain) if goes_left(plain) else plain.translate(_NO_SIGNS)


def goes_left(text: str) -> bool:
    """Whether some of it is written from right to left, and can be put in order here."""
    return CAN_ORDER and _FROM_THE_RIGHT.search(text) is not None


def begins_right(text: str) -> bool:
    """Whether its first letter that has a direction goes from right to left: then so does the paragraph."""
    return goes_left(text) and get_base_level(text) == 1


def joined(text: str) -> str:
    """Arabic letters in the forms that they have beside each other, vowel points left out, as everyday writing does; the order stays."""
    if not goes_left(text):
        return text
    plain = _POINTS.sub("", text)
    return (_join(plain) if _ARABIC.search(plain) else plain).translate(_JOINERS)


def has_form(letter: str) -> bool:
    """Whether a letter of a joined text can stand as it is: Hebrew, or an Arabic form. Syriac or Kurdish ones would not be joined."""
    if unicodedata.bidirectional(letter) not in {"R", "AL", "AN"}:
        return True
    is_bare = "\u0620" <= letter <= "\u08ff" and unicodedata.category(letter) == "Lo"
    return goes_left(letter) and not is_bare


@lru_cache(2000)
def shown(line: str, *, from_right: bool) -> str:
    """One line of a joined text from left to right, as paper shows it. `from_right`: its paragraph begins at the right."""
    if not from_right and not goes_left(line):
        return line
    marked = re.sub(_BRACKET, rf"\g<0>{_AFTER}", line)
    ordered = get_display(marked, base_dir="R" if from_right else "L")
    return _TURNED.sub(lambda found: MIRRORED[found[1]] if found[1] else found[2], ordered).translate(_NO_SIGNS)
