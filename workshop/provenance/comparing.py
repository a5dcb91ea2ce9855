"""What a stranger can hold against the piece in the hand: its number, weight, size, engraving and character."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workshop.days import day_at
from workshop.provenance.facts import Facts, Look
from workshop.provenance.photos import PhotoTold
from workshop.units import grams
from workshop.wording import N_, _

# Only these words are told: what else is typed there may be as private as the engraving.
PLACES = {
    "inside": N_("It is engraved inside."),
    "inside the band": N_("It is engraved inside the band."),
    "outside": N_("It is engraved on the outside."),
    "back": N_("It is engraved on its back."),
    "on the back": N_("It is engraved on its back."),
    "clasp": N_("It is engraved on its clasp."),
    "on the clasp": N_("It is engraved on its clasp."),
}
MOST_PHOTOS = 6


@dataclass(frozen=True)
class Comparing:
    """The lines to compare, and the photos that show them."""

    title: str
    lines: tuple[str, ...]
    photos: tuple[PhotoTold, ...]


def comparing_of(facts: Facts, passed: Look | None, photos: tuple[PhotoTold, ...], zone: ZoneInfo) -> Comparing:
    lines = tuple(_lines(facts, passed, zone))
    title = _("Compare these things with the piece in your hand")
    return Comparing(title, lines, photos[1 : MOST_PHOTOS + 1])


def _lines(facts: Facts, passed: Look | None, zone: ZoneInfo) -> Iterator[str]:
    head = facts.head
    number = _(
        "Its number is {serial}. It is on the piece, or on its bag where the piece is too small. Read it by eye.",
        serial=head.serial,
    )
    engraved = PLACES.get((head.engraved or "").strip().casefold())
    yield " ".join(one for one in (number, _engraved(engraved)) if one)
    if passed and passed.gross_mg:
        yield _measured(head.size, grams(passed.gross_mg), day_at(head.left_at or passed.decided_at, zone))
    elif head.size:
        yield _("Its size was {size}.", size=head.size)
    yield from facts.traits


def _engraved(sentence: str | None) -> str:
    return _("{where} The words are its owner’s.", where=_(sentence)) if sentence else ""


def _measured(size: str | None, weight: str, day: str) -> str:
    if not size:
        return _(
            "On {day} it weighed {grams} g, everything on it included. Wear and repairs take a little away.",
            day=day,
            grams=weight,
        )
    return _(
        "On {day} it weighed {grams} g, everything on it included, and its size was {size}. Wear and repairs change both.",
        day=day,
        grams=weight,
        size=size,
    )
