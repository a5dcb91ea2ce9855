"""What every public page is made with: its style, the policy that lets only this style in, and a number that changes with them."""

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from workshop.assets_web import asset
from workshop.browserfiles import has_fonts

HOUSE = Path(__file__).resolve().parent.parent.parent
SHEETS = ("tokens", "base", "marks", "public")
FIRST_FONTS = ("vendor/text.woff2", "vendor/display.woff2")  # asked for before the style is read
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s*\n\s*")
_TIGHT = re.compile(r"\s*([{};,>])\s*|:\s+")
_FONT = re.compile(r"\.\./(vendor/[a-z-]+\.woff2)")


@cache
def public_css() -> Markup:
    """The sheets in one, without comments and folds; the fonts before them where the set-up could get them."""
    fonts = _FONT.sub(lambda found: asset(found[1]), _sheet("fonts")) if has_fonts() else ""
    return Markup(_thin(fonts)) + bare_css()  # noqa: S704 (our own files)


@cache
def bare_css() -> Markup:
    """The same without fonts, for pages that are files: beside them stands only what they cannot do without."""
    return Markup(_thin("".join(_sheet(name) for name in SHEETS)))  # noqa: S704 (our own files)


def _sheet(name: str) -> str:
    return (HOUSE / "workshop" / "static" / "css" / f"{name}.css").read_text("utf-8")


def _thin(css: str) -> str:
    lines = _BLANKS.sub("", _COMMENT.sub("", css)).strip()
    return _TIGHT.sub(lambda found: found[1] or ":", lines)


@cache
def first_fonts() -> tuple[str, ...]:
    """The addresses of the fonts that every page begins with; none where there are none."""
    return tuple(asset(path) for path in FIRST_FONTS) if has_fonts() else ()


@cache
def policy() -> str:
    """The page may show its own pictures, fonts and this very style, send its own form, and do nothing else."""
    style = b64encode(sha256(public_css().encode()).digest()).decode()
    fonts = " font-src 'self';" if has_fonts() else ""
    return f"default-src 'none'; style-src 'sha256-{style}';{fonts} img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


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
