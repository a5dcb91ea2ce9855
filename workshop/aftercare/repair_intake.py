"""Taking a piece in for a repair: one of ours, or a thing that was made elsewhere."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from workshop.aftercare.others import design_of_others
from workshop.aftercare.repair_models import RepairConsent, RepairJob, RepairPhoto
from workshop.days import date_at
from workshop.errors import Conflict, Invalid
from workshop.inspection.models import Departure, Inspection
from workshop.materials.codes import take_codes
from workshop.people.queries import find_shop
from workshop.pieces.actions import Happening, NewPhoto, add_event, add_photo
from workshop.pieces.holding import inside
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.models import Photo, Piece
from workshop.pieces.moving import move_piece
from workshop.pieces.places import IN_HAND, OUTSIDE
from workshop.pieces.queries import lock_piece
from workshop.pieces.rules import KINDS, Standing, require_possible, require_seen
from workshop.units import check_weight
from workshop.wording import _
from workshop.writing import Writing

MOST_STONES = 10_000
MOST_PHOTOS = 6
_LEFT = (
    select(Inspection.gross_mg, Inspection.tolerance_mg, Departure.at, Departure.id)
    .join(Inspection, Inspection.id == Departure.inspection_id)
    .where(Departure.piece_id == bindparam("piece_id"), Departure.kind != "tagged")
    .order_by(Departure.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Intake:
    """What comes over the counter. `serial` of ours, or the `kind` of a thing made elsewhere; `looks`: what is to be seen, without blame.

    `is_told` None: not asked yet, which tells nothing.
    """

    looks: str
    weight_mg: int | None
    serial: str | None = None
    kind: str | None = None
    seen: int | None = None
    division_mg: int = 10
    wish: str | None = None
    size: str | None = None
    stones: int | None = None
    customer: str | None = None
    contact: str | None = None
    due_on: str | None = None
    is_told: bool | None = None
    photos: Sequence[NewPhoto] = ()


def take_in(writing: Writing, intake: Intake) -> str:
    """Write down that it is here, weighed and seen; returns the code of the repair.

    Raises NotFound, Invalid for what was typed, Conflict when it is here already or never left.
    """
    weight_mg = _required(intake)
    serial = intake.serial or _others(writing, intake, weight_mg)
    standing = lock_piece(writing.session, serial)
    left: Any = writing.session.execute(_LEFT, {"piece_id": standing.piece_id}).one_or_none()
    if intake.serial:
        require_seen(standing, intake.seen)
        _require_gone(standing, left)
    require_possible(standing, KINDS["taken_in"])
    code, job_id = _job(writing, intake, standing, left, weight_mg)
    if intake.is_told is not None:
        writing.add(
            RepairConsent, job_id=job_id, sequence=1, is_told=intake.is_told, at=writing.at, by_id=writing.by.id
        )
    happening = Happening("taken_in", weight_mg=weight_mg, division_mg=intake.division_mg, note=intake.looks)
    add_event(writing, standing, happening)
    if standing.place != "repair":
        move_piece(writing, standing, "repair", None)
    if intake.due_on:
        writing.change(Piece, standing.piece_id, due_on=intake.due_on)
    for photo in intake.photos[:MOST_PHOTOS]:
        keep_photo(writing, serial, job_id, photo)
    return code


def _required(intake: Intake) -> int:
    if not intake.looks.strip():
        raise Invalid(
            _("Write down what is to be seen, in neutral words: “white metal, blue stone, one claw bent”."),
            slug="looks-missing",
            field="looks",
        )
    if intake.weight_mg is None:
        raise Invalid(
            _("An intake needs its weight. Put it on the scale, with its owner beside you, and type what it shows."),
            slug="weight-missing",
            field="weight",
        )
    check_weight(intake.weight_mg)
    if intake.stones is not None and not 0 <= intake.stones <= MOST_STONES:
        raise Invalid(_("Count from 0 to {most} stones.", most=MOST_STONES), slug="count-out-of-range", field="stones")
    if not intake.serial and not intake.kind:
        raise Invalid(
            _("Type the number of the piece, or say what kind of thing it is when it was made elsewhere."),
            slug="which-piece",
            field="serial",
        )
    return intake.weight_mg


def _others(writing: Writing, intake: Intake, weight_mg: int) -> str:
    code = design_of_others(writing, intake.kind or "")
    new = NewPieces(code, way_in="made", weight_mg=weight_mg, division_mg=intake.division_mg, size=intake.size)
    return make_pieces(writing, new)[0]


def _require_gone(standing: Standing, left: Any) -> None:
    if standing.place in OUTSIDE or (left is not None and standing.place in IN_HAND):
        return
    raise Conflict(
        _("{serial} has not left us: work on it is recorded on its own page.", serial=standing.serial),
        slug="not-out",
        field="serial",
    )


def _job(writing: Writing, intake: Intake, standing: Standing, left: Any, weight_mg: int) -> tuple[str, int]:
    open_job = select(RepairJob.code).where(RepairJob.piece_id == standing.piece_id, RepairJob.ended_at.is_(None))
    there = writing.session.scalar(open_job)
    if there is not None:
        raise Conflict(
            _("{serial} is in for repair {code} already.", serial=standing.serial, code=there),
            slug="in-repair-already",
            field="serial",
        )
    shop = find_shop(writing.session)
    (code,) = take_codes(writing, "J")
    job_id = writing.add(
        RepairJob,
        code=code,
        piece_id=standing.piece_id,
        intake_sequence=standing.sequence + 1,
        is_ours=_is_ours(writing, intake, standing.piece_id),
        subject=secrets.token_hex(16),
        customer=intake.customer,
        contact=intake.contact,
        seen=intake.looks.strip(),
        wish=intake.wish,
        size=intake.size,
        stones=intake.stones,
        stones_before=_stones_set(writing, standing),
        weight_mg=weight_mg,
        division_mg=intake.division_mg,
        before_mg=left.gross_mg if left else None,
        before_on=date_at(left.at, shop.time_zone if shop else None).isoformat() if left else None,
        tolerance_mg=left.tolerance_mg if left else None,
        received_at=writing.at,
        by_id=writing.by.id,
    )
    return code, job_id


def _is_ours(writing: Writing, intake: Intake, piece_id: int) -> bool:
    """Ours, unless it came as a thing made elsewhere, now or before."""
    if not intake.serial:
        return False
    theirs = select(RepairJob.id).where(RepairJob.piece_id == piece_id, RepairJob.is_ours == False).limit(1)
    return writing.session.scalar(theirs) is None


def _stones_set(writing: Writing, standing: Standing) -> int | None:
    """How many stones the books have in it; None for a piece without books, or none in them."""
    held = [one for one in inside(writing.session, standing.account_id) if not one.is_metal]
    return sum(one.amount.number for one in held) if held else None


def keep_photo(writing: Writing, serial: str, job_id: int, photo: NewPhoto) -> int:
    """A photo of the piece that belongs to its repair; returns its number among those of the piece."""
    photo_id = add_photo(writing, serial, photo)
    writing.add(RepairPhoto, job_id=job_id, photo_id=photo_id, at=writing.at, by_id=writing.by.id)
    piece_id = select(Photo.piece_id).where(Photo.id == photo_id).scalar_subquery()
    return writing.session.scalar(select(func.count()).where(Photo.piece_id == piece_id, Photo.id <= photo_id)) or 0
