"""The link of a repair: read and answered without account; guessed, replayed or late it does nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.world import World
from workshop.aftercare.repair_actions import Estimate, give_estimate, hand_back, say_told
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.repair_words import make_link
from workshop.aftercare.reported_work import Report, report_work, withdraw_report
from workshop.people.secrets import digest_of
from workshop.pieces.actions import NewPhoto

TOKEN = "a" * 64
LINES = (Line("Size 54 to 56", 6_800), Line("Polish", 2_400))


@pytest.fixture
def offered(world: World) -> str:
    """The code of a repair with an estimate and a link."""
    world.shop(currency="EUR", public_address="https://a.example", email="bench@a.example")
    serial = world.released()
    world.tag(serial)
    world.leave(serial)
    code = world.take_in(serial, customer="Ada Secret", contact="ada@secret.example")
    world.tell(lambda w: give_estimate(w, code, Estimate(LINES, "2026-12-04", 6)), world.ana)
    link(world, code)
    return code


def link(world: World, code: str, token: str = TOKEN) -> None:
    world.tell(lambda w: make_link(w, code, digest_of(token)), world.ana)


def send(client: FlaskClient, token: str = TOKEN, **typed: object) -> TestResponse:
    """An answer to what the page shows now."""
    shown = re.search(r'name="shown" value="(\w+)"', client.get(f"/r/{token}").text)
    told = {"request_key": uuid4().hex, "number": "1", "shown": shown.group(1) if shown else ""}
    return client.post(f"/r/{token}/answers", data=told | typed)


def serial_of(world: World, code: str) -> str:
    asked = "SELECT p.serial FROM piece p JOIN repair_job j ON j.piece_id = p.id WHERE j.code = :c"
    return str(world.rows(asked, c=code)[0].serial)


def test_the_page_tells_what_is_offered_and_sets_no_cookie(world: World, app: Flask, offered: str) -> None:
    page = app.test_client().get(f"/r/{TOKEN}")
    told = page.get_data(as_text=True)
    assert page.status_code == 200 and "68.00 €" in told and "92.00 €" in told
    assert "Set-Cookie" not in page.headers and "<script" not in told
    assert page.headers["Cache-Control"] == "private, no-store" and page.headers["Referrer-Policy"] == "no-referrer"
    assert "Ada" not in told and "secret.example" not in told


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"answer": "all"}, ("all", "1,2", 9_200)),
        ({"answer": "some", "line": ["2"]}, ("some", "2", 2_400)),
        ({"answer": "no"}, ("no", "", 0)),
    ],
)
def test_an_answer_is_kept_as_it_was_agreed(
    world: World, app: Flask, offered: str, typed: dict[str, object], kept: tuple[str, str, int]
) -> None:
    assert send(app.test_client(), **typed).status_code == 303
    (row,) = world.rows("SELECT answer, lines, price_minor, how, by_id FROM repair_answer")
    assert (row.answer, row.lines, row.price_minor) == kept
    assert (row.how, row.by_id) == ("link", None)


def test_a_double_tap_counts_once_and_a_second_mind_is_refused(world: World, app: Flask, offered: str) -> None:
    client, key = app.test_client(), uuid4().hex
    for _twice in range(2):
        assert send(client, answer="all", request_key=key).status_code == 303
    refused = send(client, answer="no")
    assert refused.status_code == 409 and "has its answer already" in refused.get_data(as_text=True)
    assert len(world.rows("SELECT 1 FROM repair_answer")) == 1


def test_a_yes_to_an_older_estimate_agrees_to_nothing(world: World, app: Flask, offered: str) -> None:
    dearer = Estimate((Line("Size 54 to 56", 9_900),), "2026-12-04")
    world.tell(lambda w: give_estimate(w, offered, dearer), world.ana)
    late = send(app.test_client(), answer="all")
    assert late.status_code == 409 and "99.00 €" in late.get_data(as_text=True)
    assert world.rows("SELECT 1 FROM repair_answer") == []


def test_a_question_is_kept_and_words_stay_typed_when_refused(world: World, app: Flask, offered: str) -> None:
    client = app.test_client()
    typed = {"request_key": uuid4().hex, "words": "Is it worth it?"}
    assert client.post(f"/r/{TOKEN}/words", data=typed).status_code == 303
    assert "Is it worth it?" in client.get(f"/r/{TOKEN}").get_data(as_text=True)
    nothing_ticked = send(client, answer="some", words="only the stone")
    assert nothing_ticked.status_code == 422 and "only the stone" in nothing_ticked.get_data(as_text=True)


def test_an_ended_an_old_and_an_unknown_link_look_the_same(world: World, app: Flask, offered: str) -> None:
    client = app.test_client()
    unknown = client.get(f"/r/{'b' * 64}")
    link(world, offered, "c" * 64)
    ended = client.get(f"/r/{TOKEN}")
    world.room.now.at += timedelta(days=91)  # type: ignore[attr-defined]
    old = client.get(f"/r/{'c' * 64}")
    assert {one.status_code for one in (unknown, ended, old)} == {404}
    assert unknown.get_data() == ended.get_data() == old.get_data()


def test_a_link_ends_thirty_days_after_the_hand_back(world: World, app: Flask, offered: str) -> None:
    serial = serial_of(world, offered)
    world.inspect(serial)
    world.tell(lambda w: hand_back(w, offered, world.standing(serial).seen), world.omar)
    client = app.test_client()
    for days, status in ((0, 200), (29, 200), (31, 404)):
        world.room.now.at += timedelta(days=days)  # type: ignore[attr-defined]
        assert client.get(f"/r/{TOKEN}").status_code == status
        world.room.now.at -= timedelta(days=days)  # type: ignore[attr-defined]


def test_guessing_is_slowed(world: World, app: Flask, offered: str) -> None:
    client = app.test_client()
    codes = [client.get(f"/r/{n:064d}").status_code for n in range(25)]
    assert codes[:20] == [404] * 20 and set(codes[20:]) == {429}
    assert send(client, "f" * 64, answer="all").status_code == 429


def test_only_photos_of_the_repair_are_shown(world: World, app: Flask, offered: str) -> None:
    assert app.test_client().get(f"/r/{TOKEN}/1.jpg").status_code == 404


def public(app: Flask, world: World) -> str:
    code = world.rows("SELECT code FROM tag")[0].code
    return app.test_client().get(f"/p/{code}").get_data(as_text=True)


def test_the_public_page_tells_a_repair_only_while_its_owner_agrees(world: World, app: Flask, offered: str) -> None:
    serial = serial_of(world, offered)
    world.event(serial, "resize")
    world.inspect(serial)
    world.tell(lambda w: hand_back(w, offered, world.standing(serial).seen), world.omar)
    assert "Resized" not in public(app, world) and "Since it left us" not in public(app, world)
    for is_told in (True, False):
        world.tell(lambda w, yes=is_told: say_told(w, offered, is_told=yes), world.ana)  # type: ignore[misc]
        page = public(app, world)
        assert ("Resized" in page) is is_told
        for private in ("Ada", "68.00", "yellow metal", "Size 54"):
            assert private not in page


def test_work_by_others_is_told_as_reported_and_can_be_withdrawn(world: World, app: Flask, offered: str) -> None:
    serial = serial_of(world, offered)
    for is_told in (False, True):
        report = Report(f"A clasp, {is_told}", "1979", "Hidden Name", is_told=is_told)
        world.tell(lambda w, told=report: report_work(w, serial, told), world.ana)  # type: ignore[misc]
    page = public(app, world)
    assert "A clasp, True" in page and "not seen by us" in page
    assert "A clasp, False" not in page and "Hidden Name" not in page
    world.tell(lambda w: withdraw_report(w, serial, 2), world.ana)
    assert "A clasp" not in public(app, world)


@pytest.mark.parametrize(
    ("typed", "beside", "sentence"),
    [
        ("1979", "1979", "Said to have been done in 1979."),
        ("1979-08", "August 1979", "Said to have been done in August 1979."),
        ("1979-08-06", "6 August 1979", "Said to have been done on 6 August 1979."),
    ],
)
def test_work_by_others_is_told_with_no_day_that_nobody_named(
    world: World, app: Flask, offered: str, typed: str, beside: str, sentence: str
) -> None:
    report = Report("A clasp", typed, is_told=True)
    world.tell(lambda w: report_work(w, serial_of(world, offered), report), world.ana)
    page = public(app, world)
    assert f"<small>{beside}</small>" in page and sentence in page


def test_a_photo_of_the_repair_is_named_by_its_number(world: World, app: Flask) -> None:
    world.shop(currency="EUR")
    code = world.take_in(None, kind="ring", photos=(NewPhoto("0" * 64, "1" * 64, 8, 6, caption="one claw bent"),))
    link(world, code)
    told = app.test_client().get(f"/r/{TOKEN}").get_data(as_text=True)
    assert f"/r/{TOKEN}/1.jpg" in told and "one claw bent" in told
