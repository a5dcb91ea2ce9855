"""`python -m bench.search`: Find anything in a shop of 100 thousand pieces, each with an order in six words; milliseconds of CPU and by the clock."""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import insert, select, update

from bench.copying import copy_piece
from bench.filling import Bench, data_folder
from bench.owner import analyse
from bench.pages import signed_in_cookie
from tests.postgres import fresh_database
from workshop.app import create_app
from workshop.catalogue.actions import NewDesign, add_design
from workshop.folding import words_kept
from workshop.pieces.models import Piece
from workshop.serving import bring_up_to_date
from workshop.shoproom import Shoproom
from workshop.sought import SoughtWord

PIECES, DESIGNS, NAMES, AT_ONCE = 100_000, 2_000, 3_000, 5_000
MOST_MS, ROUNDS = 50, 40
SYLLABLES = (
    "al",
    "ber",
    "co",
    "da",
    "el",
    "fi",
    "go",
    "ha",
    "is",
    "jo",
    "ka",
    "lu",
    "mé",
    "na",
    "ö",
    "pe",
    "ri",
    "so",
    "tü",
    "va",
)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    options.add_argument("--postgresql", action="store_true", help="on the PostgreSQL server of the tests")
    url = fresh_database() if options.parse_args().postgresql else None
    with tempfile.TemporaryDirectory() as parent:
        with patch.dict(os.environ, {"WORKSHOP_DATABASE_URL": url} if url else {}):
            room = bring_up_to_date(data_folder(Path(parent), "many"), alone=True)
        _measure(room)
        room.close()


def _measure(room: Shoproom) -> None:
    bench, chance = Bench(room), random.Random(7)
    names = ["".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(NAMES)]
    for number in range(DESIGNS):
        new = NewDesign(f"{chance.choice(names)} signet {number}", "ring", "ag925")
        bench.tell(lambda w, new=new: add_design(w, new))
    serial, code = bench.tagged_piece()
    copy_piece(room, serial, range(1, PIECES))
    _order(room, chance, names)
    analyse(room)
    client, cookie = create_app(room).test_client(use_cookies=False), {"Cookie": signed_in_cookie(bench)}
    over: list[str] = []
    for typed in (
        names[0],
        names[0][:3],
        f"{names[1]} {names[2]}",
        "ring",
        "ring gold",
        f"ring {names[3]}",
        "1",
        "R-01",
        serial,
        code,
        "nothing at all",
    ):
        took = []
        for _ in range(ROUNDS):
            began = time.process_time(), time.perf_counter()
            answer = client.get("/find", query_string={"q": typed}, headers=cookie)
            took.append(((time.process_time() - began[0]) * 1000, (time.perf_counter() - began[1]) * 1000))
        cpu = statistics.median(one for one, _wall in took)
        walls = sorted(wall for _cpu, wall in took)
        half, most = walls[len(walls) // 2], walls[int(len(walls) * 0.95)]
        over = [*over, typed] if half > MOST_MS else over
        bad = "  <-- too much" if half > MOST_MS else ""
        print(
            f"{typed!r}: {answer.status_code}, {cpu:.1f} ms CPU, by the clock p50 {half:.1f} ms, p95 {most:.1f} ms, {answer.text.count('data-hit')} lines{bad}",
            flush=True,
        )
    print(
        f"over {MOST_MS} ms: {', '.join(map(repr, over))}" if over else f"every answer under {MOST_MS} ms by the clock"
    )


def _order(room: Shoproom, chance: random.Random, names: list[str]) -> None:
    """Every piece gets an order note with its words."""
    with room.database.engine.execution_options(writing=True).connect() as connection:
        ids = list(connection.scalars(select(Piece.id)))
        connection.rollback()
        for start in range(0, len(ids), AT_ONCE):
            notes = {
                one: f"{chance.choice(names)} {chance.choice(names)}, ring, gold, CM-{one % 99_991}"
                for one in ids[start : start + AT_ONCE]
            }
            for one, note in notes.items():
                connection.execute(update(Piece).where(Piece.id == one).values(order_note=note))
            connection.execute(
                insert(SoughtWord),
                [
                    {"source": "piece", "word": word, "row_id": one}
                    for one, note in notes.items()
                    for word in words_kept([note])
                ],
            )
            connection.commit()


if __name__ == "__main__":
    main()
