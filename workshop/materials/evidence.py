"""Files that people send as papers: judged by their content, kept byte for byte, and drawn anew for people to look at."""

import re
from dataclasses import dataclass

from workshop.errors import Invalid
from workshop.filestore import FileStore
from workshop.materials.pagelimits import MOST_PAGES
from workshop.materials.pdfs import first_page
from workshop.pictures import Picture, read_picture
from workshop.wording import _

MOST_BYTES = 20_000_000
PDF = "application/pdf"
ENDINGS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_STARTS = (
    (re.compile(rb"\s{0,1024}%PDF-"), PDF),  # some programs put blanks before it
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)


@dataclass(frozen=True)
class Evidence:
    """A file in the file store: `file` names its bytes as they came, `picture` and `small` what people see (None: it cannot be shown)."""

    file: str
    media_type: str
    size: int
    pages: int | None = None
    picture: str | None = None
    small: str | None = None


def keep_evidence(store: FileStore, raw: bytes, *, field: str = "file") -> Evidence:
    """Keep what was sent and what can be shown of it. A file that is broken or locked is still kept, since it is what was given.

    Raises Invalid for what is empty, over 20 MB (a picture: 12 MB and 50 million pixels), over 200 pages, or neither PDF, JPEG,
    PNG nor WebP; Unavailable for a full disk. What is refused is not kept.
    """
    media_type = type_of(raw, field)
    pages, picture = _of_pdf(raw, field) if media_type == PDF else (None, _of_picture(raw, field))
    large, small = (store.put(picture.large.jpeg), store.put(picture.small.jpeg)) if picture else (None, None)
    return Evidence(store.put(raw), media_type, len(raw), pages, large, small)


def type_of(raw: bytes, field: str) -> str:
    """The media type by the content alone, whatever the name says. Raises Invalid."""
    if not raw:
        raise Invalid(_("The file is empty. Choose it again, or take a picture."), slug="file-empty", field=field)
    if len(raw) > MOST_BYTES:
        raise Invalid(
            _("This file is too large: at most 20 MB. Send a smaller copy, or a picture of its first page."),
            slug="file-too-large",
            field=field,
        )
    return next((kind for start, kind in _STARTS if start.match(raw)), "")


def _of_pdf(raw: bytes, field: str) -> tuple[int | None, Picture | None]:
    page = first_page(raw)
    if page.pages is not None and page.pages > MOST_PAGES:
        raise Invalid(
            _("This PDF has {pages} pages; at most {most} are kept.", pages=page.pages, most=MOST_PAGES),
            slug="too-many-pages",
            field=field,
        )
    return page.pages, _of_picture(page.jpeg, field) if page.jpeg else None


def _of_picture(raw: bytes, field: str) -> Picture | None:
    """The picture; None for one that is damaged."""
    try:
        return read_picture(raw, field=field)
    except Invalid as refusal:
        if refusal.slug == "picture-damaged":
            return None
        if refusal.slug == "not-a-picture":
            raise Invalid(
                _("This is neither a PDF nor a JPEG, PNG or WebP picture. Send it as one of these."),
                slug="not-a-document",
                field=field,
            ) from refusal
        raise
