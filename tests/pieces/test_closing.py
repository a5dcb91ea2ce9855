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
from workshop.pieces.tree_closing import Left, close_tree
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


def _tree(world: World, poured_mg: int, *cut_mg: int) -> tuple[str, str, list[str]]:
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    tree, _needed = world.tell(lambda w: plant_tree(w, NewTree("au750y", 2_000)), world.ana)
    world.tell(lambda w: pour(w, tree, [(lot, poured_mg)]), world.ana)
    serials = world.pieces(len(cut_mg)) if cut_mg else []
    for serial, mg in zip(serials, cut_mg, strict=True):
        world.tell(lambda w, it=serial, so=mg: cut_off(w, tree, it, so), world.ana)
    return lot, tree, serials


@pytest.mark.parametrize(
    ("cut", "missing", "where"),
    [((), 20, "weighing"), ((), 21, "unexplained"), ((4_000,) * 4, 60, "weighing"), ((4_000,) * 4, 61, "unexplained")],
)
def test_a_tree_may_miss_a_division_for_each_weighing_in_it(
    world: World, cut: tuple[int, ...], missing: int, where: str
) -> None:
    """Once poured, once for each piece, once for the sprues."""
    lot, tree, _serials = _tree(world, 20_000, *cut)
    rest = 20_000 - sum(cut) - missing
    world.tell(lambda w: close_tree(w, tree, Left(scrap_mg=rest)), world.ana)
    assert there(world, where, None, lot) == Amount(missing)


@pytest.mark.parametrize(("missing", "where"), [(40, "weighing"), (41, "unexplained")])
def test_a_weighing_that_was_undone_is_none(world: World, missing: int, where: str) -> None:
    """Once poured, once for the piece that stays cut, once for the sprues, once for the filings."""
    lot, tree, (_first, second) = _tree(world, 20_000, 4_000, 4_000)
    world.event(second, "undo", corrects=world.standing(second).sequence)
    world.tell(lambda w: close_tree(w, tree, Left(scrap_mg=15_940 - missing, lemel_mg=60)), world.ana)
    assert there(world, where, None, lot) == Amount(missing)


def test_a_tree_that_is_poured_anew_counts_from_there(world: World) -> None:
    lot, tree, _serials = _tree(world, 20_000, 4_000, 4_000)
    world.tell(lambda w: close_tree(w, tree, Left(scrap_mg=12_000)), world.ana)
    world.tell(lambda w: pour(w, tree, [(lot, 5_000)]), world.ana)
    world.tell(lambda w: close_tree(w, tree, Left(scrap_mg=4_979)), world.ana)
    assert there(world, "unexplained", None, lot) == Amount(21)


def test_how_and_where_a_piece_was_cast_is_in_its_story(world: World) -> None:
    _lot, tree, (_first,) = _tree(world, 20_000, 4_000)
    (serial,) = world.pieces(1)
    world.tell(
        lambda w: cut_off(w, tree, serial, 4_000, method="by hand", place="the foundry", note="a pit"), world.ana
    )
    told = world.rows(
        "SELECT e.kind, e.method, e.place, e.note, e.weight_mg FROM work_event e JOIN piece p ON p.id = e.piece_id WHERE p.serial = :it",
        it=serial,
    )
    assert [tuple(row) for row in told] == [("cast", "by hand", "the foundry", "a pit", 4_000)]
