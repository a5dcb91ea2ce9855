"""One example of each call about orders, charms and cases that succeeds."""

from typing import Any

from tests.sales.deliveries import delivered
from tests.sales.orders import agreed, made, ordered
from tests.world import World
from workshop.inspection.actions import Leaving
from workshop.inspection.attaching import attach_charm
from workshop.sales.case_actions import NewCase, Said, pack_case, say_outcome
from workshop.sales.sale_actions import let_leave

Examples = dict[str, tuple[dict[str, str], dict[str, Any] | None]]


def sales_examples(world: World) -> Examples:
    return order_examples(world) | charm_examples(world) | case_examples(world) | delivery_examples(world)


def order_examples(world: World) -> Examples:
    waits, changed, answered, hurried, paid, told, begun, over = (ordered(world) for _each in range(8))
    for code in (begun, over):
        agreed(world, code)
    serial = made(world, begun)
    return {
        "list_orders": ({}, None),
        "show_order": ({"code": waits}, None),
        "take_order": ({}, {"customer": "Ada Marsh", "design": world.design, "engraving": "For Bo"}),
        "rewrite_order": ({"code": changed}, {"number": 1, "design": world.design, "size": "55"}),
        "answer_order": ({"code": answered}, {"number": 1, "answer": "yes", "how": "phone"}),
        "tell_order": ({"code": told}, {"number": 1, "about": "answer", "how": "phone"}),
        "make_for_order": ({"code": over}, {}),
        "take_off_order": ({"code": begun}, {"serial": serial}),
        "note_deposit": ({"code": paid}, {"amount_minor": 5000}),
        "go_on_without_yes": ({"code": hurried}, {"number": 1, "reason": "a present for tomorrow"}),
        "end_order": ({"code": waits}, {"how": "cancelled"}),
    }


def charm_examples(world: World) -> Examples:
    bracelet, charm, other, taken = (world.released() for _each in range(4))
    seen = world.standing(other).seen
    world.tell(lambda w: attach_charm(w, other, taken, seen), world.ana)
    return {
        "list_charms": ({"serial": other}, None),
        "attach_charm": ({"serial": bracelet}, {"charm": charm, "seen": world.standing(bracelet).seen}),
        "detach_charm": ({"serial": other}, {"charm": taken, "seen": world.standing(other).seen}),
    }


def case_examples(world: World) -> Examples:
    out, back, done = (packed(world) for _each in range(3))
    world.tell(lambda w: say_outcome(w, done[0], done[1], Said("still_there", None)), world.omar)
    return {
        "list_cases": ({}, None),
        "show_case": ({"code": out[0]}, None),
        "pack_case": ({}, {"place": "fair", "serials": [world.released()], "holder": "Spring fair"}),
        "add_to_case": ({"code": out[0]}, {"serials": [world.released()]}),
        "case_in": ({"code": back[0]}, {"serial": back[1], "seen": world.standing(back[1]).seen}),
        "say_outcome": (
            {"code": out[0]},
            {"serial": out[1], "seen": world.standing(out[1]).seen, "outcome": "still_there"},
        ),
        "close_case": ({"code": done[0]}, {}),
    }


def packed(world: World) -> tuple[str, str]:
    """The code of a case at a gallery, and its piece."""
    serial = world.released()
    return world.tell(lambda w: pack_case(w, NewCase("gallery", [serial], "Galeria Rua")), world.omar), serial


def delivery_examples(world: World) -> Examples:
    went, gone = world.released(), world.released()
    code = delivered(world, went)
    leaving = Leaving(world.standing(gone).seen, "sold")
    world.tell(lambda w: let_leave(w, gone, leaving), world.omar)
    world.come_back(gone)
    bought = {"serial": world.released(), "price_minor": 6_000}
    return {
        "list_deliveries": ({}, None),
        "show_delivery": ({"code": code}, None),
        "deliver": ({}, {"holder": "Loja do Mar", "pieces": [bought], "pay_on": "2031-12-24"}),
        "give_back": ({"code": code}, {"serial": went, "seen": world.standing(went).seen}),
        "note_entry": ({"code": code}, {"kind": "paid", "amount_minor": 1_000, "on": "2026-01-02"}),
        "end_sale": ({"serial": gone}, {"how": "returned"}),
    }
