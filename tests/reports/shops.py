"""Small shops in which anything may have happened, and their raw rows, for figures to be reckoned once more by other means."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.conftest import Clock
from tests.world import World
from workshop.pieces.rules import KINDS

BEGAN = datetime(2026, 9, 20, 7, 30, tzinfo=UTC)  # summer time; it ends on 25 October
STEPS = ("wax", "cast", "cut", "file", "polish")
NOW = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
MICRO = 1_000_000


@dataclass
class Shop:
    world: World
    serials: list[str]

    def rows(self, statement: str, **values: Any) -> list[Any]:
        return self.world.rows(statement, **values)

    def pieces(self) -> dict[int, Any]:
        return {
            row.id: row
            for row in self.rows(
                "SELECT p.id, p.serial, p.created_at, p.route_id, d.code, d.name AS design, h.state, h.awaits, h.moved_at, h.weight_mg, h.stage_id, h.last_change_id "
                "FROM piece p JOIN design d ON d.id = p.design_id JOIN piece_head h ON h.piece_id = p.id"
            )
        }

    def events(self) -> dict[int, list[Any]]:
        """All entries of each piece in order, without those that were taken back and the taking back."""
        found: dict[int, list[Any]] = {}
        for row in self.rows("SELECT * FROM work_event ORDER BY piece_id, sequence"):
            found.setdefault(row.piece_id, []).append(row)
        for entries in found.values():
            undone = {one.corrects_id for one in entries if one.kind == "undo"}
            entries[:] = [one for one in entries if one.id not in undone and one.kind != "undo"]
        return found

    def looks(self) -> dict[int, list[Any]]:
        """The decided inspections of each piece in order."""
        found: dict[int, list[Any]] = {}
        for row in self.rows("SELECT * FROM inspection WHERE verdict IS NOT NULL ORDER BY piece_id, number"):
            found.setdefault(row.piece_id, []).append(row)
        return found


def random_shop(world: World, clock: Clock, seed: int, pieces: int = 9) -> Shop:
    """Pieces of two designs on a walk through the house, the clock going on between the entries by minutes or days."""
    chance = Random(seed)
    world.shop(time_zone="Europe/Lisbon")
    clock.at = BEGAN
    designs = [world.design, world.design_of("pendant")]
    serials = [world.piece(chance.choice(designs)) for _ in range(pieces)]
    for serial in serials:
        clock.at = BEGAN + timedelta(minutes=chance.randrange(60 * 24 * 40))
        _walk(world, clock, chance, serial)
    clock.at = NOW
    return Shop(world, serials)


def _walk(world: World, clock: Clock, chance: Random, serial: str) -> None:
    presses_start = chance.random() < 0.6
    for kind in STEPS[: chance.randrange(1, len(STEPS) + 1)]:
        _step(world, clock, chance, serial, kind, presses_start)
    for _ in range(chance.randrange(4)):
        if world.standing(serial).state in ("scrapped", "away") or not _ready(world, serial):
            return
        _look(world, clock, chance, serial)


def _step(world: World, clock: Clock, chance: Random, serial: str, kind: str, presses_start: bool) -> None:
    if presses_start:
        world.event(serial, "start")
        _later(clock, chance)
    if presses_start and chance.random() < 0.3:
        world.event(serial, "put_down")
        _later(clock, chance)
        world.event(serial, "take_up")
        _later(clock, chance)
    sequence = world.event(serial, kind, weight_mg=4_000)
    if chance.random() < 0.2:
        world.event(serial, "undo", corrects=sequence)
        _later(clock, chance)
        world.event(serial, kind, weight_mg=4_000)
    _later(clock, chance)


def _ready(world: World, serial: str) -> bool:
    return world.standing(serial).state in ("waiting", "released")


def _look(world: World, clock: Clock, chance: Random, serial: str) -> None:
    if world.standing(serial).state == "released":
        if chance.random() < 0.5:
            world.leave(serial)
            _later(clock, chance)
            world.come_back(serial)
            world.event(serial, "repair", weight_mg=4_000)
        else:
            world.event(serial, "polish", weight_mg=4_000)
        _later(clock, chance)
    verdict = chance.choice(("pass", "pass", "rework", "scrap"))
    if verdict == "pass":
        world.inspect(serial)
    else:
        codes = [one.code for one in world.good_answers(serial) if one.passes]
        back = {"back_to": "File and assemble"} if verdict == "rework" and chance.random() < 0.6 else {}
        world.inspect(serial, verdict, answers=world.bad_answers(serial, chance.choice(codes)), **back)
        if verdict == "rework":
            _later(clock, chance)
            world.event(serial, "start")
            _later(clock, chance)
            world.event(serial, "file", weight_mg=4_000)
    _later(clock, chance)


def _later(clock: Clock, chance: Random) -> None:
    clock.forward(minutes=chance.choice((1, 7, 45, 300, 1_441, 4_000)), microseconds=chance.randrange(MICRO))


FINISHES = {key for key, kind in KINDS.items() if kind.is_work} - {"start", "take_up", "made_before"} | {"outwork_back"}
DONE_HERE = FINISHES - {"outwork_back"}


def percentile(values: list[int], share: float) -> float | None:
    """By the textbook: the place among the ordered values, between neighbours in proportion."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] * (1 - (place - low)) + ordered[high] * (place - low)
