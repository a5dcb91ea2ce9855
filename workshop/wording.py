"""The one door of every sentence that people read: translation, then filling in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

_translations: ContextVar[NullTranslations] = ContextVar("translations", default=NullTranslations())  # noqa: B039
_language: ContextVar[str] = ContextVar("language", default="en")


def use_translations(translations: NullTranslations, language: str) -> None:
    """From here on in this request, sentences come from these translations; figures and days are those of the language."""
    _translations.set(translations)
    _language.set(language)


def language() -> str:
    """The code of the language that the reader is answered in."""
    return _language.get()


@contextmanager
def in_english() -> Iterator[None]:
    """For what is kept in the books: it must not depend on who happens to write it."""
    before = _translations.get(), _language.get()
    use_translations(NullTranslations(), "en")
    try:
        yield
    finally:
        use_translations(*before)


def N_(message: str) -> str:
    """The message as it is: marks a constant that is translated where it is shown."""
    return message


def _(message: str, **values: object) -> str:
    """The message in the reader's language, with its `{names}` filled in.

    Values are put in after translation, so that no value can be taken for a message. Nothing stays nothing: to a catalogue
    the empty message is its own header.
    """
    text = _translations.get().gettext(message) if message else ""
    return text.format(**values) if values else text


def p_(of: str, message: str) -> str:
    """The message where one English word is several in other languages: `of` says which is meant."""
    return _translations.get().pgettext(of, message)


def n_(one: str, many: str, count: int, **values: object) -> str:
    """The form of the message that fits the count; `{count}` is filled in."""
    return _translations.get().ngettext(one, many, count).format(count=count, **values)
