"""People and customers as the search asks for them, and what was ordered, repaired and delivered."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import func, select

from workshop.aftercare.repair_models import RepairJob
from workshop.catalogue.models import Design
from workshop.materials.codes import DELIVERY
from workshop.materials.papers import Supplier
from workshop.people.duties import ROLES
from workshop.people.models import Person
from workshop.pieces.models import Piece
from workshop.sales.case_models import PackedCase
from workshop.sales.order_models import Order

Asked = Any  # a select of several columns
Rows = Callable[[Collection[int]], Asked]


def people(ids: Collection[int]) -> Asked:
    flags = [getattr(Person, f"is_{role}") for role in ROLES]
    return select(Person.id.label("row_id"), Person.subject.label("code"), Person.name.label("title"), *flags).where(
        Person.id.in_(ids)
    )


def suppliers(ids: Collection[int]) -> Asked:
    columns = Supplier.code, func.coalesce(Supplier.name, Supplier.code).label("title"), Supplier.code.label("number")
    return select(Supplier.id.label("row_id"), *columns).where(Supplier.id.in_(ids))


def held(model: Any) -> Rows:
    def rows(ids: Collection[int]) -> Asked:
        return (
            select(model.id.label("row_id"), Piece.serial.label("code"), func.coalesce(model.name, "").label("title"))
            .add_columns(Design.name.label("material"), model.contact.label("number"))
            .join(Piece, Piece.id == model.piece_id)
            .join(Design, Design.id == Piece.design_id)
            .where(model.id.in_(ids))
        )

    return rows


def repairs(*, with_customer: bool) -> Rows:
    title = func.coalesce(RepairJob.customer, RepairJob.seen) if with_customer else RepairJob.seen

    def rows(ids: Collection[int]) -> Asked:
        return (
            select(RepairJob.id.label("row_id"), RepairJob.code, title.label("title"), RepairJob.received_at)
            .add_columns(Piece.serial.label("number"))
            .join(Piece, Piece.id == RepairJob.piece_id)
            .where(RepairJob.id.in_(ids))
        )

    return rows


def orders(*, with_customer: bool) -> Rows:
    title = func.coalesce(Order.customer, Order.code) if with_customer else Order.code

    def rows(ids: Collection[int]) -> Asked:
        return select(Order.id.label("row_id"), Order.code, title.label("title"), Order.at).where(Order.id.in_(ids))

    return rows


def cases(ids: Collection[int]) -> Asked:
    title = func.coalesce(PackedCase.holder, PackedCase.code).label("title")
    return select(PackedCase.id.label("row_id"), PackedCase.code, title, PackedCase.at).where(PackedCase.id.in_(ids))


def is_delivery(code: str) -> bool:
    """Whether this is the code of a case that a shop bought, which has a page for the owner alone."""
    return code.startswith(f"{DELIVERY}-")
