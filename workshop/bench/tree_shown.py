"""What the page of a casting tree shows: what hangs on it, what may be cut off, and where its metal went, in one sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from workshop.access import Present
from workshop.bench.offering import label_of
from workshop.bench.tree_forms import ROWS, told_of
from workshop.days import short_day
from workshop.people.shop_web import zone
from workshop.pieces.contents import metal_at_hand
from workshop.pieces.hanging import equal_castings
from workshop.pieces.pours import weighings_of
from workshop.pieces.tree_slips import Done, last_done
from workshop.pieces.trees import places_of, poured_of, tree_named, went_of
from workshop.units import grams
from workshop.web import shoproom
from workshop.wording import N_, _

STATE_NAMES = {"planted": N_("Not poured yet"), "poured": N_("Metal left on it"), "closed": N_("Closed")}
WENT = {"scrap": N_("Scrap box"), "lemel": N_("Lemel tray"), "loss": N_("Lost, explained"), "weighing": N_("Weighing")}

DONE = {"poured": N_("Poured"), "tree_closed": N_("Closed")}


@dataclass(frozen=True)
class Sum:
    """Poured = cut + button and sprues + filings + lost + weighing + unexplained + still open, in milligrams.

    `weighings`: how often its metal was weighed, each good to a step of the scale.
    """

    poured: int
    cut: int
    scrap: int
    lemel: int
    loss: int
    unexplained: int
    open: int
    weighings: int

    @property
    def weighing(self) -> int:
        return self.poured - self.cut - self.scrap - self.lemel - self.loss - self.unexplained - self.open


def tree_shown(session: Session, code: str, who: Present) -> dict[str, Any]:
    """Everything that the page of this tree shows. At most ten statements. Raises NotFound."""
    tree = tree_named(session, code)
    places = places_of(session, tree.id, tree.account_id)
    went, poured = went_of(session, tree.account_id), poured_of(session, tree.account_id)
    is_open = tree.state != "closed"
    lots = metal_at_hand(session, tree.material_id, who.subject) if is_open else []
    equal = equal_castings(session, tree.id, tree.material_id) if tree.state == "poured" else []
    return {
        "tree": tree,
        "state": _(STATE_NAMES[tree.state]),
        "planted": short_day(tree.at, zone(), shoproom().now()),
        "undo": _undo(last_done(session, tree.account_id), who),
        "places": places,
        "waiting": [(one.serial, one.serial, _whereabouts(one)) for one in places if one.cut_mg is None],
        "equal": [(one.serial, one.serial, told_of(one)) for one in equal],
        "untapped": next((one.serial for one in places if one.x is None), ""),
        "hung": [(one.serial, one.serial) for one in places],
        "spots": [one for one in places if one.x is not None],
        "poured": poured,
        "sum": _sum(tree, places, poured, went, weighings_of(session, tree.account_id) if is_open else 0),
        "went": [(_(WENT[kind]), grams(went[kind])) for kind in WENT if went.get(kind)],
        "missing": grams(went["unexplained"]) if went.get("unexplained") else "",
        "lots": [("", _("Choose")), *((one.code, label_of(one)) for one in lots)],
        "rows": range(2, ROWS + 1),
        "grams": grams,
    }


def _undo(last: Done | None, who: Present) -> tuple[int, str] | None:
    """What may be taken back: its number and what it was."""
    if last is None or not last.may_be_undone(who.id, shoproom().now()):
        return None
    return last.number, last.serial or _(DONE[last.kind])


def _whereabouts(place: Row[Any]) -> str:
    told = told_of(place)
    return _("{piece}, place {number}", piece=told, number=place.position) if place.position else told


def _sum(
    tree: Row[Any], places: Sequence[Row[Any]], poured: Sequence[Row[Any]], went: Mapping[str, int], weighings: int
) -> Sum:
    return Sum(
        poured=sum(one.poured_mg or 0 for one in poured),
        cut=sum(one.cut_mg or 0 for one in places),
        scrap=went.get("scrap", 0),
        lemel=went.get("lemel", 0),
        loss=went.get("loss", 0),
        unexplained=went.get("unexplained", 0),
        open=tree.left_mg,
        weighings=weighings,
    )
