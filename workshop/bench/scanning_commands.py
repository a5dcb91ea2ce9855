"""Command cards: what is done to the piece that was scanned before, by the ordinary verbs, for who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from workshop.access import Present, present
from workshop.bench.card import Card, known_serial, load_card
from workshop.bench.panes import main_pane, may
from workshop.bench.scanning_leads import Lead
from workshop.bench.showing import undo_of
from workshop.bench.using_forms import TAKES
from workshop.errors import Conflict, Forbidden, Invalid
from workshop.inspection.attaching import require_off
from workshop.people.duties import MAY_INSPECT
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.contents import has_lots
from workshop.pieces.rules import KINDS
from workshop.pieces.story import events_of
from workshop.sales.order_agreed import require_begun
from workshop.web import do, reading, request_digest, request_key, shoproom
from workshop.wording import N_, _
from workshop.writing import Answer, Intent, Writing, check_key, stored_answer

VERB = "event"


@dataclass(frozen=True)
class Order:
    """A card, the piece before the person's eyes, and the last change of it that they saw."""

    card: Card
    who: Present
    seen: int

    def page(self, pane: str = "", said: str = "") -> Lead:
        address = url_for("piece.card", serial=self.card.serial, do=pane or None)
        return Lead(address, self.card.serial, said, is_warning=bool(said))


COMMANDS = {
    "START": N_("Start"),
    "FINISH": N_("Finished"),
    "PUTDOWN": N_("Put down"),
    "NEXT": N_("Next step"),
    "UNDO": N_("Undo"),
    "INSPECT": N_("Open the inspection"),
}


def obey(word: str, serial: str | None, seen: int) -> Lead:
    """Do what the card says. Raises Invalid for a card that is none or without a piece, and whatever the verb refuses."""
    before = _answered_before()
    if before is not None and serial:
        return _told(known_serial(serial), before)
    command = _DONE_BY.get(word)
    if command is None:
        raise Invalid(_("This card says nothing that is known here."), slug="card-unknown", field="text")
    if not serial:
        raise Invalid(_("Scan the slip of the piece first, then this card."), slug="piece-missing", field="text")
    return command(Order(load_card(reading(), known_serial(serial)), present(), seen))


def _start(order: Order) -> Lead:
    card, state = order.card, order.card.standing.state
    if state == "working" and card.standing.with_id == order.who.id:
        return order.page(said=_("{serial} is in your hand already.", serial=card.serial))
    _require_hands(order, "start")
    if state == "working":
        raise Conflict(_("{who} has it in hand.", who=card.row.with_name), slug="in-another-hand")
    if card.next is None or card.came_without_story:
        return order.page(said=_("No stage waits to be started. Choose what is done."))
    return _record(order, Happening("take_up" if state == "paused" else "start", order.seen, card.next.name))


def _finish(order: Order) -> Lead:
    """Only what one has in hand oneself: a card that is scanned twice must not finish the stage after it too."""
    card = order.card
    _require_hands(order, "finish")
    _require_in_hand(order)
    if card.next is None:
        return order.page("finish")
    kind = card.next.work
    if kind in TAKES and has_lots(reading()):
        return order.page("finish", _("Say which lot the metal is of, then finish it here."))
    return _record(order, Happening(kind, order.seen, card.next.name))


def _put_down(order: Order) -> Lead:
    _require_hands(order, "finish")
    _require_in_hand(order)
    return _record(order, Happening("put_down", order.seen, order.card.next.name if order.card.next else None))


def _next(order: Order) -> Lead:
    """The one main action of the page."""
    main = main_pane(order.card, order.who)
    if main.do in ("start", "take-up"):
        return _start(order)
    if main.do == "finish":
        return _finish(order)
    return Lead(main.href or order.page().address, order.card.serial, main.title, is_warning=not main.href)


def _undo(order: Order) -> Lead:
    shown, _more = events_of(reading(), order.card.standing.piece_id)
    last = undo_of(order.card, shown, order.who)
    if last is None:
        raise Conflict(
            _("Only one's own last entry can be undone, within a minute. Record a correction instead: it shows both."),
            slug="undo-too-late",
        )
    return _record(order, Happening("undo", order.seen, corrects=last.sequence))


def _inspect(order: Order) -> Lead:
    if not order.who.roles & set(MAY_INSPECT):
        raise Forbidden(_("Only an inspector opens its inspection."), slug="not-your-role")
    serial = order.card.serial
    return Lead(url_for("inspecting.inspections", serial=serial), serial, _("Inspection of {serial}.", serial=serial))


def _require_hands(order: Order, pane: str) -> None:
    if not may(order.who, pane):
        raise Forbidden(_("Work is for artisans and the owner."), slug="not-your-role")


def _require_in_hand(order: Order) -> None:
    card = order.card
    if card.standing.state == "working" and card.standing.with_id == order.who.id:
        return
    if card.standing.state == "working":
        raise Conflict(_("{who} has it in hand.", who=card.row.with_name), slug="in-another-hand")
    raise Conflict(_("{serial} is in nobody’s hand. Scan “Start” first.", serial=card.serial), slug="not-started")


def _record(order: Order, happening: Happening) -> Lead:
    serial, kind = order.card.serial, happening.kind

    def act(writing: Writing) -> dict[str, object]:
        require_begun(writing.session, serial, kind)
        require_off(writing.session, serial, kind)
        return {"sequence": record_event(writing, serial, happening), "kind": kind}

    return _told(serial, do(VERB, act))


def _answered_before() -> Answer | None:
    """What this very request was answered, when its answer was lost on the way: then the piece stands elsewhere now."""
    intent = Intent(VERB, present().actor, shoproom().now(), check_key(request_key()), request_digest())
    return stored_answer(reading(), intent)


def _told(serial: str, answer: Answer) -> Lead:
    done = _("{serial}: {what}", serial=serial, what=_(KINDS[answer.told["kind"]].name))
    said = _("{what}: saved before, and only once.", what=done) if answer.repeated else _("{what}: saved.", what=done)
    return Lead(url_for("piece.card", serial=serial), serial, said)


_DONE_BY: dict[str, Callable[[Order], Lead]] = {
    "START": _start,
    "FINISH": _finish,
    "PUTDOWN": _put_down,
    "NEXT": _next,
    "UNDO": _undo,
    "INSPECT": _inspect,
}
