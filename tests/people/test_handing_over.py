"""The tablet changes hands: it locks when told, when idle, after each save where it is set so; looks stay with tablet and person."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.pages import send, token_of
from tests.people.doors import by_pin, give_pin, is_in, mark_of_only_tablet, tablet
from tests.world import World


@pytest.fixture
def bench(world: World, app: Flask) -> FlaskClient:
    """A tablet at which Ana is."""
    give_pin(world, world.ana)
    client = tablet(world, app)
    by_pin(client, world.ana)
    return client


def set_lock(world: World, app: Flask, **typed: str) -> int:
    mark = mark_of_only_tablet(world)
    owner = world.sign_in(app, world.omar)
    return send(owner, f"/people/devices/{mark}/lock", "/people/devices", **typed).status_code


def test_switching_locks_at_once_and_comes_back_here(world: World, bench: FlaskClient) -> None:
    serial = world.piece()
    page = bench.get(f"/pieces/{serial}").text
    assert "Bench 1" in page and 'action="/switch/lock"' in page
    answer = send(bench, "/switch/lock", f"/pieces/{serial}", next=f"/pieces/{serial}")
    assert answer.location == f"/switch?next=/pieces/{serial}"
    assert not is_in(bench)
    assert by_pin(bench, world.ana, next=f"/pieces/{serial}").location == f"/pieces/{serial}"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_locking_leads_nowhere_else(bench: FlaskClient, elsewhere: str) -> None:
    assert send(bench, "/switch/look", "/people/me", next=elsewhere, look="dark").location == "/"
    assert send(bench, "/switch/lock", "/people/me", next=elsewhere).location == "/switch?next=/"


def test_a_touch_keeps_one_here(bench: FlaskClient, clock: Clock) -> None:
    for _n in range(3):
        clock.forward(minutes=2, seconds=59)
        assert send(bench, "/switch/seen", "/bench").status_code == 204
    clock.forward(minutes=3)
    assert not is_in(bench)


def test_the_owner_says_when_a_tablet_locks(world: World, app: Flask, bench: FlaskClient, clock: Clock) -> None:
    assert set_lock(world, app, idle_minutes="10") == 303
    assert 'data-idle="10"' in bench.get("/bench").text
    clock.forward(minutes=9, seconds=59)
    assert is_in(bench)
    clock.forward(minutes=10)
    assert not is_in(bench)


@pytest.mark.parametrize("minutes", ["0", "481", "", "soon", "-1"])
def test_minutes_that_are_none_are_refused(world: World, app: Flask, bench: FlaskClient, minutes: str) -> None:
    assert set_lock(world, app, idle_minutes=minutes) == 422


def test_a_tablet_may_lock_after_each_save(world: World, app: Flask, bench: FlaskClient) -> None:
    assert set_lock(world, app, idle_minutes="3", locks_after_save="yes") == 303
    page = "/people/me"
    answer = send(bench, f"{page}/hand", page, hand="left")
    assert answer.location == "/switch?next=/people/me"
    assert "Kept." in bench.get(answer.location).text
    assert not is_in(bench)


def note_sent(world: World, bench: FlaskClient, serial: str, when: str) -> TestResponse:
    """As the page's script sends it."""
    headers = {"Sec-Fetch-Site": "same-origin", "X-Outbox-Person": world.ana.subject, "X-Outbox-When": when}
    typed = {"kind": "note", "note": "warm", "last_change": "0", "request_key": when}
    return bench.post(f"/pieces/{serial}/events", data=typed, headers=headers)


def test_it_locks_after_what_the_pages_script_saves_too(world: World, app: Flask, bench: FlaskClient) -> None:
    set_lock(world, app, idle_minutes="3", locks_after_save="yes")
    serial = world.piece()
    answer = note_sent(world, bench, serial, "now")
    assert answer.json == {"done": True, "address": f"/switch?next=/pieces/{serial}", "said": []}
    assert "Note: saved." in bench.get(answer.json["address"]).text
    assert not is_in(bench)


def test_what_was_saved_before_locks_nobody_out(world: World, app: Flask, bench: FlaskClient) -> None:
    set_lock(world, app, idle_minutes="3", locks_after_save="yes")
    assert note_sent(world, bench, world.piece(), "later").json["done"]
    assert is_in(bench)


def test_what_a_tablet_sends_by_itself_is_no_touch(world: World, bench: FlaskClient, clock: Clock) -> None:
    serial = world.piece()
    clock.forward(minutes=2, seconds=59)
    note_sent(world, bench, serial, "later")
    clock.forward(seconds=1)
    assert not is_in(bench)


def test_it_locks_after_a_command_card(world: World, app: Flask, bench: FlaskClient) -> None:
    set_lock(world, app, idle_minutes="3", locks_after_save="yes")
    typed = {"csrf_token": token_of(bench, "/bench"), "request_key": "k", "text": "DO:START", "serial": world.piece()}
    told = bench.post("/scan", data=typed | {"last_change": "0"}, headers={"Accept": "application/json"}).json
    assert told["to"].startswith("/switch?next=/pieces/")
    assert not is_in(bench)


def test_choosing_the_hand_while_signing_in_is_no_save(world: World, app: Flask, bench: FlaskClient) -> None:
    set_lock(world, app, idle_minutes="3", locks_after_save="yes")
    by_pin(bench, world.ana, hand="left")
    assert is_in(bench)


def test_a_refused_form_locks_nothing(world: World, app: Flask, bench: FlaskClient) -> None:
    set_lock(world, app, idle_minutes="3", locks_after_save="yes")
    assert send(bench, "/people/me/hand", "/people/me", hand="third").status_code == 422
    assert is_in(bench)


def test_the_hand_stays_with_the_person(world: World, app: Flask, bench: FlaskClient) -> None:
    assert 'data-hand="left"' not in bench.get("/bench").text
    assert by_pin(bench, world.ana, hand="left").status_code == 303
    assert 'data-hand="left"' in bench.get("/bench").text
    other = tablet(world, app, "Bench 2")
    by_pin(other, world.ana)
    assert 'data-hand="left"' in other.get("/bench").text
    assert by_pin(other, world.ana, hand="right").status_code == 303
    assert 'data-hand="right"' in other.get("/bench").text


def test_the_look_stays_with_the_browser(bench: FlaskClient) -> None:
    assert "data-theme" not in bench.get("/bench").text
    send(bench, "/switch/look", "/bench", look="dark", next="/bench")
    assert 'data-theme="dark"' in bench.get("/bench").text
    send(bench, "/switch/look", "/bench", look="", next="/bench")
    assert "data-theme" not in bench.get("/bench").text
    bench.set_cookie("workshop-look", '"><script>')
    assert "data-theme" not in bench.get("/bench").text


def test_whoever_came_by_password_is_not_locked_out_by_minutes(world: World, app: Flask) -> None:
    page = world.sign_in(app, world.omar).get("/bench").text
    assert "data-idle" not in page and "/switch/lock" not in page


def test_not_me_takes_the_entry_back_and_locks(world: World, bench: FlaskClient) -> None:
    serial = world.piece()
    page = f"/pieces/{serial}"
    send(bench, f"{page}/events", page, kind="start", last_change="0")
    assert 'name="not_me"' in bench.get(page).text
    seen = str(world.standing(serial).seen)
    answer = send(bench, f"{page}/events", page, kind="undo", corrects=seen, last_change=seen, not_me="yes")
    assert answer.location == f"/switch?next={page}"
    assert not is_in(bench)
    assert [row.kind for row in world.rows("SELECT kind FROM work_event ORDER BY sequence")] == ["start", "undo"]


def test_not_me_stands_only_where_there_is_somebody_to_change_to(world: World, app: Flask) -> None:
    serial = world.piece()
    world.event(serial, "start")
    page = world.sign_in(app, world.ana).get(f"/pieces/{serial}").text
    assert 'value="undo"' in page and 'name="not_me"' not in page


def test_no_pin_typed_is_told_and_is_no_try(world: World, app: Flask) -> None:
    give_pin(world, world.ana)
    client = tablet(world, app)
    for _time in range(6):
        answer = by_pin(client, world.ana, pin="")
        assert answer.status_code == 422 and "Type your PIN: six digits." in answer.text
    assert "novalidate" in answer.text
    assert by_pin(client, world.ana).status_code == 303
