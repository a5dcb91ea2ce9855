"""Deliveries for tests: pieces that a shop bought at wholesale."""

from typing import Any

from tests.world import World
from workshop.sales.delivery_actions import NewDelivery, deliver
from workshop.sales.delivery_rules import Terms

PAY_ON = "2031-12-24"


def delivered(world: World, *serials: str, **details: Any) -> str:
    """The code of a delivery of these pieces, each for 60.00, to be paid in years."""
    if not world.rows("SELECT 1 FROM shop WHERE currency IS NOT NULL"):
        world.shop(currency="EUR")
    told: dict[str, Any] = {"terms": Terms(PAY_ON), "prices": dict.fromkeys(serials, 6_000), "contact": "Rua 4, Porto"}
    new = NewDelivery("Loja do Mar", serials, **(told | details))
    return world.tell(lambda w: deliver(w, new), world.omar)
