"""Reading who owns what: what a secret opens, and what stands about one piece."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from workshop.aftercare.guards import NOTICE_DAYS
from workshop.aftercare.models import LossReport, OwnerRequest, OwnerSecret, Ownership
from workshop.catalogue.models import Design
from workshop.errors import NotFound
from workshop.pieces.models import Piece
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.wording import _

PAGE = 50
# All three are looked for in one statement, whatever the code and the secret are: one that opens nothing costs the same.
_HELD = text(
    "SELECT x.what, x.id, p.id AS piece_id, p.serial FROM ("
    "SELECT 'claim' AS what, s.id, s.piece_id FROM owner_secret s WHERE s.digest = :digest AND s.ended_at IS NULL "
    "UNION ALL SELECT 'owner', o.id, o.piece_id FROM ownership o WHERE o.owner_digest = :digest AND o.ended_at IS NULL "
    "UNION ALL SELECT 'request', r.id, r.piece_id FROM owner_request r WHERE r.digest = :digest "
    "AND NOT EXISTS(SELECT 1 FROM ownership o WHERE o.request_id = r.id) "
    "AND (r.verdict IS NULL OR r.verdict <> 'granted' OR NOT EXISTS("
    "SELECT 1 FROM work_event e WHERE e.piece_id = r.piece_id AND e.kind = 'traded_in' AND e.at >= r.at))"
    ") x JOIN piece p ON p.id = x.piece_id JOIN tag t ON t.piece_id = p.id WHERE t.code = :code"
)


@dataclass(frozen=True)
class Held:
    """What a secret opens: `what` is "claim", "owner" or "request", `id` the row behind it, `digest` of the secret."""

    what: str
    id: int
    piece_id: int
    serial: str
    digest: str = field(repr=False)


def find_held(session: Session, code: str, digest: str) -> Held | None:
    """What this secret opens at the piece of this code; None when nothing, for whatever reason. One statement.

    A digest that stands in two rows was copied by somebody who had the database open: it opens neither.
    """
    rows = session.execute(_HELD, {"code": code, "digest": digest}).all()
    if len(rows) != 1:
        return None
    (row,) = rows
    return Held(row.what, row.id, row.piece_id, row.serial, digest)


def secret_refused() -> NotFound:
    """One answer to every secret that opens nothing: wrong, used up, withdrawn, or of a piece that is not there."""
    sentence = _(
        "This secret opens nothing here. Look at each sign again: O is read as 0, I and L as 1. If it is from the card and new to you, somebody may have used it before: ask the workshop."
    )
    return NotFound(sentence, slug="secret-refused", field="secret")


def owner_of(session: Session, piece_id: int) -> Ownership | None:
    """Whose the piece is now. One statement."""
    return session.scalar(select(Ownership).where(Ownership.piece_id == piece_id, Ownership.ended_at.is_(None)))


def secret_of(session: Session, piece_id: int) -> OwnerSecret | None:
    """The secret that can be claimed with now. One statement."""
    return session.scalar(select(OwnerSecret).where(OwnerSecret.piece_id == piece_id, OwnerSecret.ended_at.is_(None)))


def report_of(session: Session, piece_id: int, at: datetime) -> LossReport | None:
    """The report that is open at that moment, confirmed or not. One statement."""
    wanted = (LossReport.piece_id == piece_id, LossReport.ended_at.is_(None), LossReport.ends_at > at)
    return session.scalar(select(LossReport).where(*wanted).order_by(LossReport.id.desc()).limit(1))


def requests_of(session: Session, piece_id: int) -> list[OwnerRequest]:
    """All requests about a piece, the newest first. One statement."""
    return list(
        session.scalars(
            select(OwnerRequest).where(OwnerRequest.piece_id == piece_id).order_by(OwnerRequest.sequence.desc())
        )
    )


def notified_request(session: Session, piece_id: int) -> OwnerRequest | None:
    """The open request of which the owner of now was told. One statement."""
    since = select(Ownership.at).where(Ownership.piece_id == piece_id, Ownership.ended_at.is_(None)).scalar_subquery()
    wanted = (OwnerRequest.piece_id == piece_id, OwnerRequest.noticed_at >= since, OwnerRequest.verdict.is_(None))
    return session.scalar(select(OwnerRequest).where(*wanted).order_by(OwnerRequest.id).limit(1))


def earliest_of(request: OwnerRequest) -> datetime | None:
    """The first moment at which it may be granted; None while the recorded contact was not told."""
    return request.noticed_at + timedelta(days=NOTICE_DAYS) if request.noticed_at else None


def is_of_another(request: OwnerRequest) -> bool:
    """Whether the objection is older than the notice: an owner before this one made it."""
    told, objected = request.noticed_at, request.objected_at
    return told is not None and objected is not None and objected < told


def is_open_objection(request: OwnerRequest) -> bool:
    """Whether nobody has looked into the objection since it was made."""
    objected, settled = request.objected_at, request.settled_at
    return objected is not None and (settled is None or settled < objected)


def was_told(request: OwnerRequest, owner: Ownership) -> bool:
    """Whether this owner was told of it, and had the whole notice before it was closed."""
    told, closed = request.noticed_at, request.closed_at
    return told is not None and closed is not None and owner.at <= told <= closed - timedelta(days=NOTICE_DAYS)


def next_number(session: Session, model: Any, piece_id: int) -> int:
    """The next number of a piece's rows of this kind. One statement; the piece is locked."""
    return int(session.scalar(select(func.max(model.sequence)).where(model.piece_id == piece_id)) or 0) + 1


def has_tag(session: Session, piece_id: int) -> bool:
    """Whether the piece has a tag that counts. One statement."""
    living = (
        select(Tag.id)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .where(Tag.piece_id == piece_id, TagWithdrawal.id.is_(None))
    )
    return session.scalar(living.limit(1)) is not None


def serial_of_tag(session: Session, code: str) -> str | None:
    """The piece whose tag this is, while it counts. One statement."""
    return session.scalar(
        select(Piece.serial)
        .join(Tag, Tag.piece_id == Piece.id)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .where(Tag.code == code, TagWithdrawal.id.is_(None))
    )


def waiting_requests(session: Session, page: int = 1) -> list[Row[Any]]:
    """The requests that nobody closed, the oldest first, and one more than a page. One statement."""
    asked = (
        select(OwnerRequest, Piece.serial, Design.name.label("design"))
        .join(Piece, Piece.id == OwnerRequest.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .where(OwnerRequest.verdict.is_(None))
        .order_by(OwnerRequest.id)
    )
    return list(session.execute(asked.offset((page - 1) * PAGE).limit(PAGE + 1)))


def waiting_reports(session: Session, at: datetime, page: int = 1) -> list[Row[Any]]:
    """The open reports that ask for something: to be confirmed, or disputed. One statement."""
    asked = (
        select(LossReport, Piece.serial, Design.name.label("design"))
        .join(Piece, Piece.id == LossReport.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .where(LossReport.ended_at.is_(None), LossReport.ends_at > at)
        .where(
            LossReport.confirmed_at.is_(None) | (LossReport.disputed_at.is_not(None) & LossReport.aside_at.is_(None))
        )
        .order_by(LossReport.id)
    )
    return list(session.execute(asked.offset((page - 1) * PAGE).limit(PAGE + 1)))
