"""What pieces cost: metal at purchase and today, stones, findings, labour, by the books and the logged work; each part known or not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.catalogue.models import Design
from workshop.catalogue.price_history import own_wholesale_at
from workshop.inspection.models import Inspection
from workshop.pieces.models import Piece, WorkEvent
from workshop.reports.figures import HOUR_US
from workshop.reports.finished import first_passed
from workshop.reports.inside import held, inside_pieces, sort_of
from workshop.reports.moves import moves_of, summed
from workshop.reports.reckoning import Terms
from workshop.reports.retail import retail_of
from workshop.reports.told import Span
from workshop.reports.worth import Worth, added

PARTS = ("metal", "stones", "findings", "labour")


@dataclass(frozen=True)
class Cost:
    """What one piece cost, in exact minor units; None is not known. `metal_today`: its fine metal at the day's price."""

    metal: Fraction | None
    metal_today: Fraction | None
    stones: Fraction | None
    findings: Fraction | None
    labour: Fraction | None

    @property
    def bought(self) -> Fraction | None:
        """All but the labour."""
        return added(added(self.metal, self.stones), self.findings)

    @property
    def known(self) -> Fraction | None:
        """The sum of what is known; None where nothing is."""
        parts = [one for one in (self.metal, self.stones, self.findings, self.labour) if one is not None]
        return sum(parts, Fraction(0)) if parts else None

    @property
    def whole(self) -> Fraction | None:
        return added(self.bought, self.labour)


Material = tuple[Fraction | None, Fraction | None, Fraction | None, Fraction | None]
NOT_KNOWN: Material = (None, None, None, None)


def passed_pieces(span: Span, *more: Any) -> Any:
    """A statement over the pieces that passed for the first time in these days, the newest first."""
    return (
        select(
            Inspection.id.label("look_id"),
            Piece.id.label("piece_id"),
            Piece.serial,
            Design.code,
            Design.name.label("design"),
            retail_of(span),
            own_wholesale_at(span.until).label("own_wholesale_minor"),
            Inspection.decided_at,
        )
        .select_from(Inspection)
        .join(Piece, Piece.id == Inspection.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .where(first_passed(span), *more)
        .order_by(Inspection.decided_at.desc(), Inspection.id.desc())
    )


def costs_of(session: Session, looks: Sequence[int], terms: Terms, currency: str | None, on: str) -> dict[int, Cost]:
    """What each piece cost that passed first by one of these inspections; about eight statements, however many."""
    pieces = select(Inspection.piece_id, Inspection.decided_at).where(Inspection.id.in_(looks)).subquery()
    return costs_until(session, pieces, terms, currency, on)


def costs_until(
    session: Session, pieces: Any, terms: Terms, currency: str | None, on: str, until: datetime | None = None
) -> dict[int, Cost]:
    """The same of a subquery of `piece_id` and `decided_at`, until when work counts; what was in them at a moment, or is now."""
    material = _material(session, pieces, currency, on, until)
    labour = _labour(session, pieces, terms)
    ids = session.scalars(select(pieces.c.piece_id))
    return {one: Cost(*material.get(one, NOT_KNOWN), labour.get(one)) for one in ids}


def _material(
    session: Session, pieces: Any, currency: str | None, on: str, until: datetime | None
) -> dict[int, Material]:
    """Metal, metal today, stones, findings; a piece without books is missing, since nothing is known of it."""
    rows = session.execute(
        inside_pieces(pieces, Piece.id.label("piece_id"), held.lot_id, held.mg, held.carat_thousandths, until=until)
    ).all()
    worth = Worth(session, {row.lot_id for row in rows}, currency, on)
    lots: Mapping[int, list[Any]] = defaultdict(list)
    for row in rows:
        lots[row.piece_id].append(row)
    return {piece_id: _parts(held_lots, worth) for piece_id, held_lots in lots.items()}


def _parts(rows: list[Any], worth: Worth) -> Material:
    sums: dict[str, Fraction | None] = dict.fromkeys(("metal", "stones", "findings"), Fraction(0))
    today: Fraction | None = Fraction(0)
    for row in rows:
        sort = sort_of(worth.lots[row.lot_id].kind)
        sums[sort] = added(sums[sort], worth.cost(row.lot_id, row.carat_thousandths if sort == "stones" else row.mg))
        if sort != "stones":
            today = added(today, worth.value(row.lot_id, row.mg))
    return sums["metal"], today, sums["stones"], sums["findings"]


def _labour(session: Session, pieces: Any, terms: Terms) -> dict[int, Fraction | None]:
    """Logged work until the first pass at what an hour costs; not known where any work was finished without a start, or an hour's cost is not said."""
    if terms.hour_minor is None:
        return {}
    passed_at = select(pieces.c.decided_at).where(pieces.c.piece_id == WorkEvent.piece_id).scalar_subquery()
    moves = moves_of(select(pieces.c.piece_id), WorkEvent.at <= passed_at)
    rows = session.execute(select(moves.c.piece_id, *summed(moves)).group_by(moves.c.piece_id))
    return {
        row.piece_id: Fraction(int(row.worked_us) * terms.hour_minor, HOUR_US)
        for row in rows
        if row.stretches and not row.unstarted
    }
