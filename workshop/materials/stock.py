"""Reading what is in stock: lists of lots and where a lot went; each a fixed number of statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.database import stream
from workshop.errors import NotFound
from workshop.materials.accounts import Account, Balance
from workshop.materials.ledger import Amount
from workshop.materials.models import Lot, LotHold, LotParent, Material, Settlement, Sourcing
from workshop.materials.papers import Supplier
from workshop.materials.words import LOT_KINDS, METALS
from workshop.people.models import Person
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.units import Whole, YesNo
from workshop.wording import _

PAGE = 50
SORTS = ("lot", "supplier", "received")
MOST_OFFERED = 50
STATES = ("usable", "held", "used_up")
# Single stones have a list of their own; thousands of them would hide the metal.
USUAL = tuple(kind for kind in LOT_KINDS if kind != "stone")


@dataclass(frozen=True)
class Wanted:
    """What is looked for in the list of lots: words, a kind ("all" for every one), a metal, a state of STATES, which page from 1, in which order of SORTS."""

    words: str | None = None
    kind: str | None = None
    metal: str | None = None
    state: str | None = None
    page: int = 1
    sort: Sort = AS_IT_COMES


def newest_of(model: Any, *same: Any) -> Any:
    """The highest sequence of the rows for which these pairs of columns are equal."""
    other = aliased(model)
    where = [getattr(other, column.key) == value for column, value in same]
    correlated = {value.class_ for _column, value in same if hasattr(value, "class_")}
    return select(func.max(other.sequence)).where(*where).correlate(*correlated).scalar_subquery()


_stock = aliased(Balance, name="stock")
_outside = aliased(Balance, name="outside")
_OUTSIDE = select(Account.id).where(Account.key == "outside").scalar_subquery()
_IN_STOCK = and_(
    _stock.account_id == Lot.account_id,
    _stock.lot_id == Lot.id,
    _stock.sequence == newest_of(Balance, (Balance.account_id, Lot.account_id), (Balance.lot_id, Lot.id)),
)
_sent = aliased(Balance, name="sent")
_SENT_OUT = (
    select(_sent.mg)
    .where(
        _sent.account_id == select(Account.id).where(Account.key == "supplier").scalar_subquery(),
        _sent.lot_id == Lot.id,
    )
    .order_by(_sent.sequence.desc())
    .limit(1)
    .correlate(Lot)
    .scalar_subquery()
)
_HELD_NOW = (
    select(LotHold.is_held)
    .where(LotHold.lot_id == Lot.id)
    .order_by(LotHold.sequence.desc())
    .limit(1)
    .correlate(Lot)
    .scalar_subquery()
)
_IS_HELD = func.coalesce(_HELD_NOW, literal(False, YesNo))
_PARENTS_MG = (
    select(cast(func.sum(LotParent.mg), Whole)).where(LotParent.lot_id == Lot.id).correlate(Lot).scalar_subquery()
)
_owner = aliased(Supplier, name="owner")
LOT_ROWS: Any = (
    select(
        Lot.id,
        Lot.code,
        Lot.account_id,
        Lot.kind,
        Lot.name,
        Lot.metal,
        Lot.fineness,
        Lot.colour,
        Lot.form,
        Lot.is_own,
        Lot.received_on,
        Lot.produced_on,
        Lot.has_nickel,
        Lot.cost_minor,
        Lot.currency,
        Lot.division_mg,
        Lot.note,
        Lot.at,
        Material.key.label("alloy_key"),
        Material.name.label("alloy"),
        Supplier.code.label("supplier_code"),
        Supplier.name.label("supplier"),
        _owner.code.label("owner_code"),
        _owner.name.label("owner"),
        func.coalesce(_stock.mg, 0).label("mg"),
        func.coalesce(_stock.carat_thousandths, 0).label("carat_thousandths"),
        func.coalesce(_stock.number, 0).label("number"),
        (func.coalesce(_PARENTS_MG, 0) - func.coalesce(_outside.mg, 0)).label("received_mg"),
        (-func.coalesce(_outside.carat_thousandths, 0)).label("received_carats"),
        (-func.coalesce(_outside.number, 0)).label("received_number"),
        _IS_HELD.label("is_held"),
        Sourcing.origin,
        Sourcing.country,
        Sourcing.note.label("origin_note"),
        Person.name.label("by_name"),
    )
    .select_from(Lot)
    .outerjoin(Material, Material.id == Lot.material_id)
    .outerjoin(Supplier, Supplier.id == Lot.supplier_id)
    .outerjoin(_owner, _owner.id == Lot.owner_id)
    .outerjoin(_stock, _IN_STOCK)
    .outerjoin(
        _outside,
        and_(
            _outside.account_id == _OUTSIDE,
            _outside.lot_id == Lot.id,
            _outside.sequence
            == select(func.max(Balance.sequence))
            .where(Balance.account_id == _OUTSIDE, Balance.lot_id == Lot.id)
            .correlate(Lot)
            .scalar_subquery(),
        ),
    )
    .outerjoin(
        Sourcing, and_(Sourcing.lot_id == Lot.id, Sourcing.sequence == newest_of(Sourcing, (Sourcing.lot_id, Lot.id)))
    )
    .outerjoin(Person, Person.id == Lot.by_id)
)


def list_lots(session: Session, wanted: Wanted) -> list[Row[Any]]:
    """A page of lots, newest first unless another order was asked for, and one more row when there are further pages. One statement."""
    ids = _listed(wanted).offset((wanted.page - 1) * PAGE).limit(PAGE + 1)
    return _rows(session, ids, wanted.sort)


def export_lots(session: Session, wanted: Wanted) -> Iterator[Row[Any]]:
    """All lots that the list would show, read some at a time. One statement."""
    ids = _listed(wanted).order_by(None)
    return stream(session, LOT_ROWS.where(Lot.id.in_(ids)).order_by(*_sorted(wanted.sort)))


def lot_named(session: Session, code: str) -> Row[Any]:
    """One lot with all that is known of it. Raises NotFound. One statement."""
    row = session.execute(LOT_ROWS.where(Lot.code == code.replace("\0", "").upper())).one_or_none()
    if row is None:
        raise NotFound(_("There is no lot {code}.", code=code[:40]), slug="no-such-lot")
    return row


def open_lots(session: Session, alloy: str) -> list[Row[Any]]:
    """Lots of an alloy, by its key, of which something is left and that are not held back, oldest first. One statement."""
    ids = (
        select(Lot.id)
        .join(Material, Material.id == Lot.material_id)
        .join(_stock, _IN_STOCK)
        .where(Material.key == alloy, _stock.mg > 0, _IS_HELD == False)
        .order_by(Lot.id)
        .limit(MOST_OFFERED)
    )
    return list(session.execute(LOT_ROWS.where(Lot.id.in_(ids)).order_by(Lot.id)))


def unsettled_lots(session: Session, forms: Sequence[str]) -> list[Row[Any]]:
    """Lots of these forms that were made here, that are in stock or sent out, and that no refiner has settled.

    Newest first, at most a page. What was melted or used up here waits for nobody. One statement.
    """
    settled = select(Settlement.lot_id).where(Settlement.lot_id == Lot.id).correlate(Lot).exists()
    ids = (
        select(Lot.id)
        .outerjoin(_stock, _IN_STOCK)
        .where(Lot.form.in_(forms), Lot.is_own == True, ~settled, or_(_stock.mg > 0, _SENT_OUT > 0))
        .order_by(Lot.id.desc())
        .limit(PAGE)
    )
    return _rows(session, ids)


def _rows(session: Session, ids: Any, sort: Sort = AS_IT_COMES) -> list[Row[Any]]:
    """The few are chosen first, so that all that is told of a lot is looked up for these alone."""
    return list(session.execute(LOT_ROWS.where(Lot.id.in_(ids)).order_by(*_sorted(sort))))


def _sorted(sort: Sort) -> tuple[Any, ...]:
    columns = {"lot": Lot.id, "supplier": func.lower(Supplier.name), "received": Lot.received_on}
    return in_order(sort, columns, Lot.id, (Lot.id.desc(),))


def _listed(wanted: Wanted) -> Any:
    ids = select(Lot.id).order_by(*_sorted(wanted.sort))
    if wanted.words or wanted.sort.by == "supplier":
        ids = ids.outerjoin(Supplier, Supplier.id == Lot.supplier_id)
    if wanted.words:
        columns = (Lot.code, Lot.name, Material.name, Supplier.name, Supplier.code, Lot.note)
        ids = ids.outerjoin(Material, Material.id == Lot.material_id)
        ids = ids.where(or_(*(column.icontains(wanted.words, autoescape=True) for column in columns)))
    if wanted.kind in LOT_KINDS:
        ids = ids.where(Lot.kind == wanted.kind)
    elif wanted.kind != "all":
        ids = ids.where(Lot.kind.in_(USUAL))
    if wanted.metal in METALS:
        ids = ids.where(Lot.metal == wanted.metal)
    return _standing(ids, wanted.state) if wanted.state in STATES else ids


def _standing(ids: Any, state: str | None) -> Any:
    if state == "held":
        return ids.where(_IS_HELD == True)
    left = func.coalesce(_stock.mg + _stock.carat_thousandths + _stock.number, 0)
    ids = ids.outerjoin(_stock, _IN_STOCK)
    return ids.where(left == 0) if state == "used_up" else ids.where(left > 0, _IS_HELD == False)


def where_it_went(session: Session, lot_id: int) -> dict[str, Amount]:
    """What the accounts of each kind together hold of a lot, by kind. One statement, as long for a hundred postings as for a million."""
    last = (_last_in(column, lot_id) for column in (Balance.mg, Balance.carat_thousandths, Balance.number))
    rows = session.execute(select(Account.kind, *last).where(Account.key == Account.kind))
    return {kind: Amount(*held) for kind, *held in rows if held[0] is not None}


def _last_in(column: Any, lot_id: int) -> Any:
    """The newest figure of an account: one step in an index. A join would let SQLite begin with every balance of the lot."""
    mine = select(column).where(Balance.account_id == Account.id, Balance.lot_id == lot_id)
    return mine.order_by(Balance.sequence.desc()).limit(1).correlate(Account).scalar_subquery()


def balance_of(session: Session, key: str, code: str, at: datetime | None = None) -> Amount:
    """What an account, by its key, held of a lot at a moment; now when none is given. One statement."""
    # Not joined: PostgreSQL would read all of a long lot and sort it, instead of one step in the index.
    balances = select(Balance.mg, Balance.carat_thousandths, Balance.number).where(
        Balance.account_id == select(Account.id).where(Account.key == key).scalar_subquery(),
        Balance.lot_id == select(Lot.id).where(Lot.code == code).scalar_subquery(),
    )
    row = session.execute(_last(balances, at)).one_or_none()
    return Amount(*row) if row else Amount()


def _last(balances: Any, at: datetime | None) -> Any:
    if at is None:
        return balances.order_by(Balance.sequence.desc()).limit(1)
    return balances.where(Balance.at <= at).order_by(Balance.at.desc(), Balance.sequence.desc()).limit(1)
