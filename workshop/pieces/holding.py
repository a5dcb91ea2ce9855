"""What an account of the books holds, by lot, and where material for a piece comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from workshop.materials.accounts import Account, Balance
from workshop.materials.ledger import Amount
from workshop.materials.models import Lot
from workshop.materials.receiving import HeldLot
from workshop.materials.words import STONE_KINDS
from workshop.writing import Writing


@dataclass(frozen=True)
class Inside:
    """What a piece holds of one lot."""

    lot_id: int
    is_metal: bool
    amount: Amount


_newest = (
    select(Balance.lot_id, func.max(Balance.sequence).label("sequence"))
    .where(Balance.account_id == bindparam("account_id"))
    .group_by(Balance.lot_id)
    .subquery()
)
_INSIDE = (
    select(Balance.lot_id, Lot.kind, Balance.mg, Balance.carat_thousandths, Balance.number)
    .join(_newest, (_newest.c.lot_id == Balance.lot_id) & (_newest.c.sequence == Balance.sequence))
    .join(Lot, Lot.id == Balance.lot_id)
    .where(Balance.account_id == bindparam("account_id"))
    .order_by(Balance.lot_id)
)


def inside(session: Any, account_id: int | None) -> list[Inside]:
    """What stands in an account, by lot; what it no longer holds is left out. One statement."""
    if account_id is None:
        return []
    rows = session.execute(_INSIDE, {"account_id": account_id})
    held = [Inside(r.lot_id, r.kind not in STONE_KINDS, Amount(r.mg, r.carat_thousandths, r.number)) for r in rows]
    return [one for one in held if one.amount]


def source_of(writing: Writing, lot: HeldLot, amount: Amount) -> int:
    """Where material comes from: what this person was issued of the lot, when it is enough, else the lot's own stock."""
    mine = writing.session.scalar(select(Account.id).where(Account.key == f"person:{writing.by.subject}"))
    held = of_lot(inside(writing.session, mine), lot.id)
    return int(mine) if mine is not None and held and amount.fits_in(held) else lot.account_id


def of_lot(held: Sequence[Inside], lot_id: int) -> Amount:
    """How much of one lot is there."""
    return next((one.amount for one in held if one.lot_id == lot_id), Amount())
