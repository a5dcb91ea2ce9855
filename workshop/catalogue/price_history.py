"""Every change of a design's price is written down before the price changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from workshop.catalogue.models import Design
from workshop.catalogue.price_models import DesignPrice
from workshop.writing import Writing

RETAIL, WHOLESALE = "retail", "wholesale"
Moved = tuple[int, int | None, int | None]


def _own_wholesale(*more: Any) -> Any:
    newest = DesignPrice.number.desc()
    rows = select(DesignPrice.price_minor).where(DesignPrice.design_id == Design.id, DesignPrice.kind == WHOLESALE)
    return rows.where(*more).order_by(newest).limit(1).correlate(Design).scalar_subquery()


OWN_WHOLESALE: Any = _own_wholesale()


def own_wholesale_at(until: datetime) -> Any:
    """A design's own wholesale price as it stood at that moment, for a statement over designs."""
    return _own_wholesale(DesignPrice.at <= until)


def note_prices(writing: Writing, kind: str, moved: Iterable[Moved]) -> None:
    """`moved`: a design's primary key, what the price was and what it is now. Two statements for up to a thousand."""
    rows = list(moved)
    numbers = _numbers(writing, kind, [design_id for design_id, _was, _now in rows])
    written = [
        {
            "design_id": design_id,
            "kind": kind,
            "number": numbers.get(design_id, 0) + 1,
            "was_minor": was,
            "price_minor": now,
            "at": writing.at,
            "by_id": writing.by.id,
        }
        for design_id, was, now in rows
    ]
    if written:
        writing.add_all(DesignPrice, written)


def _numbers(writing: Writing, kind: str, design_ids: list[int]) -> dict[int, int]:
    found = writing.session.execute(
        select(DesignPrice.design_id, func.max(DesignPrice.number))
        .where(DesignPrice.kind == kind, DesignPrice.design_id.in_(design_ids))
        .group_by(DesignPrice.design_id)
    )
    return {design_id: number for design_id, number in found}


def retail_at(until: datetime) -> Any:
    """The retail price of a design as it stood at that moment, for a statement over designs; while it had none, the next one."""
    later = (
        select(DesignPrice.was_minor)
        .where(DesignPrice.design_id == Design.id, DesignPrice.kind == RETAIL, DesignPrice.at > until)
        .where(DesignPrice.was_minor.is_not(None))
        .order_by(DesignPrice.number)
        .limit(1)
        .correlate(Design)
    )
    return func.coalesce(later.scalar_subquery(), Design.price_minor)
