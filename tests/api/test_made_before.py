"""A program tells of a piece that was made before records: who made it, and where, is known only when it is said."""

from flask import Flask

from tests.api.programs import Programs
from tests.world import World


def imported(world: World) -> str:
    return world.piece(way_in="made", source_key="list:1", before_records="Made by: a grandmother")


def told(programs: Programs, serial: str, **more: object) -> tuple[int, str]:
    body = {"kind": "made_before", "seen": 0, "weight_mg": 4_000} | more
    answer = programs.ana.send(f"/pieces/{serial}/events", body)
    return answer.status_code, str(answer.get_json().get("type", "")).removeprefix("/problems/")


def test_whoever_tells_of_it_did_not_make_it(programs: Programs, world: World, app: Flask) -> None:
    world.shop(country="PT")
    serial = imported(world)
    assert told(programs, serial) == (201, "")
    assert tuple(world.rows("SELECT by_id, noted_by_id FROM work_event")[0]) == (None, world.ana.id)
    world.event(serial, "polish")
    world.inspect(serial)
    page = app.test_client().get(f"/p/{world.tag(serial).code}").text
    assert "Made before records" in page and "finished in Portugal" not in page


def test_a_maker_who_is_named_made_it(programs: Programs, world: World) -> None:
    serial = imported(world)
    assert told(programs, serial, maker="nobody") == (404, "no-such-person")
    assert told(programs, serial, maker=world.ines.subject) == (201, "")
    assert world.rows("SELECT by_id FROM work_event")[0].by_id == world.ines.id
    assert told(programs, serial, seen=1) == (409, "begun-already")
