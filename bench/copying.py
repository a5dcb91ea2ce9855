"""Pieces by the hundred thousand: copies of one that was really made, row by row, past the guards and the journal."""

from typing import Any

from sqlalchemy import Column, Connection, Table, text

from workshop import guarding
from workshop.database import Base
from workshop.house import rules_for
from workshop.shoproom import Shoproom
from workshop.units import Moment

FAR_APART = 10_000_000  # between the keys of two copies: no shop that is measured numbers its own rows so high
KEYS = {
    "id",
    "piece_id",
    "last_event_id",
    "last_change_id",
    "corrects_id",
    "inspection_id",
    "departure_id",
    "order_id",
    "wish_id",
    "case_id",
    "packed_id",
}
NAMES = {"serial", "code"}
HAS_PIECE = "t.piece_id = (SELECT p.id FROM piece p WHERE p.serial = :serial)"
HAS_INSPECTION = (
    "t.inspection_id IN (SELECT i.id FROM inspection i JOIN piece p ON p.id = i.piece_id WHERE p.serial = :serial)"
)
ON_ORDER = "(SELECT o.order_id FROM order_piece o JOIN piece p ON p.id = o.piece_id WHERE p.serial = :serial)"
IN_CASE = "(SELECT k.case_id FROM packed_piece k JOIN piece p ON p.id = k.piece_id WHERE p.serial = :serial)"
WISHES = f"(SELECT w.id FROM order_wish w WHERE w.order_id IN {ON_ORDER})"
TABLES = {
    "piece": "t.serial = :serial",
    "custody": HAS_PIECE,
    "work_event": HAS_PIECE,
    "piece_head": HAS_PIECE,
    "inspection": HAS_PIECE,
    "inspection_list": HAS_INSPECTION,
    "answer": HAS_INSPECTION,
    "release": HAS_PIECE,
    "departure": HAS_PIECE,
    "shop_order": f"t.id IN {ON_ORDER}",
    "order_wish": f"t.order_id IN {ON_ORDER}",
    "order_go_ahead": f"t.wish_id IN {WISHES}",
    "order_piece": HAS_PIECE,
    "packed_case": f"t.id IN {IN_CASE}",
    "packed_piece": HAS_PIECE,
    "sale": HAS_PIECE,
    "tag": HAS_PIECE,
}


def copy_piece(room: Shoproom, serial: str, numbers: range, *, earlier_us: int = 0) -> None:
    """One copy for each number, which no copy of this piece had before; each so many microseconds earlier than the one before."""
    engine = room.database.engine
    with engine.execution_options(writing=True).begin() as connection:
        guarding.drop_all(connection)
        for name, its_own in TABLES.items():
            _copy(connection, Base.metadata.tables[name], its_own, serial, numbers, earlier_us)
        guarding.install(connection, rules_for(engine.dialect.name))
    if room.database.is_sqlite:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy(connection: Connection, table: Table, its_own: str, serial: str, numbers: range, earlier_us: int) -> None:
    names = [column.name for column in table.columns]
    copied = [_copied(column, earlier_us) for column in table.columns]
    connection.execute(
        text(
            "WITH RECURSIVE copy(n) AS (SELECT CAST(:first AS BIGINT) UNION ALL SELECT n + 1 FROM copy WHERE n < :last) "
            f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(copied)} FROM {table.name} t, copy WHERE {its_own}"
        ),
        {"serial": serial, "first": numbers[0], "last": numbers[-1]},
    )


def _copied(column: Column[Any], earlier_us: int) -> str:
    name = column.name
    if earlier_us and isinstance(column.type, Moment):
        return f"t.{name} - copy.n * CAST({earlier_us} AS BIGINT)"
    if name in KEYS:
        return f"t.{name} + copy.n * {FAR_APART}"
    return f"t.{name} || '-' || copy.n" if name in NAMES else f"t.{name}"
