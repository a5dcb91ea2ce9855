"""Pictures: what is refused and why, and that nothing but the picture itself comes out."""

import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

from workshop.errors import Invalid
from workshop.filestore import FileStore
from workshop.pictures import MOST_BYTES, MOST_SCANS, Rendition, keep_picture, read_picture

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # as the module itself has it

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
SECRET = b"secret-place-of-the-workshop"


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def flag(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Red with a blue upper left corner."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def shown(rendition: Rendition) -> Image.Image:
    image = Image.open(BytesIO(rendition.jpeg))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert image.size == (rendition.width, rendition.height)
    return image


def colour(rendition: Rendition, x: float, y: float) -> tuple[int, ...]:
    """The colour at that part of width and height, rounded, since JPEG is only nearly exact."""
    image = shown(rendition)
    pixel = image.getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    return tuple(round(level / 15) * 15 for level in pixel)


def refusal(raw: bytes) -> Invalid:
    with pytest.raises(Invalid) as refused:
        read_picture(raw, field="photo")
    assert (refused.value.status, refused.value.field) == (422, "photo")
    assert refused.value.sentence.endswith(".")
    return refused.value


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + png_chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "LA"),
        ("PNG", "1"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
def test_each_kind_and_mode_becomes_the_same_jpeg(kind: str, mode: str) -> None:
    picture = read_picture(saved(flag(mode=mode), kind))
    assert shown(picture.large).size == shown(picture.small).size == (60, 40)
    if mode in {"RGB", "RGBA", "P"}:
        assert colour(picture.large, 0.75, 0.75) == RED
        assert colour(picture.large, 0.25, 0.25) == BLUE


def test_sixteen_bits_of_grey_keep_their_middle() -> None:
    picture = read_picture(saved(Image.new("I;16", (20, 20), 0x8000), "PNG"))
    assert colour(picture.large, 0.5, 0.5) == (135, 135, 135) or colour(picture.large, 0.5, 0.5) == (120, 120, 120)


@pytest.mark.parametrize(
    ("sent", "large", "small"),
    [
        ((4000, 3000), (1600, 1200), (480, 360)),
        ((3000, 4000), (1200, 1600), (360, 480)),
        ((1000, 500), (1000, 500), (480, 240)),
        ((300, 200), (300, 200), (300, 200)),
        ((1, 1), (1, 1), (1, 1)),
        ((60_000, 3), (1600, 1), (480, 1)),
        ((3, 60_000), (1, 1600), (1, 480)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_longer_side_is_at_most_1600_and_480_and_never_grows(
    sent: tuple[int, int], large: tuple[int, int], small: tuple[int, int], kind: str
) -> None:
    picture = read_picture(saved(Image.new("L", sent), kind))
    assert shown(picture.large).size == large
    assert shown(picture.small).size == small


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "held"),
    [
        (1, None),
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, Image.Transpose.TRANSPOSE),
        (6, Image.Transpose.ROTATE_90),
        (7, Image.Transpose.TRANSVERSE),
        (8, Image.Transpose.ROTATE_270),
    ],
)
def test_every_picture_stands_upright(kind: str, orientation: int, held: Image.Transpose | None) -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    sensor = flag() if held is None else flag().transpose(held)
    picture = read_picture(saved(sensor, kind, exif=exif))
    for rendition in (picture.large, picture.small):
        assert shown(rendition).size == (60, 40)
        assert colour(rendition, 0.2, 0.2) == BLUE
        assert [colour(rendition, *at) for at in ((0.8, 0.2), (0.2, 0.8), (0.8, 0.8))] == [RED] * 3


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_means_nothing_is_left_alone(orientation: int) -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    assert shown(read_picture(saved(flag(), exif=exif)).large).size == (60, 40)


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0MM\0*", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0" + b"\xff" * 500]
)
def test_broken_camera_data_does_not_refuse_a_good_picture(exif: bytes) -> None:
    picture = read_picture(saved(flag(), exif=exif))
    assert colour(picture.large, 0.25, 0.25) == BLUE


@pytest.mark.parametrize("profile", [None, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()])
def test_place_camera_comment_profile_and_words_stay_behind(profile: bytes | None) -> None:
    exif = Image.Exif()
    exif[Base.Make] = exif[Base.Artist] = SECRET.decode()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (41.0, 8.0, 58.0)
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = SECRET
    jpeg = saved(flag(), exif=exif, comment=SECRET, xmp=SECRET, icc_profile=profile, dpi=(300, 300))
    assert jpeg.count(SECRET) >= 4
    picture = read_picture(jpeg)
    for rendition in (picture.large, picture.small):
        assert SECRET not in rendition.jpeg
        assert not shown(rendition).getexif()
        assert set(shown(rendition).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_words_in_other_kinds_stay_behind(kind: str) -> None:
    exif = Image.Exif()
    exif[Base.Artist] = SECRET.decode()
    raw = saved(flag(), kind, exif=exif) + SECRET
    if kind == "PNG":
        head = raw.index(b"IDAT") - 4
        raw = raw[:head] + png_chunk(b"tEXt", b"Author\0" + SECRET) + raw[head:]
    picture = read_picture(raw)
    assert raw.count(SECRET) >= 2
    assert SECRET not in picture.large.jpeg + picture.small.jpeg


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "tail", [b"<script>alert(1)</script>", b"PK\x03\x04" + b"\0" * 500, b"%PDF-1.7\n", b"\0" * 100_000]
)
def test_a_second_file_at_the_end_does_not_come_along(kind: str, tail: bytes) -> None:
    picture = read_picture(saved(flag(), kind) + tail)
    for rendition in (picture.large, picture.small):
        assert tail not in rendition.jpeg
        assert rendition.jpeg.endswith(b"\xff\xd9")


def test_colours_of_another_space_are_brought_to_srgb() -> None:
    middle = saved(Image.new("RGB", (20, 20), (55, 55, 55)), icc_profile=_profile_with_linear_light())
    level, *_rest = colour(read_picture(middle).large, 0.5, 0.5)
    assert 120 <= level <= 135


def _profile_with_linear_light() -> bytes:
    """sRGB's own profile with its curves made straight: 55 of 255 of the light is the middle grey of a screen."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for number in range(struct.unpack_from(">I", profile, 128)[0]):
        name, start, _length = struct.unpack_from(">4sII", profile, 132 + 12 * number)
        if name in {b"rTRC", b"gTRC", b"bTRC"}:
            profile[start : start + 12] = b"curv" + bytes(8)
    return bytes(profile)


@pytest.mark.parametrize("profile", [b"x", b"\0" * 3000])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_broken_or_foreign_profile_is_passed_over(profile: bytes, mode: str) -> None:
    assert shown(read_picture(saved(flag(mode=mode), icc_profile=profile)).large).size == (60, 40)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert shown(read_picture(saved(flag(mode=mode), icc_profile=srgb)).large).size == (60, 40)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_becomes_white(kind: str) -> None:
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert colour(read_picture(saved(image, kind, lossless=True)).large, 0.5, 0.5) == WHITE


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_a_transparent_colour_becomes_white(mode: str) -> None:
    transparent = (0, 0, 0) if mode == "RGB" else 0
    assert (
        colour(read_picture(saved(Image.new(mode, (20, 20)), "PNG", transparency=transparent)).large, 0.5, 0.5) == WHITE
    )


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_shows_its_first_frame(kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), BLUE), Image.new("RGB", (20, 20), GREEN)]
    picture = read_picture(saved(Image.new("RGB", (20, 20), RED), kind, save_all=True, append_images=frames))
    assert colour(picture.large, 0.5, 0.5) == RED


def test_a_phone_picture_with_a_second_one_inside_shows_the_first() -> None:
    picture = read_picture(saved(flag(), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), GREEN)]))
    assert colour(picture.large, 0.25, 0.25) == BLUE


def test_a_picture_is_kept_in_both_sizes_and_a_refused_one_in_none(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    kept = keep_picture(store, saved(Image.new("L", (2000, 1000)), "JPEG"))
    assert (kept.width, kept.height) == (1600, 800)
    assert [Image.open(BytesIO(store.open_file(one))).width for one in (kept.picture, kept.small)] == [1600, 480]
    with pytest.raises(Invalid) as refused:
        keep_picture(FileStore(tmp_path / "other"), b"words", field="photo")
    assert refused.value.field == "photo"
    assert not (tmp_path / "other").exists()


def test_nothing_sent_is_told_as_empty() -> None:
    assert refusal(b"").slug == "picture-empty"


def test_a_heic_picture_is_told_with_its_remedy() -> None:
    for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        refused = refusal(b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + b"\0" * 100)
        assert refused.slug == "picture-heic"
        assert "most compatible" in refused.sentence


@pytest.mark.parametrize(
    "raw",
    [
        b"x",
        b"GIF89a" + b"\0" * 100,
        b"GIF89a=1;alert(1);//",
        b"%PDF-1.7\n" + b"\0" * 100,
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html>\xff\xd8\xff",
        b" \xff\xd8\xff\xe0",
        b"PK\x03\x04" + b"\0" * 100,
        b"II*\0" + b"\0" * 100,
        b"BM" + b"\0" * 100,
        b"\0\0\0\x18ftypavif" + b"\0" * 100,
        b"RIFF\0\0\0\0WAVE",
        b"\0" * 1000,
        b"picture.jpg",
    ],
)
def test_anything_else_is_not_a_picture_whatever_its_name(raw: bytes) -> None:
    assert refusal(raw).slug == "not-a-picture"


@pytest.mark.parametrize("kind", ["BMP", "GIF", "TIFF", "ICO", "PPM"])
def test_other_kinds_of_picture_are_refused_with_the_three_that_will_do(kind: str) -> None:
    assert "JPEG, PNG or WebP" in refusal(saved(flag(), kind)).sentence


def test_12_million_bytes_are_enough_and_one_more_is_too_many() -> None:
    jpeg = saved(flag())
    assert read_picture(jpeg + b"\0" * (MOST_BYTES - len(jpeg)))
    assert refusal(jpeg + b"\0" * (MOST_BYTES - len(jpeg) + 1)).slug == "picture-too-large"


@pytest.mark.parametrize(("width", "height"), [(50_000_001, 1), (7072, 7072), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_a_small_file_that_would_unfold_too_large_is_refused_unread(width: int, height: int) -> None:
    assert refusal(png_that_claims(width, height)).slug == "picture-too-large"


@pytest.mark.parametrize("side", [10_000, 16_384])
def test_a_webp_that_would_unfold_too_large_is_refused_unread(side: int) -> None:
    raw = bytearray(saved(flag(), "WEBP", save_all=True, append_images=[flag(), Image.new("RGB", (60, 40))]))
    canvas = raw.index(b"VP8X") + 12
    raw[canvas : canvas + 6] = (side - 1).to_bytes(3, "little") * 2
    assert refusal(bytes(raw)).slug == "picture-too-large"


def test_a_jpeg_of_endless_passes_is_refused_unread() -> None:
    """267 KB of 1,000 repeated passes over 49 million pixels took 29 s to read, November 2026."""
    jpeg = saved(flag(), progressive=True)
    last = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    assert read_picture(jpeg[:-2] + last * 5 + b"\xff\xd9")
    assert refusal(jpeg[:-2] + last * MOST_SCANS + b"\xff\xd9").slug == "picture-too-large"


def test_words_that_unfold_too_large_are_refused() -> None:
    raw = saved(flag(), "PNG")
    head = raw.index(b"IDAT") - 4
    bomb = png_chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 100_000_000))
    assert refusal(raw[:head] + bomb + raw[head:]).slug == "picture-damaged"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_anywhere_is_told_as_damaged_or_shown(kind: str) -> None:
    noise = Image.effect_noise((64, 48), 60).convert("RGB")
    raw = saved(noise, kind)
    assert refusal(raw[: len(raw) // 2]).slug == "picture-damaged"
    for length in range(12, len(raw), 97):
        _shown_or_refused(raw[:length])


@pytest.mark.parametrize("size", [(0, 5), (5, 0)])
def test_a_picture_without_extent_is_damaged(size: tuple[int, int]) -> None:
    assert refusal(png_that_claims(*size)).slug == "picture-damaged"


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_changed_bytes_never_do_more_than_refuse(kind: str, seed: int) -> None:
    chance = random.Random(seed)
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    raw = saved(Image.effect_noise((40, 30), 60).convert("RGB"), kind, exif=exif)
    for _number in range(150):
        changed = bytearray(raw)
        for _byte in range(chance.choice((1, 3, 20))):
            changed[chance.randrange(3, chance.choice((120, len(raw))))] = chance.randrange(256)
        _shown_or_refused(bytes(changed))


def _shown_or_refused(raw: bytes) -> None:
    try:
        picture = read_picture(raw)
    except Invalid:
        return
    assert shown(picture.large).size >= shown(picture.small).size
