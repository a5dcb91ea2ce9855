"""At the end of a day the tray is weighed and counted; what is missing is booked and seen, what is not known is an answer."""

from typing import Any

import pytest
from flask import Flask

from tests.api.programs import Programs
from tests.pages import send
from tests.world import World
from workshop.errors import Conflict, Invalid
from workshop.materials.day_end import Counted, close_day, tray_of
from workshop.materials.issuing import issue
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, receive_lot


def in_hand(world: World, mg: int = 5_000, alloy: str = "au750y") -> str:
    """A lot of which Ana has so much in hand."""

    def act(w: Any) -> str:
        code = receive_lot(w, NewLot("metal", Amount(20_000), alloy=alloy, form="grain"))
        issue(w, code, Amount(mg), world.ana.subject or "")
        return code

    return world.tell(act, world.omar)


def close(world: World, **told: Any) -> Any:
    counted = Counted(**told)
    return world.tell(lambda w: close_day(w, counted), world.ana)


def held(world: World) -> dict[str, int]:
    with world.room.database.reading() as session:
        return dict(tray_of(session, world.ana.subject or "").metals)


def moved_to(world: World, key: str) -> int:
    sums = world.rows(
        "SELECT COALESCE(sum(CASE WHEN t.key = :key THEN m.mg ELSE -m.mg END), 0) AS mg FROM movement m "
        "JOIN posting p ON p.id = m.posting_id JOIN account t ON t.id = m.to_id JOIN account f ON f.id = m.from_id "
        "WHERE p.kind = 'day_closed' AND :key IN (t.key, f.key)",
        key=key,
    )
    return int(sums[0].mg)


@pytest.mark.parametrize(
    ("found", "weighing", "unexplained"),
    [(5_000, 0, 0), (4_990, 10, 0), (5_010, -10, 0), (4_500, 0, 500), (0, 0, 5_000)],
)
def test_what_is_missing_is_booked(world: World, found: int, weighing: int, unexplained: int) -> None:
    in_hand(world)
    assert close(world, metals={"gold": found}) == {"gold": 5_000 - found}
    assert held(world).get("gold", 0) == found
    assert (moved_to(world, "weighing"), moved_to(world, "unexplained")) == (weighing, unexplained)


def test_not_known_books_nothing_and_is_written(world: World) -> None:
    in_hand(world)
    assert close(world, metals={"gold": None}, stones=None, note="power cut") == {"gold": None}
    assert held(world) == {"gold": 5_000}
    (row,) = world.rows(
        "SELECT w.mg, w.booked_mg, c.stones, c.note FROM day_close c JOIN day_weight w ON w.day_close_id = c.id"
    )
    assert tuple(row) == (None, 5_000, None, "power cut")


def test_what_is_missing_is_shared_over_the_lots_to_the_milligram(world: World) -> None:
    for mg in (1_000, 2_000, 4_000):
        in_hand(world, mg)
    close(world, metals={"gold": 6_900})
    parts = world.rows(
        "SELECT m.mg FROM movement m JOIN posting p ON p.id = m.posting_id WHERE p.kind = 'day_closed' ORDER BY 1"
    )
    assert [row.mg for row in parts] == [14, 29, 57]


def test_gold_and_silver_are_weighed_apart(world: World) -> None:
    in_hand(world)
    in_hand(world, 3_000, "ag925")
    with pytest.raises(Conflict):
        close(world, metals={"gold": 5_000})
    assert close(world, metals={"gold": 4_000, "silver": None}) == {"gold": 1_000, "silver": None}
    assert held(world) == {"gold": 4_000, "silver": 3_000}


def test_less_than_nothing_is_refused(world: World) -> None:
    in_hand(world)
    for told in (
        {"metals": {"gold": -1}},
        {"metals": {"gold": 1}, "stones": -1},
        {"metals": {"gold": 1}, "lemel": {"gold": -1}},
    ):
        with pytest.raises(Invalid):
            close(world, **told)
    assert not world.rows("SELECT 1 FROM day_close")


def test_what_no_scale_shows_is_refused(world: World, app: Flask) -> None:
    in_hand(world)
    bench = world.sign_in(app, world.ana)
    for grams in ("100000.001", "999999999999", "9999999999999999"):
        for field in ("grams_gold", "lemel_gold"):
            typed = {"metal": "gold", "grams_gold": "5", field: grams}
            assert send(bench, "/bench/day-end", "/bench/day-end", **typed).status_code == 422
    check = {"name": "Scale 1", "unit": "g", "standard": "9999999999999999", "shown": "1", "is_good": "yes"}
    assert send(bench, "/bench/instruments", "/bench/instruments", **check).status_code == 422
    assert not world.rows("SELECT 1 FROM day_close")


@pytest.mark.parametrize("more", [True, False])
def test_what_was_weighed_beside_other_books_is_not_booked(world: World, app: Flask, more: bool) -> None:
    """An entry of the evening may arrive in the morning, when the tray is another."""
    in_hand(world)
    bench = world.sign_in(app, world.ana)
    assert 'name="booked_gold" value="5000"' in bench.get("/bench/day-end").text
    in_hand(world, 2_000) if more else close(world, metals={"gold": 4_000})
    before, typed = held(world), {"metal": "gold", "grams_gold": "4.99", "booked_gold": "5000"}
    answer = send(bench, "/bench/day-end", "/bench/day-end", **typed)
    assert answer.status_code == 409 and f'value="{before["gold"]}"' in answer.text
    assert held(world) == before


def test_a_program_closes_a_day_by_the_same_rule(world: World, app: Flask) -> None:
    """What the tray was told to hold comes back with what it weighs; beside other books nothing is booked."""
    programs = Programs(world, app)
    in_hand(world)
    (gold,) = programs.ana.get("/tray").get_json()["metals"]
    typed = {"metal": "gold", "mg": 4_500, "booked_mg": gold["mg"]}
    unsaid = programs.ana.send("/day-closes", {"metals": [{"metal": "gold", "mg": 4_500}]})
    assert (unsaid.status_code, unsaid.get_json()["type"]) == (422, "/problems/body-not-understood")
    in_hand(world, 2_000)
    refused = programs.ana.send("/day-closes", {"metals": [typed]})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "/problems/tray-changed")
    assert held(world) == {"gold": 7_000}
    closed = programs.ana.send("/day-closes", {"metals": [typed | {"booked_mg": 7_000}]})
    assert closed.get_json() == {"missing": [{"metal": "gold", "mg": 2_500}]}


def test_three_numbers_close_a_day_on_the_page(world: World, app: Flask) -> None:
    in_hand(world)
    bench = world.sign_in(app, world.ana)
    assert "The books say 5.000 g." in bench.get("/bench/day-end").text
    typed = {"metal": "gold", "grams_gold": "4,5", "lemel_gold": "0.48", "stones": "0"}
    refused = send(bench, "/bench/day-end", "/bench/day-end", **(typed | {"stones": "two"}))
    assert refused.status_code == 422 and 'value="4,5"' in refused.text
    told = [send(bench, "/bench/day-end", "/bench/day-end", key="d" * 32, **typed) for _n in range(2)]
    assert [one.status_code for one in told] == [303, 303]
    assert "0.500 g less than the books said" in bench.get("/bench").text
    assert len(world.rows("SELECT 1 FROM day_close")) == 1 and held(world) == {"gold": 4_500}


def test_an_instrument_is_checked_and_told(world: World, app: Flask) -> None:
    bench = world.sign_in(app, world.ines)
    typed = {"name": "Scale 1", "unit": "g", "standard": "20", "shown": "20.03", "is_good": "no"}
    for wrong in ({"name": ""}, {"unit": "ct"}, {"standard": "0"}, {"shown": ""}, {"is_good": ""}, {"shown": "x"}):
        assert send(bench, "/bench/instruments", "/bench/instruments", **(typed | wrong)).status_code == 422
    assert send(bench, "/bench/instruments", "/bench/instruments", **typed).status_code == 303
    page = bench.get("/bench/instruments").text
    assert "Do not measure with it" in page and "+0.03 g" in page
