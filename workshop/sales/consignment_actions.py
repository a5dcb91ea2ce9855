"""The verb of consignment: write down what was agreed with the gallery."""

from sqlalchemy import select

from workshop.errors import Conflict
from workshop.sales.case_models import PackedPiece
from workshop.sales.case_queries import case_row
from workshop.sales.consignment_models import Consignment
from workshop.sales.consignment_rules import Terms, require_terms
from workshop.sales.sale_models import Sale
from workshop.wording import _
from workshop.writing import Writing


def agree_terms(writing: Writing, code: str, terms: Terms) -> None:
    """Once for a case, before anything is sold from it. Raises Invalid, Conflict."""
    require_terms(terms)
    case = case_row(writing.session, code)
    if case.place != "gallery" or case.closed_at is not None:
        raise Conflict(_("Terms are agreed for a case that is at a gallery."), slug="not-at-a-gallery")
    agreed = writing.session.scalar(select(Consignment.id).where(Consignment.case_id == case.id))
    sold = writing.session.scalar(
        select(Sale.id)
        .join(PackedPiece, PackedPiece.id == Sale.packed_id)
        .where(PackedPiece.case_id == case.id)
        .limit(1)
    )
    if agreed is not None or sold is not None:
        raise Conflict(
            _("Terms are agreed once, before anything is sold. For other terms pack another case."), slug="terms-agreed"
        )
    writing.add(Consignment, case_id=case.id, at=writing.at, by_id=writing.by.id, **vars(terms))
