"""Somebody helping for some days: let in by an owner at the tablet, logs work, never inspects, ends by itself."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.pages import send
from tests.people.doors import OTHER_PIN, PIN, WRONG_PIN, by_pin, give_password, give_pin, is_in, tablet
from tests.world import World
from workshop.errors import Conflict
from workshop.people.actions import set_standing
from workshop.people.tokens import create_token_for
from workshop.writing import Actor


def let_in(world: World, app: Flask, **typed: str) -> tuple[object, TestResponse]:
    """A tablet at which João was let in, and how it answered."""
    give_pin(world, world.omar)
    bench = tablet(world, app)
    form = {"name": "João", "days": "1", "new_pin": OTHER_PIN, "owner": world.omar.subject, "current": PIN}
    return bench, send(bench, "/switch/helper", "/switch/helper", **(form | typed))


def helper(world: World) -> Actor:
    (row,) = world.rows("SELECT id, subject FROM person WHERE helps_until IS NOT NULL")
    return Actor(row.id, row.subject)


def test_a_helper_is_let_in_in_a_minute_and_logs_until_midnight(world: World, app: Flask, clock: Clock) -> None:
    bench, answer = let_in(world, app)
    joao = helper(world)
    assert answer.location == f"/switch?person={joao.subject}"
    assert "can log work now" in bench.get(answer.location).text  # type: ignore[attr-defined]
    by_pin(bench, joao, OTHER_PIN)  # type: ignore[arg-type]
    assert is_in(bench)  # type: ignore[arg-type]
    clock.forward(hours=11, minutes=59)
    by_pin(bench, joao, OTHER_PIN)  # type: ignore[arg-type]
    assert is_in(bench)  # type: ignore[arg-type]
    clock.forward(minutes=1)
    assert not is_in(bench)  # type: ignore[arg-type]
    typed = {"person": joao.subject, "pin": OTHER_PIN}
    assert send(bench, "/switch", "/switch/helper", **typed).status_code == 422  # type: ignore[arg-type]
    assert "João" not in bench.get("/switch").text  # type: ignore[attr-defined]


def test_the_owners_pin_decides(world: World, app: Flask) -> None:
    _bench, answer = let_in(world, app, current=WRONG_PIN)
    assert answer.status_code == 422 and "Nobody was let in" in answer.text and 'value="João"' in answer.text
    assert not world.rows("SELECT 1 FROM person WHERE helps_until IS NOT NULL")
    assert WRONG_PIN not in answer.text and OTHER_PIN not in answer.text


def test_an_owner_without_a_pin_types_the_password(world: World, app: Flask) -> None:
    give_password(world, world.omar)
    bench = tablet(world, app)
    form = {"name": "João", "days": "7", "new_pin": OTHER_PIN, "owner": world.omar.subject}
    refused = send(bench, "/switch/helper", "/switch/helper", **form, current=PIN)
    assert refused.status_code == 422
    assert send(bench, "/switch/helper", "/switch/helper", **form, current="three odd words").status_code == 303


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"name": "Ana"}, {"days": "9"}, {"days": ""}, {"new_pin": "12345"}, {"owner": "nobody"}]
)
def test_what_was_typed_wrong_is_told(world: World, app: Flask, typed: dict[str, str]) -> None:
    _bench, answer = let_in(world, app, **typed)
    assert answer.status_code in (409, 422)
    assert not world.rows("SELECT 1 FROM person WHERE helps_until IS NOT NULL")


def test_no_stranger_lets_anybody_in(app: Flask) -> None:
    assert app.test_client().get("/switch/helper").status_code == 403


def test_a_helper_who_is_back_is_the_same_person(world: World, app: Flask, clock: Clock) -> None:
    let_in(world, app)
    first = helper(world)
    clock.forward(days=30)
    _bench, answer = let_in(world, app, name=" joão ", new_pin="591837")
    assert answer.status_code == 303 and helper(world) == first


def test_a_helper_never_inspects_and_has_no_token(world: World, app: Flask) -> None:
    let_in(world, app)
    joao = helper(world)
    with pytest.raises(Conflict):
        world.tell(lambda w: set_standing(w, joao.id or 0, active=True, roles=["artisan", "inspector"]), world.omar)
    with pytest.raises(Conflict):
        create_token_for(world.room, "João", ["log"])


def test_a_helper_who_stays_may_be_made_inspector(world: World, app: Flask) -> None:
    let_in(world, app)
    joao, owner = helper(world), world.sign_in(app, world.omar)
    page = f"/people/{joao.subject}"
    assert "They stay" in owner.get(page).text
    assert send(owner, f"{page}/stay", page).status_code == 303
    assert "They stay" not in owner.get(page).text
    world.tell(lambda w: set_standing(w, joao.id or 0, active=True, roles=["inspector"]), world.omar)


def test_a_double_tap_lets_one_helper_in(world: World, app: Flask) -> None:
    give_pin(world, world.omar)
    bench = tablet(world, app)
    form = {"name": "João", "days": "1", "new_pin": OTHER_PIN, "owner": world.omar.subject, "current": PIN}
    told = [send(bench, "/switch/helper", "/switch/helper", key="k" * 32, **form) for _n in range(2)]
    assert [one.status_code for one in told] == [303, 303] and told[0].location == told[1].location
    assert len(world.rows("SELECT 1 FROM standing WHERE person_id = :id", id=helper(world).id)) == 1
