"""Where a piece goes: inside the house, to another workshop and back, and home from outside."""

import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.errors import Conflict
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.models import Custody
from workshop.pieces.places import IN_HAND, INSIDE
from workshop.pieces.queries import lock_piece, stages_of
from workshop.pieces.rules import KINDS, Standing, require_possible, require_seen, stage_of
from workshop.units import check_weight
from workshop.wording import _
from workshop.writing import Writing


def move_piece(writing: Writing, standing: Standing, place: str, holder: str | None) -> None:
    """Write down where the piece is from now on."""
    last = writing.session.scalar(select(func.max(Custody.sequence)).where(Custody.piece_id == standing.piece_id)) or 0
    writing.add(
        Custody,
        piece_id=standing.piece_id,
        sequence=last + 1,
        place=place,
        subject=secrets.token_hex(16) if holder else None,
        holder=holder or None,
        at=writing.at,
        by_id=writing.by.id,
    )


def move_inside(writing: Writing, serial: str, place: str) -> int:
    """Bench, repair shelf or safe: a move inside the house, which changes nothing else."""
    standing = lock_piece(writing.session, serial)
    if place not in INSIDE or standing.place not in INSIDE:
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
    if standing.place not in IN_HAND:
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


def require_here(session: Session, standing: Standing) -> None:
    """The piece lies in the house, read anew: while its lock was waited for, somebody may have let it go. Raises Conflict."""
    newest = select(Custody.place).where(Custody.piece_id == standing.piece_id).order_by(Custody.sequence.desc())
    if session.scalar(newest.limit(1)) not in INSIDE:
        raise Conflict(_("{serial} is not here to leave.", serial=standing.serial), slug="not-here")
