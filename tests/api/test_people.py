"""The owner's program enters people; prices and photos are read by whom they are for."""

from typing import Any

import pytest
from flask import Flask

from tests.api.filled import picture
from tests.api.programs import Programs
from tests.world import World
from workshop.auditing import audit
from workshop.catalogue.actions import NewDesign, add_design


@pytest.fixture
def programs(world: World, app: Flask) -> Programs:
    return Programs(world, app)


def everybody(programs: Programs) -> dict[str, Any]:
    told = programs.omar.get("/people").json
    assert told is not None
    return {one["name"]: one for one in told["people"]}


def test_the_owners_program_enters_changes_and_switches_off(programs: Programs) -> None:
    made = programs.omar.send("/people", {"name": "Rosa", "roles": ["artisan"]})
    assert made.status_code == 201 and made.json is not None
    subject = made.json["subject"]
    put = f"/people/{subject}/standing"
    answer = programs.omar.send(put, {"active": True, "roles": ["inspector", "artisan"]}, method="PUT")
    assert answer.json == {"subject": subject, "name": "Rosa", "roles": ["artisan", "inspector"], "active": True}
    assert everybody(programs)["Rosa"]["roles"] == ["artisan", "inspector"]
    programs.omar.send(put, {"active": False, "roles": ["artisan"]}, method="PUT")
    assert everybody(programs)["Rosa"] == {"subject": subject, "name": "Rosa", "roles": [], "active": False}
    assert audit(programs.world.room).findings == []


def test_a_consent_is_kept(programs: Programs, world: World) -> None:
    answer = programs.omar.send(f"/people/{world.ana.subject}/consent", {"form": "initials"}, method="PUT")
    assert (answer.status_code, answer.json and answer.json["shown_as"]) == (200, "A.")


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"name": "Ana", "roles": ["artisan"]}, 409, "name-taken"),
        ({"name": "Rosa", "roles": ["king"]}, 422, "role-unknown"),
        ({"name": "Rosa", "roles": []}, 422, "body-not-understood"),
        ({"name": "  ", "roles": ["artisan"]}, 422, "body-not-understood"),
    ],
)
def test_a_person_who_cannot_be_is_refused(programs: Programs, body: Any, status: int, kind: str) -> None:
    answer = programs.omar.send("/people", body)
    assert (answer.status_code, answer.json and answer.json["type"]) == (status, f"/problems/{kind}")


def test_nobody_but_an_owner_enters_people(programs: Programs, world: World) -> None:
    inspector = programs.program(world.ines, "read office")
    body = {"active": True, "roles": ["owner"]}
    off = {"active": False, "roles": ["owner"]}
    assert inspector.send(f"/people/{world.ines.subject}/standing", body, method="PUT").status_code == 403
    assert programs.omar.send(f"/people/{world.omar.subject}/standing", off, method="PUT").status_code == 409
    assert programs.omar.send(f"/people/{'0' * 32}/standing", body, method="PUT").status_code == 404


def test_a_price_is_the_owners_to_read(programs: Programs, world: World) -> None:
    code = world.tell(lambda w: add_design(w, NewDesign("Priced", "ring", "au750y", price_minor=125_000)), world.omar)

    def told(program: Any) -> list[Any]:
        row = next(one for one in program.get("/designs").json["designs"] if one["code"] == code)
        return [row["price_minor"], program.get(f"/designs/{code}").json["price_minor"]]

    assert told(programs.omar) == [125_000, 125_000]
    for program in (programs.ana, programs.program(world.omar, "read"), programs.program(world.ana, "read office")):
        assert told(program) == [None, None]


def test_a_photo_is_read_as_it_is_kept(programs: Programs, world: World) -> None:
    serial = world.piece()
    programs.ana.send(f"/pieces/{serial}/photos", picture())
    for query in ("", "?small=yes"):
        answer = programs.ines.get(f"/pieces/{serial}/photos/1{query}")
        assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
        assert answer.data.startswith(b"\xff\xd8") and answer.headers["Cache-Control"] == "no-store"
    for number in ("2", "0", "01", "x"):
        assert programs.ines.get(f"/pieces/{serial}/photos/{number}").status_code == 404
    assert programs.nobody.get(f"/pieces/{serial}/photos/1").status_code == 401
