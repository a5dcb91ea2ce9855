"""A piece that came in from an older list: who made it before there were records, if that is known."""

from workshop.errors import Conflict
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.queries import lock_piece
from workshop.pieces.rules import KINDS, Standing, require_possible, require_seen
from workshop.units import check_weight
from workshop.wording import _
from workshop.writing import Writing

NOT_KNOWN = "not-known"


def enter_made_before(writing: Writing, serial: str, happening: Happening, *, maker_id: int | None) -> int:
    """Say that the piece was made before records; returns the event's sequence. `maker_id` None: not known who made it.

    Raises NotFound, Invalid for a weight that cannot be, Conflict when anything was done to it on record.
    """
    standing = lock_piece(writing.session, serial)
    require_seen(standing, happening.seen)
    require_possible(standing, KINDS["made_before"])
    _require_untouched(standing)
    if happening.weight_mg is not None:
        check_weight(happening.weight_mg)
    return add_event(writing, standing, happening, maker_id=maker_id, by_outsider=maker_id is None)[1]


def _require_untouched(standing: Standing) -> None:
    if standing.last_change_id is not None:
        raise Conflict(
            _("{serial} has its own entries already: it was worked on here.", serial=standing.serial),
            slug="begun-already",
        )
