"""QR codes in a photo, for tablets whose browser cannot read them itself."""

import importlib
from threading import Lock

from workshop.errors import Invalid
from workshop.pictures import read_grey
from workshop.wording import _

SIDE = 3200  # a tag of 12 mm photographed from 30 cm still has four dots a module
_ONE_AT_A_TIME = Lock()


def text_in(raw: bytes, *, field: str) -> str:
    """What the one QR code in a photo says. Raises Invalid when there is none or more than one, and as pictures do."""
    grey = read_grey(raw, SIDE, field=field)
    # By name, and only when a photo came: every process that has loaded it says so in many lines when it ends.
    zxing = importlib.import_module("zxingcpp")
    with _ONE_AT_A_TIME:
        read = zxing.read_barcodes(grey, formats=zxing.BarcodeFormats(zxing.BarcodeFormat.QRCode))
        found: set[str] = {code.text for code in read if code.valid and code.text}
    if not found:
        sentence = _("No code can be read in this photo. Go nearer, keep still, avoid glare; or type the number.")
        raise Invalid(sentence, slug="no-code-in-picture", field=field)
    if len(found) > 1:
        raise Invalid(_("There are several codes in this photo. Take one alone."), slug="several-codes", field=field)
    return found.pop()
