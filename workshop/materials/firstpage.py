"""A program of its own that draws the first page of one PDF, so that a hostile file harms nobody but this process.

The PDF comes on standard input. Standard output gets one line with the number of pages, when they can be counted, and then
the picture as JPEG; the exit status tells how it went. It limits its own memory, time and output before it looks at the
file; Windows has no such limits, there only the clock of the process that waits ends it.
"""

import sys

from pypdfium2 import PdfDocument, PdfiumError
from pypdfium2 import raw as pdfium

from workshop.materials.pagelimits import (
    BROKEN,
    LARGE_SIDE,
    LARGEST_SCALE,
    LOCKED,
    MOST_MEMORY,
    MOST_OUTPUT,
    MOST_PAGES,
    MOST_SECONDS,
    SHOWN,
)

try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]


def limit() -> None:
    """From here on this process cannot take more."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def draw(content: bytes) -> int:
    """Count the pages and draw the first; returns how it went. Raises what the reader raises on what is broken."""
    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        return LOCKED if error.err_code == pdfium.FPDF_ERR_PASSWORD else BROKEN
    sys.stdout.buffer.write(b"%d\n" % len(document))
    sys.stdout.buffer.flush()  # the count is told even when the drawing never ends
    if len(document) > MOST_PAGES:
        return BROKEN
    document.init_forms()
    page = document[0]
    scale = min(LARGEST_SCALE, LARGE_SIDE / max(page.get_size()))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    picture.save(sys.stdout.buffer, "JPEG", quality=92)
    return SHOWN


if __name__ == "__main__":
    limit()
    try:
        sys.exit(draw(sys.stdin.buffer.read()))
    except (PdfiumError, MemoryError, OSError, ValueError, ArithmeticError, LookupError):
        sys.exit(BROKEN)
