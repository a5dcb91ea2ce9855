"""Three equal ways in for a piece: begun here, made already, or received as a casting."""

from flask import Flask

from tests.materials.test_issuing import lot
from tests.world import World
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot

CASTINGS = NewLot("castings", Amount(60_000, number=12), alloy="au750y")


def test_castings_are_a_way_in_like_the_others(world: World, app: Flask) -> None:
    ana = world.sign_in(app, world.ana)
    assert "/materials/lots/new?kind=castings" in ana.get("/pieces/new?way_in=castings").text
    lot(world, CASTINGS)
    for page in ("/pieces/quick", "/pieces/quick?way=made"):
        assert 'href="/pieces/new?way_in=castings"' in ana.get(page).text
    assert 'value="castings" checked' in ana.get("/pieces/new?way_in=castings").text
    assert 'value="wax" checked' in ana.get("/pieces/new").text
