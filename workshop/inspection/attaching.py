"""Putting a charm on a piece and taking it off: work on the parent, which is then inspected anew; taking off is work on both."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design
from workshop.errors import Conflict, NotFound
from workshop.inspection.attachment_models import Attachment
from workshop.inspection.models import Release
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.models import Piece
from workshop.pieces.queries import lock_piece
from workshop.pieces.rules import KINDS, Standing, require_possible, require_seen
from workshop.wording import _
from workshop.writing import Writing


def attach_charm(writing: Writing, parent: str, child: str, seen: int | None) -> None:
    """Put a charm that passed on a piece: the parent loses its pass and asks for the list of a part added. On it already, nothing changes.

    Raises Conflict when the parent moved on, or the charm has not passed or is elsewhere.
    """
    on, charm = _both(writing, parent, child)
    if _open(writing, on, charm) is not None:
        return
    require_seen(on, seen)
    require_possible(on, KINDS["attach"])
    _require_free(writing, on, charm)
    inspection_id = writing.session.scalar(select(Release.inspection_id).where(Release.piece_id == charm.piece_id))
    if inspection_id is None:
        raise Conflict(
            _("{serial} has not passed its own inspection as it is now. Inspect it, then put it on.", serial=child),
            slug="not-released",
            field="charm",
        )
    event_id, _sequence = add_event(writing, on, Happening("attach", note=child))
    writing.add(
        Attachment,
        parent_id=on.piece_id,
        child_id=charm.piece_id,
        inspection_id=inspection_id,
        attached_by_id=event_id,
        at=writing.at,
        by_id=writing.by.id,
    )
    add_event(writing, charm, Happening("note", note=_("Put on {serial}", serial=parent)))


def detach_charm(writing: Writing, parent: str, child: str, seen: int | None) -> None:
    """Take a charm off: both are inspected again before either leaves.

    Raises NotFound when it is not on it, Conflict when the parent is itself on another: it may be out of the house with that.
    """
    on, charm = _both(writing, parent, child)
    attachment_id = _open(writing, on, charm)
    if attachment_id is None:
        raise NotFound(_("{child} is not on {serial}.", child=child, serial=parent), slug="not-attached", field="charm")
    require_seen(on, seen)
    require_possible(on, KINDS["detach"])
    _require_on_none(writing, on, "piece")
    taken_id, _sequence = add_event(writing, on, Happening("detach", note=child))
    freed_id, _sequence = add_event(writing, charm, Happening("detach", note=_("Taken off {serial}", serial=parent)))
    writing.change(Attachment, attachment_id, ended_at=writing.at, detached_by_id=taken_id, freed_by_id=freed_id)


def _both(writing: Writing, parent: str, child: str) -> tuple[Standing, Standing]:
    """Both pieces, held in the order of their serials, so that two people never wait for each other."""
    if parent == child:
        raise Conflict(_("A piece is not put on itself. Scan the charm."), slug="same-piece", field="charm")
    held = {serial: lock_piece(writing.session, serial) for serial in sorted((parent, child))}
    return held[parent], held[child]


def _open(writing: Writing, on: Standing, charm: Standing) -> int | None:
    return writing.session.scalar(
        select(Attachment.id).where(
            Attachment.parent_id == on.piece_id, Attachment.child_id == charm.piece_id, Attachment.ended_at.is_(None)
        )
    )


def _require_free(writing: Writing, on: Standing, charm: Standing) -> None:
    _require_on_none(writing, charm, "charm")
    _require_on_none(writing, on, "piece")
    require_possible(charm, KINDS["attach"])  # taking it off is work on it, so it is put on where work is done


def _require_on_none(writing: Writing, one: Standing, field: str) -> None:
    other = carrier_of(writing.session, one.piece_id)
    if other is not None:
        raise _is_on(one.serial, other, field)


def require_off(session: Session, serial: str, kind: str) -> None:
    """A part of a charm is taken off while nothing carries it. Raises Conflict. One statement, none for other kinds: the database refuses those."""
    if kind != "detach":
        return
    carrier, charm = aliased(Piece, name="carrier"), aliased(Piece, name="charm")
    on = session.scalar(
        select(carrier.serial)
        .join(Attachment, Attachment.parent_id == carrier.id)
        .join(charm, charm.id == Attachment.child_id)
        .where(charm.serial == serial, Attachment.ended_at.is_(None))
    )
    if on is not None:
        raise _is_on(serial, on, "piece")


def _is_on(serial: str, other: str, field: str) -> Conflict:
    sentence = _("{serial} is on {other}. Take it off there first.", serial=serial, other=other)
    return Conflict(sentence, slug="attached-already", field=field)


def carrier_of(session: Session, piece_id: int) -> str | None:
    """The serial of the piece that this one is on; None for none. One statement."""
    return session.scalar(
        select(Piece.serial)
        .join(Attachment, Attachment.parent_id == Piece.id)
        .where(Attachment.child_id == piece_id, Attachment.ended_at.is_(None))
    )


def charms_of(session: Session, piece_id: int) -> Sequence[Any]:
    """What is on a piece now, in the order in which it was put on. One statement."""
    return session.execute(
        select(Piece.serial, Design.name, Attachment.at)
        .join(Attachment, Attachment.child_id == Piece.id)
        .join(Design, Design.id == Piece.design_id)
        .where(Attachment.parent_id == piece_id, Attachment.ended_at.is_(None))
        .order_by(Attachment.id)
        .limit(200)
    ).all()
