"""What can be imported by name, and the run of it: a CSV file by a map file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from workshop.errors import Invalid
from workshop.import_log import Log
from workshop.import_pieces import Designs, Pieces
from workshop.import_repairs import Repairs
from workshop.import_stones import Prices, Rates, Stones
from workshop.importing import Import, Imported, Kind, Progress
from workshop.mapping import read_map
from workshop.people.queries import find_shop
from workshop.reports.logs import replay_log
from workshop.shoproom import Shoproom
from workshop.tables import check_text, read_records
from workshop.wording import _
from workshop.writing import NOBODY, Actor


@dataclass(frozen=True)
class Here:
    """What a table does not say of itself: the shop's currency, its time zone, its key."""

    currency: str | None
    zone: ZoneInfo
    secret_key: str


KINDS: dict[str, Callable[[Here], Kind]] = {
    "designs": lambda here: Designs(here.currency),
    "pieces": lambda here: Pieces(here.currency),
    "stones": lambda here: Stones(here.currency),
    "prices": lambda _here: Prices(),
    "rates": lambda _here: Rates(),
    "repairs": lambda _here: Repairs(),
    "log": lambda here: Log(here.zone, here.secret_key),
}


def run_import(
    room: Shoproom,
    kind: str,
    file: Path,
    map_file: Path,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    by: Actor = NOBODY,
) -> Imported:
    """Import a CSV file of one of KINDS by a map file. `progress` is told a line now and then.

    Raises Invalid with one sentence when the map or the file as a whole cannot be used; then nothing was brought in.
    """
    if kind not in KINDS:
        raise Invalid(
            _("“{kind}” cannot be imported: {kinds} can.", kind=kind[:40], kinds=", ".join(KINDS)),
            slug="kind-unknown",
            field="kind",
        )
    mapping = read_map(_text_of(map_file))
    check_text(file)
    what = KINDS[kind](_here(room))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        records = read_records(lines, mapping.columns, delimiter=mapping.delimiter)
        done = Import(room, mapping, what, dry_run=dry_run, progress=progress, by=by).run(records)
    if kind == "log" and not dry_run:
        with room.database.reading() as session:
            done.gate = replay_log(session, mapping.source).as_json()
    return done


def _here(room: Shoproom) -> Here:
    with room.database.reading() as session:
        shop = find_shop(session)
    zone = ZoneInfo(shop.time_zone if shop else "UTC")
    return Here(shop.currency if shop else None, zone, room.settings.secret_key)


def _text_of(map_file: Path) -> str:
    check_text(map_file)
    return map_file.read_text(encoding="utf-8-sig")
