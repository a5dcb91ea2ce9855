"""Where a piece stands: at which stage, before its inspection, out for outwork. Read from its head alone, so that all pieces are counted at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Stage
from workshop.pieces.models import Piece, PieceHead, WorkEvent
from workshop.wording import N_, _

IN_WORK = ("working", "waiting", "paused", "outwork")
INSPECTION, OUTWORK, NO_STAGE = "inspection", "outwork", "none"
NAMES = {INSPECTION: N_("Inspection"), OUTWORK: N_("Outwork"), NO_STAGE: N_("No stage")}
STILL_DAYS = 3

change = aliased(WorkEvent, name="change")
# What a place is told from; a group of pieces that are alike in these stands at one place.
ALIKE = (
    Piece.route_id,
    PieceHead.stage_id,
    PieceHead.state,
    PieceHead.awaits,
    (change.kind == "send_back").label("sent_back"),
)


@dataclass(frozen=True)
class Place:
    """`key` names it in addresses: `at:` and the name of a stage, or one of NAMES; `order` is where it stands among the others."""

    key: str
    name: str
    order: int


class Stages:
    """The stages of all routes: which one comes after which. One statement."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(
            select(Stage.id, Stage.route_id, Stage.position, Stage.name, Stage.retired_at).order_by(
                Stage.position, Stage.id
            )
        )
        self._by_id: dict[int, Any] = {}
        self._by_route: dict[int, list[Any]] = {}
        for row in rows:
            self._by_id[row.id] = row
            self._by_route.setdefault(row.route_id, []).append(row)

    def place(self, row: Any) -> Place:
        """Where a piece stands, of a row with the columns ALIKE."""
        if row.awaits == "inspection":
            return Place(INSPECTION, _(NAMES[INSPECTION]), 10_000)
        if row.state == "outwork":
            return Place(OUTWORK, _(NAMES[OUTWORK]), 10_001)
        stage = self._at(row)
        if stage is None:
            return Place(NO_STAGE, _(NAMES[NO_STAGE]), 10_002)
        return Place(f"at:{stage.name}", _(stage.name), stage.position)

    def _at(self, row: Any) -> Any:
        here = self._by_id.get(row.stage_id)
        if row.state in ("working", "paused"):
            return here
        if here is not None and row.sent_back and here.retired_at is None:
            return here
        after = (one for one in self._by_route.get(row.route_id, ()) if one.retired_at is None)
        return next((one for one in after if here is None or one.position > here.position), here)


def heads(*columns: Any) -> Any:
    """A statement over pieces with their heads and what last changed them."""
    return (
        select(*columns)
        .select_from(PieceHead)
        .join(Piece, Piece.id == PieceHead.piece_id)
        .outerjoin(change, change.id == PieceHead.last_change_id)
    )


def is_here() -> ColumnElement[bool]:
    """In SQL: a piece that has not gone. These few are chosen first, by an index over what the heads stand at."""
    few = aliased(PieceHead, name="few")
    return PieceHead.piece_id.in_(select(few.piece_id).where(few.state.in_((*IN_WORK, "released"))))


def stands_in(groups: Sequence[Any]) -> ColumnElement[bool]:
    """In SQL: whether a piece is alike one of these groups."""
    return or_(*(and_(*(_same(column, group[number]) for number, column in enumerate(ALIKE))) for group in groups))


def _same(column: Any, value: Any) -> ColumnElement[bool]:
    inner = getattr(column, "element", column)
    same: ColumnElement[bool] = inner.is_(None) if value is None else inner == value
    return same


def in_order(places: Mapping[str, Place]) -> list[Place]:
    """Stages as they follow each other, then inspection and outwork."""
    return sorted(places.values(), key=lambda one: (one.order, one.name))
