"""The pieces that hold something of a lot, a page at a time, however often it was moved."""

from typing import Any

from sqlalchemy import Row, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.materials.accounts import Balance
from workshop.pieces.models import Piece, PieceHead, WorkEvent

PAGE = 48
LOOKS = {"released": "safe", "away": "own"}


def pieces_with(session: Session, lot_id: int, page: int = 1) -> tuple[list[Row[Any]], int]:
    """A page of pieces by serial, and how many there are in all. One statement; it steps over the accounts, not the movements."""
    wanted = select(
        Piece.serial,
        PieceHead.state,
        PieceHead.awaits,
        WorkEvent.kind.label("change_kind"),
        func.count().over().label("whole"),
    )
    rows: Any = session.execute(
        _holding(wanted, lot_id)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .outerjoin(WorkEvent, WorkEvent.id == PieceHead.last_change_id)
        .order_by(Piece.serial)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    ).all()
    return list(rows), rows[0].whole if rows else 0


def ids_with(session: Session, lot_id: int) -> set[int]:
    """Primary keys of all pieces that hold something of the lot now. One statement."""
    return set(session.scalars(_holding(select(Piece.id), lot_id)))


def _holding(wanted: Any, lot_id: int) -> Any:
    """Of accounts that ever held the lot, those of pieces that hold something of it now."""
    accounts = _accounts(lot_id)
    newest = aliased(Balance)
    last = (
        select(func.max(newest.sequence))
        .where(newest.account_id == accounts.c.account_id, newest.lot_id == lot_id)
        .correlate(accounts)
        .scalar_subquery()
    )
    now = and_(Balance.account_id == accounts.c.account_id, Balance.lot_id == lot_id, Balance.sequence == last)
    holds = or_(Balance.mg > 0, Balance.carat_thousandths > 0, Balance.number > 0)
    found = wanted.select_from(accounts).join(Piece, Piece.account_id == accounts.c.account_id)
    return found.join(Balance, now).where(holds)


def _accounts(lot_id: int) -> Any:
    """Every account that ever held the lot, each found by one step in an index after the one before."""
    first = select(func.min(Balance.account_id).label("account_id")).where(Balance.lot_id == lot_id)
    found: Any = first.cte("holder", recursive=True)
    following = (
        select(func.min(Balance.account_id))
        .where(Balance.lot_id == lot_id, Balance.account_id > found.c.account_id)
        .correlate(found)
        .scalar_subquery()
    )
    return found.union_all(
        select(case((literal(1) == 1, following))).select_from(found).where(found.c.account_id.is_not(None))
    )


def look_of(row: Any) -> str:
    """How a piece's dot looks: nothing (at the bench), safe (passed, here), own (left us), back (sent back)."""
    if row.change_kind == "send_back":
        return "back"
    return LOOKS.get(row.state, "")
