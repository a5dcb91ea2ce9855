"""The list of stones: searched, filtered and paged by the database, with tens of thousands of single stones in it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.materials.accounts import Account, Balance
from workshop.materials.models import Lot, StoneFacts
from workshop.materials.papers import Supplier
from workshop.materials.words import STONE_KINDS

PAGE = 50
MOST_EXPORTED = 100_000


@dataclass(frozen=True)
class WantedStones:
    """What is looked for: words, exact species, colour, clarity and shape, carats from and to in thousandths, whether a report is there, which page from 1."""

    words: str | None = None
    species: str | None = None
    colour: str | None = None
    clarity: str | None = None
    shape: str | None = None
    least: int | None = None
    most: int | None = None
    has_report: bool | None = None
    page: int = 1


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
    return _rows(session, _listed(wanted).offset((wanted.page - 1) * PAGE).limit(PAGE + 1))


def export_stones(session: Session, wanted: WantedStones) -> list[Row[Any]]:
    """All stones that the list would show. One statement."""
    return _rows(session, _listed(wanted).limit(MOST_EXPORTED))


def _rows(session: Session, ids: Any) -> list[Row[Any]]:
    return list(session.execute(_ROWS.where(Lot.id.in_(ids)).order_by(Lot.id.desc())))


def _listed(wanted: WantedStones) -> Any:
    ids = select(Lot.id).where(Lot.kind.in_(STONE_KINDS)).order_by(Lot.id.desc())
    exact = {name: getattr(wanted, name) for name in ("species", "colour", "clarity", "shape")}
    given = {name: value for name, value in exact.items() if value}
    if given or wanted.words or wanted.has_report is not None:
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
    if wanted.least is None and wanted.most is None:
        return ids
    ids = ids.join(_came_in, _CAME_IN)
    if wanted.least is not None:
        ids = ids.where(-_came_in.carat_thousandths >= wanted.least)
    return ids if wanted.most is None else ids.where(-_came_in.carat_thousandths <= wanted.most)
