"""Who tells the demonstration: every verb in its own transaction, with a clock that is moved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from workshop.pieces.queries import piece_standing
from workshop.pieces.rules import Standing
from workshop.shoproom import Shoproom
from workshop.writing import NOBODY, Actor, Intent, Writing

Told = TypeVar("Told")
WEEK = timedelta(days=7)
STEP = timedelta(minutes=23)
OPENING, CLOSING = 8, 18


class Teller:
    """Tells stories to a shop: each verb in its own transaction, a little later than the one before."""

    def __init__(self, room: Shoproom) -> None:
        self.at = room.now() - WEEK
        self.until = room.now()
        self.room = replace(room, now=lambda: self.at)
        self.people: dict[str, Actor] = {}

    def tell(self, verb: str, act: Callable[[Writing], Told], by: Actor = NOBODY) -> Told:
        kept: list[Told] = []

        def keep(writing: Writing) -> dict[str, Any]:
            kept.append(act(writing))
            return {}

        self.room.do(Intent(verb, by, self.at), keep)
        return kept[0]

    def begun_since(self, at: datetime, minutes: int) -> datetime:
        """When work that was begun is finished, after closing time if need be; never past now."""
        return min(at + timedelta(minutes=minutes), self.until)

    def later_than(self, at: datetime) -> datetime:
        """A little later in the working day; never past now."""
        at = min(at + STEP, self.until)
        if OPENING <= at.hour < CLOSING:
            return at
        return min(at.replace(hour=OPENING) + timedelta(days=int(at.hour >= CLOSING)), self.until)

    def day(self, ago: int) -> str:
        """The day so many days before today, as it is written."""
        return (self.until - timedelta(days=ago)).date().isoformat()

    def standing(self, serial: str) -> Standing:
        with self.room.database.reading() as session:
            return piece_standing(session, serial)
