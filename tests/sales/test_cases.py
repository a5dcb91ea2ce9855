"""Cases out and in: each piece by its own departure, each decided before the lid closes."""

from typing import Any

import pytest

from tests.world import World
from workshop.errors import Conflict, Invalid, NotFound
from workshop.sales.case_actions import NewCase, Said, add_to_case, close_case, pack_case, say_outcome
from workshop.sales.sale_actions import Sold


@pytest.fixture
def shop(world: World) -> World:
    world.shop(currency="EUR")
    return world


def pack(world: World, *serials: str, place: str = "fair", **more: Any) -> str:
    return world.tell(
        lambda w: pack_case(w, NewCase(place, serials, **({"holder": "Feira do Mar"} | more))), world.omar
    )


def say(world: World, code: str, serial: str, outcome: str, **more: Any) -> bool:
    said = Said(outcome, world.standing(serial).seen, **more)
    return world.tell(lambda w: say_outcome(w, code, serial, said), world.omar)


def departures(world: World, serial: str) -> list[str]:
    asked = "SELECT d.kind FROM departure d JOIN piece p ON p.id = d.piece_id WHERE p.serial = :s ORDER BY d.id"
    return [row.kind for row in world.rows(asked, s=serial)]


def test_each_piece_of_a_case_leaves_by_its_own_departure(shop: World) -> None:
    serials = [shop.released() for _one in range(3)]
    code = pack(shop, *serials)
    assert code == "CS-0001"
    assert [shop.standing(one).place for one in serials] == ["fair"] * 3
    assert [departures(shop, one) for one in serials] == [["lent"]] * 3


def test_one_piece_without_its_pass_keeps_the_whole_case_here_and_is_named(shop: World) -> None:
    good, bad, gone = shop.released(), shop.worked(), shop.released()
    shop.leave(gone)
    with pytest.raises(Conflict) as refused:
        pack(shop, good, bad, gone)
    assert f"{bad}: It has not passed its own inspection" in refused.value.sentence
    assert f"{gone}: It is not in the house" in refused.value.sentence
    assert good not in refused.value.sentence.replace(bad, "")
    assert shop.standing(good).place == "shop"
    assert not shop.rows("SELECT 1 FROM packed_case")


def test_a_piece_is_in_one_case_at_a_time(shop: World) -> None:
    serial = shop.released()
    pack(shop, serial, place="safe", holder=None)
    with pytest.raises(Conflict, match="CS-0001"):
        pack(shop, serial)


def test_back_ends_the_pass_and_the_piece_is_inspected_before_it_goes_again(shop: World) -> None:
    serial = shop.released()
    code = pack(shop, serial)
    assert say(shop, code, serial, "back")
    assert not say(shop, code, serial, "back")
    assert shop.standing(serial).place == "shop"
    with pytest.raises(Conflict, match="has not passed its own"):
        pack(shop, serial)
    shop.inspect(serial)
    assert pack(shop, serial) == "CS-0002"


def test_into_the_safe_goes_a_piece_in_work_and_out_of_it_nothing_ends(shop: World) -> None:
    serial, passed = shop.worked(), shop.released()
    code = pack(shop, serial, passed, place="safe", holder=None)
    assert shop.standing(serial).place == "safe" and not departures(shop, passed)
    say(shop, code, passed, "back")
    assert shop.standing(passed).state == "released"


def test_sold_at_the_fair_on_the_pass_it_left_with(shop: World) -> None:
    serial = shop.released()
    code = pack(shop, serial)
    say(shop, code, serial, "sold", sold=Sold(49_000, "2020-01-01"))
    (sale,) = shop.rows("SELECT price_minor, currency, sold_on, kind FROM sale")
    assert tuple(sale) == (49_000, "EUR", "2020-01-01", "sold")
    assert departures(shop, serial) == ["lent", "sold"] and shop.standing(serial).place == "customer"


def test_what_was_sold_and_came_back_is_told_of_its_sale(shop: World) -> None:
    serial = shop.released()
    code = pack(shop, serial)
    say(shop, code, serial, "sold")
    with pytest.raises(Conflict, match="It is sold"):
        say(shop, code, serial, "lost", note="?")
    say(shop, code, serial, "back")
    assert shop.rows("SELECT returned_at FROM sale")[0].returned_at is not None
    assert shop.standing(serial).place == "shop"


def test_a_case_closes_when_each_piece_is_decided_and_a_lost_one_may_turn_up(shop: World) -> None:
    first, second = shop.released(), shop.released()
    code = pack(shop, first, second)
    say(shop, code, first, "still_there")
    with pytest.raises(Conflict, match=second):
        shop.tell(lambda w: close_case(w, code), shop.omar)
    with pytest.raises(Invalid, match="seen last"):
        say(shop, code, second, "lost")
    say(shop, code, second, "lost", note="on the table on Sunday")
    shop.tell(lambda w: close_case(w, code), shop.omar)
    with pytest.raises(Conflict, match="closed"):
        shop.tell(lambda w: add_to_case(w, code, [shop.standing(first).serial]), shop.omar)
    assert say(shop, code, second, "back")
    assert say(shop, code, first, "sold")


def test_what_its_own_page_said_first_only_has_to_be_told_to_the_list(shop: World) -> None:
    home, sold = shop.released(), shop.released()
    code = pack(shop, home, sold)
    shop.come_back(home)
    assert say(shop, code, home, "back") and say(shop, code, sold, "sold", sold=Sold(10_000))
    assert departures(shop, sold) == ["lent", "sold"]
    shop.tell(lambda w: close_case(w, code), shop.omar)


def test_nobody_away_sells_what_is_in_the_house_again(shop: World) -> None:
    """Passed anew it could leave through the door: the list of the gallery is no way there."""
    serial = shop.released()
    code = pack(shop, serial, place="gallery")
    shop.come_back(serial)
    shop.inspect(serial)
    with pytest.raises(Conflict, match="it is back"):
        say(shop, code, serial, "sold", sold=Sold(10_000))
    assert departures(shop, serial) == ["lent"] and shop.standing(serial).place == "shop"
    assert say(shop, code, serial, "back")


def test_a_piece_that_did_not_go_with_it_is_laid_aside(shop: World) -> None:
    code = pack(shop, shop.released())
    with pytest.raises(NotFound, match="did not go with this case"):
        say(shop, code, shop.released(), "back")


def test_what_was_lent_is_never_lent_on_and_a_customers_piece_is_never_sold_again(shop: World) -> None:
    serial = shop.released()
    code = pack(shop, serial)
    with pytest.raises(Conflict, match="not here to leave"):
        shop.leave(serial, "lent")
    with pytest.raises(Conflict, match="not here to leave"):
        shop.leave(serial)  # its case says that it was sold
    assert say(shop, code, serial, "sold", sold=Sold(10_000))
    with pytest.raises(Conflict, match="not here to leave"):
        shop.leave(serial)
