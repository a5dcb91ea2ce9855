"""Pictures that people send: judged by their content, made upright and drawn anew, so that nothing else comes along."""

import re
import struct
import warnings
import zlib
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import ImageCms, ImageOps
from PIL.Image import DecompressionBombError, Image, Resampling, new
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from workshop.errors import Invalid
from workshop.filestore import FileStore
from workshop.wording import _

MOST_BYTES = 12_000_000
MOST_PIXELS = 50_000_000
MOST_SCANS = 30  # a JPEG has about 10; each may be a few bytes long and still costs a pass over the whole picture
LARGE_SIDE = 1600
SMALL_SIDE = 480
MEDIA_TYPE = "image/jpeg"

_KINDS: tuple[tuple[re.Pattern[bytes], type[ImageFile]], ...] = (
    (re.compile(rb"\xff\xd8\xff"), JpegImageFile),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PngImageFile),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), WebPImageFile),
)
_HEIC = re.compile(rb"....ftyp(hei[cfmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL)
_SCAN = re.compile(rb"\xff\xda\x00(?:\x08\x01|\x0a\x02|\x0c\x03|\x0e\x04)")
_ONE_AT_A_TIME = Lock()  # the largest take several hundred megabytes of memory while they are read
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

# Pillow warns about odd camera data, which stays behind anyway.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

# What Pillow's readers answer to files that are cut off or made up.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    EOFError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class Rendition:
    """A picture in one size, as JPEG without metadata."""

    width: int
    height: int
    jpeg: bytes


@dataclass(frozen=True)
class Picture:
    """A picture in two sizes: the longer side at most 1600 and 480 pixels, never larger than what was sent."""

    large: Rendition
    small: Rendition


@dataclass(frozen=True)
class Kept:
    """A picture in the file store: the names of its two sizes, and the larger one's measures in pixels."""

    picture: str
    small: str
    width: int
    height: int


def keep_picture(store: FileStore, raw: bytes, *, field: str = "picture") -> Kept:
    """What was sent, drawn anew and kept in both sizes. Raises as `read_picture` does, and Unavailable for a full disk."""
    picture = read_picture(raw, field=field)
    large, small = picture.large, picture.small
    return Kept(store.put(large.jpeg), store.put(small.jpeg), large.width, large.height)


def read_picture(raw: bytes, *, field: str = "picture") -> Picture:
    """The picture of a JPEG, PNG or WebP file; of an animation its first frame.

    Raises Invalid for anything else, and when it is empty, over 12 MB or 50 million pixels, or damaged.
    """
    plain = _read(raw, LARGE_SIDE, field)
    return Picture(_rendition(plain, LARGE_SIDE), _rendition(plain, SMALL_SIDE))


def read_grey(raw: bytes, side: int, *, field: str = "picture") -> Image:
    """The same picture in shades of grey, its longer side at most so many pixels: for reading what is printed in it. Raises as `read_picture`."""
    return _read(raw, side, field).convert("L")


def _read(raw: bytes, side: int, field: str) -> Image:
    reader = _reader(raw, field)
    try:
        with _ONE_AT_A_TIME:
            return _plain(reader(BytesIO(raw)), side, field)
    except DecompressionBombError as error:
        raise _too_large(field) from error
    except _BROKEN as error:
        raise Invalid(
            _("This picture is damaged or was cut off on its way. Send it again, or take a new one."),
            slug="picture-damaged",
            field=field,
        ) from error


def _plain(image: ImageFile, side: int, field: str) -> Image:
    """The picture without its camera data, upright, in sRGB, at most so large."""
    if image.width * image.height > MOST_PIXELS:
        raise _too_large(field)
    profile = image.info.get("icc_profile")
    return _in_srgb(_flat(_upright(_reduced(image, side))), profile)


def _reader(raw: bytes, field: str) -> type[ImageFile]:
    """Pillow's reader for this content, whatever its name says; refuses what is none of the three."""
    if not raw:
        raise Invalid(_("The picture is empty. Choose it again, or take a new one."), slug="picture-empty", field=field)
    if len(raw) > MOST_BYTES or len(_SCAN.findall(raw)) > MOST_SCANS:
        raise _too_large(field)
    if _HEIC.match(raw):
        raise Invalid(
            _("This is a HEIC picture. Set the camera to “most compatible”, or send it as JPEG."),
            slug="picture-heic",
            field=field,
        )
    for start, reader in _KINDS:
        if start.match(raw):
            return reader
    raise Invalid(
        _("This is not a JPEG, PNG or WebP picture. Send it as one of these."), slug="not-a-picture", field=field
    )


def _too_large(field: str) -> Invalid:
    return Invalid(
        _("This picture is too large: at most 12 MB and 50 million pixels. Send a smaller one."),
        slug="picture-too-large",
        field=field,
    )


def _reduced(image: ImageFile, side: int) -> Image:
    """The picture at most so large, in a mode with plain channels."""
    image.draft(None, (2 * side, 2 * side))
    image.load()
    plain = _with_plain_channels(image)
    plain.thumbnail((side, side), Resampling.LANCZOS)
    return plain


def _with_plain_channels(image: Image) -> Image:
    if image.mode.startswith("I"):
        return image.point(lambda level: level * (1 / 257)).convert("L")
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _upright(image: Image) -> Image:
    """The picture as it was held. Broken camera data leaves it as it is, since the picture itself is good."""
    with suppress(*_BROKEN):
        ImageOps.exif_transpose(image, in_place=True)
    return image


def _flat(image: Image) -> Image:
    """The picture on white where it is transparent."""
    if image.mode != "RGBA":
        return image
    ground = new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _in_srgb(image: Image, profile: bytes | None) -> Image:
    """The colours as every screen reads them: phones keep theirs in a wider space, where gold looks dull without it."""
    if profile:
        with suppress(ImageCms.PyCMSError):
            image = ImageCms.profileToProfile(image, BytesIO(profile), _SRGB, outputMode="RGB") or image
    return image.convert("RGB")


def _rendition(image: Image, side: int) -> Rendition:
    copy = image.copy()
    copy.info = {}  # Pillow would write its comment into the file
    copy.thumbnail((side, side), Resampling.LANCZOS)
    file = BytesIO()
    copy.save(file, "JPEG", quality=85, optimize=True, progressive=True)
    return Rendition(copy.width, copy.height, file.getvalue())
