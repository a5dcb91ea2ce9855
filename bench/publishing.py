"""`python -m bench.publishing [PIECES]`: the whole public site as plain files, then again after nothing and after one change."""

import resource
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from bench.copying import copy_piece
from bench.filling import GROSS_MG, Bench, data_folder
from workshop import guarding
from workshop.house import rules_for
from workshop.pieces.actions import Happening, record_event
from workshop.provenance.codes import new_code
from workshop.public.manifest import Manifest
from workshop.public.places import Folder
from workshop.public.publishing import Published, publish
from workshop.serving import bring_up_to_date
from workshop.shoproom import Shoproom

PIECES = 10_000
EARLY = 400  # pages after which memory is looked at first


class Watched:
    """How much memory the process held early on and holds now."""

    def __init__(self) -> None:
        self.early: float | None = None

    def __call__(self, pages: int, _total: int) -> None:
        if self.early is None and pages >= EARLY:
            self.early = memory_mib()


def main(pieces: int) -> None:
    with tempfile.TemporaryDirectory() as parent:
        room = bring_up_to_date(data_folder(Path(parent), "published"), alone=True)
        bench = Bench(room)
        serial, _code = bench.tagged_piece(3)
        copy_piece(room, serial, range(1, pieces))
        give_codes(room)
        site = Path(parent) / "site"
        watched = Watched()
        done = timed(room, site, "first", watched)
        grown = memory_mib() - (watched.early or memory_mib())
        print(f"  memory at the end: {grown:.1f} MiB more than after {EARLY} pages; {done.bytes / 1e6:.0f} MB of files")
        timed(room, site, "again, nothing changed", watched)
        seen = bench.seen(serial)
        polish = Happening("polish", seen=seen, weight_mg=GROSS_MG)
        bench.tell(lambda w: record_event(w, serial, polish), bench.maker)
        timed(room, site, "again, one piece changed", watched)
        room.close()


def timed(room: Shoproom, site: Path, name: str, watched: Watched) -> Published:
    began, cpu = time.perf_counter(), time.process_time()
    with closing(Manifest(site.with_suffix(".db"))) as manifest:
        done = publish(room, Folder(site), manifest, watched)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(
        f"{name}: {done.pages:,} pages looked at, {done.written:,} files written, {done.versions:,} versions kept in {took:.1f} s "
        f"({cpu:.1f} s CPU): {done.pages / took:,.0f} pages/s, {done.written / took:,.0f} files/s",
        flush=True,
    )
    return done


def give_codes(room: Shoproom) -> None:
    """Copies get codes that could be codes."""
    with room.database.engine.execution_options(writing=True).begin() as connection:
        guarding.drop_all(connection)
        ids = connection.scalars(text("SELECT id FROM tag WHERE length(code) > 13")).all()
        connection.execute(
            text("UPDATE tag SET code = :code WHERE id = :id"), [{"code": new_code(), "id": one} for one in ids]
        )
        guarding.install(connection, rules_for(connection.dialect.name))


def memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PIECES)
