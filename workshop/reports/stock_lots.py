"""What is left of every lot at the end of a day: rows of the books, lot by lot."""

from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from workshop.materials.accounts import Account, Balance
from workshop.materials.models import Lot, Material, StoneFacts
from workshop.materials.waterfall import HERE
from workshop.reports.told import Span

facts = aliased(StoneFacts, name="facts")
left = aliased(Balance, name="left_over")


def lots_at(span: Span, *more: Any) -> Any:
    """A statement over every lot of the shop's own of which there is something at the end of the day, with what came in."""
    first, received = aliased(Balance), _received()
    known = (Lot.id, Lot.code, Lot.name, Lot.kind, Lot.metal, Lot.fineness, Lot.cost_minor, Lot.currency)
    alloy = Material.name.label("alloy")
    return (
        select(*known, alloy, facts.species, *_amounts(received))
        .select_from(Lot)
        .join(first, and_(first.lot_id == Lot.id, first.sequence == 1))
        .join(Account, and_(Account.id == first.account_id, Account.key == Account.kind, Account.kind.in_(HERE)))
        .join(left, and_(left.account_id == first.account_id, left.lot_id == first.lot_id, _is_last(first, span)))
        .outerjoin(Material, Material.id == Lot.material_id)
        .outerjoin(facts, and_(facts.lot_id == Lot.id, is_newest()))
        .outerjoin(received, received.c.lot_id == Lot.id)
        .where(Lot.owner_id.is_(None), *more)
        .group_by(*known, Material.name, facts.species)
        .having(func.sum(left.mg) + func.sum(left.carat_thousandths) + func.sum(left.number) > 0)
    )


def _amounts(received: Any) -> tuple[Any, ...]:
    return (
        func.sum(left.mg).label("mg"),
        func.sum(left.carat_thousandths).label("carats"),
        func.sum(left.number).label("number"),
        func.max(received.c.mg).label("whole_mg"),
        func.max(received.c.carats).label("whole_carats"),
    )


def _is_last(first: Any, span: Span) -> Any:
    later = aliased(Balance)
    newest = (
        select(func.max(later.sequence))
        .where(later.account_id == first.account_id, later.lot_id == first.lot_id, later.at <= span.until)
        .correlate(first)
        .scalar_subquery()
    )
    return left.sequence == newest


def is_newest() -> Any:
    newer = aliased(StoneFacts)
    newest = select(func.max(newer.sequence)).where(newer.lot_id == Lot.id).correlate(Lot).scalar_subquery()
    return facts.sequence == newest


def _received() -> Any:
    """How much of each lot ever came in: the first balance of its own account."""
    opening = aliased(Balance)
    return (
        select(
            Lot.id.label("lot_id"),
            opening.mg.label("mg"),
            opening.carat_thousandths.label("carats"),
        )
        .join(opening, and_(opening.account_id == Lot.account_id, opening.lot_id == Lot.id, opening.sequence == 1))
        .subquery()
    )
