"""Pieces as they come to a bench: weighed, of metal and stones with their lots, at one of their stages."""

from tests.materials.test_books import GRAIN
from tests.pieces.test_using import SAPPHIRES
from tests.world import World
from workshop.materials.issuing import issue
from workshop.materials.ledger import Amount
from workshop.materials.receiving import receive_lot
from workshop.pieces.using import Added, Using
from workshop.writing import Actor

FOUR_STONES = Amount(carat_thousandths=213, number=4)


def to_be_filed(world: World, serial: str | None = None, weight_mg: int = 4_500, by: Actor | None = None) -> str:
    """Cast and cut, its metal out of a lot. Setting comes after filing."""
    serial = serial or world.piece()
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    world.event(serial, "wax", by, stage="Wax")
    world.event(serial, "cast", by, stage="Cast", weight_mg=weight_mg, using=Using(added=(Added(lot),)))
    world.event(serial, "cut", by, stage="Cut and check")
    leave_out(world, serial, "Pre-polish", "Mark", "Engrave", "Polish", "Clean", "Plate", by=by)
    return serial


def to_be_set(world: World, weight_mg: int = 4_500) -> str:
    """In Ana's hand, at the stage where its stones are set."""
    serial = to_be_filed(world, weight_mg=weight_mg)
    world.event(serial, "file", stage="File and assemble")
    world.event(serial, "start", stage="Set")
    return serial


def leave_out(world: World, serial: str, *stages: str, by: Actor | None = None) -> None:
    for stage in stages:
        world.event(serial, "skipped", by, stage=stage, reason="plain")


def give_stones(world: World, who: Actor, given: Amount = FOUR_STONES) -> str:
    """A parcel, some of it issued to this person."""
    parcel = world.tell(lambda w: receive_lot(w, SAPPHIRES), world.omar)
    world.tell(lambda w: issue(w, parcel, given, who.subject), world.omar)
    return parcel
