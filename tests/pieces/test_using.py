"""Material at the stages: a piece's books close when it is weighed, and nothing leaves the house's sums."""

import pytest
from sqlalchemy import text

from tests.materials.test_books import GRAIN, there
from tests.world import World
from workshop.errors import Conflict, Invalid
from workshop.materials.issuing import issue
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, receive_lot
from workshop.pieces.casting import NewTree, cut_off, plant_tree, pour
from workshop.pieces.tree_closing import Left, close_tree
from workshop.pieces.using import Added, Stones, Using

SAPPHIRES = NewLot("stones", Amount(carat_thousandths=480, number=9))


def test_a_piece_that_is_cast_takes_what_it_weighs_out_of_its_lot(world: World) -> None:
    lot, piece = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), world.piece()
    world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
    assert there(world, "piece", piece, lot) == Amount(4_300)
    assert there(world, "lot", lot, lot) == Amount(62_360)


def test_filing_books_what_the_scale_misses(world: World) -> None:
    lot, piece = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), world.piece()
    world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
    world.event(piece, "file", weight_mg=4_178, using=Using(lemel_mg=100), reason="filed")
    assert there(world, "piece", piece, lot) == Amount(4_178)
    assert there(world, "lemel", None, lot) == Amount(100)
    assert there(world, "weighing", None, lot) == Amount(22)
    world.event(piece, "polish", weight_mg=4_000, reason="much")
    assert there(world, "unexplained", None, lot) == Amount(178)


def test_stones_close_at_setting_and_net_is_gross_less_stones(world: World) -> None:
    lot, stones = (world.tell(lambda w, new=new: receive_lot(w, new), world.omar) for new in (GRAIN, SAPPHIRES))
    piece = world.piece()
    world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
    three, one = Amount(carat_thousandths=160, number=3), Amount(carat_thousandths=50, number=1)
    with pytest.raises(Invalid, match="do not close"):
        world.event(piece, "set", using=Using(stones=(Stones(stones, three, broken=one, issued=3),)))
    world.event(piece, "set", weight_mg=4_332, using=Using(stones=(Stones(stones, three, broken=one),)))
    assert there(world, "piece", piece, stones) == three
    assert there(world, "broken", None, stones) == one
    assert there(world, "lot", stones, stones) == Amount(carat_thousandths=270, number=5)
    assert there(world, "piece", piece, lot) == Amount(4_300)


def test_undo_takes_the_books_back_and_scrap_fills_the_box(world: World) -> None:
    lot, piece = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), world.piece()
    world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
    sequence = world.event(piece, "file", weight_mg=4_200, reason="filed")
    world.event(piece, "undo", corrects=sequence)
    assert there(world, "piece", piece, lot) == Amount(4_300)
    assert there(world, "unexplained", None, lot) == Amount(0)


def test_more_cannot_come_off_than_is_there(world: World) -> None:
    lot, piece = world.tell(lambda w: receive_lot(w, GRAIN), world.omar), world.piece()
    world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
    with pytest.raises(Conflict, match="cannot have come off"):
        world.event(piece, "file", using=Using(lemel_mg=4_301))


def test_a_tree_closes_to_the_milligram(world: World) -> None:
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    other = world.tell(lambda w: receive_lot(w, NewLot("metal", Amount(10_000), alloy="au750y")), world.omar)
    first, second, third = world.pieces(3)
    tree, needed = world.tell(
        lambda w: plant_tree(w, NewTree("au750y", 2_000, 500, (first, second), wax_density=1000)), world.ana
    )
    assert needed == 1_500 * 15_580 // 1000 + 2_337
    world.tell(lambda w: pour(w, tree, [(lot, 20_000), (other, 5_000)]), world.ana)
    world.tell(lambda w: cut_off(w, tree, first, 7_001), world.ana)
    world.tell(lambda w: cut_off(w, tree, second, 6_999), world.ana)
    with pytest.raises(Conflict, match="less than that"):
        world.tell(lambda w: cut_off(w, tree, third, 12_000), world.ana)
    world.tell(lambda w: close_tree(w, tree, Left(scrap_mg=10_460, lemel_mg=0, loss_mg=500)), world.ana)
    for code, whole in ((lot, 66_660), (other, 10_000)):
        with world.room.database.reading() as session:
            rows = session.execute(
                text(
                    "SELECT a.kind, b.mg FROM balance b JOIN account a ON a.id = b.account_id JOIN lot l ON l.id = b.lot_id "
                    "WHERE l.code = :code AND a.control_id IS NULL AND a.key = a.kind AND b.sequence = "
                    "(SELECT max(m.sequence) FROM balance m WHERE m.account_id = b.account_id AND m.lot_id = b.lot_id)"
                ),
                {"code": code},
            ).all()
        assert sum(mg for _kind, mg in rows) == 0
        assert -dict(map(tuple, rows))["outside"] == whole
    assert there(world, "tree", tree, lot) == Amount(0)


CASTINGS = NewLot("castings", Amount(12_610, number=3), alloy="au750y", form="casting")


def test_castings_received_come_out_of_their_lot_each_with_its_weight(world: World) -> None:
    lot = world.tell(lambda w: receive_lot(w, CASTINGS), world.omar)
    first, second = world.pieces(2, way_in="castings", castings=lot, weights_mg=(4_200, 4_210))
    assert there(world, "piece", first, lot) == Amount(4_200, number=1)
    assert there(world, "piece", second, lot) == Amount(4_210, number=1)
    with pytest.raises(Conflict, match="1 castings left"):
        world.pieces(2, way_in="castings", castings=lot)
    (third,) = world.pieces(1, way_in="castings", castings=lot, weights_mg=(4_190,))
    assert there(world, "lot", lot, lot) == Amount(0)
    assert there(world, "weighing", None, lot) == Amount(10)
    assert there(world, "piece", third, lot) == Amount(4_190, number=1)


def test_castings_that_nobody_weighed_share_their_lot_to_the_milligram(world: World) -> None:
    lot = world.tell(lambda w: receive_lot(w, CASTINGS), world.omar)
    shares = [there(world, "piece", one, lot).mg for one in world.pieces(3, way_in="castings", castings=lot)]
    assert shares == [4_204, 4_203, 4_203]


def test_castings_come_only_out_of_castings_of_the_same_alloy(world: World) -> None:
    grain, silver = (
        world.tell(lambda w, new=new: receive_lot(w, new), world.omar)
        for new in (GRAIN, NewLot("castings", Amount(9_000, number=2), alloy="ag925"))
    )
    with pytest.raises(Conflict, match="holds no castings"):
        world.pieces(1, way_in="castings", castings=grain)
    with pytest.raises(Conflict, match="another alloy"):
        world.pieces(1, way_in="castings", castings=silver)
    with pytest.raises(Invalid, match="Choose that way in"):
        world.pieces(1, castings=grain)
    with pytest.raises(Invalid, match="Type one for each"):
        world.pieces(2, way_in="castings", weights_mg=(4_000,))


def test_stones_that_were_only_counted_weigh_their_part_and_the_last_takes_all(world: World) -> None:
    lot, stones = (world.tell(lambda w, new=new: receive_lot(w, new), world.omar) for new in (GRAIN, SAPPHIRES))
    piece = world.piece()
    world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
    world.event(piece, "set", using=Using(stones=(Stones(stones, Amount(number=2), lost=Amount(number=1)),)))
    assert there(world, "piece", piece, stones) == Amount(carat_thousandths=106, number=2)
    assert there(world, "lost", None, stones) == Amount(carat_thousandths=53, number=1)
    world.event(piece, "set", using=Using(stones=(Stones(stones, Amount(number=6)),)))
    assert there(world, "piece", piece, stones) == Amount(carat_thousandths=427, number=8)
    assert there(world, "lot", stones, stones) == Amount()


def test_a_stone_that_broke_in_the_piece_is_replaced_from_its_lot(world: World) -> None:
    stones, piece = world.tell(lambda w: receive_lot(w, SAPPHIRES), world.omar), world.piece()
    world.event(piece, "set", using=Using(stones=(Stones(stones, Amount(number=3)),)))
    one = Amount(number=1)
    world.event(piece, "set", using=Using(stones=(Stones(stones, one, broken_out=one),)))
    assert there(world, "piece", piece, stones) == Amount(carat_thousandths=160, number=3)
    assert there(world, "broken", None, stones) == Amount(carat_thousandths=53, number=1)
    assert there(world, "lot", stones, stones) == Amount(carat_thousandths=267, number=5)
    with pytest.raises(Invalid, match="how many stones"):
        world.event(piece, "set", using=Using(stones=(Stones(stones, Amount(carat_thousandths=5)),)))


def test_what_was_issued_to_the_setter_is_used_first_and_the_rest_goes_back(world: World) -> None:
    stones, piece = world.tell(lambda w: receive_lot(w, SAPPHIRES), world.omar), world.piece()
    issued = Amount(carat_thousandths=160, number=3)
    world.tell(lambda w: issue(w, stones, issued, world.ana.subject), world.omar)
    used = Stones(stones, Amount(number=2), back=Amount(number=1), issued=3)
    world.event(piece, "set", using=Using(stones=(used,)))
    assert there(world, "person", world.ana.subject, stones) == Amount()
    assert there(world, "lot", stones, stones) == Amount(carat_thousandths=374, number=7)
