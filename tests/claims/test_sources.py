"""What the rulebook is told of a source: how much of it was used, what it is known to be, and whether it is more than solder."""

from tests.materials.test_books import GRAIN
from tests.world import World
from workshop.claims.facts import MetalLine
from workshop.claims.gathering import facts_of
from workshop.claims.queries import pieces_of
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, melt
from workshop.materials.receiving import NewLot, receive_lot, tell_origin
from workshop.pieces.using import Added, Using


def _line(world: World, *added: Added) -> MetalLine:
    """Cast a piece of all of these; the line of their metal."""
    piece = world.piece()
    for one in added:
        world.event(piece, "note", note="more of it", using=Using(added=(one,)))
    with world.room.database.reading() as session:
        (known,) = facts_of(session, pieces_of(session, [piece])).values()
    (line,) = known.metals
    return line


def test_what_was_used_of_a_lot_is_what_is_no_longer_in_stock(world: World) -> None:
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    ((source, _share),) = _line(world, Added(lot, 4_178)).parts
    assert (source.received_mg, source.used_mg) == (66_660, 4_178)


def test_of_what_was_melted_here_no_word_is_taken_for_its_origin(world: World) -> None:
    """Nobody knows the fineness of the old ring, so the melt is its own source."""
    ring = world.tell(lambda w: receive_lot(w, NewLot("metal", Amount(9_000), metal="gold")), world.omar)
    melted = world.tell(lambda w: melt(w, [(ring, 9_000)], Poured(9_000, "gold")), world.ana)
    world.tell(lambda w: tell_origin(w, melted, "recycled_unspecified"), world.omar)
    ((source, _share),) = _line(world, Added(melted, 4_000)).parts
    assert (source.code, source.origin) == (melted, "unknown")


def test_a_lot_is_incidental_only_when_all_of_it_is(world: World) -> None:
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    solder, body = Added(lot, 30, role="solder", is_incidental=True), Added(lot, 4_000)
    assert _line(world, solder).is_incidental
    assert not _line(world, solder, body).is_incidental
    assert not _line(world, body, solder).is_incidental
