"""Hostile bodies: nothing is taken that two readers could understand differently, and nothing that is not listed."""

import json
from collections import Counter
from typing import Any

import pytest
from pydantic import ValidationError

from tests.api.programs import NAMES, Programs
from workshop.api.views import OPERATIONS
from workshop.database import Base

DEEP = b'{"design":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
NOT_JSON = {
    "empty": b"",
    "cut off": b'{"design": "D-',
    "a name twice": b'{"design": "D-0001", "count": 1, "count": 500}',
    "not a number": b'{"design": "D-0001", "count": NaN}',
    "endless": b'{"design": "D-0001", "count": Infinity}',
    "too deep": DEEP,
    "no UTF-8": b'{"design": "\xff\xfe"}',
    "lone surrogate": b'{"design": "\\ud800"}',
    "two values": b"{} {}",
}


@pytest.mark.parametrize("why", NOT_JSON)
def test_what_is_no_json_is_refused(programs: Programs, why: str) -> None:
    raw = NOT_JSON[why]
    answer = programs.ana.client.post(
        "/api/v1/pieces", data=raw, headers=programs.ana.headers("key"), content_type="application/json"
    )
    assert (answer.status_code, answer.get_json()["type"]) == (400, "/problems/not-json")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("count", 0),
        ("count", -1),
        ("count", 501),
        ("count", "1"),
        ("count", 1.5),
        ("count", True),
        ("count", None),
        ("count", 10**400),
        ("weight_mg", 0),
        ("weight_mg", -4000),
        ("weight_mg", 4.62),
        ("weight_mg", "4620"),
        ("weight_mg", 10**12),
        ("way_in", "window"),
        ("parts", 0),
        ("parts", 21),
        ("due_on", "tomorrow"),
        ("due_on", 20261224),
        ("is_rush", 1),
        ("is_rush", "yes"),
        ("size", "x" * 201),
        ("size", "5\x004"),
        ("order_note", "x" * 1_000_000),
        ("order_note", ["a", "b"]),
        ("design", ""),
        ("design", "   "),
        ("design", ["D-0001"]),
        ("design", {"code": "D-0001"}),
    ],
)
def test_a_value_of_the_wrong_sort_is_refused_by_name(programs: Programs, name: str, value: Any) -> None:
    body = {"design": programs.world.design} | {name: value}
    answer = programs.ana.send("/pieces", body)
    assert (answer.status_code, answer.get_json()["type"]) == (422, "/problems/body-not-understood")
    assert answer.get_json()["field"] == name
    assert programs.world.rows("SELECT count(*) FROM piece")[0][0] == 0


def test_a_whole_number_may_be_written_with_a_point(programs: Programs) -> None:
    raw = b'{"design": "%s", "count": 2.0, "weight_mg": 4.0e3}' % programs.world.design.encode()
    assert len(programs.ana.send("/pieces", raw).get_json()["serials"]) == 2


def test_markup_and_emoji_are_kept_as_they_are(programs: Programs) -> None:
    note = "<script>alert(1)</script> 💍 \u202eabc"
    serial = programs.ana.send("/pieces", {"design": programs.world.design, "order_note": note}).get_json()["serials"][
        0
    ]
    assert programs.ana.get(f"/pieces/{serial}").get_json()["order_note"] == note


def test_no_column_of_any_row_can_be_slipped_in(programs: Programs) -> None:
    """Every column of every table, by name, alone and all together: only what the body lists is taken."""
    columns = {column.name for table in Base.metadata.tables.values() for column in table.c}
    columns |= {"by", "by_id", "id", "person", "inspector", "level", "qualified", "serial", "serials"}
    everything = programs.program(programs.world.person("Olga", "owner", "artisan", "inspector"), "log office inspect")
    serial = programs.world.worked()
    for operation in OPERATIONS:
        if operation.takes is None:
            continue
        foreign = sorted(columns - set(operation.takes.model_fields))
        assert {"id", "by_id", "piece_id", "person_id", "level", "qualified", "sequence", "at"} <= set(foreign)
        path = operation.path.format(**NAMES | {"serial": serial, "code": programs.world.design})
        answer = everything.send(path, dict.fromkeys(foreign, 1), method=operation.method)
        assert (answer.status_code, answer.get_json()["type"]) == (422, "/problems/body-not-understood")
        for column in foreign:
            with pytest.raises(ValidationError) as refused:
                operation.takes.model_validate_json(json.dumps({column: 1}))
            assert any(e["type"] == "extra_forbidden" and e["loc"] == (column,) for e in refused.value.errors())


def test_one_request_inspects_one_piece(programs: Programs) -> None:
    world = programs.world
    first, second = world.worked(), world.worked()
    one = {"seen": 3, "verdict": "pass", "answers": programs.answers(first)}
    tries: list[Any] = [
        [one, one],
        {"inspections": [one]},
        one | {"serial": second},
        one | {"serials": [first, second]},
        one | {"verdict": ["pass", "pass"]},
        one | {"answers": {first: one["answers"], second: one["answers"]}},
    ]
    for body in tries:
        assert programs.ines.send(f"/pieces/{first}/inspections", body).status_code == 422
    for path in (f"/pieces/{first},{second}/inspections", "/pieces/*/inspections"):
        assert programs.ines.send(path, one).status_code == 404
    assert programs.ines.send("/inspections", one).status_code == 404
    assert world.rows("SELECT count(*) FROM inspection")[0][0] == 0


def test_only_json_is_taken(programs: Programs) -> None:
    headers = programs.ana.headers("key")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml", ""):
        answer = programs.ana.client.post("/api/v1/pieces", data=b"{}", headers=headers, content_type=kind)
        assert (answer.status_code, answer.get_json()["type"]) == (415, "/problems/wrong-content-type")


def test_a_body_past_a_mebibyte_is_not_read(programs: Programs) -> None:
    answer = programs.ana.send("/pieces", {"design": "x" * 1024 * 1024})
    assert (answer.status_code, answer.get_json()["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=1_0", "limit=+5", "limit=5&limit=6", "by=1", "state=x", "q="]
)
def test_a_query_is_read_strictly(programs: Programs, query: str) -> None:
    answer = programs.ana.get(f"/pieces?{query}")
    assert (answer.status_code, answer.get_json()["type"]) == (422, "/problems/query-not-understood")


@pytest.mark.parametrize("picture", [b"GIF89a", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>"])
def test_what_is_no_picture_is_refused(programs: Programs, picture: bytes) -> None:
    serial = programs.world.piece()
    assert programs.ana.send(f"/pieces/{serial}/photos", picture).status_code == 422
    assert programs.ana.get(f"/pieces/{serial}/photos").get_json()["photos"] == []


def test_answers_carry_no_primary_key(programs: Programs) -> None:
    serial = programs.world.released()
    programs.world.tag(serial)
    for operation in OPERATIONS:
        if not operation.writes:
            told = programs.program(programs.world.omar, "read office").get(
                operation.path.format(**NAMES | {"serial": serial, "code": programs.world.design})
            )
            names = json.dumps(told.get_json()) if told.is_json else ""
            assert '"id"' not in names and '_id"' not in names, operation.name


def test_every_shape_has_a_name_of_its_own() -> None:
    """Two of one name would be one in the description."""
    shapes = {shape for one in OPERATIONS for shape in (one.takes, one.gives, one.asks) if shape}
    named = Counter(shape.__name__ for shape in shapes)
    assert [name for name, count in named.items() if count > 1] == []
