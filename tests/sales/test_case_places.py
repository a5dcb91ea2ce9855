"""Where what is out is told: the owner's dots, the list of cases, and nothing of it in public."""

from flask import Flask

from tests.sales.test_cases import pack, say
from tests.world import World


def test_the_week_opens_the_cases_of_a_place_and_tells_what_is_missing(world: World, app: Flask) -> None:
    world.shop()
    first, second = world.released(), world.released()
    code = pack(world, first, second)
    owner = world.sign_in(app, world.omar)
    assert 'href="/cases?place=fair"' in owner.get("/reports/week").text
    say(world, code, first, "lost", note="gone on Sunday")
    week = owner.get("/reports/week").text
    assert 'href="/cases?missing=yes"' in week and "Missing" in week
    assert code in owner.get("/cases?missing=yes").text
    assert code in owner.get(f"/cases?q={second}").text
    assert code in owner.get("/cases.csv").text and code not in owner.get("/cases?state=closed").text


def test_the_public_page_says_nothing_of_the_fair_nor_of_the_price(world: World, app: Flask) -> None:
    world.shop(currency="EUR")
    serial = world.released()
    code = world.tag(serial).code
    pack(world, serial, contact="door@fair.example")
    page = app.test_client().get(f"/p/{code}").text
    for private in ("Feira do Mar", "door@fair.example", "CS-0001"):
        assert private not in page
