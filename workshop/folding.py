"""Words as they are looked for: without case, accents and signs, so that Émaillé is found by emaille and Größe by groesse."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_WORD, MOST_WORDS = 40, 100
# Letters that are no letter with an accent, though people without that key type them as one.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_NO_WORD = re.compile(r"[\W_]+")
# Chinese, Japanese and Korean leave no space between words: there one begins with every sign.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3]")


def fold(text: str) -> str:
    """The text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def words_of(text: str) -> list[str]:
    """The words of a text as they are looked for, each once, in their order."""
    words = [one[:LONGEST_WORD] for one in _NO_WORD.split(fold(text)) if one]
    return list(dict.fromkeys(words))


def words_kept(texts: Iterable[str]) -> list[str]:
    """The words by which a row with these texts is found: written out too (ä as ae), codes also as one word, at most a hundred."""
    found: dict[str, None] = {}
    for text in texts:
        plain = words_of(text)
        out = words_of(unicodedata.normalize("NFKC", text).casefold().translate(_WRITTEN_OUT))
        joined = [one for chunk in text.split() if len(parts := words_of(chunk)) > 1 and (one := "".join(parts))]
        inside = [word[at:] for word in plain if _UNSPACED.search(word) for at in range(1, len(word))]
        found |= dict.fromkeys(one[:LONGEST_WORD] for one in (*plain, *out, *joined, *inside))
    return list(found)[:MOST_WORDS]
