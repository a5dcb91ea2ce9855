"""The whole life of a piece over the API, how many statements it takes, and that a number of pieces takes no more."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from tests.api.programs import Programs
from tests.world import World

MOST_STATEMENTS = 45


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Every statement that reaches the database, without BEGIN and COMMIT."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            seen.append(statement)

    event.listen(world.room.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(world.room.database.engine, "before_cursor_execute", note)


def test_a_piece_from_wax_to_customer(programs: Programs) -> None:
    ana, ines, omar = programs.ana, programs.ines, programs.omar
    made = ana.send("/pieces", {"design": programs.world.design}).get_json()
    serial, seen = made["serials"][0], made["seen"]
    for kind in ("wax", "cast", "file"):
        seen = ana.send(f"/pieces/{serial}/events", {"kind": kind, "seen": seen}).get_json()["seen"]
    refused = omar.send(f"/pieces/{serial}/tag", {"seen": seen})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "/problems/not-released")
    inspected = ines.send(
        f"/pieces/{serial}/inspections", {"seen": seen, "verdict": "pass", "answers": programs.answers(serial)}
    )
    assert inspected.status_code == 201, inspected.get_json()
    assert inspected.get_json()["level"] == "independent"
    tag = omar.send(f"/pieces/{serial}/tag", {"seen": seen}).get_json()
    assert tag["is_practice"] and omar.get(f"/pieces/{serial}").get_json()["tag"] == tag["code"]
    left = omar.send(f"/pieces/{serial}/departures", {"seen": seen, "kind": "sold"})
    assert left.get_json()["place"] == "customer"
    assert ana.get(f"/pieces/{serial}").get_json()["state"] == "away"
    story = [entry["kind"] for entry in ana.get(f"/pieces/{serial}/events").get_json()["entries"]]
    assert story == ["wax", "cast", "file", "passed", "tagged", "left"]


def test_a_whole_life_takes_few_statements(programs: Programs) -> None:
    ana, ines = programs.ana, programs.ines
    first = ana.send("/pieces", {"design": programs.world.design}).get_json()["serials"][0]
    ana.send(f"/pieces/{first}/events", {"kind": "wax", "seen": 0})
    answers = programs.answers(first)
    with statements(programs.world) as seen_statements:
        serial = ana.send("/pieces", {"design": programs.world.design}).get_json()["serials"][0]
        seen = 0
        for kind in ("wax", "cast", "file"):
            seen = ana.send(f"/pieces/{serial}/events", {"kind": kind, "seen": seen}).get_json()["seen"]
        passed = ines.send(f"/pieces/{serial}/inspections", {"seen": seen, "verdict": "pass", "answers": answers})
    assert passed.get_json()["level"] == "independent"
    print(f"statements of a whole life: {len(seen_statements)}")
    assert len(seen_statements) <= MOST_STATEMENTS, "\n".join(seen_statements)


def test_500_pieces_take_the_statements_of_one(programs: Programs) -> None:
    counts = []
    for count in (1, 500):
        with statements(programs.world) as seen:
            made = programs.ana.send("/pieces", {"design": programs.world.design, "count": count, "weight_mg": 4000})
        assert len(made.get_json()["serials"]) == count
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_page_of_pieces_takes_the_statements_of_one(programs: Programs) -> None:
    counts = []
    for count in (1, 40):
        programs.ana.send("/pieces", {"design": programs.world.design, "count": count})
        with statements(programs.world) as seen:
            programs.ana.get("/pieces?limit=50")
        counts.append(len(seen))
    assert counts == [2, 2]
