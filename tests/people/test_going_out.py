"""What is taken away: files with names or prices ask for a sign-in of a moment ago, the owner's password at a tablet too."""

from flask import Flask
from sqlalchemy import text

from tests.conftest import Clock
from tests.pages import send
from tests.people.doors import PASSWORD, by_password, give_password, give_pin, tablet
from tests.people.test_second_factor import switch_on
from tests.world import World
from workshop.auditing import audit
from workshop.people.second_factor import forget_factor

STAFF = (
    "/pieces.csv",
    "/find.csv?q=a",
    "/materials/lots.csv",
    "/materials/people.csv",
    "/materials/documents.csv",
    "/trees.csv",
)
OWNERS = (
    "/orders.csv",
    "/repairs.csv",
    "/cases.csv",
    "/copies.csv",
    "/catalogue/designs.csv",
    "/reports/wip.csv",
    "/people/tokens",
)


def test_at_a_tablet_the_owner_is_asked_for_password_and_code(world: World, app: Flask, clock: Clock) -> None:
    give_password(world, world.omar)
    give_pin(world, world.omar)
    office = app.test_client()
    by_password(office, "Omar")
    switch_on(office, clock.at)
    bench = tablet(world, app)
    form = {"person": world.omar.subject, "pin": "836159"}
    assert send(bench, "/switch", f"/switch?person={world.omar.subject}", **form).status_code == 303
    for address in (*STAFF, *OWNERS):
        asked = bench.get(address)
        assert (asked.status_code, asked.location.split("&")[0]) == (302, "/sign-in?by=password"), address
    assert by_password(bench, "Omar", next="/orders.csv").location == "/sign-in/code?next=/orders.csv"
    assert bench.get("/orders.csv").status_code == 302


def test_everybody_signs_in_anew_before_names_go_out(world: World, app: Flask, clock: Clock) -> None:
    give_password(world, world.ana)
    client, at_tablet = world.sign_in(app, world.ana), world.sign_in(app, world.ana, by_password=False)
    assert [client.get(one).status_code for one in STAFF] == [200] * len(STAFF)
    for _again in range(8):
        clock.forward(minutes=2)
        at_tablet.get("/bench")
    assert client.get("/bench").status_code == 200
    assert [client.get(one).location.split("?")[0] for one in STAFF] == ["/sign-in/again"] * len(STAFF)
    assert client.get("/materials/stones.csv").status_code == 200
    assert at_tablet.get("/pieces.csv").location == "/switch?next=/pieces.csv"
    asked = client.get("/pieces.csv?q=x")
    sent = send(client, "/sign-in/again", asked.location, current=PASSWORD, next="/pieces.csv?q=x")
    assert (sent.location, client.get("/pieces.csv?q=x").status_code) == ("/pieces.csv?q=x", 200)


def test_the_journal_tells_that_a_factor_was_switched_and_nothing_of_its_secret(
    world: World, app: Flask, clock: Clock
) -> None:
    give_password(world, world.omar)
    client = app.test_client()
    by_password(client, "Omar")
    secret, codes = switch_on(client, clock.at)
    bodies = " ".join(row.body for row in world.rows("SELECT body FROM journal_entry"))
    assert '"verb":"confirm second factor"' in bodies
    assert not any(one in bodies for one in (secret, *codes))
    assert audit(world.room).by_rule == {}
    with world.raw() as raw, raw.begin():
        raw.execute(text("UPDATE second_factor SET ended_at = at"))
    assert audit(world.room).by_rule == {"factor-as-written": 1}
    forget_factor(world.room, "Omar")
    assert audit(world.room).by_rule == {}
