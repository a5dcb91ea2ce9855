"""Reading the catalogue: designs with what belongs to them, and routes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from workshop.catalogue.actions import no_such_design
from workshop.catalogue.defaults import KINDS, WORK
from workshop.catalogue.models import Design, Edition, Route, Stage
from workshop.catalogue.routing import NO_STAGE
from workshop.materials.models import Material
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.wording import _

PAGE = 50
ONE_READ = 500
SORTS = ("code", "name", "kind", "metal", "weight", "price")
KIND_NAMES = {kind.key: kind.name for kind in KINDS}
BASE_OF = {kind.key: kind.base for kind in KINDS}
_ROW: Any = (
    select(
        Design.id,
        Design.code,
        Design.name,
        Design.kind,
        Material.key.label("material"),
        Material.name.label("alloy"),
        Route.name.label("route"),
        Design.target_weight_mg,
        Design.minimum_thickness_um,
        Design.construction,
        Design.size,
        Design.price_minor,
        Design.story,
        Design.care,
        Design.made_of,
        Design.dated,
        Design.risk_note,
        Design.mould,
        Design.counts_casting,
        Design.picture,
    )
    .join(Material, Material.id == Design.material_id)
    .join(Route, Route.id == Design.route_id)
)


@dataclass(frozen=True)
class DesignRow:
    """One design, as lists and forms show it."""

    id: int
    code: str
    name: str
    kind: str
    material: str
    alloy: str
    route: str
    target_weight_mg: int | None
    minimum_thickness_um: int | None
    construction: str | None
    size: str | None
    price_minor: int | None
    story: str | None
    care: str | None
    made_of: str | None
    dated: str | None
    risk_note: str | None
    mould: str | None
    counts_casting: bool | None
    picture: str | None

    @property
    def kind_name(self) -> str:
        return _(KIND_NAMES[self.kind])

    @property
    def drawing(self) -> str:
        return BASE_OF[self.kind]


@dataclass(frozen=True)
class Designs:
    """One page of the list; `first` counts from 1."""

    rows: tuple[DesignRow, ...]
    first: int
    total: int
    page: int

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def has_more(self) -> bool:
        return self.last < self.total


@dataclass(frozen=True)
class StageRow:
    """One stage of a route that is still done. `loss_asked` in parts per 10,000."""

    name: str
    work: str
    loss_asked: int | None


@dataclass(frozen=True)
class RouteRow:
    """A route with its stages in order."""

    name: str
    is_default: bool
    stages: tuple[StageRow, ...]


def designs(session: Session, sought: str, page: int, sort: Sort = AS_IT_COMES) -> Designs:
    """Designs whose code or name holds the text, newest first unless another order was asked for. Two statements."""
    total = session.scalar(_sought(select(func.count()).select_from(Design), sought)) or 0
    page = max(1, min(page, -(-total // PAGE)))
    chosen = _sought(_ROW, sought).order_by(*_sorted(sort)).limit(PAGE).offset((page - 1) * PAGE)
    rows = tuple(DesignRow(*row) for row in session.execute(chosen))
    return Designs(rows, (page - 1) * PAGE + 1 if rows else 0, total, page)


def all_designs(session: Session, sought: str, sort: Sort = AS_IT_COMES) -> Iterator[DesignRow]:
    """The same without pages; oldest first and read in portions unless another order was asked for."""
    if sort.by:
        yield from (DesignRow(*row) for row in session.execute(_sought(_ROW, sought).order_by(*_sorted(sort))))
        return
    last = 0
    while rows := session.execute(
        _sought(_ROW, sought).where(Design.id > last).order_by(Design.id).limit(ONE_READ)
    ).all():
        yield from (DesignRow(*row) for row in rows)
        last = rows[-1].id


def _sorted(sort: Sort) -> tuple[Any, ...]:
    columns = {
        "code": Design.code,
        "name": func.lower(Design.name),
        "kind": Design.kind,
        "metal": Material.name,
        "weight": Design.target_weight_mg,
        "price": Design.price_minor,
    }
    return in_order(sort, columns, Design.id, (Design.id.desc(),))


def _sought(chosen: Select[Any], sought: str) -> Select[Any]:
    if not sought:
        return chosen
    return chosen.where(
        or_(Design.name.icontains(sought, autoescape=True), Design.code.icontains(sought, autoescape=True))
    )


def design(session: Session, code: str) -> DesignRow:
    """Raises NotFound."""
    row = session.execute(_ROW.where(Design.code == code)).one_or_none()
    if row is None:
        raise no_such_design(code)
    return DesignRow(*row)


def editions(session: Session, design_id: int) -> list[Any]:
    """Name, size and proofs of a design's editions, oldest first."""
    return list(
        session.execute(
            select(Edition.id, Edition.name, Edition.size, Edition.proofs)
            .where(Edition.design_id == design_id)
            .order_by(Edition.id)
        ).all()
    )


def alloys(session: Session) -> list[tuple[str, str]]:
    """Key and name of every alloy."""
    return [(key, _(name)) for key, name in session.execute(select(Material.key, Material.name).order_by(Material.id))]


def routes(session: Session) -> list[RouteRow]:
    """Every route with the stages that are still done. Two statements."""
    stages = session.execute(
        select(Stage.route_id, Stage.name, Stage.work, Stage.loss_asked)
        .where(Stage.retired_at.is_(None))
        .order_by(Stage.position, Stage.id)
    ).all()
    return [
        RouteRow(
            r.name, r.is_default, tuple(StageRow(s.name, s.work, s.loss_asked) for s in stages if s.route_id == r.id)
        )
        for r in session.execute(select(Route.id, Route.name, Route.is_default).order_by(Route.id))
    ]


def works() -> list[tuple[str, str]]:
    """Kinds of work that a stage can be."""
    return [(kind.key, _(kind.name)) for kind in WORK if kind.key not in NO_STAGE]
