"""The public page of one piece as a plain value: what a stranger may know, and nothing else.

Built from `Facts` alone. Names stand here only as their owners agreed to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workshop.catalogue.drawn import drawing_of
from workshop.days import day_at, zone_of
from workshop.errors import Refusal
from workshop.provenance.care import Worn, care_of, finishes_of
from workshop.provenance.checked import LookTold, looks_told
from workshop.provenance.codes import printed
from workshop.provenance.comparing import Comparing, comparing_of
from workshop.provenance.composition import Composition, Part, Said, composition_of
from workshop.provenance.described import number_told, ordered_materials, rows_of
from workshop.provenance.facts import Facts, Head, Notice
from workshop.provenance.joined import CarrierTold, CharmTold, carrier_told, charms_told
from workshop.provenance.keeping_back import head_shown, keep_back, shop_shown
from workshop.provenance.labelled import in_tags
from workshop.provenance.lookers import Lead, lead_of
from workshop.provenance.making import Making, making_of
from workshop.provenance.marks import Mark, marks_of
from workshop.provenance.photos import PhotoTold, photos_told
from workshop.provenance.qr import QUIET_ZONE, matrix, path_of, payload
from workshop.provenance.rights import rights_of
from workshop.provenance.spoken import Written, head_spoken, in_own_language
from workshop.provenance.stamps import stamps_of
from workshop.provenance.states import State, now_of, recalled, said_of, state_of
from workshop.provenance.untold import without_untold
from workshop.wordguard import LetStand
from workshop.wording import _


@dataclass(frozen=True)
class Symbol:
    """The QR code of the page for its print: the path of its dark modules, and the side of the whole with its quiet zone."""

    side: int
    path: str


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
    design_language: str
    drawing: str
    stood_for: str
    used_from: str
    used_until: str
    keeper: KeeperTold
    recall: State | None = None


@dataclass(frozen=True)
class Passport:
    """The page of a tag that counts. Texts are ready to show; rows are (label, text).

    `in_other_language`: of the shop's own texts that are not written in the language of the page, which they are in.
    """

    code: str
    said_code: str
    address: str | None
    state: State | None
    is_recalled: bool
    in_gallery: bool
    design: str
    drawing: str
    number: str
    serial: str
    photos: tuple[PhotoTold, ...]
    said: str
    is_released: bool
    now: str
    marks: tuple[Mark, ...]
    lead: Lead | None
    story: str | None
    rows: tuple[tuple[str, str], ...]
    materials: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    said_of_it: tuple[Said, ...]
    stamps: tuple[tuple[str, str], ...]
    charms: tuple[CharmTold, ...]
    carrier: CarrierTold | None
    making: Making
    looks: tuple[LookTold, ...]
    traits: tuple[str, ...]
    comparing: Comparing
    care: tuple[str, ...]
    own_care: str | None
    risk_note: str | None
    rights: tuple[str, ...]
    returns: str | None
    about: str | None
    first_tagged: str
    symbol: Symbol | None
    keeper: KeeperTold
    in_other_language: dict[str, str]


def ended_of(head: Head, let_stand: LetStand, recalls: Sequence[Notice] = (), written: Written | None = None) -> Ended:
    """The page of a withdrawn tag."""
    head, others = head_spoken(head, written or {}, let_stand)
    head = head_shown(head, let_stand)
    zone = zone_of(head.time_zone)
    sentence = _("The piece that this tag stood for is called back. Whoever has it: stop using it.")
    return Ended(
        design=head.design,
        design_language=others.get("design", ""),
        drawing=drawing_of(head.kind, head.metal, head.material),
        stood_for=_("It stood for {number}.", number=number_told(head)) if head.edition_number else "",
        used_from=day_at(head.tagged_at, zone),
        used_until=day_at(head.withdrawn_at or head.tagged_at, zone),
        keeper=keeper_of(head, let_stand),
        recall=recalled(head, recalls, zone, sentence) if recalls else None,
    )


def passport_of(facts: Facts, on: date) -> Passport:
    """The page of a tag that counts, with what may be said on that day."""
    facts, others = in_own_language(without_untold(facts))
    facts = keep_back(facts)
    head = facts.head
    zone = zone_of(head.time_zone)
    made = composition_of(facts.piece, on)
    photos = photos_told(facts, zone)
    passed = next((look for look in facts.looks if look.number == head.passed), None)
    return Passport(
        code=head.code,
        said_code=printed(head.code),
        address=_address(head),
        state=state_of(facts, passed, zone),
        is_recalled=bool(facts.recalls),
        in_gallery=head.in_gallery,
        design=head.design,
        drawing=drawing_of(head.kind, head.metal, head.material),
        number=number_told(head),
        serial=head.serial,
        photos=photos,
        said=said_of(head, passed, zone),
        is_released=head.is_released,
        now=now_of(head),
        marks=marks_of(facts, passed, zone),
        lead=lead_of(facts, passed, zone),
        story=head.story,
        rows=rows_of(facts, passed, zone),
        materials=_materials(head, made),
        parts=made.parts,
        said_of_it=made.said,
        stamps=stamps_of(facts),
        charms=charms_told(facts.joined, head.writes_in, facts.let_stand, zone),
        carrier=carrier_told(facts.joined, head.writes_in, facts.let_stand),
        making=making_of(facts, zone),
        looks=looks_told(facts, zone),
        traits=facts.traits,
        comparing=comparing_of(facts, passed, photos, zone),
        care=care_of(_worn(facts), has_own_words=bool(head.care)),
        own_care=head.care,
        risk_note=head.risk_note,
        rights=rights_of(facts.piece.shop.countries_of_sale),
        returns=head.returns,
        about=head.about,
        first_tagged=day_at(head.first_tagged_at, zone),
        symbol=_symbol(head),
        keeper=keeper_of(head, facts.let_stand),
        in_other_language=others,
    )


def keeper_of(head: Head, let_stand: LetStand) -> KeeperTold:
    title, kept_by = shop_shown(head.shop, let_stand), head.kept_by
    name = head.shop or _("Workshop")
    return KeeperTold(name, title, head.postal_address, head.email, kept_by, demonstration=head.demonstration)


def _address(head: Head) -> str | None:
    """Where the page stands, in small letters but for the code: the host is kept in the capitals of the tags."""
    if not head.public_address:
        return None
    at = in_tags(head.public_address)
    return f"{'https' if at.secure else 'http'}://{at.host.lower()}/p/{head.code}"


def _symbol(head: Head) -> Symbol | None:
    """None where no address is set, and where it is too long for a tag."""
    if not head.public_address:
        return None
    try:
        address = in_tags(head.public_address)
        modules = matrix(payload(address.host, head.code, secure=address.secure))
    except Refusal:
        return None
    return Symbol(len(modules) + 2 * QUIET_ZONE, path_of(modules))


def _materials(head: Head, made: Composition) -> tuple[tuple[str, str], ...]:
    """Rows beside what the books hold of its lots; without books the metal is what was ordered by its name, and nothing is claimed."""
    described = ((_("Described as"), head.made_of),) if head.made_of else ()
    return described if made.parts else (*ordered_materials(head), *described)


def _worn(facts: Facts) -> Worn:
    """What decides about its care. The books name its metals and stones; without books the order names the metal."""
    piece = facts.piece
    words = [word for event in facts.events for word in (event.stage, event.method)]
    return Worn(
        metals=tuple({line.metal for line in piece.metals} or {facts.head.metal}),
        finishes=finishes_of(words),
        layers=tuple(layer.metal for layer in piece.layers),
        stones=tuple((line.species, line.treatment) for line in piece.stones),
    )
