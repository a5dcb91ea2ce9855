"""Verbs of a case: out with pieces, say what became of each, close it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from workshop.errors import Conflict, Invalid
from workshop.inspection.actions import let_go
from workshop.materials.codes import CASE, take_codes
from workshop.people.queries import find_shop
from workshop.pieces.actions import Happening
from workshop.pieces.models import Custody, Piece
from workshop.pieces.moving import come_back, move_inside
from workshop.pieces.places import INSIDE, OUTSIDE
from workshop.pieces.queries import lock_piece
from workshop.pieces.rules import Standing, require_seen
from workshop.sales.case_models import PackedCase, PackedPiece
from workshop.sales.case_queries import case_row, fits, line_of
from workshop.sales.case_rules import MOST_PIECES, PLACES, require_fit, require_outcome
from workshop.sales.sale_actions import Sold, take_back_sale, write_sale
from workshop.wording import _
from workshop.writing import Writing


@dataclass(frozen=True)
class NewCase:
    """A case to pack: to which place, to whom in words (never public), awaited back on a day, and which pieces."""

    place: str
    serials: Sequence[str]
    holder: str | None = None
    contact: str | None = None
    due_on: str | None = None


def pack_case(writing: Writing, new: NewCase) -> str:
    """Case out: every piece on its own departure, or none at all. Returns its code. Raises Invalid, NotFound, Conflict naming each piece that cannot go."""
    if new.place not in PLACES:
        raise Invalid(
            _("A case goes to a fair, a gallery, a photographer, an insurer or into the safe."),
            slug="place-unknown",
            field="place",
        )
    if new.place != "safe" and not new.holder:
        raise Invalid(_("Say who has it, or which fair it is."), slug="holder-missing", field="holder")
    shop = find_shop(writing.session)
    (code,) = take_codes(writing, CASE)
    case_id = writing.add(
        PackedCase,
        code=code,
        place=new.place,
        subject=secrets.token_hex(16),
        holder=new.holder,
        contact=new.contact,
        due_on=new.due_on,
        currency=shop.currency if shop else None,
        at=writing.at,
        by_id=writing.by.id,
    )
    _send(writing, case_id, new.place, new.holder, new.serials)
    return code


def add_to_case(writing: Writing, code: str, serials: Sequence[str]) -> None:
    """Further pieces go after an open case. Raises as packing does."""
    case = _open_case(writing, code)
    went = writing.session.scalars(
        select(Piece.serial)
        .join(PackedPiece, PackedPiece.piece_id == Piece.id)
        .where(PackedPiece.case_id == case.id, Piece.serial.in_(serials))
    ).all()
    if went:
        raise Conflict(
            _("{serials} went with this case before. Pack another one.", serials=", ".join(sorted(went))),
            slug="went-before",
            field="serials",
        )
    _send(writing, case.id, case.place, case.holder, serials)


def _send(writing: Writing, case_id: int, place: str, holder: str | None, typed: Sequence[str]) -> None:
    serials = list(dict.fromkeys(typed))
    if not 1 <= len(serials) <= MOST_PIECES:
        raise Invalid(_("Choose from 1 to {most} pieces.", most=MOST_PIECES), slug="pieces-missing", field="serials")
    held = {serial: lock_piece(writing.session, serial) for serial in sorted(serials)}
    found = fits(writing.session, serials)
    require_fit(found, place)
    for fit in found:
        _put_in(writing, case_id, place, holder, held[fit.serial], fit.price_minor)


def _put_in(
    writing: Writing, case_id: int, place: str, holder: str | None, standing: Standing, price_minor: int | None
) -> None:
    departure_id = None
    if place == "safe":
        move_inside(writing, standing.serial, "safe")
    else:
        departure_id = let_go(writing, standing, "lent", place, holder)
    writing.add(
        PackedPiece,
        case_id=case_id,
        piece_id=standing.piece_id,
        departure_id=departure_id,
        kind="lent" if departure_id else None,
        custody_sequence=_place_now(writing, standing.piece_id),
        price_minor=price_minor,
        at=writing.at,
    )


def _place_now(writing: Writing, piece_id: int) -> int:
    return writing.session.scalar(select(func.max(Custody.sequence)).where(Custody.piece_id == piece_id)) or 0


@dataclass(frozen=True)
class Said:
    """What became of a piece of a case. `seen`: its last change before the eyes of who says it; `sold` when it is sold."""

    outcome: str
    seen: int | None
    note: str | None = None
    sold: Sold | None = None


def say_outcome(writing: Writing, code: str, serial: str, said: Said) -> bool:
    """Back, sold, still there or missing; back ends its pass as any return does. Said again it changes nothing and answers False.

    Raises NotFound for a piece that did not go with it, Conflict when it moved on since it was seen.
    """
    standing = lock_piece(writing.session, serial)
    case = case_row(writing.session, code)
    line = line_of(writing.session, case.id, serial)
    if line.outcome == said.outcome:
        return False
    require_outcome(said.outcome, line.outcome, said.note, standing.place, case.place)
    if said.outcome == "back":
        _bring_back(writing, case, line, standing, said)
    elif said.outcome == "sold":
        require_seen(standing, said.seen)
        write_sale(writing, standing, said.sold or Sold(), line)
    writing.change(
        PackedPiece,
        line.id,
        outcome=said.outcome,
        note=said.note,
        decided_at=writing.at,
        decided_by_id=writing.by.id,
    )
    return True


def _bring_back(writing: Writing, case: Any, line: Any, standing: Standing, said: Said) -> None:
    """It comes home, unless it is here already: then only the list did not know it."""
    if standing.place in OUTSIDE:
        come_back(writing, standing.serial, Happening("came_back", seen=said.seen, note=said.note))
    elif standing.place == "safe" and case.place == "safe":
        move_inside(writing, standing.serial, "shop")
    elif standing.place not in INSIDE or _place_now(writing, standing.piece_id) <= line.custody_sequence:
        raise Conflict(_("{serial} is not here.", serial=standing.serial), slug="not-here")
    take_back_sale(writing, line)


def close_case(writing: Writing, code: str) -> None:
    """Once of each piece it is said what became of it. Closed again it stays closed. Raises Conflict."""
    case = case_row(writing.session, code)
    if case.closed_at is not None:
        return
    undecided = writing.session.scalars(
        select(Piece.serial)
        .join(PackedPiece, PackedPiece.piece_id == Piece.id)
        .where(PackedPiece.case_id == case.id, PackedPiece.outcome.is_(None))
        .order_by(Piece.serial)
    ).all()
    if undecided:
        raise Conflict(
            _("Say first what became of {serials}.", serials=", ".join(undecided[:10])), slug="pieces-undecided"
        )
    writing.change(PackedCase, case.id, closed_at=writing.at, closed_by_id=writing.by.id)


def _open_case(writing: Writing, code: str) -> Any:
    case = case_row(writing.session, code)
    if case.closed_at is not None:
        raise Conflict(
            _("Case {code} is closed. Pack another one.", code=case.code), slug="case-closed", field="serials"
        )
    return case
