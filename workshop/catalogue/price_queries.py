"""Reading prices: the list of every design with what it costs, and how one of them came to be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from workshop.catalogue.actions import no_such_design
from workshop.catalogue.models import Design
from workshop.catalogue.price_history import OWN_WHOLESALE
from workshop.catalogue.price_models import DesignPrice
from workshop.catalogue.queries import KIND_NAMES
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.wording import _

PAGE = 50
SORTS = ("code", "name", "kind", "retail", "wholesale", "changed")
MADE_ELSEWHERE = "OTHERS-"  # stands for things that came for a repair

_CHANGED: Any = select(func.max(DesignPrice.at)).where(DesignPrice.design_id == Design.id).correlate(Design)
_ROW: Any = select(
    Design.id,
    Design.code,
    Design.name,
    Design.kind,
    Material.name.label("alloy"),
    Design.price_minor,
    OWN_WHOLESALE.label("own_wholesale_minor"),
    _CHANGED.scalar_subquery().label("changed_at"),
).join(Material, Material.id == Design.material_id)


@dataclass(frozen=True)
class PriceRow:
    """One design and its prices; None is no price, or (of wholesale) none of its own. `changed_at` None: never since it was entered."""

    id: int
    code: str
    name: str
    kind: str
    alloy: str
    price_minor: int | None
    own_wholesale_minor: int | None
    changed_at: datetime | None

    @property
    def kind_name(self) -> str:
        return _(KIND_NAMES[self.kind])


@dataclass(frozen=True)
class Wanted:
    """Which designs: a text in code or name, and a kind of piece; empty is all."""

    sought: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PricePage:
    """One page of the list; `first` counts from 1."""

    rows: tuple[PriceRow, ...]
    first: int
    total: int
    page: int

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def has_more(self) -> bool:
        return self.last < self.total


def price_page(session: Session, wanted: Wanted, page: int, sort: Sort, wholesale_percent: int) -> PricePage:
    """By name unless another order was asked for. Two statements."""
    total = session.scalar(_chosen(select(func.count()).select_from(Design), wanted)) or 0
    page = page_within(page, total)
    rows = _chosen(_ROW, wanted).order_by(*_order(sort, wholesale_percent)).limit(PAGE).offset((page - 1) * PAGE)
    found = tuple(PriceRow(*row) for row in session.execute(rows))
    return PricePage(found, (page - 1) * PAGE + 1 if found else 0, total, page)


def page_within(page: int, total: int) -> int:
    """The page that was asked for, or the last one there is."""
    return max(1, min(page, -(-total // PAGE)))


def price_rows(
    session: Session, wanted: Wanted, sort: Sort = AS_IT_COMES, wholesale_percent: int = 100, most: int | None = None
) -> Iterator[PriceRow]:
    """The same without pages; at most so many. One statement."""
    rows = _chosen(_ROW, wanted).order_by(*_order(sort, wholesale_percent)).limit(most)
    return (PriceRow(*row) for row in session.execute(rows))


def prices_after(session: Session, code: str | None, limit: int) -> list[PriceRow]:
    """In the order of their codes, from the one after this. One statement."""
    wanted = _chosen(_ROW, Wanted()).order_by(Design.code).limit(limit)
    return [PriceRow(*row) for row in session.execute(wanted.where(Design.code > code) if code else wanted)]


def _order(sort: Sort, wholesale_percent: int) -> tuple[Any, ...]:
    by_share = Design.price_minor * wholesale_percent / 100
    columns = {
        "code": Design.code,
        "name": func.lower(Design.name),
        "kind": Design.kind,
        "retail": Design.price_minor,
        "wholesale": case((OWN_WHOLESALE.is_not(None), OWN_WHOLESALE), else_=by_share),
        "changed": _CHANGED.scalar_subquery(),
    }
    return in_order(sort, columns, Design.id, (func.lower(Design.name), Design.id))


def _chosen(statement: Select[Any], wanted: Wanted) -> Select[Any]:
    statement = statement.where(~Design.code.startswith(MADE_ELSEWHERE))
    if wanted.kind:
        statement = statement.where(Design.kind == wanted.kind)
    if not wanted.sought:
        return statement
    named = [one.icontains(wanted.sought, autoescape=True) for one in (Design.name, Design.code)]
    return statement.where(or_(*named))


def price_of(session: Session, code: str) -> PriceRow:
    """Raises NotFound."""
    row = session.execute(_ROW.where(Design.code == code)).one_or_none()
    if row is None:
        raise no_such_design(code)
    return PriceRow(*row)


def price_history(session: Session, design_id: int) -> list[Any]:
    """Every change, the newest first: kind, number, was_minor, price_minor, at, by (a name, or None)."""
    told = (DesignPrice.kind, DesignPrice.number, DesignPrice.was_minor, DesignPrice.price_minor, DesignPrice.at)
    return list(
        session.execute(
            select(*told, Person.name.label("by"))
            .outerjoin(Person, Person.id == DesignPrice.by_id)
            .where(DesignPrice.design_id == design_id)
            .order_by(DesignPrice.id.desc())
        )
    )
