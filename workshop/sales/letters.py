"""How long an engraving is: letters as people count them, which are not what computers count."""

import unicodedata

_JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_FLAG = range(0x1F1E6, 0x1F200)
_TAG = range(0xE0020, 0xE0080)
_PICTURES = range(0x1F000, 0x1FB00)
_BEFORE_FIGURES = (*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD)
# Which parts of a Korean syllable may follow which: leading, vowel, trailing, whole without a trailing one, whole.
_FOLLOWS = {"L": "LVSW", "V": "VT", "S": "VT", "T": "T", "W": "T"}
_SYLLABLES = range(0xAC00, 0xD7A4)
_JAMO = (
    (range(0x1100, 0x1160), "L"),
    (range(0xA960, 0xA97D), "L"),
    (range(0x1160, 0x11A8), "V"),
    (range(0xD7B0, 0xD7C7), "V"),
    (range(0x11A8, 0x1200), "T"),
    (range(0xD7CB, 0xD7FC), "T"),
)


def letters_in(text: str) -> int:
    """Graphemes of a text: a letter with its accents is one, an emoji made of several is one, a flag is one.

    The extended clusters of Unicode's annex 29 but for the conjuncts of Indian scripts, which engravers cut letter by letter,
    and signs that nobody cuts: what only joins, parts or turns letters counts nothing.
    """
    count, before, first, flags = 0, "", "", 0
    for sign in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if _is_unseen(sign):
            continue
        flags = flags + 1 if ord(sign) in _FLAG else 0
        if not (before and _goes_on(first, before, sign, flags)):
            count, first = count + 1, sign
        before = sign
    return count


def _is_unseen(sign: str) -> bool:
    """Whether it shows nothing by itself: marks of direction, soft hyphens, the sign that keeps Persian letters apart."""
    if sign == _JOINER or ord(sign) in _TAG or ord(sign) in _BEFORE_FIGURES:
        return False
    return unicodedata.category(sign) == "Cf"


def _goes_on(first: str, before: str, sign: str, flags: int) -> bool:
    """Whether this sign belongs to the letter that began with `first` and came as far as `before`."""
    if _breaks(before) or _breaks(sign):
        return False
    if sign == _JOINER or unicodedata.category(sign) in ("Mn", "Me", "Mc") or ord(sign) in _SKIN or ord(sign) in _TAG:
        return True
    if before == _JOINER and _is_picture(first) and _is_picture(sign):
        return True
    if ord(before) in _BEFORE_FIGURES:
        return True
    return (flags > 0 and flags % 2 == 0) or _part(sign) in _FOLLOWS.get(_part(before), ())


def _breaks(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp")


def _is_picture(sign: str) -> bool:
    """Signs that emoji are joined of; arrows are mathematics to Unicode."""
    return ord(sign) not in _FLAG and (unicodedata.category(sign) in ("So", "Sm") or ord(sign) in _PICTURES)


def _part(sign: str) -> str:
    """Which part of a Korean syllable it is: a key of `_FOLLOWS`, "-" for none."""
    if ord(sign) in _SYLLABLES:
        return "W" if (ord(sign) - _SYLLABLES.start) % 28 else "S"
    return next((part for block, part in _JAMO if ord(sign) in block), "-")
