"""The list of repairs: a page of it, or all for taking away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.aftercare.repair_models import RepairJob
from workshop.aftercare.repair_queries import WHOLE, step_of_row
from workshop.catalogue.models import Design
from workshop.database import stream
from workshop.pieces.models import Piece
from workshop.pieces.serials import SERIAL_ORDER
from workshop.sorting import AS_IT_COMES, Sort, in_order

PAGE = 50
SORTS = ("repair", "piece", "came", "due")
_chosen = aliased(RepairJob, name="chosen_repair")  # first, before all that is told of their pieces


@dataclass(frozen=True)
class RepairLineTold:
    """A repair in a list, as it stands; `step` is what it waits for."""

    row: Any
    step: str


def list_repairs(
    session: Session, sought: str | None, *, ended: bool, page: int, sort: Sort = AS_IT_COMES
) -> list[RepairLineTold]:
    """A page of repairs and one line more when there are further ones: open ones by their due day, ended ones newest first. One statement."""
    wanted = _listed(sought, sort, ended=ended).offset((page - 1) * PAGE).limit(PAGE + 1)
    return [RepairLineTold(row, step_of_row(row)) for row in session.execute(wanted)]


def every_repair(
    session: Session, sought: str | None, sort: Sort = AS_IT_COMES, *, ended: bool
) -> Iterator[RepairLineTold]:
    """All repairs that the list would show, read some at a time. One statement."""
    for row in stream(session, _listed(sought, sort, ended=ended)):
        yield RepairLineTold(row, step_of_row(row))


def _listed(sought: str | None, sort: Sort, *, ended: bool) -> Any:
    chosen = select(_chosen.id).where(_chosen.ended_at.is_not(None) if ended else _chosen.ended_at.is_(None))
    wanted = WHOLE.where(RepairJob.id.in_(chosen))
    if sought:
        wanted = wanted.where(_like(sought))
    columns = {
        "repair": RepairJob.id,
        "piece": SERIAL_ORDER,
        "came": RepairJob.received_at,
        "due": Piece.due_on,
    }
    newest: tuple[Any, ...] = (RepairJob.ended_at.desc(), RepairJob.id.desc())
    usual = newest if ended else (Piece.due_on.is_(None), Piece.due_on, RepairJob.id)
    return wanted.order_by(*in_order(sort, columns, RepairJob.id, usual))


def _like(sought: str) -> ColumnElement[bool]:
    return or_(
        *(
            column.icontains(sought, autoescape=True)
            for column in (RepairJob.code, Piece.serial, Design.name, RepairJob.customer, RepairJob.seen)
        )
    )
