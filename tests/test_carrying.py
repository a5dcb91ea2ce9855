"""A whole shop goes out as open files and comes back equal, on either database; whatever is wrong with the files leaves all as it was."""

import csv
import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from tests.conftest import ENGINES, NOON, POSTGRESQL_SLOWLY
from tests.journal.forging import forging, run
from tests.postgres import drop_database, fresh_database
from tests.world import World
from workshop import carrying, cli, exporting, migrating
from workshop.app import create_app
from workshop.auditing import audit
from workshop.carrying import CarriedOver, carry_over
from workshop.catalogue.actions import NewDesign, add_design
from workshop.checkpoints import write_checkpoint
from workshop.config import read_settings
from workshop.database import Base
from workshop.errors import CannotStart
from workshop.exporting import export
from workshop.filestore import FileStore
from workshop.furnish import furnish
from workshop.house import journalled, rules_for
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, melt
from workshop.materials.receiving import NewLot, receive_lot
from workshop.openfiles import FLEETING, SECRET_COLUMNS, SECRET_TABLES, Digested, carried, unit_of
from workshop.people.actions import set_pin
from workshop.people.models import ApiToken, Consent
from workshop.people.secrets import hash_secret, is_secret
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.serving import the_only_server
from workshop.shoproom import Shoproom, open_shoproom
from workshop.verifying import verify
from workshop.writing import NOBODY, Intent

ODD = ("", "\\", "\\N", '=1+1,"x"', "two\r\nlines\rand\nmore", " blank ", "ring 💍 ﷽", "NULL", "'007")


@dataclass
class Empty:
    """A new shop: migrated, furnished, otherwise empty."""

    folder: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {"WORKSHOP_DATABASE_URL": self.url}

    def open(self) -> Shoproom:
        return open_shoproom(read_settings(self.environment, data_dir=self.folder), now=lambda: NOON)

    def copy(self, folder: Path) -> "Empty":
        shutil.copytree(self.folder, folder)
        server = self.url.startswith("postgresql")
        return Empty(folder, fresh_database(template=self.url) if server else f"sqlite:///{folder / 'workshop.db'}")

    def drop(self) -> None:
        if self.url.startswith("postgresql"):
            drop_database(make_url(self.url).render_as_string(hide_password=False))


class Moving:
    """The shop that moves, the empty one, and the folder between them."""

    def __init__(self, world: World, empty: Empty, folder: Path) -> None:
        self.world, self.empty, self.folder = world, empty, folder
        self.done: Any = None

    def out(self, **how: Any) -> exporting.Exported:
        return export(self.world.room, self.folder, **how)

    def over(self, **how: Any) -> CarriedOver:
        room = self.empty.open()
        try:
            return carry_over(room, self.folder, progress=lambda _told: None, **how)
        finally:
            room.close()

    @cached_property
    def there(self) -> Shoproom:
        return self.empty.open()

    def close(self) -> None:
        if "there" in self.__dict__:
            self.there.close()
        self.empty.drop()


@pytest.fixture(scope="session")
def empties(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Empty]]:
    """An empty shop on the engine of that name, that nobody is connected to: to be copied."""
    made: dict[str, Empty] = {}

    def empty_on(engine: str) -> Empty:
        if engine not in made:
            folder = tmp_path_factory.mktemp("new") / "data"
            folder.mkdir()
            url = fresh_database() if engine == "postgresql" else f"sqlite:///{folder / 'workshop.db'}"
            made[engine] = Empty(folder, url)
            room = made[engine].open()
            migrating.migrate(room.database.engine, rules_for(engine))
            room.do(Intent("furnish", NOBODY, NOON), furnish)
            room.close()
        return made[engine]

    yield empty_on
    for one in made.values():
        one.drop()


Empties = Callable[[str], Empty]


@pytest.fixture
def moving(world: World, engine_name: str, empties: Empties, tmp_path: Path) -> Iterator[Moving]:
    """A lively shop that is to move to the other engine."""
    _live(world)
    (other,) = set(ENGINES) - {engine_name}
    one = Moving(world, empties(other).copy(tmp_path / "new"), tmp_path / "export")
    yield one
    one.close()


@pytest.fixture(scope="session", params=ENGINES)
def moved(
    request: pytest.FixtureRequest, engine_name: str, empties: Empties, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Moving]:
    """A lively shop that moved, from either engine to either."""
    folder = tmp_path_factory.mktemp(f"moved-{engine_name}-{request.param}")
    source = empties(engine_name).copy(folder / "old")
    world = World(source.open())
    _live(world)
    one = Moving(world, empties(request.param).copy(folder / "new"), folder / "export")
    one.done = (one.out(), one.over())
    yield one
    one.close()
    world.room.close()
    source.drop()


@pytest.fixture(scope="session")
def exported(empties: Empties, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export to spoil copies of."""
    folder = tmp_path_factory.mktemp("exported")
    world = World(empties("sqlite").copy(folder / "old").open())
    _live(world)
    export(world.room, folder / "export")
    world.room.close()
    return folder / "export"


@pytest.fixture(scope="session", params=POSTGRESQL_SLOWLY)
def untouched(
    request: pytest.FixtureRequest, empties: Empties, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Empty, Any]]:
    """An empty shop that nobody may change, and what it is like."""
    empty = empties(request.param).copy(tmp_path_factory.mktemp("untouched") / "new")
    yield empty, snapshot(empty)
    empty.drop()


def _live(world: World) -> None:
    """Tagged and sold pieces, photos, papers, lots and melts, odd texts, a PIN, a token, an erased name."""
    world.shop()
    store = FileStore(world.room.settings.data_dir)
    tagged = world.released()
    world.tag(tagged)
    world.leave(tagged)
    world.come_back(tagged)
    photo = store.put(b"a photo")
    world.tell(lambda w: add_photo(w, tagged, NewPhoto(photo, photo, 10, 10, caption="now")), world.ana)
    grain = NewLot("metal", Amount(50_000), alloy="au750y", note="from the drawer")
    lots = [world.tell(lambda w: receive_lot(w, grain), world.omar) for _ in range(2)]
    world.tell(
        lambda w: melt(w, [(lots[0], 20_000), (lots[1], 10_000)], Poured(29_900, "gold", loss_mg=100)), world.ana
    )
    for odd in ODD:
        world.tell(lambda w, t=odd: add_design(w, NewDesign("Odd", "ring", "au750y", story=t)), world.omar)
    kept = hash_secret("123456", world.room.settings.secret_key)
    world.tell(lambda w: set_pin(w, world.ana.id or 0, kept), NOBODY)
    world.tell(
        lambda w: w.add(ApiToken, digest="ab" * 32, person_id=1, scopes="read", label="l", created_at=w.at), NOBODY
    )
    world.tell(
        lambda w: w.add(Consent, person_id=2, subject=world.ana.subject, form="first_name", shown_as="Ana", at=w.at),
        NOBODY,
    )
    write_checkpoint(world.room)
    world.piece()


def snapshot(empty: Empty) -> tuple[Any, ...]:
    """All that an import could change."""
    files = {
        str(path.relative_to(empty.folder)): path.read_bytes()
        for path in empty.folder.rglob("*")
        if path.is_file() and not path.name.startswith("workshop.db") and path.name != "writer.lock"
    }
    room = empty.open()
    with room.database.reading() as session:
        rows = [tuple(session.execute(text("SELECT size, chain FROM journal_head")).one())]
        rows += [session.scalar(text(f"SELECT count(*) FROM {one.name}")) for one in carried()]
    found = verify(room, journalled()).problems
    room.close()
    return files, rows, found


def test_the_other_shop_is_equal_and_verifies(moved: Moving, tmp_path: Path) -> None:
    out, done = moved.done
    assert (done.rows, done.files, done.problems) == (out.rows, 1, [])
    assert (verify(moved.there, journalled()).problems, audit(moved.there).findings) == ([], [])
    export(moved.there, tmp_path / "again")
    first, second = (_contents(folder) for folder in (moved.folder, tmp_path / "again"))
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_row_is_the_same_on_both_sides(moved: Moving) -> None:
    for one in carried():
        asked = text(f"SELECT {', '.join(one.names)} FROM {one.name}")
        with moved.world.room.database.reading() as here, moved.there.database.reading() as there:
            assert sorted(here.execute(asked).all(), key=repr) == sorted(there.execute(asked).all(), key=repr)


def test_a_customer_is_served_the_same_page(moved: Moving) -> None:
    (code,) = moved.world.rows("SELECT code FROM tag")[0]
    pages = [create_app(room).test_client().get(f"/p/{code}") for room in (moved.world.room, moved.there)]
    assert [page.status_code for page in pages] == [200, 200]
    assert pages[0].data == pages[1].data


def test_pins_are_right_and_checkpoints_are_kept(moved: Moving) -> None:
    settings = moved.there.settings
    with moved.there.database.reading() as session:
        kept = session.scalar(text("SELECT pin_hash FROM person WHERE name = 'Ana'"))
    assert is_secret("123456", kept, settings.secret_key)
    assert moved.there.seed == moved.world.room.seed
    assert len(list((settings.data_dir / "checkpoints").glob("*.txt"))) == 1
    assert not list(settings.data_dir.glob("before-import*"))


def test_work_goes_on_with_the_next_number(moving: Moving) -> None:
    moving.out()
    moving.over()
    world = World.__new__(World)
    world.__dict__ = moving.world.__dict__ | {"room": moving.there}
    assert world.piece() == moving.world.piece()
    world.released()
    world.tell(lambda w: receive_lot(w, NewLot("metal", Amount(5), alloy="au750y")), world.omar)
    assert verify(moving.there, journalled()).problems == []


def test_what_belongs_to_the_hour_stays_behind(moving: Moving) -> None:
    world = moving.world
    world.sign_in(create_app(world.room), world.omar)
    moving.out()
    moving.over()
    with moving.there.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM sign_in")) == 0
    assert not list(moving.folder.glob("tables/sign_in.csv"))


def test_an_export_is_of_one_moment(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    write = exporting.write_table

    def meanwhile(*words: Any) -> int:
        if words[1].name in ("event_kind", "piece", "work_event"):
            moving.world.worked()
        return write(*words)

    monkeypatch.setattr(exporting, "write_table", meanwhile)
    moving.out()
    monkeypatch.undo()
    assert moving.over().problems == []


def test_only_an_empty_shop_is_filled(moving: Moving) -> None:
    moving.out()
    room = moving.empty.open()
    World(room)
    room.close()
    before = snapshot(moving.empty)
    with pytest.raises(CannotStart, match="not empty"):
        moving.over()
    assert snapshot(moving.empty) == before


def test_only_an_empty_folder_is_written_to(moving: Moving) -> None:
    moving.folder.mkdir()
    moving.out()
    before = _contents(moving.folder)
    with pytest.raises(CannotStart, match="not an empty folder"):
        moving.out()
    assert _contents(moving.folder) == before
    assert [path.name for path in moving.folder.parent.glob(".export-*")] == []


def _description(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "datapackage.json").read_text())
    return told


def _describe(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    told = _description(folder)
    change(told)
    (folder / "datapackage.json").write_text(json.dumps(told))


def _rewrite(folder: Path, path: str, change: Callable[[str], str]) -> None:
    """Change a file and its description, as somebody does who means it."""
    content = change((folder / path).read_bytes().decode("latin-1")).encode("latin-1")
    (folder / path).write_bytes(content)

    def adapt(told: dict[str, Any]) -> None:
        (one,) = (one for one in told["resources"] if one["path"] == path)
        one.update(bytes=len(content), hash=f"sha256:{sha256(content).hexdigest()}")

    _describe(folder, adapt)


def _table(told: dict[str, Any], name: str) -> Any:
    return next(one for one in told["resources"] if one["name"] == name)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(bytes(content))


def _stored(folder: Path) -> Path:
    return next(path for path in (folder / "files").rglob("*") if path.is_file())


BROKEN: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no description": (lambda f: (f / "datapackage.json").unlink(), "is no export"),
    "no JSON": (lambda f: (f / "datapackage.json").write_text("[1, 2"), "is no export"),
    "other JSON": (lambda f: (f / "datapackage.json").write_text('{"resources": []}'), "is no export"),
    "odd resources": (lambda f: _describe(f, lambda d: d.update(resources=[{"path": 1, "bytes": 2, "hash": 3}])), "no export"),
    "table gone": (lambda f: (f / "tables/piece.csv").unlink(), r"tables/piece\.csv is missing"),
    "table not told": (lambda f: _describe(f, lambda d: d["resources"].remove(_table(d, "piece"))), r"piece\.csv does not have"),
    "key not told": (lambda f: _describe(f, lambda d: d["resources"].remove(_table(d, "keys-journal.key"))), "is missing from"),
    "byte of a table": (lambda f: _flip(f / "tables/piece.csv"), "not as it was exported"),
    "byte of a picture": (lambda f: _flip(_stored(f)), "not as it was exported"),
    "picture gone": (lambda f: _stored(f).unlink(), "is missing"),
    "byte of a key": (lambda f: _flip(f / "keys/journal.key"), "not as it was exported"),
    "short key": (lambda f: _rewrite(f, "keys/journal.key", lambda _t: "short"), "not a journal's key"),
    "unknown column": (lambda f: _describe(f, lambda d: _table(d, "piece")["schema"]["fields"].append({"name": "shine"})), "shine"),
    "unknown table": (lambda f: _describe(f, lambda d: d["resources"].append({"path": "../../x", "bytes": 1, "hash": "x"})), "knows nothing"),
    "newer": (lambda f: _describe(f, lambda d: d["workshop"].update(revision="9999_later")), "newer Workshop"),
    "older": (lambda f: _describe(f, lambda d: d["workshop"].update(revision="0007_queue")), "older Workshop .* then update"),
    "other head": (lambda f: _rewrite(f, "tables/piece.csv", lambda t: t.replace("serial", "cereal", 1)), "The head of"),
    "cell too many": (lambda f: _rewrite(f, "tables/shop.csv", lambda t: t.rstrip() + ",\r\n"), r"Row 2 of tables/shop\.csv"),
    "no number": (lambda f: _rewrite(f, "tables/shop.csv", lambda t: t.replace("\n1,", "\none,")), r"Row 2 of tables/shop\.csv"),
    "too large a number": (lambda f: _rewrite(f, "tables/stage.csv", lambda t: t.replace("\n1,", "\n" + "9" * 30 + ",")), "Nothing was changed"),
    "no CSV": (lambda f: _rewrite(f, "tables/shop.csv", lambda t: t + '"open'), "no CSV|Row 3"),
    "twice the same": (lambda f: _rewrite(f, "tables/shop.csv", lambda t: t + t.partition("\n")[2]), "did not take it"),
    "points nowhere": (lambda f: _rewrite(f, "tables/person.csv", lambda t: "\n".join(t.split("\n")[:2]) + "\n"), "points nowhere|did not take it"),
    "other spelling": (lambda f: _rewrite(f, "tables/shop.csv", lambda t: t.replace("\n1,", "\n01,")), "reads otherwise in the database"),
    "changed cell": (lambda f: _rewrite(f, "tables/piece.csv", lambda t: t.replace(",wax,", ",made,", 1)), "does not verify: "),
    "changed name": (lambda f: _rewrite(f, "tables/person.csv", lambda t: t.replace("Ana", "Ada", 1)), "does not verify: "),
    "row gone": (lambda f: _rewrite(f, "tables/tag.csv", lambda t: t.partition("\n")[0] + "\n"), "does not verify: "),
    "odd file list": (lambda f: _rewrite(f, "files.csv", lambda t: t + "../../x,1\r\n"), "names no file"),
    "shorter file list": (lambda f: _rewrite(f, "files.csv", lambda t: t.partition("\n")[0] + "\n"), "not in the export"),
}  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_wrong_is_told_and_nothing_is_half_done(
    exported: Path, untouched: tuple[Empty, Any], tmp_path: Path, how: str
) -> None:
    spoil, told = BROKEN[how]
    shutil.copytree(exported, folder := tmp_path / "spoilt")
    spoil(folder)
    empty, before = untouched
    room = empty.open()
    with pytest.raises(CannotStart, match=told) as refusal:
        carry_over(room, folder, progress=lambda _told: None)
    room.close()
    assert str(refusal.value).rstrip()[-1] in ".)"
    assert snapshot(empty) == before


def test_what_does_not_verify_comes_in_when_asked_for_and_is_told(moving: Moving) -> None:
    moving.out()
    _rewrite(moving.folder, "tables/person.csv", lambda t: t.replace("Ana", "Ada", 1))
    done = moving.over(as_it_is=True)
    assert len(done.problems) == 1
    assert "reads otherwise" in done.problems[0]
    assert verify(moving.there, journalled()).problems == done.problems


def test_a_shop_with_a_damaged_photo_still_moves(moving: Moving) -> None:
    store = FileStore(moving.world.room.settings.data_dir)
    name = sha256(b"a photo").hexdigest()
    store.path_of(name).write_bytes(b"another")
    out = moving.out()
    assert (out.missing, out.files) == ([name], 0)
    assert _description(moving.folder)["workshop"]["missing_files"] == [name]
    with pytest.raises(CannotStart, match="not in the export"):
        moving.over()
    assert moving.over(as_it_is=True).problems == [f"The file {name[:12]}… that a row names is not in the export."]


def test_a_row_that_was_forged_before_is_still_found(moving: Moving) -> None:
    with forging(moving.world) as connection:
        run(connection, "UPDATE design SET name = 'Fairer' WHERE name = 'Alder signet'")
    moving.out()
    with pytest.raises(CannotStart, match="does not verify"):
        moving.over()
    assert len(moving.over(as_it_is=True).problems) == 1


def test_a_full_disk_leaves_no_half_export(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "copy_bytes", _full)
    with pytest.raises(CannotStart, match=r"No space left.*Make room"):
        moving.out()
    assert [path.name for path in moving.folder.parent.iterdir() if "export" in path.name] == []


def test_a_full_disk_leaves_no_half_import(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    moving.out()
    before = snapshot(moving.empty)
    monkeypatch.setattr(carrying, "write_table", _full)
    with pytest.raises(CannotStart, match="No space left"):
        moving.over()
    assert snapshot(moving.empty) == before


def _full(*_words: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_another_secret_in_the_environment_is_refused(moving: Moving) -> None:
    moving.out()
    room = moving.empty.open()
    given = replace(room, settings=replace(room.settings, secret_key="x" * 40))
    with pytest.raises(CannotStart, match="WORKSHOP_SECRET_KEY"):
        carry_over(given, moving.folder, progress=lambda _told: None)
    room.close()


def test_an_export_to_show_holds_no_secret_and_is_not_imported(world: World, tmp_path: Path) -> None:
    _live(world)
    export(world.room, folder := tmp_path / "shown", to_show=True)
    everything = b"\n".join(_contents(folder).values()).decode()
    keys = [key for (key,) in world.rows("SELECT key FROM subject_key")]
    for secret in (*keys, "$argon2id", "ab" * 32, world.room.settings.secret_key, world.room.seed.hex()):
        assert secret not in everything
    assert not (folder / "keys").exists()
    assert "person.pin_hash" in _description(folder)["workshop"]["left_out"]
    with pytest.raises(CannotStart, match="made to be shown"):
        carry_over(world.room, folder, progress=lambda _told: None)


def test_every_column_that_sounds_secret_is_classed() -> None:
    plain = {"wording_override.text_digest", "account.key", "design.source_key", "lot.source_key", "piece.source_key"}
    plain |= {"material.key", "event_kind.key", "piece_kind.key", "work_event.request_key", "passport.digest"}
    plain |= {"log_row.source_key", "reported_work.source_key", "ownership.secret_id"}
    classed = {f"{table}.{name}" for table, names in SECRET_COLUMNS.items() for name in names}
    sounds = {
        str(c)
        for table in Base.metadata.tables.values()
        for c in table.columns
        if table.name not in FLEETING + SECRET_TABLES and any(w in c.name for w in ("hash", "digest", "key", "secret"))
    }
    assert sounds - plain == classed


def test_everything_is_described_and_read_by_any_program(world: World, tmp_path: Path) -> None:
    _live(world)
    out = export(world.room, tmp_path / "out")
    told = _description(tmp_path / "out")
    tables = {one["name"]: one for one in told["resources"] if one["path"].startswith("tables/")}
    assert tables.keys() == Base.metadata.tables.keys() - set(FLEETING)
    for name, one in tables.items():
        with (tmp_path / "out" / one["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == out.rows[name]
        assert one["description"]
        assert all(row.keys() == {field["name"] for field in one["schema"]["fields"]} for row in rows)
        assert {key["reference"]["resource"] or name for key in one["schema"]["foreignKeys"]} <= tables.keys()
    with (tmp_path / "out/tables/design.csv").open(encoding="utf-8", newline="") as file:
        stories = [row["story"] for row in csv.DictReader(file)][1:]
    assert stories == ["\\", "\\\\", "\\\\N", *ODD[3:]]
    head = [f["name"] for f in tables["work_event"]["schema"]["fields"]]
    (made,) = (f for f in tables["work_event"]["schema"]["fields"] if f["name"] == "at")
    assert (head[0], made["type"], unit_of("gross_mg"), unit_of("name")) == ("id", "datetime", "milligrams", None)


def test_nobody_else_can_read_an_export(world: World, tmp_path: Path) -> None:
    export(world.room, tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    assert [p for p in (tmp_path / "out").rglob("*") if p.is_file() and p.stat().st_mode & 0o077] == []


def test_a_moment_beyond_every_calendar_is_told(world: World, tmp_path: Path) -> None:
    with forging(world) as connection:
        run(connection, "UPDATE person SET created_at = 9000000000000000000 WHERE id = 1")
    with pytest.raises(CannotStart, match=r"A row of person \(id 1\)"):
        export(world.room, tmp_path / "out")


def test_an_export_goes_on_beside_tables_that_are_not_ours_by_saying_so(world: World, tmp_path: Path) -> None:
    with world.raw() as connection, connection.begin():
        connection.execute(text("CREATE TABLE notes (id INTEGER)"))
    with pytest.raises(CannotStart, match="a table notes that is not"):
        export(world.room, tmp_path / "out")


@pytest.mark.parametrize("odd", [*ODD, None])
def test_every_text_comes_back_as_it_was(odd: str | None) -> None:
    (column,) = (one for one in carried() if one.name == "shop")
    at = column.names.index("country")
    sink = StringIO()
    csv.writer(sink, lineterminator="\r\n").writerow([column.writers[at](odd), "x"])
    (cells,) = csv.reader(StringIO(sink.getvalue(), newline=""), strict=True)
    assert column.readers[at](cells[0]) == odd


@pytest.mark.parametrize("year", [1, 1969, 1970, 2026, 9999])
def test_every_moment_comes_back_to_the_microsecond(year: int) -> None:
    (one,) = (one for one in carried() if one.name == "person")
    at = one.names.index("created_at")
    kept = (datetime(year, 12, 31, 23, 59, 59, 999_999, UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // (
        datetime.resolution
    )
    told = one.writers[at](kept)
    assert told.endswith("T23:59:59.999999Z")
    assert one.readers[at](told) == kept


def test_what_is_written_is_digested_also_without_a_file() -> None:
    sink = Digested()
    sink.write("ab")
    sink.write("ç")
    assert sink.fingerprint() == {"bytes": 4, "hash": f"sha256:{sha256('abç'.encode()).hexdigest()}"}


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """A command with its answer as JSON; folders are named below one of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKSHOP_DATABASE_URL", raising=False)

    def say(*words: str) -> Any:
        status = cli.main([*words, "--json"])
        told = capsys.readouterr()
        return status, json.loads(told.out) if told.out else told.err

    return say


def test_the_commands_move_a_shop_into_a_folder_that_is_not_there_yet(console: Callable[..., Any]) -> None:
    assert console("migrate", "--data-dir", "old") == (0, {"migrated": True})
    status, out = console("export", "out", "--data-dir", "old")
    assert (status, out["to_show"], out["missing"]) == (0, False, [])
    status, done = console("import", "all", "out", "--data-dir", "new")
    assert (status, done["read"], done["imported"], done["repeated"], done["refused"]) == (
        *(0, sum(out["rows"].values()), sum(out["rows"].values())),
        *(0, []),
    )
    assert console("verify", "--data-dir", "new") == (0, {"entries": 1, "problems": []})


def test_a_list_still_needs_its_map(console: Callable[..., Any]) -> None:
    status, told = console("import", "pieces", "list.csv")
    assert (status, "--map" in told) == (2, True)


def test_an_open_shop_is_not_filled(console: Callable[..., Any], tmp_path: Path) -> None:
    console("migrate", "--data-dir", "old")
    console("export", "out", "--data-dir", "old")
    with the_only_server(read_settings({}, data_dir=tmp_path / "old")):
        status, told = console("import", "all", "out", "--data-dir", "old")
    assert (status, "already running" in told) == (3, True)
