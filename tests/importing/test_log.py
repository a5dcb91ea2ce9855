"""An old log comes in once, never becomes a piece's events, and is replayed at the gate."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.world import World
from workshop.house import journalled
from workshop.import_tables import run_import
from workshop.importing import Imported
from workshop.reports.book import make_report
from workshop.reports.logs import log_cases
from workshop.verifying import verify

MAP = """
source = "old-book"
identity = ["no"]
[log]
case = "order"
activity = "did"
who = "who"
started = "from"
finished = "until"
done = "good"
rejected = "bad"
rework = "again"
[log.sort]
first = [
    { column = "did", begins = { "Last look" = "final inspection" } },
    { column = "did", words = { "Q.C." = "inspection" } },
    { column = "did", begins = { "Packing" = "release" } },
    { constant = "work" },
]
"""
HEAD = "no,order,did,who,from,until,good,bad,again\n"
BOOK = HEAD + "".join(
    f"{no},{row}\n"
    for no, row in enumerate(
        (
            "A,Casting,Ana,2026-11-02 08:00,2026-11-02 09:00,4,1,",
            "A,Casting Q.C.,Bo,2026-11-02 09:00,2026-11-02 09:10,,,",
            "A,Last look,Ana,2026-11-02 10:00,2026-11-02 10:20,4,0,",
            "A,Packing,Bo,2026-11-02 10:20,2026-11-02 11:00,4,0,",
            "B,Packing of samples,Bo,2026-11-03 10:00,2026-11-03 11:00,1,0,Y",
            "C,Casting Q.C.,Bo,2026-11-04 09:00,2026-11-04 09:10,,,",
            "C,Packing,Bo,2026-11-04 10:00,2026-11-04 10:10,,,",
            "C,Last look,Bo,2026-11-04 11:00,2026-11-04 12:00,,,",
        ),
        start=1,
    )
)
Run = Callable[..., Imported]


@pytest.fixture
def run(world: World, tmp_path: Path) -> Run:
    def run(text: str, *, by_map: str = MAP, **how: object) -> Imported:
        file, map_file = tmp_path / "log.csv", tmp_path / "map.toml"
        file.write_text(text)
        map_file.write_text(by_map)
        return run_import(world.room, "log", file, map_file, **how)

    return run


def test_a_log_is_read_and_replayed(world: World, run: Run) -> None:
    done = run(BOOK).as_json()
    assert (done["read"], done["imported"], done["repeated"], done["refused"]) == (8, 8, 0, [])
    assert done["gate"] == {
        "released": 3,
        "before_any_inspection": ["B"],
        "before_final_inspection": ["C"],
        "no_final_inspection": ["B"],
    }
    assert world.rows("SELECT count(*) FROM work_event")[0][0] == 0


def test_a_second_run_adds_nothing_and_says_the_same(world: World, run: Run) -> None:
    first = run(BOOK)
    again = run(BOOK)
    assert (again.imported, again.repeated, again.gate) == (0, 8, first.gate)
    assert world.rows("SELECT count(*) FROM log_row")[0][0] == 8
    assert verify(world.room, journalled()).problems == []


def test_times_without_a_zone_are_the_workshops(world: World, run: Run) -> None:
    world.shop(time_zone="Europe/Lisbon")
    run(HEAD + "1,A,Casting,,2026-07-01 08:00,2026-07-01T09:00+00:00,,,\n")
    row = world.rows("SELECT started_at, finished_at FROM log_row")[0]
    hours = (row.finished_at - row.started_at) / 3_600_000_000
    assert hours == 2  # eight in the summer of Lisbon is seven o'clock


def test_an_hour_that_summer_time_leaves_out_is_told(world: World, run: Run) -> None:
    world.shop(time_zone="Europe/Lisbon")
    done = run(HEAD + "1,A,Casting,,2026-03-29 01:30,2026-03-29 04:00,,,\n")
    assert done.imported == 1
    assert "summer time" in done.warnings[0]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("1,A,Casting,,,,,,", "no time"),
        ("1,A,Casting,,2026-11-02 08:00,,,,", "no time"),
        ("1,A,Casting,,yesterday,2026-11-02 08:00,,,", "“yesterday” is no time"),
        ("1,A,Casting,,2026-11-02 08:00,2026-11-02 07:00,,,", "ends before it begins"),
        ("1,,Casting,,2026-11-02 08:00,2026-11-02 09:00,,,", "belongs to a case"),
        ("1,A,,,2026-11-02 08:00,2026-11-02 09:00,,,", "what was done"),
        ("1,A,Casting,,2026-11-02 08:00,2026-11-02 09:00,1.5,,", "no number of pieces"),
        ("1,A,Casting,,2026-11-02 08:00,2026-11-02 09:00,-1,,", "no number of pieces"),
    ],
)
def test_a_row_that_cannot_come_in_is_told_by_its_number(world: World, run: Run, row: str, says: str) -> None:
    done = run(HEAD + row + "\n2,A,Casting,,2026-11-02 08:00,2026-11-02 09:00,,,\n")
    assert (done.imported, [one.row for one in done.refused]) == (1, [2])
    assert says in done.refused[0].reason


def test_a_map_may_say_how_its_times_are_written(world: World, run: Run) -> None:
    by_map = MAP.replace('started = "from"\n', 'started = { column = "from", time = "%d.%m.%Y %H:%M" }\n').replace(
        'finished = "until"\n', ""
    )
    done = run(HEAD + "1,A,Casting,,02.11.2026 08:00,,,,\n2,A,Casting,,2026-11-02,,,,\n", by_map=by_map)
    assert (done.imported, [one.row for one in done.refused]) == (1, [3])
    assert "%d.%m.%Y" in done.refused[0].reason


def test_rows_otherwise_equal_are_warned_and_kept(world: World, run: Run) -> None:
    row = "A,Casting,Ana,2026-11-02 08:00,2026-11-02 09:00,,,"
    done = run(HEAD + f"1,{row}\n2,{row}\n1,{row}\n")
    assert (done.imported, len(done.warnings), [one.row for one in done.refused]) == (2, 1, [4])


def test_no_name_of_a_log_stays(world: World, run: Run) -> None:
    run(BOOK)
    signs = {row.case_name + (row.who or "") for row in world.rows("SELECT case_name, who FROM log_row")}
    assert len({sign[1:] for sign in signs}) == 2
    assert not any("Ana" in sign or "Bo" in sign for sign in signs)


def test_the_report_tells_each_case(world: World, run: Run) -> None:
    run(BOOK)
    with world.room.database.reading() as session:
        found = make_report(session, "gate-replay", first=None, last=None, now=world.room.now())
    assert json.loads(json.dumps(found.totals)) == {
        "old-book": {
            "released": 3,
            "before_any_inspection": 1,
            "before_final_inspection": 1,
            "no_final_inspection": 1,
            "inspections_by_who_worked": 1,
        }
    }
    told = [(row["case"], row["refused"]) for row in found.rows]
    assert ("A", "inspected by who worked on it") in told
    assert set(found.definitions) >= {row["refused"] for row in found.rows}


def test_cases_are_told_with_their_times_and_counts(world: World, run: Run) -> None:
    run(BOOK + "9,B,Mending,Bo,2026-11-03 12:00,2026-11-03 13:30,2,1,Y\n")
    with world.room.database.reading() as session:
        told = {one.name: one for one in log_cases(session, world.room.now().replace(year=2000), world.room.now())}
    assert [told[name].done for name in "ABC"] == [12, 3, 0]
    assert [told[name].rejected for name in "ABC"] == [1, 1, 0]
    assert [told[name].rework for name in "ABC"] == [0, 2, 0]
    assert told["A"].last_finish - told["A"].first_start == timedelta(hours=3)
    assert told["A"].last_finish - told["A"].first_finish == timedelta(hours=2)
