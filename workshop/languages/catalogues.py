"""The catalogues of translated sentences, read when their language is first spoken."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from workshop.languages import ENGLISH, LANGUAGES
from workshop.wording import use_translations

FOLDER = Path(__file__).resolve().parent


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; what it lacks stays English, as English itself does."""
    if language == ENGLISH or language not in LANGUAGES:
        return NullTranslations()
    compiled = BytesIO()
    with path_of(language).open("rb") as written:
        write_mo(compiled, read_po(written, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def path_of(language: str) -> Path:
    return FOLDER / f"{language}.po"


def speak(language: str) -> None:
    """From here on in this request, sentences, days and figures are of this language."""
    use_translations(translations(language), language)
