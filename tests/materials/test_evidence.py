"""Files as papers: what is kept and shown, kept and not shown, refused; and nothing harms who looks at them."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.materials.papers import flood, hand_built, pdf, photo, pixel_flood
from workshop.errors import Invalid
from workshop.filestore import FileStore
from workshop.materials.evidence import MOST_BYTES, Evidence, keep_evidence
from workshop.materials.pagelimits import LARGE_SIDE
from workshop.materials.pdfs import first_page


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


def picture_of(store: FileStore, kept: Evidence) -> Image.Image:
    assert kept.picture
    return Image.open(BytesIO(store.open_file(kept.picture)))


@pytest.mark.parametrize(
    ("raw", "media_type", "pages"),
    [
        (pdf(), "application/pdf", 1),
        (b" \r\n" + pdf(pages=3), "application/pdf", 3),
        (photo(), "image/jpeg", None),
        (photo("PNG"), "image/png", None),
        (photo("WEBP"), "image/webp", None),
    ],
)
def test_a_good_file_is_kept_byte_for_byte_and_shown(
    store: FileStore, raw: bytes, media_type: str, pages: int | None
) -> None:
    kept = keep_evidence(store, raw)
    assert store.open_file(kept.file) == raw and kept.file == sha256(raw).hexdigest()
    assert (kept.media_type, kept.size, kept.pages) == (media_type, len(raw), pages)
    assert max(picture_of(store, kept).size) <= LARGE_SIDE and kept.small


@pytest.mark.parametrize(
    "raw",
    [
        pdf(password="open sesame"),
        pdf()[:300],
        b"%PDF-1.7",
        b"%PDF-1.4\n" + b"\0" * 100_000,
        hand_built().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        photo()[:200],
        b"\xff\xd8\xff" + b"x" * 500,
    ],
    ids=["locked", "cut off", "only a head", "nothing in it", "pages in a circle", "half a photo", "no photo"],
)
def test_a_file_that_cannot_be_opened_is_kept_as_it_came(store: FileStore, raw: bytes) -> None:
    kept = keep_evidence(store, raw)
    assert store.open_file(kept.file) == raw
    assert kept.picture is None and kept.small is None


def test_a_locked_file_is_told_from_a_broken_one() -> None:
    assert first_page(pdf(password="open sesame")).is_locked
    assert not first_page(b"%PDF-1.7").is_locked


@pytest.mark.parametrize(
    ("raw", "slug"),
    [
        (b"", "file-empty"),
        (b"%PDF-" + b"\0" * MOST_BYTES, "file-too-large"),
        (b"GIF89a" + b"\0" * 50, "not-a-document"),
        (b"<html><script>alert(1)</script>%PDF-1.4", "not-a-document"),
        (b"PK\x03\x04", "not-a-document"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "picture-heic"),
        (pixel_flood(), "picture-too-large"),
        (pdf(pages=201), "too-many-pages"),
    ],
)
def test_what_is_refused_is_not_kept(store: FileStore, raw: bytes, slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep_evidence(store, raw, field="paper")
    assert (refused.value.slug, refused.value.field) == (slug, "paper")
    assert not store.folder.exists()


@pytest.mark.parametrize("box", [b"0 0 1e9 1e9", b"0 0 1 14400000", b"0 0 0 0", b"0 0 -50 nan"])
def test_a_page_of_any_size_is_drawn_small_or_not_at_all(store: FileStore, box: bytes) -> None:
    kept = keep_evidence(store, hand_built(box))
    assert kept.picture is None or max(picture_of(store, kept).size) <= LARGE_SIDE


def test_a_picture_that_floods_a_page_harms_only_the_process_that_draws(store: FileStore) -> None:
    raw = flood()
    kept = keep_evidence(store, raw)
    assert store.open_file(kept.file) == raw
    assert keep_evidence(store, pdf()).picture, "the next one is drawn as ever"


def test_a_page_that_never_ends_is_given_up(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workshop.materials.pdfs.PATIENCE_S", 0.001)
    kept = keep_evidence(store, pdf())
    assert kept.picture is None and store.is_whole(kept.file)


def test_a_photo_is_turned_upright_and_tells_no_place(store: FileStore) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a camera"
    exif.get_ifd(0x8825)[29] = "2026:11:17"
    kept = keep_evidence(store, photo(exif=exif, comment=b"at home"))
    assert picture_of(store, kept).size == (48, 64)
    for name in (kept.picture, kept.small):
        shown = store.open_file(name or "")
        assert b"Exif" not in shown and b"a camera" not in shown and b"at home" not in shown
    assert b"a camera" in store.open_file(kept.file), "the file itself stays as it came"
