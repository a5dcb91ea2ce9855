"""Programs print cards and take each step with requests and reports, as the pages do."""

import pytest
from flask import Flask

from tests.aftercare.owners import ASK, Owners
from tests.api.programs import Programs
from tests.conftest import Clock
from tests.world import World
from workshop.aftercare.owner_secrets import understand_secret

SEED = "made-for-this-card-alone"


@pytest.fixture
def owners(world: World) -> Owners:
    world.shop(public_address="https://example.test")
    return Owners(world)


def test_a_program_prints_a_card_once(owners: Owners, app: Flask) -> None:
    omar = Programs(owners.world, app).omar
    at, body = f"/pieces/{owners.serial}/owner/card", {"seed": SEED, "giver": "Mo", "message": "For you"}
    first = omar.send(at, body, key="one-card")
    again = omar.send(at, body, key="one-card")
    assert first.status_code == 201 and first.get_json() == again.get_json()
    secret = first.get_json()["secret"]
    assert owners.opens(understand_secret(secret)) == "claim"
    assert understand_secret(secret) not in repr(owners.world.rows("SELECT * FROM request_key"))
    broken = omar.send(at, body | {"giver": "Mo\nBcc: x"})
    assert broken.get_json()["type"] == "/problems/more-than-a-line"
    owners.claim(understand_secret(secret))
    assert omar.send(at, body | {"seed": SEED + "2"}).get_json()["type"] == "/problems/has-owner"


def test_a_program_takes_each_step(owners: Owners, app: Flask, clock: Clock) -> None:
    omar = Programs(owners.world, app).omar
    owners.card()
    owners.claim()
    owners.ask(secret=ASK)
    at = f"/pieces/{owners.serial}/owner/requests/1"
    assert omar.send(at, {"step": "grant"}).get_json()["type"] == "/problems/proof-not-seen"
    for step in ("proof", "notice"):
        assert omar.send(at, {"step": step}).status_code == 200
    assert omar.send(at, {"step": "grant"}).get_json()["type"] == "/problems/notice-runs"
    waiting = omar.get("/owners/waiting").get_json()
    assert waiting["requests"][0]["grantable_from"].startswith("2026-12-17") and "bo@" not in repr(waiting)
    clock.forward(days=30)
    assert omar.send(at, {"step": "grant"}).status_code == 200
    erased = omar.send(f"/pieces/{owners.serial}/owner/forgetting", {"what": "request", "number": 1})
    assert erased.get_json() == {"serial": owners.serial, "rows": 1}
