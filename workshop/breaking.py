"""Where a line may break in e-mail and web addresses, which have no blanks."""

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"\S*(?:@|://)\S*")
_AFTER = re.compile(r"(?<=@)(?=.)|(?<=[^/:]/)(?=[^/])")


def breakable(text: str | None) -> Markup:
    """The text, its addresses with places to break after the @ and between the parts of a path."""
    parts, end = Markup(), 0
    for found in _ADDRESS.finditer(text or ""):
        parts += escape((text or "")[end : found.start()])
        parts += Markup("<wbr>").join(_AFTER.split(found[0]))
        end = found.end()
    return parts + escape((text or "")[end:])
