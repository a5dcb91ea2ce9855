"""What an account of the books holds, by lot, and where material for a piece comes from."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workshop.materials.accounts import Account, Balance
from workshop.materials.holding import held, of_lot
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


_INSIDE = held(Balance.lot_id, Lot.kind, Balance.mg, Balance.carat_thousandths, Balance.number)


def inside(session: Any, account_id: int | None) -> list[Inside]:
    """What stands in an account, by lot; what it no longer holds is left out. One statement."""
    if account_id is None:
        return []
    rows = session.execute(_INSIDE, {"account_id": account_id})
    found = [Inside(r.lot_id, r.kind not in STONE_KINDS, Amount(r.mg, r.carat_thousandths, r.number)) for r in rows]
    return [one for one in found if one.amount]


def source_of(writing: Writing, lot: HeldLot, amount: Amount) -> int:
    """Where material comes from: what this person was issued of the lot, when it is enough, else the lot's own stock."""
    mine = writing.session.scalar(select(Account.id).where(Account.key == f"person:{writing.by.subject}"))
    in_hand = of_lot(writing.session, mine, lot.id) if mine is not None else Amount()
    return int(mine) if mine is not None and in_hand and amount.fits_in(in_hand) else lot.account_id
