"""Which terms of guarantee a design is sold with now: its own newest version, else that of the shop."""

from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal, select
from sqlalchemy.orm import aliased

from workshop.catalogue.guarantee_models import Guarantee

SHOP = "shop"


def of_design(design_id: int) -> str:
    """What terms of one design are for, as their row spells it."""
    return f"design:{design_id}"


def offered(design_id: Any) -> ColumnElement[Any]:
    """As SQL: the primary key of the terms that a piece of this design is sold with; NULL when there are none."""
    own = _newest(literal("design:") + cast(design_id, Text))
    return func.coalesce(own, _newest(literal(SHOP)))


def _newest(serves: ColumnElement[Any]) -> Any:
    terms = aliased(Guarantee)
    return select(terms.id).where(terms.serves == serves).order_by(terms.number.desc()).limit(1).scalar_subquery()
