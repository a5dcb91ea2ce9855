"""Recording what happened to a piece: events, photos, and when it is due."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select

from workshop.errors import Conflict, Invalid, NotFound
from workshop.pieces.bringing import brought
from workshop.pieces.head import Head
from workshop.pieces.losing import Loss
from workshop.pieces.models import Photo, Piece, WorkEvent
from workshop.pieces.queries import lock_piece, passed_weight, stages_of
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
from workshop.pieces.using import NOTHING, Using, book
from workshop.units import check_weight
from workshop.wording import _
from workshop.writing import Writing

MINUTE_S = 60


_EVENT = select(WorkEvent.id, WorkEvent.kind, WorkEvent.by_id, WorkEvent.at, WorkEvent.stage_id).where(
    WorkEvent.piece_id == bindparam("piece_id"), WorkEvent.sequence == bindparam("sequence")
)

_ALL_EVENTS = (
    select(
        WorkEvent.id,
        WorkEvent.sequence,
        WorkEvent.kind,
        WorkEvent.stage_id,
        WorkEvent.weight_mg,
        WorkEvent.by_id,
        WorkEvent.at,
        WorkEvent.corrects_id,
    )
    .where(WorkEvent.piece_id == bindparam("piece_id"), WorkEvent.sequence < bindparam("until"))
    .order_by(WorkEvent.sequence)
)


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
    using: Using = NOTHING


def record_event(writing: Writing, serial: str, happening: Happening) -> int:
    """Record that something happened to a piece; returns the event's sequence in the piece.

    A weighing beyond the tolerance of its pass is recorded as a changed weight, which ends the pass, whatever was seen before: the scale shows what is.
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
    if happening.kind == "weighed" and _is_another_weight(writing, standing, happening):
        kind, happening = KINDS["weight_changed"], replace(happening, kind="weight_changed", seen=standing.seen)
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
    require_explained_weight(standing, kind.key, stage, loss_at(writing, standing, stage, happening), happening.reason)
    corrects_id = _corrected(writing, standing, happening)
    if happening.kind == "undo":
        stage, happening = _as_before(writing, standing, happening)
    return add_event(writing, standing, happening, stage=stage, corrects_id=corrects_id)[1]


def loss_at(writing: Writing, standing: Standing, stage: Stage | None, happening: Happening) -> Loss | None:
    """What went with this weighing; None without a weight before and now."""
    before_mg, now_mg = standing.weight_mg, happening.weight_mg
    if before_mg is None or now_mg is None:
        return None
    came = brought(writing, standing, happening.using, now_mg)
    return Loss(before_mg, now_mg, came, stage.loss_asked if stage else None, happening.division_mg)


def _is_another_weight(writing: Writing, standing: Standing, happening: Happening) -> bool:
    passed = passed_weight(writing.session, standing.piece_id)
    if passed is None or happening.weight_mg is None:
        return False
    gross_mg, tolerance_mg = passed
    return abs(happening.weight_mg - gross_mg) > tolerance_mg


def _as_before(writing: Writing, standing: Standing, happening: Happening) -> tuple[Stage | None, Happening]:
    """An undo puts stage and weight back to what they were before the entry that it undoes."""
    head = Head(0)
    for event in writing.session.execute(_ALL_EVENTS, {"piece_id": standing.piece_id, "until": happening.corrects}):
        head.after(event)
    stages = stages_of(writing.session, standing.route_id)
    stage = next((one for one in stages if one.id == head.stage_id), None)
    return stage, replace(happening, weight_mg=head.weight_mg)


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
        event.kind == "undo"
        or happening.corrects != standing.sequence
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
    maker_id: int | None = None,
    posting_id: int | None = None,
) -> tuple[int, int]:
    """Write the event of a piece that is held; returns its id and sequence. One statement; the database moves the head.

    What it says of material is booked with it, unless it was (`posting_id`); that costs nothing for a piece without books.
    `maker_id` when somebody else than the one who notes it did the work; `by_outsider` when nobody here did.
    """
    sequence = standing.sequence + 1
    posting_id = posting_id or book(
        writing,
        standing,
        happening.kind,
        happening.using,
        weight_mg=happening.weight_mg,
        division_mg=happening.division_mg,
        corrects_id=corrects_id,
    )
    event_id = writing.add(
        WorkEvent,
        piece_id=standing.piece_id,
        sequence=sequence,
        kind=happening.kind,
        stage_id=stage.id if stage else None,
        by_id=None if by_outsider else maker_id or writing.by.id,
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
        posting_id=posting_id,
        request_key=writing.key,
    )
    return event_id, sequence


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
