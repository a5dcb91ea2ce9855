"""The languages that the house speaks: their catalogues, and which of them a reader is answered in."""

from collections.abc import Iterable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from workshop.wording import use_translations

FOLDER = Path(__file__).resolve().parent
ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch", "fr": "Français", "pt": "Português"}
# The days and figures of a language are those of the country where its catalogue was written.
_COUNTRIES = {ENGLISH: "GB", "de": "DE", "fr": "FR", "pt": "PT"}


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, read once; what it lacks stays English, as English itself does."""
    if language == ENGLISH or language not in LANGUAGES:
        return NullTranslations()
    compiled = BytesIO()
    with path_of(language).open("rb") as written:
        write_mo(compiled, read_po(written, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def path_of(language: str) -> Path:
    return FOLDER / f"{language}.po"


@cache
def locale_of(language: str) -> Locale:
    """How that language writes days and figures."""
    return Locale(language, _COUNTRIES[language])


def speak(language: str) -> None:
    """From here on in this request, sentences, days and figures are of this language."""
    use_translations(translations(language), language)


def known(language: str | None) -> str | None:
    """The language of that code when the house speaks it; None otherwise."""
    return language if language in LANGUAGES else None


def preferred(asked: Iterable[str]) -> str | None:
    """The first spoken one among languages such as pt-BR, best first; None when none is."""
    codes = (one.replace("_", "-").split("-")[0].lower() for one in asked)
    return next((code for code in codes if code in LANGUAGES), None)
