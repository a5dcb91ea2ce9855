"""`python -m bench.owner`: the owner's pages in a shop with years behind it, at 10 thousand pieces and at 100 thousand with a million entries."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from flask.testing import FlaskClient
from sqlalchemy import text

from bench.copying import copy_piece
from bench.counting import counted
from bench.filling import data_folder
from bench.office import ordered, price_designs, taken_along
from bench.owner_years import Years
from bench.pages import signed_in_cookie
from tests.postgres import fresh_database
from workshop.app import create_app
from workshop.serving import bring_up_to_date
from workshop.shoproom import Shoproom

SIZES = (10_000, 100_000)
EVERY_US = 52 * 60 * 1_000_000  # a piece every 52 minutes: 100,000 are ten years
IN_WORK = 150
MOST_MS, MOST_TIMES = 300, 2
TOO_SHORT_MS = 20  # under which twice the time is nothing that anybody waits for
ROUNDS = 7
PAGES = (
    "/reports/week",
    "/reports/wip",
    "/reports/wip/pieces?of=pieces.",
    "/reports/lead-time",
    "/reports/throughput",
    "/reports/throughput?by=design",
    "/reports/throughput?by=stage",
    "/reports/first-pass",
    "/reports/first-pass?by=stage",
    "/reports/first-pass?by=design",
    "/reports/first-pass?by=tree",
    "/reports/lead-time/pieces?of=pieces.",
    "/reports/first-pass/pieces?of=faults.",
    "/reports/metal",
    "/reports/metal?first=all",
    "/reports/stock",
    "/reports/stock/pieces?of=pieces.",
    "/reports/insurance",
    "/reports/insurance?by=cost",
    "/reports/insurance/pieces?of=pieces.",
    "/reports/weight-kept",
    "/reports/weight-kept/pieces?of=pieces.",
    "/reports/aftercare",
    "/reports/claims",
    "/reports/stones",
    "/reports/cost",
    "/reports/cost/pieces?of=pieces.",
    "/reports/cost?first=all",
    "/reports/labour",
    "/reports/labour?by=design",
    "/reports/labour?first=all",
    "/reports/lead-time?first=all",
    "/reports/throughput?first=all",
    "/reports/first-pass?first=all",
    "/reports/weight-kept?first=all",
    "/reports/aftercare?first=all",
    "/reports/week?first=2020-01-06&last=2020-01-12",
    "/reports/throughput?first=all&by=design",
    "/reports/throughput?first=all&by=stage",
    "/reports/lead-time/pieces?of=pieces.&first=all",
    "/reports/labour/pieces?of=hours.&first=all",
    "/reports/editions",
    "/catalogue/prices",
    "/catalogue/prices?sort=-retail",
    "/catalogue/prices?sort=-cost",
    "/orders",
    "/orders?state=ended",
    "/orders?state=ended&sort=customer",
    "/cases",
    "/cases?state=closed",
    "/cases?state=closed&sort=holder",
    "/cases/new",
    "/deliveries",
    "/deliveries/new",
    "/repairs",
    "/pieces",
    "/pieces?sort=-piece",
    "/pieces?sort=design",
    "/bench",
    "/claims",
    "/claims/words",
    "/materials",
    "/catalogue/designs",
)


@dataclass(frozen=True)
class Cost:
    """One page in a shop of one size: milliseconds of processor (of PostgreSQL too) and by the clock, times that of the small shop."""

    path: str
    cpu_ms: float
    wall_ms: float
    times: float

    @property
    def is_too_much(self) -> bool:
        return self.cpu_ms > MOST_MS or (self.times > MOST_TIMES and self.cpu_ms > TOO_SHORT_MS)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.owner", description=__doc__)
    options.add_argument("--postgresql", action="store_true", help="on the PostgreSQL server of the tests")
    url = fresh_database() if options.parse_args().postgresql else None
    with tempfile.TemporaryDirectory() as parent:
        with patch.dict(os.environ, {"WORKSHOP_DATABASE_URL": url} if url else {}):
            room = bring_up_to_date(data_folder(Path(parent), "years"), alone=True)
        if url:
            _alone(room)
        _measure(room)
        room.close()


def _alone(room: Shoproom) -> None:
    """One process for each question, so that all its time is counted."""
    with room.database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0'))
    room.database.engine.dispose()


def _measure(room: Shoproom) -> None:
    bench = Years(room)
    price_designs(bench)
    here = [*bench.waiting_pieces(), ordered(bench, leaves=False), taken_along(bench, sold=False)]
    gone = [bench.sold() for _ in range(6)] + [bench.sold(goes_back=True) for _ in range(2)]
    gone += [ordered(bench, leaves=True), taken_along(bench, sold=True)]
    for serial in here:
        copy_piece(room, serial, range(1, IN_WORK + 1), earlier_us=EVERY_US)
    client, cookie = create_app(room).test_client(use_cookies=False), {"Cookie": signed_in_cookie(bench)}
    every_us, before, found = EVERY_US * len(gone), 0, dict[str, Cost]()
    for size in SIZES:
        for serial in gone:
            numbers = range(before // len(gone) + 1, size // len(gone) + 1)
            copy_piece(room, serial, numbers, earlier_us=every_us)
        before = size
        analyse(room)
        for path in PAGES:
            cpu_ms, wall_ms, length = _look(room, client, path, cookie)
            times = cpu_ms / found[path].cpu_ms if path in found else 1.0
            found[path] = one = Cost(path, cpu_ms, wall_ms, times)
            number = counted(bench, lambda path=path: client.get(path, headers=cookie))
            print(
                f"{size:>8,} pieces, {path}: {cpu_ms:.0f} ms CPU, {wall_ms:.0f} ms, {times:.2f} x, {number} statements, {length // 1024} KiB{'  <-- too much' if one.is_too_much else ''}",
                flush=True,
            )
    _conclude(list(found.values()))


def _conclude(found: list[Cost]) -> None:
    """One line: all under the ceiling, or which are not. Leaves with 1 then."""
    over = [one for one in found if one.is_too_much]
    ceiling = f"{MOST_MS} ms and {MOST_TIMES} times the small shop (above {TOO_SHORT_MS} ms)"
    if not over:
        worst = max(found, key=lambda one: one.cpu_ms)
        print(f"all {len(found)} pages under {ceiling}; the slowest {worst.path}, {worst.cpu_ms:.0f} ms")
        return
    told = ", ".join(f"{one.path} ({one.cpu_ms:.0f} ms, {one.times:.1f} x)" for one in over)
    print(f"{len(over)} of {len(found)} pages over {ceiling}: {told}")
    sys.exit(1)


def _look(room: Shoproom, client: FlaskClient, path: str, cookie: dict[str, str]) -> tuple[float, float, int]:
    """Milliseconds of CPU here and in PostgreSQL, and by the clock, the median of some rounds; and how many bytes came."""
    rounds: list[tuple[float, float]] = []
    length, database_s = 0, _database_cpu(room)
    for _ in range(ROUNDS):
        cpu, wall, beside = time.process_time(), time.perf_counter(), database_s()
        answer = client.get(path, headers=cookie)
        length = len(answer.data)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        took = time.perf_counter() - wall
        rounds.append(((time.process_time() - cpu + database_s() - beside) * 1000, took * 1000))
    return statistics.median(one[0] for one in rounds), statistics.median(one[1] for one in rounds), length


def _database_cpu(room: Shoproom) -> Callable[[], float]:
    """Reads the processor seconds of PostgreSQL's processes for this database; 0 for SQLite, which works in ours."""
    if room.database.is_sqlite:
        return lambda: 0.0
    with room.database.engine.connect() as connection:
        pids = connection.scalars(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")).all()
    return lambda: sum(_scheduled_s(pid) for pid in pids)


def _scheduled_s(pid: int) -> float:
    """Nanoseconds on a processor, as Linux tells them."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return 0.0


def analyse(room: Shoproom) -> None:
    """What every database in use knows of itself."""
    with room.database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.connection.cursor().execute("ANALYZE")


if __name__ == "__main__":
    main()
