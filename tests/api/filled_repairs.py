"""One example of each call about repairs and guarantees that succeeds."""

from typing import Any

from tests.world import World
from workshop.aftercare.repair_actions import Estimate, give_estimate, hand_back
from workshop.aftercare.repair_queries import find_repair
from workshop.aftercare.repair_rules import Line

Examples = dict[str, tuple[dict[str, str], dict[str, Any] | None]]
ONE_LINE = Estimate((Line("Size", 0),), "2030-01-01")
TERMS = {"guarantor": "Marsh & Wren", "covers": "settings", "excludes": "wear", "is_free": True, "is_whole": False}


def repair_examples(world: World) -> Examples:
    left = world.released()
    world.leave(left)
    offered = came_in(world)[0]
    world.tell(lambda w: give_estimate(w, offered, ONE_LINE), world.ana)
    passed, serial = came_in(world)
    world.inspect(serial)
    over, gone = came_in(world)
    world.inspect(gone)
    world.tell(lambda w: hand_back(w, over, world.standing(gone).seen), world.omar)
    kept, traded = came_in(world)
    with world.room.database.reading() as session:
        shown = find_repair(session, offered, None).offer_digest
    line = {"title": "Size 54 to 56", "price_minor": 0, "note": "at the back"}
    return {
        "list_repairs": ({}, None),
        "show_repair": ({"code": offered}, None),
        "take_in": (
            {},
            {"serial": left, "seen": world.standing(left).seen, "looks": "yellow metal", "weight_mg": 4000},
        ),
        "give_estimate": (
            {"code": came_in(world)[0]},
            {"lines": [line], "valid_until": "2030-01-01", "days": 6},
        ),
        "answer_estimate": ({"code": offered}, {"number": 1, "lines": [1], "how": "phone", "shown": shown}),
        "tell_estimate": ({"code": offered}, {"number": 1, "how": "phone"}),
        "make_repair_link": ({"code": offered}, {"seed": "made-for-this-link-alone"}),
        "answer_about_repair": ({"code": offered}, {"words": "It will be ready on Friday."}),
        "forget_customer": ({"code": over}, {}),
        "say_what_is_told": ({"code": offered}, {"may_be_told": True}),
        "hand_back": ({"code": passed}, {"seen": world.standing(serial).seen}),
        "take_into_stock": ({"code": kept}, {"seen": world.standing(traded).seen, "reason": "a larger one"}),
        "report_work": ({"serial": left}, {"told": "A new clasp", "done_on": "1979-08"}),
        "list_guarantees": ({}, None),
        "publish_guarantee": ({}, TERMS | {"years": 10}),
    }


def came_in(world: World) -> tuple[str, str]:
    """The code of a repair, and its piece."""
    serial = world.released()
    world.leave(serial)
    return world.take_in(serial), serial
