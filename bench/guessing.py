"""`python -m bench.guessing [PIECES] [GUESSES]`: strangers who try codes, and numbers with weights, in a shop with many tagged pieces.

Behind a proxy that names the asker's address: first all guesses from one address, then the same number from hundreds of them.
"""

import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.copying import copy_piece
from bench.filling import Bench, data_folder
from bench.publishing import give_codes
from bench.servers import Server, ours
from workshop.provenance.codes import new_code
from workshop.serving import bring_up_to_date

PIECES, GUESSES, PORT, LOOKS = 100_000, 10_000, 8875, 50
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def main(pieces: int, guesses: int) -> None:
    with tempfile.TemporaryDirectory() as parent:
        folder = data_folder(Path(parent), "guessed")
        room = bring_up_to_date(folder, alone=True)
        bench = Bench(room)
        serial, code = bench.tagged_piece(3)
        copy_piece(room, serial, range(1, pieces))
        give_codes(room)
        with ours(folder, PORT, TRUSTED_PROXIES="1") as server:
            client = HTTPConnection("127.0.0.1", server.port, timeout=60)
            print(f"{pieces:,} tagged pieces; a real page costs {_page_ms(server, client, code):.2f} ms CPU")
            for name, more, homes in (("one address", 0, 1), (f"{guesses // 20:,} addresses", 1, guesses // 20)):
                by_code, by_weight = (f"198.{18 + more}", f"203.{more}")
                _guess(server, client, code, f"codes, {name}", by_code, homes, guesses, _random_code)
                _guess(
                    server,
                    client,
                    code,
                    f"numbers and weights, {name}",
                    by_weight,
                    homes,
                    guesses,
                    lambda n: _typed(n, pieces),
                )
        room.close()


def _random_code(_number: int) -> tuple[str, str, str | None]:
    return "GET", f"/p/{new_code()}", None


def _typed(number: int, pieces: int) -> tuple[str, str, str | None]:
    """A number that is somebody's, with a weight to the hundredth of a gram that is none of ours."""
    weight = random.Random(number).choice([n for n in range(50, 2_000) if not 390 <= n <= 410])
    return "POST", "/p/", urlencode({"serial": f"R-0001-{number % pieces + 1}", "weight": f"{weight / 100:.2f}"})


def _guess(
    server: Server,
    client: HTTPConnection,
    code: str,
    name: str,
    net: str,
    homes: int,
    guesses: int,
    asked: Callable[[int], tuple[str, str, str | None]],
) -> None:
    tally: Counter[int] = Counter()
    took: dict[int, list[float]] = {}
    pages: list[float] = []
    before = server.cpu_s()
    for number in range(guesses):
        method, path, body = asked(number)
        began = time.perf_counter()
        status = _send(client, method, path, body, f"{net}.{number % homes // 250}.{number % homes % 250}")
        tally[status] += 1
        took.setdefault(status, []).append(time.perf_counter() - began)
        if number % 100 == 0:
            began = time.perf_counter()
            if _send(client, "GET", f"/p/{code}", None, "203.0.0.0") != 200:
                raise RuntimeError("a real page was refused")
            pages.append(time.perf_counter() - began)
    spent = (server.cpu_s() - before) * 1000 / guesses
    medians = ", ".join(
        f"{n:,} answered {status} in {statistics.median(took[status]) * 1000:.1f} ms"
        for status, n in sorted(tally.items())
    )
    found = sum(n for status, n in tally.items() if status < 400)
    print(
        f"{guesses:,} guesses, {name}: found {found} (0); {medians}; {spent:.2f} ms CPU each; a real page meanwhile {statistics.median(pages) * 1000:.1f} ms"
    )


def _send(client: HTTPConnection, method: str, path: str, body: str | None, address: str) -> int:
    client.request(method, path, body, {"X-Forwarded-For": address} | (FORM if body else {}))
    answer = client.getresponse()
    answer.read()
    return answer.status


def _page_ms(server: Server, client: HTTPConnection, code: str) -> float:
    before = server.cpu_s()
    for _ in range(LOOKS):
        _send(client, "GET", f"/p/{code}", None, "203.0.0.0")
    return (server.cpu_s() - before) * 1000 / LOOKS


if __name__ == "__main__":
    typed = [int(one) for one in sys.argv[1:]]
    main(*(typed + [PIECES, GUESSES][len(typed) :]))
