"""The page of a piece: its card, one form, its story; shown fresh, or again with what was refused."""

from dataclasses import replace
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from workshop.access import Present, present
from workshop.bench.agreed import agreed_shown
from workshop.bench.card import Card, load_card, photo_lines, told_piece, where
from workshop.bench.chosen import chosen_again
from workshop.bench.losses import loss_pane, typed_loss
from workshop.bench.made_of import made_of
from workshop.bench.offering import offer_for
from workshop.bench.pages import Undo
from workshop.bench.panes import main_pane, pane_for, ways
from workshop.bench.sold import sold_lines
from workshop.bench.spent import spent_on
from workshop.bench.telling import story_of
from workshop.days import clock, short_day
from workshop.errors import Invalid, Refusal
from workshop.inspection.queries import looks_of
from workshop.people.duties import MAY_WORK
from workshop.pieces.actions import MINUTE_S
from workshop.pieces.contents import what_is_recorded
from workshop.pieces.rules import KINDS
from workshop.pieces.story import custody_of, events_of
from workshop.provenance.recalls import recalls_of
from workshop.texts import clean
from workshop.units import grams
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _

UNDOABLE = frozenset(kind.key for kind in KINDS.values() if kind.is_work) - {"made_before"} | {
    "weighed",
    "note",
    "problem",
    "skipped",
}
SAID = frozenset({"weighed", "note", "problem"})


def show(serial: str, *, do: str | None = None, refusal: Refusal | None = None) -> ResponseReturnValue:
    """The page of a piece. Eighteen statements, however long its story is, fourteen more for the owner; with lots at most nine more."""
    session, who = reading(), present()
    card = load_card(session, serial)
    before = _number("before")
    shown, has_earlier = events_of(session, card.standing.piece_id, before)
    looks = looks_of(session, card.standing.piece_id)
    places = custody_of(session, card.standing.piece_id)
    recorded = what_is_recorded(session, card.standing.piece_id)
    main = main_pane(card, who)
    pane = pane_for(_as_typed(card) if refusal else card, who, do) if do or refusal else main
    offer = offer_for(session, card, pane, recorded, who)
    typed_now = typed_loss(card, offer) if refusal else None
    values = {
        "piece": told_piece(card),
        "pane": pane,
        "offer": offer,
        "loss": loss_pane(card, offer, pane.hidden.get("kind", ""), typed_now) if "weight" in pane.fields else None,
        "made": made_of(session, card, recorded),
        "spent": spent_on(session, card, who),
        "sold": sold_lines(session, card.standing.piece_id, who, card.here),
        "agreed": agreed_shown(session, card),
        "ways": ways(card, who, main.do),
        "standing": card.standing,
        "story": story_of(shown, looks, card.here),
        "earlier": shown[-1].sequence if has_earlier else None,
        "recalls": [one.code for one in recalls_of(session, card.standing.piece_id)],
        "undo": undo_of(card, shown, who) if before is None else None,
        "photos": photo_lines(card),
        "places": [
            (where(p.place), p.holder or "", f"{short_day(p.at, card.here)}, {clock(p.at, card.here)}", p.by_name or "")
            for p in places
        ],
        "before_records": (card.row.before_records or "").splitlines(),
        "weight_before": grams(card.standing.weight_mg) if card.standing.weight_mg is not None else "",
        "main_do": main.do,
        "correct": request.args.get("entry", ""),
        "chosen": chosen_again() if refusal else {},
        "may_publish": bool(who.roles & set(MAY_WORK)),
    }
    done_reading()
    status = refusal.status if refusal else 200
    typed = request.form if refusal else {}
    return render_template("pieces/card.html", refusal=refusal, typed=typed, **values), status


def _as_typed(card: Card) -> Card:
    """A refused form stays about the stage it was typed for, even when that was finished meanwhile: pressed again it must not finish the next."""
    name = request.form.get("stage")
    return replace(card, typed_for=next((one for one in card.stages if one.name == name), None))


def undo_of(card: Card, events: list[Any], who: Present) -> Undo | None:
    """One's own last entry while it may be taken back, and only where nothing else goes with it: a pass, or the piece in a hand."""
    last = events[0] if events else None
    if card.passed is not None or last is None or last.sequence != card.standing.sequence or last.by_id != who.id:
        return None
    age_s = (shoproom().now() - last.at).total_seconds()
    if last.kind not in UNDOABLE or (last.kind in SAID and card.standing.state != "waiting") or age_s > MINUTE_S:
        return None
    return Undo(last.sequence, _(KINDS[last.kind].name))


def _number(name: str) -> int | None:
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 10 else None


def words(name: str) -> str | None:
    """What was looked for; nothing when it cannot be text."""
    try:
        return clean(request.args.get(name), field=name)
    except Invalid:
        return None


def page_number() -> int:
    return _number("page") or 1
