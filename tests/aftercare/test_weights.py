"""Every weight that was kept of a piece, beside the one after its repair: for the bench and for whoever sells it on."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.world import WEIGHT_MG, World
from workshop.aftercare.repair_actions import hand_back, say_told
from workshop.aftercare.weights import after_repair, weights_of


@pytest.fixture(params=["sqlite"], scope="session")
def engine_name(request: pytest.FixtureRequest) -> Iterator[str]:
    """Nothing here is another on the other engine."""
    return str(request.param)


def test_the_weight_after_a_repair_stands_beside_the_history(
    world: World, app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.shop(currency="EUR")
    serial = world.released()
    world.tag(serial)
    world.leave(serial)
    clock.forward(hours=1)
    code = world.take_in(serial, weight_mg=3_950, is_told=True)
    clock.forward(hours=1)
    world.event(serial, "resize")
    world.inspect(serial)
    with world.room.database.reading() as session:
        told = weights_of(session, world.standing(serial).piece_id)
    assert [(one.kind, one.weight_mg) for one in told] == [
        ("inspected", WEIGHT_MG),
        ("taken_in", 3_950),
        ("inspected", WEIGHT_MG),
    ]
    assert [one.at for one in told] == sorted(one.at for one in told), "the oldest first"
    monkeypatch.setattr("workshop.aftercare.weights.MOST", 2)
    with world.room.database.reading() as session:
        assert weights_of(session, world.standing(serial).piece_id) == told[1:], "of many the newest"
    monkeypatch.undo()
    client = world.sign_in(app, world.omar)
    world.tell(lambda w: hand_back(w, code, world.standing(serial).seen), world.omar)
    page, dossier = client.get(f"/repairs/{code}").text, client.get(f"/pieces/{serial}/dossier").text
    assert "0.05 g more than at intake" in page
    for told_page in (page, dossier):
        assert told_page.count('<td data-label="Weight">4.00 g</td>') == 2
        assert told_page.count('<td data-label="Weight">3.95 g</td>') == 1
    world.tell(lambda w: say_told(w, code, is_told=False), world.ana)
    assert "3.95 g" not in client.get(f"/pieces/{serial}/dossier").text, "a buyer reads of no repair that is not told"


@pytest.mark.parametrize(
    ("now_mg", "told"),
    [
        (4_000, "As much as at intake, as far as the scale tells."),
        (4_030, "As much as at intake, as far as the scale tells."),
        (3_970, "As much as at intake, as far as the scale tells."),
        (4_040, "0.04 g more than at intake: metal that was added, or dirt that came back."),
        (4_120, "0.12 g more than at intake: metal that was added, or dirt that came back."),
        (3_880, "0.12 g less than at intake: look whether what was done explains it."),
    ],
)
def test_a_weight_after_a_repair_is_held_against_the_intake(now_mg: int, told: str) -> None:
    assert after_repair(now_mg, 4_000, division_mg=10) == told
