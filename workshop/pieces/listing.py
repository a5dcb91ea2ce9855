"""Lists of pieces: the queue of the bench and the list of all, each page one statement."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, not_, or_, select, text
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design, Edition
from workshop.catalogue.models import Stage as StageRow
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.pieces.models import Custody, Piece, PieceHead, WorkEvent

PAGE = 50
MOST_EXPORTED = 100_000
STATES = ("working", "waiting", "paused", "to_inspect", "released", "outwork", "away", "scrapped")

_last = aliased(WorkEvent, name="last_event")
_change = aliased(WorkEvent, name="change_event")
_holder = aliased(Person, name="holder")
_here = aliased(StageRow, name="here_stage")

# Work is finished when the last stage of the route is, when every stage of a send-back was done again, or when it came finished.
_AGAIN = (
    "SELECT count(DISTINCT e.stage_id) FROM work_event e JOIN event_kind k ON k.key = e.kind AND (k.is_work = 1 OR k.key = 'outwork_back') "
    "WHERE e.piece_id = b.piece_id AND e.sequence > b.sequence AND e.kind NOT IN ('start','take_up')"
)
_NAMED = "1 + CASE WHEN b.note IS NULL THEN 0 ELSE 1 + length(b.note) - length(replace(b.note, ',', '')) END"
_FINISHED: ColumnElement[bool] = text(  # type: ignore[assignment]
    "(piece_head.stage_id = (SELECT s.id FROM stage s WHERE s.route_id = piece.route_id AND s.retired_at IS NULL ORDER BY s.position DESC, s.id DESC LIMIT 1) "
    "OR EXISTS(SELECT 1 FROM work_event x WHERE x.piece_id = piece_head.piece_id AND x.kind = 'passed') "
    "OR (piece_head.stage_id IS NULL AND piece.way_in = 'made') "
    "OR EXISTS(SELECT 1 FROM work_event b WHERE b.piece_id = piece_head.piece_id AND b.kind = 'send_back' "
    "AND b.sequence = (SELECT max(m.sequence) FROM work_event m WHERE m.piece_id = b.piece_id AND m.kind = 'send_back') "
    f"AND ({_AGAIN}) >= {_NAMED}))"
)
TO_INSPECT = and_(PieceHead.state == "waiting", _change.kind.not_in(("send_back", "undo")), _FINISHED)
_PLACE = (
    select(Custody.place)
    .where(Custody.piece_id == Piece.id)
    .order_by(Custody.sequence.desc())
    .limit(1)
    .correlate(Piece)
    .scalar_subquery()
)
_UPCOMING = (
    select(StageRow.name)
    .where(
        StageRow.route_id == Piece.route_id,
        StageRow.retired_at.is_(None),
        or_(
            _here.id.is_(None),
            StageRow.position > _here.position,
            and_(_change.kind == "send_back", StageRow.id == _here.id),
        ),
    )
    .order_by(StageRow.position)
    .limit(1)
    .correlate(Piece, _here, _change)
    .scalar_subquery()
)
_ROWS: Any = (
    select(
        Piece.serial,
        Piece.kind,
        Piece.due_on,
        Piece.is_rush,
        Piece.order_note,
        Piece.size,
        Piece.edition_number,
        Edition.size.label("edition_size"),
        Design.name.label("design"),
        Design.code.label("design_code"),
        Material.name.label("material"),
        PieceHead.state,
        PieceHead.moved_at,
        PieceHead.weight_mg,
        _here.name.label("stage"),
        _UPCOMING.label("upcoming"),
        _holder.name.label("with_name"),
        _last.kind.label("last_kind"),
        _change.kind.label("change_kind"),
        _PLACE.label("place"),
        TO_INSPECT.label("to_inspect"),
    )
    .select_from(PieceHead)
    .join(Piece, Piece.id == PieceHead.piece_id)
    .join(Design, Design.id == Piece.design_id)
    .join(Material, Material.id == Piece.material_id)
    .outerjoin(Edition, Edition.id == Piece.edition_id)
    .outerjoin(_here, _here.id == PieceHead.stage_id)
    .outerjoin(_holder, _holder.id == PieceHead.with_id)
    .outerjoin(_last, _last.id == PieceHead.last_event_id)
    .outerjoin(_change, _change.id == PieceHead.last_change_id)
)
_URGENT = (Piece.is_rush.desc(), Piece.due_on.is_(None), Piece.due_on, PieceHead.moved_at, Piece.id)


@dataclass(frozen=True)
class Wanted:
    """What is looked for in the list of all pieces: words, a state of STATES, which page from 1."""

    words: str | None = None
    state: str | None = None
    page: int = 1


def in_hand(session: Session, person_id: int) -> list[Row[Any]]:
    """What somebody works on now. One statement."""
    mine = and_(PieceHead.state == "working", PieceHead.with_id == person_id)
    return list(session.execute(_ROWS.where(mine).order_by(*_URGENT).limit(PAGE)))


def to_inspect(session: Session, page: int = 1) -> list[Row[Any]]:
    """What waits for its inspection, and one more row when there are further pages. One statement."""
    return _page(session, _ROWS.where(TO_INSPECT).order_by(*_URGENT), page)


def at_stages(session: Session, page: int = 1) -> list[Row[Any]]:
    """What waits at a stage or was put down there. One statement."""
    waiting = or_(PieceHead.state == "paused", and_(PieceHead.state == "waiting", not_(_known(TO_INSPECT))))
    return _page(session, _ROWS.where(waiting).order_by(*_URGENT), page)


def list_pieces(session: Session, wanted: Wanted) -> list[Row[Any]]:
    """A page of all pieces, newest first, and one more row when there are further pages. One statement."""
    return _page(session, _listed(wanted), wanted.page)


def export_pieces(session: Session, wanted: Wanted) -> list[Row[Any]]:
    """All pieces that the list would show. One statement."""
    return list(session.execute(_listed(wanted).limit(MOST_EXPORTED)))


def _page(session: Session, rows: Any, page: int) -> list[Row[Any]]:
    return list(session.execute(rows.offset((page - 1) * PAGE).limit(PAGE + 1)))


def _known(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A piece without any event has no change to speak of: unknown counts as no."""
    return and_(_change.id.is_not(None), condition)


def _listed(wanted: Wanted) -> Any:
    rows = _ROWS.order_by(Piece.id.desc())
    if wanted.words:
        columns = (Piece.serial, Design.name, Design.code, Piece.order_note)
        rows = rows.where(or_(*(column.icontains(wanted.words, autoescape=True) for column in columns)))
    if wanted.state == "to_inspect":
        return rows.where(TO_INSPECT)
    if wanted.state == "waiting":
        return rows.where(PieceHead.state == "waiting", not_(_known(TO_INSPECT)))
    return rows.where(PieceHead.state == wanted.state) if wanted.state in STATES else rows
