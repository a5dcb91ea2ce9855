"""What was acknowledged is there after kill -9, once; processes that write at the same time do not disturb each other."""

import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.crash.writing_shop import intend
from tests.world import World
from workshop.auditing import audit
from workshop.errors import Invalid
from workshop.house import journalled
from workshop.shoproom import Shoproom, open_shoproom
from workshop.verifying import verify
from workshop.writing import Answer

ROOT = Path(__file__).resolve().parents[2]


def start(room: Shoproom, threads: int, *times: int) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "tests.crash.writing_shop", str(room.settings.data_dir), str(threads)]
    surroundings = os.environ | {"WORKSHOP_DATABASE_URL": room.settings.database_url}
    return subprocess.Popen([*words, *map(str, times)], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True)


def kill_after(process: "subprocess.Popen[str]", lines: int) -> dict[str, str]:
    """Kill -9 after so many acknowledgements; returns all that were given: serial by request key."""
    assert process.stdout is not None
    told = [process.stdout.readline() for _line in range(lines)]
    process.kill()
    told += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    return dict(line.split() for line in told if line.endswith("\n"))


def check(world: World, acknowledged: dict[str, str]) -> None:
    """Each acknowledged key is stored with its answer; asked once more, it is answered the same and does nothing."""
    pieces, entries = _count(world)
    for key, serial in acknowledged.items():
        again = intend(world.room, key)
        assert (again.repeated, again.told["serial"]) == (True, serial)
    assert _count(world) == (pieces, entries)
    stored = {row.key for row in world.rows("SELECT key FROM request_key")}
    assert acknowledged.keys() <= stored
    assert len({row.serial for row in world.rows("SELECT serial FROM piece")}) == pieces
    assert world.rows("SELECT count(*) AS n FROM work_event")[0].n == pieces


def _count(world: World) -> tuple[int, int]:
    (row,) = world.rows("SELECT (SELECT count(*) FROM piece) AS pieces, (SELECT size FROM journal_head) AS entries")
    return row.pieces, row.entries


def rounds(world: World, times: int) -> None:
    chance = random.Random(times)
    acknowledged: dict[str, str] = {}
    for _round in range(times):
        acknowledged |= kill_after(start(world.room, 4), chance.randint(1, 30))
    check(world, acknowledged)
    assert (verify(world.room, journalled()).problems, audit(world.room).findings) == ([], [])


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(world: World) -> None:
    rounds(world, 10)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_process_is_killed_a_hundred_times(world: World) -> None:
    rounds(world, 100)


def test_processes_that_write_at_once_never_fail(world: World) -> None:
    """A command runs beside the server."""
    others = [start(world.room, 2, 25) for _process in range(2)]
    mine = [world.worked() for _time in range(20)]
    told: dict[str, str] = {}
    for other in others:
        output, _nothing = other.communicate()
        assert other.returncode == 0
        told |= dict(line.split() for line in output.splitlines())
    assert len(told) == 100 and not set(mine) & set(told.values())
    assert verify(world.room, journalled()).problems == []


def test_one_request_key_in_two_processes_has_one_effect(world: World) -> None:
    """Two rooms stand for two processes: each has its own connections and its own handle of the lock."""
    other = open_shoproom(world.room.settings)
    together = threading.Barrier(2)

    def ask(room: Shoproom) -> Answer:
        together.wait()
        return intend(room, "the same key")

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, (world.room, other)))
    other.close()
    assert sorted(answer.repeated for answer in answers) == [False, True]
    assert len({answer.told["serial"] for answer in answers}) == 1
    assert _count(world)[0] == 1


def test_a_request_key_holds_after_a_restart(world: World) -> None:
    first = intend(world.room, "kept")
    room = open_shoproom(world.room.settings)
    assert intend(room, "kept").told == first.told
    room.close()


@pytest.mark.parametrize("otherwise", [{"body": "another thing"}, {"by": 3}])
def test_a_request_key_serves_one_request_of_one_person(world: World, otherwise: dict[str, object]) -> None:
    intend(world.room, "taken")
    before = _count(world)
    with pytest.raises(Invalid) as caught:
        intend(world.room, "taken", **otherwise)
    assert (caught.value.status, caught.value.slug) == (422, "request-key-reused")
    assert _count(world) == before
