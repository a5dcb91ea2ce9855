"""Calling pieces back: traced down from a lot, a paper or a supplier, or named; who must be told, who was; and the end of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from workshop.claims.trace import find_start, piece_ids
from workshop.claims.tracelines import Line, piece_line, piece_rows
from workshop.database import fetch
from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.codes import RECALL, take_codes
from workshop.people.models import Person
from workshop.pieces.models import Piece
from workshop.provenance.models import Recall, RecalledPiece
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.texts import PARAGRAPH, plain_dashes, require_text
from workshop.wording import _
from workshop.writing import Writing

PAGE = 50
SORTS = ("recall", "since")
MOST_PIECES = 10_000
MOST_NAMED = 500
MOST_EXPORTED = 100_000
_GOING_ON = (
    select(Recall.code, Recall.reason, Recall.risk, Recall.to_do, Recall.at)
    .join(RecalledPiece, RecalledPiece.recall_id == Recall.id)
    .where(RecalledPiece.piece_id == bindparam("piece_id"), Recall.ended_at.is_(None))
    .order_by(Recall.id.desc())
)


@dataclass(frozen=True)
class NewRecall:
    """What is wrong, what may happen, what owners shall do; `begun_from` a code to trace down from, `serials` pieces by name, or both."""

    reason: str
    risk: str
    to_do: str
    begun_from: str | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """A recall in a list, with how many pieces it names and how many of them were told about."""

    code: str
    reason: str
    risk: str
    to_do: str
    begun_from: str | None
    at: datetime
    by_name: str | None
    ended_at: datetime | None
    ended_note: str | None
    pieces: int
    told: int


def start_recall(writing: Writing, new: NewRecall) -> str:
    """Call pieces back; returns the code of the recall. Their public pages say so from the next request on.

    Raises Invalid when a text is missing or no piece is found, NotFound for an unknown code or serial.
    """
    values = {
        name: require_text(getattr(new, name), field=name, longest=PARAGRAPH) for name in ("reason", "risk", "to_do")
    }
    found = _found(writing.session, new)
    if not found:
        raise Invalid(
            _("No piece hangs on that, so there is nothing to call back. Name a lot, a paper, a supplier or pieces."),
            slug="nothing-to-recall",
            field="begun_from",
        )
    code = take_codes(writing, RECALL)[0]
    begun_from = new.begun_from.strip() if new.begun_from else None
    recall_id = writing.add(Recall, code=code, begun_from=begun_from, at=writing.at, by_id=writing.by.id, **values)
    _name_pieces(writing, recall_id, found)
    return code


def _found(session: Session, new: NewRecall) -> list[int]:
    traced = piece_ids(session, find_start(session, new.begun_from), MOST_PIECES) if new.begun_from else []
    return sorted({*traced, *_named(session, new.serials)})


def _named(session: Session, serials: Sequence[str]) -> list[int]:
    wanted = list(dict.fromkeys(plain_dashes(serial).strip().upper() for serial in serials if serial.strip()))
    if len(wanted) > MOST_NAMED:
        raise Invalid(
            _("At most {most} pieces are named at once. Trace from their lot instead.", most=MOST_NAMED),
            slug="too-many-named",
            field="serials",
        )
    rows = session.execute(select(Piece.serial, Piece.id).where(Piece.serial.in_(wanted))).all() if wanted else []
    known = {row.serial: row.id for row in rows}
    missing = next((serial for serial in wanted if serial not in known), None)
    if missing is not None:
        raise NotFound(_("There is no piece {serial}.", serial=missing[:40]), slug="no-such-piece", field="serials")
    return list(known.values())


def _name_pieces(writing: Writing, recall_id: int, pieces: Sequence[int]) -> None:
    rows = [{"recall_id": recall_id, "piece_id": one, "at": writing.at, "by_id": writing.by.id} for one in pieces]
    if rows:
        writing.add_all(RecalledPiece, rows)


def trace_again(writing: Writing, code: str) -> int:
    """Name the pieces that were made since of what the recall began from; returns how many. Raises NotFound and Conflict."""
    recall = _going_on(writing, code)
    if recall.begun_from is None:
        return 0
    named = set(writing.session.scalars(select(RecalledPiece.piece_id).where(RecalledPiece.recall_id == recall.id)))
    found = _found(writing.session, NewRecall("", "", "", recall.begun_from))
    more = [one for one in found if one not in named]
    _name_pieces(writing, recall.id, more)
    return len(more)


def mark_told(writing: Writing, code: str, serials: Sequence[str]) -> int:
    """Say that whoever has these pieces was told; returns how many were not told before. Raises NotFound."""
    recall = find_recall(writing.session, code)
    wanted = list(dict.fromkeys(serial.strip().upper() for serial in serials))
    rows = writing.session.execute(
        select(RecalledPiece.id, RecalledPiece.told_at, Piece.serial)
        .join(Piece, Piece.id == RecalledPiece.piece_id)
        .where(RecalledPiece.recall_id == recall.id, Piece.serial.in_(wanted))
    ).all()
    if not wanted or len(rows) < len(wanted):
        raise NotFound(_("The recall does not name that piece."), slug="not-recalled", field="serial")
    untold = [row for row in rows if row.told_at is None]
    for row in untold:
        writing.change(RecalledPiece, row.id, told_at=writing.at)
    return len(untold)


def end_recall(writing: Writing, code: str, note: str) -> None:
    """End it: public pages no longer say so. Done again it changes nothing. Raises NotFound, and Invalid without a note."""
    recall = find_recall(writing.session, code)
    told = require_text(note, field="note", longest=PARAGRAPH)
    if recall.ended_at is None:
        writing.change(Recall, recall.id, ended_at=writing.at, ended_note=told)


def _going_on(writing: Writing, code: str) -> Any:
    recall = find_recall(writing.session, code)
    if recall.ended_at is not None:
        raise Conflict(_("Recall {code} has ended. Start another.", code=recall.code), slug="recall-ended")
    return recall


def find_recall(session: Session, code: str) -> Any:
    """The recall of that code. One statement. Raises NotFound."""
    columns = (Recall.id, Recall.code, Recall.begun_from, Recall.ended_at)
    row = session.execute(select(*columns).where(Recall.code == code.replace("\0", "").upper())).one_or_none()
    if row is None:
        raise NotFound(_("There is no recall of that code."), slug="no-such-recall")
    return row


def _listed() -> Any:
    mine = RecalledPiece.recall_id == Recall.id
    pieces = select(func.count(RecalledPiece.id)).where(mine).correlate(Recall).scalar_subquery()
    told = select(func.count(RecalledPiece.told_at)).where(mine).correlate(Recall).scalar_subquery()
    texts = (Recall.code, Recall.reason, Recall.risk, Recall.to_do, Recall.begun_from, Recall.at, Person.name)
    return select(*texts, Recall.ended_at, Recall.ended_note, pieces, told).outerjoin(Person, Person.id == Recall.by_id)


def list_recalls(
    session: Session, page: int = 1, sought: str = "", most: int = PAGE + 1, sort: Sort = AS_IT_COMES
) -> list[Listed]:
    """Those that go on first, then the newest; one more than a page when there are further ones. One statement."""
    usual = (Recall.ended_at.is_not(None), Recall.id.desc())
    order = in_order(sort, {"recall": Recall.id, "since": Recall.at}, Recall.id, usual)
    wanted = _listed()
    if sought:
        texts = (Recall.code, Recall.reason, Recall.risk, Recall.begun_from)
        wanted = wanted.where(or_(*(column.icontains(sought, autoescape=True) for column in texts)))
    rows = session.execute(wanted.order_by(*order).offset((page - 1) * PAGE).limit(most))
    return [Listed(*row) for row in rows]


def one_recall(session: Session, code: str) -> Listed:
    """One recall. Two statements. Raises NotFound."""
    found = find_recall(session, code)
    return Listed(*session.execute(_listed().where(Recall.id == found.id)).one())


def recalled_pieces(
    session: Session, code: str, *, page: int = 1, most: int = PAGE + 1
) -> list[tuple[Line, datetime | None]]:
    """The pieces of a recall with where each is, those not told about first; and when that was told. Two statements. Raises NotFound."""
    found = find_recall(session, code)
    wanted = (
        piece_rows()
        .add_columns(RecalledPiece.told_at)
        .join(RecalledPiece, RecalledPiece.piece_id == Piece.id)
        .where(RecalledPiece.recall_id == found.id)
        .order_by(RecalledPiece.told_at.is_not(None), Piece.id)
        .offset((page - 1) * PAGE)
        .limit(most)
    )
    return [(piece_line(row), row.told_at) for row in session.execute(wanted)]


def recalls_of(session: Session, piece_id: int) -> list[Any]:
    """What goes on about one piece, the newest first. One statement."""
    return list(fetch(session, _GOING_ON, {"piece_id": piece_id}))
