"""What the database keeps for the queue is what the rows say, whatever happened; and a queue is read by its index."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from tests.world import World
from workshop.catalogue.routing import StageChange, add_stage, move_stage, retire_stage
from workshop.errors import Refusal
from workshop.pieces.actions import Happening, plan_piece
from workshop.pieces.head import Head
from workshop.pieces.listing import Wanted, at_stages, list_pieces, to_inspect
from workshop.pieces.moving import back_from_outwork, send_to_outwork
from workshop.pieces.respecifying import Respecification, respecify
from workshop.pieces.rules import KINDS

STEPS = (25, pytest.param(70, marks=pytest.mark.slow))
WORK = ("wax", "cast", "file", "polish", "plate", "start", "finish", "take_up", "put_down")
DUE = (None, "2026-11-20", "2027-01-02")
EVENTS = "SELECT id, piece_id, sequence, kind, stage_id, weight_mg, by_id, at, corrects_id, note FROM work_event WHERE piece_id = :it ORDER BY sequence"
STAGES = "SELECT s.id FROM stage s JOIN piece p ON p.route_id = s.route_id WHERE p.id = :it AND s.retired_at IS NULL ORDER BY s.position, s.id"
PIECES = "SELECT id, serial, way_in, due_on, is_rush, created_at FROM piece ORDER BY id"

Step = Callable[[World, str, Random], object]


def _seen(world: World, serial: str) -> int:
    return world.standing(serial).seen


def _plan(world: World, serial: str, chance: Random) -> None:
    due_on, is_rush = chance.choice(DUE), chance.random() < 0.5
    world.tell(lambda w: plan_piece(w, serial, due_on=due_on, is_rush=is_rush, order_note=None), world.ana)


def _route_of(world: World, serial: str) -> tuple[str, list[str]]:
    rows = world.rows(
        "SELECT r.name AS route, s.name AS stage FROM piece p JOIN route r ON r.id = p.route_id JOIN stage s ON s.route_id = r.id "
        "WHERE p.serial = :serial AND s.retired_at IS NULL ORDER BY s.position",
        serial=serial,
    )
    return rows[0].route, [row.stage for row in rows]


def _order(world: World, serial: str, chance: Random) -> None:
    route, stages = _route_of(world, serial)
    stage, up = chance.choice(stages[-3:]), chance.random() < 0.5
    world.tell(lambda w: move_stage(w, route, stage, up=up), world.omar)


def _retire(world: World, serial: str, chance: Random) -> None:
    route, stages = _route_of(world, serial)
    world.tell(lambda w: retire_stage(w, route, stages[-1]), world.omar)


def _add(world: World, serial: str, chance: Random) -> None:
    new = StageChange(f"More {chance.random()}")
    world.tell(lambda w: add_stage(w, _route_of(world, serial)[0], "plate", new), world.omar)


WALK: dict[str, Step] = {
    "work": lambda world, serial, chance: world.event(serial, chance.choice(WORK)),
    "note": lambda world, serial, _chance: world.event(serial, "note", note="a, b"),
    "undo": lambda world, serial, _chance: world.event(serial, "undo", corrects=world.standing(serial).sequence),
    "pass": lambda world, serial, _chance: world.inspect(serial),
    "rework": lambda world, serial, chance: world.inspect(
        serial,
        "rework",
        back_to=_route_of(world, serial)[1][1],
        also=_route_of(world, serial)[1][: chance.randint(0, 2)],
    ),
    "leave": lambda world, serial, _chance: world.leave(serial),
    "come back": lambda world, serial, _chance: world.come_back(serial),
    "out": lambda world, serial, _chance: world.tell(
        lambda w: send_to_outwork(w, serial, Happening("outwork_out", seen=_seen(world, serial))), world.ana
    ),
    "back": lambda world, serial, _chance: world.tell(
        lambda w: back_from_outwork(w, serial, Happening("outwork_back", seen=_seen(world, serial))), world.ana
    ),
    "respecify": lambda world, serial, chance: world.tell(
        lambda w: respecify(w, serial, Respecification(_seen(world, serial), size=str(chance.random())[:6])), world.omar
    ),
    "plan": _plan,
    "order": _order,
    "retire": _retire,
    "add": _add,
}
OFTEN = [*WALK, "work", "work", "work", "pass", "rework", "plan"]


def told(world: World, piece: Any) -> tuple[str | None, tuple[Any, ...]]:
    """What a piece waits for and where it comes in its queue, from its events and the plan alone."""
    head, events = Head(piece.created_at), world.rows(EVENTS, it=piece.id)
    for one in events:
        head.after(one)
    order = (not piece.is_rush, piece.due_on is None, piece.due_on or "", head.moved_at, piece.id)
    if head.state == "waiting":
        stages = [row.id for row in world.rows(STAGES, it=piece.id)]
        return "inspection" if _is_finished(piece, head, events, stages) else "stage", order
    return "stage" if head.state == "paused" else None, order


def _is_finished(piece: Any, head: Head, events: list[Any], stages: list[int]) -> bool:
    changes = [one.kind for one in events if KINDS[one.kind].ends_release]
    if not changes or changes[-1] in ("send_back", "undo"):
        return False
    if head.stage_id == stages[-1] or "passed" in {one.kind for one in events}:
        return True
    if head.stage_id is None and piece.way_in == "made":
        return True
    backs = [one for one in events if one.kind == "send_back"]
    if not backs:
        return False
    also = backs[-1].note.split(", ") if backs[-1].note else []
    return len(_done_after(backs[-1], events)) >= 1 + len(also)


def _done_after(back: Any, events: list[Any]) -> set[int]:
    work = [one for one in events if KINDS[one.kind].is_work or one.kind == "outwork_back"]
    later = [one for one in work if one.sequence > back.sequence and one.kind not in ("start", "take_up")]
    return {one.stage_id for one in later if one.stage_id is not None}


def check(world: World, what: str) -> set[str | None]:
    """The two queues hold just what the rows say, in that order."""
    pieces = {piece.serial: told(world, piece) for piece in world.rows(PIECES)}
    with world.room.database.reading() as session:
        shown = {"inspection": to_inspect(session), "stage": at_stages(session)}
    for awaits, rows in shown.items():
        wanted = sorted((one for one in pieces if pieces[one][0] == awaits), key=lambda one: pieces[one][1])
        assert [row.serial for row in rows] == wanted, f"{what}: {awaits}"
    return {awaits for awaits, _order in pieces.values()}


@pytest.mark.parametrize("steps", STEPS)
def test_the_queue_is_what_the_rows_say_whatever_happens(world: World, steps: int) -> None:
    chance, seen = Random(11), set()
    serials = [*world.pieces(3), world.piece(way_in="made"), world.piece(way_in="castings"), world.piece(is_rush=True)]
    for number in range(steps):
        what = chance.choice(OFTEN)
        try:
            WALK[what](world, chance.choice(serials), chance)
        except (Refusal, DBAPIError):
            continue
        seen |= check(world, f"{number}, {what}")
    assert seen == {"inspection", "stage", None}


def test_an_imported_piece_without_events_waits_at_its_first_stage(world: World) -> None:
    world.piece(way_in="made", source_key="old 1", due_on="2026-12-24")
    assert check(world, "imported") == {"stage"}


def _drop(world: World, trigger: str, table: str) -> None:
    with world.raw() as connection, connection.begin():
        on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}{on}")


@pytest.mark.parametrize(
    ("trigger", "table", "what"),
    [
        ("queue_takes_piece", "piece_head", lambda world, _serial: world.piece()),
        ("queue_takes_plan", "piece", lambda world, serial: _rush(world, serial)),
        ("queue_takes_stage", "stage", lambda world, serial: _add(world, serial, Random(1))),
        ("queue_takes_order", "stage", lambda world, serial: _retire(world, serial, Random(1))),
    ],
)
def test_each_of_its_triggers_is_needed(world: World, trigger: str, table: str, what: Any) -> None:
    world.worked(world.piece(), kinds=("plate",))
    second = world.worked(world.piece(), kinds=("plate",))
    check(world, "before")
    _drop(world, trigger, table)
    what(world, second)
    with pytest.raises(AssertionError, match=r"after: (stage|inspection)"):
        check(world, "after")


def _rush(world: World, serial: str) -> None:
    world.tell(lambda w: plan_piece(w, serial, due_on=None, is_rush=True, order_note=None), world.ana)


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (to_inspect, "ix_piece_head_queue"),
        (at_stages, "ix_piece_head_queue"),
        (lambda session: list_pieces(session, Wanted(state="to_inspect")), "ix_piece_head_state"),
        (lambda session: list_pieces(session, Wanted(state="released")), "ix_piece_head_state"),
        (lambda session: list_pieces(session, Wanted()), None),
    ],
)
def test_a_list_is_read_in_the_order_of_an_index(world: World, read: Any, index: str | None) -> None:
    """SQLite tells how it reads; PostgreSQL reads small tables whole, so there the answer alone is asked for."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, typed: Any, *_rest: Any) -> None:
        sent.append((statement, typed))

    engine = world.room.database.engine
    with world.room.database.reading() as session:
        event.listen(engine, "before_cursor_execute", note)
        assert read(session) == []
        event.remove(engine, "before_cursor_execute", note)
        if engine.dialect.name == "sqlite":
            statement, typed = sent[-1]
            plan = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", typed)]
            assert any("chosen" in line and (index or "SCAN chosen") in line for line in plan), plan
            within = plan[plan.index(next(line for line in plan if "LIST SUBQUERY" in line)) :]
            assert "USE TEMP B-TREE FOR ORDER BY" not in within[:2], plan
            assert [line for line in plan if line.startswith("SCAN") and "chosen" not in line] == [], plan
