"""Castings received: pieces that come out of a lot of castings, each with its weight or its part of the lot's."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workshop.errors import Conflict
from workshop.materials.booking import Move, account_of, open_accounts, post
from workshop.materials.ledger import Amount, close, shared
from workshop.materials.models import Lot
from workshop.materials.receiving import HeldLot, find_lot
from workshop.pieces.holding import inside
from workshop.wording import _
from workshop.writing import Writing


@dataclass(frozen=True)
class Taken:
    """The pieces' accounts in their order, and the posting that filled them."""

    account_ids: list[int]
    posting_id: int


def take_castings(
    writing: Writing,
    code: str,
    material_id: int,
    serials: Sequence[str],
    weights: Sequence[int | None],
    division_mg: int,
) -> Taken:
    """Take one casting out of the lot for each serial. The number of statements does not grow with them.

    Weights in milligrams; None: the casting's part of what the lot weighs. When the last ones are taken, what their scale
    shows otherwise than the caster's is booked as weighing or unexplained. Raises NotFound, Conflict when the lot is none of
    castings, of another alloy, or has not so many.
    """
    lot = find_lot(writing, code)
    _require_castings(writing, lot, material_id)
    there = next((one.amount for one in inside(writing.session, lot.account_id) if one.lot_id == lot.id), Amount())
    if there.number < len(serials):
        raise Conflict(
            _(
                "Lot {code} has {number} castings left. Make fewer, or choose another lot.",
                code=code,
                number=there.number,
            ),
            slug="not-enough",
            field="count",
        )
    parts = shared(there.mg, [1] * there.number)
    moved = [part if weight is None else weight for part, weight in zip(parts, weights, strict=False)]
    accounts = open_accounts(writing, "piece", serials)
    missing = there.mg - sum(moved) if there.number == len(serials) else 0
    moves = _difference(writing, lot, missing, division_mg * len(serials))
    moves += [
        Move(lot.id, lot.account_id, to, Amount(mg, number=1), "structure")
        for to, mg in zip(accounts, moved, strict=True)
    ]
    return Taken(accounts, post(writing, "received", moves))


def _require_castings(writing: Writing, lot: HeldLot, material_id: int) -> None:
    if lot.kind != "castings":
        raise Conflict(_("Lot {code} holds no castings.", code=lot.code), slug="not-castings", field="castings")
    alloy = writing.session.scalar(select(Lot.material_id).where(Lot.id == lot.id))
    if alloy is not None and alloy != material_id:
        raise Conflict(
            _("Lot {code} is of another alloy than the design.", code=lot.code), slug="other-alloy", field="castings"
        )


def _difference(writing: Writing, lot: HeldLot, missing_mg: int, division_mg: int) -> list[Move]:
    """What is missing of the whole lot goes out of it first; what is too much comes into it."""
    closing = close(missing_mg, division_mg=division_mg)
    moves = []
    for kind, mg in (("weighing", closing.weighing), ("unexplained", closing.unexplained)):
        if mg:
            ends = (lot.account_id, account_of(writing, kind))
            moves.append(Move(lot.id, *(ends if mg > 0 else ends[::-1]), Amount(abs(mg))))
    return moves
