"""`python -m bench`: ours beside the floor, both through the same server, turn by turn. Figures are medians of the rounds."""

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from bench.counting import count_statements
from bench.filling import AT_ONCE, Bench, data_folder
from bench.growth import grow
from bench.labels import make_labels
from bench.ledger import long_books
from bench.lives import Client, floor_life, our_life
from bench.pages import compare_pages
from bench.servers import Server, floor, ours
from bench.usable import heavy_pages
from tests.postgres import fresh_database
from workshop.serving import bring_up_to_date
from workshop.shoproom import Shoproom

OURS_PORT, FLOOR_PORT = 8871, 8872
SLOW_FLOOR_MS = 6.0


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as parent:
        folder, ground = data_folder(Path(parent), "ours"), data_folder(Path(parent), "floor")
        url, floor_url = (fresh_database() if options.postgresql else None for _ in range(2))
        room = _open(folder, url)
        bench = Bench(room)
        print(f"database: {room.database.engine.dialect.name}")
        _commit_rate(room)
        count_statements(bench)
        with ours(folder, OURS_PORT, url):
            pass  # the first start after an update compiles the house
        with ours(folder, OURS_PORT, url) as us, floor(ground, FLOOR_PORT, floor_url) as them:
            print(f"installed start to first answer: {us.start_s:.2f} s (at most 1.5); floor {them.start_s:.2f} s")
            _lives(us, them, bench, options.lives)
            _bulk(us, bench)
            compare_pages(us, them, bench, options.lives)
            _many_clients(us, bench, options.seconds)
            heavy_pages(us, them, bench)
            print(
                f"resident memory after all this: {us.memory_mib():.0f} MiB (at most 120); floor {them.memory_mib():.0f} MiB"
            )
        make_labels()
        print("the books, a short lot and a long one:")
        long_books(bench)
        room.close()
        if not options.postgresql:
            grow(Path(parent), OURS_PORT, options.most)


def _open(folder: Path, url: str | None) -> Shoproom:
    with patch.dict(os.environ, {"WORKSHOP_DATABASE_URL": url} if url else {}):
        return bring_up_to_date(folder, alone=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--postgresql", action="store_true", help="on the PostgreSQL server of the tests, without the growth"
    )
    parser.add_argument("--lives", type=int, default=60, help="lives a round (60)")
    parser.add_argument("--seconds", type=float, default=60, help="how long eight clients write without pause (60)")
    parser.add_argument(
        "--most", type=int, default=100_000, help="pieces at the end of the growth (100000; 1000000 for the long proof)"
    )
    return parser.parse_args()


def _commit_rate(room: Shoproom) -> None:
    began, number = time.perf_counter(), 300
    with room.database.engine.execution_options(writing=True).connect() as connection:
        connection.exec_driver_sql("CREATE TABLE bench_commit (n INTEGER)")
        connection.commit()
        for _ in range(number):
            connection.exec_driver_sql("INSERT INTO bench_commit VALUES (1)")
            connection.commit()
        connection.exec_driver_sql("DROP TABLE bench_commit")
        connection.commit()
    print(f"bare commits of one row: {number / (time.perf_counter() - began):.0f} a second")


def _lives(us: Server, them: Server, bench: Bench, lives: int) -> None:
    our_client, floor_client = Client(us.port), Client(them.port)
    for _ in range(10):
        our_life(our_client, bench.tokens)
        floor_life(floor_client, 0)
    rounds = [
        (
            _cpu_ms(us, lives, lambda: our_life(our_client, bench.tokens)),
            _cpu_ms(them, lives, lambda: floor_life(floor_client, 1)),
        )
        for _ in range(5)
    ]
    mine, theirs = (statistics.median(one) for one in zip(*rounds, strict=True))
    print(f"whole life of a piece, server CPU: ours {mine:.1f} ms, floor {theirs:.1f} ms{_ratio(mine, theirs, 3)}")
    print(
        f"  an answer: ours {_percentiles(our_client)}; floor {_percentiles(floor_client)}; errors {len(our_client.errors)} {our_client.errors[:1]}"
    )


def _ratio(mine: float, theirs: float, ceiling: float) -> str:
    if theirs / 5 > SLOW_FLOOR_MS:
        return "; no ratio: the floor itself is slow on this machine now"
    return f", ratio {mine / theirs:.2f} (at most {ceiling})"


def _cpu_ms(server: Server, times: int, work: Callable[[], object]) -> float:
    before = server.cpu_s()
    for _ in range(times):
        work()
    return (server.cpu_s() - before) * 1000 / times


def _percentiles(client: Client) -> str:
    took = sorted(client.took_s)
    return f"p50 {took[len(took) // 2] * 1000:.1f} ms, p99 {took[int(len(took) * 0.99)] * 1000:.1f} ms"


def _bulk(us: Server, bench: Bench) -> None:
    client = Client(us.port)
    body = {"design": bench.design, "count": AT_ONCE}
    cpu = [_cpu_ms(us, 1, lambda: client.post("/api/v1/pieces", body, bench.tokens.logs)) for _ in range(7)]
    print(f"{AT_ONCE} pieces in one call: {statistics.median(cpu):.0f} ms CPU (at most 150)")


def _many_clients(us: Server, bench: Bench, seconds: float) -> None:
    clients = [Client(us.port) for _ in range(8)]
    until = time.perf_counter() + seconds

    def work(client: Client) -> None:
        while time.perf_counter() < until:
            our_life(client, bench.tokens)

    threads = [threading.Thread(target=work, args=(one,)) for one in clients]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    took = sorted(t for one in clients for t in one.took_s)
    errors = [e for one in clients for e in one.errors]
    print(
        f"8 clients writing for {seconds:.0f} s: {len(took) / seconds:.0f} requests a second, p50 {took[len(took) // 2] * 1000:.0f} ms, p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms (aim 100), errors {len(errors)} {errors[:1]} (0)"
    )


if __name__ == "__main__":
    main()
