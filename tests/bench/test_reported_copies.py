"""A report of a copy waits, is dealt with by somebody with a word, opened again, and forgotten for good."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.bench.forms import form_to
from tests.pages import token_of
from tests.world import World
from workshop.errors import Conflict
from workshop.forgetting import erased_in
from workshop.house import journalled
from workshop.provenance.codes import printed
from workshop.provenance.reported_copies import PAGE, answer_copy, forget_reporter, reopen_copy, report_copy
from workshop.verifying import verify
from workshop.writing import NOBODY


@pytest.fixture
def serial(world: World) -> str:
    serial = world.released()
    code = world.tag(serial).code
    world.tell(lambda w: report_copy(w, code, "No weight", "A market", "b@x.example"), NOBODY)
    return serial


@pytest.fixture
def omar(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.omar)


def subject_of(world: World) -> str:
    return str(world.rows("SELECT subject FROM copy_report")[0].subject)


def send(client: FlaskClient, world: World, what: str, key: str = "k1", **typed: str) -> tuple[int, str]:
    told = {"csrf_token": token_of(client, "/copies"), "request_key": key, **typed}
    answer = client.post(f"/copies/{subject_of(world)}/{what}", data=told)
    return answer.status_code, answer.text


def test_a_report_is_dealt_with_and_stays_in_the_list(world: World, serial: str, omar: FlaskClient) -> None:
    refused = send(omar, world, "answers", done=" ")
    assert refused[0] == 422 and 'aria-invalid="true"' in refused[1]
    assert f'href="/copies/{subject_of(world)}"' in omar.get(f"/pieces/{serial}/tag").text
    for _each in range(2):
        assert send(omar, world, "answers", done="Looked at: <ours>")[0] == 303
    (row,) = world.rows("SELECT told, by_id FROM copy_answer")
    assert (row.told, row.by_id) == ("Looked at: <ours>", world.omar.id)
    assert "No weight" not in omar.get("/copies").text
    done = omar.get("/copies?done=1").text
    assert "No weight" in done and "Looked at: &lt;ours&gt;" in done and "by Omar" in done
    assert "Looked at: &lt;ours&gt;" in omar.get(f"/pieces/{serial}/tag").text
    assert "answers" not in world.sign_in(omar.application, world.ana).get("/copies").text


def test_a_slip_is_opened_again_and_can_be_dealt_with_again(world: World, serial: str, omar: FlaskClient) -> None:
    send(omar, world, "answers", done="Ours")
    for key in ("k2", "k3"):
        assert send(omar, world, "reopening", key)[0] == 303
    assert "No weight" in omar.get("/copies").text and "No weight" not in omar.get("/copies?done=1").text
    assert send(omar, world, "answers", "k4", done="A copy after all")[0] == 303
    assert [row.ended_at is None for row in world.rows("SELECT ended_at FROM copy_answer ORDER BY id")] == [False, True]


def test_forgetting_takes_what_was_said_of_them_too_and_backups_forget(
    world: World, serial: str, omar: FlaskClient
) -> None:
    subject = subject_of(world)
    world.tell(lambda w: answer_copy(w, subject, "Wrote to B"), world.omar)
    world.tell(lambda w: reopen_copy(w, subject), world.omar)
    world.tell(lambda w: answer_copy(w, subject, "Wrote to B again"), world.omar)
    assert send(omar, world, "forgetting")[0] == 303
    assert {row.told for row in world.rows("SELECT told FROM copy_report UNION SELECT told FROM copy_answer")} == {None}
    assert erased_in(world.room.settings.data_dir) == [subject]
    assert verify(world.room, journalled()).problems == []
    assert "erased" in omar.get("/copies?done=1").text


def test_nothing_is_done_about_words_that_were_erased(world: World, serial: str) -> None:
    subject = subject_of(world)
    world.tell(lambda w: forget_reporter(w, subject), world.omar)
    with pytest.raises(Conflict):
        world.tell(lambda w: answer_copy(w, subject, "Ours"), world.omar)


def test_many_reports_come_in_pages(
    world: World, serial: str, omar: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PAGE == 50
    for module in ("workshop.provenance.reported_copies", "workshop.bench.reported_copies"):
        monkeypatch.setattr(f"{module}.PAGE", 1)
    (tag,) = world.rows("SELECT code FROM tag")
    world.tell(lambda w: report_copy(w, tag.code, "Another stone", None, None), NOBODY)
    first, second = omar.get("/copies").text, omar.get("/copies?page=2").text
    assert re.findall("Another stone|No weight", first + second) == ["Another stone", "No weight"]
    assert "Waiting: 2" in first and 'href="/copies?page=2"' in first and 'href="/copies"' in second


def test_the_way_to_a_report_leads_to_its_page_of_the_list(
    world: World, serial: str, omar: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("workshop.provenance.reported_copies", "workshop.bench.reported_copies"):
        monkeypatch.setattr(f"{module}.PAGE", 2)
    first, (tag,) = subject_of(world), world.rows("SELECT code FROM tag")
    for number in range(4):
        world.tell(lambda w, n=number: report_copy(w, tag.code, f"Another {n}", None, None), NOBODY)  # type: ignore[misc]
    subjects = [row.subject for row in world.rows("SELECT subject FROM copy_report ORDER BY id")]
    where = [omar.get(f"/copies/{one}").location for one in subjects]
    pages = ("?page=3", "?page=2", "?page=2", "", "")
    assert where == [f"/copies{page}#copy-{one}" for page, one in zip(pages, subjects, strict=True)]
    assert all(f'id="copy-{one}"' in omar.get(at).text for one, at in zip(subjects, where, strict=True))
    for one in subjects[:3]:
        world.tell(lambda w, s=one: answer_copy(w, s, "Ours"), world.omar)  # type: ignore[misc]
    assert omar.get(f"/copies/{first}").location == f"/copies?done=1&page=2#copy-{first}"
    assert omar.get(f"/copies/{subjects[3]}").location == f"/copies#copy-{subjects[3]}"
    assert omar.get("/copies/nobody").status_code == 404


def test_the_list_is_searched_sorted_and_taken_away_by_the_owner(world: World, serial: str, omar: FlaskClient) -> None:
    other = world.released()
    code = world.tag(other).code
    world.tell(lambda w: report_copy(w, code, "=Another stone", None, None), NOBODY)
    for sought in (other.lower(), "another", code[4:8], printed(code).lower()):
        found = omar.get("/copies", query_string={"q": sought}).text
        assert "=Another stone" in found and "No weight" not in found, sought
    assert "No report fits" in omar.get("/copies?q=100%25").text
    page = omar.get("/copies?sort=piece").text
    assert page.index("No weight") < page.index("=Another stone") and 'aria-sort="ascending"' in page
    table = omar.get("/copies.csv?q=stone").text
    assert f"{other},{printed(code)},2026-11-" in table and "'=Another stone" in table and "No weight" not in table
    assert world.sign_in(omar.application, world.ana).get("/copies.csv").status_code == 403


def test_what_was_refused_is_shown_on_its_own_page_of_the_list(
    world: World, serial: str, omar: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("workshop.provenance.reported_copies", "workshop.bench.reported_copies"):
        monkeypatch.setattr(f"{module}.PAGE", 1)
    (tag,) = world.rows("SELECT code FROM tag")
    at = f"/copies/{subject_of(world)}/answers?page=2&sort=-reported"
    world.tell(lambda w: report_copy(w, tag.code, "Another stone", None, None), NOBODY)
    form = form_to(omar.get("/copies?page=2&sort=-reported"), at).values
    refused = omar.post(at, data=form | {"done": " "})
    assert refused.status_code == 422 and "No weight" in refused.text and 'aria-invalid="true"' in refused.text
    done = omar.post(at, data=form | {"done": "Ours", "request_key": "k9"})
    assert done.location == "/copies?page=2&sort=-reported"


def test_what_was_dealt_with_is_called_so_in_every_language(world: World, app: Flask) -> None:
    omar = world.sign_in(app, world.omar)
    for language, told in (("de", "Erledigt"), ("fr", "Réglé"), ("pt", "Resolvido")):
        assert f'<a href="/copies?done=1">{told}</a>' in omar.get("/copies", headers={"Accept-Language": language}).text
