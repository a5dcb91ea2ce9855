"""Reading terms of guarantee: those of each design now, and those that went with a piece."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Text, and_, cast, exists, func, literal, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.actions import no_such_design
from workshop.catalogue.guarantee_models import Guarantee
from workshop.catalogue.guarantees import SHOP, of_design
from workshop.catalogue.models import Design
from workshop.catalogue.text_models import OwnText
from workshop.claims.queries import TERMS
from workshop.inspection.guarantee_models import PieceGuarantee
from workshop.people.models import Shop
from workshop.pieces.models import Piece

_later = aliased(Guarantee)
_NEWEST = (
    select(func.max(_later.number)).where(_later.serves == Guarantee.serves).correlate(Guarantee).scalar_subquery()
)
MOST_TERMS = 500


def design_of(session: Session, code: str) -> Any:
    """Primary key, code and name. Raises NotFound."""
    row: Any = session.execute(select(Design.id, Design.code, Design.name).where(Design.code == code)).one_or_none()
    if row is None:
        raise no_such_design(code)
    return row


def all_terms(session: Session) -> Sequence[Any]:
    """The newest version of the shop and of each design that has its own: the version, and the design's code and name. One statement."""
    design = Guarantee.serves == literal("design:") + cast(Design.id, Text)
    return session.execute(
        select(Guarantee, Design.code, Design.name)
        .outerjoin(Design, design)
        .where(Guarantee.number == _NEWEST)
        .order_by(Guarantee.serves != SHOP, Design.code)
        .limit(MOST_TERMS)
    ).all()


def versions(session: Session, design_id: int | None) -> list[Guarantee]:
    """Every version for a design, or for the shop (None), newest first."""
    serves = SHOP if design_id is None else of_design(design_id)
    return list(
        session.scalars(select(Guarantee).where(Guarantee.serves == serves).order_by(Guarantee.number.desc()).limit(50))
    )


def given_to(session: Session, piece_id: int) -> Any:
    """The terms that stand with a piece: the version, and when it was frozen the days and the country; the shop's country and language now, and whether the words are published in other languages. None without any. One statement."""
    newest = (
        select(func.max(PieceGuarantee.id))
        .where(PieceGuarantee.piece_id == Piece.id)
        .correlate(Piece)
        .scalar_subquery()
    )
    return session.execute(
        select(
            Guarantee,
            PieceGuarantee.begins_on,
            PieceGuarantee.ends_on,
            PieceGuarantee.country,
            Shop.country.label("country_now"),
            func.coalesce(Shop.writes_in, Shop.language).label("writes_in"),
            exists().where(OwnText.serves == literal("guarantee:") + cast(Guarantee.id, Text)).label("is_translated"),
        )
        .select_from(Piece)
        .join(Guarantee, and_(Guarantee.id == TERMS, Guarantee.is_given == True))
        .outerjoin(PieceGuarantee, PieceGuarantee.id == newest)
        .outerjoin(Shop, Shop.id == 1)
        .where(Piece.id == piece_id)
    ).one_or_none()


def newest_given(piece_id: int | BindParameter[int]) -> Any:
    """As SQL: the newest guarantee that was frozen onto a piece; NULL without one."""
    return select(func.max(PieceGuarantee.id)).where(PieceGuarantee.piece_id == piece_id).scalar_subquery()
