"""The owner's pages of people, and everybody's own page."""

import pytest
from flask import Flask
from sqlalchemy import event

from tests.pages import send
from tests.people.doors import OTHER_PIN, PASSWORD, PIN, WRONG_PIN, by_pin, give_password, give_pin, tablet
from tests.world import World
from workshop.people.queries import shown_names

ODD = ("Zoë 🔔", "<script>alert(1)</script>", "\u202eelor\u202c", "O'Hara; DROP TABLE person")


def count(world: World, table: str) -> int:
    return int(world.rows(f"SELECT count(*) AS n FROM {table}")[0].n)


def test_somebody_new_is_added_with_roles_and_pin(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    answer = send(owner, "/people", "/people/new", name="Rui Castro", roles=["artisan", "inspector"], pin=PIN)
    assert answer.status_code == 303
    page = owner.get(answer.location).text
    assert "Rui Castro works here now." in page and "Has one." in page
    (row,) = world.rows("SELECT is_owner, is_artisan, is_inspector FROM person WHERE name = 'Rui Castro'")
    assert tuple(row) == (0, 1, 1)


def test_a_double_tap_adds_one(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    told = [send(owner, "/people", "/people/new", key="k" * 32, name="Rui", roles="artisan") for _n in range(2)]
    assert [one.status_code for one in told] == [303, 303] and told[0].location == told[1].location
    assert len(world.rows("SELECT 1 FROM person WHERE name = 'Rui'")) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "", "roles": "artisan"}, "name"),
        ({"name": "x" * 81, "roles": "artisan"}, "name"),
        ({"name": "a\x00b", "roles": "artisan"}, "name"),
        ({"name": "ana ", "roles": "artisan"}, "name"),
        ({"name": "Rui"}, "roles"),
        ({"name": "Rui", "roles": "wizard"}, "roles"),
        ({"name": "Rui", "roles": "artisan", "pin": "123456"}, "pin"),
        ({"name": "Rui", "roles": "artisan", "pin": "99"}, "pin"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    world: World, app: Flask, typed: dict[str, str], field: str
) -> None:
    before = count(world, "person")
    answer = send(world.sign_in(app, world.omar), "/people", "/people/new", **typed)
    assert answer.status_code in (409, 422) and f'id="e-{field}"' in answer.text
    assert count(world, "person") == before


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_kept_and_shown_as_typed(world: World, app: Flask, name: str) -> None:
    owner = world.sign_in(app, world.omar)
    send(owner, "/people", "/people/new", name=name, roles="artisan")
    assert name in [row.name for row in world.rows("SELECT name FROM person")]
    assert "<script>alert" not in owner.get("/people").text


def test_columns_that_the_form_does_not_have_stay(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    send(owner, "/people", "/people/new", name="Rui", roles="artisan", is_owner="1", id="1", subject="x", active="0")
    (row,) = world.rows("SELECT id, subject, is_owner, active FROM person WHERE name = 'Rui'")
    assert row.id > 3 and len(row.subject) == 32 and (row.is_owner, row.active) == (0, 1)


def test_the_list_is_searched_and_costs_the_same_for_many(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    few, many = [], []
    for kept, more in ((few, 0), (many, 20)):
        for n in range(more):
            world.person(f"Guest {n}", "artisan")
        engine = world.room.database.engine
        listener = lambda *told, kept=kept: kept.append(told[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        owner.get("/people")
        event.remove(engine, "before_cursor_execute", listener)
    assert len(few) == len(many)
    found = owner.get("/people?q=GUEST+1").text
    assert "Guest 11" in found and "Guest 2<" not in found


def test_the_last_owner_stays(world: World, app: Flask) -> None:
    give_password(world, world.omar)
    page = f"/people/{world.omar.subject}"
    for typed in ({}, {"active": "yes", "roles": "artisan"}):
        refused = send(world.sign_in(app, world.omar), f"{page}/standing", "/people/me", **typed)
        assert refused.status_code == 409 and "last owner" in refused.text
    world.person("Olga", "owner")
    refused = send(world.sign_in(app, world.omar), f"{page}/standing", "/people/me")
    assert refused.status_code == 409, "an owner without a password could not run the shop"
    (olga,) = world.rows("SELECT subject FROM person WHERE name = 'Olga'")
    owner = world.sign_in(app, world.omar)
    send(owner, f"/people/{olga.subject}/password", f"/people/{olga.subject}", new_password=PASSWORD)
    assert send(owner, f"{page}/standing", "/people/me").status_code == 303


def test_keeping_what_is_so_already_writes_nothing(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    ana = world.sign_in(app, world.ana)
    page = f"/people/{world.ana.subject}"
    before = count(world, "standing")
    assert send(owner, f"{page}/standing", page, active="yes", roles="artisan").status_code == 303
    assert count(world, "standing") == before
    assert ana.get("/people/me").status_code == 200


def test_nobody_sets_their_own_secret_without_the_old_one(world: World, app: Flask) -> None:
    give_password(world, world.omar)
    owner = world.sign_in(app, world.omar)
    for what in ("pin", "password"):
        refused = send(owner, f"/people/{world.omar.subject}/{what}", "/people/me", new_pin=PIN, new_password="n" * 12)
        assert refused.status_code == 409
    wrong = send(owner, "/people/me/pin", "/people/me", current="not mine at all", new_pin=PIN)
    assert wrong.status_code == 422 and 'id="e-current"' in wrong.text
    assert send(owner, "/people/me/pin", "/people/me", current=PASSWORD, new_pin=PIN).status_code == 303
    (row,) = world.rows("SELECT pin_hash FROM person WHERE name = 'Omar'")
    assert row.pin_hash.startswith("$argon2id$")


def test_guessing_the_old_secret_is_throttled(world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    bench = tablet(world, app)
    by_pin(bench, world.ana)
    told = [send(bench, "/people/me/pin", "/people/me", current=WRONG_PIN, new_pin=OTHER_PIN) for _n in range(6)]
    assert [one.status_code for one in told] == [422] * 5 + [429]
    assert told[-1].headers["Retry-After"] == "60"


def test_a_person_says_how_they_may_be_told(world: World, app: Flask) -> None:
    ana = world.sign_in(app, world.ana)
    for form, typed, shown in (
        ("full_name", "", "Ana"),
        ("initials", "", "A."),
        ("mark", "AL", "AL"),
        ("nothing", "", None),
    ):
        answer = send(ana, "/people/me/consent", "/people/me", form=form, shown_as=typed)
        assert answer.status_code == 303
        with world.room.database.reading() as session:
            assert shown_names(session, [world.ana.id or 0]).get(world.ana.id or 0) == shown
    before = count(world, "consent")
    assert before == 4
    send(ana, "/people/me/consent", "/people/me", form="nothing")
    assert count(world, "consent") == before


@pytest.mark.parametrize(
    "typed", [{"form": "loudly"}, {"form": ""}, {"form": "mark"}, {"form": "mark", "shown_as": "x" * 41}]
)
def test_a_consent_that_cannot_be_is_refused(world: World, app: Flask, typed: dict[str, str]) -> None:
    refused = send(world.sign_in(app, world.ana), "/people/me/consent", "/people/me", **typed)
    assert refused.status_code == 422
    assert count(world, "consent") == 0


def test_a_stale_form_keeps_what_was_typed(world: World, app: Flask) -> None:
    owner = world.sign_in(app, world.omar)
    typed = {"name": "Rui Castro", "roles": "inspector", "pin": PIN, "csrf_token": "old"}
    refused = owner.post("/people", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 400
    assert 'value="Rui Castro"' in refused.text and 'value="inspector"' in refused.text and PIN not in refused.text
    assert count(world, "person") == 3
