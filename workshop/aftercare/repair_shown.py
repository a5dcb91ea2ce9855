"""A repair in words: where it is, what was offered, what its weight says; for the page of its customer and for ours."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from workshop.aftercare.repair_queries import Repair
from workshop.aftercare.repair_rules import stones_told
from workshop.aftercare.repairs_told import named
from workshop.catalogue.defaults import KINDS
from workshop.catalogue.drawn import drawing_of
from workshop.days import day, day_at, told_day
from workshop.money import priced
from workshop.units import grams
from workshop.wording import N_, _, n_

WAITS = {
    "estimate": N_("Waits for our estimate"),
    "answer": N_("Waits for its owner’s word"),
    "work": N_("At the bench"),
    "inspection": N_("Waits for its inspection"),
    "ready": N_("Ready to go back"),
    "ended": N_("Ended"),
}
HEADINGS = {
    "estimate": N_("Your piece is here, and we look at it"),
    "answer": N_("Your piece is here, and waits for your word"),
    "work": N_("Your piece is at the bench"),
    "inspection": N_("Your piece waits for its own inspection"),
    "ready": N_("Your piece is ready for you"),
    "ended": N_("Your piece went back to you"),
}
ANSWERS = {"all": N_("Yes, all of it"), "some": N_("Yes, some of it"), "no": N_("No")}
DOTS = {"estimate": "back", "answer": "wait", "work": "wait", "inspection": "wait", "ready": "pass", "ended": "gone"}
ORDER = ("received", "estimate", "answer", "work", "inspection", "ready")


TO_THEM = (N_("Your answer"), N_("Ready for you"))
TO_US = (N_("The owner’s answer"), N_("Ready to hand back"))


@dataclass(frozen=True)
class Step:
    """One bead of the track."""

    name: str
    state: str
    note: str = ""
    sub: str = ""


@dataclass(frozen=True)
class OfferLine:
    """A line of the estimate, told; `is_agreed` None while nobody answered."""

    position: int
    title: str
    note: str
    price: str
    is_agreed: bool | None


@dataclass(frozen=True)
class PhotoShown:
    """A photo of the repair by its number in the piece."""

    number: int
    version: str
    width: int
    height: int
    caption: str


@dataclass(frozen=True)
class Said:
    """What one side wrote; `is_ours`: the shop's answer."""

    words: str
    day: str
    is_ours: bool


@dataclass(frozen=True)
class Shown:
    """A repair, ready to be written down."""

    code: str
    serial: str
    heading: str
    waits: str
    step: str
    dot: str
    what: str
    design: str
    drawing: str
    is_ours: bool
    came: str
    seen: str
    wish: str
    intake: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    offer: tuple[OfferLine, ...]
    offer_number: int | None
    offer_digest: str
    offer_from: str
    offer_until: str
    days: str
    total: str
    answer: str
    answered: str
    said_no: bool
    agreed_text: str
    words: str
    weighed: str
    weight: str
    weight_before: str
    before_on: str
    asks: bool
    stones: str
    photos: tuple[PhotoShown, ...]
    said: tuple[Said, ...]
    asks_us: bool
    is_told: bool | None
    due: str
    works: str


def shown_repair(repair: Repair, zone: ZoneInfo, *, beads: tuple[str, str] = TO_THEM) -> Shown:
    """`beads`: what the owner's own steps are called, TO_THEM or TO_US."""
    row = repair.row
    answered = day_at(row.answered_at, zone) if row.answered_at else ""
    return Shown(
        code=row.code,
        serial=row.serial,
        heading=_(HEADINGS[repair.step]) if row.ended_how != "traded_in" else _("We keep it: it went into our stock"),
        waits=_(WAITS[repair.step]),
        step=repair.step,
        dot=DOTS[repair.step],
        what=what_it_is(row, row.called),
        design=_(row.design),
        drawing=drawing_of(row.kind, row.metal, row.material),
        is_ours=row.is_ours,
        came=day(repair.on),
        seen=row.seen,
        wish=row.wish or "",
        intake=_intake(repair),
        steps=_steps(repair, zone, beads),
        offer=_offer(repair),
        offer_number=row.number,
        offer_digest=repair.offer_digest,
        offer_from=day_at(row.estimated_at, zone) if row.estimated_at else "",
        offer_until=told_day(row.valid_until),
        days=_days(row.days),
        total=priced(repair.total, row.currency) if repair.lines else "",
        answer=_(ANSWERS[row.answer]) if row.answer else "",
        answered=answered,
        said_no=row.answer == "no",
        agreed_text=row.told or "",
        words=row.words or "",
        weighed=repair.compared.sentence,
        weight=grams(row.weight_mg),
        weight_before=grams(row.before_mg) if row.before_mg else "",
        before_on=told_day(row.before_on),
        asks=repair.compared.asks,
        stones=stones_told(row.stones, row.stones_before),
        photos=tuple(
            PhotoShown(one.number, one.picture[:16], one.width, one.height, one.caption or "") for one in repair.photos
        ),
        said=tuple(Said(one.words or "", day_at(one.at, zone), one.by_id is not None) for one in repair.words),
        asks_us=bool(row.asks) and repair.step != "ended",
        is_told=row.is_told,
        due=told_day(row.due_on),
        works=named(repair.works),
    )


def what_it_is(row: object, called: str = "") -> str:
    """Alder signet, no. 3 of 25; of a thing made elsewhere its kind. `called`: the design in the reader's language."""
    if not getattr(row, "is_ours", True):
        return _(next((one.name for one in KINDS if one.key == getattr(row, "kind", "")), ""))
    number, size = getattr(row, "edition_number", None), getattr(row, "edition_size", None)
    design = _(called or str(getattr(row, "design", "")))
    return f"{design}, {_('no. {number} of {size}', number=number, size=size)}" if number else design


def _intake(repair: Repair) -> tuple[tuple[str, str], ...]:
    row = repair.row
    told = (
        (_("What is to be seen"), row.seen),
        (_("What is wished"), row.wish or ""),
        (_("Weight at intake"), _("{grams} g", grams=grams(row.weight_mg))),
        (_("Size at intake"), row.size or ""),
        (_("Stones"), stones_told(row.stones, row.stones_before)),
        (_("Taken in by"), row.by_name or ""),
    )
    return tuple((label, text) for label, text in told if text)


def _offer(repair: Repair) -> tuple[OfferLine, ...]:
    answered = repair.row.answer is not None
    return tuple(
        OfferLine(
            at,
            line.title,
            " ".join(
                one for one in (line.note or "", _("Mended by the guarantee.") if line.is_guarantee else "") if one
            ),
            priced(line.price_minor, repair.row.currency),
            at in repair.agreed if answered else None,
        )
        for at, line in enumerate(repair.lines, 1)
    )


def _days(days: int | None) -> str:
    return (
        ""
        if days is None
        else n_("about {count} working day from your yes", "about {count} working days from your yes", days)
    )


def _steps(repair: Repair, zone: ZoneInfo, beads: tuple[str, str]) -> tuple[Step, ...]:
    row, looked = repair.row, repair.inspection
    now = ORDER.index(repair.step) if repair.step in ORDER else len(ORDER)
    answered = (
        _("{answer}, {day}", answer=_(ANSWERS[row.answer]), day=day_at(row.answered_at, zone)) if row.answer else ""
    )
    inspected = day_at(looked.decided_at, zone) if looked and looked.verdict == "pass" and now > 4 else ""
    back = day_at(row.ended_at, zone) if row.ended_at else ""
    told = (
        (_("Received"), _("{day}, weighed and seen", day=day(repair.on)), ""),
        (_("Looked at"), day_at(row.estimated_at, zone) if row.estimated_at else "", ""),
        (_(beads[0]), answered, ""),
        (_("At the bench"), _("Nothing was asked for") if row.answer == "no" else _days(row.days), named(repair.works)),
        (_("Its own inspection"), inspected, _("weight against the intake, every stone, whatever was touched")),
        (_(beads[1]), back, "" if now >= 5 else _("opens when it has passed")),
    )
    return tuple(Step(name, _state(at, now), note, sub) for at, (name, note, sub) in enumerate(told))


def _state(at: int, now: int) -> str:
    if at < now:
        return "done"
    return "now" if at == now else "locked" if at >= 4 else "open"


def is_over(valid_until: str | None, today: date) -> bool:
    """Whether an estimate holds no longer."""
    return valid_until is not None and valid_until < today.isoformat()
