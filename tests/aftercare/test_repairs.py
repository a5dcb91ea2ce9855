"""A repair from the counter to the hand-back: nothing goes back uninspected, one answer wins, what is told is agreed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.world import WEIGHT_MG, World
from workshop.aftercare.repair_actions import (
    Estimate,
    Reply,
    answer_estimate,
    give_estimate,
    hand_back,
    say_told,
    take_into_stock,
)
from workshop.aftercare.repair_intake import Intake, take_in
from workshop.aftercare.repair_rules import Line, agree, compare, step_of, stones_told
from workshop.aftercare.reported_work import Report, first_day, report_work, withdraw_report
from workshop.errors import Conflict, Invalid, Refusal
from workshop.inspection.actions import Leaving, record_departure
from workshop.provenance.actions import give_tag

TWO = Estimate((Line("Size 54 to 56", 6_800, "gold added"), Line("Polish", 2_400)), "2026-12-04", 6)


@pytest.fixture
def shop(world: World) -> World:
    world.shop(currency="EUR", country="PT", public_address="https://a.example")
    return world


def sold(world: World) -> str:
    serial = world.released()
    world.leave(serial)
    return serial


def offered(world: World, code: str, estimate: Estimate = TWO) -> int:
    return world.tell(lambda w: give_estimate(w, code, estimate), world.ana)


def answered(world: World, code: str, number: int, *lines: int, how: str = "desk") -> str:
    return world.tell(lambda w: answer_estimate(w, code, Reply(number, lines, how)), world.ana)


def back(world: World, code: str, serial: str) -> None:
    world.tell(lambda w: hand_back(w, code, world.standing(serial).seen), world.omar)


def place(world: World, serial: str) -> str:
    return world.standing(serial).place


def test_a_repair_goes_from_the_counter_to_the_hand_back(shop: World) -> None:
    serial = sold(shop)
    code = shop.take_in(serial, wish="Size 56", due_on="2026-12-10")
    assert (code, place(shop, serial)) == ("J-0001", "repair")
    assert answered(shop, code, offered(shop, code), 1, 2) == "all"
    shop.event(serial, "resize")
    assert {one.code for one in shop.asked(serial).questions} >= {"C1", "C6", "K5", "K6", "R1", "S2"}
    shop.inspect(serial)
    back(shop, code, serial)
    assert place(shop, serial) == "customer"
    assert shop.rows("SELECT ended_how FROM repair_job")[0].ended_how == "handed_back"
    assert shop.rows("SELECT kind FROM departure ORDER BY id DESC LIMIT 1")[0].kind == "handed_back"


@pytest.mark.parametrize("worked", [False, True])
def test_nothing_goes_back_without_a_new_inspection(shop: World, worked: bool) -> None:
    serial = sold(shop)
    code = shop.take_in(serial)
    if worked:
        shop.event(serial, "repair")
    with pytest.raises(Conflict, match="not passed its own inspection"):
        back(shop, code, serial)
    assert place(shop, serial) == "repair" and shop.rows("SELECT 1 FROM hand_back") == []


def test_work_after_the_inspection_is_inspected_again_before_it_goes_back(shop: World) -> None:
    serial = sold(shop)
    code = shop.take_in(serial)
    shop.inspect(serial)
    shop.event(serial, "polish")
    with pytest.raises(Conflict, match="not passed"):
        back(shop, code, serial)
    shop.inspect(serial)
    back(shop, code, serial)


@pytest.mark.parametrize("kind", ["sold", "shipped", "lent", "handed_back"])
def test_a_piece_in_repair_leaves_by_its_repair_only(shop: World, kind: str) -> None:
    serial = sold(shop)
    shop.take_in(serial)
    shop.inspect(serial)
    with pytest.raises(Refusal, match="in for a repair"):
        shop.tell(lambda w: record_departure(w, serial, Leaving(shop.standing(serial).seen, kind)), shop.omar)
    assert place(shop, serial) == "repair"


def test_what_is_declined_goes_back_as_it_came_on_the_short_list(shop: World) -> None:
    serial = sold(shop)
    code = shop.take_in(serial)
    assert answered(shop, code, offered(shop, code)) == "no"
    assert {one.code for one in shop.asked(serial).questions} == {"C1", "C6", "K5", "K6"}
    shop.inspect(serial)
    back(shop, code, serial)


def test_a_thing_made_elsewhere_is_taken_in_and_inspected_and_gets_no_tag(shop: World) -> None:
    code = shop.take_in(None, kind="stone_ring")
    (row,) = shop.rows("SELECT p.serial, j.is_ours FROM piece p JOIN repair_job j ON j.piece_id = p.id")
    assert not row.is_ours
    with pytest.raises(Conflict, match="not passed"):
        back(shop, code, row.serial)
    assert {one.code for one in shop.asked(row.serial).questions} == {"C1", "K3", "K4", "K5", "K6", "C7", "C6"}
    assert shop.inspect(row.serial).level == "not_known", "nobody knows who made it"
    with pytest.raises(Refusal, match="made elsewhere"):
        shop.tell(lambda w: give_tag(w, row.serial, shop.standing(row.serial).seen), shop.omar)
    back(shop, code, row.serial)
    again = shop.take_in(row.serial)
    assert shop.rows("SELECT is_ours FROM repair_job WHERE code = :c", c=again)[0].is_ours == 0


def test_a_second_thing_made_elsewhere_uses_the_same_list(shop: World) -> None:
    shop.take_in(None, kind="ring")
    shop.take_in(None, kind="ring")
    assert len(shop.rows("SELECT 1 FROM design WHERE code = 'OTHERS-RING'")) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"looks": "  "}, "looks"),
        ({"weight_mg": None}, "weight"),
        ({"weight_mg": 0}, "weight"),
        ({"stones": -1}, "stones"),
        ({"serial": None}, "serial"),
        ({"serial": None, "kind": "spaceship"}, "kind"),
    ],
)
def test_an_intake_that_says_too_little_is_refused(shop: World, changes: dict[str, Any], field: str) -> None:
    serial = sold(shop)
    typed = replace(Intake("yellow metal", WEIGHT_MG, serial, seen=shop.standing(serial).seen), **changes)
    with pytest.raises(Invalid) as refused:
        shop.tell(lambda w: take_in(w, typed), shop.ana)
    assert refused.value.field == field
    assert shop.rows("SELECT 1 FROM repair_job") == []


def test_a_piece_is_taken_in_once_and_only_when_it_had_left(shop: World) -> None:
    serial = sold(shop)
    shop.take_in(serial)
    with pytest.raises(Conflict, match="J-0001 already"):
        shop.take_in(serial)
    with pytest.raises(Conflict, match="has not left us"):
        shop.take_in(shop.released())


DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("now_mg", "before_mg", "years", "kind"),
    [
        (4_190, None, 2, "first"),
        (4_210, 4_210, 2, "same"),
        (4_150, 4_210, 0, "same"),
        (4_149, 4_210, 0, "lighter"),
        (4_271, 4_210, 2, "heavier"),
        (4_270, 4_210, 2, "same"),
        (4_130, 4_210, 2, "wear"),
        (4_130, 4_210, 1, "lighter"),
        (4_000, 4_210, 2, "lighter"),
        (4_000, 4_210, 20, "wear"),
    ],
)
def test_a_weight_is_held_against_the_one_with_which_it_left(
    now_mg: int, before_mg: int | None, years: int, kind: str
) -> None:
    then = DAY - timedelta(days=round(years * 365.25))
    found = compare(now_mg, 10, before_mg, 30, then, DAY)
    assert (found.kind, found.asks) == (kind, kind in ("lighter", "heavier"))
    assert found.sentence.endswith(".")


def test_a_lost_stone_is_told_in_a_plain_sentence() -> None:
    assert compare(4_000, 10, 4_210, 30, DAY, DAY).sentence == (
        "0.21 g less than when it left us on 20 November 2026, more than wear explains. Look for a stone or a part that is missing, for filing, or for another piece."
    )
    assert stones_told(2, 3) == "2 stones counted. We set 3: look which ones differ."
    assert stones_told(3, 3) == "3 stones counted. As many as we set."
    assert stones_told(None, 3) == "" and stones_told(1, None) == "1 stone counted."


def test_what_is_agreed_is_frozen_with_its_price(shop: World) -> None:
    code = shop.take_in(sold(shop))
    assert answered(shop, code, offered(shop, code), 2) == "some"
    (row,) = shop.rows("SELECT lines, price_minor, told FROM repair_answer")
    assert (row.lines, row.price_minor) == ("2", 2_400)
    assert row.told.splitlines() == [
        "Estimate 1.",
        "[ ] 1. Size 54 to 56 (gold added): 68.00 €",
        "[x] 2. Polish: 24.00 €",
        "In all, with tax: 24.00 €.",
    ]


def test_a_new_estimate_asks_for_a_new_yes(shop: World) -> None:
    code = shop.take_in(sold(shop))
    answered(shop, code, offered(shop, code), 1, 2)
    dearer = offered(shop, code, replace(TWO, lines=(Line("Size 54 to 56", 9_000),)))
    with pytest.raises(Conflict, match="new estimate meanwhile"):
        answered(shop, code, 1, 1, 2)
    assert answered(shop, code, dearer, 1) == "all"


def test_an_answer_given_again_changes_nothing_and_another_is_refused(shop: World) -> None:
    code = shop.take_in(sold(shop))
    number = offered(shop, code)
    answered(shop, code, number, 1, 2)
    assert answered(shop, code, number, 2, 1) == "all"
    with pytest.raises(Conflict, match="has its answer already"):
        answered(shop, code, number, 1)
    assert len(shop.rows("SELECT 1 FROM repair_answer")) == 1


def test_of_many_answers_at_once_one_wins(shop: World) -> None:
    code = shop.take_in(sold(shop))
    number = offered(shop, code)

    def send(lines: tuple[int, ...]) -> str:
        try:
            return answered(shop, code, number, *lines)
        except Refusal as refusal:
            return refusal.slug

    with ThreadPoolExecutor(4) as hands:
        told = list(hands.map(send, [(1, 2), (), (1,), (2,)] * 2))
    (kept,) = shop.rows("SELECT answer FROM repair_answer")
    assert kept.answer in told and set(told) <= {kept.answer, "answered-already"}


def test_an_estimate_that_is_over_is_not_agreed_to(shop: World) -> None:
    code = shop.take_in(sold(shop))
    number = offered(shop, code)
    shop.room.now.at += timedelta(days=30)  # type: ignore[attr-defined]
    with pytest.raises(Conflict, match="held until 2026-12-04"):
        answered(shop, code, number, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lines": ()}, "title_1"),
        ({"valid_until": "2026-11-01"}, "valid_until"),
        ({"days": 400}, "days"),
        ({"lines": (Line("Free", 5, is_guarantee=True),)}, "price_1"),
        ({"lines": (Line("Cheap", -1),)}, "price_1"),
    ],
)
def test_an_estimate_that_cannot_be_is_refused(shop: World, changes: dict[str, Any], field: str) -> None:
    code = shop.take_in(sold(shop))
    with pytest.raises(Invalid) as refused:
        offered(shop, code, replace(TWO, **changes))
    assert refused.value.field == field


def test_a_trade_in_is_stock_again_under_the_whole_list(shop: World) -> None:
    serial = sold(shop)
    code = shop.take_in(serial)
    shop.inspect(serial)
    shop.tell(lambda w: take_into_stock(w, code, shop.standing(serial).seen, "Ada bought a larger one"), shop.omar)
    with pytest.raises(Conflict, match="not passed"):
        shop.leave(serial)
    assert {one.code for one in shop.asked(serial).questions} >= {"C2", "C5", "R1", "R2"}
    shop.inspect(serial)
    shop.leave(serial)
    assert place(shop, serial) == "customer"


def test_an_ended_repair_takes_nothing_more(shop: World) -> None:
    serial = sold(shop)
    code = shop.take_in(serial)
    number = offered(shop, code)
    shop.inspect(serial)
    back(shop, code, serial)
    for late in (
        lambda: offered(shop, code),
        lambda: answered(shop, code, number, 1),
        lambda: back(shop, code, serial),
    ):
        with pytest.raises(Conflict, match="has ended"):
            late()


def test_consent_is_said_anew_and_repeating_it_writes_nothing(shop: World) -> None:
    code = shop.take_in(sold(shop), is_told=True)
    for is_told in (True, False, False):
        shop.tell(lambda w, yes=is_told: say_told(w, code, is_told=yes), shop.ana)  # type: ignore[misc]
    assert [row.is_told for row in shop.rows("SELECT is_told FROM repair_consent ORDER BY id")] == [1, 0]


@pytest.mark.parametrize(
    ("typed", "first"), [("1979", "1979-01-01"), ("1979-08", "1979-08-01"), ("1979-08-06", "1979-08-06")]
)
def test_work_by_others_is_kept_with_what_is_known_of_its_day(world: World, typed: str, first: str) -> None:
    serial = world.released()
    assert world.tell(lambda w: report_work(w, serial, Report("A new clasp", typed)), world.ana) == 1
    assert first_day(typed).isoformat() == first
    world.tell(lambda w: withdraw_report(w, serial, 1), world.ana)
    assert world.tell(lambda w: report_work(w, serial, Report("Another")), world.ana) == 2


@pytest.mark.parametrize("typed", ["1979-13", "yesterday", "79", "1979-02-30"])
def test_a_day_that_is_none_is_refused(world: World, typed: str) -> None:
    serial = world.released()
    with pytest.raises(Invalid, match="no year, month or day"):
        world.tell(lambda w: report_work(w, serial, Report("A new clasp", typed)), world.ana)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ({}, "estimate"),
        ({"has_estimate": True}, "answer"),
        ({"has_estimate": True, "released": True}, "answer"),
        ({"has_estimate": True, "answer": "no"}, "inspection"),
        ({"has_estimate": True, "answer": "all"}, "work"),
        ({"has_estimate": True, "answer": "some", "awaits_inspection": True}, "inspection"),
        ({"has_estimate": True, "answer": "no", "released": True}, "ready"),
        ({"ended": True, "has_estimate": True}, "ended"),
    ],
)
def test_a_repair_waits_for_one_thing(state: dict[str, Any], step: str) -> None:
    plain = {"ended": False, "has_estimate": False, "answer": None, "released": False, "awaits_inspection": False}
    assert step_of(**(plain | state)) == step  # type: ignore[arg-type]


def test_a_currency_without_a_sign_is_spelled() -> None:
    assert agree(1, [Line("Polish", 2_400)], (1,), "CHF").told.endswith("24.00 CHF.")
