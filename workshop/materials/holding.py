"""What an account holds now, lot by lot: one step in an index for each lot, however much came and went."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.materials.accounts import Account, Balance
from workshop.materials.ledger import Amount
from workshop.materials.models import Lot, Material
from workshop.materials.papers import Supplier
from workshop.people.models import Person

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


_IN_HAND = (
    Account.key,
    Account.kind,
    func.coalesce(Person.name, Supplier.name).label("whose"),
    Person.subject,
    Supplier.code.label("supplier_code"),
    Lot.id.label("lot_id"),
    Lot.code,
    Lot.name,
    Lot.kind.label("lot_kind"),
    Lot.metal,
    Lot.fineness,
    Lot.form,
    Material.name.label("alloy"),
    Material.key.label("alloy_key"),
    Balance.mg,
    Balance.carat_thousandths,
    Balance.number,
)


def held_in(session: Session, kind: str, key: str | None = None, at: datetime | None = None) -> list[Row[Any]]:
    """What accounts of a kind, or the one of that key, held at a moment: rows of account and lot. One statement.

    Rows name the account (key), whose it is (name), the lot (code, name, kind, metal, fineness, form, alloy) and how much.
    """
    first = aliased(Balance, name="first")
    other = aliased(Balance)
    newest = select(other.sequence).where(other.account_id == first.account_id, other.lot_id == first.lot_id)
    if at is None:
        newest = newest.order_by(other.sequence.desc())
    else:
        newest = newest.where(other.at <= at).order_by(other.at.desc(), other.sequence.desc())
    which = Account.key == key if key else and_(Account.kind == kind, Account.key != Account.kind)
    return list(
        session.execute(
            select(*_IN_HAND)
            .select_from(Account)
            .join(first, and_(first.account_id == Account.id, first.sequence == 1))
            .join(
                Balance,
                and_(
                    Balance.account_id == first.account_id,
                    Balance.lot_id == first.lot_id,
                    Balance.sequence == newest.limit(1).correlate(first).scalar_subquery(),
                ),
            )
            .join(Lot, Lot.id == Balance.lot_id)
            .outerjoin(Material, Material.id == Lot.material_id)
            .outerjoin(Person, Person.id == Account.person_id)
            .outerjoin(
                Supplier,
                case((Account.kind == "supplier", literal("supplier:") + Supplier.code), else_=None) == Account.key,
            )
            .where(which, or_(Balance.mg > 0, Balance.carat_thousandths > 0, Balance.number > 0))
            .order_by(Account.key, Lot.id)
        )
    )
