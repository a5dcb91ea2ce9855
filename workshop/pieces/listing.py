"""Lists of pieces: the queue of the bench and the list of all, each page one statement."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design, Edition
from workshop.catalogue.models import Stage as StageRow
from workshop.database import stream
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.pieces.models import Custody, Piece, PieceHead, WorkEvent
from workshop.pieces.serials import in_serial_order
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.texts import plain_dashes

PAGE = 50
MOST_TOUCHED = 6
WAITING = {"waiting": ("waiting", "stage"), "paused": ("paused", "stage"), "to_inspect": ("waiting", "inspection")}
SORTS = ("piece", "design", "state")  # each has an index to be read by
STATES = ("working", "waiting", "paused", "to_inspect", "released", "outwork", "away", "scrapped")

_last = aliased(WorkEvent, name="last_event")
_change = aliased(WorkEvent, name="change_event")
_holder = aliased(Person, name="holder")
_here = aliased(StageRow, name="here_stage")

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
        Piece.route_id,
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
        func.coalesce(_change.sequence, 0).label("seen"),
        _PLACE.label("place"),
        (PieceHead.awaits == "inspection").label("to_inspect"),
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
_chosen = aliased(PieceHead, name="chosen")


@dataclass(frozen=True)
class Wanted:
    """What is looked for in the list of all pieces: words, a state of STATES, which page from 1, in which order of SORTS."""

    words: str | None = None
    state: str | None = None
    page: int = 1
    sort: Sort = AS_IT_COMES


def in_hand(session: Session, person_id: int) -> list[Row[Any]]:
    """What somebody works on now. One statement."""
    mine = and_(_chosen.state == "working", _chosen.with_id == person_id)
    return _rows(session, _ids().where(mine).order_by(*_urgent(_chosen)).limit(PAGE), _urgent(PieceHead))


def touched(session: Session, events: Any, person_id: int) -> list[Row[Any]]:
    """What was last put down or taken up in one of these events (a query of their ids), newest first, but in nobody's or another's hand. One statement."""
    stands = or_(_chosen.state == "paused", and_(_chosen.state == "working", _chosen.with_id != person_id))
    ids = _ids().where(stands, _chosen.last_event_id.in_(events)).order_by(_chosen.moved_at.desc()).limit(MOST_TOUCHED)
    return _rows(session, ids, (PieceHead.moved_at.desc(),))


def to_inspect(session: Session, page: int = 1) -> list[Row[Any]]:
    """What waits for its inspection, and one more row when there are further pages. One statement."""
    return _queue(session, "inspection", page)


def at_stages(session: Session, page: int = 1) -> list[Row[Any]]:
    """What waits at a stage or was put down there. One statement."""
    return _queue(session, "stage", page)


def has_pieces(session: Session) -> bool:
    """One statement."""
    return session.scalar(select(Piece.id).limit(1)) is not None


def list_pieces(session: Session, wanted: Wanted) -> list[Row[Any]]:
    """A page of all pieces, newest first unless another order was asked for, and one more row when there are further pages. One statement."""
    return _rows(session, _page(_listed(wanted), wanted.page), _sorted(PieceHead, wanted.sort))


def export_pieces(session: Session, wanted: Wanted) -> Iterator[Row[Any]]:
    """All pieces that the list would show, read some at a time. One statement."""
    ids = _listed(wanted).order_by(None)
    return stream(session, _ROWS.where(PieceHead.piece_id.in_(ids)).order_by(*_sorted(PieceHead, wanted.sort)))


def stages_by_route(session: Session, route_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """The name of each stage and the kind of event that finishes it, in order, by route. One statement."""
    rows = session.execute(
        select(StageRow.route_id, StageRow.name, StageRow.work)
        .where(StageRow.route_id.in_(route_ids), StageRow.retired_at.is_(None))
        .order_by(StageRow.position, StageRow.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row.route_id, []).append((row.name, row.work))
    return found


def _queue(session: Session, awaits: str, page: int) -> list[Row[Any]]:
    ids = _ids().where(_chosen.awaits == awaits).order_by(*_urgent(_chosen))
    return _rows(session, _page(ids, page), _urgent(PieceHead))


def _urgent(head: Any) -> tuple[Any, ...]:
    """Rush first, then what is due first, then what waits longest."""
    return head.urgency, head.moved_at, head.piece_id


def _sorted(head: Any, sort: Sort) -> tuple[Any, ...]:
    if sort.by == "piece":
        return in_serial_order(falls=sort.falls)
    columns = {
        "design": (Design.name, Design.id),
        "state": (head.state, head.awaits),
    }
    return in_order(sort, columns, head.piece_id, (head.piece_id.desc(),))


def _ids() -> Any:
    return select(_chosen.piece_id)


def _page(ids: Any, page: int) -> Any:
    return ids.offset((page - 1) * PAGE).limit(PAGE + 1)


def _rows(session: Session, ids: Any, order: tuple[Any, ...]) -> list[Row[Any]]:
    """The few are chosen by an index first, so that all that is told of a piece is looked up for these alone."""
    return list(session.execute(_ROWS.where(PieceHead.piece_id.in_(ids)).order_by(*order)))


def _listed(wanted: Wanted) -> Any:
    ids = _ids().order_by(*_sorted(_chosen, wanted.sort))
    if wanted.words or wanted.sort.by in ("piece", "design"):
        ids = ids.join(Piece, Piece.id == _chosen.piece_id)
    if wanted.words or wanted.sort.by == "design":
        ids = ids.join(Design, Design.id == Piece.design_id)
    if wanted.words:
        columns = (Design.name, Design.code, Piece.order_note)
        serial = Piece.serial.icontains(plain_dashes(wanted.words), autoescape=True)
        ids = ids.where(or_(serial, *(column.icontains(wanted.words, autoescape=True) for column in columns)))
    return ids.where(_stands(wanted.state)) if wanted.state in STATES else ids


def _stands(state: str) -> ColumnElement[bool]:
    """What waits is listed in two parts. Both columns are named, as the index has them, to come out newest first."""
    stands, awaits = WAITING.get(state, (state, None))
    return and_(_chosen.state == stands, _chosen.awaits.is_(None) if awaits is None else _chosen.awaits == awaits)
