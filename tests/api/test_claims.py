"""Programs ask what may be said and what would fall, trace, and call pieces back."""

import pytest
from flask import Flask

from tests.api.programs import Programs
from tests.bench.test_lists import counted
from tests.claims.test_trace import Web
from tests.world import World

TEXTS = {"reason": "It opens.", "risk": "It falls.", "to_do": "Bring it."}


@pytest.fixture
def web(world: World) -> Web:
    world.shop(public_address="https://marshandwren.example", country="PT")
    return Web(world)


def test_a_program_reads_what_may_be_said_and_what_was_published(web: Web, programs: Programs) -> None:
    web.world.tag(web.world.released(web.of_known))
    told = programs.ana.get(f"/pieces/{web.of_known}/claims").json
    claims = {one["claim"]: one for one in told["claims"]}
    assert len(claims) == 26 and "100% recycled" in claims["recycled_metal_100"]["sentence"]
    assert claims["recycled_post_consumer"]["missing"] == "the split of RM-4471, before or after use"
    assert {one["claim"] for one in told["published"]} >= {"recycled_metal_100", "treatment_disclosure"}


def test_a_program_traces_and_sees_what_would_fall(web: Web, programs: Programs) -> None:
    falls = programs.ana.get("/documents/DOC-0001/falls").json
    assert {one["serial"] for one in falls["falls"]} == {*web.of_melt, web.of_known}
    traced = programs.ana.get(f"/trace/{web.other}").json
    assert [one["code"] for one in traced["lines"]] == web.of_melt[::-1]
    assert traced["counts"] == {"pieces": 3, "lots": 2, "documents": 0, "suppliers": 0}
    up = programs.ana.get(f"/trace/{web.of_melt[0]}?show=lots").json
    assert {one["code"] for one in up["lines"]} == {web.known, web.other, web.melted}


def test_a_program_calls_back_tells_and_ends(web: Web, programs: Programs) -> None:
    assert programs.ana.send("/recalls", TEXTS | {"begun_from": web.other}).status_code == 403
    begun = programs.omar.send("/recalls", TEXTS | {"begun_from": web.other})
    assert begun.status_code == 201 and begun.json["pieces"] == 3
    at = f"/recalls/{begun.json['code']}"
    assert programs.omar.send(f"{at}/told", {"serials": [web.of_melt[0]]}).json["told"] == 1
    assert programs.omar.send(f"{at}/told", {"serials": [web.of_none]}).status_code == 404
    assert [one["serial"] for one in programs.ana.get(at).json["lines"]][-1] == web.of_melt[0]
    assert programs.omar.send(f"{at}/end", {"note": "All back."}).json["ended_at"]
    assert programs.ana.get("/recalls").json["recalls"][0]["ended_note"] == "All back."
    assert programs.omar.send("/recalls", TEXTS).json["type"] == "/problems/nothing-to-recall"


def test_an_answer_costs_as_much_for_many_pieces(web: Web, programs: Programs, app: Flask) -> None:
    def asked() -> list[int]:
        numbers = []
        for address in (f"/trace/{web.known}", "/documents/DOC-0001/falls", f"/pieces/{web.of_known}/claims"):
            with counted(web.world) as sent:
                assert programs.ana.get(address).status_code == 200
            numbers.append(len(sent))
        return numbers

    few = asked()
    for _count in range(3):
        web.cast(web.known)
    assert asked() == few
