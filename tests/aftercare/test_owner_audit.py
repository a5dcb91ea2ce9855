"""The audit finds an owner who came by a request too early, though every row of it was forged alike."""

import pytest
from sqlalchemy.orm import Session

from tests.aftercare.owners import ASK, NEW, Owners
from tests.conftest import Clock
from tests.journal.forging import run, tried
from tests.world import World
from workshop.aftercare.requests import give_notice, grant, see_proof
from workshop.auditing import RULES
from workshop.findings import Books

FORGED = {
    "UPDATE owner_request SET closed_at = noticed_at + 1": "owner-notice",
    "UPDATE owner_request SET noticed_at = NULL": "owner-notice",
    "UPDATE owner_request SET noticed_at = noticed_at + 1": "owner-notice",
    "UPDATE owner_request SET proof_seen_at = NULL": "owner-proof",
    "UPDATE owner_request SET verdict = 'refused'": "owner-granted",
    "UPDATE owner_request SET objected_at = noticed_at": "owner-objection",
}


@pytest.fixture
def inherited(world: World, clock: Clock) -> Owners:
    """An heir owns it, thirty days after the owner before was told."""
    world.shop(public_address="https://example.test")
    owners = Owners(world)
    owners.card()
    owners.claim()
    clock.forward(minutes=1)
    owners.ask()
    owners.staff(see_proof, 1, None)
    owners.staff(give_notice, 1)
    clock.forward(days=30)
    owners.staff(grant, 1)
    owners.claim(ASK, NEW, "Bo")
    return owners


def test_an_heir_recorded_too_early_is_found(inherited: Owners) -> None:
    assert found(inherited) == set()
    for forged, rule in FORGED.items():
        assert found(inherited, forged) == {rule}, forged


def found(owners: Owners, forged: str | None = None) -> set[str]:
    with tried(owners.world) as connection:
        if forged:
            assert run(connection, forged) == 1
        books = Books(Session(bind=connection), ())
        return {one.rule for rule in RULES if rule.__name__ == "requests_waited" for one in rule(books)}
