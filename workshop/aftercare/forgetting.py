"""Whose traces a piece's owner, asker or disputer has left: what is told to them on request, and what is erased."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.aftercare.models import LossReport, OwnerRequest, OwnerSecret, Ownership
from workshop.units import canonical

MODELS = (OwnerSecret, OwnerRequest, Ownership, LossReport)


def subjects_of_owner(session: Session, ownership_id: int) -> list[str]:
    """The owner, the gift that was made to them, the request by which they came, and the gifts that they made."""
    owner = session.execute(
        select(Ownership.subject, Ownership.secret_id, Ownership.request_id, Ownership.piece_id, Ownership.at).where(
            Ownership.id == ownership_id
        )
    ).one()
    ended = session.scalar(select(Ownership.ended_at).where(Ownership.id == ownership_id))
    given = select(OwnerSecret.subject).where(
        OwnerSecret.piece_id == owner.piece_id, OwnerSecret.kind == "transfer", OwnerSecret.at >= owner.at
    )
    if ended is not None:
        given = given.where(OwnerSecret.at <= ended)
    found = [owner.subject, *session.scalars(given)]
    for model, row_id in ((OwnerSecret, owner.secret_id), (OwnerRequest, owner.request_id)):
        if row_id is not None:
            found += session.scalars(select(model.subject).where(model.id == row_id))
    return found


def subjects_of_piece(session: Session, piece_id: int, what: str, number: int) -> list[str]:
    """Of the owner, request or report with this number; empty when there is none."""
    if what == "owner":
        wanted = select(Ownership.id).where(Ownership.piece_id == piece_id, Ownership.sequence == number)
        ownership_id = session.scalar(wanted)
        return [] if ownership_id is None else subjects_of_owner(session, ownership_id)
    model: Any = {"request": OwnerRequest, "report": LossReport}[what]
    return list(session.scalars(select(model.subject).where(model.piece_id == piece_id, model.sequence == number)))


def own_data(session: Session, ownership_id: int, today: str) -> dict[str, Any]:
    """Everything that is kept of an owner, in words that a program can read too; a gift's message only from its day on."""
    subjects = subjects_of_owner(session, ownership_id)
    told: dict[str, Any] = {}
    for model in MODELS:
        table: Any = model.__table__
        rows = session.execute(select(table).where(table.c.subject.in_(subjects)).order_by(table.c.id)).mappings()
        told[model.__tablename__] = [_told(dict(row), today) for row in rows]
    return told


def _told(row: dict[str, Any], today: str) -> dict[str, Any]:
    hidden = {"id", "piece_id", "subject", "digest", "owner_digest", "secret_id", "request_id", "ownership_id"}
    if (row.get("reveal_on") or "") > today:
        hidden |= {"gift_from", "gift_message"}
    kept = {name: value for name, value in row.items() if name not in hidden and not name.endswith("by_id")}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else canonical(value)
        for name, value in kept.items()
        if value is not None
    }
