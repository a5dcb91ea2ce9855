"""Pieces as they come to a bench: weighed, of metal and stones with their lots, at one of their stages."""

from tests.materials.test_books import GRAIN
from tests.pieces.test_using import SAPPHIRES
from tests.world import World
from workshop.catalogue.routing import StageChange, add_route, add_stage
from workshop.materials.issuing import issue
from workshop.materials.ledger import Amount
from workshop.materials.receiving import receive_lot
from workshop.pieces.using import Added, Using
from workshop.writing import Actor, Writing

SHORT = "Short"
FOUR_STONES = Amount(carat_thousandths=213, number=4)


def to_be_filed(world: World, by: Actor | None = None, weight_mg: int = 4_500) -> str:
    """Cast, its metal out of a lot, on a route of three stages: Cast, File, Set. It has few checks."""
    world.tell(_add_short_route, world.omar)
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    serial = world.piece(world.design_of("other", route=SHORT))
    world.event(serial, "cast", by, stage="Cast", weight_mg=weight_mg, using=Using(added=(Added(lot),)))
    return serial


def _add_short_route(writing: Writing) -> None:
    add_route(writing, SHORT)
    for work, name, loss_asked in (("cast", "Cast", None), ("file", "File", 800), ("set", "Set", 200)):
        add_stage(writing, SHORT, work, StageChange(name, loss_asked))


def to_be_set(world: World) -> str:
    """In Ana's hand, at the stage where its stones are set."""
    serial = to_be_filed(world)
    world.event(serial, "file", stage="File")
    world.event(serial, "start", stage="Set")
    return serial


def give_stones(world: World, who: Actor, given: Amount = FOUR_STONES) -> str:
    """A parcel, some of it issued to this person."""
    parcel = world.tell(lambda w: receive_lot(w, SAPPHIRES), world.omar)
    world.tell(lambda w: issue(w, parcel, given, who.subject), world.omar)
    return parcel
