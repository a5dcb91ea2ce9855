"""Repairs over the API: the same verbs, and no hand-back without an inspection."""

from tests.api.filled_repairs import TERMS, came_in
from tests.api.programs import Programs


def test_a_repair_from_counter_to_hand_back(programs: Programs) -> None:
    world = programs.world
    world.shop(currency="EUR")
    omar = programs.program(world.omar, "read log office")
    serial = world.released()
    world.leave(serial)
    body = {"serial": serial, "seen": world.standing(serial).seen, "looks": "yellow metal", "weight_mg": 3_500}
    came = omar.send("/repairs", body).get_json()
    code = came["repair"]
    shown = omar.get(f"/repairs/{code}").get_json()
    assert shown["waits_for"] == "estimate" and shown["asks_why"] and "less than when it left us" in shown["compared"]
    offer = {"lines": [{"title": "Size", "price_minor": 6_800}], "valid_until": "2026-12-04"}
    assert omar.send(f"/repairs/{code}/estimates", offer).get_json()["estimate"] == 1
    yes = {"number": 1, "lines": [1], "how": "desk"}
    assert omar.send(f"/repairs/{code}/answers", yes | {"shown": "0" * 64}).status_code == 409
    yes["shown"] = omar.get(f"/repairs/{code}").get_json()["shown"]
    assert omar.send(f"/repairs/{code}/answers", yes).status_code == 201
    refused = omar.send(f"/repairs/{code}/hand-back", {"seen": came["seen"]})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "/problems/not-released")
    world.event(serial, "resize", weight_mg=3_600)
    world.inspect(serial)
    assert omar.send(f"/repairs/{code}/hand-back", {"seen": world.standing(serial).seen}).status_code == 201
    assert omar.get("/repairs?state=ended").get_json()["repairs"][0]["ended_how"] == "handed_back"


def test_a_departure_beside_the_repair_is_refused(programs: Programs) -> None:
    world = programs.world
    _code, serial = came_in(world)
    world.inspect(serial)
    omar = programs.program(world.omar, "office")
    body = {"seen": world.standing(serial).seen, "kind": "handed_back"}
    refused = omar.send(f"/pieces/{serial}/departures", body)
    assert refused.status_code == 409 and "in for a repair" in refused.get_json()["detail"]


def test_terms_that_say_no_end_are_refused(programs: Programs) -> None:
    omar = programs.program(programs.world.omar, "read office")
    refused = omar.send("/guarantees", TERMS | {"lasts": "a lifetime"})
    assert (refused.status_code, refused.get_json()["type"]) == (422, "/problems/lifetime-undefined")
    assert omar.send("/guarantees", TERMS | {"years": 10}).get_json() == {"design": None, "version": 1}
    assert [one["years"] for one in omar.get("/guarantees").get_json()["guarantees"]] == [10]
