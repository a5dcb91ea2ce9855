"""What grows with the number of pieces, or with the length of a piece's story: nothing should."""

import statistics
from collections.abc import Sequence
from pathlib import Path

from bench.copying import copy_piece
from bench.counting import counted
from bench.filling import Bench, data_folder
from bench.lives import Client
from bench.pages import signed_in_cookie
from bench.servers import Server, ours
from workshop.app import create_app
from workshop.serving import bring_up_to_date

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LOOKS = 100
ROUNDS = 5


class House:
    """A shop of its own, its server, and one piece in it that is looked at."""

    def __init__(self, bench: Bench, us: Server) -> None:
        self.bench, self.us = bench, us
        self.client = Client(us.port)
        self.cookie = {"Cookie": signed_in_cookie(bench)}
        self.pages = {
            "queue": "/bench",
            "list": "/pieces",
            "list of one state": "/pieces?state=to_inspect",
        } | self._piece("", 3)
        self._first: dict[str, float] = {}

    def _piece(self, said: str, events: int) -> dict[str, str]:
        serial, code = self.bench.tagged_piece(events)
        return {f"piece page{said}": f"/pieces/{serial}", f"public page{said}": f"/p/{code}"}

    def look(self, size: int) -> None:
        for name, path in self.pages.items():
            cpu = self._cpu_ms([path])[0]
            times = cpu / self._first.setdefault(name, cpu)
            print(
                f"  {size:>9,} pieces, {name}: {cpu:.2f} ms CPU, {times:.2f} x the first (at most 1.3), {self._statements(path)} statements"
            )

    def look_at_long_stories(self) -> None:
        ten, thousand = self._piece("", 10), self._piece("", 1_000)
        for name, path in ten.items():
            a, b = self._cpu_ms([path, thousand[name]])
            print(
                f"  {name}: with 10 events {a:.2f} ms CPU, {self._statements(path)} statements; with 1,000 {b:.2f} ms, {self._statements(thousand[name])} statements; {b / a:.2f} x"
            )

    def _cpu_ms(self, paths: Sequence[str]) -> list[float]:
        """The median of some rounds for each address, turn by turn."""
        rounds = [[self._round(path) for path in paths] for _ in range(ROUNDS)]
        return [statistics.median(one) for one in zip(*rounds, strict=True)]

    def _round(self, path: str) -> float:
        before = self.us.cpu_s()
        for _ in range(LOOKS):
            self.client.send("GET", path, **self.cookie)
        return (self.us.cpu_s() - before) * 1000 / LOOKS

    def _statements(self, path: str) -> int:
        client = create_app(self.bench.room).test_client(use_cookies=False)
        return counted(self.bench, lambda: client.get(path, headers=self.cookie))


def grow(parent: Path, port: int, most: int) -> None:
    """Queue, lists, piece page and public page as the shop fills, with pieces that left and with pieces that wait; then long stories."""
    for what in ("left", "waiting"):
        folder = data_folder(parent, what)
        room = bring_up_to_date(folder, alone=True)
        bench = Bench(room)
        copied = [bench.left_piece()] if what == "left" else bench.waiting_pieces()
        with ours(folder, port) as us:
            house, filled = House(bench, us), 0
            print(f"a shop in which nearly all pieces are {what}:")
            for size in (one for one in SIZES if one <= most):
                for serial in copied:
                    copy_piece(room, serial, range(filled // len(copied) + 1, size // len(copied) + 1))
                filled = size
                house.look(size)
            if what == "left":
                house.look_at_long_stories()
        room.close()
