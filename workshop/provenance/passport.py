"""The public page of one piece as a plain value: what a stranger may know, and nothing else.

Built from `Facts` alone. Names stand here only as their owners agreed to them.
"""

from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workshop.catalogue.defaults import KINDS as PIECE_KINDS
from workshop.pieces.rules import KINDS
from workshop.provenance.checked import LookTold, looks_told
from workshop.provenance.codes import printed
from workshop.provenance.days import day, short_day, zone_of
from workshop.provenance.facts import Facts, Head, Look
from workshop.provenance.making import Making, counted, hands, making_of
from workshop.units import grams
from workshop.wording import _, n_

KARATS = 24
PARTS_PER_KARAT = 10_000 / KARATS
METALS = {"gold": "gold", "silver": "silver", "platinum": "platinum", "palladium": "palladium"}
INSIDE = ("shop", "repair", "safe")


@dataclass(frozen=True)
class State:
    """What is to be known first; `look` is bench, stop or nothing."""

    title: str
    since: str
    sentence: str
    look: str = ""


@dataclass(frozen=True)
class Mark:
    """One struck mark, as the template's mark takes it."""

    kind: str
    title: str
    note: str
    text: str
    solid: bool


@dataclass(frozen=True)
class Lead:
    """Who looked, in its fixed wording, and when with what result."""

    title: str
    sentence: str


@dataclass(frozen=True)
class PhotoTold:
    """The photo of this very piece: its number, the start of its content's hash, its measures in pixels."""

    number: int
    version: str
    width: int
    height: int


@dataclass(frozen=True)
class KeeperTold:
    """Who made it and answers, and who keeps the page."""

    name: str
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


@dataclass(frozen=True)
class Passport:
    """The page of a tag that counts. Texts are ready to show; rows are (label, text)."""

    code: str
    said_code: str
    address: str | None
    state: State | None
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
    making: Making
    looks: tuple[LookTold, ...]
    traits: tuple[str, ...]
    compare: tuple[str, ...]
    care: str | None
    keeper: KeeperTold


def ended_of(head: Head) -> Ended:
    """The page of a withdrawn tag."""
    zone = zone_of(head.time_zone)
    return Ended(
        design=head.design,
        drawing=drawing_of(head.kind),
        stood_for=_("It stood for {number}.", number=_edition(head)) if head.edition_number else "",
        used_from=day(head.tagged_at, zone),
        used_until=day(head.withdrawn_at or head.tagged_at, zone),
        keeper=keeper_of(head),
    )


def passport_of(facts: Facts) -> Passport:
    """The page of a tag that counts."""
    head = facts.head
    zone = zone_of(head.time_zone)
    passed = next((look for look in facts.looks if look.number == head.passed), None)
    return Passport(
        code=head.code,
        said_code=printed(head.code),
        address=_address(head),
        state=_state(facts, passed, zone),
        design=head.design,
        drawing=drawing_of(head.kind),
        number=_edition(head),
        serial=head.serial,
        photo=_photo(head),
        said=_said(head, passed, zone),
        is_released=head.is_released,
        now=_now(head),
        marks=_marks(facts, passed, zone),
        lead=_lead(facts, passed, zone),
        story=head.story,
        rows=_rows(head, passed, zone),
        materials=_materials(head),
        making=making_of(facts, zone),
        looks=looks_told(facts, zone),
        traits=facts.traits,
        compare=_compare(head, passed),
        care=head.care,
        keeper=keeper_of(head),
    )


def keeper_of(head: Head) -> KeeperTold:
    return KeeperTold(
        head.shop or _("Workshop"), head.postal_address, head.email, head.kept_by, demonstration=head.demonstration
    )


def drawing_of(kind: str) -> str:
    """The key of the line drawing of this kind."""
    return next((one.drawing for one in PIECE_KINDS if one.key == kind), "other")


def _address(head: Head) -> str | None:
    return f"{head.public_address.rstrip('/')}/p/{head.code}" if head.public_address else None


def _edition(head: Head) -> str:
    if head.edition_number is None:
        return ""
    return _("no. {number} of {size}", number=head.edition_number, size=head.edition_size)


def _photo(head: Head) -> PhotoTold | None:
    if not head.photo_sha or not head.photo_number:
        return None
    return PhotoTold(head.photo_number, head.photo_sha[:16], head.photo_width or 0, head.photo_height or 0)


def _state(facts: Facts, passed: Look | None, zone: ZoneInfo) -> State | None:
    head = facts.head
    if head.state == "scrapped":
        return State(
            _("This piece was scrapped"),
            _since(facts, passed, zone),
            _("We do not sell it. Whoever offers it did not get it from us as a finished piece."),
            "stop",
        )
    if head.is_practice:
        return State(
            _("Practice, not for sale"),
            "",
            _(
                "This tag was made while the workshop tried things out. It says nothing about a piece that anybody can buy."
            ),
            "stop",
        )
    if head.is_released:
        return None
    then = day(passed.decided_at, zone) if passed else ""
    return State(
        _unreleased(head),
        _since(facts, passed, zone),
        _(
            "Its inspection of {day} was for the piece as it was then. It is inspected again, on its own, before it leaves.",
            day=then,
        ),
        "bench",
    )


def _unreleased(head: Head) -> str:
    if head.place == "outwork":
        return _("This piece is at another workshop, sent by us")
    return _("This piece is at our bench") if head.place in INSIDE else _("This piece is not released as it is now")


def _now(head: Head) -> str:
    if head.is_released or head.state == "scrapped":
        return ""
    return (
        _("At another workshop")
        if head.place == "outwork"
        else _("At the bench")
        if head.place in INSIDE
        else _("Changed")
    )


def _since(facts: Facts, passed: Look | None, zone: ZoneInfo) -> str:
    """The day from which the newest pass no longer speaks of the piece as it is; of a scrapped one, the day of its end."""
    end = facts.head.state == "scrapped"
    began = [
        event.at
        for event in facts.events
        if (
            event.kind == "scrap"
            if end
            else KINDS[event.kind].ends_release and event.sequence > (passed.since if passed else 0)
        )
    ]
    if not began:
        return ""
    return _("On {day}.", day=day(began[-1], zone)) if end else _("Since {day}.", day=day(began[0], zone))


def _said(head: Head, passed: Look | None, zone: ZoneInfo) -> str:
    if passed is None:
        return _("Not inspected yet.")
    then = day(passed.decided_at, zone)
    if head.is_released:
        return _("Passed its own inspection, as it is, on {day}.", day=then)
    return _("Not released as it is now. It last passed on {day}.", day=then)


def _marks(facts: Facts, passed: Look | None, zone: ZoneInfo) -> tuple[Mark, ...]:
    head = facts.head
    numbered = head.edition_number is not None
    edition = Mark(
        "edition",
        _("No. {number}", number=head.edition_number) if numbered else _("Edition"),
        _("of {size}", size=head.edition_size) if numbered else _("not numbered"),
        f"{head.edition_number}/{head.edition_size}" if numbered else "",
        solid=numbered,
    )
    so = head.is_released and passed is not None
    when = short_day(passed.decided_at, zone) if so and passed else _("not now")
    return (edition, _maker_mark(facts), _fineness_mark(head), Mark("inspected", _("Inspected"), when, "", solid=so))


def _maker_mark(facts: Facts) -> Mark:
    """The one who did most of the work, when they agreed to be named; of equals the one who came last."""
    did = hands(counted(facts.events))
    if None in did:
        return Mark("maker", _("Maker"), _("not known"), "", solid=False)
    if not did:
        return Mark("maker", _("Maker"), _("not recorded"), "", solid=False)
    times = Counter(reversed(did))
    named = [one for one, _count in times.most_common() if one in facts.names]
    if not named:
        return Mark("maker", _("Maker"), _("name not given"), "", solid=False)
    others = len(times) - 1
    note = n_("and one more", "and {count} more", others) if others else _("maker")
    return Mark("maker", facts.names[named[0] or 0], note, "", solid=True)


def _fineness_mark(head: Head) -> Mark:
    if head.fineness is None or head.metal not in METALS:
        return Mark("fineness", _("Fineness"), _("not stated"), "", solid=False)
    gold = head.metal == "gold"
    struck = f"{round(head.fineness / PARTS_PER_KARAT)}k" if gold else str(head.fineness // 10)
    title = _("{karat} gold", karat=struck) if gold else _("{parts} {metal}", parts=struck, metal=_(head.metal))
    return Mark("fineness", title, _("by paper"), struck, solid=True)


def _lead(facts: Facts, passed: Look | None, zone: ZoneInfo) -> Lead | None:
    if passed is None or passed.level is None:
        return None
    name = facts.names.get(passed.by_id)
    return Lead(level_told(passed.level, name), _lead_sentence(facts, passed, zone, name))


def level_told(level: str, name: str | None) -> str:
    """Who looked, in the fixed wording of each level."""
    if level == "independent":
        if name:
            return _("Inspected on its own by {name}, who had no hand in making it", name=name)
        return _("Inspected on its own by somebody with no hand in making it")
    if level == "second":
        return _(
            "Inspected on its own by a second pair of eyes: somebody who had a hand in it, but did not do the last work"
        )
    if level == "maker":
        return _("Inspected on its own by its maker: nobody else here is qualified to look")
    return _(
        "Inspected on its own; its maker before our records is not known, so whether the inspector had a hand in it is not known either"
    )


def _lead_sentence(facts: Facts, passed: Look, zone: ZoneInfo, name: str | None) -> str:
    sent_back = sum(
        1
        for look in facts.looks
        if look.verdict == "rework" and _earlier_pass(facts, passed) < look.number < passed.number
    )
    codes = {reply.code for reply in facts.replies if reply.look == passed.number}
    told = [
        _("{day}.", day=day(passed.decided_at, zone)),
        n_("Its one check passed.", "All {count} checks passed.", len(codes)) if codes else "",
        n_("It had been sent back once before.", "It had been sent back {count} times before.", sent_back)
        if sent_back
        else "",
        _("By {name}.", name=name) if name and passed.level != "independent" else "",
        "" if name else _("The inspector’s name is not given."),
        n_(
            "One person was qualified to inspect here then.",
            "{count} people were qualified to inspect here then.",
            passed.qualified,
        )
        if passed.qualified
        else "",
    ]
    return " ".join(part for part in told if part)


def _earlier_pass(facts: Facts, passed: Look) -> int:
    """The number of the pass before this one; 0 when it is the first."""
    return max(
        (
            look.number
            for look in facts.looks
            if look.number < passed.number and look.verdict == "pass" and look.purpose != "stage"
        ),
        default=0,
    )


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
        return _("when it left us on {day}", day=day(head.left_at, zone))
    return _("when it passed on {day}", day=day(passed.decided_at, zone)) if passed else ""


def _materials(head: Head) -> tuple[tuple[str, str], ...]:
    """Lots and their documents are not recorded yet, so nothing is claimed: the metal is what was ordered by its name."""
    rows = (
        (_("Metal"), _(head.material)),
        (_("Fineness"), _fineness(head)),
        (_("Described as"), head.made_of or ""),
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
