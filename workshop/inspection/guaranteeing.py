"""Freezing the terms of guarantee onto a piece, in the transaction of its sale."""

from contextlib import suppress
from datetime import date

from sqlalchemy import select

from workshop.catalogue.guarantee_models import Guarantee
from workshop.catalogue.guarantees import offered
from workshop.days import date_at
from workshop.inspection.guarantee_models import PieceGuarantee
from workshop.people.queries import find_shop
from workshop.pieces.rules import Standing
from workshop.writing import Writing

SALES = ("sold", "shipped")


def freeze_guarantee(writing: Writing, standing: Standing, departure_id: int, kind: str) -> None:
    """What is offered for its design today goes with a piece that is sold; one that is only sent keeps what it has.

    Nothing is written where the design has no terms.
    """
    if kind not in SALES or (kind == "shipped" and _has_one(writing, standing.piece_id)):
        return
    terms = writing.session.execute(
        select(Guarantee.id, Guarantee.years).where(
            Guarantee.id == offered(standing.design_id), Guarantee.is_given == True
        )
    ).one_or_none()
    if terms is None:
        return
    shop = find_shop(writing.session)
    begins = date_at(writing.at, shop.time_zone if shop else None)
    writing.add(
        PieceGuarantee,
        piece_id=standing.piece_id,
        guarantee_id=terms.id,
        departure_id=departure_id,
        begins_on=begins.isoformat(),
        ends_on=years_after(begins, terms.years).isoformat() if terms.years else None,
        country=shop.country if shop else None,
        at=writing.at,
        by_id=writing.by.id,
    )


def _has_one(writing: Writing, piece_id: int) -> bool:
    wanted = select(PieceGuarantee.id).where(PieceGuarantee.piece_id == piece_id).limit(1)
    return writing.session.scalar(wanted) is not None


def years_after(day: date, years: int) -> date:
    """The same day so many years later; the last of February for a day that the year has not got."""
    with suppress(ValueError):
        return day.replace(year=day.year + years)
    return day.replace(year=day.year + years, day=28)
