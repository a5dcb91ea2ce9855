"""Who brought a repair is told what is kept of them, and forgotten: at the desk, by a program, and with the owner that they are."""

import json

import pytest
from flask import Flask

from tests.aftercare.owners import OWN, Owners
from tests.api.programs import Programs
from tests.bench.forms import forms_of
from tests.world import World
from workshop.aftercare.forgetting import MODELS, own_data, subjects_of_owner
from workshop.aftercare.repair_actions import Estimate, Reply, answer_estimate, give_estimate, hand_back
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.repair_words import ask
from workshop.forgetting import erased_in, forget
from workshop.house import journalled
from workshop.verifying import verify
from workshop.writing import NOBODY

PRIVATE = ("Ada Løve", "ada@example.test", "Before her birthday", "When?")


@pytest.fixture
def owners(world: World) -> Owners:
    world.shop(currency="EUR", public_address="https://example.test")
    owners = Owners(world)
    owners.card()
    owners.claim(name="Ada Løve")
    return owners


def repaired(owners: Owners, contact: str = "ada@example.test", *, is_back: bool = True) -> str:
    world = owners.world
    if world.standing(owners.serial).place == "shop":
        world.leave(owners.serial)
    code = world.take_in(owners.serial, customer="Ada Løve", contact=contact)
    world.tell(lambda w: give_estimate(w, code, Estimate((Line("Size", 0),), "2030-01-01")), world.ana)
    world.tell(lambda w: answer_estimate(w, code, Reply(1, (1,), "desk", "Before her birthday")), world.ana)
    world.tell(lambda w: ask(w, code, "When?"), NOBODY)
    if is_back:
        world.inspect(owners.serial)
        world.tell(lambda w: hand_back(w, code, world.standing(owners.serial).seen), world.omar)
    return code


def kept(owners: Owners) -> str:
    tables = ("repair_job", "repair_answer", "repair_question", "request_key", "journal_entry")
    return repr([owners.world.rows(f"SELECT * FROM {table}") for table in tables])


def test_the_desk_tells_and_forgets_a_customer(owners: Owners, app: Flask) -> None:
    code, world = repaired(owners), owners.world
    omar = world.sign_in(app, world.omar)
    told = omar.get(f"/repairs/{code}/customer.json")
    assert "attachment" in told.headers["Content-Disposition"]
    assert all(one in told.text for one in PRIVATE) and json.loads(told.text)["repair"] == code
    form = next(one for one in forms_of(omar.get(f"/repairs/{code}")) if one.action.endswith("/erasure"))
    for _tap in range(2):
        assert omar.post(form.action, data=form.values).status_code == 303
    assert not any(one in kept(owners) for one in PRIVATE)
    assert len(erased_in(world.room.settings.data_dir)) == 3
    assert verify(world.room, journalled()).problems == []
    assert "erasure" not in omar.get(f"/repairs/{code}").text


def test_nobody_is_forgotten_while_their_piece_is_here(owners: Owners, app: Flask) -> None:
    code = repaired(owners, is_back=False)
    omar = Programs(owners.world, app).omar
    assert omar.send(f"/repairs/{code}/forgetting", {}).get_json()["type"] == "/problems/repair-open"
    owners.world.inspect(owners.serial)
    seen = owners.world.standing(owners.serial).seen
    owners.world.tell(lambda w: hand_back(w, code, seen), owners.world.omar)
    assert omar.send(f"/repairs/{code}/forgetting", {}).status_code == 201
    assert not any(one in kept(owners) for one in PRIVATE)


def test_an_owner_takes_their_own_repairs_along_and_nobody_elses(owners: Owners) -> None:
    repaired(owners), repaired(owners, "bo@example.test")
    world = owners.world
    with world.room.database.reading() as session:
        owner = world.rows("SELECT id FROM ownership")[0].id
        told = own_data(session, owner, "2026-11-17")
        subjects = subjects_of_owner(session, owner)
    assert [one["contact"] for one in told["repair_job"]] == ["ada@example.test"]
    assert len(told["repair_answer"]) == len(told["repair_question"]) == 1
    world.tell(lambda w: forget(w, MODELS, subjects), NOBODY)
    rows = world.rows("SELECT contact FROM repair_job ORDER BY id")
    assert [row.contact for row in rows] == [None, "bo@example.test"] and owners.opens(OWN) == "owner"
