"""A checked copy of everything, and the way back from it.

A backup is a folder laid out like a data folder: keys, checkpoints, database, files, and a manifest with the digest of each.
"""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from string import ascii_uppercase
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, inspect, make_url, text

from workshop import revisions
from workshop.checkpoints import kept_checkpoints
from workshop.config import read_settings
from workshop.database import Base, copy_sqlite
from workshop.errors import CannotStart
from workshop.filestore import sync_folder
from workshop.forgetting import ERASED, erased_in, forget, note_erased
from workshop.shoproom import Shoproom, open_shoproom
from workshop.signing import KEY_FILE
from workshop.verifying import Models, Verified, verify, verify_picture
from workshop.writing import NOBODY, Intent, Writing

SQLITE, POSTGRES, MANIFEST = "workshop.db", "workshop.dump", "manifest.json"
KEYS = ("secret.key", "journal.key", KEY_FILE)
SERIALS_LEFT_OUT = 1_000

_JUMP = text(
    "INSERT INTO serial_counter (letter, last) VALUES (:letter, :by) "
    "ON CONFLICT (letter) DO UPDATE SET last = serial_counter.last + :by"
)


def backup(room: Shoproom, target: Path) -> Path:
    """Write a backup to `target`, which must not be there yet; returns it. May run beside a writing server.

    It appears under its name only when it is whole and verified. Raises CannotStart.
    """
    if target.exists():
        raise CannotStart(f"{target} is there already. Name a folder that is not, so that no older backup is lost.")
    part = target.with_name(f".{target.name}-{uuid4().hex[:8]}")
    try:
        part.mkdir(mode=0o700, parents=True)
        found = _copy(room, part)
        _write_manifest(part, found, _revision(room))
        if found.problems:
            _rename(part, kept := target.with_name(f"{target.name}-unverified"))
            raise CannotStart(
                f"The copy does not verify: {found.problems[0]} It is kept as {kept}. Run `python3 -m workshop verify`."
            )
        _rename(part, target)
        note_erased(target.parent, erased_in(target))  # so that older backups beside it forget too
    except OSError as error:
        raise CannotStart(
            f"The backup cannot be written to {target}: {error.strerror}. Name another folder."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _copy(room: Shoproom, part: Path) -> Verified:
    """Keys and checkpoints first, so that none is of a longer journal than the copy's; files last, so that every row has its own."""
    source = room.settings.data_dir
    for name in (*KEYS, ERASED):
        if (source / name).exists():
            shutil.copy2(source / name, part / name)
    if (source / "checkpoints").is_dir():
        shutil.copytree(source / "checkpoints", part / "checkpoints", ignore=shutil.ignore_patterns("part-*"))
    found = _copy_sqlite(room, part) if room.settings.is_sqlite else _copy_postgres(room, part)
    if (source / "files").is_dir():
        shutil.copytree(source / "files", part / "files", ignore=shutil.ignore_patterns("part-*"))
    return found


def _copy_sqlite(room: Shoproom, part: Path) -> Verified:
    copy_sqlite(room.settings.database_url, part / SQLITE)
    _require_integrity(part / SQLITE)
    with _opened(part, {}) as copy:
        return verify(copy, _models(), files=False)


def _copy_postgres(room: Shoproom, part: Path) -> Verified:
    """Dumped and verified from one and the same picture of the database."""
    with room.database.reading() as session:
        picture = session.scalar(text("SELECT pg_export_snapshot()"))
        words = [
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={picture}",
            f"--file={part / POSTGRES}",
        ]
        _run_postgres("pg_dump", words, room.settings.migrate_url)
        return verify_picture(session, _models(), room.journal_key, kept_checkpoints(room))


def _run_postgres(program: str, words: list[str], url: str) -> None:
    """Run PostgreSQL's own tool; the password goes through the environment, where other people do not see it."""
    if shutil.which(program) is None:
        raise CannotStart(f"{program} is not installed here. Install PostgreSQL's client programs, then try again.")
    target = make_url(url).set(drivername="postgresql")
    plain = target.set(password=None).render_as_string(hide_password=False)
    surroundings = os.environ | ({"PGPASSWORD": str(target.password)} if target.password else {})
    done = subprocess.run([program, *words, f"--dbname={plain}"], env=surroundings, capture_output=True, text=True)
    if done.returncode:
        raise CannotStart(f"{program} could not do it: {done.stderr.strip().splitlines()[-1]}")


def _require_integrity(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
    if answer != "ok":
        raise CannotStart(f"{path} is damaged: {answer}. Use another backup, and look at the disk.")


def _models() -> Models:
    """The journalled models of every room that is open."""
    models = [mapper.class_ for mapper in Base.registry.mappers if mapper.class_.journalled]
    return sorted(models, key=lambda model: str(model.__tablename__))


@contextmanager
def _opened(folder: Path, environment: Mapping[str, str] | None) -> Iterator[Shoproom]:
    """A copy as a shop of its own; on closing, nothing is left but its files."""
    room = open_shoproom(read_settings(environment, data_dir=folder))
    try:
        yield room
    finally:
        room.close()
        (folder / "writer.lock").unlink(missing_ok=True)


def _revision(room: Shoproom) -> str | None:
    with room.database.engine.connect() as connection:
        return revisions.revision_of(connection)


def _write_manifest(part: Path, found: Verified, revision: str | None) -> None:
    told = {"entries": found.entries, "problems": found.problems, "revision": revision, "files": _digests(part)}
    (part / MANIFEST).write_text(json.dumps(told, indent=1))
    for path in part.rglob("*"):
        if path.is_dir():
            sync_folder(path)
            continue
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _digests(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): _digest(path) for path in paths}


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _rename(part: Path, target: Path) -> None:
    sync_folder(part)
    part.rename(target)
    sync_folder(target.parent)


def restore(
    source: Path,
    data_dir: Path,
    environment: Mapping[str, str] | None = None,
    *,
    update: Callable[[Shoproom], None],
    erased: Path | None = None,
) -> Path:
    """Fill an empty data folder from a backup; returns it. One of an older version is brought up to date by `update` first. Serial numbers go on 1000 further, so that none given out since is given twice.

    Whoever was erased since, by the list beside the backup or in the data folder `erased`, is erased again.

    A backup of PostgreSQL goes into the empty database that the environment names. Raises CannotStart; then nothing was changed.
    """
    told = _checked_manifest(source)
    if data_dir.exists() and any(data_dir.iterdir()):
        raise CannotStart(f"{data_dir} is not empty. Name a folder that is, so that nothing is overwritten.")
    part = data_dir.absolute().with_name(f".{data_dir.name}-{uuid4().hex[:8]}")
    try:
        shutil.copytree(source, part, ignore=shutil.ignore_patterns(MANIFEST))
        part.chmod(0o700)
        for folder in (source.absolute().parent, *([erased] if erased else ())):
            note_erased(part, erased_in(folder))
        _bring_back(part, told, environment, update)
        if data_dir.exists():
            data_dir.rmdir()
        _rename(part, data_dir.absolute())
    except OSError as error:
        raise CannotStart(f"{data_dir} cannot be written: {error.strerror}. Name another folder.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return data_dir


def _checked_manifest(source: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((source / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise CannotStart(f"{source} is no whole backup: its manifest cannot be read. Use another one.") from error
    found = _digests(source)
    wrong = sorted(name for name in told["files"].keys() | found.keys() if told["files"].get(name) != found.get(name))
    if wrong:
        raise CannotStart(f"{wrong[0]} in {source} is not as it was backed up. Use another backup.")
    if (told["revision"] or "") > revisions.newest():
        raise CannotStart(
            f"This backup was made by a newer version of Workshop ({told['revision']}). Restore it with that one."
        )
    return told


def _bring_back(
    part: Path,
    told: Mapping[str, Any],
    environment: Mapping[str, str] | None,
    update: Callable[[Shoproom], None],
) -> None:
    dump = part / POSTGRES
    if dump.exists():
        _fill_postgres(dump, read_settings(environment, data_dir=part).migrate_url)
        dump.unlink()
    else:
        _require_integrity(part / SQLITE)
        environment = {}
    with _opened(part, environment) as room:
        if told["revision"] != revisions.newest():
            update(room)  # rows can be compared with the journal only in tables as this version knows them
        found = verify(room, _models())
        if found.problems or found.entries < told["entries"]:
            raise CannotStart(
                f"The backup does not verify: {(found.problems or ['entries are missing.'])[0]} Use another one."
            )
        room.do(Intent("restored", NOBODY, room.now(), key=f"restored-{uuid4().hex}"), _jump_serials)
        room.do(Intent("forgotten again", NOBODY, room.now()), lambda w: _forget_again(w, part))


def _forget_again(writing: Writing, folder: Path) -> dict[str, Any]:
    return {"erased": forget(writing, _models(), erased_in(folder))}


def _fill_postgres(dump: Path, url: str) -> None:
    if url.startswith("sqlite"):
        raise CannotStart(
            "This is a backup of PostgreSQL. Set WORKSHOP_DATABASE_URL to an empty database, then try again."
        )
    engine = create_engine(url)
    tables = inspect(engine).get_table_names()
    engine.dispose()
    if tables:
        raise CannotStart("The database that WORKSHOP_DATABASE_URL names is not empty. Make a new one, then try again.")
    _run_postgres(
        "pg_restore", ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump)], url
    )


def _jump_serials(writing: Writing) -> dict[str, Any]:
    """Leave out a block of serials of every letter, those never used until the backup too."""
    writing.session.execute(_JUMP, [{"letter": letter, "by": SERIALS_LEFT_OUT} for letter in ascii_uppercase])
    return {"serials_left_out": SERIALS_LEFT_OUT}
