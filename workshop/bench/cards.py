"""Command cards: a printed sheet of codes by which a stage is logged without touching the glass."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from workshop.access import open_to, present
from workshop.bench.codes import TRAY
from workshop.bench.lot_words import TRAYS
from workshop.bench.scanning_commands import COMMANDS
from workshop.bench.scanning_leads import DO, ME
from workshop.bench.symbols import small
from workshop.people.queries import everybody
from workshop.web import done_reading, reading, shoproom
from workshop.wording import N_, _

bp = Blueprint("cards", __name__)

NOTES = {
    "START": N_("After the slip: the next stage, or what was put down"),
    "FINISH": N_("After the slip: the stage that I have in hand"),
    "PUTDOWN": N_("After the slip: it waits for whoever goes on"),
    "NEXT": N_("After the slip: start, or finish, whatever comes next"),
    "UNDO": N_("My own last entry, within a minute"),
    "INSPECT": N_("After the slip: opens its inspection"),
}


@dataclass(frozen=True)
class Printed:
    """One card."""

    name: str
    note: str
    symbol: Markup


@bp.get("/cards")
@open_to()
def sheet() -> ResponseReturnValue:
    """Everybody's own card, all of them for the owner; then what is done, and the trays."""
    who = present()
    people = everybody(reading(), shoproom().now(), active_only=True)
    done_reading()
    shown = [one for one in people if "owner" in who.roles or one.subject == who.subject]
    cards = [
        *(_card(one.name, _("It’s me: then my PIN"), ME + one.subject.upper()) for one in shown),
        *(_card(_(name), _(NOTES[word]), DO + word) for word, name in COMMANDS.items()),
        *(_card(_(name), _("Opens the trays"), TRAY + tray.upper()) for tray, name in TRAYS.items()),
    ]
    return render_template("scan/cards.html", cards=cards)


def _card(name: str, note: str, text: str) -> Printed:
    return Printed(name, note, small(text))
