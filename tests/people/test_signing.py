"""Whoever signs proves at that moment that it is them."""

import pytest
from flask import Flask

from tests.people.doors import PASSWORD, PIN, WRONG_PIN, give_password, give_pin
from tests.world import World
from workshop.access import Present
from workshop.errors import Invalid, TooMany
from workshop.people.signing import check_signature, signs_by
from workshop.writing import Actor


def there(who: Actor, *, device_id: int | None = 1) -> Present:
    return Present(who.id or 0, who.subject, "?", frozenset({"inspector"}), 1, device_id, device_id is None)


def test_a_pin_signs_for_its_person_only(world: World, app: Flask) -> None:
    give_pin(world, world.ines)
    give_pin(world, world.ana, "472905")
    assert signs_by(world.room, there(world.ines)) == "pin"
    check_signature(world.room, there(world.ines), PIN)
    for typed in ("472905", "", None, PASSWORD):
        with pytest.raises(Invalid) as refused:
            check_signature(world.room, there(world.ines), typed)
        assert refused.value.field == "pin"


def test_who_has_no_pin_signs_by_password(world: World) -> None:
    give_password(world, world.ines)
    here = there(world.ines, device_id=None)
    assert signs_by(world.room, here) == "password"
    check_signature(world.room, here, PASSWORD)
    with pytest.raises(Invalid) as refused:
        check_signature(world.room, here, PIN)
    assert refused.value.field == "password"


def test_who_has_neither_signs_nothing(world: World) -> None:
    with pytest.raises(Invalid):
        check_signature(world.room, there(world.ines), "nobody")


def test_guessing_a_signature_is_throttled(world: World) -> None:
    give_pin(world, world.ines)
    for _n in range(5):
        with pytest.raises(Invalid):
            check_signature(world.room, there(world.ines), WRONG_PIN)
    with pytest.raises(TooMany):
        check_signature(world.room, there(world.ines), PIN)
