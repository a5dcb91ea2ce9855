"""Random walks of what the bench does and what a database tool tries: whatever the way, nothing leaves without its pass."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, target
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from tests.gate.steps import change, custody, departure, event, head, look_at, release
from tests.world import World
from workshop.errors import Refusal
from workshop.pieces.actions import Happening
from workshop.pieces.moving import move_inside, send_to_outwork
from workshop.pieces.respecifying import Respecification, respecify
from workshop.units import microseconds

QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(
        Phase.generate,
        Phase.target,
    ),  # a bad walk is told as it is: making it shorter takes longer than reading it
    suppress_health_check=list(HealthCheck),
)
BENCH: dict[str, Callable[[World, str], object]] = {
    "work": lambda world, serial: world.event(serial, "polish"),
    "note": lambda world, serial: world.event(serial, "note", note="seen"),
    "pass": lambda world, serial: world.inspect(serial),
    "rework": lambda world, serial: world.inspect(serial, "rework"),
    "tag": lambda world, serial: world.tag(serial),
    "leave": lambda world, serial: world.leave(serial),
    "come back": lambda world, serial: world.come_back(serial),
    "safe": lambda world, serial: world.tell(lambda w: move_inside(w, serial, "safe"), world.ana),
    "shop": lambda world, serial: world.tell(lambda w: move_inside(w, serial, "shop"), world.ana),
    "respecify": lambda world, serial: world.tell(
        lambda w: respecify(w, serial, Respecification(world.standing(serial).seen, size="54")), world.omar
    ),
    "outwork": lambda world, serial: world.tell(
        lambda w: send_to_outwork(w, serial, Happening("outwork_out", seen=world.standing(serial).seen)), world.ana
    ),
}
TOOLS: dict[str, str] = {
    "forged departure": departure("it"),
    "departure on the other's pass": departure("it", look=look_at("other")),
    "forged release": release("it", look_at("it")),
    "release on the other's pass": release("it", look_at("other"), last_change_id=change("other")),
    "out past the door": custody("it", "customer"),
    "back without a word": custody("it", "shop"),
    "release taken away": "DELETE FROM release WHERE piece_id = {it}",
    "head set back": "UPDATE piece_head SET last_change_id = (SELECT min(e.id) FROM work_event e WHERE e.piece_id = {it}) WHERE piece_id = {it}",
    "raw work": event("it", "file"),
    "raw undo": event("it", "undo", corrects_id=head("it", "last_event_id")),
}
COMMON = ["work", "pass", "leave", "come back", "raw work", "forged departure"]
STEPS = st.tuples(
    st.one_of(*(st.sampled_from(some) for some in (COMMON, COMMON, [*BENCH], [*TOOLS]))),
    st.integers(0, 1),
)

LAST_CHANGES = (
    "SELECT e.piece_id, e.id FROM work_event e JOIN event_kind k ON k.key = e.kind WHERE k.ends_release = 1 "
    "ORDER BY e.piece_id, e.sequence"
)
PASSES = "SELECT i.id, i.piece_id, i.last_change_id FROM inspection i WHERE i.verdict = 'pass' AND i.purpose IN ('final','delta')"
OUTSIDE = "SELECT c.piece_id, c.sequence FROM custody c WHERE c.place NOT IN ('shop','repair','safe','outwork')"


class Walk:
    """Two pieces, and what the rows alone say of them after every step."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.serials = [world.released(), world.worked(kinds=["file"])]
        self.ids = [world.standing(serial).piece_id for serial in self.serials]
        self.changes: dict[int, int] = self._last_changes()
        self.left = self._departures()
        self.gone = 0

    def step(self, what: str, which: int) -> None:
        """Do it or be refused; any other error comes out."""
        try:
            if what in BENCH:
                BENCH[what](self.world, self.serials[which])
            else:
                self._by_tool(TOOLS[what], which)
        except (Refusal, DBAPIError):
            pass
        self.check(what)

    def _by_tool(self, statement: str, which: int) -> None:
        names = {"it": self.ids[which], "other": self.ids[1 - which], "ana": self.world.ana.id}
        said = statement.format_map({**names, "now": microseconds(self.world.room.now())})
        with self.world.raw() as connection, connection.begin():
            connection.exec_driver_sql(said)

    def check(self, what: str) -> None:
        """No step is both a change and a leaving, so a departure is measured by the change before its step."""
        passes = {row.id: (row.piece_id, row.last_change_id) for row in self.world.rows(PASSES)}
        now = self._last_changes()
        for row in self.world.rows("SELECT r.piece_id, r.inspection_id, r.last_change_id FROM release r"):
            current = (row.piece_id, now[row.piece_id])
            assert passes.get(row.inspection_id) == current, f"{what}: a release without a current pass"
        for number, row in self._departures().items():
            if number not in self.left:
                current = (row.piece_id, self.changes[row.piece_id])
                assert passes.get(row.inspection_id) == current, f"{what}: it left without a current pass"
                self.gone += 1
        self._check_places(what)
        self.changes, self.left = now, self._departures()

    def _check_places(self, what: str) -> None:
        doors = {(row.piece_id, row.custody_sequence) for row in self._departures().values()}
        assert {tuple(row) for row in self.world.rows(OUTSIDE)} <= doors, f"{what}: it is outside, past the door"

    def _last_changes(self) -> dict[int, int]:
        return dict(tuple(row) for row in self.world.rows(LAST_CHANGES))

    def _departures(self) -> dict[int, Any]:
        asked = "SELECT d.id, d.piece_id, d.inspection_id, d.custody_sequence FROM departure d"
        return {row.id: row for row in self.world.rows(asked)}


def walk_about(world: World) -> int:
    """Many walks; returns how many departures there were in all. Raises AssertionError with the first bad step."""
    gone: list[int] = []

    @QUICK
    @given(st.lists(STEPS, min_size=6, max_size=20))
    def walks(steps: list[tuple[str, int]]) -> None:
        walk = Walk(world)
        for what, which in steps:
            walk.step(what, which)
        gone.append(walk.gone)
        target(walk.gone, label="departures")

    walks()
    return sum(gone)


def test_whatever_the_way_nothing_leaves_without_its_pass(world: World) -> None:
    assert walk_about(world) > 10, "the walks did not come to the door"


def test_the_walks_find_a_missing_guard(world: World) -> None:
    """A tool's departure goes past the check of the verb; of the door only this guard is left."""
    with world.raw() as connection, connection.begin():
        on = " ON departure" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER departure_on_release{on}")
    with pytest.raises(AssertionError, match="it left without a current pass"):
        walk_about(world)
