"""Who must be told of something is in the owner's week until somebody notes that they told them, and how."""

from typing import Any

import pytest
from flask import Flask

from tests.aftercare.owners import Owners
from tests.bench.forms import forms_of
from tests.world import World
from workshop.aftercare.repair_actions import Estimate, Reply, answer_estimate, give_estimate
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.repair_words import tell_estimate
from workshop.aftercare.requests import see_proof
from workshop.errors import Conflict, Invalid
from workshop.reports.asking import waiting_askers
from workshop.reports.book import span_of

OFFER = Estimate((Line("Size", 0),), "2030-01-01")


def waiting(world: World) -> list[tuple[str, str]]:
    with world.room.database.reading() as session:
        return [(one.what, one.href) for one in waiting_askers(session, span_of(session, None, None, world.room.now()))]


def send(world: World, app: Flask, page: str, action: str, **typed: str) -> Any:
    omar = world.sign_in(app, world.omar)
    form = next(one for one in forms_of(omar.get(page)) if one.action.endswith(action))
    return omar.post(form.action, data=form.values | typed, follow_redirects=True)


def test_an_estimate_waits_until_its_customer_is_told(world: World, app: Flask) -> None:
    world.shop(currency="EUR")
    code = world.take_in(None, kind="ring", contact="ada@example.test")
    world.tell(lambda w: give_estimate(w, code, OFFER), world.ana)
    assert waiting(world) == [(f"{code}: its customer is not told of the estimate yet", f"/repairs/{code}#told")]
    page = send(world, app, f"/repairs/{code}", "/notices", how="phone").text
    assert "by Omar: By phone" in page and not waiting(world)
    world.tell(lambda w: give_estimate(w, code, OFFER), world.ana)
    assert len(waiting(world)) == 1
    with pytest.raises(Conflict, match="Another estimate"):
        world.tell(lambda w: tell_estimate(w, code, 1, "mail"), world.ana)
    with pytest.raises(Invalid, match="how they were told"):
        world.tell(lambda w: tell_estimate(w, code, 2, "pigeon"), world.ana)
    world.tell(lambda w: answer_estimate(w, code, Reply(2, (1,), "desk")), world.ana)
    assert not waiting(world)


def test_the_link_of_a_repair_and_of_an_order_comes_with_a_letter(world: World, app: Flask) -> None:
    world.shop(currency="EUR", public_address="https://a.example")
    code = world.take_in(None, kind="ring", contact="ada@example.test")
    world.tell(lambda w: give_estimate(w, code, OFFER), world.ana)
    page = send(world, app, f"/repairs/{code}", "/links").text
    assert f'href="mailto:ada@example.test?subject=Your%20repair%20{code}&amp;body=' in page
    assert "https://a.example/r/" in page.split('id="letter"')[1].split("</textarea>")[0]


def test_the_recorded_owner_is_told_by_somebody_in_some_way(world: World, app: Flask) -> None:
    owners = Owners(world)
    owners.card()
    owners.claim()
    number = owners.ask()
    assert "asks to be recorded" in waiting(world)[0][0]
    owners.staff(see_proof, number, None)
    at = f"/pieces/{owners.serial}/owner"
    assert waiting(world) == [
        (f"{owners.serial}: its owner is not told yet that somebody asks for it", f"{at}#request-{number}")
    ]
    omar = world.sign_in(app, world.omar)
    page = omar.get(at)
    assert 'href="mailto:ada@example.test?subject=About%20a%20piece' in page.text
    form = next(one for one in forms_of(page) if one.values.get("step") == "notice")
    assert "Told on" not in page.text
    assert omar.post(form.action, data=form.values | {"how": ""}).status_code == 422
    told = omar.post(form.action, data=form.values | {"how": "post", "request_key": "k2"}, follow_redirects=True).text
    assert "by Omar: By letter" in told and not waiting(world)
    assert world.rows("SELECT how, by_id FROM notice") == [("post", world.omar.id)]
