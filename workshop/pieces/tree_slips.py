"""A slip of the hand at a casting tree, taken back by who made it within a minute: a pour, a piece cut off, its end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.errors import Conflict
from workshop.materials.accounts import Balance, Movement, Posting
from workshop.materials.booking import take_back
from workshop.pieces.actions import MINUTE_S, Happening, record_event
from workshop.pieces.casting import find_tree
from workshop.pieces.models import Piece, WorkEvent
from workshop.wording import _
from workshop.writing import Writing

KINDS = ("poured", "cut_off", "tree_closed")


@dataclass(frozen=True)
class Done:
    """What was done to a tree last. `number`: of how many; `serial` and `sequence`: the entry of the piece that was cut off."""

    posting_id: int
    kind: str
    by_id: int | None
    at: datetime
    serial: str | None
    sequence: int | None
    number: int

    def may_be_undone(self, by_id: int | None, at: datetime) -> bool:
        """By who did it, within a minute."""
        is_fresh = (at - self.at).total_seconds() <= MINUTE_S
        return self.kind in KINDS and by_id == self.by_id and is_fresh


def last_done(session: Session, account_id: int) -> Done | None:
    """What was done to a tree last, by its account; None while it has no metal. One statement."""
    touched = (
        select(Movement.posting_id)
        .join(Balance, Balance.movement_id == Movement.id)
        .where(Balance.account_id == account_id)
        .distinct()
        .subquery()
    )
    row = session.execute(
        select(
            Posting.id,
            Posting.kind,
            Posting.by_id,
            Posting.at,
            Piece.serial,
            WorkEvent.sequence,
            select(func.count()).select_from(touched).scalar_subquery(),
        )
        .join(touched, touched.c.posting_id == Posting.id)
        .outerjoin(WorkEvent, WorkEvent.posting_id == Posting.id)
        .outerjoin(Piece, Piece.id == WorkEvent.piece_id)
        .order_by(Posting.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Done(*row)


def undo_last(writing: Writing, tree: str, number: int) -> None:
    """Take back what was done to the tree last, that of this number. Raises Conflict when it is not one's own, or a minute ago."""
    last = last_done(writing.session, find_tree(writing, tree).account_id)
    if last is None or last.number != number or not last.may_be_undone(writing.by.id, writing.at):
        raise Conflict(
            _(
                "Only one’s own last entry on a tree can be undone, within a minute. Later each piece is corrected by itself."
            ),
            slug="undo-too-late",
        )
    if last.serial is None:
        take_back(writing, last.posting_id, _("Undone"))
    else:
        record_event(writing, last.serial, Happening("undo", last.sequence, corrects=last.sequence))
