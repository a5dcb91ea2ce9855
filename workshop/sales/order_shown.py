"""An order in words: what was ordered, what its customer agrees to, how far it is; for the customer's page and for ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from workshop.catalogue.drawn import drawing_of
from workshop.days import day_at, due, told_day
from workshop.money import priced
from workshop.sales.letters import letters_in
from workshop.sales.order_queries import OrderTold
from workshop.sales.order_rules import PieceNow, step_of_piece
from workshop.wording import N_, _, n_

WAITS = {
    "answer": N_("Waits for the customer’s yes"),
    "planned": N_("Waits for its turn at the bench"),
    "bench": N_("At the bench"),
    "inspection": N_("Waits for its inspection"),
    "ready": N_("Ready to be handed over"),
    "gone": N_("Handed over: end the order"),
    "delivered": N_("Delivered"),
    "cancelled": N_("Cancelled"),
}
HEADINGS = {
    "answer": N_("Your order waits for your yes"),
    "planned": N_("Your order is written down, and has its place"),
    "bench": N_("Your piece is at the bench"),
    "inspection": N_("Your piece is made, and waits for its own inspection"),
    "ready": N_("Your piece has passed its inspection and is ready for you"),
    "gone": N_("Your piece is with you"),
    "delivered": N_("Your piece is with you"),
    "cancelled": N_("This order was cancelled"),
}
DOTS = {"answer": "back", "ready": "pass", "gone": "pass", "delivered": "gone", "cancelled": "gone"}
CUTS = {"upright": N_("upright letters"), "script": N_("script"), "capitals": N_("capitals")}
BEADS = ("ordered", "answer", "planned", "bench", "inspection", "ready", "gone")


TO_THEM = (N_("Your yes"), N_("Ready for you"), N_("With you"))
TO_US = (N_("The customer’s yes"), N_("Ready to hand over"), N_("Handed over"))


@dataclass(frozen=True)
class Step:
    """One bead of the track."""

    name: str
    state: str
    note: str = ""
    sub: str = ""


@dataclass(frozen=True)
class PieceShown:
    serial: str
    drawing: str
    says: str
    dot: str


@dataclass(frozen=True)
class PhotoShown:
    """A photo by its number in the piece; `version` changes with the picture."""

    serial: str
    number: int
    version: str
    width: int
    height: int
    caption: str
    is_shown: bool


@dataclass(frozen=True)
class OrderShown:
    """An order, ready to be written down. `wanted` are the lines that the customer agrees to; money is told with its sign."""

    code: str
    number: int
    heading: str
    waits: str
    step: str
    dot: str
    what: str
    drawing: str
    wanted: tuple[tuple[str, str], ...]
    agreed_text: str
    engraving: str
    letters: str
    letters_told: str
    note: str
    other_alloy: str
    due: str
    late: str
    price: str
    deposit: str
    rest: str
    answer: str
    answered: str
    went_on: str
    went_on_because: str
    words: str
    shown: str
    digest: str
    ordered: str
    steps: tuple[Step, ...]
    pieces: tuple[PieceShown, ...]
    photos: tuple[PhotoShown, ...]


def shown_order(order: OrderTold, zone: ZoneInfo, today: date, *, beads: tuple[str, str, str] = TO_THEM) -> OrderShown:
    """`beads`: what the customer's own steps are called, TO_THEM or TO_US."""
    row = order.row
    wanted = wanted_lines(row)
    return OrderShown(
        code=row.code,
        number=row.number,
        heading=_(HEADINGS[order.step]),
        waits=_(WAITS[order.step]),
        step=order.step,
        dot=DOTS.get(order.step, "wait"),
        what=_called(row),
        drawing=drawing_of(row.kind or "other", row.metal, row.material or ""),
        wanted=wanted,
        agreed_text=text_shown(row.code, row.number, wanted),
        engraving=row.engraving or "",
        letters=row.letters or "upright",
        letters_told=letters_told(row.engraving),
        note=row.note or "",
        other_alloy=_other_alloy(row) if not order.pieces and not row.ended_at else "",
        due=told_day(row.due_on),
        late=due(row.due_on, today) if not row.ended_at else "",
        price=money(row.price_minor, row.currency),
        deposit=money(row.deposit_minor, row.currency) if row.deposit_minor else "",
        rest=money(row.price_minor - (row.deposit_minor or 0), row.currency) if row.price_minor is not None else "",
        answer=row.answer or "",
        answered=day_at(row.answered_at, zone) if row.answered_at else "",
        went_on=_went_on(row, zone),
        went_on_because=row.went_on_because or "",
        words=row.words or "",
        shown=row.shown or "",
        digest=row.digest or "",
        ordered=day_at(row.at, zone),
        steps=_steps(order, zone, beads),
        pieces=tuple(_piece(one) for one in order.pieces),
        photos=_photos(order.photos),
    )


def _other_alloy(row: Any) -> str:
    """That no piece can be made after this design: it is of another alloy than was ordered."""
    if not row.design or row.ordered_material in (None, row.design_material):
        return ""
    return _(
        "{design} is made in {its}, this order says {theirs}. Before the customer’s yes, make the design anew in that alloy and choose it here.",
        design=what_it_is(row),
        its=_(row.design_alloy),
        theirs=_(row.material),
    )


def _went_on(row: Any, zone: ZoneInfo) -> str:
    """That the owner let work begin without the yes; nothing once there is one."""
    if row.went_on_at is None or row.answer == "yes":
        return ""
    return _("Gone on with without the yes, on {day}.", day=day_at(row.went_on_at, zone))


def what_it_is(row: Any) -> str:
    return _(row.design) if row.design else _("A piece of its own")


def _called(row: Any) -> str:
    """The same in the customer's language."""
    return _(row.called) if row.called else what_it_is(row)


def letters_told(engraving: str | None) -> str:
    """How many letters are to be cut; nothing without an engraving."""
    return n_("{count} letter", "{count} letters", letters_in(engraving)) if engraving else ""


def wanted_lines(row: Any) -> tuple[tuple[str, str], ...]:
    """What was ordered, label and text, without what is not said."""
    engraving = f"{row.engraving} ({letters_told(row.engraving)})" if row.engraving else ""
    told = (
        (_("What"), _called(row)),
        (_("Metal"), _(row.material) if row.material else ""),
        (_("Size"), row.size or ""),
        (_("Stones"), row.stones or ""),
        (_("Engraving"), engraving),
        (_("Where it is engraved"), row.engraving_place or ""),
        (_("Letters"), _(CUTS[row.letters]) if row.letters else ""),
        (_("Ready by"), told_day(row.due_on)),
        (_("Price, with tax"), money(row.price_minor, row.currency)),
    )
    return tuple((label, text) for label, text in told if text)


def text_shown(code: str, number: int, wanted: Sequence[tuple[str, str]]) -> str:
    """The text that is agreed to, line by line: what the customer reads on the page is this and nothing else."""
    head = _("Order {code}, version {number}.", code=code, number=number)
    return "\n".join([head, *(f"{label}: {text}" for label, text in wanted)])


def money(minor: int | None, currency: str | None) -> str:
    """A price with its sign; nothing for none."""
    return "" if minor is None else priced(minor, currency)


def _piece(row: Any) -> PieceShown:
    step = step_of_piece(PieceNow(row.state, row.awaits, row.last_change_id is not None))
    return PieceShown(row.serial, drawing_of(row.kind, None), _says(row, step), DOTS.get(step, "wait"))


def _says(row: Any, step: str) -> str:
    if row.state == "scrapped":
        return _("Scrapped: it is made again")
    if step == "bench" and row.stage:
        return _("At the bench, last at {stage}", stage=_(row.stage))
    return _(WAITS[step]) if step != "gone" else _("Handed over")


def _photos(rows: Sequence[Any]) -> tuple[PhotoShown, ...]:
    return tuple(
        PhotoShown(
            one.serial, one.number, one.picture[:16], one.width, one.height, one.caption or "", bool(one.is_shown)
        )
        for one in rows
    )


def _steps(order: OrderTold, zone: ZoneInfo, beads: tuple[str, str, str]) -> tuple[Step, ...]:
    """The beads; what was begun before the yes shows the yes as still to come, beside where the piece is."""
    row = order.row
    yes, ready, theirs = (_(one) for one in beads)
    step = "gone" if order.step == "delivered" else order.step
    now = BEADS.index(step) if step in BEADS else len(BEADS)
    stage = next((one.stage for one in order.pieces if one.stage and one.state not in ("released", "away")), None)
    answered = day_at(row.answered_at, zone) if row.answer == "yes" else ""
    told = (
        (_("Ordered"), day_at(row.at, zone), ""),
        (yes, answered, ""),
        (_("Waits for its turn"), "", ""),
        (_("At the bench"), _(stage) if stage and step == "bench" else "", ""),
        (_("Its own inspection"), "", _("every piece passes its own before it leaves")),
        (ready, told_day(row.due_on) if now < BEADS.index("ready") else "", ""),
        (theirs, day_at(row.ended_at, zone) if row.ended_how == "delivered" else "", ""),
    )
    return tuple(Step(name, _state(at, now), note, sub) for at, (name, note, sub) in enumerate(told))


def _state(at: int, now: int) -> str:
    if now >= len(BEADS):
        return "open"
    if at < now or now == len(BEADS) - 1:
        return "done"
    return "now" if at == now else "locked" if at == BEADS.index("ready") else "open"
