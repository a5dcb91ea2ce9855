"""QR codes of tags: what they say, and their modules as SVG and PNG."""

import re
from functools import cache, lru_cache
from io import BytesIO

from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

from workshop.errors import Invalid
from workshop.provenance.qr_masks import Matrix, with_best_mask
from workshop.wording import _

QUIET_ZONE = 4
VERSION = 2
LONGEST_HOST = 23
PRINTER_DPI = 300
LEVELS = (ERROR_CORRECT_H, ERROR_CORRECT_Q, ERROR_CORRECT_M, ERROR_CORRECT_L)  # 30, 25, 15 and 7 % may be lost

_DARK = re.compile("1+")
_PART = r"[A-Z0-9]([A-Z0-9-]*[A-Z0-9])?"
_HOST = re.compile(rf"{_PART}(\.{_PART})*(:[0-9]{{1,5}})?")


def check_host(host: str) -> str:
    """The host (port included) in capitals, when a tag can carry it.

    Up to 14 characters leave room for error correction M, up to 23 for L, in a symbol of 25 modules.
    Raises Invalid for a longer one and for one that is no host name.
    """
    capitals = host.strip().upper()
    if not _HOST.fullmatch(capitals):
        raise Invalid(
            _(
                "“{host}” is no address for tags. Write only the name, such as example.com, without https:// "
                "and without special letters.",
                host=host[:60],
            ),
            slug="host-not-understood",
            field="host",
        )
    if len(capitals) > LONGEST_HOST:
        raise Invalid(
            _(
                "{host} has {length} characters; a QR code small enough for a tag has room for {most}. "
                "Choose a shorter address.",
                host=host.strip()[:60],
                length=len(capitals),
                most=LONGEST_HOST,
            ),
            slug="host-too-long",
            field="host",
        )
    return capitals


def payload(host: str, code: str, *, secure: bool = True) -> str:
    """What the tag's QR code says: HTTPS://HOST/P/CODE, all in capitals because small letters would not fit.

    `secure=False` is for practice tags of a shop that has only a plain HTTP address in its own network.
    """
    return f"{'HTTPS' if secure else 'HTTP'}://{check_host(host)}/P/{code}"


@lru_cache(maxsize=64)
def matrix(text: str) -> Matrix:
    """The 25 x 25 modules of version 2, at the best error correction that the text leaves room for. Raises Invalid when there is none."""
    for level in LEVELS[_hopeless(len(text)) :]:
        found = with_best_mask(text, VERSION, level)
        if found is not None:
            return found
    raise Invalid(_("This text is too long for a QR code of 25 modules: {text}", text=text[:60]), slug="qr-too-long")


@cache
def _hopeless(length: int) -> int:
    """At how many levels, from the best, not even capitals of this length fit: tried once, and never again for each tag."""
    return sum(with_best_mask("A" * length, VERSION, level) is None for level in LEVELS) % len(LEVELS)


def runs(modules: Matrix) -> list[tuple[int, int, int]]:
    """The dark modules as (column, row, length) of each unbroken stretch in a row, from the top."""
    drawn = ("".join(["1" if dark else "0" for dark in row]) for row in modules)
    return [(one.start(), y, one.end() - one.start()) for y, row in enumerate(drawn) for one in _DARK.finditer(row)]


def path_of(modules: Matrix) -> str:
    """The dark modules as one path, the quiet zone left free; one unit is one module."""
    return "".join(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z" for x, y, length in runs(modules))


def svg(modules: Matrix) -> str:
    """One path on a white ground, which a dark page needs, with the quiet zone around it; one unit is one module."""
    side = len(modules) + 2 * QUIET_ZONE
    path = path_of(modules)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>'
    )


def engraving_svg(modules: Matrix, module_um: int) -> str:
    """The dark modules as one path in true millimetres, on no ground: what the laser takes away is the path."""
    side = (len(modules) + 2 * QUIET_ZONE) * module_um / 1000
    path = "".join(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z" for x, y, length in runs(modules))
    units = len(modules) + 2 * QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side:g}mm" height="{side:g}mm" viewBox="0 0 {units} {units}">'
        f'<path d="{path}"/></svg>'
    )


def png(modules: Matrix, dots_per_module: int = 8) -> bytes:
    """The symbol with its quiet zone in black and white, true to size on a printer of 300 dots an inch."""
    side = len(modules) + 2 * QUIET_ZONE
    picture = Image.new("1", (side, side), 1)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            picture.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), not dark)
    large = picture.resize((side * dots_per_module, side * dots_per_module), Image.Resampling.NEAREST)
    file = BytesIO()
    large.save(file, "PNG", optimize=True, dpi=(PRINTER_DPI, PRINTER_DPI))
    return file.getvalue()
