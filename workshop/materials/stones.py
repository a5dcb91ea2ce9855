"""The list of stones: searched, filtered and paged by the database, with tens of thousands of single stones in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.database import stream
from workshop.materials.accounts import Account, Balance
from workshop.materials.models import Lot, StoneFacts
from workshop.materials.papers import Supplier
from workshop.materials.words import STONE_KINDS
from workshop.sorting import AS_IT_COMES, Sort, in_order

PAGE = 50
SORTS = ("lot", "species", "weight")


@dataclass(frozen=True)
class WantedStones:
    """What is looked for: words, exact species, colour, clarity and shape, carats from and to in thousandths, whether a report is there, which page from 1, in which order of SORTS."""

    words: str | None = None
    species: str | None = None
    colour: str | None = None
    clarity: str | None = None
    shape: str | None = None
    least: int | None = None
    most: int | None = None
    has_report: bool | None = None
    page: int = 1
    sort: Sort = AS_IT_COMES


_later = aliased(StoneFacts)
_IS_NEWEST = (
    StoneFacts.sequence
    == select(func.max(_later.sequence))
    .where(_later.lot_id == StoneFacts.lot_id)
    .correlate(StoneFacts)
    .scalar_subquery()
)
_came_in = aliased(Balance, name="came_in")
_stock = aliased(Balance, name="stock")
_other = aliased(Balance)
# A lot of stones comes in once: the first balance of what is outside is what it was.
_CAME_IN = and_(
    _came_in.account_id == select(Account.id).where(Account.key == "outside").scalar_subquery(),
    _came_in.lot_id == Lot.id,
    _came_in.sequence == 1,
)
_ROWS: Any = (
    select(
        Lot.code,
        Lot.kind,
        Lot.name,
        Lot.received_on,
        Supplier.name.label("supplier"),
        StoneFacts.species,
        StoneFacts.nature,
        StoneFacts.treatment,
        StoneFacts.shape,
        StoneFacts.cut,
        StoneFacts.colour,
        StoneFacts.clarity,
        StoneFacts.report_number,
        StoneFacts.laboratory,
        (-_came_in.carat_thousandths).label("carat_thousandths"),
        (-_came_in.number).label("number"),
        _stock.carat_thousandths.label("left_carats"),
        _stock.number.label("left_number"),
    )
    .select_from(Lot)
    .outerjoin(StoneFacts, and_(StoneFacts.lot_id == Lot.id, _IS_NEWEST))
    .outerjoin(Supplier, Supplier.id == Lot.supplier_id)
    .outerjoin(_came_in, _CAME_IN)
    .outerjoin(
        _stock,
        and_(
            _stock.account_id == Lot.account_id,
            _stock.lot_id == Lot.id,
            _stock.sequence
            == select(func.max(_other.sequence))
            .where(_other.account_id == Lot.account_id, _other.lot_id == Lot.id)
            .correlate(Lot)
            .scalar_subquery(),
        ),
    )
)


def list_stones(session: Session, wanted: WantedStones) -> list[Row[Any]]:
    """A page of stones and parcels, newest first, and one more row when there are further pages. One statement."""
    return _rows(session, _listed(wanted).offset((wanted.page - 1) * PAGE).limit(PAGE + 1), wanted.sort)


def export_stones(session: Session, wanted: WantedStones) -> Iterator[Row[Any]]:
    """All stones that the list would show, read some at a time. One statement."""
    ids = _listed(wanted).order_by(None)
    return stream(session, _ROWS.where(Lot.id.in_(ids)).order_by(*_sorted(wanted.sort)))


def _rows(session: Session, ids: Any, sort: Sort) -> list[Row[Any]]:
    return list(session.execute(_ROWS.where(Lot.id.in_(ids)).order_by(*_sorted(sort))))


def _sorted(sort: Sort) -> tuple[Any, ...]:
    columns = {"lot": Lot.id, "species": StoneFacts.species, "weight": -_came_in.carat_thousandths}
    return in_order(sort, columns, Lot.id, (Lot.id.desc(),))


def _listed(wanted: WantedStones) -> Any:
    ids = select(Lot.id).where(Lot.kind.in_(STONE_KINDS)).order_by(*_sorted(wanted.sort))
    exact = {name: getattr(wanted, name) for name in ("species", "colour", "clarity", "shape")}
    given = {name: value for name, value in exact.items() if value}
    if given or wanted.words or wanted.has_report is not None or wanted.sort.by == "species":
        ids = ids.outerjoin(StoneFacts, and_(StoneFacts.lot_id == Lot.id, _IS_NEWEST))
    ids = ids.where(*(func.lower(getattr(StoneFacts, name)) == value.lower() for name, value in given.items()))
    if wanted.has_report is not None:
        there = StoneFacts.report_number.is_not(None)
        ids = ids.where(there if wanted.has_report else ~there)
    if wanted.words:
        columns = (Lot.code, Lot.name, Lot.note, StoneFacts.species, StoneFacts.report_number, StoneFacts.laboratory)
        ids = ids.where(or_(*(column.icontains(wanted.words, autoescape=True) for column in columns)))
    return _weighing(ids, wanted)


def _weighing(ids: Any, wanted: WantedStones) -> Any:
    if wanted.sort.by == "weight":
        ids = ids.outerjoin(_came_in, _CAME_IN)
    if wanted.least is None and wanted.most is None:
        return ids
    if wanted.sort.by != "weight":
        ids = ids.join(_came_in, _CAME_IN)
    if wanted.least is not None:
        ids = ids.where(-_came_in.carat_thousandths >= wanted.least)
    return ids if wanted.most is None else ids.where(-_came_in.carat_thousandths <= wanted.most)
