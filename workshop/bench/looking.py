"""What an inspection of a piece asks as it stands, and in which sense the person here would look at it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workshop.access import Present
from workshop.bench.card import Card, where
from workshop.bench.telling import level_sentence
from workshop.errors import Conflict
from workshop.inspection.queries import Asking, lookers, looks_of, what_is_asked
from workshop.inspection.rules import require_best_level
from workshop.wording import N_, _

LEVEL_WORDS = {
    "independent": N_("You have no hand in it."),
    "not_known": N_("You have no hand in it that is known; who made it was not named."),
    "second": N_("A second pair of eyes: every qualified person had a hand in it, and you did not do the last work."),
    "maker": N_("You made it yourself, and nobody else here is qualified: this is told as “inspected by its maker”."),
}


@dataclass(frozen=True)
class Eyes:
    """How this person would look: said to them, and how a pass would then be told. `refused` says who else must pass it."""

    said: str
    told: str
    refused: str = ""


def eyes_of(session: Session, card: Card, who: Present) -> Eyes:
    people, unnamed = lookers(session, card.standing.piece_id)
    try:
        level = require_best_level(who.id, people, maker_unnamed=unnamed)
    except Conflict as refusal:
        return Eyes("", "", refusal.sentence)
    return Eyes(_(LEVEL_WORDS[level]), level_sentence(level, who.name))


def asking_of(session: Session, card: Card, *, stage: str | None, whole: bool) -> tuple[Asking | None, str]:
    """What is asked, or the sentence why nothing can be."""
    if card.standing.last_change_id is None:
        return None, _("Nothing was done to {serial} yet: there is nothing to inspect.", serial=card.serial)
    if not card.is_here:
        return None, _(
            "{serial} is {where}: bring it back first.", serial=card.serial, where=where(card.standing.place)
        )
    if card.standing.state == "scrapped":
        return None, _("{serial} was scrapped: nothing more is done to it.", serial=card.serial)
    if card.passed is not None and stage is None and not whole:
        return None, _passed_already(session, card)
    try:
        return what_is_asked(session, card.standing, stage=stage, whole=whole), ""
    except Conflict as refusal:
        return None, refusal.sentence


def _passed_already(session: Session, card: Card) -> str:
    looks = looks_of(session, card.standing.piece_id).inspections
    who = next((one.by_name for one in looks if one.number == card.passed.number), "")
    return _("{serial} has passed as it is, looked at by {who}. Nothing new is asked.", serial=card.serial, who=who)
