"""One example of each call about what is kept of customers, and about reported copies."""

from typing import Any

from tests.aftercare.owners import Owners
from tests.sales.orders import ordered
from tests.world import World
from workshop.provenance.reported_copies import answer_copy, report_copy
from workshop.sales.order_actions import end_order
from workshop.writing import NOBODY

Examples = dict[str, tuple[dict[str, str], dict[str, Any] | None]]


def kept_examples(world: World) -> Examples:
    owners = Owners(world)
    owners.card()
    owners.claim()
    over = ordered(world)
    world.tell(lambda w: end_order(w, over, "cancelled"), world.omar)
    return {
        "export_order_customer": ({"code": ordered(world)}, None),
        "forget_order_customer": ({"code": over}, {}),
        "export_repair_customer": ({"code": world.take_in(None, kind="ring")}, None),
        "export_owner": ({"serial": owners.serial}, None),
        "list_reported_copies": ({}, None),
        "deal_with_copy": ({"subject": reported(world, owners.code)}, {"done": "Looked at: it is ours"}),
        "reopen_copy": ({"subject": reported(world, owners.code, "Ours")}, {}),
        "forget_copy_reporter": ({"subject": reported(world, owners.code)}, {}),
    }


def reported(world: World, code: str, done: str = "") -> str:
    """A report of a copy, dealt with when `done` says how."""
    world.tell(lambda w: report_copy(w, code, "No weight", None, None), NOBODY)
    subject = str(world.rows("SELECT subject FROM copy_report ORDER BY id DESC")[0].subject)
    if done:
        world.tell(lambda w: answer_copy(w, subject, done), world.omar)
    return subject
