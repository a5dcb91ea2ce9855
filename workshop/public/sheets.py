"""What every public page is made with: its style, the policy that lets only this style in, and a number that changes with them."""

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

HOUSE = Path(__file__).resolve().parent.parent.parent
SHEETS = ("tokens", "base", "marks", "public")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s*\n\s*")


@cache
def public_css() -> Markup:
    """The four sheets in one, without comments and folds."""
    whole = "".join((HOUSE / "workshop" / "static" / "css" / f"{name}.css").read_text("utf-8") for name in SHEETS)
    return Markup(_BLANKS.sub("", _COMMENT.sub("", whole)).strip())  # noqa: S704 (our own files)


@cache
def policy() -> str:
    """The page may show its own pictures and this very style, send its own form, and do nothing else."""
    style = b64encode(sha256(public_css().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{style}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


@cache
def edition() -> bytes:
    """The digest of everything but the rows that decides how a page looks: a new version of the house changes it."""
    made = sha256(public_css().encode())
    for path in _sources():
        made.update(path.read_bytes())
    return made.digest()


def _sources() -> Iterator[Path]:
    yield from sorted((HOUSE / "templates").glob("_*.html"))
    yield from sorted((HOUSE / "templates" / "macros").glob("*.html"))
    yield from sorted((HOUSE / "templates" / "public").glob("*.html"))
    for room in ("provenance", "aftercare", "public"):
        yield from sorted((HOUSE / "workshop" / room).glob("*.py"))
    yield from sorted((HOUSE / "workshop" / "languages").glob("*.po"))
