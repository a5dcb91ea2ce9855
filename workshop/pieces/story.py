"""The story of one piece: what it is, what happened to it, where it was, its photos."""

from typing import Any

from sqlalchemy import Row, bindparam, literal_column, select, text
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design, Edition
from workshop.catalogue.models import Stage as StageRow
from workshop.database import fetch
from workshop.errors import NotFound
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.pieces.models import Custody, Personalisation, Photo, Piece, PieceHead, WorkEvent
from workshop.wording import _

EVENTS = 15  # on the page of a piece; what is read on asks for more at a time
EARLIER_EVENTS = 60
PLACES = 20
PHOTOS = 60

_by = aliased(Person, name="by_person")
_noted = aliased(Person, name="noted_person")
_corrected = aliased(WorkEvent, name="corrected")
_ENGRAVED = (
    select(Personalisation.piece_id, Personalisation.engraving, Personalisation.place)
    .where(Personalisation.piece_id == bindparam("piece_id"))
    .order_by(Personalisation.sequence.desc())
    .limit(1)
)
_CARD = (
    select(
        Piece.id.label("piece_id"),
        Piece.serial,
        Piece.kind,
        Piece.parts,
        Piece.size,
        Piece.due_on,
        Piece.is_rush,
        Piece.order_note,
        Piece.way_in,
        Piece.before_records,
        Piece.created_at,
        Piece.edition_number,
        Edition.size.label("edition_size"),
        Edition.name.label("edition"),
        Design.name.label("design"),
        Design.code.label("design_code"),
        Design.target_weight_mg,
        Material.name.label("material"),
        Material.metal,
        Material.fineness,
        Piece.material_id,
        _by.name.label("with_name"),
        PieceHead.moved_at,
    )
    .select_from(Piece)
    .join(PieceHead, PieceHead.piece_id == Piece.id)
    .join(Design, Design.id == Piece.design_id)
    .join(Material, Material.id == Piece.material_id)
    .outerjoin(Edition, Edition.id == Piece.edition_id)
    .outerjoin(_by, _by.id == PieceHead.with_id)
    .where(Piece.id == bindparam("piece_id"))
)
_UNDONE = "e.id IN (SELECT u.corrects_id FROM work_event u WHERE u.piece_id = :piece_id AND u.kind = 'undo' AND u.corrects_id IS NOT NULL)"
_BEADS = text(
    "WITH newest AS (SELECT e.stage_id, CASE WHEN e.kind IN ('start','take_up') THEN 'begun' WHEN e.kind = 'skipped' THEN 'skipped' "
    "WHEN e.kind = 'send_back' THEN 'sent_back' WHEN e.kind = 'passed' THEN 'passed' ELSE 'done' END AS what, max(e.sequence) AS sequence FROM work_event e "
    "JOIN event_kind k ON k.key = e.kind AND (k.is_work = 1 OR k.key IN ('skipped','send_back','passed','outwork_back')) "
    f"WHERE e.piece_id = :piece_id AND (e.stage_id IS NOT NULL OR e.kind IN ('send_back','passed')) AND NOT {_UNDONE} GROUP BY 1, 2) "
    "SELECT n.stage_id, n.what, e.sequence, e.kind, e.at, p.name AS by_name, e.place, e.reason, e.note, "
    "COALESCE((SELECT c.weight_mg FROM work_event c WHERE c.piece_id = e.piece_id AND c.kind = 'correction' AND c.corrects_id = e.id AND c.weight_mg IS NOT NULL ORDER BY c.sequence DESC LIMIT 1), e.weight_mg) AS weight_mg "
    "FROM newest n JOIN work_event e ON e.piece_id = :piece_id AND e.sequence = n.sequence LEFT JOIN person p ON p.id = e.by_id"
)
_BEFORE: Any = literal_column(
    "(SELECT w.weight_mg FROM work_event w WHERE w.piece_id = work_event.piece_id AND w.sequence < work_event.sequence AND w.weight_mg IS NOT NULL "
    "AND NOT EXISTS(SELECT 1 FROM work_event u WHERE u.piece_id = w.piece_id AND u.kind = 'undo' AND u.corrects_id = w.id) "
    "ORDER BY w.sequence DESC LIMIT 1)"
).label("weight_before_mg")
_EVENTS = (
    select(
        WorkEvent.id,
        WorkEvent.sequence,
        WorkEvent.kind,
        WorkEvent.at,
        WorkEvent.device_at,
        WorkEvent.by_id,
        WorkEvent.method,
        WorkEvent.place,
        WorkEvent.weight_mg,
        WorkEvent.division_mg,
        WorkEvent.reason,
        WorkEvent.note,
        StageRow.name.label("stage"),
        _by.name.label("by_name"),
        _noted.name.label("noted_name"),
        _corrected.sequence.label("corrected_sequence"),
        _corrected.kind.label("corrected_kind"),
        _corrected.weight_mg.label("corrected_weight_mg"),
        _BEFORE,
    )
    .outerjoin(StageRow, StageRow.id == WorkEvent.stage_id)
    .outerjoin(_by, _by.id == WorkEvent.by_id)
    .outerjoin(_noted, _noted.id == WorkEvent.noted_by_id)
    .outerjoin(_corrected, (_corrected.piece_id == WorkEvent.piece_id) & (_corrected.id == WorkEvent.corrects_id))
    .where(WorkEvent.piece_id == bindparam("piece_id"), WorkEvent.sequence < bindparam("before"))
    .order_by(WorkEvent.sequence.desc())
    .limit(bindparam("most"))
)
_LATEST = 1 << 40
_PLACES = (
    select(Custody.place, Custody.holder, Custody.at, Person.name.label("by_name"))
    .outerjoin(Person, Person.id == Custody.by_id)
    .where(Custody.piece_id == bindparam("piece_id"))
    .order_by(Custody.sequence.desc())
    .limit(PLACES)
)
_PHOTOS = (
    select(Photo.id, Photo.picture, Photo.small, Photo.width, Photo.height, Photo.caption, Photo.is_public)
    .where(Photo.piece_id == bindparam("piece_id"))
    .order_by(Photo.id)
    .limit(PHOTOS)
)


def card_of(session: Session, piece_id: int) -> Any:
    """What the piece is. One statement."""
    return fetch(session, _CARD, {"piece_id": piece_id}).one()


def engraving_of(session: Session, piece_id: int) -> tuple[str | None, str | None]:
    """What is engraved and where, as ordered last. One statement."""
    row = fetch(session, _ENGRAVED, {"piece_id": piece_id}).one_or_none()
    return (row.engraving, row.place) if row else (None, None)


def bead_marks(session: Session, piece_id: int) -> list[Row[Any]]:
    """The newest beginning, finish, skip and send-back of each stage, without what was undone. One statement."""
    return list(session.execute(_BEADS, {"piece_id": piece_id}))


def events_of(session: Session, piece_id: int, before: int | None = None) -> tuple[list[Row[Any]], bool]:
    """The newest events before that sequence, newest first, and whether there are earlier ones. One statement."""
    most = EVENTS if before is None else EARLIER_EVENTS
    wanted = {"piece_id": piece_id, "before": before or _LATEST, "most": most + 1}
    events: list[Row[Any]] = list(fetch(session, _EVENTS, wanted))
    return events[:most], len(events) > most


def custody_of(session: Session, piece_id: int) -> list[Row[Any]]:
    """Where it was, newest first. One statement."""
    return list(fetch(session, _PLACES, {"piece_id": piece_id}))


def photos_of(session: Session, piece_id: int) -> list[Row[Any]]:
    """Its photos in order: their place in this list, from 1, is their number. One statement."""
    return list(fetch(session, _PHOTOS, {"piece_id": piece_id}))


def photo_of(session: Session, serial: str, number: int) -> Any:
    """One photo by its number in the piece. One statement. Raises NotFound."""
    photo = (
        select(Photo.id, Photo.picture, Photo.small, Photo.is_public)
        .join(Piece, Piece.id == Photo.piece_id)
        .where(Piece.serial == serial)
        .order_by(Photo.id)
        .offset(max(number - 1, 0))
        .limit(1)
    )
    row = session.execute(photo).one_or_none() if 0 < number <= PHOTOS else None
    if row is None:
        raise NotFound(_("There is no such photo of {serial}.", serial=serial[:40]), slug="no-such-photo")
    return row
