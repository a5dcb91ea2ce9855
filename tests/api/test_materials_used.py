"""Programs use material at the stages, and work with casting trees."""

from typing import Any

import pytest

from tests.api.programs import Programs
from tests.bench.test_using import lots
from tests.materials.test_books import GRAIN, there
from tests.pieces.test_using import CASTINGS, SAPPHIRES
from workshop.materials.ledger import Amount


def act(programs: Programs, serial: str, kind: str, **typed: Any) -> Any:
    body = {"kind": kind, "seen": programs.world.standing(serial).seen} | typed
    return programs.ana.send(f"/pieces/{serial}/events", body)


def test_a_piece_takes_metal_and_stones_and_tells_what_it_is_made_of(programs: Programs) -> None:
    gold, stones = lots(programs.world, GRAIN, SAPPHIRES)
    serial = programs.world.piece()
    assert act(programs, serial, "cast", weight_mg=4_300, using={"added": [{"lot": gold}]}).status_code == 201
    off = {"lemel_mg": 100, "loss_mg": 20}
    unsaid = act(programs, serial, "file", weight_mg=4_180, using=off)
    assert unsaid.get_json()["type"] == "/problems/reason-missing"
    assert act(programs, serial, "file", weight_mg=4_180, using=off, reason="drain").status_code == 201
    used = {"lot": stones, "set": {"number": 3, "carat_thousandths": 160}, "broken": {"number": 1}, "issued": 4}
    assert act(programs, serial, "set", weight_mg=4_212, using={"stones": [used]}).status_code == 201
    layer = {"metal": "rhodium", "thickness_nm": 125}
    assert act(programs, serial, "plate", layer=layer).status_code == 201
    mark = {"office": "London", "metal": "gold", "fineness": 7500, "marked_on": "2026-11-02"}
    assert act(programs, serial, "mark", hallmark=mark).status_code == 201
    told = programs.ana.get(f"/pieces/{serial}/materials").get_json()
    assert [(one["lot"], one["mg"], one["carat_thousandths"], one["number"]) for one in told["lots"]] == [
        (gold, 4_180, 0, 0),
        (stones, 0, 160, 3),
    ]
    assert (told["gross_mg"], told["net_mg"], told["unexplained_mg"]) == (4_212, 4_180, 0)
    assert told["layers"][0]["thickness_nm"] == 125 and told["hallmarks"][0]["office"] == "London"


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        ("cast", {"using": {"added": [{"lot": "G-0404", "mg": 1}]}}, "no-such-lot"),
        ("cast", {"using": {"added": [{"lot": "G-0001"}]}}, "metal-amount-missing"),
        ("cast", {"using": {"added": [{"lot": "G-0001", "mg": 66_661}]}}, "not-enough"),
        ("file", {"using": {"lemel_mg": 1}}, "more-off-than-there"),
        ("set", {"using": {"stones": [{"lot": "G-0001", "set": {"number": 1}}]}}, "not-stones"),
        ("set", {"using": {"stones": [{"lot": "S-0001", "set": {"number": 2}, "issued": 3}]}}, "stones-do-not-close"),
        ("set", {"using": {"stones": [{"lot": "S-0001", "set": {"carat_thousandths": 2}}]}}, "stones-not-counted"),
        ("file", {"layer": {"metal": "gold"}}, "not-put-on-here"),
        ("plate", {"layer": {"metal": "gold", "document": "DOC-0404"}}, "no-such-document"),
        ("plate", {"layer": {"metal": "tin"}}, "body-not-understood"),
        ("cast", {"using": {"added": [{"lot": "G-0001", "mg": 1.5}]}}, "body-not-understood"),
    ],
)
def test_what_cannot_be_used_is_a_stable_problem(
    programs: Programs, kind: str, typed: dict[str, Any], problem: str
) -> None:
    lots(programs.world, GRAIN, SAPPHIRES)
    serial = programs.world.piece()
    refused = act(programs, serial, kind, **typed)
    assert refused.get_json()["type"] == f"/problems/{problem}"
    assert programs.world.standing(serial).sequence == 0


def test_castings_come_out_of_their_lot(programs: Programs) -> None:
    (lot,) = lots(programs.world, CASTINGS)
    body = {"design": programs.world.design, "way_in": "castings", "castings": lot, "count": 2}
    made = programs.ana.send("/pieces", body | {"weights_mg": [4_200, 4_210]})
    assert made.status_code == 201
    assert there(programs.world, "piece", made.get_json()["serials"][1], lot) == Amount(4_210, number=1)
    assert programs.ana.send("/pieces", body).get_json()["type"] == "/problems/not-enough"


def test_outwork_comes_back_with_what_was_put_on(programs: Programs) -> None:
    serial = programs.world.worked()
    seen = programs.world.standing(serial).seen
    out = programs.ana.send(f"/pieces/{serial}/outwork", {"way": "out", "seen": seen, "workshop": "Plater"})
    back = {"way": "back", "seen": out.get_json()["seen"], "layer": {"metal": "gold", "fineness": 9990}}
    assert programs.ana.send(f"/pieces/{serial}/outwork", back).status_code == 201
    assert programs.ana.get(f"/pieces/{serial}/materials").get_json()["layers"][0]["fineness"] == 9990


def test_a_tree_from_wax_to_its_last_sprue(programs: Programs) -> None:
    (gold,) = lots(programs.world, GRAIN)
    first, second = programs.world.pieces(2)
    ana = programs.ana
    planted = ana.send("/trees", {"alloy": "au750y", "wax_mg": 2_000, "base_mg": 500, "serials": [first]})
    tree = planted.get_json()["code"]
    assert planted.get_json()["needed_mg"] == 25_707
    poured = ana.send(f"/trees/{tree}/pour", {"lots": [{"lot": gold, "mg": 20_000}]}).get_json()
    assert (poured["state"], poured["left_mg"]) == ("poured", 20_000)
    for serial in (first, second):
        assert ana.send(f"/trees/{tree}/cut", {"serial": serial, "weight_mg": 7_000}).status_code == 201
    missing = ana.send(f"/trees/{tree}/close", {"scrap_mg": 5_000})
    assert missing.get_json()["type"] == "/problems/tree-does-not-close"
    closed = ana.send(f"/trees/{tree}/close", {"scrap_mg": 5_000, "may_miss": True}).get_json()
    assert (closed["state"], closed["scrap_mg"], closed["unexplained_mg"]) == ("closed", 5_000, 1_000)
    assert ana.get(f"/trees/{tree}").get_json() == closed
    assert [one["code"] for one in ana.get("/trees").get_json()["trees"]] == [tree]
    assert [one["cut_mg"] for one in closed["places"]] == [7_000, 7_000]
