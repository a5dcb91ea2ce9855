"""A thing made elsewhere has no stages of ours: its page says so in one line."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.world import World


@pytest.fixture(params=["sqlite"], scope="session")
def engine_name(request: pytest.FixtureRequest) -> Iterator[str]:
    """Nothing here is another on the other engine."""
    return str(request.param)


def test_a_thing_made_elsewhere_shows_no_stages(world: World, app: Flask) -> None:
    world.take_in(None, kind="ring")
    (row,) = world.rows("SELECT p.serial FROM piece p JOIN repair_job j ON j.piece_id = p.id")
    client = world.sign_in(app, world.ana)
    page = client.get(f"/pieces/{row.serial}").text
    assert "skipped" not in page and "not recorded" not in page
    assert "Made elsewhere" in page and "Inspection" in page
    ours = client.get(f"/pieces/{world.piece(way_in='made', weight_mg=4_000)}").text
    assert "not recorded" in ours, "what we made before records keeps its stages"
