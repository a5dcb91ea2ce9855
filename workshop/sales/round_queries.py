"""Reading scan-rounds: what a link leads to, and what waits for the owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.pieces.models import Piece
from workshop.pieces.places import LENT
from workshop.sales.case_models import PackedCase, PackedPiece
from workshop.sales.case_queries import find_case
from workshop.sales.round_models import CaseAnswer, CaseLink

MOST_TELLINGS = 200  # of one piece
OVER = ("back", "sold")


@dataclass(frozen=True)
class Round:
    """What a gallery has of a case: lines of pieces that are there by our books, and what it said that still waits, by serial."""

    link_id: int
    code: str
    subject: str
    currency: str | None
    shows_prices: bool
    until: datetime
    lines: Sequence[Any]
    waiting: dict[str, Any]


def round_by_link(session: Session, digest: str, now: datetime) -> Round | None:
    """What the link leads to while it does; None for one that never was, ended or is over, and for a closed case. Four statements."""
    row = session.execute(
        select(CaseLink.id, CaseLink.shows_prices, CaseLink.expires_at, PackedCase.code, PackedCase.subject)
        .join(PackedCase, PackedCase.id == CaseLink.case_id)
        .where(
            CaseLink.digest == digest,
            CaseLink.revoked_at.is_(None),
            CaseLink.expires_at > now,
            PackedCase.closed_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    found = find_case(session, row.code)
    lines = [one for one in found.lines if one.outcome not in OVER and one.place in LENT]
    return Round(
        row.id,
        row.code,
        row.subject,
        found.row.currency,
        bool(row.shows_prices),
        row.expires_at,
        lines,
        waiting_answers(session, found.row.id),
    )


_ANSWERS: Any = (
    select(
        CaseAnswer.id,
        CaseAnswer.number,
        CaseAnswer.said,
        CaseAnswer.sold_on,
        CaseAnswer.words,
        CaseAnswer.at,
        Piece.serial,
    )
    .join(PackedPiece, PackedPiece.id == CaseAnswer.packed_id)
    .join(PackedCase, PackedCase.id == PackedPiece.case_id)
    .join(Piece, Piece.id == PackedPiece.piece_id)
    .where(CaseAnswer.ended_at.is_(None))
)


def waiting_answers(session: Session, case_id: int) -> dict[str, Any]:
    """What the gallery said and nobody dealt with, by serial. One statement."""
    rows = session.execute(_ANSWERS.where(PackedPiece.case_id == case_id).order_by(Piece.serial))
    return {row.serial: row for row in rows}


def waiting_answer(session: Session, packed_id: int | None = None, *, case_code: str = "", serial: str = "") -> Any:
    """The one about a line, by its key or by case and serial; None for none. One statement."""
    wanted = (
        (CaseAnswer.packed_id == packed_id,) if packed_id else (PackedCase.code == case_code, Piece.serial == serial)
    )
    return session.execute(_ANSWERS.where(*wanted)).one_or_none()


def link_until(session: Session, case_id: int) -> Any:
    """The row of the link that lives: until when, with prices or not; None for none. One statement."""
    return session.execute(
        select(CaseLink.expires_at, CaseLink.shows_prices).where(
            CaseLink.case_id == case_id, CaseLink.revoked_at.is_(None)
        )
    ).one_or_none()
