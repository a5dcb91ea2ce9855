"""`python -m bench.owner`: the owner's pages in a shop with years behind it, at 10 thousand pieces and at 100 thousand with a million entries."""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from flask.testing import FlaskClient

from bench.copying import copy_piece
from bench.counting import counted
from bench.filling import Bench, data_folder
from bench.lives import CHECKS
from bench.pages import signed_in_cookie
from tests.postgres import fresh_database
from workshop.app import create_app
from workshop.inspection.actions import Leaving, Looked, record_inspection
from workshop.inspection.rules import Given
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, receive_lot
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.using import NOTHING, Added, Using
from workshop.reports.reckoning import Terms, keep_terms
from workshop.sales.sale_actions import let_leave
from workshop.serving import bring_up_to_date
from workshop.shoproom import Shoproom

SIZES = (10_000, 100_000)
EVERY_US = 52 * 60 * 1_000_000  # a piece every 52 minutes: 100,000 are ten years
IN_WORK = 150
MOST_MS, MOST_TIMES = 300, 2
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
)


class Years(Bench):
    """The shop whose pieces are copied into its past. A copy has no account of its own: it is read as the piece that it was copied from."""

    def __init__(self, room: Shoproom) -> None:
        super().__init__(room)
        bought = NewLot("metal", Amount(500_000), alloy="ag925", form="grain", cost_minor=60_000, currency="EUR")
        self.lot = self.tell(lambda w: receive_lot(w, bought), self.maker)
        self.tell(lambda w: keep_terms(w, Terms(3_600)), self.maker)

    def sold(self, *, goes_back: bool) -> str:
        """A piece of ten entries that was sold; or one that went back once before."""
        serial = self.tell(lambda w: make_pieces(w, NewPieces(self.design)), self.maker)[0]
        for kind in ("start", "wax", "start", "cast", "start", "file", "polish"):
            self._happens(serial, kind)
        if goes_back:
            self._looks(serial, "rework")
            self._happens(serial, "start")
            self._happens(serial, "polish")
        self._looks(serial, "pass")
        self.tell(lambda w: let_leave(w, serial, Leaving(self._seen(serial), "sold")), self.maker)
        return serial

    def _happens(self, serial: str, kind: str) -> None:
        using = Using(added=(Added(self.lot),)) if kind == "cast" else NOTHING
        weight_mg = None if kind == "start" else 4_000
        happening = Happening(kind, seen=self._seen(serial), weight_mg=weight_mg, using=using)
        self.tell(lambda w: record_event(w, serial, happening), self.maker)

    def _looks(self, serial: str, verdict: str) -> None:
        good = verdict == "pass"
        answers = [Given("C6", measured=4_000), *(Given(code, passes=good or code != "C2") for code in CHECKS)]
        looked = Looked(self._seen(serial), verdict, answers, note=None if good else "bezel gap")
        self.tell(lambda w: record_inspection(w, serial, looked), self.inspector)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.owner", description=__doc__)
    options.add_argument("--postgresql", action="store_true", help="on the PostgreSQL server of the tests")
    url = fresh_database() if options.parse_args().postgresql else None
    with tempfile.TemporaryDirectory() as parent:
        with patch.dict(os.environ, {"WORKSHOP_DATABASE_URL": url} if url else {}):
            room = bring_up_to_date(data_folder(Path(parent), "years"), alone=True)
        _measure(room)
        room.close()


def _measure(room: Shoproom) -> None:
    bench = Years(room)
    in_work, sold = (
        bench.waiting_pieces(),
        [bench.sold(goes_back=False) for _ in range(3)] + [bench.sold(goes_back=True)],
    )
    for serial in in_work:
        copy_piece(room, serial, range(1, IN_WORK + 1), earlier_us=EVERY_US)
    client, cookie = create_app(room).test_client(use_cookies=False), {"Cookie": signed_in_cookie(bench)}
    first, filled = dict[str, float](), 0
    for size in SIZES:
        for serial in sold:
            copy_piece(
                room, serial, range(filled // len(sold) + 1, size // len(sold) + 1), earlier_us=EVERY_US * len(sold)
            )
        filled = size
        analyse(room)
        for path in PAGES:
            cpu, wall, length = _look(client, path, cookie)
            times = cpu / first.setdefault(path, cpu)
            number = counted(bench, lambda path=path: client.get(path, headers=cookie))
            bad = "  <-- too much" if cpu > MOST_MS or (times > MOST_TIMES and "all" not in path) else ""
            print(
                f"{size:>8,} pieces, {path}: {cpu:.0f} ms CPU, {wall:.0f} ms, {times:.2f} x, {number} statements, {length // 1024} KiB{bad}",
                flush=True,
            )


def _look(client: FlaskClient, path: str, cookie: dict[str, str]) -> tuple[float, float, int]:
    """Milliseconds of CPU here and by the clock, the median of some rounds, and how many bytes came."""
    rounds: list[tuple[float, float]] = []
    length = 0
    for _ in range(ROUNDS):
        cpu, wall = time.process_time(), time.perf_counter()
        answer = client.get(path, headers=cookie)
        length = len(answer.data)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        rounds.append(((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000))
    return statistics.median(one[0] for one in rounds), statistics.median(one[1] for one in rounds), length


def analyse(room: Shoproom) -> None:
    """What every database in use knows of itself."""
    with room.database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.connection.cursor().execute("ANALYZE")


if __name__ == "__main__":
    main()
