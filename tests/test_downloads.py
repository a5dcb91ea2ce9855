"""Files to take away: whole, of known length, and no larger in memory for a long list."""

import csv
import tracemalloc
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bench.copying import copy_piece
from tests.world import World
from workshop.csvs import csv_lines
from workshop.pieces.serials import serial_key

FEW, MANY = 1_000, 10_000
MORE_BYTES = 400_000  # what all rows in memory pass many times


def _taken(client: FlaskClient, address: str) -> int:
    """How many bytes come, none of them kept."""
    answer = client.get(address, buffered=False)
    assert answer.status_code == 200
    told = sum(len(chunk) for chunk in answer.response)
    answer.close()
    assert told == answer.content_length
    return told


def _peak(client: FlaskClient, address: str) -> tuple[int, int]:
    _taken(client, address)
    tracemalloc.start()
    length = _taken(client, address)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return length, most


@pytest.mark.parametrize("address", ["/pieces.csv", "/pieces.csv?sort=-design", "/reports/wip/pieces.csv?of=pieces."])
def test_a_list_of_ten_times_the_pieces_needs_no_more_memory(world: World, app: Flask, address: str) -> None:
    client = world.sign_in(app, world.omar)
    serial = world.worked(world.piece(way_in="made"), kinds=("polish",))
    copy_piece(world.room, serial, range(1, FEW))
    length, most = _peak(client, address)
    copy_piece(world.room, serial, range(FEW, MANY))
    longer, more = _peak(client, address)
    assert longer > 9 * length
    assert more < most + MORE_BYTES


def test_a_file_holds_every_row_in_the_order_of_the_list(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.omar)
    serial = world.worked(world.piece(way_in="made"), kinds=("polish",))
    copy_piece(world.room, serial, range(1, 1_234))
    answer = client.get("/pieces.csv?sort=piece")
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    serials = [row[0] for row in rows[1:]]
    assert len(serials) == len(set(serials)) == 1_234
    assert serials == sorted(serials, key=serial_key)
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Content-Disposition"] == "attachment; filename=pieces.csv"


def test_a_line_holds_its_numbers_and_no_formula() -> None:
    told = b"".join(csv_lines(("a", "b", "c"), [(None, -3, "-3"), ("\u00a0=1", 0, "plain")])).decode("utf-8-sig")
    assert list(csv.reader(StringIO(told))) == [["a", "b", "c"], ["", "-3", "'-3"], ["'\u00a0=1", "0", "plain"]]
