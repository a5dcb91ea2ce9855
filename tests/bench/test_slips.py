"""Job slips: what they say, for one piece, several, or a casting tree."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.bench.forms import send
from tests.bench.test_guide import picture
from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design
from workshop.filestore import FileStore
from workshop.pieces.casting import NewTree, plant_tree


@pytest.fixture
def ana(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.ana)


def test_a_slip_says_what_is_to_be_made(world: World, ana: FlaskClient) -> None:
    design = world.design_of("stone_ring")
    details = {"size": "54", "engraving": "A <b> & C", "engraving_place": "inside", "due_on": "2026-12-01"}
    serial = world.piece(design, order_note="for the fair", is_rush=True, **details)
    page = ana.get(f"/pieces/{serial}/slip").text
    for told in (serial, "54", "A &lt;b&gt; &amp; C, inside", "2026-12-01", "for the fair", "Rush", "broken ____"):
        assert told in page
    assert page.count("<tr><th>") >= 10 and "paper-a6" in page


def test_the_slips_of_a_tree(world: World, ana: FlaskClient) -> None:
    serials = world.pieces(3)
    new = NewTree("au750y", 9_000, base_mg=2_000, serials=tuple(serials[:2]))
    code = world.tell(lambda w: plant_tree(w, new), world.ana)[0]
    page = ana.get(f"/slips/sheet?tree={code}").text
    assert [one for one in serials if f"JOB:{one}," in page] == serials[:2]
    assert f"/slips/sheet?tree={code}" in ana.get(f"/trees/{code}").text


def test_a_piece_offers_its_slip_until_it_has_passed(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    assert f"/pieces/{serial}/slip" in ana.get(f"/pieces/{serial}").text
    world.inspect(serial)
    assert f"/pieces/{serial}/slip" not in ana.get(f"/pieces/{serial}").text


@pytest.mark.parametrize("asked", ["", "serial=", "tree=T-9999", "serial=R-9999", "serial=%00"])
def test_slips_of_nothing_are_refused_in_a_sentence(ana: FlaskClient, asked: str) -> None:
    assert ana.get(f"/slips/sheet?{asked}").status_code in (404, 422)


def test_many_slips_cost_no_more_questions_than_one(world: World, ana: FlaskClient) -> None:
    serials = world.pieces(20)
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(world.room.database.engine, "before_cursor_execute", note)
    counts = []
    for some in (serials[:1], serials):
        asked.clear()
        assert ana.get("/slips/sheet?" + "&".join(f"serial={one}" for one in some)).status_code == 200
        counts.append(len(asked))
    event.remove(world.room.database.engine, "before_cursor_execute", note)
    assert counts[0] == counts[1]


def test_a_slip_shows_the_designs_own_picture_when_it_has_one(world: World, ana: FlaskClient) -> None:
    kept = FileStore(world.room.settings.data_dir).put(picture().getvalue())
    new = NewDesign("Reed band", "ring", "au750y", picture=kept)
    drawn = world.piece(world.tell(lambda w: add_design(w, new), world.omar))
    code = world.rows("SELECT d.code FROM design d JOIN piece p ON p.design_id = d.id")[0].code
    assert f'<img src="/catalogue/designs/{code}/picture"' in ana.get(f"/pieces/{drawn}/slip").text
    assert "<img" not in ana.get(f"/pieces/{world.piece()}/slip").text


def test_a_tray_has_one_slip_that_leads_back_to_all_its_pieces(world: World, ana: FlaskClient) -> None:
    first, second, third = world.pieces(3)
    page = ana.get(f"/slips/sheet?paper=tray&serial={third}&serial={first}").text
    assert page.index(f"/pieces/{third}") < page.index(f"/pieces/{first}") and second not in page
    assert f"/trees/new?serial={third}+{first}" in page
    scanned = ana.get(f"/scan?q=TRAY:{third}%2B{first}")
    assert scanned.status_code == 303 and "paper=tray" in scanned.location
    assert f"/pieces/{third}" in ana.get(scanned.location).text
    assert ana.get("/scan?q=TRAY:R-0404").status_code == 422
    assert "/materials/trays" in ana.get("/scan?q=TRAY:SCRAP").location


def test_a_trays_slip_fills_the_list_of_a_tree(world: World, ana: FlaskClient) -> None:
    first, second, _third = world.pieces(3)
    listed = send(ana, "/trees/new", "/trees", adding=f"TRAY:{second}+{first}", add="yes").text
    found = re.findall(r'name="serials" value="([^"]+)"', listed)
    assert found == [second, first]
