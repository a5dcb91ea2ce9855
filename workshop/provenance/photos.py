"""The photos of this very piece as a page shows them: the whole of it first, then what was looked at closely."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from workshop.days import day_at
from workshop.pictures import SMALL_SIDE
from workshop.provenance.facts import Facts, Shot
from workshop.renditions import HAS_WEBP, SIDES, width_of


@dataclass(frozen=True)
class PhotoTold:
    """One photo: its number, the start of its content's hash, its measures in pixels, when it was taken, the trait that it shows.

    `webp` are (side, width) of its renditions, none where they cannot be made; `small_width` is that of the small JPEG.
    """

    number: int
    version: str
    width: int
    height: int
    small_width: int
    webp: tuple[tuple[int, int], ...]
    taken: str
    shows: str | None


def photos_told(facts: Facts, zone: ZoneInfo) -> tuple[PhotoTold, ...]:
    """As `photos_first` orders them, ready to show."""
    return tuple(_told(one, zone) for one in photos_first(facts))


def photos_first(facts: Facts) -> list[Shot]:
    """The newest photo of the whole piece first, then what was looked at closely, newest first within each."""
    return sorted(facts.shots, key=lambda one: one.shows is not None)


def _told(shot: Shot, zone: ZoneInfo) -> PhotoTold:
    plain = photo_told(shot.number, shot.picture, shot.width, shot.height)
    return replace(plain, taken=day_at(shot.at, zone), shows=shot.shows)


def photo_told(number: int, picture: str, width: int, height: int) -> PhotoTold:
    """A photo by its file and measures alone."""
    sizes = {width_of(width, height, side): side for side in reversed(SIDES)} if HAS_WEBP else {}
    return PhotoTold(
        number=number,
        version=picture[:16],
        width=width,
        height=height,
        small_width=width_of(width, height, SMALL_SIDE),
        webp=tuple(sorted((side, width) for width, side in sizes.items())),
        taken="",
        shows=None,
    )
