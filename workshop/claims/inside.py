"""What pieces hold now, and what each lot in them is for: read by the accounts of those pieces alone, however long the books are."""

from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from workshop.materials.accounts import Account, Balance, Movement

_ACCOUNTS: Any = bindparam("accounts", expanding=True)
_first, _later_balance, _mine = aliased(Balance), aliased(Balance), aliased(Balance)
# A pair of account and lot begins with its first balance; its newest is one step in an index.
HELD: Any = (
    select(Balance.account_id, Balance.lot_id, Balance.mg, Balance.carat_thousandths, Balance.number)
    .select_from(_first)
    .join(
        Balance,
        and_(
            Balance.account_id == _first.account_id,
            Balance.lot_id == _first.lot_id,
            Balance.sequence
            == select(_later_balance.sequence)
            .where(_later_balance.account_id == _first.account_id, _later_balance.lot_id == _first.lot_id)
            .order_by(_later_balance.sequence.desc())
            .limit(1)
            .correlate(_first)
            .scalar_subquery(),
        ),
    )
    .where(
        _first.account_id.in_(_ACCOUNTS),
        _first.sequence == 1,
        or_(Balance.mg > 0, Balance.carat_thousandths > 0, Balance.number > 0),
    )
    .order_by(Balance.account_id, Balance.lot_id)
)
_from, _to = aliased(Account), aliased(Account)


def _found(kind: str) -> Any:
    """Milligrams that a balancing account gave, less what it took."""
    return func.sum(case((_from.key == kind, Movement.mg), (_to.key == kind, -Movement.mg), else_=0))


# Of the movements that a piece itself had, not of the lots': what each lot is for, and what scales found of it.
WENT_IN: Any = (
    select(
        _mine.account_id,
        _mine.lot_id,
        func.max(case((Movement.to_id == _mine.account_id, Movement.role))).label("role"),
        func.min(
            case((Movement.to_id == _mine.account_id, case((Movement.role.is_not(None), Movement.is_incidental))))
        ).label("is_incidental"),
        _found("unexplained").label("unexplained_mg"),
        _found("weighing").label("weighing_mg"),
    )
    .join(Movement, Movement.id == _mine.movement_id)
    .join(_from, _from.id == Movement.from_id)
    .join(_to, _to.id == Movement.to_id)
    .where(_mine.account_id.in_(_ACCOUNTS))
    .group_by(_mine.account_id, _mine.lot_id)
)
