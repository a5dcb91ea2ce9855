"""What a piece cost and brings, on its own page, for the owner alone."""

import html
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.reports.metalshops import metal_shop, walk_out
from tests.reports.test_cost import HOUR_CENTS, lines, made, priced
from tests.world import World
from workshop.reports.reckoning import Terms, keep_terms


def told(client: FlaskClient, serial: str) -> dict[str, str]:
    """What stands beside each label of that part of the page."""
    section = client.get(f"/pieces/{serial}").text.partition('id="spent"')[2].partition("</section>")[0]
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", section, re.S)
    return {
        html.unescape(label): " ".join(html.unescape(re.sub(r"<[^>]+>", "", what)).split()) for label, what in found
    }


def figure(value: Any) -> str:
    return f"{value:.2f} €"


def test_the_owner_reads_on_the_page_of_a_piece_what_the_report_of_costs_says(
    world: World, clock: Clock, app: Flask
) -> None:
    walk_out(world, clock, metal_shop(world, clock, 1), 1)
    timed = world.piece()
    for kind in ("start", "wax"):
        clock.forward(hours=1)
        world.event(timed, kind, **({} if kind == "start" else {"weight_mg": 4_000}))
    world.inspect(timed)
    world.tell(lambda w: keep_terms(w, Terms(HOUR_CENTS, 45, 70)), world.omar)
    priced(world, 99_901)
    _report, span = made(world)
    owner = world.sign_in(app, world.omar)
    rows = lines(world, span)
    assert any(row["metal"] is not None for row in rows.values())
    for serial, row in rows.items():
        page = told(owner, serial)
        if row["metal"] is None and row["labour"] is None:
            assert page == {}
            continue
        for label, name in (("Metal, bought", "metal"), ("Labour", "labour")):
            assert page[label].startswith("Not known" if row[name] is None else figure(row[name]))
        assert page["Wholesale"].startswith("449.55 €") and page["Retail"].startswith("999.01 €")
        if row["whole"] is not None:
            assert page["Cost"] == figure(row["whole"])
            assert page["Wholesale"] == f"449.55 € {figure(row['wholesale_left'])} more than it cost"
        else:
            assert page["Cost"].startswith("Not known as a whole")
    assert told(owner, timed)["Labour"] == "36.00 €"
    assert "no lot is booked" in told(owner, timed)["Metal, bought"]


def test_nobody_else_reads_what_a_piece_cost(world: World, clock: Clock, app: Flask) -> None:
    walk_out(world, clock, metal_shop(world, clock, 1), 1)
    _report, span = made(world)
    serial = next(one for one, row in lines(world, span).items() if row["metal"] is not None)
    assert told(world.sign_in(app, world.omar), serial)
    assert told(world.sign_in(app, world.ana), serial) == {}


def test_what_is_still_made_tells_what_it_cost_so_far(world: World, clock: Clock, app: Flask) -> None:
    world.shop(currency="EUR")
    world.tell(lambda w: keep_terms(w, Terms(HOUR_CENTS, 45, 70)), world.omar)
    serial = world.piece()
    owner = world.sign_in(app, world.omar)
    assert told(owner, serial) == {}
    world.event(serial, "start")
    clock.forward(hours=2)
    world.event(serial, "wax")
    page = owner.get(f"/pieces/{serial}").text
    assert "What it cost so far" in page and told(owner, serial)["Labour"] == "72.00 €"
    assert "more than it cost" not in page
