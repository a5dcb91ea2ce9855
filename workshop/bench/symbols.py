"""QR codes in pages of the workshop: our own drawing of modules, and therefore the one text that a page does not escape."""

from markupsafe import Markup
from qrcode.main import QRCode

from workshop.provenance.qr import matrix, svg
from workshop.provenance.qr_masks import Matrix


def small(text: str) -> Markup:
    """25 modules, for slips, cards and tags. Raises Invalid for a text that is too long."""
    return _drawn(matrix(text))


def of_any_length(text: str) -> Markup:
    """As many modules as the text needs, for an address on a screen."""
    code = QRCode(border=0)
    code.add_data(text)
    code.make()
    return _drawn(tuple(tuple(bool(dot) for dot in row) for row in code.get_matrix()))


def _drawn(modules: Matrix) -> Markup:
    return Markup(svg(modules))  # noqa: S704 (rectangles only: no text of anybody stands in it)
