"""From a lot, document, supplier, report or piece to all that hangs together with it, in a number of statements that stands still."""

import pytest

from tests.claims.test_gathering import _recycled_lot
from tests.materials.test_books import GRAIN
from tests.world import World
from workshop.claims.trace import LISTS, count_all, find_start
from workshop.claims.tracelines import lines_of
from workshop.errors import NotFound
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, melt
from workshop.materials.receiving import NewLot, find_lot, receive_lot, tell_stone
from workshop.pieces.using import Added, Stones, Using


class Web:
    """Two bought lots melted into a third, three pieces of it, one of the first lot alone, one of neither; a stone with a report."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.known = _recycled_lot(world)
        self.other = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
        self.melted = world.tell(
            lambda w: melt(w, [(self.known, 30_000), (self.other, 6_000)], Poured(36_000, "gold")), world.ana
        )
        self.stone = world.tell(lambda w: receive_lot(w, NewLot("stone", Amount(carat_thousandths=500, number=1))), world.omar)  # fmt: skip
        world.tell(
            lambda w: tell_stone(
                w,
                find_lot(w, self.stone).id,
                species="sapphire",
                nature="natural",
                treatment="heated",
                report_number="GIA 2141438171",
            ),
            world.omar,
        )
        self.of_melt = [self.cast(self.melted) for _count in range(3)]
        self.of_known = self.cast(self.known)
        self.of_none = world.piece()
        one = Amount(carat_thousandths=500, number=1)
        world.event(self.of_known, "set", using=Using(stones=(Stones(self.stone, one),)))

    def cast(self, lot: str) -> str:
        serial = self.world.piece()
        self.world.event(serial, "cast", weight_mg=4_000, using=Using(added=(Added(lot),)))
        return serial

    def codes(self, typed: str, show: str) -> set[str]:
        with self.world.room.database.reading() as session:
            return {line.code for line in lines_of(session, find_start(session, typed), show)}


@pytest.fixture
def web(world: World) -> Web:
    return Web(world)


def test_down_from_a_lot_goes_through_its_melts_to_the_pieces(web: Web) -> None:
    every = {*web.of_melt, web.of_known}
    assert web.codes(web.known, "pieces") == every
    assert web.codes(web.other, "pieces") == set(web.of_melt)
    assert web.codes("DOC-0001", "pieces") == every
    assert web.codes("sup-0001", "pieces") == every
    assert web.codes("GIA 2141438171", "pieces") == {web.of_known}
    assert web.codes(web.of_none, "pieces") == {web.of_none}


def test_up_from_a_piece_goes_to_lots_documents_and_suppliers(web: Web) -> None:
    assert web.codes(web.of_melt[0], "lots") == {web.known, web.other, web.melted}
    assert web.codes(web.of_melt[0], "documents") == {"DOC-0001"}
    assert web.codes(web.of_melt[0], "suppliers") == {"SUP-0001"}
    assert web.codes(web.of_known, "lots") == {web.known, web.stone}
    assert web.codes(web.other, "documents") == set()
    assert web.codes(web.melted, "lots") == {web.known, web.other, web.melted}


def test_what_is_scrapped_is_traced_no_longer(web: Web) -> None:
    gone = web.of_melt[0]
    web.world.inspect(gone, "scrap", note="cracked")
    assert gone not in web.codes(web.known, "pieces")


def test_counts_are_those_of_the_lists(web: Web) -> None:
    for typed in (web.known, web.melted, "DOC-0001", "SUP-0001", web.of_melt[0], "GIA 2141438171"):
        with web.world.room.database.reading() as session:
            start = find_start(session, typed)
            counts = count_all(session, start)
            assert [getattr(counts, show) for show in LISTS] == [len(lines_of(session, start, show)) for show in LISTS]


@pytest.mark.parametrize("typed", ["", "R-9999", "x" * 100, "\0", "%", "SUP-9999"])
def test_what_is_nowhere_is_not_found(world: World, typed: str) -> None:
    with world.room.database.reading() as session, pytest.raises(NotFound):
        find_start(session, typed)
