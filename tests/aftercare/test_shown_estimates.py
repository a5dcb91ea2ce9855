"""What was shown is what is agreed to: an estimate that was changed beside all verbs gets no yes."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.aftercare.forms import forms_on
from tests.journal.forging import forging, run
from tests.world import World
from workshop.aftercare.repair_actions import Estimate, give_estimate
from workshop.aftercare.repair_rules import Line, digest_of_offer
from workshop.aftercare.repair_words import make_link
from workshop.people.secrets import digest_of

TOKEN = "a" * 64
ADDED = "INSERT INTO repair_line (estimate_id, position, title, price_minor, is_guarantee) SELECT id, 2, 'More', 9900, 0 FROM repair_estimate"
RAISED = "UPDATE repair_line SET price_minor = 99900"


@pytest.fixture
def code(world: World) -> str:
    world.shop(currency="EUR")
    serial = world.released()
    world.leave(serial)
    code = world.take_in(serial)
    world.tell(lambda w: give_estimate(w, code, Estimate((Line("Size 54 to 56", 6_800),), "2026-12-04")), world.ana)
    world.tell(lambda w: make_link(w, code, digest_of(TOKEN)), world.ana)
    return code


@pytest.mark.parametrize("changed", [ADDED, RAISED])
def test_a_changed_estimate_is_not_agreed_to(world: World, app: Flask, code: str, changed: str) -> None:
    client = app.test_client()
    shown = forms_on(client.get(f"/r/{TOKEN}"))[f"/r/{TOKEN}/answers"]
    with forging(world) as connection:
        assert run(connection, changed) == 1
    refused = client.post(f"/r/{TOKEN}/answers", data=shown | {"answer": "all"})
    assert refused.status_code == 409 and "The estimate has changed; look again" in refused.text
    assert world.rows("SELECT 1 FROM repair_answer") == []
    without = client.post(f"/r/{TOKEN}/answers", data=shown | {"answer": "all", "shown": ""})
    assert without.status_code in (409, 422) and world.rows("SELECT 1 FROM repair_answer") == []


def test_no_line_is_put_into_an_estimate_afterwards(world: World, code: str) -> None:
    with world.raw() as connection, pytest.raises(DBAPIError, match="stays as it was given"):
        connection.execute(text(ADDED))


def test_a_digest_tells_each_change_of_an_offer() -> None:
    offer = (Line("Size", 100, "gold"), Line("Polish", 0, is_guarantee=True))
    others = [
        (2, offer, "EUR", "2026-12-04", 6),
        (1, offer[:1], "EUR", "2026-12-04", 6),
        (1, offer[::-1], "EUR", "2026-12-04", 6),
        (1, (Line("Size", 101, "gold"), offer[1]), "EUR", "2026-12-04", 6),
        (1, (Line("Size", 100, "silver"), offer[1]), "EUR", "2026-12-04", 6),
        (1, offer, "USD", "2026-12-04", 6),
        (1, offer, "EUR", "2026-12-05", 6),
        (1, offer, "EUR", "2026-12-04", None),
    ]
    first = digest_of_offer(1, offer, "EUR", "2026-12-04", 6)
    assert len({first, *(digest_of_offer(*one) for one in others)}) == 1 + len(others)
