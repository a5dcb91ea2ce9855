"""The one door of every sentence that people read: translation, then filling in."""

from contextvars import ContextVar
from gettext import NullTranslations

_translations: ContextVar[NullTranslations] = ContextVar("translations", default=NullTranslations())  # noqa: B039


def use_translations(translations: NullTranslations) -> None:
    """From here on in this request, sentences come from these translations."""
    _translations.set(translations)


def _(message: str, **values: object) -> str:
    """The message in the reader's language, with its `{names}` filled in.

    Values are put in after translation, so that no value can be taken for a message.
    """
    text = _translations.get().gettext(message)
    return text.format(**values) if values else text


def n_(one: str, many: str, count: int, **values: object) -> str:
    """The form of the message that fits the count; `{count}` is filled in."""
    return _translations.get().ngettext(one, many, count).format(count=count, **values)
