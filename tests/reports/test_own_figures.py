"""One's own figures: those of the raw entries, of oneself alone, whoever asks."""

from flask import Flask

from tests.conftest import Clock
from tests.reports.shops import random_shop
from tests.reports.test_labour import stretches
from tests.world import World
from workshop.reports.book import span_of
from workshop.reports.labour import time_of
from workshop.reports.own_views import looks_by

STEP = 'data-label="Steps"'


def test_own_time_and_inspections_are_those_of_the_raw_entries(world: World, clock: Clock) -> None:
    shop = random_shop(world, clock, 2, pieces=4)
    done = stretches(shop, None, None)
    people = {row.subject: row.id for row in world.rows("SELECT id, subject FROM person")}
    with world.room.database.reading() as session:
        span = span_of(session, None, None, world.room.now())
        for subject, person_id in people.items():
            mine = [one for one in done if one[3] == subject]
            told = time_of(session, span, person_id)
            assert sum(row["steps"] for row in told) == sum(one[4] is not None for one in mine)
            assert round(sum(row["hours"] or 0 for row in told), 2) == round(
                sum(one[4] or 0 for one in mine) / 3.6e9, 2
            )
            looked = world.rows("SELECT id FROM inspection WHERE by_id = :who AND verdict IS NOT NULL", who=person_id)
            assert sum(looks_by(session, span, person_id).values()) == len(looked)


def test_nobody_sees_the_figures_of_another(world: World, app: Flask) -> None:
    world.released()
    ana, ines = world.sign_in(app, world.ana), world.sign_in(app, world.ines)
    assert STEP in ana.get("/people/me/figures").text
    other = ines.get(f"/people/me/figures?days=30&person={world.ana.subject}").text
    assert STEP not in other and "You logged no work" in other and "passed" in other
    files = [one.get(f"/people/me/figures.csv?person={world.ana.subject}").text for one in (ana, ines)]
    assert [len(one.splitlines()) > 1 for one in files] == [True, False]
    for address in ("/reports/labour", "/reports/labour?by=person", "/reports/labour.csv?by=person", "/people"):
        assert ana.get(address).status_code == 403, address
