"""What the customer agreed to, beside the piece: the engraving as approved, compared with what is written for the piece, letter by letter."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workshop.bench.card import Card
from workshop.days import short_day
from workshop.sales.letters import letters_in
from workshop.sales.order_agreed import Agreed, agreed_of
from workshop.wording import _, n_

ENGRAVING = "engrave"
CHECKS = ("T1", "C2")  # the first of these that is asked compares the engraving


@dataclass(frozen=True)
class AgreedShown:
    """The engraving of the piece's order, ready to show. `compared` says whether the piece is written with the same letters."""

    order: str
    text: str
    place: str
    letters: str
    said: str
    compared: str
    is_equal: bool
    may_begin: bool
    is_at_engraving: bool

    @property
    def is_shown(self) -> bool:
        """Where it helps: when it is engraved, and wherever something is not as it should be."""
        return self.is_at_engraving or not self.is_equal or not self.may_begin


def agreed_shown(session: Session, card: Card) -> AgreedShown | None:
    """None for a piece without an open order. One statement."""
    agreed = agreed_of(session, card.serial)
    if agreed is None:
        return None
    text, written = agreed.engraving or "", card.engraving or ""
    return AgreedShown(
        order=agreed.code,
        text=text,
        place=agreed.engraving_place or "",
        letters=agreed.letters or "upright",
        said=_said(agreed, card),
        compared=_compared(text, written) if text or written else "",
        is_equal=text == written,
        may_begin=agreed.may_begin,
        is_at_engraving=bool(text) and card.at is not None and card.at.work == ENGRAVING,
    )


def _said(agreed: Agreed, card: Card) -> str:
    told = {"number": agreed.number, "code": agreed.code}
    if agreed.answer == "yes" and agreed.answered_at is not None:
        on = short_day(agreed.answered_at, card.here)
        return _("Version {number} of order {code}, agreed to on {day}.", day=on, **told)
    if agreed.went_on_at is not None:
        on = short_day(agreed.went_on_at, card.here)
        return _("Version {number} of order {code}: the owner went on without the yes on {day}.", day=on, **told)
    if agreed.answer == "change":
        return _("Version {number} of order {code}: its customer wishes a change.", **told)
    return _("Version {number} of order {code}: its customer has not agreed to it yet.", **told)


def _compared(text: str, written: str) -> str:
    if text == written:
        return n_(
            "Equal: the piece is written with the same letter, {count} of {count}.",
            "Equal: the piece is written with the same letters, {count} of {count}.",
            letters_in(text),
        )
    if not written:
        return _("Not equal: nothing is written for the piece. Change what it shall be.")
    return _(
        "Not equal: written for the piece is “{text}”. Change what it shall be, or take the order anew.", text=written
    )


def check_compared(codes: Iterable[str]) -> str:
    """The code of the check that stands beside the approved text; nothing where none asks for it."""
    asked = set(codes)
    return next((code for code in CHECKS if code in asked), "")
