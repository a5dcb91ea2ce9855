"""QR codes of tags: what they say, and their modules as SVG and PNG."""

import re
from io import BytesIO
from itertools import groupby

from PIL import Image
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from workshop.errors import Invalid
from workshop.wording import _

QUIET_ZONE = 4
VERSION = 2
LONGEST_HOST = 23
PRINTER_DPI = 300

Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules, True is dark, without the quiet zone."""

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


def matrix(text: str) -> Matrix:
    """The 25 x 25 modules of version 2, at level M when the text fits, else at L. Raises Invalid when it does not."""
    for level in (ERROR_CORRECT_M, ERROR_CORRECT_L):
        symbol = QRCode(version=VERSION, error_correction=level, border=0)
        symbol.add_data(text, optimize=0)
        try:
            symbol.make(fit=False)
        except DataOverflowError:
            continue
        return tuple(tuple(bool(module) for module in row) for row in symbol.get_matrix())
    raise Invalid(_("This text is too long for a QR code of 25 modules: {text}", text=text[:60]), slug="qr-too-long")


def runs(modules: Matrix) -> list[tuple[int, int, int]]:
    """The dark modules as (column, row, length) of each unbroken stretch in a row, from the top."""
    found = []
    for row_number, row in enumerate(modules):
        column = 0
        for dark, stretch in groupby(row):
            length = len(list(stretch))
            if dark:
                found.append((column, row_number, length))
            column += length
    return found


def svg(modules: Matrix) -> str:
    """One path on a white ground, which a dark page needs, with the quiet zone around it; one unit is one module."""
    side = len(modules) + 2 * QUIET_ZONE
    path = "".join(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z" for x, y, length in runs(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>'
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
