"""What an account holds now, lot by lot: one step in an index for each lot, however much came and went."""

from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from workshop.materials.accounts import Balance
from workshop.materials.ledger import Amount
from workshop.materials.models import Lot

_first, _next, _later = aliased(Balance), aliased(Balance), aliased(Balance)
_MINE: Any = bindparam("account_id")
# From lot to lot, each time to the next that the account ever held; what lies between is not read.
_lots = select(func.min(_first.lot_id).label("lot_id")).where(_first.account_id == _MINE).cte("lots", recursive=True)
_following = (
    select(func.min(_next.lot_id))
    .where(_next.account_id == _MINE, _next.lot_id > _lots.c.lot_id)
    .correlate(_lots)
    .scalar_subquery()
)
_LOTS = _lots.union_all(select(_following).where(_lots.c.lot_id.is_not(None)))
_NEWEST = (
    select(_later.sequence)
    .where(_later.account_id == _MINE, _later.lot_id == _LOTS.c.lot_id)
    .order_by(_later.sequence.desc())
    .limit(1)
    .correlate(_LOTS)
    .scalar_subquery()
)


def held(*columns: Any) -> Any:
    """The statement that reads columns of the newest Balance and of its Lot, in the order of the lots, for an `account_id`."""
    return (
        select(*columns)
        .select_from(_LOTS)
        .join(
            Balance,
            (Balance.account_id == _MINE) & (Balance.lot_id == _LOTS.c.lot_id) & (Balance.sequence == _NEWEST),
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .order_by(Balance.lot_id)
    )


_OF_ONE = (
    select(Balance.mg, Balance.carat_thousandths, Balance.number)
    .where(Balance.account_id == _MINE, Balance.lot_id == bindparam("lot_id"))
    .order_by(Balance.sequence.desc())
    .limit(1)
)


def of_lot(session: Any, account_id: int, lot_id: int) -> Amount:
    """How much of one lot is in an account. One statement."""
    row = session.execute(_OF_ONE, {"account_id": account_id, "lot_id": lot_id}).one_or_none()
    return Amount(*row) if row else Amount()
