"""Decisions about orders over plain values: what an order waits for, and what its customer agrees to."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

STEPS = ("answer", "planned", "bench", "inspection", "ready", "gone", "delivered", "cancelled")
LETTERS = ("upright", "script", "capitals")
HOWS = ("link", "desk", "phone")
MOST_LETTERS = 120
_AT_WORK = ("working", "paused", "outwork")


@dataclass(frozen=True)
class PieceNow:
    """How far a piece of an order is: the state and what it waits for, as its head says; whether anything was done to it."""

    state: str
    awaits: str | None
    is_begun: bool


def step_of_piece(piece: PieceNow) -> str:
    """planned, bench, inspection, ready or gone; a scrapped piece is made again, so it counts as planned."""
    if piece.state == "away":
        return "gone"
    if piece.state == "released":
        return "ready"
    if piece.awaits == "inspection":
        return "inspection"
    if piece.state == "scrapped" or not (piece.is_begun or piece.state in _AT_WORK):
        return "planned"
    return "bench"


def step_of(*, ended_how: str | None, answer: str | None, pieces: Collection[PieceNow], went_on: bool = False) -> str:
    """What the order waits for: the customer's yes first (unless the owner went on without), then as far as the piece is that is behind the others."""
    if ended_how is not None:
        return ended_how
    steps = [step_of_piece(one) for one in pieces]
    if steps and all(one in ("ready", "gone") for one in steps):
        return "gone" if all(one == "gone" for one in steps) else "ready"
    if answer != "yes" and not went_on:
        return "answer"
    return min(steps, key=STEPS.index) if steps else "planned"


def digest_shown(salt: str, shown: str) -> str:
    """The digest by which both sides can tell later what was shown; the salt keeps a short text from being guessed."""
    return sha256(f"{salt}\n{shown}".encode()).hexdigest()
