"""Words that promise more than a workshop can type: for each the fact that it needs, the sentence to use instead, and its source.

Every claim is computed from documents and the log; a typed text that holds such a word is kept off public pages until the
owner lets it stand with a reason. English, German, French and Portuguese, since a shop writes for its customers.

Sources, read 2026-11-22: Directive (EU) 2024/825 (applied since 2026-09-27), annex I 2a, 4a to 4c; 16 CFR 23 (Jewelry
Guides, 2018) and 260 (Green Guides, 2012); REACH annex XVII, 27; UK Hallmarking Act 1973; bench practice for the words on value.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from workshop.guardedwords import GUARDED

LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Found:
    """A guarded word in a text, as it is written there."""

    key: str
    word: str
    needs: str
    instead: str
    source: str
    rule: str | None


_COMPILED = tuple(
    (
        one,
        re.compile(rf"(?<!\w)(?:{one.words})(?!\w)", re.IGNORECASE),
        re.compile(one.unless, re.IGNORECASE) if one.unless else None,
    )
    for one in GUARDED
)


# Letters of other alphabets that look like ours.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтοανιρυκτχεıАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwbkmhtoavipyktxeiABEKMHOPCTYXIJSABEZHIKMNOPTYX",
)
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d][ .·*]){3,}[^\W\d](?!\w)")


def as_read(text: str) -> str:
    """The text as an eye reads it: without signs that nobody sees, one kind of letter, hyphen and space, and no letters s p a c e d."""
    seen = "".join(
        one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) not in ("Cf", "Mn", "Me")
    )
    seen = re.sub(r"[\u2010-\u2015\u2212]", "-", seen.translate(_LOOKALIKES))
    seen = " ".join(re.sub(r"-\s*\n\s*", "", seen).replace("_", " ").split())
    return _SPACED.sub(lambda found: re.sub(r"[ .·*]", "", found.group()), re.sub(r" ?- ?", "-", seen))


def guarded_words(typed: str | None) -> tuple[Found, ...]:
    """The guarded words of a text, each once, in the order of the list; none of an empty text."""
    text = as_read(typed or "")
    found: dict[tuple[str, str], Found] = {}
    for one, pattern, unless in _COMPILED:
        for match in pattern.finditer(text):
            if unless is not None and unless.match(text, match.start()):
                continue
            word = match.group()[:LONGEST_SHOWN]
            found.setdefault(
                (one.key, word.casefold()), Found(one.key, word, one.needs, one.instead, one.source, one.rule)
            )
    return tuple(found.values())


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
