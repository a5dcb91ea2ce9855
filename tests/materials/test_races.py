"""Four people at once at the last grams of a lot and at one stone: one has it, the others are told, and the books close."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.gate.test_races import CLIENTS, EACH, Client, Run, race, require_whole
from tests.world import World
from workshop.auditing import audit
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, melt
from workshop.materials.receiving import NewLot, receive_lot
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.casting import NewTree, plant_tree, pour
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.using import Added, Stones, Using

LAST_MG = 4_000
LAST = NewLot("metal", Amount(LAST_MG), alloy="au750y", received_on="2026-10-12")
ONE_STONE = NewLot("stone", Amount(0, 480, 1))


@pytest.fixture(params=EACH)
def races(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def clients() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        yield pool


def received(world: World, new: NewLot, races: int) -> list[str]:
    return world.tell(lambda w: [receive_lot(w, new) for _ in range(races)], world.omar)


def pieces(world: World, count: int) -> list[str]:
    made: list[str] = []
    while len(made) < count:
        some = min(500, count - len(made))
        made += world.tell(lambda w, n=some: make_pieces(w, NewPieces(world.design, count=n)), world.ana)
    return made


def using(serial: str, kind: str, what: Using, mg: int | None = None) -> Run:
    return lambda w: record_event(w, serial, Happening(kind, seen=0, weight_mg=mg, using=what))


def require_closed(world: World, races: int) -> None:
    """Each lot was taken whole, once, out of a stock that has nothing left; nothing else happened."""
    taken = "SELECT count(*) FROM movement m JOIN account f ON f.id = m.from_id WHERE f.kind = 'lot'"
    assert int(world.rows(taken)[0][0]) == races
    newest = (
        "b.sequence = (SELECT max(n.sequence) FROM balance n WHERE n.account_id = b.account_id AND n.lot_id = b.lot_id)"
    )
    left = f"SELECT count(*) FROM balance b JOIN lot l ON l.account_id = b.account_id AND l.id = b.lot_id WHERE l.is_own = 0 AND b.mg + b.number > 0 AND {newest}"
    assert int(world.rows(left)[0][0]) == 0
    assert audit(world.room).findings == []
    require_whole(world)


def test_the_last_grams_have_one_winner(world: World, clients: ThreadPoolExecutor, races: int) -> None:
    """Two pieces, a melt and a tree each want all of it."""
    lots, serials = received(world, LAST, races), iter(pieces(world, 2 * races))
    tree = world.tell(lambda w: plant_tree(w, NewTree("au750y", 2_000)), world.ana)[0]
    for lot in lots:
        whole = Using(added=(Added(lot),))
        runs: list[Client] = [
            (world.ana, using(next(serials), "cast", whole, LAST_MG)),
            (world.ines, using(next(serials), "cast", whole, LAST_MG)),
            (world.omar, lambda w, code=lot: melt(w, [(code, LAST_MG)], Poured(LAST_MG, "gold"))),  # type: ignore[misc]
            (world.ana, lambda w, code=lot: pour(w, tree, [(code, LAST_MG)])),  # type: ignore[misc]
        ]
        assert Counter(race(world, clients, runs)) == {"done": 1, "not-enough": 3}
    require_closed(world, races)


def test_one_stone_has_one_setting(world: World, clients: ThreadPoolExecutor, races: int) -> None:
    lots, serials = received(world, ONE_STONE, races), iter(pieces(world, CLIENTS * races))
    for lot in lots:
        stone = Using(stones=(Stones(lot, Amount(0, 480, 1)),))
        runs = [(who, using(next(serials), "set", stone)) for who in (world.ana, world.ines, world.omar, world.ana)]
        assert Counter(race(world, clients, runs)) == {"done": 1, "not-enough": 3}
    require_closed(world, races)


def test_four_melts_of_one_lot_never_wait_for_each_other_in_a_ring(world: World, clients: ThreadPoolExecutor) -> None:
    """Each makes a lot of it before it takes from it; there is enough for three."""
    (lot,) = received(world, LAST, 1)
    runs: list[Client] = [
        (who, lambda w: melt(w, [(lot, 1_300)], Poured(1_300, "gold")))
        for who in (world.ana, world.ines, world.omar, world.ana)
    ]
    assert Counter(race(world, clients, runs)) == {"done": 3, "not-enough": 1}
    assert audit(world.room).findings == []


def test_four_who_begin_the_books_at_once(world: World, clients: ThreadPoolExecutor) -> None:
    """The accounts of a kind are opened by whoever comes first, and by nobody twice."""
    runs: list[Client] = [
        (who, lambda w: receive_lot(w, LAST)) for who in (world.ana, world.ines, world.omar, world.ana)
    ]
    assert race(world, clients, runs) == ["done"] * CLIENTS
    keys = world.rows("SELECT key FROM account")
    assert len(keys) == len(set(keys)) == 2 + CLIENTS
    assert audit(world.room).findings == []
