"""What is in the house and at each place at the end of a day: the shop's own pieces, and customers' pieces that are here for a repair."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.aftercare.repair_models import RepairJob
from workshop.catalogue.models import Design
from workshop.inspection.attachment_models import Attachment
from workshop.materials.models import Lot, Material
from workshop.pieces.models import Custody, Photo, Piece, PieceHead, WorkEvent
from workshop.pieces.story import PHOTOS
from workshop.reports.finished import stands
from workshop.reports.inside import held, inside_pieces
from workshop.reports.ours import HOLDER, is_on, ours_at
from workshop.reports.places import PLACES
from workshop.reports.retail import retail_of
from workshop.reports.stock_lots import facts, is_newest
from workshop.reports.told import Span
from workshop.sales.case_models import PackedPiece
from workshop.wording import N_

CUSTOMERS, MISSING = "customers", "missing"
NAMES = PLACES | {CUSTOMERS: N_("Here for repair")}
MOST_PIECES = 10_000  # a statement takes only so many values
_there, _before = aliased(Custody, name="there"), aliased(Custody, name="before")


@dataclass(frozen=True)
class Held:
    """A piece at a place of NAMES; `lots`: what is in it by the books; `photo`: the number of its newest photo, None without one."""

    place: str
    row: Any
    lots: Sequence[Any]
    photo: int | None

    @property
    def is_counted(self) -> bool:
        """The shop's own, and there."""
        return self.place not in (CUSTOMERS, MISSING)


def held_at(session: Session, span: Span) -> list[Held]:
    """By place, then by serial; at most the newest ten thousand. Five statements."""
    ours = set(session.scalars(select(ours_at(span).c.piece_id)))
    customers = set(session.scalars(_in_repair(span))) - ours
    ids = sorted(ours | customers)[-MOST_PIECES:]
    lots, photos, order = _lots(session, ids, span), _photos(session, ids, span), list(NAMES)
    found = [
        Held(CUSTOMERS if row.id in customers else row.place, row, lots[row.id], photos.get(row.id))
        for row in session.execute(_pieces(span).where(Piece.id.in_(ids)))
    ]
    return sorted(found, key=lambda one: (order.index(one.place), one.row.serial))


def _in_repair(span: Span) -> Any:
    still = or_(RepairJob.ended_at.is_(None), RepairJob.ended_at > span.until)
    return select(RepairJob.piece_id).where(RepairJob.received_at <= span.until, still)


def _pieces(span: Span) -> Any:
    """What each is, what it weighed by then, and where it was: a charm where the piece is that it is on; what a case lacks is missing."""
    newest = select(func.max(_before.sequence)).where(_before.piece_id == HOLDER, _before.at <= span.until)
    lost = exists().where(
        PackedPiece.piece_id == HOLDER,
        PackedPiece.custody_sequence == _there.sequence,
        PackedPiece.outcome == "lost",
        PackedPiece.decided_at <= span.until,
    )
    told = (Piece.id, Piece.serial, Piece.size, Design.name.label("design"), retail_of(span))
    place = case((lost, MISSING), else_=func.coalesce(_there.place, "shop")).label("place")
    return (
        select(*told, Material.name.label("material"), _weight(span).label("weight_mg"), place)
        .join(Design, Design.id == Piece.design_id)
        .join(Material, Material.id == Piece.material_id)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .outerjoin(Attachment, is_on(span))
        .outerjoin(
            _there,
            and_(_there.piece_id == HOLDER, _there.sequence == newest.correlate(Piece, Attachment).scalar_subquery()),
        )
    )


def _weight(span: Span) -> Any:
    """The last weight on or before the day, as the scale read it."""
    if span.last is None or span.last >= span.today:
        return PieceHead.weight_mg
    weighed = (
        WorkEvent.piece_id == Piece.id,
        WorkEvent.weight_mg.is_not(None),
        WorkEvent.kind != "undo",
        WorkEvent.at <= span.until,
        stands(WorkEvent),
    )
    last = select(WorkEvent.weight_mg).where(*weighed).order_by(WorkEvent.sequence.desc()).limit(1)
    return last.correlate(Piece).scalar_subquery()


def _lots(session: Session, ids: Sequence[int], span: Span) -> dict[int, list[Any]]:
    pieces = select(Piece.id.label("piece_id")).where(Piece.id.in_(ids)).subquery()
    told = (Piece.id.label("piece_id"), Lot.kind, Lot.metal, Material.name.label("alloy"), facts.species)
    asked = inside_pieces(pieces, *told, held.mg, held.carat_thousandths, held.number, until=span.until)
    asked = asked.outerjoin(Material, Material.id == Lot.material_id)
    found = defaultdict[int, list[Any]](list)
    for row in session.execute(asked.outerjoin(facts, and_(facts.lot_id == Lot.id, is_newest())).order_by(Lot.id)):
        found[row.piece_id].append(row)
    return found


def _photos(session: Session, ids: Sequence[int], span: Span) -> dict[int, int]:
    taken = select(Photo.piece_id, func.count().label("number")).where(Photo.piece_id.in_(ids), Photo.at <= span.until)
    return {row.piece_id: min(row.number, PHOTOS) for row in session.execute(taken.group_by(Photo.piece_id))}
