"""A piece from wax to its tag and out of the house, by forms alone."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.bench.forms import form_to, send
from tests.people.doors import PIN, give_pin
from tests.world import World
from workshop.inspection.rules import parts_of


def good_answers(world: World, serial: str, **how: object) -> dict[str, str]:
    """What an inspector types who finds everything good."""
    typed = {}
    for check in world.asked(serial, **how).questions:
        for part in parts_of(check, world.standing(serial).parts):
            if check.how == "measurement":
                middle = 4_000 if check.role == "gross_weight" else ((check.low or 0) + (check.high or 0)) // 2
                typed[f"m-{check.code}-{part}"] = f"{middle / 1000:.3f}"
            else:
                typed[f"a-{check.code}-{part}"] = "yes"
    return typed


def inspect(world: World, inspector: FlaskClient, serial: str, **typed: str) -> TestResponse:
    page = f"/pieces/{serial}/inspections"
    return send(inspector, page, page, **(good_answers(world, serial) | {"pin": PIN, "verdict": "pass"} | typed))


def test_a_piece_goes_from_wax_to_its_customer(world: World, app: Flask) -> None:
    give_pin(world, world.ines)
    ana, ines, omar = (world.sign_in(app, who) for who in (world.ana, world.ines, world.omar))

    made = send(ana, "/pieces/new", "/pieces", design=world.design, way_in="wax", count="1", weight="5")
    assert made.status_code == 303
    card = made.location
    serial = card.rsplit("/", 1)[1]

    for stage in ("Wax", "Cast", "Cut and check"):
        started = send(ana, card, f"{card}/events", kind="start")
        assert started.status_code == 303
        page = ana.get(card)
        form = form_to(page, f"{card}/events")
        assert form.values["stage"] == stage
        done = send(ana, card, f"{card}/events", kind={"Wax": "wax", "Cast": "cast"}.get(stage, "cut"), weight="4,62")
        assert done.status_code == 303
    for stage in ("File and assemble", "Pre-polish", "Mark", "Engrave", "Set", "Polish", "Clean", "Plate"):
        left_out = send(ana, f"{card}?do=skip", f"{card}/events", kind="skipped", stage=stage, reason="plain ring")
        assert left_out.status_code == 303
    assert "Waits for its inspection" in ana.get(card).text
    assert serial in ines.get("/bench").text

    assert inspect(world, ines, serial).status_code == 303
    assert world.standing(serial).state == "released"
    assert "no hand in making it" in omar.get(card).text

    assert send(omar, f"{card}/tag", f"{card}/tag").status_code == 303
    code = world.rows("SELECT code FROM tag")[0].code
    assert omar.get(f"{card}/tag").text.count(code) > 1
    for form, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
        assert omar.get(f"{card}/tag/{code}.{form}").data.startswith(start)

    assert send(omar, card, f"{card}/departures", leaving="sold", holder="Marta").status_code == 303
    assert world.standing(serial).place == "customer"
    assert ana.get(f"/pieces?q=https://example.com/p/{code}").location == card
    assert ana.get(f"/pieces?q=job:{serial}").location == card
