"""The queue, the list, its export, photos: what they show, and how much they ask of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import event

from tests.bench.forms import form_to
from tests.world import World
from workshop.bench.beads import Mark, beads_of, next_of
from workshop.csvs import csv_bytes, safe_cell
from workshop.pieces.rules import Stage


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement != "BEGIN":
            sent.append(statement)

    engine = world.room.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("page", ["/bench", "/pieces", "/pieces.csv", "/pieces?state=to_inspect&q=R-"])
def test_a_list_asks_as_much_for_one_piece_as_for_fifty(world: World, app: Flask, page: str) -> None:
    client = world.sign_in(app, world.ana)
    world.worked(world.piece(way_in="made"), kinds=("polish",))
    with counted(world) as for_one:
        assert client.get(page).status_code == 200
    for serial in world.pieces(50):
        assert serial
    with counted(world) as for_many:
        assert client.get(page).status_code == 200
    assert len(for_many) == len(for_one)


def test_a_piece_asks_as_much_with_a_long_story(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    serial = world.released()
    with counted(world) as short:
        client.get(f"/pieces/{serial}")
    for number in range(70):
        world.event(serial, "note", note=f"n{number}")
    with counted(world) as long:
        page = client.get(f"/pieces/{serial}")
    assert len(long) == len(short)
    assert "Earlier entries" in page.text


def test_the_list_is_paged_filtered_and_searched(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.omar)
    serials = world.pieces(60)
    passed = world.released()
    first = client.get("/pieces").text
    assert passed in first and serials[0] not in first
    assert serials[0] in client.get("/pieces?page=2").text
    only = client.get("/pieces?state=released").text
    assert passed in only and serials[59] not in only
    assert "No piece fits" in client.get("/pieces?q=100%25").text
    assert client.get(f"/pieces?q={serials[3].lower()}").status_code == 303


def test_inspectors_see_what_waits_for_them_first(world: World, app: Flask) -> None:
    ready = world.worked(kinds=("wax", "plate"))
    world.piece(is_rush=True)
    page = world.sign_in(app, world.ines).get("/bench").text
    assert page.index(ready) < page.index("At its stages") < page.index("Rush")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "  =1", "\uff1d1", "\u00a0=1", "\t=1", "\r=1"])
def test_a_cell_is_never_a_formula(cell: str) -> None:
    plain = safe_cell(cell)
    assert plain.startswith("'") and plain.replace("'", "") == cell


def test_plain_cells_stay_as_they_are() -> None:
    assert [safe_cell(one) for one in ("", "R-0001", "4.62", "call = later")] == ["", "R-0001", "4.62", "call = later"]


def test_a_file_leaves_unknown_cells_empty_and_guards_the_rest() -> None:
    content = csv_bytes(("a", "b", "c"), [(None, 3, "\u00a0=1")]).decode()
    assert content == "\ufeffa,b,c\r\n,3,'\u00a0=1\r\n"


@pytest.mark.parametrize("address", ["/pieces?q={v}", "/pieces/{v}", "/pieces/{v}/tag", "/pieces/{v}/photos/1.jpg"])
@pytest.mark.parametrize("value", ["%00", "%ED%B2%80", "<script>alert(1)</script>", "%E2%80%AE", "x" * 3000])
def test_no_address_brings_it_down(world: World, app: Flask, address: str, value: str) -> None:
    answer = world.sign_in(app, world.ana).get(address.format(v=value))
    assert answer.status_code in (200, 404)
    assert "<script>alert(1)" not in answer.text


def test_a_photo_is_kept_shown_and_made_public(world: World, app: Flask) -> None:
    serial, client = world.worked(), world.sign_in(app, world.ana)
    file = BytesIO()
    Image.new("RGB", (40, 30), "gold").save(file, "PNG")
    typed = form_to(client.get(f"/pieces/{serial}?do=photo"), f"/pieces/{serial}/photos").values
    sent = client.post(
        f"/pieces/{serial}/photos", data=typed | {"photo": (BytesIO(file.getvalue()), "a.png"), "caption": "back"}
    )
    assert sent.status_code == 303
    assert client.get(f"/pieces/{serial}/photos/1.jpg").data[:3] == b"\xff\xd8\xff"
    assert client.get(f"/pieces/{serial}/photos/2.jpg").status_code == 404
    assert app.test_client().get(f"/pieces/{serial}/photos/1.jpg").status_code == 302
    publish = form_to(client.get(f"/pieces/{serial}"), f"/pieces/{serial}/photos/1").values
    assert client.post(f"/pieces/{serial}/photos/1", data=publish).status_code == 303
    assert world.rows("SELECT is_public FROM photo")[0].is_public == 1


def test_who_is_not_in_goes_to_the_sign_in_and_everybody_else_to_their_start(world: World, app: Flask) -> None:
    assert app.test_client().get("/").location == "/sign-in"
    assert world.sign_in(app, world.ana).get("/").location == "/bench"
    assert world.sign_in(app, world.omar).get("/").location == "/guide"
    assert world.sign_in(app, world.omar, by_password=False).get("/").location == "/pieces"
    world.piece()
    assert world.sign_in(app, world.omar).get("/").location == "/reports/week"


def _stages(*names: str) -> list[Stage]:
    return [Stage(number, number, name, name.lower(), None) for number, name in enumerate(names, 1)]


def test_what_was_sent_back_comes_first_and_then_the_inspection() -> None:
    stages = _stages("Wax", "Cast", "Set", "Polish")
    done = {(one.id, "done"): Mark(one.id) for one in stages}
    back = done | {(3, "sent_back"): Mark(9)}
    beads = beads_of(stages, back, way_in="wax", working_on=None, also=[])
    assert [bead.state for bead in beads] == ["done", "done", "failed", "done"]
    assert next_of(beads, was_finished=True) == stages[2]
    again = beads_of(stages, back | {(3, "done"): Mark(10)}, way_in="wax", working_on=None, also=["Polish"])
    assert next_of(again, was_finished=True) == stages[3]
    assert next_of(beads_of(stages, done, way_in="wax", working_on=None, also=[])) is None


def test_castings_begin_after_the_cast_and_finished_pieces_at_the_inspection() -> None:
    stages = _stages("Wax", "Cast", "Set")
    assert next_of(beads_of(stages, {}, way_in="castings", working_on=None, also=[])) == stages[2]
    assert next_of(beads_of(stages, {}, way_in="made", working_on=None, also=[])) is None
    assert next_of(beads_of(stages, {}, way_in="wax", working_on=None, also=[])) == stages[0]
