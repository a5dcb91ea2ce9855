"""Reading pieces."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, bindparam, func, select, text
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Stage as StageRow
from workshop.database import fetch
from workshop.errors import NotFound
from workshop.people.models import Person
from workshop.pieces.models import Custody, Piece, PieceHead, WorkEvent
from workshop.pieces.rules import Stage, Standing
from workshop.wording import _

_change = aliased(WorkEvent)
_changer = aliased(Person)
_PLACE = (
    select(Custody.place)
    .where(Custody.piece_id == Piece.id)
    .order_by(Custody.sequence.desc())
    .limit(1)
    .correlate(Piece)
    .scalar_subquery()
)
STANDING: Any = (
    select(
        Piece.id.label("piece_id"),
        Piece.serial,
        Piece.design_id,
        Piece.kind,
        Piece.parts,
        Piece.route_id,
        PieceHead.sequence,
        func.coalesce(_change.sequence, 0).label("seen"),
        PieceHead.last_change_id,
        _change.kind.label("change_kind"),
        _changer.name.label("change_by"),
        PieceHead.state,
        PieceHead.stage_id,
        PieceHead.with_id,
        PieceHead.weight_mg,
        _PLACE.label("place"),
        Piece.account_id,
    )
    .join(PieceHead, PieceHead.piece_id == Piece.id)
    .outerjoin(_change, _change.id == PieceHead.last_change_id)
    .outerjoin(_changer, _changer.id == _change.by_id)
    .where(Piece.serial == bindparam("serial"))
)
_LOCKED = STANDING.with_for_update(of=PieceHead)
_STAGES = (
    select(StageRow.id, StageRow.position, StageRow.name, StageRow.work, StageRow.loss_asked)
    .where(StageRow.route_id == bindparam("route_id"), StageRow.retired_at.is_(None))
    .order_by(StageRow.position, StageRow.id)
)

_PASSED_WEIGHT = text(
    "SELECT i.gross_mg, i.tolerance_mg FROM release r JOIN inspection i ON i.id = r.inspection_id "
    "WHERE r.piece_id = :piece_id AND i.gross_mg IS NOT NULL"
)


def lock_piece(session: Session, serial: str) -> Standing:
    """Where the piece stands, held still until the transaction ends. One statement. Raises NotFound."""
    row = fetch(session, _LOCKED, {"serial": serial}).one_or_none()
    return Standing(*_found(row))


def piece_standing(session: Session, serial: str) -> Standing:
    """Where the piece stands now. One statement. Raises NotFound."""
    row = fetch(session, STANDING, {"serial": serial}).one_or_none()
    return Standing(*_found(row))


def own_change(session: Session, serial: str, keys: Collection[str], person_id: int) -> int | None:
    """The sequence of the piece's last change when this person made it by one of these requests; else None. One statement."""
    return session.scalar(
        select(_change.sequence)
        .join(PieceHead, PieceHead.last_change_id == _change.id)
        .join(Piece, Piece.id == PieceHead.piece_id)
        .where(Piece.serial == serial, _change.request_key.in_(keys), _change.noted_by_id == person_id)
    )


def passed_weight(session: Session, piece_id: int) -> tuple[int, int] | None:
    """The gross weight with which the piece is released now, and how far a weighing may be off; None without a pass. One statement."""
    row = session.execute(_PASSED_WEIGHT, {"piece_id": piece_id}).one_or_none()
    return None if row is None else (row.gross_mg, row.tolerance_mg)


def _found(row: Row[Any] | None) -> tuple[Any, ...]:
    if row is None:
        raise NotFound(
            _("There is no such piece here. Look at the number on the slip or the tag again."), slug="no-such-piece"
        )
    return tuple(row)


def stages_of(session: Session, route_id: int) -> list[Stage]:
    """The stages of a route in order. One statement."""
    rows: Any = fetch(session, _STAGES, {"route_id": route_id})
    return [Stage(*row) for row in rows]
