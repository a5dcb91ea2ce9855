"""Kept photos as browsers of today like them: WebP in three widths, made when first asked for and kept beside the files.

The folder holds nothing that cannot be made again, so it is in no backup.
"""

from io import BytesIO
from pathlib import Path
from threading import Lock

from PIL import features
from PIL.Image import Resampling
from PIL.JpegImagePlugin import JpegImageFile

from workshop.filestore import FileStore, write_whole

SIDES = (480, 800, 1600)
MEDIA_TYPE = "image/webp"
ENOUGH_BYTES = {480: 30_000, 800: 60_000, 1600: 220_000}
QUALITIES = (80, 68, 55, 40)
HAS_WEBP = bool(features.check("webp"))
_ONE_AT_A_TIME = Lock()


class Renditions:
    """The smaller spellings of the photos of one data folder, each at `made/ab/cdef…-800.webp`."""

    def __init__(self, data_dir: Path) -> None:
        self._store = FileStore(data_dir)
        self._folder = data_dir / "made"

    def webp(self, sha: str, side: int) -> bytes:
        """The photo of that name with its longer side at most so many pixels. Raises NotFound when there is none."""
        path = self._folder / sha[:2] / f"{sha[2:]}-{side}.webp"
        try:
            return path.read_bytes()
        except OSError:
            made = _webp(self._store.open_file(sha), side)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, made)
        except OSError:
            return made  # a full disk keeps nobody from looking
        return made


def width_of(width: int, height: int, side: int) -> int:
    """How wide the rendition of that side is, of a photo with these measures."""
    return min(width, max(1, round(width * side / max(width, height))))


def _webp(jpeg: bytes, side: int) -> bytes:
    """Small enough for the side where a lower quality can make it so."""
    with _ONE_AT_A_TIME:
        image = JpegImageFile(BytesIO(jpeg))
        image.draft(None, (side, side))
        plain = image.convert("RGB")
        plain.info = {}
        plain.thumbnail((side, side), Resampling.LANCZOS)
        for quality in QUALITIES:
            file = BytesIO()
            plain.save(file, "WEBP", quality=quality, method=4)
            if file.tell() <= ENOUGH_BYTES[side]:
                break
    return file.getvalue()
