"""What a lot was made of, what was made of it, and which papers speak of it; each a fixed number of statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session, aliased

from workshop.materials.models import Lot, LotPaper, LotParent, Sourcing
from workshop.materials.papers import Document, Reading, Withdrawal
from workshop.materials.stock import LOT_ROWS, PAGE, newest_of


def parents_of(session: Session, lot_id: int) -> list[Row[Any]]:
    """What went into a lot that was made here: lot rows and `went_in_mg`, the most first. One statement."""
    return list(
        session.execute(
            LOT_ROWS.add_columns(LotParent.mg.label("went_in_mg"))
            .join(LotParent, and_(LotParent.parent_id == Lot.id, LotParent.lot_id == lot_id))
            .order_by(LotParent.mg.desc(), Lot.id)
        )
    )


def children_of(session: Session, lot_id: int) -> list[Row[Any]]:
    """What was made of a lot: code, name, form and `went_in_mg`, newest first, at most a page. One statement."""
    return list(
        session.execute(
            select(Lot.code, Lot.name, Lot.form, LotParent.mg.label("went_in_mg"))
            .join(LotParent, LotParent.lot_id == Lot.id)
            .where(LotParent.parent_id == lot_id)
            .order_by(Lot.id.desc())
            .limit(PAGE)
        )
    )


def ancestry(session: Session, lot_id: int) -> tuple[list[Row[Any]], dict[int, Row[Any]]]:
    """Every line of parent and child above a lot (lot_id, parent_id, mg), and the lots in them by primary key. Two statements."""
    line: Any = (
        select(LotParent.lot_id, LotParent.parent_id, LotParent.mg)
        .where(LotParent.lot_id == lot_id)
        .cte("line", recursive=True)
    )
    further = aliased(LotParent)
    line = line.union(
        select(further.lot_id, further.parent_id, further.mg).join(line, further.lot_id == line.c.parent_id)
    )
    edges = list(session.execute(select(line.c.lot_id, line.c.parent_id, line.c.mg)))
    ids = {lot_id} | {edge.parent_id for edge in edges}
    rows: Any = session.execute(
        select(Lot.id, Lot.code, Lot.metal, Lot.fineness, Lot.is_own, Sourcing.origin)
        .outerjoin(
            Sourcing,
            and_(Sourcing.lot_id == Lot.id, Sourcing.sequence == newest_of(Sourcing, (Sourcing.lot_id, Lot.id))),
        )
        .where(Lot.id.in_(ids))
    )
    return edges, {row.id: row for row in rows}


def papers_of(session: Session, lot_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The documents that speak of these lots, as they were last read, by primary key of the lot. One statement."""
    later = aliased(LotPaper)
    newest = (
        select(func.max(later.sequence))
        .where(later.lot_id == LotPaper.lot_id, later.document_id == LotPaper.document_id)
        .correlate(LotPaper)
        .scalar_subquery()
    )
    rows: Any = session.execute(
        select(
            LotPaper.lot_id,
            Document.code,
            Reading.kind,
            Reading.standard,
            Reading.number,
            Reading.agency,
            Reading.custody,
            Reading.valid_from,
            Reading.valid_until,
            Reading.checked_on,
            Withdrawal.from_on,
            Withdrawal.is_false,
        )
        .join(Document, Document.id == LotPaper.document_id)
        .outerjoin(
            Reading,
            and_(
                Reading.document_id == Document.id,
                Reading.sequence == newest_of(Reading, (Reading.document_id, Document.id)),
            ),
        )
        .outerjoin(
            Withdrawal,
            and_(
                Withdrawal.document_id == Document.id,
                Withdrawal.sequence == newest_of(Withdrawal, (Withdrawal.document_id, Document.id)),
            ),
        )
        .where(LotPaper.lot_id.in_(lot_ids), LotPaper.stands == True, LotPaper.sequence == newest)
        .order_by(LotPaper.lot_id, Document.id)
    )
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.lot_id, []).append(row)
    return found
