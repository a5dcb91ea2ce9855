"""Reading papers for the rulebook: documents with their newest reading and withdrawal, by what they speak of."""

from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, select
from sqlalchemy.orm import aliased

from workshop.claims.queries import OUTSIDE, WEIGHTS, newest, stock
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

# The weights of each lot that a document with a limit speaks of, as `queries.LOTS` has them.
USED: Select[Any] = (
    select(Document.code, *WEIGHTS)
    .select_from(_paper_of)
    .join(Document, Document.id == _paper_of.document_id)
    .join(Lot, Lot.id == _paper_of.lot_id)
    .where(_standing_paper, Document.code.in_(bindparam("documents", expanding=True)))
)
# What was bought under a scheme, for the year's weight of a registration.
BOUGHT_UNDER: Select[Any] = (
    select(Lot.received_on, Lot.metal, (-stock(OUTSIDE)).label("received_mg"))
    .where(
        Lot.id.in_(
            select(_paper_of.lot_id)
            .join(
                Reading,
                and_(
                    Reading.document_id == _paper_of.document_id,
                    Reading.sequence == newest(Reading, Reading.document_id),
                ),
            )
            .where(_standing_paper, Reading.standard == bindparam("standard"))
        ),
        Lot.metal.is_not(None),
    )
    .order_by(Lot.id)
)
OWN_PAPERS: Select[Any] = _read(select(literal(0).label("lot_id"), *_PAPER).select_from(Document)).where(
    Document.supplier_id.is_(None), Reading.kind.in_(("licence", "certificate", "pay"))
)
HALLMARK_PAPERS: Select[Any] = _read(
    select(Hallmark.id.label("lot_id"), *_PAPER)
    .select_from(Hallmark)
    .join(Document, Document.id == Hallmark.document_id)
).where(Hallmark.piece_id.in_(bindparam("pieces", expanding=True)))
