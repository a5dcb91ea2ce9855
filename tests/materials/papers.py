"""Suppliers and files of papers for tests, good ones and hostile ones."""

import zlib
from io import BytesIO
from typing import Any

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tests.world import World
from workshop.filestore import FileStore
from workshop.materials.evidence import Evidence, keep_evidence
from workshop.materials.filing import add_document
from workshop.materials.readings import Read
from workshop.materials.suppliers import NewSupplier, add_supplier

CERTIFICATE = Read(
    "certificate",
    standard="scs_recycled",
    number="RM-4471",
    agency="SCS Global Services",
    materials=("gold",),
    custody="segregated",
    assessor="third_party",
    origin="recycled_unspecified",
    share=100,
    valid_from="2026-01-01",
    valid_until="2026-12-31",
    checked_by="Omar",
    checked_on="2026-10-13",
    checked_where="the issuer’s register",
)


def pdf(text: str = "Certificate RM-4471", *, pages: int = 1, password: str | None = None) -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(300, 400), encrypt=password, invariant=True)
    for _page in range(pages):
        canvas.drawString(40, 300, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def hand_built(box: bytes = b"0 0 300 400", content: bytes = b"", image: bytes = b"") -> bytes:
    """A PDF of one page, written by hand so that anything can be said in it."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
        % box,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        image or b"<< >>",
    ]
    body, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def flood() -> bytes:
    """A few hundred kilobytes that claim to be a picture of 3.6 thousand million pixels."""
    bits = zlib.compress(b"\0" * 100_000_000, 9)
    said = b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
    image = said + b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(bits), bits)
    return hand_built(content=b"300 0 0 400 0 0 cm /I Do", image=image)


def photo(form: str = "JPEG", *, size: tuple[int, int] = (64, 48), **how: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "gold").save(file, form, **how)
    return file.getvalue()


def pixel_flood() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels wide and high."""
    plain = bytearray(photo("PNG"))
    plain[16:24] = (60_000).to_bytes(4, "big") * 2
    plain[29:33] = zlib.crc32(bytes(plain[12:29])).to_bytes(4, "big")
    return bytes(plain)


def supplier(world: World, name: str = "Lobelha Refining", *roles: str, **details: Any) -> str:
    new = NewSupplier(name, roles or ("refiner",), **details)
    return world.tell(lambda w: add_supplier(w, new), world.omar)


def evidence(world: World, raw: bytes | None = None) -> Evidence:
    return keep_evidence(FileStore(world.room.settings.data_dir), raw or photo())


def document(world: World, read: Read | None = CERTIFICATE, *, of: str | None = None, raw: bytes | None = None) -> str:
    kept = evidence(world, raw)
    return world.tell(lambda w: add_document(w, kept, supplier=of, read=read), world.omar).code
