"""Changing what a piece shall be: its own event, which asks for the whole final list."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from workshop.catalogue.models import Design
from workshop.errors import Conflict, Invalid, NotFound
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.engravings import engraving_row
from workshop.pieces.making import DESIGN
from workshop.pieces.models import Personalisation, Piece
from workshop.pieces.queries import lock_piece
from workshop.pieces.rules import KINDS, require_possible, require_seen
from workshop.wording import _
from workshop.writing import Writing


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
            ("parts", old.parts, new.parts),
            ("design", old.code, new.design_code),
            ("size", old.size, new.size),
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
            Personalisation, [engraving_row(standing.piece_id, last + 1, new.engraving, new.engraving_place, event_id)]
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
        design = writing.session.execute(DESIGN, {"code": new.design_code}).one_or_none()
        if design is None:
            raise NotFound(
                _("There is no design {code}. Choose one from the catalogue.", code=new.design_code[:60]),
                slug="no-such-design",
                field="design",
            )
        changes |= {"design_id": design.id, "kind": design.kind, "material_id": design.material_id}
    return changes
