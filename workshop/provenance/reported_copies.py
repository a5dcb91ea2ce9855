"""What strangers report of copies: kept, answered by what the workshop did about it, opened again, forgotten."""

import secrets
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from workshop.database import fetch, stream
from workshop.errors import Conflict, Invalid, NotFound
from workshop.forgetting import forget
from workshop.people.models import Person
from workshop.pieces.models import Piece
from workshop.provenance.codes import understand
from workshop.provenance.looking_models import CopyAnswer, CopyReport
from workshop.provenance.models import Tag
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.wording import _
from workshop.writing import Writing

PAGE = 50
MOST_OF_PIECE = 20
PERSONAL = (CopyReport, CopyAnswer)

_ROWS = (
    select(
        *(CopyReport.subject, Tag.code, Piece.serial, CopyReport.told, CopyReport.seen_where, CopyReport.contact),
        CopyReport.at,
        CopyAnswer.told.label("done"),
        CopyAnswer.at.label("done_at"),
        Person.name.label("done_by"),
        CopyAnswer.id.label("answer_id"),
    )
    .select_from(CopyReport)
    .join(Tag, Tag.id == CopyReport.tag_id)
    .join(Piece, Piece.id == Tag.piece_id)
    .outerjoin(CopyAnswer, and_(CopyAnswer.report_id == CopyReport.id, CopyAnswer.ended_at.is_(None)))
    .outerjoin(Person, Person.id == CopyAnswer.by_id)
)
_NEWEST = CopyReport.id.desc()
_WAITS = and_(CopyAnswer.id.is_(None), CopyReport.told.is_not(None))
_SOUGHT = (Piece.serial, Tag.code, CopyReport.told, CopyReport.seen_where, CopyReport.contact, CopyAnswer.told)
_COLUMNS = {"piece": Piece.id, "reported": CopyReport.at}
SORTS = tuple(_COLUMNS)


def report_copy(writing: Writing, code: str, told: str, seen_where: str | None, contact: str | None) -> None:
    """Keep what a stranger says of a piece with this code. Raises NotFound for a code that no tag has."""
    tag_id = writing.session.scalar(select(Tag.id).where(Tag.code == code))
    if tag_id is None:
        raise NotFound(_("We know no piece with this code"), slug="no-such-tag")
    words = {"told": told, "seen_where": seen_where, "contact": contact}
    writing.add(CopyReport, tag_id=tag_id, subject=secrets.token_hex(16), at=writing.at, **words)


def copy_reports(
    session: Session,
    which: str = "waiting",
    page: int = 1,
    sought: str | None = None,
    sort: Sort = AS_IT_COMES,
) -> list[Row[Any]]:
    """One page and one row more of those that wait, or that are done with (`done`), the newest first. One statement."""
    return list(fetch(session, _listed(which, sought, sort).offset((page - 1) * PAGE).limit(PAGE + 1)))


def every_report(session: Session, which: str, sought: str | None, sort: Sort) -> Iterator[Row[Any]]:
    """All reports that the list would show, read some at a time. One statement."""
    return stream(session, _listed(which, sought, sort))


def _listed(which: str, sought: str | None, sort: Sort) -> Any:
    wanted = _ROWS.where(_WAITS if which == "waiting" else ~_WAITS)
    if sought:
        wanted = wanted.where(or_(*(column.icontains(sought, autoescape=True) for column in _SOUGHT), _code_is(sought)))
    return wanted.order_by(*in_order(sort, _COLUMNS, CopyReport.id, (_NEWEST,)))


def place_of_report(session: Session, subject: str) -> tuple[bool, int]:
    """Whether a report waits, and the page of the list, newest first, where it stands. Two statements. Raises NotFound."""
    of_it = CopyReport.subject == subject.replace("\0", "")
    found = session.execute(
        select(CopyReport.id, case((waits(), 1), else_=0).label("waits")).where(of_it)
    ).one_or_none()
    if found is None:
        raise _none()
    beside = waits() if found.waits else ~waits()
    newer = session.scalar(select(func.count()).select_from(CopyReport).where(beside, CopyReport.id > found.id)) or 0
    return bool(found.waits), newer // PAGE + 1


def _code_is(sought: str) -> ColumnElement[bool]:
    """A tag is found by its code as it is read aloud, too."""
    return Tag.code == understand(sought)


def copies_of(session: Session, serial: str) -> list[Row[Any]]:
    """What was reported of one piece, under each of its tags, the newest first. One statement."""
    return list(fetch(session, _ROWS.where(Piece.serial == serial).order_by(_NEWEST).limit(MOST_OF_PIECE)))


def waits() -> Any:
    """Whether a report still asks something of the workshop: it says something, and nothing was done about it."""
    answered = exists().where(CopyAnswer.report_id == CopyReport.id, CopyAnswer.ended_at.is_(None))
    return CopyReport.told.is_not(None) & ~answered


def answer_copy(writing: Writing, subject: str, done: str) -> None:
    """The workshop dealt with it: who, when, and what was done. Repeated, it changes nothing.

    Raises Invalid without a word, NotFound, and Conflict for words that were erased.
    """
    if not done.strip():
        raise Invalid(_("Say in a word what was done."), slug="done-missing", field="done")
    report = _locked(writing, subject)
    if report.told is None:
        sentence = _("What they wrote was erased: there is nothing more to be done about it.")
        raise Conflict(sentence, slug="copy-report-erased")
    if _answer_of(writing.session, report.id) is None:
        told = {"subject": report.subject, "told": done, "at": writing.at, "by_id": writing.by.id}
        writing.add(CopyAnswer, report_id=report.id, **told)


def reopen_copy(writing: Writing, subject: str) -> None:
    """It was not done after all: the report waits again. Repeated, it changes nothing. Raises NotFound."""
    answer = _answer_of(writing.session, _locked(writing, subject).id)
    if answer is not None:
        writing.change(CopyAnswer, answer, ended_at=writing.at, ended_by_id=writing.by.id)


def forget_reporter(writing: Writing, subject: str) -> None:
    """Blank what the stranger wrote and what was said of it; that something was reported of this tag on that day stays. Raises NotFound."""
    forget(writing, PERSONAL, [_locked(writing, subject).subject])


def subject_of_report(session: Session, subject: str) -> str:
    """Whom to forget with a report. Raises NotFound."""
    found = session.scalar(select(CopyReport.subject).where(CopyReport.subject == subject.replace("\0", "")))
    if found is None:
        raise _none()
    return found


def waiting_copies(session: Session) -> int:
    """One statement."""
    return session.scalar(select(func.count()).select_from(CopyReport).where(waits())) or 0


def _locked(writing: Writing, subject: str) -> Row[int, str, str | None]:
    wanted = select(CopyReport.id, CopyReport.subject, CopyReport.told)
    report = writing.session.execute(
        wanted.where(CopyReport.subject == subject.replace("\0", "")).with_for_update()
    ).one_or_none()
    if report is None:
        raise _none()
    return report


def _none() -> NotFound:
    return NotFound(_("There is no such report."), slug="no-such-copy-report")


def _answer_of(session: Session, report_id: int) -> int | None:
    return session.scalar(select(CopyAnswer.id).where(CopyAnswer.report_id == report_id, CopyAnswer.ended_at.is_(None)))
