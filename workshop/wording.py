"""The one door of every sentence that people read: translation, then filling in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

_translations: ContextVar[NullTranslations] = ContextVar("translations", default=NullTranslations())  # noqa: B039
# Hebrew, Arabic and the other scripts that are written from right to left; all sentences here are written from left to right.
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
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
    return text.format(**_apart(values)) if values else text


def p_(of: str, message: str) -> str:
    """The message where one English word is several in other languages: `of` says which is meant."""
    return _translations.get().pgettext(of, message)


def n_(one: str, many: str, count: int, **values: object) -> str:
    """The form of the message that fits the count; `{count}` is filled in."""
    return _translations.get().ngettext(one, many, count).format(count=count, **_apart(values))


def _apart(values: dict[str, object]) -> dict[str, object]:
    """A name written from right to left stands by itself (Unicode's isolates): the figures after it stay where they belong."""
    return {name: f"\u2068{value}\u2069" if _is_from_the_right(value) else value for name, value in values.items()}


def _is_from_the_right(value: object) -> bool:
    return isinstance(value, str) and _FROM_THE_RIGHT.search(value) is not None
