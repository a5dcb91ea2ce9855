"""What is in pieces by the books: how much of which lot, at a moment, over many pieces at once."""

from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from workshop.materials.accounts import Balance
from workshop.materials.models import Lot
from workshop.pieces.models import Piece

# The kinds of lot that count as metal, stones and findings.
METAL_KINDS, STONE_KINDS, FINDING_KINDS = ("metal", "castings"), ("stones", "stone"), ("findings",)
SORT_OF = {kind: sort for sort, kinds in enumerate((METAL_KINDS, STONE_KINDS, FINDING_KINDS)) for kind in kinds}
SORTS = ("metal", "stones", "findings")


def sort_of(kind: str) -> str:
    return SORTS[SORT_OF[kind]]


def inside_pieces(pieces: Any, *columns: Any, until: Any = None) -> Any:
    """A statement over pieces and each lot that they hold, joined to a subquery of `piece_id`; one step in an index for each.

    `until`: a moment, or a column of the subquery; None is now. The columns are of that subquery, of Piece, Lot and of `held` (milligrams, carats, number).
    """
    first = aliased(Balance)
    newer = aliased(Balance)
    newest = select(newer.sequence).where(newer.account_id == first.account_id, newer.lot_id == first.lot_id)
    newest = (
        newest.order_by(newer.sequence.desc())
        if until is None
        else newest.where(newer.at <= until).order_by(newer.at.desc(), newer.sequence.desc())
    )
    return (
        select(*columns)
        .select_from(pieces)
        .join(Piece, Piece.id == pieces.c.piece_id)
        .join(first, and_(first.account_id == Piece.account_id, first.sequence == 1))
        .join(
            held,
            and_(
                held.account_id == first.account_id,
                held.lot_id == first.lot_id,
                held.sequence == newest.limit(1).correlate(first, pieces).scalar_subquery(),
            ),
        )
        .join(Lot, Lot.id == held.lot_id)
        .where(held.mg + held.carat_thousandths + held.number > 0)
    )


held = aliased(Balance, name="held")
TOTALS = (
    func.sum(held.mg).label("mg"),
    func.sum(held.carat_thousandths).label("carats"),
    func.sum(held.number).label("number"),
)
