"""Words that promise more than a workshop can type: for each the fact that it needs, the sentence to use instead, and its source.

Every claim is computed from documents and the log; a typed text that holds such a word is kept off public pages until the
owner lets it stand with a reason. English, German, French and Portuguese, since a shop writes for its customers.

Sources, read 2026-11-22: Directive (EU) 2024/825 (applied since 2026-09-27), annex I 2a, 4a to 4c; 16 CFR 23 (Jewelry
Guides, 2018) and 260 (Green Guides, 2012); REACH annex XVII, 27; UK Hallmarking Act 1973; bench practice for the words on value.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from workshop.guardedwords import GUARDED, NAMES, Guarded

LONGEST_SHOWN = 60
LetStand = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """A guarded word in a text, as it is written there."""

    key: str
    word: str
    needs: str
    instead: str
    source: str
    rule: str | None


def _bare(text: str) -> str:
    """Without accents, for those who type none."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one) != "Mn")


@dataclass(frozen=True)
class _Pattern:
    """A guarded idea, ready to search."""

    one: Guarded
    words: re.Pattern[str]
    unless: re.Pattern[str] | None


def _compiled(one: Guarded, spell: Callable[[str], str]) -> _Pattern:
    words = re.compile(spell(rf"(?<!\w)(?:{one.words})(?!\w)"), re.IGNORECASE)
    return _Pattern(one, words, re.compile(spell(one.unless), re.IGNORECASE) if one.unless else None)


_PATTERNS = tuple((_compiled(one, str), _compiled(one, _bare)) for one in GUARDED)

# Letters of other alphabets that look like ours.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтгпѵӏοανιρυκτχεıɡɑոօսАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwbkmhtrnvloavipyktxeiganouABEKMHOPCTYXIJSABEZHIKMNOPTYX",
)
# Letters and signs that show nothing, though they are no format signs.
_BLANK = dict.fromkeys(map(ord, "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"))
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d](?: |[ ]?[-.·*/] ?)){3,}[^\W\d](?!\w)")
_IN_WORD = re.compile(r"(?<=[^\W\d])[-.·*/|'’](?=[^\W\d])")
_FIGURE = re.compile(
    r"(?<=[^\W\d])[013457@$!]+(?=[^\W\d])|(?<!\w)[01345@$](?=[^\W\d]{4})|(?<=[^\W\d]{2})[013457@$]{1,2}(?!\w)"
)
_FIGURES = (str.maketrans("013457@$!", "oleastasi"), str.maketrans("013457@$!", "oieastasi"))


def as_read(text: str) -> str:
    """The text as an eye reads it: without signs that nobody sees, one kind of letter, hyphen and space, and no letters s p a c e d."""
    plain = unicodedata.normalize("NFKC", text.translate(_BLANK))
    seen = "".join(one for one in plain if unicodedata.category(one) not in ("Cf", "Mn", "Me"))
    seen = re.sub(r"[\u2010-\u2015\u2212]", "-", seen.translate(_LOOKALIKES))
    seen = re.sub(r"-\s*\n\s*", "", seen).replace("_", " ")
    seen = _SPACED.sub(lambda found: re.sub(r"[^\w]", "", found.group()), re.sub(r"[^\S ]", " ", seen))
    return re.sub(r" ?- ?", "-", " ".join(seen.split()))


def _letters(text: str, figures: dict[int, int]) -> str:
    return _FIGURE.sub(lambda found: found.group().translate(figures), text)


def _also_read(text: str) -> tuple[str, ...]:
    """What the text may be read as besides: without accents, with figures for letters, with signs inside of words, umlauts in two letters."""
    bare = _bare(text)
    joined = _IN_WORD.sub("", bare)
    readings = [bare, joined, re.sub(r"(?<=[aouAOU])e", "", bare)]
    readings += [_letters(one, figures) for figures in _FIGURES for one in (bare, joined)]
    return tuple(dict.fromkeys(readings))


@lru_cache(maxsize=4096)  # the same few texts stand on every page
def guarded_words(typed: str | None) -> tuple[Found, ...]:
    """The guarded words of a text, each once, in the order of the list; none of an empty text.

    An idea that is written plainly is not sought in other readings, so that each word is asked about once.
    """
    text = as_read(typed or "")
    others = _also_read(text) if text else ()
    return tuple(found for plain, bare in _PATTERNS for found in _found(plain, text) or _first(bare, others))


def _first(pattern: _Pattern, readings: Iterable[str]) -> list[Found]:
    """What is found in the first reading that holds the idea."""
    return next((told for text in readings if (told := _found(pattern, text))), [])


def _found(pattern: _Pattern, text: str) -> list[Found]:
    one, found = pattern.one, dict[str, Found]()
    for match in pattern.words.finditer(text):
        if pattern.unless is None or not pattern.unless.match(text, match.start()):
            word = match.group()[:LONGEST_SHOWN]
            found.setdefault(word.casefold(), Found(one.key, word, one.needs, one.instead, one.source, one.rule))
    return list(found.values())


def digest_of_text(text: str) -> str:
    """What an override names a text by: when the text changes, it is asked again."""
    return sha256(text.encode()).hexdigest()


def outruns(text: str | None, let_stand: Iterable[tuple[str, str]] = ()) -> tuple[Found, ...]:
    """The guarded words that nobody let stand. `let_stand`: (digest of the text, word in small letters)."""
    if not text:
        return ()
    allowed = set(let_stand)
    digest = digest_of_text(text)
    return tuple(one for one in guarded_words(text) if (digest, one.word.casefold()) not in allowed)


def shown(text: str | None, let_stand: LetStand) -> str | None:
    """A typed text, when it holds no word that outruns the facts, or the owner let it stand."""
    return None if outruns(text, let_stand) else text


_NAMES = re.compile(rf"(?<!\w)(?:{NAMES})(?!\w)", re.IGNORECASE)


def shown_name(name: str | None, let_stand: LetStand) -> str | None:
    """The same for the name of a body: those that are known to be called so may be named."""
    return name if name and not outruns(_NAMES.sub("", name)) else shown(name, let_stand)
