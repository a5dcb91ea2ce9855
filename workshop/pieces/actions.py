"""Verbs over pieces: make them, tell what happened to them, move them, change what they shall be."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from workshop.catalogue.defaults import KINDS as PIECE_KINDS
from workshop.catalogue.models import Design, Edition
from workshop.errors import Conflict, Invalid, NotFound
from workshop.pieces.models import Custody, Personalisation, Photo, Piece, PieceHead, WorkEvent
from workshop.pieces.queries import lock_piece, stages_of
from workshop.pieces.rules import (
    DOOR_KINDS,
    KINDS,
    VERDICT_KINDS,
    Stage,
    Standing,
    require_explained_weight,
    require_possible,
    require_reason,
    require_seen,
    stage_of,
)
from workshop.units import check_weight
from workshop.wording import _
from workshop.writing import Writing

MOST_AT_ONCE = 500
MINUTE_S = 60
LETTERS = {"ring": "R", "pendant": "P", "earrings": "E", "bracelet": "B", "chain": "C", "other": "X"}
BASE = {kind.key: kind.base for kind in PIECE_KINDS}
FIRST_EVENT = {"wax": None, "castings": "received", "made": "made_before"}

_TAKE_SERIALS = text(
    "INSERT INTO serial_counter (letter, last) VALUES (:letter, :count) "
    "ON CONFLICT (letter) DO UPDATE SET last = serial_counter.last + :count RETURNING last"
)
_DESIGN = select(Design.id, Design.kind, Design.material_id, Design.route_id, Design.size).where(
    Design.code == bindparam("code")
)
_EDITION = (
    select(Edition.id, Edition.size)
    .where(Edition.design_id == bindparam("design_id"), Edition.name == bindparam("name"))
    .with_for_update()
)
_NUMBERS = select(func.coalesce(func.max(Piece.edition_number), 0)).where(Piece.edition_id == bindparam("edition_id"))
_EVENT = select(WorkEvent.id, WorkEvent.kind, WorkEvent.by_id, WorkEvent.at, WorkEvent.stage_id).where(
    WorkEvent.piece_id == bindparam("piece_id"), WorkEvent.sequence == bindparam("sequence")
)


@dataclass(frozen=True)
class NewPieces:
    """What is made: `count` pieces after one design. `maker_id` names who made a piece that was made before records (None: not known)."""

    design_code: str
    count: int = 1
    way_in: str = "wax"
    size: str | None = None
    parts: int | None = None
    edition: str | None = None
    engraving: str | None = None
    engraving_place: str | None = None
    due_on: str | None = None
    is_rush: bool = False
    order_note: str | None = None
    weight_mg: int | None = None
    division_mg: int = 10
    maker_id: int | None = None
    source_key: str | None = None
    before_records: str | None = None


@dataclass(frozen=True)
class Happening:
    """What happened: the kind of event and what was typed with it. `seen`: the change the person had before their eyes."""

    kind: str
    seen: int | None = None
    stage: str | None = None
    weight_mg: int | None = None
    division_mg: int = 10
    method: str | None = None
    place: str | None = None
    reason: str | None = None
    note: str | None = None
    corrects: int | None = None
    device_at: datetime | None = None


def make_pieces(writing: Writing, new: NewPieces) -> list[str]:
    """Make pieces; returns their serials. The number of statements does not grow with the count.

    Raises NotFound for an unknown design or edition, Invalid for a count, weight or way in that cannot be, Conflict when the edition is full.
    """
    _require_makeable(new)
    design = writing.session.execute(_DESIGN, {"code": new.design_code}).one_or_none()
    if design is None:
        raise NotFound(
            _("There is no design {code}. Choose one from the catalogue.", code=new.design_code[:60]),
            slug="no-such-design",
            field="design",
        )
    serials = _take_serials(writing.session, LETTERS[BASE[design.kind]], new.count)
    numbers = _take_numbers(writing.session, design.id, new)
    ids = writing.add_all(
        Piece,
        [_piece_row(writing, new, design, serial, number) for serial, number in zip(serials, numbers, strict=True)],
    )
    writing.add_all(
        PieceHead, [{"piece_id": i, "sequence": 0, "state": "waiting", "moved_at": writing.at} for i in ids]
    )
    writing.add_all(
        Custody,
        [{"piece_id": i, "sequence": 1, "place": "shop", "at": writing.at, "by_id": writing.by.id} for i in ids],
    )
    if new.engraving:
        writing.add_all(Personalisation, [_engraving_row(i, 1, new.engraving, new.engraving_place, None) for i in ids])
    _first_events(writing, new, ids)
    return serials


def _require_makeable(new: NewPieces) -> None:
    if not 1 <= new.count <= MOST_AT_ONCE:
        raise Invalid(
            _("Make from 1 to {most} pieces at once.", most=MOST_AT_ONCE), slug="count-out-of-range", field="count"
        )
    if new.way_in not in FIRST_EVENT:
        raise Invalid(
            _("A piece begins as a wax here, as a casting received, or already made."),
            slug="way-in-unknown",
            field="way_in",
        )
    if new.parts is not None and not 1 <= new.parts <= 20:
        raise Invalid(_("A piece has from 1 to 20 parts."), slug="parts-out-of-range", field="parts")
    if new.weight_mg is not None:
        check_weight(new.weight_mg)


def _take_serials(session: Session, letter: str, count: int) -> list[str]:
    last = session.scalar(_TAKE_SERIALS, {"letter": letter, "count": count})
    assert last is not None
    return [f"{letter}-{number:04d}" for number in range(last - count + 1, last + 1)]


def _take_numbers(session: Session, design_id: int, new: NewPieces) -> Sequence[tuple[int | None, int | None]]:
    """Edition and number of each new piece. Raises Conflict when the edition has not enough left."""
    if new.edition is None:
        return [(None, None)] * new.count
    edition = session.execute(_EDITION, {"design_id": design_id, "name": new.edition}).one_or_none()
    if edition is None:
        raise NotFound(
            _("This design has no edition “{name}”.", name=new.edition[:60]), slug="no-such-edition", field="edition"
        )
    given = session.scalar(_NUMBERS, {"edition_id": edition.id}) or 0
    if given + new.count > edition.size:
        raise Conflict(
            _(
                "The edition has {left} numbers left of {size}. Make fewer, or make them outside the edition.",
                left=edition.size - given,
                size=edition.size,
            ),
            slug="edition-full",
            field="edition",
        )
    return [(edition.id, number) for number in range(given + 1, given + new.count + 1)]


def _piece_row(
    writing: Writing, new: NewPieces, design: Any, serial: str, number: tuple[int | None, int | None]
) -> dict[str, Any]:
    usual_parts = next(kind.parts for kind in PIECE_KINDS if kind.key == design.kind)
    return {
        "serial": serial,
        "design_id": design.id,
        "kind": design.kind,
        "material_id": design.material_id,
        "parts": new.parts or usual_parts,
        "size": new.size or design.size,
        "route_id": design.route_id,
        "edition_id": number[0],
        "edition_number": number[1],
        "way_in": new.way_in,
        "due_on": new.due_on,
        "is_rush": new.is_rush,
        "order_note": new.order_note,
        "source_key": new.source_key,
        "before_records": new.before_records,
        "created_at": writing.at,
        "by_id": writing.by.id,
    }


def _engraving_row(
    piece_id: int, sequence: int, engraving: str | None, place: str | None, event_id: int | None
) -> dict[str, Any]:
    return {
        "piece_id": piece_id,
        "sequence": sequence,
        "subject": secrets.token_hex(16),
        "engraving": engraving,
        "place": place,
        "event_id": event_id,
    }


def _first_events(writing: Writing, new: NewPieces, ids: list[int]) -> None:
    kind = FIRST_EVENT[new.way_in] or ("weighed" if new.weight_mg is not None else None)
    if kind is None or new.source_key is not None:  # an imported piece starts without events, whatever its file says
        return
    row = {
        "sequence": 1,
        "kind": kind,
        "by_id": new.maker_id if kind == "made_before" else writing.by.id,
        "noted_by_id": writing.by.id,
        "at": writing.at,
        "weight_mg": new.weight_mg,
        "division_mg": new.division_mg if new.weight_mg else None,
    }
    writing.add_all(WorkEvent, [{"piece_id": i, **row} for i in ids])


def record_event(writing: Writing, serial: str, happening: Happening) -> int:
    """Record that something happened to a piece; returns the event's sequence in the piece.

    Raises NotFound, Invalid for what was typed, Conflict when it cannot happen or the piece has moved since it was seen.
    """
    kind = KINDS.get(happening.kind)
    if kind is None or kind.key in VERDICT_KINDS | DOOR_KINDS:
        raise Invalid(
            _("“{kind}” is not something that is recorded here.", kind=happening.kind[:40]),
            slug="kind-unknown",
            field="kind",
        )
    standing = lock_piece(writing.session, serial)
    if kind.ends_release:
        require_seen(standing, happening.seen)
    require_possible(standing, kind)
    require_reason(kind.key, happening.reason)
    if happening.weight_mg is not None:
        check_weight(happening.weight_mg)
    elif kind.key in ("weighed", "weight_changed"):
        raise Invalid(
            _("A weighing needs its weight. Put the piece on the scale and type what it shows, in grams."),
            slug="weight-missing",
            field="weight",
        )
    stage = stage_of(stages_of(writing.session, standing.route_id), kind.key, happening.stage, standing.stage_id)
    require_explained_weight(standing, kind.key, stage, happening.weight_mg, happening.division_mg, happening.reason)
    corrects_id = _corrected(writing, standing, happening)
    return add_event(writing, standing, happening, stage=stage, corrects_id=corrects_id)[1]


def _corrected(writing: Writing, standing: Standing, happening: Happening) -> int | None:
    """The event that an undo or a correction speaks of. Undo is for one's own last entry, within a minute."""
    if happening.kind not in ("undo", "correction"):
        return None
    event = writing.session.execute(
        _EVENT, {"piece_id": standing.piece_id, "sequence": happening.corrects or 0}
    ).one_or_none()
    if event is None:
        raise Invalid(
            _("Say which entry of {serial} it corrects.", serial=standing.serial),
            slug="nothing-to-correct",
            field="corrects",
        )
    if happening.kind == "undo" and (
        happening.corrects != standing.sequence
        or event.by_id != writing.by.id
        or (writing.at - event.at).total_seconds() > MINUTE_S
    ):
        raise Conflict(
            _("Only one's own last entry can be undone, within a minute. Record a correction instead: it shows both."),
            slug="undo-too-late",
        )
    return int(event.id)


def add_event(
    writing: Writing,
    standing: Standing,
    happening: Happening,
    *,
    stage: Stage | None = None,
    corrects_id: int | None = None,
    by_outsider: bool = False,
) -> tuple[int, int]:
    """Write the event of a piece that is held; returns its id and sequence. One statement; the database moves the head."""
    sequence = standing.sequence + 1
    event_id = writing.add(
        WorkEvent,
        piece_id=standing.piece_id,
        sequence=sequence,
        kind=happening.kind,
        stage_id=stage.id if stage else None,
        by_id=None if by_outsider else writing.by.id,
        noted_by_id=writing.by.id,
        at=writing.at,
        device_at=happening.device_at,
        method=happening.method,
        place=happening.place,
        weight_mg=happening.weight_mg,
        division_mg=happening.division_mg if happening.weight_mg else None,
        reason=happening.reason,
        note=happening.note,
        corrects_id=corrects_id,
    )
    return event_id, sequence


def move_piece(writing: Writing, standing: Standing, place: str, holder: str | None) -> None:
    """Write down where the piece is from now on."""
    last = writing.session.scalar(select(func.max(Custody.sequence)).where(Custody.piece_id == standing.piece_id)) or 0
    writing.add(
        Custody,
        piece_id=standing.piece_id,
        sequence=last + 1,
        place=place,
        holder=holder,
        at=writing.at,
        by_id=writing.by.id,
    )


def move_inside(writing: Writing, serial: str, place: str) -> int:
    """Bench, repair shelf or safe: a move inside the house, which changes nothing else."""
    standing = lock_piece(writing.session, serial)
    if place not in ("shop", "repair", "safe") or standing.place not in ("shop", "repair", "safe"):
        raise Conflict(
            _("{serial} cannot be moved there: outside places go through its inspection and the door.", serial=serial),
            slug="not-inside",
            field="place",
        )
    sequence = add_event(writing, standing, Happening("moved", place=place))[1]
    move_piece(writing, standing, place, None)
    return sequence


def send_to_outwork(writing: Writing, serial: str, happening: Happening) -> int:
    """Out to another workshop, with the weight that went and what shall be done there."""
    standing = _held(writing, serial, "outwork_out", happening)
    if standing.place not in ("shop", "repair"):
        raise Conflict(_("{serial} is not here to go out.", serial=serial), slug="not-here")
    sequence = add_event(writing, standing, happening)[1]
    move_piece(writing, standing, "outwork", happening.place)
    return sequence


def back_from_outwork(writing: Writing, serial: str, happening: Happening) -> int:
    """Back from another workshop, whose work is nobody's hand here."""
    standing = _held(writing, serial, "outwork_back", happening)
    stage = stage_of(stages_of(writing.session, standing.route_id), "outwork_back", happening.stage, standing.stage_id)
    sequence = add_event(writing, standing, happening, stage=stage, by_outsider=True)[1]
    move_piece(writing, standing, "shop", None)
    return sequence


def come_back(writing: Writing, serial: str, happening: Happening, *, to: str = "shop") -> int:
    """A piece that had left is here again: it is inspected again before it leaves again."""
    standing = _held(writing, serial, "came_back", happening)
    sequence = add_event(writing, standing, happening)[1]
    move_piece(writing, standing, "repair" if to == "repair" else "shop", None)
    return sequence


def _held(writing: Writing, serial: str, kind: str, happening: Happening) -> Standing:
    if happening.kind != kind:
        raise ValueError(f"{happening.kind} is not {kind}")
    standing = lock_piece(writing.session, serial)
    require_seen(standing, happening.seen)
    require_possible(standing, KINDS[kind])
    if happening.weight_mg is not None:
        check_weight(happening.weight_mg)
    return standing


@dataclass(frozen=True)
class Respecification:
    """What the piece shall be from now on; None leaves a thing as it is."""

    seen: int | None
    reason: str | None = None
    design_code: str | None = None
    parts: int | None = None
    size: str | None = None
    engraving: str | None = None
    engraving_place: str | None = None


def respecify(writing: Writing, serial: str, new: Respecification) -> int:
    """Change what a piece shall be: an event that ends its release and asks for the whole final list. The note keeps what it was."""
    standing = lock_piece(writing.session, serial)
    require_seen(standing, new.seen)
    require_possible(standing, KINDS["respecified"])
    old = writing.session.execute(
        select(Piece.size, Piece.parts, Design.code, Piece.edition_id)
        .join(Design, Design.id == Piece.design_id)
        .where(Piece.id == standing.piece_id)
    ).one()
    changes = _spec_changes(writing, new, old)
    if not changes and new.engraving is None:
        raise Invalid(_("Nothing would change."), slug="nothing-changes")
    told = "; ".join(
        f"{name}: {before} → {after}"
        for name, before, after in (
            ("size", old.size, new.size),
            ("parts", old.parts, new.parts),
            ("design", old.code, new.design_code),
        )
        if after is not None
    )
    event_id, sequence = add_event(
        writing, standing, Happening("respecified", note=told or "engraving", reason=new.reason)
    )
    if changes:
        writing.change(Piece, standing.piece_id, spec_event_id=event_id, **changes)
    if new.engraving is not None:
        last = (
            writing.session.scalar(
                select(func.max(Personalisation.sequence)).where(Personalisation.piece_id == standing.piece_id)
            )
            or 0
        )
        writing.add_all(
            Personalisation, [_engraving_row(standing.piece_id, last + 1, new.engraving, new.engraving_place, event_id)]
        )
    return sequence


def _spec_changes(writing: Writing, new: Respecification, old: Any) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name: value for name, value in (("size", new.size), ("parts", new.parts)) if value is not None
    }
    if new.parts is not None and not 1 <= new.parts <= 20:
        raise Invalid(_("A piece has from 1 to 20 parts."), slug="parts-out-of-range", field="parts")
    if new.design_code is not None and new.design_code != old.code:
        if old.edition_id is not None:
            raise Conflict(_("A numbered piece keeps its design."), slug="edition-keeps-design", field="design")
        design = writing.session.execute(_DESIGN, {"code": new.design_code}).one_or_none()
        if design is None:
            raise NotFound(
                _("There is no design {code}. Choose one from the catalogue.", code=new.design_code[:60]),
                slug="no-such-design",
                field="design",
            )
        changes |= {"design_id": design.id, "kind": design.kind, "material_id": design.material_id}
    return changes


@dataclass(frozen=True)
class NewPhoto:
    """A stored picture: names of its two sizes in the file store, and the larger one's measures in pixels."""

    picture: str
    small: str
    width: int
    height: int
    caption: str | None = None
    is_public: bool = False


def add_photo(writing: Writing, serial: str, photo: NewPhoto) -> int:
    """Keep a photo of this very piece; returns its number. Its files are in the store before."""
    standing = lock_piece(writing.session, serial)
    add_event(writing, standing, Happening("photo", note=photo.caption))
    return writing.add(Photo, piece_id=standing.piece_id, at=writing.at, by_id=writing.by.id, **vars(photo))


def show_photo(writing: Writing, serial: str, photo_id: int, *, is_public: bool) -> None:
    """Put a photo on the public page, or take it off."""
    standing = lock_piece(writing.session, serial)
    found = writing.session.scalar(
        select(Photo.is_public).where(Photo.piece_id == standing.piece_id, Photo.id == photo_id)
    )
    if found is None:
        raise NotFound(_("There is no such photo of {serial}.", serial=serial), slug="no-such-photo")
    if found != is_public:
        writing.change(Photo, photo_id, is_public=is_public)


def plan_piece(writing: Writing, serial: str, *, due_on: str | None, is_rush: bool, order_note: str | None) -> None:
    """When it is due, whether it is rush, and what the order says."""
    standing = lock_piece(writing.session, serial)
    writing.change(Piece, standing.piece_id, due_on=due_on, is_rush=is_rush, order_note=order_note)
