"""Importing designs and pieces: what is good comes in once, everything else is told by its row."""

import json
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.world import World
from workshop.errors import Invalid
from workshop.import_tables import run_import
from workshop.importing import Imported
from workshop.mapping import read_map
from workshop.tables import read_records

MAP = """
source = "old-list"
identity = ["no"]
[design]
name = "title"
kind = { column = "kind", default = "ring" }
material = { column = "metal", words = { "sterling" = "ag925" }, default = "other" }
target_weight = "grams"
story = "story"
[piece]
engraving = "inside"
[before_records]
"Made by" = "maker"
"""
HEAD = "no,title,kind,metal,grams,story,inside,maker\n"
GOOD = "1,Alder ring,ring,sterling silver,4.2,Found in a drawer,For A.,Ana\n"
BAD = [
    "2,,ring,gold,,,,\n",
    "3,Reed,spaceship,gold,,,,\n",
    "4,Reed,ring,gold,heavy,,,\n",
    "5,Reed,ring,gold,-3,,,\n",
    "6,Reed\n",
    "7,Reed,ring,gold,,,,,,too,many\n",
    "8,Re\0ed,ring,gold,,,,\n",
    f"9,{'x' * 300},ring,gold,,,,\n",
    f"10,{'x' * 300_000},ring,gold,,,,\n",
    ",Reed,ring,gold,,,,\n",
    '11,"Reed,ring,gold,,,,\n',
    '12,"Re"ed,ring,gold,,,,\n',
]
Run = Callable[..., Imported]


@pytest.fixture
def run(world: World, tmp_path: Path) -> Run:
    """Imports a text by the map above, or bytes, or by another map."""

    def run(text: str | bytes, *, kind: str = "pieces", by_map: str = MAP, **how: object) -> Imported:
        file, map_file = tmp_path / "list.csv", tmp_path / "map.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        map_file.write_text(by_map)
        return run_import(world.room, kind, file, map_file, **how)

    return run


def counts(world: World) -> list[int]:
    tables = ("design", "piece", "personalisation", "custody", "work_event", "journal_entry", "serial_counter")
    return [world.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def test_a_piece_comes_in_with_its_design_and_without_events(world: World, run: Run) -> None:
    result = run(HEAD + GOOD, progress=(lines := []).append)
    assert result.as_json() == {"read": 1, "imported": 1, "repeated": 0, "refused": [], "warnings": []}
    assert lines == ["1 rows read"]
    piece = world.rows(
        "SELECT p.serial, p.way_in, p.before_records, d.name, d.story, d.target_weight_mg, m.key FROM piece p "
        "JOIN design d ON d.id = p.design_id JOIN material m ON m.id = p.material_id"
    )
    assert [tuple(row) for row in piece] == [
        ("R-0001", "made", "Made by: Ana", "Alder ring", "Found in a drawer", 4200, "ag925")
    ]
    assert world.rows("SELECT engraving FROM personalisation")[0][0] == "For A."
    assert world.rows("SELECT * FROM work_event") == []


def test_an_imported_piece_is_inspected_only_after_it_was_said_that_it_was_made_before(world: World, run: Run) -> None:
    run(HEAD + GOOD)
    assert world.standing("R-0001").last_change_id is None
    world.event("R-0001", "made_before")
    world.inspect("R-0001")
    assert world.rows("SELECT level FROM inspection")[0][0] == "independent"


def test_a_second_run_adds_nothing(world: World, run: Run) -> None:
    table = HEAD + GOOD + "".join(BAD)
    first = run(table)
    before = counts(world)
    second = run(table)
    assert (second.imported, second.repeated) == (0, first.imported)
    assert second.refused == first.refused
    assert counts(world) == before


@pytest.mark.parametrize("kind", ["pieces", "designs"])
def test_a_dry_run_tells_the_same_and_writes_nothing(world: World, run: Run, kind: str) -> None:
    table = HEAD + GOOD + "".join(BAD)
    before = counts(world)
    tried = run(table, kind=kind, dry_run=True)
    assert counts(world) == before
    assert run(table, kind=kind) == tried
    assert counts(world) != before


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_row_is_told_by_its_number_and_the_others_come_in(run: Run, bad: str) -> None:
    last = GOOD.replace("1,", "99,", 1)
    result = run(HEAD + GOOD + bad + last)
    assert (result.read, result.imported, result.repeated) == (3, 2, 0)
    (refused,) = result.refused
    assert refused.row == 3
    assert refused.reason.endswith(".")


def test_a_row_refused_by_a_verb_does_not_keep_its_batch_out(world: World, run: Run) -> None:
    rows = [GOOD.replace("1,", f"{n},", 1) for n in range(20, 30)]
    result = run(HEAD + "".join([*rows[:5], "7,Reed,ring,gold,,,,\n", "8,Reed,cup,gold,,,,\n", *rows[5:]]))
    assert (result.imported, [one.row for one in result.refused]) == (11, [8])
    assert world.rows("SELECT count(*) FROM piece")[0][0] == 11


def test_a_doubled_row_is_told_and_an_equal_one_is_warned_about_and_kept(run: Run) -> None:
    result = run(HEAD + GOOD + GOOD + GOOD.replace("1,", "2,", 1))
    assert (result.read, result.imported) == (3, 2)
    assert [one.row for one in result.refused] == [3]
    assert "Row 2" in result.refused[0].reason
    assert result.warnings == ["Row 4 says the same as row 2 under another identity; both are kept."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (("no,title\n1,Réed\n").encode("latin-1"), "Line 2 of list.csv is not UTF-8"),
        ((HEAD + GOOD).encode("utf-16"), "Line 1 of list.csv is not UTF-8"),
        ("no,title\n1,Reed\n", "no column “grams”"),
        ("", "no column"),
        (HEAD.replace("story", "title") + GOOD, "no column “story”"),
        (HEAD.replace("inside", "inside,title") + GOOD, "“title” more than once"),
        ('"no,title\n', "first line"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_one_sentence(
    world: World, run: Run, text: str | bytes, said: str
) -> None:
    before = counts(world)
    with pytest.raises(Invalid, match=said):
        run(text)
    assert counts(world) == before


def test_a_byte_order_mark_crlf_blank_lines_and_texts_over_several_lines_are_read(world: World, run: Run) -> None:
    text = HEAD + '\n1,"Alder ""A""\nring",ring,gold,"4,2",,,\n\n'
    assert run(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()).imported == 1
    assert world.rows("SELECT name, target_weight_mg FROM design WHERE source_key IS NOT NULL")[0] == (
        'Alder "A"\nring',
        4200,
    )


@pytest.mark.parametrize(
    "hostile", ["=1+1", "<script>alert(1)</script>", "‮Reed", "😀", "'; DROP TABLE piece; --", "{0}"]
)
def test_what_is_odd_but_text_is_kept_as_it_is(world: World, run: Run, hostile: str) -> None:
    assert run(HEAD + f"1,{hostile},ring,{hostile},,{hostile},{hostile},{hostile}\n").imported == 1
    assert world.rows("SELECT name, story FROM design WHERE source_key IS NOT NULL")[0] == (hostile, hostile)


def test_rows_can_share_a_design_or_name_one_that_is_there(world: World, run: Run) -> None:
    by_map = MAP.replace('identity = ["no"]', 'identity = ["no"]\ndesign_identity = ["title"]')
    assert run(HEAD + GOOD + GOOD.replace("1,", "2,", 1), by_map=by_map).imported == 2
    assert world.rows("SELECT count(*) FROM design WHERE source_key IS NOT NULL")[0][0] == 1
    named = 'source = "list"\nidentity = ["no"]\n[design]\ncode = "code"'
    result = run(f"no,code\n1,{world.design}\n2,D-9999\n", by_map=named)
    assert (result.imported, [one.row for one in result.refused]) == (1, [3])


def test_statements_grow_with_the_rows_and_no_faster(world: World, run: Run) -> None:
    asked: list[str] = []
    event.listen(world.room.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    def cost(first: int, rows: int) -> int:
        asked.clear()
        run(HEAD + "".join(GOOD.replace("1,", f"{n},", 1) for n in range(first, first + rows)))
        return len(asked)

    ten, twenty = cost(100, 10), cost(200, 20)
    assert twenty - ten <= ten
    assert cost(200, 20) < 20


def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    with file.open("w") as out:
        out.write(HEAD)
        out.writelines(GOOD.replace("1,", f"{n},", 1) for n in range(20_000))
    mapping = read_map(MAP)
    with file.open(encoding="utf-8", newline="") as lines:
        tracemalloc.start()
        read = sum(1 for one in read_records(lines, mapping.columns) if mapping.apply(one.values).key)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert read == 20_000
    assert peak < 1_500_000


def test_an_import_and_a_writer_do_not_disturb_each_other(world: World, run: Run) -> None:
    made: list[str] = []

    def work() -> None:
        made.extend(world.piece() for _ in range(10))

    writer = threading.Thread(target=work)
    writer.start()
    result = run(HEAD + "".join(GOOD.replace("1,", f"{n},", 1) for n in range(150)))
    writer.join()
    assert (result.imported, len(made)) == (150, 10)
    assert world.rows("SELECT count(DISTINCT serial) FROM piece")[0][0] == 160


def test_nothing_else_can_be_imported(run: Run) -> None:
    with pytest.raises(Invalid, match="designs"):
        run(HEAD, kind="people")


def test_a_file_that_is_not_there_is_told(world: World, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"none\.toml cannot be read"):
        run_import(world.room, "pieces", tmp_path / "none.csv", tmp_path / "none.toml")


MUSEUMS = {
    "walters": {
        "object_id": "1",
        "titles": json.dumps([["", "Snake"], ["Title", "Mourning Ring"]]),
        "makers": json.dumps([{"role": "Jeweler", "name": "J. Hurd"}, {"role": "Patron", "name": "W. Cooper"}]),
        "medium": "gold, diamonds",
        "dated": "1740",
        "provenance": "W. Cooper, Boston",
        "inscription": "WC",
        "geography": "[]",
        "terms": "[]",
        "dimensions": json.dumps([{"parts": [{"type": "Height", "value": "7.3000"}]}]),
    },
    "carnegie": {
        "id": "cmoa:1",
        "title": "Mourning Ring",
        "makers": json.dumps([{"cited_name": "J. Hurd", "role": None}]),
        "medium": "gold and diamonds",
        "creation_date": "1740",
        "provenance_text": "W. Cooper, Boston",
        "item_width_in": "1.0",
    },
}


@pytest.mark.parametrize("museum", sorted(MUSEUMS))
def test_the_example_maps_read_a_museum_record(world: World, run: Run, museum: str) -> None:
    by_map = Path("examples/maps", f"{museum}.toml").read_text()
    columns = dict.fromkeys(sorted(read_map(by_map).columns), "") | MUSEUMS[museum]
    quoted = ('"' + value.replace('"', '""') + '"' for value in columns.values())
    assert run(",".join(columns) + "\n" + ",".join(quoted) + "\n", by_map=by_map).imported == 1
    row = world.rows(
        "SELECT d.name, d.kind, d.dated, d.story, m.key, p.before_records FROM piece p "
        "JOIN design d ON d.id = p.design_id JOIN material m ON m.id = p.material_id"
    )[0]
    assert tuple(row)[:5] == ("Mourning Ring", "stone_ring", "1740", "W. Cooper, Boston", "other")
    assert "Made by: J. Hurd\n" in row[5]


@pytest.fixture(autouse=True)
def _in_the_house(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(Path(__file__).resolve().parents[2])
    yield
