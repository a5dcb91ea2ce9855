"""Orders from the counter to the hand-over: what the verbs keep, refuse and repeat; who is forgotten."""

import pytest

from tests.sales.orders import SHOWN, agreed, made, ordered
from tests.world import World
from workshop.database import Base
from workshop.errors import Conflict, Invalid, NotFound
from workshop.forgetting import forget
from workshop.pieces.story import engraving_of
from workshop.sales.order_actions import Wish, end_order, note_deposit, rewrite_order
from workshop.sales.order_agreed import go_ahead
from workshop.sales.order_approving import PERSONAL, Answered, answer_order, require_order_over, subject_of_order
from workshop.sales.order_pieces import put_on_order, take_off_order
from workshop.sales.order_queries import find_order
from workshop.sales.order_rules import digest_shown


def step(world: World, code: str) -> str:
    with world.room.database.reading() as session:
        return find_order(session, code).step


def test_an_order_goes_from_the_counter_to_the_customer(world: World) -> None:
    world.shop(currency="EUR")
    code = ordered(world, price_minor=124_000)
    assert (code, step(world, code)) == ("ORD-0001", "answer")
    agreed(world, code)
    assert step(world, code) == "planned"
    serial = made(world, code)
    with world.room.database.reading() as session:
        piece_id = world.standing(serial).piece_id
        assert engraving_of(session, piece_id)[0] == "For Bo"
    (piece,) = world.rows("SELECT due_on, size, order_note FROM piece WHERE serial = :s", s=serial)
    assert tuple(piece) == ("2026-11-27", "54", code)
    world.worked(serial)
    assert step(world, code) == "bench"
    world.inspect(serial)
    assert step(world, code) == "ready"
    with pytest.raises(Conflict, match="with the customer"):
        world.tell(lambda w: end_order(w, code, "delivered"), world.omar)
    world.leave(serial)
    assert step(world, code) == "gone"
    for _twice in range(2):
        world.tell(lambda w: end_order(w, code, "delivered"), world.omar)
    assert step(world, code) == "delivered"


def test_what_is_written_anew_is_agreed_to_anew_and_moves_the_day(world: World) -> None:
    code = ordered(world)
    agreed(world, code)
    serial = made(world, code)
    world.tell(lambda w: rewrite_order(w, code, 1, Wish(world.design, due_on="2026-12-04")), world.ana)
    assert step(world, code) == "answer"
    (piece,) = world.rows("SELECT due_on FROM piece WHERE serial = :s", s=serial)
    assert piece.due_on == "2026-12-04"
    for act in (
        lambda w: rewrite_order(w, code, 1, Wish()),
        lambda w: answer_order(w, code, Answered(1, SHOWN, "yes", "desk")),
    ):
        with pytest.raises(Conflict, match="anew meanwhile"):
            world.tell(act, world.ana)


def test_an_answer_is_frozen_with_what_was_shown(world: World) -> None:
    code = ordered(world)
    first, second = agreed(world, code), agreed(world, code)
    assert first == second
    (row,) = world.rows("SELECT shown, salt, digest FROM order_approval")
    assert row.shown == SHOWN and digest_shown(row.salt, row.shown) == row.digest == first
    with pytest.raises(Conflict, match="answer already"):
        world.tell(lambda w: answer_order(w, code, Answered(1, SHOWN, "change", "desk", "Bob")), world.ana)


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish(design="D-9999"), NotFound),
        (Wish(material="unobtainium"), NotFound),
        (Wish(engraving="x" * 121), Invalid),
        (Wish(engraving="x", letters="runes"), Invalid),
        (Wish(price_minor=1), Invalid),
    ],
)
def test_a_wish_that_cannot_be_is_refused(world: World, wish: Wish, error: type[Exception]) -> None:
    code = ordered(world)
    with pytest.raises(error):
        world.tell(lambda w: rewrite_order(w, code, 1, wish), world.ana)
    assert len(world.rows("SELECT 1 FROM order_wish")) == 1


def test_a_deposit_is_noted_and_no_more_given_back(world: World) -> None:
    world.shop(currency="EUR")
    code = ordered(world, price_minor=50_000)
    assert world.tell(lambda w: note_deposit(w, code, 20_000), world.ana) == 20_000
    assert world.tell(lambda w: note_deposit(w, code, -5_000), world.ana) == 15_000
    with pytest.raises(Conflict, match="No more is given back"):
        world.tell(lambda w: note_deposit(w, code, -15_001), world.ana)
    with pytest.raises(Invalid):
        world.tell(lambda w: note_deposit(w, code, 0), world.ana)


def test_a_piece_is_on_one_open_order_and_free_again_when_that_ends(world: World) -> None:
    first, second, serial = ordered(world), ordered(world, due_on="2026-12-24"), world.piece()
    for _twice in range(2):
        world.tell(lambda w: put_on_order(w, first, serial), world.ana)
    with pytest.raises(Conflict, match="on order ORD-0001 already"):
        world.tell(lambda w: put_on_order(w, second, serial), world.ana)
    for _twice in range(2):
        world.tell(lambda w: take_off_order(w, first, serial), world.ana)
    world.tell(lambda w: put_on_order(w, second, serial), world.ana)
    world.tell(lambda w: end_order(w, second, "cancelled"), world.omar)
    world.tell(lambda w: put_on_order(w, first, serial), world.ana)
    assert len(world.rows("SELECT 1 FROM order_piece")) == 3


def test_nothing_is_made_in_another_alloy_than_was_ordered(world: World) -> None:
    code = ordered(world, material="ag925")
    agreed(world, code)
    with pytest.raises(Conflict, match="another alloy"):
        made(world, code)


def test_a_customer_is_forgotten_once_the_order_has_ended(world: World) -> None:
    code = ordered(world, note="for her birthday")
    world.tell(lambda w: go_ahead(w, code, 1, "she leaves tomorrow"), world.omar)
    agreed(world, code)
    with world.room.database.reading() as session, pytest.raises(Conflict, match="order is open"):
        require_order_over(session, code)
    world.tell(lambda w: end_order(w, code, "cancelled"), world.omar)
    with world.room.database.reading() as session:
        subject = subject_of_order(session, code)
    assert world.tell(lambda w: forget(w, PERSONAL, [subject]), world.omar) == 4
    for model in PERSONAL:
        table = Base.metadata.tables[model.__tablename__]
        (row,) = world.rows(f"SELECT {', '.join(model.personal)} FROM {table.name}")
        assert set(row) == {None}
    assert world.rows("SELECT 1 FROM subject_key WHERE subject = :s", s=subject) == []
