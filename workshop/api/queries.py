"""Reading for programs: each answer in a fixed number of statements, whatever it holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.api.bodies import PageAsked, PiecesAsked
from workshop.catalogue.models import Design, Edition, EventKind, Route, Stage
from workshop.errors import NotFound
from workshop.inspection.models import Answer, Check, Inspection
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.pieces.models import Custody, Personalisation, Photo, Piece, PieceHead, WorkEvent
from workshop.pieces.queries import stages_of
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.wording import _

Told = dict[str, Any]
_change = aliased(WorkEvent)
_corrected = aliased(WorkEvent)
_noter = aliased(Person)


def _newest(column: Any, model: Any) -> ColumnElement[Any]:
    """The column of the piece's newest row of a numbered kind."""
    rows = select(column).where(model.piece_id == Piece.id).order_by(model.sequence.desc()).limit(1)
    return rows.correlate(Piece).scalar_subquery()


_COUNTING_TAG = (
    select(Tag.code)
    .where(Tag.piece_id == Piece.id, ~select(TagWithdrawal.id).where(TagWithdrawal.tag_id == Tag.id).exists())
    .correlate(Piece)
    .scalar_subquery()
)
_ROWS: Any = (
    select(
        Piece.serial,
        Design.code.label("design"),
        Design.name.label("design_name"),
        Piece.kind,
        Material.key.label("material"),
        Piece.parts,
        Piece.size,
        Edition.name.label("edition"),
        Piece.edition_number,
        PieceHead.state,
        _newest(Custody.place, Custody).label("place"),
        Stage.name.label("stage"),
        Person.name.label("in_hand_of"),
        func.coalesce(_change.sequence, 0).label("seen"),
        PieceHead.sequence.label("entries"),
        PieceHead.weight_mg,
        Piece.due_on,
        Piece.is_rush,
        PieceHead.moved_at,
        Piece.created_at.label("made_at"),
    )
    .join(PieceHead, PieceHead.piece_id == Piece.id)
    .join(Design, Design.id == Piece.design_id)
    .join(Material, Material.id == Piece.material_id)
    .outerjoin(Edition, Edition.id == Piece.edition_id)
    .outerjoin(Stage, Stage.id == PieceHead.stage_id)
    .outerjoin(Person, Person.id == PieceHead.with_id)
    .outerjoin(_change, _change.id == PieceHead.last_change_id)
)
_CARD = (
    _ROWS.add_columns(
        Piece.way_in,
        Piece.order_note,
        _newest(Personalisation.engraving, Personalisation).label("engraving"),
        _newest(Personalisation.place, Personalisation).label("engraving_place"),
        _COUNTING_TAG.label("tag"),
        Route.name.label("route"),
        Piece.route_id,
    )
    .join(Route, Route.id == Piece.route_id)
    .where(Piece.serial == bindparam("serial"))
)
_PIECE_ID = select(Piece.id).where(Piece.serial == bindparam("serial"))
_STORY = (
    select(
        WorkEvent.sequence,
        WorkEvent.kind,
        EventKind.name.label("kind_name"),
        EventKind.is_work,
        EventKind.ends_release,
        Stage.name.label("stage"),
        Person.subject.label("by_subject"),
        Person.name.label("by_name"),
        _noter.subject.label("noter_subject"),
        _noter.name.label("noter_name"),
        WorkEvent.at,
        WorkEvent.device_at,
        WorkEvent.method,
        WorkEvent.place,
        WorkEvent.weight_mg,
        WorkEvent.division_mg,
        WorkEvent.reason,
        WorkEvent.note,
        _corrected.sequence.label("corrects"),
    )
    .join(EventKind, EventKind.key == WorkEvent.kind)
    .outerjoin(Stage, Stage.id == WorkEvent.stage_id)
    .outerjoin(Person, Person.id == WorkEvent.by_id)
    .outerjoin(_noter, _noter.id == WorkEvent.noted_by_id)
    .outerjoin(_corrected, _corrected.id == WorkEvent.corrects_id)
    .where(WorkEvent.piece_id == bindparam("piece_id"), WorkEvent.sequence > bindparam("after"))
    .order_by(WorkEvent.sequence)
    .limit(bindparam("most"))
)
_INSPECTIONS = (
    select(Inspection, Person.subject, Person.name, WorkEvent.sequence.label("after"))
    .join(Person, Person.id == Inspection.by_id)
    .join(WorkEvent, WorkEvent.id == Inspection.last_change_id)
    .where(Inspection.piece_id == bindparam("piece_id"), Inspection.number > bindparam("after_number"))
    .order_by(Inspection.number)
    .limit(bindparam("most"))
)
_ANSWERS = (
    select(
        Answer.inspection_id,
        Check.code,
        Check.text,
        Answer.part,
        Answer.result,
        Answer.measured,
        Check.unit,
        Answer.instrument,
        Answer.photo_id,
        Answer.note,
    )
    .join(Check, Check.id == Answer.check_id)
    .where(Answer.inspection_id.in_(bindparam("ids", expanding=True)))
    .order_by(Answer.id)
)
_PHOTOS = (
    select(Photo, Person.subject, Person.name)
    .outerjoin(Person, Person.id == Photo.by_id)
    .where(Photo.piece_id == bindparam("piece_id"))
    .order_by(Photo.id)
)
_PHOTO_IDS = select(Photo.id).where(Photo.piece_id == bindparam("piece_id")).order_by(Photo.id)


def no_such_piece() -> NotFound:
    return NotFound(
        _("There is no such piece here. Look at the number on the slip or the tag again."), slug="no-such-piece"
    )


def who(subject: str | None, name: str | None) -> Told | None:
    return None if subject is None else {"subject": subject, "name": name}


def when(row: Any, *names: str) -> Told:
    """The row with its moments as RFC 3339."""
    return dict(row) | {name: row[name].isoformat() if row[name] is not None else None for name in names}


def piece_page(session: Session, asked: PiecesAsked) -> Told:
    """Pieces in the order in which they were made; the cursor is the last serial. Raises NotFound for a cursor that is no piece."""
    wanted = _ROWS.order_by(Piece.id).limit(asked.limit + 1)
    if asked.state is not None:
        wanted = wanted.where(PieceHead.state == asked.state)
    if asked.q is not None:
        wanted = wanted.where(
            or_(Piece.serial.icontains(asked.q, autoescape=True), Design.name.icontains(asked.q, autoescape=True))
        )
    if asked.cursor is not None:
        wanted = wanted.where(Piece.id > piece_id_of(session, asked.cursor))
    rows = session.execute(wanted).mappings().all()
    shown = [when(row, "moved_at", "made_at") for row in rows[: asked.limit]]
    return {"pieces": shown, "next": shown[-1]["serial"] if len(rows) > asked.limit else None}


def piece_card(session: Session, serial: str) -> Told:
    """One piece. Two statements. Raises NotFound."""
    row = session.execute(_CARD, {"serial": serial}).mappings().one_or_none()
    if row is None:
        raise no_such_piece()
    card = when(row, "moved_at", "made_at")
    return card | {"stages": [stage.name for stage in stages_of(session, card.pop("route_id"))]}


def piece_id_of(session: Session, serial: str) -> int:
    """The primary key of a piece, for further reading. Raises NotFound."""
    piece_id = session.scalar(_PIECE_ID, {"serial": serial})
    if piece_id is None:
        raise no_such_piece()
    return piece_id


def story_of(session: Session, serial: str, asked: PageAsked) -> Told:
    """The entries of a piece, oldest first. Two statements. Raises NotFound."""
    place = {"piece_id": piece_id_of(session, serial), "after": asked.after, "most": asked.limit + 1}
    rows = session.execute(_STORY, place).all()
    entries = [_entry(row) for row in rows[: asked.limit]]
    return {"serial": serial, "entries": entries, "next": entries[-1]["number"] if len(rows) > asked.limit else None}


def _entry(row: Any) -> Told:
    return {
        "number": row.sequence,
        "kind": row.kind,
        "name": _(row.kind_name),
        "is_work": row.is_work,
        "ends_release": row.ends_release,
        "stage": row.stage,
        "by": who(row.by_subject, row.by_name),
        "noted_by": who(row.noter_subject, row.noter_name),
        "at": row.at.isoformat(),
        "device_at": row.device_at.isoformat() if row.device_at else None,
        "method": row.method,
        "place": row.place,
        "weight_mg": row.weight_mg,
        "division_mg": row.division_mg,
        "reason": row.reason,
        "note": row.note,
        "corrects": row.corrects,
    }


def inspections_of(session: Session, serial: str, asked: PageAsked) -> Told:
    """The inspections of a piece with every answer, oldest first. Four statements. Raises NotFound."""
    piece_id = piece_id_of(session, serial)
    place = {"piece_id": piece_id, "after_number": asked.after, "most": asked.limit + 1}
    rows = session.execute(_INSPECTIONS, place).all()
    shown = rows[: asked.limit]
    answers = session.execute(_ANSWERS, {"ids": [row.Inspection.id for row in shown]}).mappings().all()
    numbers = {photo_id: number for number, photo_id in enumerate(photo_ids(session, piece_id), 1)}
    told = [_inspection(row, answers, numbers) for row in shown]
    return {"serial": serial, "inspections": told, "next": told[-1]["number"] if len(rows) > asked.limit else None}


def _inspection(row: Any, answers: Sequence[Any], numbers: Mapping[int, int]) -> Told:
    one: Inspection = row.Inspection
    return {
        "number": one.number,
        "purpose": one.purpose,
        "after": row.after,
        "by": who(row.subject, row.name),
        "opened_at": one.opened_at.isoformat(),
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        "verdict": one.verdict,
        "level": one.level,
        "qualified": one.qualified,
        "gross_mg": one.gross_mg,
        "note": one.note,
        "answers": [_answer(a, numbers) for a in answers if a["inspection_id"] == one.id],
    }


def _answer(answer: Mapping[str, Any], numbers: Mapping[int, int]) -> Told:
    told = dict(answer)
    del told["inspection_id"]
    photo_id = told.pop("photo_id")
    return told | {"text": _(told["text"]), "photo": numbers.get(photo_id)}


def photo_ids(session: Session, piece_id: int) -> Sequence[int]:
    """The primary keys of a piece's photos in order: photo number 1 is the first. One statement."""
    return session.scalars(_PHOTO_IDS, {"piece_id": piece_id}).all()


def photos_of(session: Session, serial: str) -> Told:
    """The photos of a piece. Two statements. Raises NotFound."""
    rows = session.execute(_PHOTOS, {"piece_id": piece_id_of(session, serial)}).all()
    return {"serial": serial, "photos": [_photo(number, row) for number, row in enumerate(rows, 1)]}


def picture_of(session: Session, serial: str, number: str, *, small: bool) -> str:
    """The stored file of a photo. Two statements. Raises NotFound."""
    rows = session.execute(_PHOTOS, {"piece_id": piece_id_of(session, serial)}).all()
    known = {str(place): row.Photo for place, row in enumerate(rows, 1)}
    if number not in known:
        raise NotFound(_("The piece has no photo with this number."), slug="no-such-photo")
    return str(known[number].small if small else known[number].picture)


def _photo(number: int, row: Any) -> Told:
    photo: Photo = row.Photo
    return {
        "number": number,
        "width": photo.width,
        "height": photo.height,
        "caption": photo.caption,
        "is_public": photo.is_public,
        "at": photo.at.isoformat(),
        "by": who(row.subject, row.name),
    }
