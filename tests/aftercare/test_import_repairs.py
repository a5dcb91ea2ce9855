"""What others did to pieces comes in from a table: once each, as reported and not seen by us."""

from pathlib import Path

from tests.world import World
from workshop.import_tables import run_import

HEAD = "id,name,work,day\n"
PIECES = '[design]\nname = "name"\nkind = { constant = "ring" }\nmaterial = { constant = "other" }\n'
SOURCE = 'source = "old-shop"\nidentity = ["id"]\n'
REPAIRS = SOURCE + (
    '[reported]\ntold = "work"\ndone_on = { column = "day", time = "%d.%m.%Y" }\nis_told = { constant = "yes" }\n'
)


def files(folder: Path, rows: str, **maps: str) -> Path:
    (folder / "old.csv").write_text(HEAD + rows)
    for name, text in maps.items():
        (folder / f"{name}.toml").write_text(text)
    return folder / "old.csv"


def test_each_row_is_kept_once_with_its_piece(world: World, tmp_path: Path) -> None:
    rows = "1,Band,New clasp,31.10.2011\n2,Ring,,\n3,Seal,Cleaned,99.99.1979\n"
    table = files(tmp_path, rows, pieces=SOURCE + PIECES, repairs=REPAIRS)
    run_import(world.room, "pieces", table, tmp_path / "pieces.toml")
    first, again = (run_import(world.room, "repairs", table, tmp_path / "repairs.toml") for _twice in range(2))
    assert (first.read, first.imported, [one.row for one in first.refused]) == (3, 1, [3, 4])
    assert (again.imported, again.repeated) == (0, 1)
    (kept,) = world.rows("SELECT r.told, r.done_on FROM reported_work r JOIN piece p ON p.id = r.piece_id")
    assert (kept.told, kept.done_on) == ("New clasp", "2011-10-31")
    assert world.rows("SELECT 1 FROM release") == [], "what was reported releases nothing"


def test_work_on_a_piece_that_is_not_here_is_refused(world: World, tmp_path: Path) -> None:
    table = files(tmp_path, "1,Band,New clasp,31.10.2011\n", repairs=REPAIRS)
    told = run_import(world.room, "repairs", table, tmp_path / "repairs.toml")
    assert told.imported == 0 and "Its piece is not here" in told.refused[0].reason
