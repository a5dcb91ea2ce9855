"""What grows with the number of pieces: nothing should."""

import statistics

from bench.filling import Bench
from bench.lives import Client
from bench.pages import signed_in_cookie
from bench.servers import Server

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LOOKS = 150


def grow(us: Server, bench: Bench, most: int) -> None:
    """Queue, piece page and public page as the shop fills; then a piece with a thousand events beside one with ten."""
    cookie = {"Cookie": signed_in_cookie(bench)}
    first: dict[str, float] = {}
    filled = 0
    for size in (one for one in SIZES if one <= most):
        bench.fill(size - filled)
        filled = size
        serial, code = bench.tagged_piece()
        for name, path in (("queue", "/bench"), ("piece page", f"/pieces/{serial}"), ("public page", f"/p/{code}")):
            cpu = _cpu_ms(us, path, cookie)
            first.setdefault(name, cpu)
            print(f"{name} at {size:>9,} pieces: {cpu:.2f} ms CPU, {cpu / first[name]:.2f} x the first (at most 1.3)")
    ten, thousand = (bench.tagged_piece(events)[0] for events in (10, 1_000))
    a, b = (_cpu_ms(us, f"/pieces/{serial}", cookie) for serial in (ten, thousand))
    print(f"piece with 10 events {a:.2f} ms CPU, with 1,000 events {b:.2f} ms, {b / a:.2f} x (as fast)")


def _cpu_ms(us: Server, path: str, headers: dict[str, str]) -> float:
    client, rounds = Client(us.port), []
    for _ in range(3):
        before = us.cpu_s()
        for _ in range(LOOKS):
            client.send("GET", path, **headers)
        rounds.append((us.cpu_s() - before) * 1000 / LOOKS)
    return statistics.median(rounds)
