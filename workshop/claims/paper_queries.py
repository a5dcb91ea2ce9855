"""Reading papers for the rulebook: documents with their newest reading and withdrawal, by what they speak of."""

from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, select
from sqlalchemy.orm import aliased

from workshop.claims.queries import OUTSIDE, newest, stock
from workshop.materials.models import Lot, LotPaper
from workshop.materials.papers import Document, Reading, Supplier, Withdrawal
from workshop.pieces.making_models import Hallmark

_holder = aliased(Supplier)
_paper_of = aliased(LotPaper)
_other = aliased(LotPaper)
_PAPER = (
    Document.code,
    Document.file,
    Reading.kind,
    Reading.standard,
    Reading.number,
    Reading.agency,
    Reading.holder,
    _holder.code.label("holder_code"),
    _holder.name.label("holder_name"),
    Reading.site,
    Reading.materials,
    Reading.form,
    Reading.custody,
    Reading.assessor,
    Reading.origin,
    Reading.country,
    Reading.share,
    Reading.limit_mg,
    Reading.fineness,
    Reading.nickel_release,
    Reading.benchmark,
    Reading.covers,
    Reading.issued_on,
    Reading.valid_from,
    Reading.valid_until,
    Reading.checked_by,
    Reading.checked_on,
    Reading.checked_where,
    Withdrawal.from_on,
    Withdrawal.is_false,
)


def _read(statement: Any) -> Any:
    """Documents with their newest reading and withdrawal."""
    return (
        statement.join(
            Reading,
            and_(Reading.document_id == Document.id, Reading.sequence == newest(Reading, Reading.document_id)),
        )
        .outerjoin(_holder, _holder.id == Reading.holder_id)
        .outerjoin(
            Withdrawal,
            and_(
                Withdrawal.document_id == Document.id,
                Withdrawal.sequence == newest(Withdrawal, Withdrawal.document_id),
            ),
        )
    )


_standing_paper = and_(
    _paper_of.stands == True,
    _paper_of.sequence
    == select(func.max(_other.sequence))
    .where(_other.lot_id == _paper_of.lot_id, _other.document_id == _paper_of.document_id)
    .correlate(_paper_of)
    .scalar_subquery(),
)
PAPERS: Select[Any] = _read(
    select(_paper_of.lot_id, *_PAPER).select_from(_paper_of).join(Document, Document.id == _paper_of.document_id)
).where(_standing_paper, _paper_of.lot_id.in_(bindparam("lots", expanding=True)))

# What was used of all lots that a document with a limit speaks of: received less what is still in stock.
USED: Select[Any] = (
    select(Document.code, func.sum(-stock(OUTSIDE) - func.coalesce(stock(Lot.account_id), 0)).label("used_mg"))
    .select_from(_paper_of)
    .join(Document, Document.id == _paper_of.document_id)
    .join(Lot, Lot.id == _paper_of.lot_id)
    .where(_standing_paper, Document.code.in_(bindparam("documents", expanding=True)))
    .group_by(Document.code)
)
OWN_PAPERS: Select[Any] = _read(select(literal(0).label("lot_id"), *_PAPER).select_from(Document)).where(
    Document.supplier_id.is_(None), Reading.kind.in_(("licence", "certificate", "pay", "nickel"))
)
HALLMARK_PAPERS: Select[Any] = _read(
    select(Hallmark.id.label("lot_id"), *_PAPER)
    .select_from(Hallmark)
    .join(Document, Document.id == Hallmark.document_id)
).where(Hallmark.piece_id.in_(bindparam("pieces", expanding=True)))
