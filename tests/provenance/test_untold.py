"""A repair that its owner does not let be told: the page says that the piece was inspected again, when, and nothing more."""

from base64 import b64decode
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.world import World
from workshop.aftercare.repair_actions import hand_back, say_told


@pytest.fixture(params=["sqlite"], scope="session")
def engine_name(request: pytest.FixtureRequest) -> Iterator[str]:
    """Nothing here is another on the other engine."""
    return str(request.param)


@pytest.fixture
def repaired(world: World) -> tuple[str, str]:
    """The code of a repair in which it was resized and sent back once, and the code of the piece's tag."""
    world.shop(currency="EUR", public_address="https://a.example")
    serial = world.released()
    tag = world.tag(serial).code
    world.leave(serial)
    world.room.now.at = world.room.now.at.replace(day=20)  # type: ignore[attr-defined]
    code = world.take_in(serial)
    world.event(serial, "resize")
    world.inspect(serial, "rework", answers=world.bad_answers(serial, "S2"))
    world.event(serial, "resize")
    world.inspect(serial)
    world.tell(lambda w: hand_back(w, code, world.standing(serial).seen), world.omar)
    return code, tag


REVEALING = ("esize", "sent back", "What was checked again")


def test_an_untold_repair_shows_only_that_it_was_inspected_again(
    world: World, app: Flask, repaired: tuple[str, str]
) -> None:
    code, tag = repaired
    client = app.test_client()
    for address in (f"/p/{tag}", f"/p/{tag}.json", f"/p/{tag}/signed.json"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        told = answer.text if "signed" not in address else b64decode(answer.get_json()["payload"]).decode()
        assert "nspected again, 20 November 2026" in told, address
        assert [one for one in REVEALING if one in told] == [], address
        assert "What was checked, 17 November 2026" in told, "its own inspection before that stays told"
    world.tell(lambda w: say_told(w, code, is_told=True), world.ana)
    page = client.get(f"/p/{tag}").text
    assert "What was checked again" in page and "Resized" in page
    world.tell(lambda w: say_told(w, code, is_told=False), world.ana)
    assert "What was checked again" not in client.get(f"/p/{tag}").text
