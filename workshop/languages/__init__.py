"""The languages that the house speaks, how each writes figures, and which of them a reader is answered in."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.numbers import get_decimal_symbol

from workshop.wording import language

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch", "fr": "Français", "pt": "Português"}
# The days and figures of a language are those of the country where its catalogue was written.
_COUNTRIES = {ENGLISH: "GB", "de": "DE", "fr": "FR", "pt": "PT"}


@cache
def locale_of(code: str) -> Locale:
    """How that language writes days and figures."""
    return Locale(code, _COUNTRIES[code])


@cache
def _sign_of(code: str) -> str:
    return get_decimal_symbol(locale_of(code))


def decimal_sign() -> str:
    """What stands before the decimals in the reader's language."""
    return _sign_of(language())


def known(code: str | None) -> str | None:
    """The language of that code when the house speaks it; None otherwise."""
    return code if code in LANGUAGES else None


def preferred(asked: Iterable[str]) -> str | None:
    """The first spoken one among languages such as pt-BR, best first; None when none is."""
    codes = (one.replace("_", "-").split("-")[0].lower() for one in asked)
    return next((code for code in codes if code in LANGUAGES), None)
