"""Half of all requests harmed: as many events as intents, each tablet's in its own order."""

from random import Random

import pytest
from flask import Flask

from tests.browser.outbox_storm import Tablet, storm
from tests.world import World


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("intents", [3_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_each_intent_is_one_event_whatever_happens_on_the_way(world: World, app: Flask, intents: int) -> None:
    tablets = [
        Tablet(world.sign_in(app, who), who.subject, serial, Random(number))
        for number, (who, serial) in enumerate(
            zip((world.ana, world.ines, world.omar, world.ana), world.pieces(4), strict=True)
        )
    ]
    for _tablet in storm(tablets, intents):
        pass
    rows = world.rows(
        "SELECT p.serial, e.request_key FROM work_event e JOIN piece p ON p.id = e.piece_id ORDER BY e.piece_id, e.sequence"
    )
    assert len(rows) == intents
    for tablet in tablets:
        assert [row.request_key for row in rows if row.serial == tablet.serial] == tablet.answered
    assert sum(tablet.asked for tablet in tablets) > intents
