"""Whatever the scale shows, the books of a piece close on it: found metal comes in, lost metal goes out, scrap is in its box."""

import pytest

from tests.materials.test_books import GRAIN, there
from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design
from workshop.errors import Conflict
from workshop.materials.ledger import Amount
from workshop.materials.receiving import receive_lot
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.casting import NewTree, cut_off, plant_tree, pour
from workshop.pieces.queries import lock_piece
from workshop.pieces.using import Added, Using


def _cast(world: World) -> tuple[str, str]:
    lot, piece = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), world.piece()
    world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
    return lot, piece


@pytest.mark.parametrize(
    ("shown", "where", "booked"),
    [(4_290, "weighing", 10), (4_310, "weighing", -10), (4_200, "unexplained", 100), (4_360, "unexplained", -60)],
)
def test_the_books_close_on_what_the_scale_shows(world: World, shown: int, where: str, booked: int) -> None:
    lot, piece = _cast(world)
    world.event(piece, "file", weight_mg=shown, reason="so")
    assert there(world, "piece", piece, lot) == Amount(shown)
    assert there(world, where, None, lot) == Amount(booked)


def test_a_correction_of_an_older_weighing_leaves_the_newer_one(world: World) -> None:
    lot, piece = _cast(world)
    first = world.event(piece, "file", weight_mg=4_200, reason="so")
    world.event(piece, "polish", weight_mg=4_190, reason="so")
    world.event(piece, "correction", weight_mg=4_100, corrects=first, reason="misread")
    assert there(world, "piece", piece, lot) == Amount(4_190)


def test_a_scrapped_piece_is_in_the_scrap_box(world: World) -> None:
    lot, piece = _cast(world)
    world.tell(lambda w: add_event(w, lock_piece(w.session, piece), Happening("scrap", reason="cracked")), world.ines)
    assert there(world, "scrap", None, lot) == Amount(4_300)
    assert there(world, "piece", piece, lot) == Amount()


def test_a_piece_of_another_alloy_is_not_cut_off_a_tree(world: World) -> None:
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    silver = world.piece(world.tell(lambda w: add_design(w, NewDesign("Band", "ring", "ag925")), world.omar))
    tree, _needed = world.tell(lambda w: plant_tree(w, NewTree("au750y", 2_000)), world.ana)
    world.tell(lambda w: pour(w, tree, [(lot, 9_000)]), world.ana)
    with pytest.raises(Conflict, match="another alloy"):
        world.tell(lambda w: cut_off(w, tree, silver, 4_000), world.ana)
