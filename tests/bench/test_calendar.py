"""The calendar by a secret address: due dates for a calendar program, nothing private, gone when it is revoked."""

import pytest
from flask import Flask

from tests.world import World
from workshop.bench.calendar import folded
from workshop.materials.filing import add_document
from workshop.materials.readings import Read
from workshop.people.tokens import create_token, revoke_token
from workshop.pieces.actions import plan_piece
from workshop.writing import Actor


def token(world: World, who: Actor, *scopes: str) -> str:
    key = world.room.settings.secret_key
    return world.tell(lambda w: create_token(w, who.id or 0, scopes, label="phone", secret_key=key), world.omar)


@pytest.fixture
def busy(world: World) -> World:
    world.shop()
    serial = world.piece(world.design_of("ring", name="Lilás, émaillé; " + "ö" * 60))
    world.tell(lambda w: plan_piece(w, serial, due_on="2026-12-01", is_rush=False, order_note="For Ada"), world.omar)
    paper = Read("certificate", number="C-7", valid_until="2026-12-24")
    world.tell(lambda w: add_document(w, None, read=paper), world.omar)
    return world


def test_the_owner_reads_what_is_due(busy: World, app: Flask) -> None:
    answer = app.test_client().get(f"/calendar/{token(busy, busy.omar, 'calendar')}.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    lines = answer.get_data().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"DTSTART;VALUE=DATE:20261201" in lines and b"DTSTART;VALUE=DATE:20261224" in lines
    assert "Lilás\\, émaillé\\; " in answer.text.replace("\r\n ", "")
    assert "Ada" not in answer.text and "Set-Cookie" not in answer.headers


def test_an_artisan_reads_of_pieces_only(busy: World, app: Flask) -> None:
    text = app.test_client().get(f"/calendar/{token(busy, busy.ana, 'calendar')}.ics").text
    assert "R-0001" in text and "DOC-" not in text


def test_only_a_living_token_of_this_scope_opens_it_and_nothing_else(busy: World, app: Flask) -> None:
    secret, other = token(busy, busy.omar, "calendar"), token(busy, busy.omar, "read")
    client = app.test_client()
    assert client.get(f"/calendar/{other}.ics").status_code == 404
    assert client.get("/api/v1/pieces", headers={"Authorization": f"Bearer {secret}"}).status_code == 403
    mark = busy.rows("SELECT digest FROM api_token WHERE scopes = 'calendar'")[0].digest[:16]
    busy.tell(lambda w: revoke_token(w, mark), busy.omar)
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_a_long_line_is_folded_between_signs() -> None:
    line = "SUMMARY:" + "é" * 100
    assert folded(line).replace("\r\n ", "") == line
    assert all(len(one.encode()) <= 75 for one in folded(line).split("\r\n"))
