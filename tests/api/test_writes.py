"""Each write: it works, it is done once however often it is sent, and a key serves one request."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.filled import Filled, picture
from tests.api.programs import Program, Programs
from tests.world import World
from workshop.api.views import OPERATIONS
from workshop.app import create_app
from workshop.shoproom import Shoproom, open_shoproom

WRITES = {one.name: one for one in OPERATIONS if one.writes}


@pytest.fixture
def filled(room: Shoproom, app: Flask) -> Filled:
    return Filled(room, app)


def send(filled: Filled, name: str, key: str, *, program: Program | None = None) -> TestResponse:
    path, body = filled.examples_kept()[name]
    operation = WRITES[name]
    sent: Any = picture() if operation.picture else body
    program = program or Program(filled.app, filled.token)
    return program.send(operation.path.format(**path), sent, key=key, method=operation.method)


def journal_size(world: World) -> int:
    return int(world.rows("SELECT size FROM journal_head")[0][0])


def test_each_write_works_once_however_often_it_is_sent(filled: Filled) -> None:
    stranger = filled.programs.program(filled.world.person("Otto", "owner", "inspector"), "log inspect office")
    filled.examples_kept()
    for name, operation in WRITES.items():
        key = uuid4().hex
        before = journal_size(filled.world)
        first = send(filled, name, key)
        assert first.status_code == operation.status, (name, first.get_json())
        assert "Idempotency-Replayed" not in first.headers
        again = send(filled, name, key)
        assert (again.status_code, again.get_data()) == (first.status_code, first.get_data()), name
        assert again.headers["Idempotency-Replayed"] == "true"
        foreign = send(filled, name, key, program=stranger)
        assert (foreign.status_code, foreign.get_json()["type"]) == (422, "/problems/request-key-reused"), name
        assert journal_size(filled.world) == before + 1, name


@pytest.mark.parametrize("key", [None, "", " ", "x" * 201, "schlüssel", "a\tb"])
def test_a_write_without_a_usable_key_is_refused(programs: Programs, key: str | None) -> None:
    headers = programs.ana.headers() | ({} if key is None else {"Idempotency-Key": key})
    answer = programs.ana.client.post("/api/v1/pieces", json={"design": programs.world.design}, headers=headers)
    assert (answer.status_code, answer.get_json()["type"]) == (422, "/problems/request-key-missing")


def test_the_same_key_with_another_body_or_address_is_refused(programs: Programs) -> None:
    ana, serial = programs.ana, programs.world.piece()
    ana.send(f"/pieces/{serial}/events", {"kind": "wax", "seen": 0}, key="one")
    for path, body in (
        (f"/pieces/{serial}/events", {"kind": "cast", "seen": 1}),
        ("/pieces", {"design": programs.world.design}),
        (f"/pieces/{programs.world.piece()}/events", {"kind": "wax", "seen": 0}),
    ):
        assert ana.send(path, body, key="one").get_json()["type"] == "/problems/request-key-reused"


def test_a_refused_request_may_be_sent_again_with_its_key(programs: Programs) -> None:
    ana, serial = programs.ana, programs.world.piece()
    body = {"kind": "cast", "seen": 1}
    assert ana.send(f"/pieces/{serial}/events", body, key="later").status_code == 409
    programs.world.event(serial, "wax")
    assert ana.send(f"/pieces/{serial}/events", body, key="later").status_code == 201


def test_a_repetition_after_a_restart_is_answered_as_before(programs: Programs, room: Shoproom) -> None:
    body = {"design": programs.world.design, "count": 3}
    first = programs.ana.send("/pieces", body, key="before")
    reopened = open_shoproom(room.settings, now=room.now)
    again = Program(create_app(reopened), programs.ana.token).send("/pieces", body, key="before")
    reopened.close()
    assert (again.status_code, again.get_data()) == (201, first.get_data())
    assert again.headers["Idempotency-Replayed"] == "true"


def test_the_loser_of_a_race_gets_the_winners_answer(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same request twice at once: the second finds no answer, then the first is done before it writes."""
    ana, serial = programs.ana, programs.world.piece()
    path, body = f"/pieces/{serial}/events", {"kind": "wax", "seen": 0}
    won: list[bytes] = []
    do = programs.world.room.do

    def first_lets_the_other_in(*args: Any, **how: Any) -> Any:
        monkeypatch.undo()
        won.append(Program(programs.app, ana.token).send(path, body, key="both").get_data())
        return do(*args, **how)

    monkeypatch.setattr(programs.world.room, "do", first_lets_the_other_in)
    second = ana.send(path, body, key="both")
    assert (second.status_code, second.get_data()) == (201, won[0])
    assert second.headers["Idempotency-Replayed"] == "true"
    assert programs.world.standing(serial).sequence == 1


def test_who_has_seen_an_older_state_is_told(programs: Programs) -> None:
    serial = programs.world.worked()
    answer = programs.ana.send(f"/pieces/{serial}/events", {"kind": "polish", "seen": 1})
    assert (answer.status_code, answer.get_json()["type"]) == (409, "/problems/moved-on")
    assert "by Ana" in answer.get_json()["detail"]
    silent = programs.ana.send(f"/pieces/{serial}/events", {"kind": "polish"})
    assert silent.get_json()["type"] == "/problems/seen-missing"


def _without(code: str) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda answers: [one for one in answers if one["code"] != code]


def _with(which: str, /, **changed: Any) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda answers: [one | changed if one["code"] == which else one for one in answers]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_without("C3"), "check-open"),
        (_with("C3", passes=False), "check-failed"),
        (_with("C6", measured=0), "check-failed"),
        (_with("C6", measured=None), "figure-missing"),
        (_with("C3", measured=1), "figure-not-asked"),
        (_with("C3", passes=None), "answer-missing"),
        (_with("C3", part=1), "part-unknown"),
        (_with("C3", code="Z9"), "check-unknown"),
        (_with("C3", photo=1), "no-such-photo"),
        (lambda answers: [*answers, answers[0]], "answered-twice"),
        (lambda _answers: [], "check-open"),
    ],
)
def test_a_pass_that_cannot_be_is_refused_by_its_reason(programs: Programs, change: Any, problem: str) -> None:
    serial = programs.world.worked()
    body = {"seen": 3, "verdict": "pass", "answers": change(programs.answers(serial))}
    told = programs.ines.send(f"/pieces/{serial}/inspections", body).get_json()
    assert told["type"] == f"/problems/{problem}", told
    assert programs.world.rows("SELECT count(*) FROM release")[0][0] == 0


def test_rework_says_where_the_piece_stands_then(programs: Programs) -> None:
    serial = programs.world.worked()
    answers = _with("C3", passes=False)(programs.answers(serial))
    body = {"seen": 3, "verdict": "rework", "answers": answers, "note": "bezel gap", "back_to": "File and assemble"}
    told = programs.ines.send(f"/pieces/{serial}/inspections", body).get_json()
    card = programs.ana.get(f"/pieces/{serial}").get_json()
    assert (told["seen"], told["level"]) == (card["seen"], None)
    assert card["stage"] == "File and assemble"
    listed = programs.ana.get(f"/pieces/{serial}/inspections").get_json()["inspections"]
    assert [one["code"] for one in listed[0]["answers"] if one["result"] == "fail"] == ["C3"]


def test_an_inspector_does_not_pass_their_own_work(programs: Programs) -> None:
    world = programs.world
    serial = world.worked(by=world.ines)
    body = {"seen": 3, "verdict": "pass", "answers": programs.answers(serial)}
    assert programs.ines.send(f"/pieces/{serial}/inspections", body).get_json()["level"] == "maker"
    world.person("Ivo", "inspector")
    other = world.worked(by=world.ines)
    refused = programs.ines.send(f"/pieces/{other}/inspections", body | {"answers": programs.answers(other)})
    assert refused.get_json()["type"] == "/problems/someone-else-can-look"
    asked = programs.ines.get(f"/pieces/{other}/inspections/next").get_json()
    assert (asked["may_pass"], {one["name"]: one["may_pass"] for one in asked["onlookers"]}) == (
        False,
        {"Ines": False, "Ivo": True},
    )


def test_pages_of_pieces_follow_each_other(programs: Programs) -> None:
    serials = [s for _time in range(3) for s in programs.world.pieces(4)]
    found, cursor = [], ""
    while True:
        page = programs.ana.get(f"/pieces?limit=5{cursor}").get_json()
        found += [one["serial"] for one in page["pieces"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == serials
    one = programs.ana.get(f"/pieces?q={serials[7].lower()}").get_json()["pieces"]
    assert [piece["serial"] for piece in one] == [serials[7]]
    assert programs.ana.get("/pieces?q=%25").get_json()["pieces"] == []
    assert programs.ana.get("/pieces?state=released").get_json()["pieces"] == []


def test_a_sentence_is_for_people_and_a_type_for_programs(programs: Programs) -> None:
    answer = programs.omar.send(f"/pieces/{programs.world.worked()}/departures", {"seen": 3, "kind": "sold"})
    told = json.loads(answer.get_data())
    assert answer.mimetype == "application/problem+json"
    assert set(told) == {"type", "title", "status", "detail"}
    assert (told["status"], told["type"]) == (409, "/problems/not-released")
    assert "has not passed its own inspection" in told["detail"]
