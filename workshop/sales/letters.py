"""How long an engraving is: letters as people count them, which are not what computers count."""

import unicodedata

_JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_FLAG = range(0x1F1E6, 0x1F200)
_TAG = range(0xE0020, 0xE0080)
_HANGUL = (range(0x1100, 0x1200), range(0xA960, 0xA980), range(0xD7B0, 0xD800))


def letters_in(text: str) -> int:
    """Graphemes of a text: a letter with its accents is one, an emoji made of several is one, a flag is one.

    The extended clusters of Unicode's annex 29 but for the conjuncts of Indian scripts, which engravers cut letter by letter.
    """
    count, before, flags = 0, "", 0
    for sign in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        flags = flags + 1 if ord(sign) in _FLAG else 0
        if not (before and _goes_on(before, sign, flags)):
            count += 1
        before = sign
    return count


def _goes_on(before: str, sign: str, flags: int) -> bool:
    """Whether this sign belongs to the letter that the one before began."""
    if before == "\n" or sign == "\n":
        return False
    if sign == _JOINER or unicodedata.category(sign) in ("Mn", "Me", "Mc") or ord(sign) in _SKIN or ord(sign) in _TAG:
        return True
    if before == _JOINER and unicodedata.category(sign) == "So":
        return True
    return flags == 2 or (flags > 0 and flags % 2 == 0) or _is_jamo(before, sign)


def _is_jamo(before: str, sign: str) -> bool:
    return (
        all(any(ord(one) in block for block in _HANGUL) for one in (before, sign)) and not 0x1100 <= ord(sign) <= 0x1112
    )
