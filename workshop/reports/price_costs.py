"""What the newest pieces of each design cost, for the list of prices."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from workshop.inspection.models import Inspection
from workshop.pieces.models import Piece
from workshop.reports.costing import Cost, costs_of
from workshop.reports.finished import is_first_pass
from workshop.reports.reckoning import Terms

NEWEST = 3
DESIGNS = 50  # a statement asks for so many at once


@dataclass(frozen=True)
class Spent:
    """What a piece cost in minor units. Not `is_whole`: the labour of none is known, and this is metal, stones and findings alone."""

    minor: Fraction
    is_whole: bool


def newest_costs(
    session: Session, design_ids: Sequence[int], terms: Terms, currency: str | None, on: str
) -> dict[int, Spent]:
    """Of each design the mean over the newest three pieces that passed, of those of which it is known.

    About nine statements for each fifty designs.
    """
    found: dict[int, Spent] = {}
    for first in range(0, len(design_ids), DESIGNS):
        found |= _costs(session, design_ids[first : first + DESIGNS], terms, currency, on)
    return found


def _costs(
    session: Session, design_ids: Sequence[int], terms: Terms, currency: str | None, on: str
) -> dict[int, Spent]:
    rows = session.execute(union_all(*(_newest(one) for one in design_ids))).all() if design_ids else []
    if not rows:
        return {}
    costs = costs_of(session, [row.look_id for row in rows], terms, currency, on)
    by_design: dict[int, list[Cost]] = defaultdict(list)
    for row in rows:
        by_design[row.design_id].append(costs[row.piece_id])
    told = {design_id: _spent(some) for design_id, some in by_design.items()}
    return {design_id: spent for design_id, spent in told.items() if spent is not None}


def _spent(costs: Sequence[Cost]) -> Spent | None:
    whole = [one.whole for one in costs if one.whole is not None]
    known = whole or [one.bought for one in costs if one.bought is not None]
    return Spent(sum(known, Fraction(0)) / len(known), bool(whole)) if known else None


def _newest(design_id: int) -> Any:
    """Those made last: found by their design, newest first, without reading the others."""
    passed = (
        select(Piece.design_id, Piece.id.label("piece_id"), Inspection.id.label("look_id"))
        .join(Inspection, Inspection.piece_id == Piece.id)
        .where(Piece.design_id == design_id, is_first_pass())
        .order_by(Piece.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    return select(passed.c.design_id, passed.c.piece_id, passed.c.look_id)
