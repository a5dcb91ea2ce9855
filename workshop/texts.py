"""Typed text: what can be kept and shown as it was typed, and what cannot."""

import re
import unicodedata

from workshop.errors import Invalid
from workshop.wording import _

LINE, PARAGRAPH, STORY = 200, 2_000, 20_000
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(typed: str | None, *, field: str, longest: int = LINE) -> str | None:
    """The text in composed form (NFC) without blank ends; None when nothing is left.

    Raises Invalid for text over `longest` characters and for signs that no database keeps (NUL, lone surrogates, control signs).
    Markup, right-to-left text and emoji are kept as they are: showing them safely is the page's work.
    """
    if typed is None:
        return None
    if len(typed) > longest:
        raise Invalid(
            _(
                "This is too long: {length} characters, {longest} are kept. Shorten it.",
                length=len(typed),
                longest=longest,
            ),
            slug="too-long",
            field=field,
        )
    if _UNKEEPABLE.search(typed):
        raise Invalid(
            _("This holds signs that cannot be kept or shown. Type it again."), slug="signs-not-kept", field=field
        )
    return unicodedata.normalize("NFC", typed.replace("\r\n", "\n")).strip() or None


# Hyphens, dashes and the minus that tablets and offices write by themselves where a code has a plain one.
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")


def plain_dashes(typed: str) -> str:
    """A typed code with the hyphen that it is printed with."""
    return typed.translate(_DASHES)


def one_line(typed: str | None, *, field: str, longest: int = LINE) -> str | None:
    """The same, for what stands in one line wherever it goes, in the head of a letter too."""
    text = clean(typed, field=field, longest=longest)
    if text is not None and len(text.splitlines()) > 1:
        raise Invalid(_("Write this in one line, without line breaks."), slug="more-than-a-line", field=field)
    return text


def require_text(typed: str | None, *, field: str, longest: int = LINE) -> str:
    """The same, for a text that must be there."""
    text = clean(typed, field=field, longest=longest)
    if text is None:
        raise Invalid(_("This is still empty."), slug="missing", field=field)
    return text
