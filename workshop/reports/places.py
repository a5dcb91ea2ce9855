"""Where every piece is, one dot each: stages in the house, and places where it was put by or taken to."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import case, exists, func, select, text
from sqlalchemy.orm import Session, aliased

from workshop.inspection.attachment_models import Attachment
from workshop.pieces.models import IS_LENT, Custody, Piece, PieceHead
from workshop.pieces.places import LENT
from workshop.reports.standing import ALIKE, IN_WORK, STILL_DAYS, Place, Stages, heads, in_order
from workshop.reports.told import Span
from workshop.sales.case_models import PackedPiece
from workshop.wording import N_, _, n_

MOST_DOTS = 600
PLACES = {
    "shop": N_("At the bench"),
    "repair": N_("Repair shelf"),
    "safe": N_("Safe"),
    "outwork": N_("Outwork"),
    "gallery": N_("Gallery"),
    "fair": N_("Fair"),
    "photographer": N_("Photographer"),
    "insurer": N_("Insurer"),
    "missing": N_("Missing"),
}

_newer = aliased(Custody, name="newer_custody")
_PLACE = (
    select(Custody.place)
    .where(Custody.piece_id == Piece.id)
    .order_by(Custody.sequence.desc())
    .limit(1)
    .correlate(Piece)
    .scalar_subquery()
)


# A charm is a dot of the piece that it is on, not one beside it.
_ON_ANOTHER = exists().where(Attachment.child_id == Piece.id, Attachment.ended_at.is_(None))
_LOST = exists().where(PackedPiece.piece_id == Custody.piece_id, PackedPiece.outcome == "lost")


@dataclass(frozen=True)
class Spot:
    """One piece as a dot; `look`: work, pass, wait (too long in one stage), back."""

    serial: str
    look: str
    told: str


@dataclass(frozen=True)
class Where:
    """A stage or place, how many pieces are there, and the dots that are drawn; `href` opens them all."""

    name: str
    count: int
    spots: tuple[Spot, ...]
    href: str

    @property
    def more(self) -> int:
        return self.count - len(self.spots)


@dataclass(frozen=True)
class Floor:
    stages: tuple[Where, ...]
    places: tuple[Where, ...]

    @property
    def count(self) -> int:
        return sum(one.count for one in (*self.stages, *self.places))


def floor_now(session: Session, span: Span) -> Floor:
    """Four statements, however many pieces there are; of more than six hundred only so many dots."""
    stages, known = Stages(session), dict[str, Place]()
    counts, spots = Counter[str](), defaultdict[str, list[Spot]](list)
    grouped = heads(*ALIKE, func.count().label("pieces")).where(PieceHead.state.in_(IN_WORK))
    for row in session.execute(grouped.group_by(*(getattr(one, "element", one) for one in ALIKE))):
        place = stages.place(row)
        known.setdefault(place.key, place)
        counts[place.key] += row.pieces
    for row in session.execute(_at_hand()):
        key = f"in:{row.place}" if row.state == "released" else stages.place(row).key
        spots[key].append(_spot(row, span))
    for row in session.execute(_put_by()):
        counts[f"in:{row.place}"] += row.pieces
    for row in session.execute(_lent()):
        counts[f"in:{row.place}"] += 1
        spots[f"in:{row.place}"].append(Spot(row.serial, "pass", row.serial))
    in_stages = [one for one in in_order(known) if one.key != "outwork"]
    outwork = [known["outwork"]] if "outwork" in known else []
    by_place = [Place(f"in:{key}", _(name), 0) for key, name in PLACES.items() if counts[f"in:{key}"]]
    return Floor(
        tuple(_where(one, counts, spots, f"/reports/wip/pieces?of=pieces.{one.key}") for one in in_stages),
        (
            *(_where(one, counts, spots, f"/reports/wip/pieces?of=pieces.{one.key}") for one in outwork),
            *(_where(one, counts, spots, _opens(one.key)) for one in by_place),
        ),
    )


def _opens(key: str) -> str:
    """What is out is listed by its cases, what is in the house by its pieces."""
    place = key.removeprefix("in:")
    if place == "missing":
        return "/cases?missing=yes"
    return f"/cases?place={place}" if place in LENT else "/pieces?state=released"


def _where(place: Place, counts: Counter[str], spots: dict[str, list[Spot]], href: str) -> Where:
    return Where(place.name, counts[place.key], tuple(spots[place.key][:MOST_DOTS]), href)


def _at_hand() -> Any:
    columns = (Piece.serial, *ALIKE, PieceHead.moved_at, _PLACE.label("place"))
    few = select(PieceHead.piece_id).where(PieceHead.state.in_((*IN_WORK, "released"))).limit(MOST_DOTS)
    return heads(*columns).where(PieceHead.piece_id.in_(few), ~_ON_ANOTHER).order_by(PieceHead.moved_at)


def _put_by() -> Any:
    """Pieces that passed and are in the house, by place."""
    passed = select(_PLACE.label("place")).select_from(PieceHead).join(Piece, Piece.id == PieceHead.piece_id)
    inner = passed.where(PieceHead.state == "released", ~_ON_ANOTHER).subquery()
    return select(inner.c.place, func.count().label("pieces")).group_by(inner.c.place)


def _lent() -> Any:
    """Pieces that went out and are still the shop's: their newest place is none of a customer's. What a case lacks is missing."""
    return (
        select(Piece.serial, case((_LOST, "missing"), else_=Custody.place).label("place"))
        .select_from(Custody)
        .join(Piece, Piece.id == Custody.piece_id)
        .where(
            text(f"custody.{IS_LENT}"),
            ~exists().where(_newer.piece_id == Custody.piece_id, _newer.sequence > Custody.sequence),
        )
        .order_by(Custody.piece_id.desc())  # as its index has them: no walk over all pieces
        .limit(MOST_DOTS)
    )


def _spot(row: Any, span: Span) -> Spot:
    days = (span.now - row.moved_at).days
    still = n_("{count} day", "{count} days", days)
    if row.state == "released":
        return Spot(row.serial, "pass", _("{serial}, passed", serial=row.serial))
    if row.sent_back and row.awaits != "inspection":
        return Spot(row.serial, "back", _("{serial}, sent back, {days}", serial=row.serial, days=still))
    if span.now - row.moved_at > timedelta(days=STILL_DAYS):
        return Spot(row.serial, "wait", _("{serial}, {days} in one stage", serial=row.serial, days=still))
    return Spot(row.serial, "work", _("{serial}, in work", serial=row.serial))
