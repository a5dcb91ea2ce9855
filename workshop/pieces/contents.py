"""Reading what a piece is made of, and which lots are at hand for it: each a fixed number of statements."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.database import fetch
from workshop.materials.accounts import Account, Balance, Movement
from workshop.materials.ledger import Amount
from workshop.materials.models import Lot, LotHold, Material, StoneFacts
from workshop.materials.papers import Document, Supplier
from workshop.materials.words import STONE_KINDS
from workshop.pieces.making_models import Hallmark, Layer
from workshop.pieces.models import Piece, WorkEvent

METAL_KINDS = ("metal", "findings")
NEWEST = 200  # lots that are looked through for open ones; an older one is scanned
MOST_OFFERED = 12

_undo = aliased(WorkEvent, name="undo")
_NOT_UNDONE = ~exists().where(
    _undo.piece_id == WorkEvent.piece_id, _undo.kind == "undo", _undo.corrects_id == WorkEvent.id
)
_later = aliased(Balance, name="later")


def _now(balance: Any, account: Any, lot: Any) -> Any:
    """The newest balance of a lot in an account."""
    newest = select(func.max(_later.sequence)).where(_later.account_id == account, _later.lot_id == lot)
    return and_(
        balance.account_id == account,
        balance.lot_id == lot,
        balance.sequence == newest.correlate_except(_later).scalar_subquery(),
    )


_SPECIES = (
    select(StoneFacts.species)
    .where(StoneFacts.lot_id == Lot.id)
    .order_by(StoneFacts.sequence.desc())
    .limit(1)
    .correlate(Lot)
    .scalar_subquery()
)
_IS_HELD = (
    select(LotHold.is_held)
    .where(LotHold.lot_id == Lot.id)
    .order_by(LotHold.sequence.desc())
    .limit(1)
    .correlate(Lot)
    .scalar_subquery()
)
_TOLD = (
    Lot.code,
    Lot.kind,
    Lot.name,
    Lot.metal,
    Lot.fineness,
    Lot.form,
    Lot.owner_id,
    Material.name.label("alloy"),
    _SPECIES.label("species"),
    Balance.mg,
    Balance.carat_thousandths,
    Balance.number,
)


@dataclass(frozen=True)
class Offered:
    """A lot that is at hand: what it is, and how much of it is there. `is_mine`: issued to who asks. `is_anothers`: a customer's own."""

    code: str
    kind: str
    what: str
    there: Amount
    is_mine: bool
    is_anothers: bool


def has_lots(session: Session) -> bool:
    """Whether the workshop records lots at all. One statement."""
    return session.scalar(select(Lot.id).limit(1)) is not None


_RECORDED = select(
    exists(select(Lot.id)),
    exists().where(Layer.piece_id == bindparam("piece_id")),
    exists().where(Hallmark.piece_id == bindparam("piece_id")),
)


@dataclass(frozen=True)
class Recorded:
    """What is on record at all: lots in the workshop, layers and hallmarks on this piece."""

    lots: bool
    layers: bool
    hallmarks: bool


def what_is_recorded(session: Session, piece_id: int) -> Recorded:
    """What is worth asking for further. One statement."""
    return Recorded(*map(bool, fetch(session, _RECORDED, {"piece_id": piece_id}).one()))


def metal_at_hand(session: Session, material_id: int, subject: str) -> list[Offered]:
    """Open lots of an alloy: those issued to this person first, then the newest. Two statements."""
    return _at_hand(session, and_(Lot.material_id == material_id, Lot.kind.in_(METAL_KINDS)), subject)


def stones_at_hand(session: Session, subject: str) -> list[Offered]:
    """Open lots of stones: those issued to this person first, then the newest. Two statements."""
    return _at_hand(session, Lot.kind.in_(STONE_KINDS), subject)


def carats_in(session: Session, account_id: int) -> int:
    """Thousandths of a carat of all stones that sit in a piece. One statement."""
    newest = func.coalesce(func.sum(Balance.carat_thousandths), 0)
    return int(session.scalar(select(newest).where(_now(Balance, account_id, Balance.lot_id))) or 0)


def castings_at_hand(session: Session) -> list[Offered]:
    """Open lots of castings, newest first. One statement."""
    return _in_stock(session, Lot.kind == "castings")


def _at_hand(session: Session, of_kind: Any, subject: str) -> list[Offered]:
    mine = _issued(session, of_kind, subject)
    codes = {one.code for one in mine}
    rest = [one for one in _in_stock(session, of_kind) if one.code not in codes]
    return [*mine, *sorted(rest, key=lambda one: one.is_anothers)][:MOST_OFFERED]


def _issued(session: Session, of_kind: Any, subject: str) -> list[Offered]:
    rows = session.execute(
        select(*_TOLD)
        .select_from(Account)
        .join(Balance, Balance.account_id == Account.id)
        .join(Lot, Lot.id == Balance.lot_id)
        .outerjoin(Material, Material.id == Lot.material_id)
        .where(Account.key == f"person:{subject}", of_kind, _now(Balance, Account.id, Lot.id), _ANYTHING)
        .order_by(Lot.id.desc())
        .limit(MOST_OFFERED)
    )
    return [_offered(row, is_mine=True) for row in rows]


def _in_stock(session: Session, of_kind: Any) -> list[Offered]:
    newest = select(Lot.id).where(of_kind).order_by(Lot.id.desc()).limit(NEWEST)
    rows = session.execute(
        select(*_TOLD)
        .select_from(Lot)
        .join(Balance, _now(Balance, Lot.account_id, Lot.id))
        .outerjoin(Material, Material.id == Lot.material_id)
        .where(Lot.id.in_(newest), _ANYTHING, func.coalesce(_IS_HELD, 0) == 0)
        .order_by(Lot.id.desc())
        .limit(MOST_OFFERED)
    )
    return [_offered(row, is_mine=False) for row in rows]


_ANYTHING = or_(Balance.mg > 0, Balance.carat_thousandths > 0, Balance.number > 0)


def _offered(row: Row[Any], *, is_mine: bool) -> Offered:
    what = row.name or row.species or row.form or row.alloy or row.kind
    there = Amount(row.mg, row.carat_thousandths, row.number)
    return Offered(row.code, row.kind, what, there, is_mine, row.owner_id is not None)


@dataclass(frozen=True)
class Part:
    """What a piece holds of one lot. `is_incidental`: a small part."""

    code: str
    kind: str
    what: str
    metal: str | None
    fineness: int | None
    supplier: str | None
    amount: Amount
    role: str | None
    is_incidental: bool

    @property
    def is_stones(self) -> bool:
        return self.kind in STONE_KINDS


@dataclass(frozen=True)
class Books:
    """What stands in a piece's books, by lot, and what left them, by where it went, in milligrams; below nothing: more came."""

    parts: list[Part]
    gone: dict[str, int]


_other = aliased(Account, name="other")


def books_of(session: Session, piece_id: int, account_id: int) -> Books:
    """The books of a piece. Two statements."""
    out = Movement.from_id == account_id
    moved = session.execute(
        select(Movement.lot_id, Movement.role, Movement.is_incidental, Movement.mg, out.label("is_out"), _other.kind)
        .select_from(WorkEvent)
        .join(Movement, Movement.posting_id == WorkEvent.posting_id)
        .join(_other, _other.id == case((out, Movement.to_id), else_=Movement.from_id))
        .where(WorkEvent.piece_id == piece_id, or_(out, Movement.to_id == account_id))
        .order_by(Movement.id)
    ).all()
    gone: dict[str, int] = defaultdict(int)
    for row in moved:
        gone[row.kind] += row.mg if row.is_out else -row.mg
    roles = {row.lot_id: (row.role, bool(row.is_incidental)) for row in moved if row.role}
    rows = session.execute(
        select(*_TOLD, Lot.id.label("lot_id"), Supplier.name.label("supplier"))
        .select_from(Balance)
        .join(Lot, Lot.id == Balance.lot_id)
        .outerjoin(Material, Material.id == Lot.material_id)
        .outerjoin(Supplier, Supplier.id == Lot.supplier_id)
        .where(_now(Balance, account_id, Balance.lot_id), _ANYTHING)
        .order_by(Lot.id)
    )
    return Books([_part(row, *roles.get(row.lot_id, (None, False))) for row in rows], dict(gone))


def _part(row: Row[Any], role: str | None, is_incidental: bool) -> Part:
    stones = row.kind in STONE_KINDS
    return Part(
        row.code,
        row.kind,
        (row.species if stones else row.alloy) or row.name or row.form or row.kind,
        row.metal,
        row.fineness,
        row.supplier,
        Amount(row.mg, row.carat_thousandths, row.number),
        role,
        is_incidental,
    )


def layers_of(session: Session, piece_id: int) -> list[Row[Any]]:
    """The layers on a piece, without those whose event was undone. One statement."""
    return list(session.execute(_put_on(Layer).where(Layer.piece_id == piece_id)))


def hallmarks_of(session: Session, piece_id: int) -> list[Row[Any]]:
    """The hallmarks on a piece with their event's sequence, without those whose event was undone. One statement."""
    return list(session.execute(_put_on(Hallmark).where(Hallmark.piece_id == piece_id)))


def _put_on(model: Any) -> Any:
    told = [column for column in model.__table__.columns if column.key not in ("id", "piece_id", "event_id")]
    return (
        select(
            *told, WorkEvent.sequence.label("number"), WorkEvent.method.label("how"), Document.code.label("document")
        )
        .select_from(model)
        .join(WorkEvent, WorkEvent.id == model.event_id)
        .outerjoin(Document, Document.id == model.document_id)
        .where(_NOT_UNDONE)
        .order_by(model.id)
    )


def metal_after(session: Session, piece_id: int, sequence: int, kinds: frozenset[str]) -> int | None:
    """The first entry after one of a piece that put metal into it: by its kind, or by the books. One statement."""
    booked = exists().where(
        Movement.posting_id == WorkEvent.posting_id,
        Movement.role.is_not(None),
        Movement.to_id == select(Piece.account_id).where(Piece.id == piece_id).scalar_subquery(),
    )
    return session.scalar(
        select(func.min(WorkEvent.sequence)).where(
            WorkEvent.piece_id == piece_id,
            WorkEvent.sequence > sequence,
            or_(WorkEvent.kind.in_(sorted(kinds)), and_(booked, WorkEvent.kind != "undo")),
            _NOT_UNDONE,
        )
    )
