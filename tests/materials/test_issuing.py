"""Material that changes hands: nothing is lost between, nothing is given twice, and what cannot be is said in a sentence."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from tests.conftest import Clock
from tests.world import World
from workshop.errors import Conflict, Invalid, NotFound, Refusal
from workshop.materials.codes import SUPPLIER, take_codes
from workshop.materials.holding import held_in
from workshop.materials.issuing import (
    bring_back,
    find_again,
    get_back,
    hand_out,
    issue,
    set_aside,
    weigh_stock,
)
from workshop.materials.ledger import Amount
from workshop.materials.papers import Supplier
from workshop.materials.receiving import NewLot, hold_lot, receive_lot
from workshop.materials.settling import Settled, settle
from workshop.materials.stock import balance_of, where_it_went
from workshop.writing import Intent, Writing

GRAIN = NewLot("metal", Amount(66_660), alloy="au750y", form="grain", received_on="2026-10-12")
MELEE = NewLot("stones", Amount(carat_thousandths=1_250, number=50), received_on="2026-10-12")


def supplier(world: World, **roles: bool) -> str:
    blank = {f"is_{role}": False for role in ("refiner", "caster", "dealer", "cutter", "mine", "customer")}

    def enter(writing: Writing) -> str:
        code = take_codes(writing, SUPPLIER)[0]
        writing.add(Supplier, code=code, subject=uuid4().hex, name="Lobelha Refining", at=writing.at, **(blank | roles))
        return code

    return world.tell(enter, world.omar)


def lot(world: World, new: NewLot = GRAIN) -> str:
    return world.tell(lambda w: receive_lot(w, new), world.omar)


def now(world: World, key: str, code: str) -> Amount:
    with world.room.database.reading() as session:
        return balance_of(session, key, code)


def closes(session: Session, lot_id: int) -> bool:
    """Whether what all accounts hold of a lot is nothing in all."""
    return sum(where_it_went(session, lot_id).values(), Amount()) == Amount()


def test_what_is_issued_is_in_that_persons_hands_and_comes_back(world: World) -> None:
    code, ana = lot(world), world.ana.subject
    world.tell(lambda w: issue(w, code, Amount(20_000), ana, "for the signet"), world.omar)
    assert (now(world, f"lot:{code}", code), now(world, f"person:{ana}", code)) == (Amount(46_660), Amount(20_000))
    world.tell(lambda w: bring_back(w, code, Amount(5_000), ana), world.omar)
    assert now(world, f"person:{ana}", code) == Amount(15_000)
    with pytest.raises(Conflict, match=r"15\.00 g of lot"):
        world.tell(lambda w: bring_back(w, code, Amount(15_001), ana), world.omar)
    with world.room.database.reading() as session:
        assert [(row.whose, row.code, row.mg) for row in held_in(session, "person")] == [("Ana", code, 15_000)]
        assert closes(session, 1)


def test_a_request_that_comes_twice_is_done_once(world: World) -> None:
    code, ana = lot(world), world.ana.subject
    intent = Intent("issue", world.omar, world.room.now(), key=uuid4().hex, body="test")
    for _time in range(2):
        world.room.do(intent, lambda w: {"posting": issue(w, code, Amount(20_000), ana)})
    assert now(world, f"person:{ana}", code) == Amount(20_000)


def test_what_goes_out_comes_back_with_what_is_left(world: World) -> None:
    code, caster = lot(world), supplier(world, is_caster=True)
    world.tell(lambda w: hand_out(w, code, Amount(30_000), caster, "note 17"), world.omar)
    world.tell(lambda w: get_back(w, code, Amount(29_000), caster), world.omar)
    assert now(world, f"supplier:{caster}", code) == Amount(1_000)
    assert now(world, f"lot:{code}", code) == Amount(65_660)


@pytest.mark.parametrize("where", ["scrap", "lemel", "sweeps", "loss", "lost", "broken"])
def test_what_is_set_aside_can_be_found_again(world: World, where: str) -> None:
    code = lot(world)
    world.tell(lambda w: set_aside(w, code, Amount(1_000), where), world.ana)
    assert now(world, where, code) == Amount(1_000)
    world.tell(lambda w: find_again(w, code, Amount(1_000), where, "under the bench"), world.ana)
    assert now(world, f"lot:{code}", code) == Amount(66_660)
    with pytest.raises(Conflict, match="Nothing is used beyond"):
        world.tell(lambda w: find_again(w, code, Amount(1), where), world.ana)


def test_a_stone_lost_out_of_a_hand_is_lost_there(world: World) -> None:
    code, ana = lot(world, MELEE), world.ana.subject
    world.tell(lambda w: issue(w, code, Amount(carat_thousandths=250, number=10), ana), world.omar)
    one = Amount(carat_thousandths=25, number=1)
    world.tell(lambda w: set_aside(w, code, one, "lost", subject=ana), world.ana)
    assert now(world, f"person:{ana}", code) == Amount(0, 225, 9)
    assert now(world, "lost", code) == one


def test_weighing_books_what_the_scale_cannot_tell_and_the_rest_as_unexplained(world: World) -> None:
    code = lot(world)
    assert world.tell(lambda w: weigh_stock(w, code, Amount(66_660)), world.ana) is None
    world.tell(lambda w: weigh_stock(w, code, Amount(66_640)), world.ana)
    assert now(world, "weighing", code) == Amount(20)
    world.tell(lambda w: weigh_stock(w, code, Amount(66_000)), world.ana)
    assert now(world, "unexplained", code) == Amount(640)
    world.tell(lambda w: weigh_stock(w, code, Amount(66_500)), world.ana)
    assert now(world, "unexplained", code) == Amount(140)
    assert now(world, f"lot:{code}", code) == Amount(66_500)


def test_counting_stones_tells_a_missing_stone_from_a_lighter_scale(world: World) -> None:
    code = lot(world, MELEE)
    world.tell(lambda w: weigh_stock(w, code, Amount(0, 1_248, 50)), world.ana)
    assert now(world, "weighing", code) == Amount(0, 2, 0)
    world.tell(lambda w: weigh_stock(w, code, Amount(0, 1_260, 49)), world.ana)
    assert now(world, "unexplained", code) == Amount(0, -12, 1)
    assert now(world, f"lot:{code}", code) == Amount(0, 1_260, 49)


def test_a_settlement_closes_the_lot_once(world: World) -> None:
    code, refiner = lot(world), supplier(world, is_refiner=True)
    settled = Settled(refiner, "2026-11-10", gross_mg=66_600, assay=7_480, fine_mg=49_000)
    with pytest.raises(Conflict, match="Send it there first"):
        world.tell(lambda w: settle(w, code, settled), world.omar)
    world.tell(lambda w: hand_out(w, code, Amount(66_660), refiner), world.omar)
    returned = replace(settled, returned=NewLot("metal", Amount(49_000), alloy="au999", form="grain"))
    back = world.tell(lambda w: settle(w, code, returned), world.omar)
    assert back is not None and now(world, f"lot:{back}", back) == Amount(49_000)
    assert (now(world, "refined", code), now(world, "unexplained", code)) == (Amount(66_600), Amount(60))
    assert now(world, f"supplier:{refiner}", code) == Amount()
    with pytest.raises(Conflict, match="settled already"):
        world.tell(lambda w: settle(w, code, settled), world.omar)


def test_a_refiner_who_weighs_more_is_booked_as_it_is(world: World) -> None:
    code, refiner = lot(world), supplier(world, is_refiner=True)
    world.tell(lambda w: hand_out(w, code, Amount(66_660), refiner), world.omar)
    settled = Settled(refiner, "2026-11-10", 66_680, 7_480, 49_000, money_minor=402_100, currency="EUR")
    assert world.tell(lambda w: settle(w, code, settled), world.omar) is None
    assert (now(world, "refined", code), now(world, "weighing", code)) == (Amount(66_680), Amount(-20))
    with world.room.database.reading() as session:
        assert closes(session, 1)


@pytest.mark.parametrize(
    ("assay", "most"), [(10_000, 66_660), (9_999, 66_653), (7_500, 49_995), (7_483, 49_881), (1, 6)]
)
def test_at_most_what_the_assay_finds_is_credited_down_to_the_milligram(world: World, assay: int, most: int) -> None:
    code, refiner = lot(world), supplier(world, is_refiner=True)
    world.tell(lambda w: hand_out(w, code, Amount(66_660), refiner), world.omar)
    settled = Settled(refiner, "2026-11-10", 66_660, assay, most + 1)
    with pytest.raises(Invalid, match="More fine metal") as refusal:
        world.tell(lambda w: settle(w, code, settled), world.omar)
    assert refusal.value.slug == "fine-too-much"
    world.tell(lambda w: settle(w, code, replace(settled, fine_mg=most)), world.omar)


def test_what_comes_back_for_a_customers_metal_is_the_customers(world: World) -> None:
    owner, refiner = supplier(world, is_customer=True), supplier(world, is_refiner=True)
    code = lot(world, replace(GRAIN, owner=owner))
    world.tell(lambda w: hand_out(w, code, Amount(66_660), refiner), world.omar)
    fine = NewLot("metal", Amount(49_000), alloy="au999", form="grain")
    settled = Settled(refiner, "2026-11-10", 66_660, 7_500, 49_000, returned=fine)
    back = world.tell(lambda w: settle(w, code, settled), world.omar)
    whose = "SELECT s.code FROM lot l JOIN supplier s ON s.id = l.owner_id WHERE l.code = :lot"
    assert [row.code for row in world.rows(whose, lot=back)] == [owner]


BAD_SETTLEMENTS = {
    "assay is at most": {"assay": 10_001},
    "More fine metal": {"fine_mg": 66_660},
    "cannot be settled before": {"settled_on": "2026-10-11"},
    "what the refiner weighed": {"gross_mg": 0},
    "no document": {"document": "DOC-9999"},
    "no supplier": {"supplier": "SUP-9999"},
}


@pytest.mark.parametrize("sentence", BAD_SETTLEMENTS)
def test_a_settlement_that_cannot_be_is_refused_whole(world: World, sentence: str) -> None:
    code, refiner = lot(world), supplier(world, is_refiner=True)
    world.tell(lambda w: hand_out(w, code, Amount(66_660), refiner), world.omar)
    sound = Settled(refiner, "2026-11-10", gross_mg=66_660, assay=7_500, fine_mg=49_000)
    with pytest.raises(Refusal, match=sentence):
        world.tell(lambda w: settle(w, code, replace(sound, **BAD_SETTLEMENTS[sentence])), world.omar)
    assert now(world, f"supplier:{refiner}", code) == Amount(66_660)


def test_a_settlement_waits_until_all_of_the_lot_was_sent(world: World) -> None:
    code, refiner = lot(world), supplier(world, is_refiner=True)
    world.tell(lambda w: hand_out(w, code, Amount(60_000), refiner), world.omar)
    with pytest.raises(Conflict, match=r"6\.66 g of lot"):
        world.tell(lambda w: settle(w, code, Settled(refiner, "2026-11-10", 60_000, 7_500, 44_000)), world.omar)


def test_amounts_fit_what_the_lot_is(world: World) -> None:
    grain, melee, ana = lot(world), lot(world, MELEE), world.ana.subject
    wrong = [
        (grain, Amount(0, 250, 1)),
        (grain, Amount()),
        (melee, Amount(500)),
        (melee, Amount(0, 0, 3)),
        (melee, Amount(0, 9, 0)),
        (grain, Amount(-1)),
    ]
    for code, amount in wrong:
        with pytest.raises(Invalid):
            world.tell(lambda w, code=code, amount=amount: issue(w, code, amount, ana), world.omar)
    with pytest.raises(Invalid, match="less than nothing"):
        world.tell(lambda w: weigh_stock(w, grain, Amount(-1)), world.omar)
    with pytest.raises(Invalid, match="no place"):
        world.tell(lambda w: set_aside(w, grain, Amount(1), "pocket"), world.omar)


def test_who_and_what_is_not_there_is_said(world: World) -> None:
    code = lot(world)
    with pytest.raises(NotFound, match="nobody"):
        world.tell(lambda w: issue(w, code, Amount(1), "nobody"), world.omar)
    with pytest.raises(NotFound, match="no lot"):
        world.tell(lambda w: issue(w, "G-9999", Amount(1), world.ana.subject), world.omar)
    with pytest.raises(NotFound, match="no supplier"):
        world.tell(lambda w: hand_out(w, code, Amount(1), "SUP-9999"), world.omar)


def test_a_lot_that_is_held_back_is_not_issued(world: World) -> None:
    code = lot(world)
    world.tell(lambda w: hold_lot(w, code, is_held=True, reason="paper in doubt"), world.omar)
    with pytest.raises(Refusal, match="held back"):
        world.tell(lambda w: issue(w, code, Amount(1), world.ana.subject), world.omar)
    world.tell(lambda w: hold_lot(w, code, is_held=False), world.omar)
    world.tell(lambda w: issue(w, code, Amount(1), world.ana.subject), world.omar)


def test_a_balance_is_read_on_any_day(world: World, clock: Clock) -> None:
    code, ana = lot(world), world.ana.subject
    start = clock.at
    for _day in range(3):
        clock.forward(days=1)
        world.tell(lambda w: issue(w, code, Amount(10_000), ana), world.omar)
    with world.room.database.reading() as session:
        days = [start + timedelta(days=number, hours=1) for number in (-1, 0, 1, 2, 3)]
        assert [balance_of(session, f"lot:{code}", code, at).mg for at in days] == [0, 66_660, 56_660, 46_660, 36_660]
        assert [row.mg for row in held_in(session, "person", at=days[3])] == [20_000]
        assert held_in(session, "person", at=start) == []
