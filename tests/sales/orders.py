"""Orders for tests: one with everything written down, and what is said to it."""

from tests.world import World
from workshop.sales.order_actions import Wish, take_order
from workshop.sales.order_approving import Answered, answer_order
from workshop.sales.order_pieces import make_for_order

SHOWN = "Order, version 1.\nEngraving: For Bo"


def ordered(world: World, **details: object) -> str:
    """The code of an order for the world's design, engraved, due on 27 November."""
    told = {"design": world.design, "size": "54", "engraving": "For Bo", "due_on": "2026-11-27"} | details
    wish = Wish(**told)  # type: ignore[arg-type]
    return world.tell(lambda w: take_order(w, "Ada Marsh", "ada@example.test", wish), world.ana)


def agreed(world: World, code: str, number: int = 1) -> str:
    return world.tell(lambda w: answer_order(w, code, Answered(number, SHOWN, "yes", "desk")), world.ana)


def made(world: World, code: str) -> str:
    return world.tell(lambda w: make_for_order(w, code), world.ana)
