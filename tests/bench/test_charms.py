"""The charm bar on screen: two scans and the short inspection; what cannot be is told beside its field."""

from flask import Flask

from tests import pages
from tests.api.programs import Programs
from tests.bench.forms import send
from tests.world import World
from workshop.inspection.attaching import attach_charm


def test_two_scans_lead_to_the_short_inspection(world: World, app: Flask) -> None:
    bracelet, charm = world.released(), world.released()
    ida = world.person("Ida", "artisan", "inspector")
    client = world.sign_in(app, ida)
    page = client.get(f"/charms?piece=JOB:{bracelet}")
    assert page.status_code == 200 and f"Now the charm for {bracelet}" in page.text
    put = send(client, f"/charms?piece={bracelet}", "/charms", charm=world.tag(charm).code)
    assert put.location == f"/pieces/{bracelet}/inspections"
    shown = client.get(f"/charms?piece={bracelet}").text
    assert charm in shown and "It is inspected before it goes." in shown
    assert f"{charm} is on {bracelet}" in client.get(f"/charms?piece={charm}").text
    off = send(client, f"/charms?piece={bracelet}", "/charms/off")
    assert off.location == f"/charms?piece={bracelet}"
    assert world.standing(charm).change_kind == "detach"


def test_what_cannot_be_put_on_is_told_and_changes_nothing(world: World, app: Flask) -> None:
    bracelet, raw = world.released(), world.worked()
    client = world.sign_in(app, world.ana)
    for typed, status, said in (
        (raw, 409, "has not passed its own inspection"),
        ("R-9999", 404, "R-9999"),
        ("", 422, "Scan it"),
        (bracelet, 409, "not put on itself"),
    ):
        refused = send(client, f"/charms?piece={bracelet}", "/charms", charm=typed)
        assert (refused.status_code, said in refused.text) == (status, True), (typed, refused.text)
        assert f"Now the charm for {bracelet}" in refused.text
    assert client.get("/charms?piece=nothing").status_code in (404, 422)
    assert world.standing(bracelet).state == "released"


def test_a_part_off_a_charm_that_is_on_is_refused_by_every_door(world: World, app: Flask) -> None:
    """It would end the pass of the charm alone, and its bracelet, lent by now, could not be sold."""
    bracelet, charm = world.released(), world.released()
    seen = world.standing(bracelet).seen
    world.tell(lambda w: attach_charm(w, bracelet, charm, seen), world.ana)
    world.inspect(bracelet)
    client, seen = world.sign_in(app, world.ana), world.standing(charm).seen
    form = {"kind": "detach", "last_change": str(seen)}
    refused = pages.send(client, f"/pieces/{charm}/events", "/charms", **form)
    assert (refused.status_code, f"{charm} is on {bracelet}" in refused.text) == (409, True)
    body = {"kind": "detach", "seen": seen}
    told = Programs(world, app).ana.send(f"/pieces/{charm}/events", body)
    assert (told.status_code, told.json and told.json["type"]) == (409, "/problems/attached-already")
    assert world.standing(charm).state == "released"
