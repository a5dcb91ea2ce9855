"""Pieces by their serial come in the order in which they are counted, read by an index."""

import csv
import re
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from tests.world import World
from workshop.pieces.listing import Wanted, list_pieces
from workshop.pieces.serials import serial_key
from workshop.sorting import Sort

COUNTED = ["P-0001", "P-10000", "R-0001", "R-9998", "R-9999", "R-10000", "R-10001"]


@pytest.fixture
def counted(world: World) -> World:
    """Rings on both sides of the ten thousandth, the first pendant and the ten thousandth."""
    world.piece()
    pendant = world.design_of("pendant")
    world.piece(pendant)
    with world.raw() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE serial_counter SET last = 9997 WHERE letter = 'R'")
        connection.exec_driver_sql("UPDATE serial_counter SET last = 9999 WHERE letter = 'P'")
    world.pieces(2)
    world.piece(pendant)
    world.pieces(2)
    return world


def test_five_figures_come_after_four_on_the_page_and_in_the_file(counted: World, app: Flask) -> None:
    client = counted.sign_in(app, counted.omar)

    def shown(asked: str) -> list[str]:
        return re.findall(r'href="/pieces/([RP]-\d+)"', client.get(f"/pieces?{asked}").text)

    assert shown("sort=piece") == COUNTED
    assert shown("sort=-piece") == COUNTED[::-1]
    assert shown("sort=piece&q=r-") == COUNTED[2:] and shown("sort=-piece&state=waiting") == COUNTED[::-1]
    file = client.get("/pieces.csv?sort=piece").get_data().decode("utf-8-sig")
    assert [row[0] for row in csv.reader(StringIO(file))][1:] == COUNTED


def test_so_do_labels_and_repairs(counted: World, app: Flask) -> None:
    counted.shop(public_address="MARSHANDWREN.EXAMPLE")
    client = counted.sign_in(app, counted.omar)
    for serial in ("R-10000", "R-0001", "R-9999"):
        counted.tag(counted.released(serial))
    labels = client.get("/labels?sort=piece").text
    assert list(dict.fromkeys(re.findall(r"R-\d+", labels))) == ["R-0001", "R-9999", "R-10000"]
    for serial in ("R-10000", "R-0001", "R-9999"):
        counted.leave(serial)
        counted.take_in(serial)
    for sort, wanted in (("piece", ["R-0001", "R-9999", "R-10000"]), ("-piece", ["R-10000", "R-9999", "R-0001"])):
        file = client.get(f"/repairs.csv?sort={sort}").get_data().decode("utf-8-sig")
        assert re.findall(r"R-\d{4,5}\b(?=,)", re.sub(r"REP-\d+", "", file)) == wanted


def test_what_was_read_already_is_put_in_the_same_order() -> None:
    assert sorted(COUNTED, key=str) != COUNTED
    assert sorted(COUNTED[::-1], key=serial_key) == COUNTED


@pytest.mark.parametrize("falls", [False, True])
def test_a_page_is_read_by_the_index_and_nothing_is_sorted_for_it(world: World, falls: bool) -> None:
    """PostgreSQL reads small tables whole: it is asked with that forbidden."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, typed: Any, *_rest: Any) -> None:
        sent.append((statement, typed))

    engine = world.room.database.engine
    with world.room.database.reading() as session:
        event.listen(engine, "before_cursor_execute", note)
        list_pieces(session, Wanted(sort=Sort("piece", falls=falls)))
        event.remove(engine, "before_cursor_execute", note)
        statement, typed = sent[-1]
        connection = session.connection()
        if engine.dialect.name == "sqlite":
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", typed)]
            within = plan[plan.index(next(line for line in plan if "LIST SUBQUERY" in line)) + 1 :]
            assert "ix_piece_serial_order" in within[0] and "SEARCH chosen" in within[1], plan
            assert "USE TEMP B-TREE FOR ORDER BY" not in within[:3], plan
        else:
            for way in ("seqscan", "sort", "hashjoin", "bitmapscan"):
                connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
            told = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", typed))
            assert "using ix_piece_serial_order on piece" in told, told
