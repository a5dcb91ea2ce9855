"""The list of repairs: a page of it, or all for taking away."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from workshop.aftercare.repair_models import RepairJob
from workshop.aftercare.repair_queries import WHOLE, step_of_row
from workshop.catalogue.models import Design
from workshop.pieces.models import Piece

PAGE = 50
MOST_EXPORTED = 100_000


@dataclass(frozen=True)
class RepairLineTold:
    """A repair in a list, as it stands; `step` is what it waits for."""

    row: Any
    step: str


def list_repairs(session: Session, sought: str | None, *, ended: bool, page: int) -> list[RepairLineTold]:
    """A page of repairs and one line more when there are further ones: open ones by their due day, ended ones newest first. One statement."""
    wanted = _listed(sought, ended=ended).offset((page - 1) * PAGE).limit(PAGE + 1)
    return [RepairLineTold(row, step_of_row(row)) for row in session.execute(wanted)]


def every_repair(session: Session, sought: str | None, *, ended: bool) -> list[RepairLineTold]:
    rows = session.execute(_listed(sought, ended=ended).limit(MOST_EXPORTED))
    return [RepairLineTold(row, step_of_row(row)) for row in rows]


def _listed(sought: str | None, *, ended: bool) -> Any:
    wanted = WHOLE.where(RepairJob.ended_at.is_not(None) if ended else RepairJob.ended_at.is_(None))
    if sought:
        wanted = wanted.where(_like(sought))
    if ended:
        return wanted.order_by(RepairJob.ended_at.desc(), RepairJob.id.desc())
    return wanted.order_by(Piece.due_on.is_(None), Piece.due_on, RepairJob.id)


def _like(sought: str) -> ColumnElement[bool]:
    return or_(
        *(
            column.icontains(sought, autoescape=True)
            for column in (RepairJob.code, Piece.serial, Design.name, RepairJob.customer, RepairJob.seen)
        )
    )
