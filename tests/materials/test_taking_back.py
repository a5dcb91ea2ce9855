"""What is taken back goes back the way it came, with all that it was."""

from tests.materials.test_books import there
from tests.world import World
from workshop.materials.booking import Move, account_of, post, take_back
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, find_lot, receive_lot
from workshop.writing import Writing

CASTINGS = NewLot("castings", Amount(9_000, 0, 3), alloy="au750y")


def test_a_chain_goes_back_from_its_end_with_its_number(world: World) -> None:
    code = world.tell(lambda w: receive_lot(w, CASTINGS), world.omar)

    def send_on(writing: Writing) -> int:
        lot, scrap, lost = find_lot(writing, code), account_of(writing, "scrap"), account_of(writing, "lost")
        some = Amount(3_000, 0, 1)
        return post(writing, "sent", [Move(lot.id, lot.account_id, scrap, some), Move(lot.id, scrap, lost, some)])

    posting = world.tell(send_on, world.ana)
    assert there(world, "lost", None, code) == Amount(3_000, 0, 1)
    world.tell(lambda w: take_back(w, posting, "found"), world.ana)
    assert there(world, "lot", code, code) == Amount(9_000, 0, 3)
    assert there(world, "lost", None, code) == there(world, "scrap", None, code) == Amount()
