"""The list of suppliers: a page of it, or all for taking away."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from workshop.materials.models import Lot
from workshop.materials.paper_queries import MOST_EXPORTED, PAGE, Found
from workshop.materials.papers import Document, Supplier
from workshop.materials.words import SUPPLIER_ROLES
from workshop.sorting import AS_IT_COMES, Sort, in_order

SORTS = ("code", "name", "country")
_LOTS = select(func.count()).where(Lot.supplier_id == Supplier.id).correlate(Supplier).scalar_subquery()
_PAPERS = select(func.count(Document.id)).where(Document.supplier_id == Supplier.id).correlate(Supplier)
_SUPPLIERS: Any = select(
    Supplier.code,
    Supplier.name,
    Supplier.country,
    Supplier.address,
    Supplier.email,
    Supplier.recheck_on,
    Supplier.retired_at,
    *(getattr(Supplier, f"is_{role}") for role in SUPPLIER_ROLES),
    _LOTS.label("lots"),
    _PAPERS.scalar_subquery().label("papers"),
)


def suppliers(session: Session, *, sought: str = "", page: int = 1, sort: Sort = AS_IT_COMES) -> Found:
    """Suppliers by name or code, those still dealt with first, by name. Two statements."""
    wanted = _named(sought)
    total = session.scalar(select(func.count(Supplier.id)).where(*wanted)) or 0
    page = max(1, min(page, -(-total // PAGE)))
    asked = _SUPPLIERS.where(*wanted).order_by(*_sorted(sort))
    rows = session.execute(asked.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Found(rows, (page - 1) * PAGE + 1 if rows else 0, total, page)


def all_suppliers(session: Session, *, sought: str = "", sort: Sort = AS_IT_COMES) -> Sequence[Any]:
    """All rows that the list would show. One statement."""
    return session.execute(_SUPPLIERS.where(*_named(sought)).order_by(*_sorted(sort)).limit(MOST_EXPORTED)).all()


def _named(sought: str) -> list[Any]:
    if not sought:
        return []
    return [or_(*(column.icontains(sought, autoescape=True) for column in (Supplier.name, Supplier.code)))]


def _sorted(sort: Sort) -> tuple[Any, ...]:
    by_name = func.lower(Supplier.name)
    usual = (Supplier.retired_at.is_not(None), by_name, Supplier.id)
    return in_order(sort, {"code": Supplier.id, "name": by_name, "country": Supplier.country}, Supplier.id, usual)
