"""Repairs on screen: the intake keeps what was typed, nothing is handed back uninspected, papers print."""

import re

from flask import Flask

from tests.bench.forms import forms_of
from tests.world import World
from workshop.aftercare.repair_actions import Estimate, Reply, answer_estimate, give_estimate
from workshop.aftercare.repair_rules import Line


def came(world: World) -> tuple[str, str]:
    world.shop(currency="EUR")
    serial = world.released()
    world.leave(serial)
    return serial, world.take_in(serial, customer="Ada Marsh")


def test_an_intake_that_is_refused_keeps_what_was_typed(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    form = forms_of(client.get("/repairs/new?elsewhere=yes"))[-1].values
    again = client.post("/repairs", data=form | {"kind": "ring", "looks": "white metal", "weight": ""})
    assert again.status_code == 422
    assert "white metal" in again.text and "needs its weight" in again.text


def test_a_number_that_is_none_is_told_at_the_intake(world: World, app: Flask) -> None:
    answer = world.sign_in(app, world.ana).get("/repairs/new?serial=R-9999")
    assert answer.status_code == 404 and "no such piece" in answer.text


def test_handing_back_on_screen_needs_its_own_pass(world: World, app: Flask) -> None:
    serial, code = came(world)
    world.tell(lambda w: give_estimate(w, code, Estimate((Line("Size", 0),), "2030-01-01")), world.ana)
    world.tell(lambda w: answer_estimate(w, code, Reply(1, (), "desk")), world.ana)
    client = world.sign_in(app, world.omar)
    assert "hand-back" not in client.get(f"/repairs/{code}").text
    form = forms_of(client.get(f"/repairs/{code}"))[-1].values
    refused = client.post(f"/repairs/{code}/hand-back", data=form | {"last_change": str(world.standing(serial).seen)})
    assert refused.status_code == 409 and "has not passed its own inspection" in refused.text
    world.inspect(serial)
    handing = next(one for one in forms_of(client.get(f"/repairs/{code}")) if one.action.endswith("/hand-back"))
    assert client.post(handing.action, data=handing.values).status_code == 303
    assert world.standing(serial).place == "customer"


def test_the_list_is_searched_and_taken_away_without_its_customers(world: World, app: Flask) -> None:
    _serial, code = came(world)
    client = world.sign_in(app, world.omar)
    assert code in client.get("/repairs?q=ada").text
    assert code not in client.get("/repairs?q=somebody").text
    assert code not in client.get("/repairs?state=ended").text
    table = client.get("/repairs.csv").text
    assert code in table and "Ada" not in table


def test_the_list_costs_the_same_for_many_repairs(world: World, app: Flask) -> None:
    for _many in range(12):
        world.take_in(None, kind="ring")
    page = world.sign_in(app, world.ana).get("/repairs").text
    assert page.count("made elsewhere") == 12


def test_receipt_and_dossier_are_papers_without_a_value(world: World, app: Flask) -> None:
    serial, code = came(world)
    client = world.sign_in(app, world.ana)
    receipt = client.get(f"/repairs/{code}/receipt").text
    assert "Receipt J-0001" in receipt and "4 g" in receipt.replace("4.00", "4") and "Ada Marsh" in receipt
    assert "no tag that counts" in client.get(f"/pieces/{serial}/dossier").text
    world.inspect(serial)
    world.tag(serial)
    dossier = client.get(f"/pieces/{serial}/dossier").text
    assert "No value is told" in dossier and "€" not in dossier and "Ada" not in dossier


def test_receipt_and_dossier_choose_their_paper(world: World, app: Flask) -> None:
    serial, code = came(world)
    client, pages = world.sign_in(app, world.ana), (f"/repairs/{code}/receipt", f"/pieces/{serial}/dossier")

    def sheets(asked: str) -> list[str]:
        return [
            one for page in pages for one in re.findall(r"css/paper-([a-z0-9-]+)\.css", client.get(page + asked).text)
        ]

    for usual in ("", "?paper=../x"):
        assert sheets(usual) == ["a5", "a4-margins"]
    for asked, sheet in (("letter", "letter"), ("a4", "a4-margins"), ("a5", "a5")):
        assert sheets(f"?paper={asked}") == [sheet, sheet]


def test_the_link_is_shown_once_and_the_same_when_the_form_is_sent_again(world: World, app: Flask) -> None:
    _serial, code = came(world)
    world.tell(lambda w: give_estimate(w, code, Estimate((Line("Size", 0),), "2030-01-01")), world.ana)
    client = world.sign_in(app, world.ana)
    form = next(one for one in forms_of(client.get(f"/repairs/{code}")) if one.action.endswith("/links"))
    first, second = (client.post(form.action, data=form.values).text for _twice in range(2))
    address = first.split('href="/r/')[1][:64]
    assert address in second and address not in client.get(f"/repairs/{code}").text
    assert app.test_client().get(f"/r/{address}").status_code == 200
