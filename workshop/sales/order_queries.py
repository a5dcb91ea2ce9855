"""Reading orders: one with all that belongs to it, and the list of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design, Stage
from workshop.catalogue.own_texts import name_spoken
from workshop.database import AT_ONCE, stream
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.pieces.models import Custody, Photo, Piece, PieceHead
from workshop.sales.order_actions import no_such_order
from workshop.sales.order_models import (
    Order,
    OrderApproval,
    OrderDeposit,
    OrderGoAhead,
    OrderLink,
    OrderPhoto,
    OrderPiece,
    OrderWish,
)
from workshop.sales.order_rules import PieceNow, step_of
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.units import Whole

PAGE = 50
SORTS = ("order", "customer", "due")
MOST_SHOWN = 100
LINK_AFTER_END_DAYS = 30
_later, _shown, _alloy = aliased(OrderWish), aliased(OrderPhoto), aliased(Material)
_NEWEST = select(func.max(_later.number)).where(_later.order_id == Order.id).correlate(Order).scalar_subquery()
_DEPOSIT = (
    select(cast(func.sum(OrderDeposit.amount_minor), Whole))
    .where(OrderDeposit.order_id == Order.id, OrderDeposit.currency == OrderWish.currency)
    .correlate(Order, OrderWish)
    .scalar_subquery()
)
_ROW: Any = (
    select(
        *Order.__table__.c,
        OrderWish.id.label("wish_id"),
        OrderWish.number,
        OrderWish.size,
        OrderWish.stones,
        OrderWish.engraving,
        OrderWish.engraving_place,
        OrderWish.letters,
        OrderWish.note,
        OrderWish.due_on,
        OrderWish.currency,
        OrderWish.price_minor,
        OrderWish.at.label("written_at"),
        Design.code.label("design_code"),
        Design.name.label("design"),
        name_spoken().label("called"),
        Design.kind,
        Material.key.label("ordered_material"),
        _alloy.key.label("design_material"),
        _alloy.name.label("design_alloy"),
        func.coalesce(Material.name, _alloy.name).label("material"),
        func.coalesce(Material.metal, _alloy.metal).label("metal"),
        OrderApproval.answer,
        OrderApproval.how,
        OrderApproval.shown,
        OrderApproval.digest,
        OrderApproval.words,
        OrderApproval.at.label("answered_at"),
        OrderGoAhead.at.label("went_on_at"),
        OrderGoAhead.reason.label("went_on_because"),
        _DEPOSIT.label("deposit_minor"),
        Person.name.label("by_name"),
    )
    .select_from(Order)
    .join(OrderWish, and_(OrderWish.order_id == Order.id, OrderWish.number == _NEWEST))
    .outerjoin(Design, Design.id == OrderWish.design_id)
    .outerjoin(Material, Material.id == OrderWish.material_id)
    .outerjoin(_alloy, _alloy.id == Design.material_id)
    .outerjoin(OrderApproval, OrderApproval.wish_id == OrderWish.id)
    .outerjoin(OrderGoAhead, OrderGoAhead.wish_id == OrderWish.id)
    .outerjoin(Person, Person.id == Order.by_id)
)
_IDS: Any = (
    select(Order.id)
    .select_from(Order)
    .join(OrderWish, and_(OrderWish.order_id == Order.id, OrderWish.number == _NEWEST))
    .outerjoin(Design, Design.id == OrderWish.design_id)
)
_PLACE = (
    select(Custody.place)
    .where(Custody.piece_id == Piece.id)
    .order_by(Custody.sequence.desc())
    .limit(1)
    .correlate(Piece)
    .scalar_subquery()
)
_PIECES: Any = (
    select(
        OrderPiece.order_id,
        Piece.id.label("piece_id"),
        Piece.serial,
        Piece.kind,
        PieceHead.state,
        PieceHead.awaits,
        PieceHead.last_change_id,
        Stage.name.label("stage"),
    )
    .join(Piece, Piece.id == OrderPiece.piece_id)
    .join(PieceHead, PieceHead.piece_id == Piece.id)
    .outerjoin(Stage, Stage.id == PieceHead.stage_id)
    .where(OrderPiece.taken_off_at.is_(None))
    .order_by(OrderPiece.id)
)


@dataclass(frozen=True)
class OrderLine:
    """An order in a list: its row, the serials of its pieces, and what it waits for."""

    row: Any
    serials: tuple[str, ...]
    step: str


@dataclass(frozen=True)
class OrderTold:
    """One order whole. `pieces` and `photos` are rows, the photos with their number in the piece; `before`: earlier wishes, newest first."""

    row: Any
    step: str
    pieces: Sequence[Any]
    photos: Sequence[Any]
    deposits: Sequence[Any]
    before: Sequence[Any]
    link_until: datetime | None

    @property
    def shown(self) -> list[Any]:
        """The photos that the customer may see."""
        return [one for one in self.photos if one.is_shown]


def _now(row: Any) -> PieceNow:
    return PieceNow(row.state, row.awaits, row.last_change_id is not None)


def _step(row: Any, pieces: Iterable[Any]) -> str:
    went_on = row.went_on_at is not None
    return step_of(ended_how=row.ended_how, answer=row.answer, pieces=[_now(one) for one in pieces], went_on=went_on)


def list_orders(
    session: Session, sought: str | None, *, ended: bool, page: int, sort: Sort = AS_IT_COMES
) -> list[OrderLine]:
    """A page of orders and one line more when there are further ones: open ones by their due day, ended ones newest first. Two statements."""
    shown = (page - 1) * PAGE
    return _lines(session, *(one.offset(shown).limit(PAGE + 1) for one in _listed(sought, sort, ended=ended)))


def every_order(session: Session, sought: str | None, sort: Sort = AS_IT_COMES, *, ended: bool) -> Iterator[OrderLine]:
    """All orders that the list would show, read some at a time; one statement, and one for the pieces of each time."""
    rows = stream(session, _listed(sought, sort, ended=ended)[0])
    while some := list(islice(rows, AT_ONCE)):
        yield from _with_pieces(session, some, [one.id for one in some])


def _lines(session: Session, wanted: Any, ids: Any) -> list[OrderLine]:
    return _with_pieces(session, session.execute(wanted).all(), select(ids.subquery().c.id))


def _with_pieces(session: Session, rows: Sequence[Any], ids: Any) -> list[OrderLine]:
    found: dict[int, list[Any]] = {}
    for one in session.execute(_PIECES.where(OrderPiece.order_id.in_(ids))):
        found.setdefault(one.order_id, []).append(one)
    return [
        OrderLine(row, tuple(one.serial for one in found.get(row.id, ())), _step(row, found.get(row.id, ())))
        for row in rows
    ]


def _listed(sought: str | None, sort: Sort, *, ended: bool) -> tuple[Any, Any]:
    """The statement of the list, and the one of its primary keys alone."""
    where = [Order.ended_at.is_not(None) if ended else Order.ended_at.is_(None), *([_like(sought)] if sought else [])]
    newest: tuple[Any, ...] = (Order.ended_at.desc(), Order.id.desc())
    usual = newest if ended else (OrderWish.due_on.is_(None), OrderWish.due_on, Order.id)
    columns = {"order": Order.id, "customer": func.lower(Order.customer), "due": OrderWish.due_on}
    order = in_order(sort, columns, Order.id, usual)
    return _ROW.where(*where).order_by(*order), _IDS.where(*where).order_by(*order)


def _like(sought: str) -> ColumnElement[bool]:
    on_it = select(OrderPiece.id).join(Piece, Piece.id == OrderPiece.piece_id)
    serial = on_it.where(OrderPiece.order_id == Order.id, Piece.serial.icontains(sought, autoescape=True))
    said = (Order.code, Order.customer, Design.name, OrderWish.engraving)
    return or_(serial.exists(), *(column.icontains(sought, autoescape=True) for column in said))


def find_order(session: Session, code: str) -> OrderTold:
    """One order by its code. Six statements. Raises NotFound."""
    row = session.execute(_ROW.where(Order.code == code.upper())).one_or_none()
    if row is None:
        raise no_such_order(code)
    return _whole(session, row)


def order_by_link(session: Session, digest: str, now: datetime) -> OrderTold | None:
    """The order that a link leads to, while it does; None for one that never was, ended, or is over. A link ends 30 days after the order."""
    order_id = session.scalar(
        select(OrderLink.order_id).where(
            OrderLink.digest == digest, OrderLink.revoked_at.is_(None), OrderLink.expires_at > now
        )
    )
    if order_id is None:
        return None
    row = session.execute(_ROW.where(Order.id == order_id)).one()
    if row.ended_at is not None and (now - row.ended_at).days >= LINK_AFTER_END_DAYS:
        return None
    return _whole(session, row)


def _whole(session: Session, row: Any) -> OrderTold:
    pieces = session.execute(_PIECES.add_columns(_PLACE.label("place")).where(OrderPiece.order_id == row.id)).all()
    return OrderTold(
        row=row,
        step=_step(row, pieces),
        pieces=pieces,
        photos=_photos(session, row.id),
        deposits=session.execute(
            select(OrderDeposit.amount_minor, OrderDeposit.currency, OrderDeposit.at, Person.name)
            .outerjoin(Person, Person.id == OrderDeposit.by_id)
            .where(OrderDeposit.order_id == row.id)
            .order_by(OrderDeposit.number)
            .limit(MOST_SHOWN)
        ).all(),
        before=session.execute(
            select(OrderWish.number, OrderWish.at, OrderApproval.answer, OrderApproval.words, OrderApproval.at)
            .outerjoin(OrderApproval, OrderApproval.wish_id == OrderWish.id)
            .where(OrderWish.order_id == row.id, OrderWish.number < row.number)
            .order_by(OrderWish.number.desc())
            .limit(MOST_SHOWN)
        ).all(),
        link_until=session.scalar(
            select(OrderLink.expires_at).where(OrderLink.order_id == row.id, OrderLink.revoked_at.is_(None)).limit(1)
        ),
    )


def _photos(session: Session, order_id: int) -> Sequence[Any]:
    """The photos of the order's pieces with their number in the piece, newest first, and whether the customer sees them."""
    of_piece = aliased(Photo)
    number = select(func.count()).where(of_piece.piece_id == Photo.piece_id, of_piece.id <= Photo.id).scalar_subquery()
    chosen = (
        select(_shown.is_shown)
        .where(_shown.order_id == OrderPiece.order_id, _shown.photo_id == Photo.id)
        .order_by(_shown.sequence.desc())
        .limit(1)
        .correlate(OrderPiece, Photo)
        .scalar_subquery()
    )
    return session.execute(
        select(
            Photo.id,
            Piece.serial,
            number.label("number"),
            Photo.picture,
            Photo.small,
            Photo.width,
            Photo.height,
            Photo.caption,
            Photo.at,
            chosen.label("is_shown"),
        )
        .join(Piece, Piece.id == Photo.piece_id)
        .join(OrderPiece, OrderPiece.piece_id == Piece.id)
        .where(OrderPiece.order_id == order_id, OrderPiece.taken_off_at.is_(None))
        .order_by(Photo.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def open_order_of(session: Session, piece_id: int) -> str | None:
    """The code of the open order that a piece is made for; None without one. One statement."""
    return session.scalar(
        select(Order.code)
        .join(OrderPiece, OrderPiece.order_id == Order.id)
        .where(OrderPiece.piece_id == piece_id, OrderPiece.taken_off_at.is_(None), Order.ended_at.is_(None))
        .limit(1)
    )
