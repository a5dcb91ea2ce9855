"""What can be imported by name, and the run of it: a CSV file by a map file."""

from collections.abc import Callable
from pathlib import Path

from workshop.errors import Invalid
from workshop.import_pieces import Designs, Pieces
from workshop.import_stones import Prices, Rates, Stones
from workshop.importing import Import, Imported, Kind, Progress
from workshop.mapping import read_map
from workshop.people.queries import find_shop
from workshop.shoproom import Shoproom
from workshop.tables import check_text, read_records
from workshop.wording import _
from workshop.writing import NOBODY, Actor

KINDS: dict[str, Callable[[str | None], Kind]] = {
    "designs": Designs,
    "pieces": Pieces,
    "stones": Stones,
    "prices": lambda _currency: Prices(),
    "rates": lambda _currency: Rates(),
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
    with room.database.reading() as session:
        shop = find_shop(session)
    what = KINDS[kind](shop.currency if shop else None)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        records = read_records(lines, mapping.columns, delimiter=mapping.delimiter)
        return Import(room, mapping, what, dry_run=dry_run, progress=progress, by=by).run(records)


def _text_of(map_file: Path) -> str:
    check_text(map_file)
    return map_file.read_text(encoding="utf-8-sig")
