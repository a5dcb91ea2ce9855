"""Four people at once at the same piece: one is first, the others are told, and nothing else happens."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.world import World
from workshop.catalogue.actions import open_edition
from workshop.errors import Conflict, Refusal
from workshop.house import journalled
from workshop.inspection.actions import Leaving, Looked, record_departure, record_inspection
from workshop.inspection.rules import Given
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.making import NewPieces, make_pieces
from workshop.verifying import verify
from workshop.writing import Actor, Intent, Writing

CLIENTS = 4
EACH = (125, pytest.param(500, marks=pytest.mark.slow))  # races of each kind: 500 of all four in every run
SEEN = 2
Run = Callable[[Writing], object]
Client = tuple[Actor, Run]


@pytest.fixture(params=EACH)
def races(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def clients() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        yield pool


def race(world: World, clients: ThreadPoolExecutor, runs: Sequence[Client]) -> list[str]:
    """What each client was told: "done", or the refusal. Anything else that goes wrong comes out here."""
    start = threading.Barrier(len(runs))

    def run(client: Client, number: int) -> str:
        by, act = client
        start.wait()
        try:
            world.room.do(Intent("race", by, world.room.now()), lambda w: {"told": str(act(w))})
        except Refusal as refusal:
            assert type(refusal) is Conflict, refusal.sentence
            return refusal.slug
        return "done"

    return list(clients.map(run, runs, range(len(runs))))


def many(world: World, races: int, *, passed: bool) -> tuple[list[str], list[Given]]:
    """Pieces with two events each, all alike, made in one transaction; and good answers for any of them."""
    first = world.worked(kinds=["wax", "file"])
    answers = world.good_answers(first)

    def make(writing: Writing) -> list[str]:
        serials = make_pieces(writing, NewPieces(world.design, count=races))
        for serial in serials:
            for seen, kind in enumerate(("wax", "file")):
                record_event(writing, serial, Happening(kind, seen=seen))
        return serials

    serials = world.tell(make, world.ana)
    if passed:
        looked = Looked(SEEN, "pass", answers)
        world.tell(lambda w: [record_inspection(w, serial, looked) for serial in serials], world.ines)
    return serials, answers


def counted(world: World, question: str, **values: Any) -> int:
    return int(world.rows(question, **values)[0][0])


def require_whole(world: World) -> None:
    """The journal is one chain, and tells every row."""
    assert verify(world.room, journalled()).problems == []


def test_one_of_four_starts_work(world: World, clients: ThreadPoolExecutor, races: int) -> None:
    serials, _answers = many(world, races, passed=False)
    for serial in serials:
        start: Run = lambda w, s=serial: record_event(w, s, Happening("start", seen=SEEN))  # type: ignore[misc]  # noqa: E731
        told = race(world, clients, [(who, start) for who in (world.ana, world.ines, world.omar, world.ana)])
        assert Counter(told) == {"done": 1, "moved-on": 3}
    assert counted(world, "SELECT count(*) FROM work_event WHERE kind = 'start'") == races
    require_whole(world)


def test_a_pass_against_work(world: World, clients: ThreadPoolExecutor, races: int) -> None:
    """Work that comes after the pass is allowed, and ends it; a pass that comes after the work is of another piece."""
    serials, answers = many(world, races, passed=False)
    for serial in serials:
        work: Run = lambda w, s=serial: record_event(w, s, Happening("polish", seen=SEEN))  # type: ignore[misc]  # noqa: E731
        look: Run = lambda w, s=serial: record_inspection(w, s, Looked(SEEN, "pass", answers))  # type: ignore[misc]  # noqa: E731
        told = race(world, clients, [(world.ines, look), (world.ana, work), (world.ines, look), (world.omar, work)])
        assert told[1::2].count("done") == 1 and told[0::2].count("done") <= 1, told
    assert counted(world, "SELECT count(*) FROM release") == 0
    assert counted(world, "SELECT count(*) FROM work_event WHERE kind = 'polish'") == races
    late = "SELECT count(*) FROM work_event p JOIN work_event w ON w.piece_id = p.piece_id AND w.kind = 'polish' WHERE p.kind = 'passed' AND p.sequence > w.sequence"
    assert counted(world, late) == 0
    require_whole(world)


def test_one_of_four_departures(world: World, clients: ThreadPoolExecutor, races: int) -> None:
    serials, _answers = many(world, races, passed=True)
    for serial in serials:
        runs = [
            (world.omar, lambda w, s=serial, k=kind: record_departure(w, s, Leaving(SEEN, k)))
            for kind in ("sold", "lent", "shipped", "handed_back")
        ]
        told = race(world, clients, runs)
        assert Counter(told)["done"] == 1, told
    for table, where in (("departure", "1=1"), ("custody", "place <> 'shop'"), ("work_event", "kind = 'left'")):
        assert counted(world, f"SELECT count(*) FROM {table} WHERE {where}") == races
    require_whole(world)


def test_the_last_number_of_an_edition(world: World, clients: ThreadPoolExecutor, races: int) -> None:
    names = [f"Edition {number}" for number in range(races)]
    world.tell(lambda w: [open_edition(w, world.design, name=name, size=1) for name in names], world.omar)
    for name in names:
        make: Run = lambda w, n=name: make_pieces(w, NewPieces(world.design, edition=n))  # type: ignore[misc]  # noqa: E731
        told = race(world, clients, [(world.ana, make)] * CLIENTS)
        assert Counter(told)["done"] == 1, told
    assert counted(world, "SELECT count(*) FROM piece WHERE edition_number = 1") == races
    require_whole(world)


def test_four_at_four_pieces_hinder_nobody(world: World, clients: ThreadPoolExecutor, races: int) -> None:
    serials, _answers = many(world, races, passed=False)
    for first in range(0, races - CLIENTS + 1, CLIENTS):
        runs: list[Client] = [
            (world.ana, lambda w, s=serial: record_event(w, s, Happening("start", seen=SEEN)))  # type: ignore[misc]
            for serial in serials[first : first + CLIENTS]
        ]
        assert race(world, clients, runs) == ["done"] * CLIENTS
    require_whole(world)
