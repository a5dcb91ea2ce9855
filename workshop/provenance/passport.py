"""The public page of one piece as a plain value: what a stranger may know, and nothing else.

Built from `Facts` alone. Names stand here only as their owners agreed to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from workshop.catalogue.defaults import KINDS as PIECE_KINDS
from workshop.catalogue.drawn import drawing_of
from workshop.days import day_at, zone_of
from workshop.pictures import SMALL_SIDE
from workshop.provenance.checked import LookTold, looks_told
from workshop.provenance.codes import printed
from workshop.provenance.composition import Composition, Said, composition_of
from workshop.provenance.facts import Facts, Head, Look, Notice
from workshop.provenance.keeping_back import head_shown, keep_back, shop_shown
from workshop.provenance.lookers import Lead, lead_of
from workshop.provenance.making import Making, making_of
from workshop.provenance.marks import METALS, Mark, marks_of
from workshop.provenance.states import State, now_of, recalled, said_of, state_of
from workshop.units import grams
from workshop.wordguard import LetStand
from workshop.wording import _


@dataclass(frozen=True)
class PhotoTold:
    """The photo of this very piece: its number, the start of its content's hash, its measures in pixels, when it was taken."""

    number: int
    version: str
    width: int
    height: int
    small_width: int
    taken: str


@dataclass(frozen=True)
class KeeperTold:
    """Who made it and answers, and who keeps the page. `title` stands over the page, `name` in the address."""

    name: str
    title: str
    postal_address: str | None
    email: str | None
    kept_by: str | None
    demonstration: bool


@dataclass(frozen=True)
class Ended:
    """The page of a tag that counts no longer. It says neither the number on the piece nor the code that came after."""

    design: str
    drawing: str
    stood_for: str
    used_from: str
    used_until: str
    keeper: KeeperTold
    recall: State | None = None


@dataclass(frozen=True)
class Passport:
    """The page of a tag that counts. Texts are ready to show; rows are (label, text)."""

    code: str
    said_code: str
    address: str | None
    state: State | None
    is_recalled: bool
    design: str
    drawing: str
    number: str
    serial: str
    photo: PhotoTold | None
    said: str
    is_released: bool
    now: str
    marks: tuple[Mark, ...]
    lead: Lead | None
    story: str | None
    rows: tuple[tuple[str, str], ...]
    materials: tuple[tuple[str, str], ...]
    said_of_it: tuple[Said, ...]
    making: Making
    looks: tuple[LookTold, ...]
    traits: tuple[str, ...]
    compare: tuple[str, ...]
    care: str | None
    risk_note: str | None
    keeper: KeeperTold


def ended_of(head: Head, let_stand: LetStand, recalls: Sequence[Notice] = ()) -> Ended:
    """The page of a withdrawn tag."""
    head = head_shown(head, let_stand)
    zone = zone_of(head.time_zone)
    sentence = _("The piece that this tag stood for is called back. Whoever has it: stop using it.")
    return Ended(
        design=head.design,
        drawing=drawing_of(head.kind, head.metal, head.material),
        stood_for=_("It stood for {number}.", number=_edition(head)) if head.edition_number else "",
        used_from=day_at(head.tagged_at, zone),
        used_until=day_at(head.withdrawn_at or head.tagged_at, zone),
        keeper=keeper_of(head, let_stand),
        recall=recalled(head, recalls, zone, sentence) if recalls else None,
    )


def passport_of(facts: Facts, on: date) -> Passport:
    """The page of a tag that counts, with what may be said on that day."""
    facts = keep_back(facts)
    head = facts.head
    zone = zone_of(head.time_zone)
    made = composition_of(facts.piece, on)
    passed = next((look for look in facts.looks if look.number == head.passed), None)
    return Passport(
        code=head.code,
        said_code=printed(head.code),
        address=_address(head),
        state=state_of(facts, passed, zone),
        is_recalled=bool(facts.recalls),
        design=head.design,
        drawing=drawing_of(head.kind, head.metal, head.material),
        number=_edition(head),
        serial=head.serial,
        photo=_photo(head, zone),
        said=said_of(head, passed, zone),
        is_released=head.is_released,
        now=now_of(head),
        marks=marks_of(facts, passed, zone),
        lead=lead_of(facts, passed, zone),
        story=head.story,
        rows=_rows(head, passed, zone),
        materials=_materials(head, made),
        said_of_it=made.said,
        making=making_of(facts, zone),
        looks=looks_told(facts, zone),
        traits=facts.traits,
        compare=_compare(head, passed),
        care=head.care,
        risk_note=head.risk_note,
        keeper=keeper_of(head, facts.let_stand),
    )


def keeper_of(head: Head, let_stand: LetStand) -> KeeperTold:
    title, kept_by = shop_shown(head.shop, let_stand), head.kept_by
    name = head.shop or _("Workshop")
    return KeeperTold(name, title, head.postal_address, head.email, kept_by, demonstration=head.demonstration)


def _address(head: Head) -> str | None:
    return f"{head.public_address.rstrip('/')}/p/{head.code}" if head.public_address else None


def _edition(head: Head) -> str:
    if head.edition_number is None:
        return ""
    return _("no. {number} of {size}", number=head.edition_number, size=head.edition_size)


def _photo(head: Head, zone: ZoneInfo) -> PhotoTold | None:
    if not head.photo_sha or not head.photo_number or head.photo_at is None:
        return None
    width, height = head.photo_width or 1, head.photo_height or 1
    small_width = min(width, width * SMALL_SIDE // max(width, height))
    return PhotoTold(head.photo_number, head.photo_sha[:16], width, height, small_width, day_at(head.photo_at, zone))


def _rows(head: Head, passed: Look | None, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    when = _when(head, passed, zone)
    weight = (
        _("{grams} g, {when}", grams=grams(passed.gross_mg), when=when)
        if passed and passed.gross_mg
        else _("Not recorded")
    )
    rows = (
        (_("Kind"), _(next((one.name for one in PIECE_KINDS if one.key == head.kind), head.kind))),
        (_("Number"), head.serial),
        (_("Edition"), _edition(head)),
        (_("Dated"), head.dated or ""),
        (_("Parts"), str(head.parts) if head.parts > 1 else ""),
        (_("Size"), _("{size}, {when}", size=head.size, when=when) if head.size and when else head.size or ""),
        (_("Gross weight"), weight),
    )
    return tuple((label, told) for label, told in rows if told)


def _when(head: Head, passed: Look | None, zone: ZoneInfo) -> str:
    if head.left_at is not None:
        return _("when it left us on {day}", day=day_at(head.left_at, zone))
    return _("when it passed on {day}", day=day_at(passed.decided_at, zone)) if passed else ""


def _materials(head: Head, made: Composition) -> tuple[tuple[str, str], ...]:
    """What the books hold of its lots; without books the metal is what was ordered by its name, and nothing is claimed."""
    described = (_("Described as"), head.made_of or "")
    if made.rows:
        return tuple((label, told) for label, told in (*made.rows, described) if told)
    rows = (
        (_("Metal"), _(head.material)),
        (_("Fineness"), _fineness(head)),
        described,
        (_("Origin"), _("Not recorded")),
        (_("Documents"), _("Not recorded")),
    )
    return tuple((label, told) for label, told in rows if told)


def _fineness(head: Head) -> str:
    if head.fineness is None or head.metal not in METALS:
        return _("Not stated")
    parts, tenth = divmod(head.fineness, 10)
    told = f"{parts}.{tenth}" if tenth else str(parts)
    return _("{parts} of 1,000 parts {metal}, by paper, not assayed", parts=told, metal=_(head.metal))


def _compare(head: Head, passed: Look | None) -> tuple[str, ...]:
    lines = [
        _(
            "Its number is {serial}. It is on the piece, or on its bag where the piece is too small. Read it by eye.",
            serial=head.serial,
        )
    ]
    if passed and passed.gross_mg:
        lines.append(
            _(
                "It weighed {grams} g, everything on it included. Wear and repairs take a little away.",
                grams=grams(passed.gross_mg),
            )
        )
    if head.size:
        lines.append(_("Its size was {size}.", size=head.size))
    return tuple(lines)
