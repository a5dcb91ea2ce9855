"""The charm bar on screen: two scans and the short inspection; what cannot be is told beside its field."""

from flask import Flask

from tests.bench.forms import send
from tests.world import World


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
