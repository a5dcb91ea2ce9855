"""What strangers report of copies: kept, answered by what the workshop did about it, opened again, forgotten."""

import secrets
from typing import Any

from sqlalchemy import Row, exists, func, select, text
from sqlalchemy.orm import Session

from workshop.errors import Conflict, Invalid, NotFound
from workshop.forgetting import forget
from workshop.provenance.looking_models import CopyAnswer, CopyReport
from workshop.provenance.models import Tag
from workshop.wording import _
from workshop.writing import Writing

PAGE = 50
MOST_OF_PIECE = 20
PERSONAL = (CopyReport, CopyAnswer)

_SHOWN = (
    "SELECT c.subject, t.code, p.serial, c.told, c.seen_where, c.contact, c.at, "
    "a.told AS done, a.at AS done_at, w.name AS done_by, a.id AS answer_id FROM copy_report c "
    "JOIN tag t ON t.id = c.tag_id JOIN piece p ON p.id = t.piece_id "
    "LEFT JOIN copy_answer a ON a.report_id = c.id AND a.ended_at IS NULL LEFT JOIN person w ON w.id = a.by_id "
)
_LISTS = {
    "waiting": text(
        _SHOWN + "WHERE a.id IS NULL AND c.told IS NOT NULL ORDER BY c.id DESC LIMIT :most OFFSET :skipped"
    ),
    "done": text(_SHOWN + "WHERE a.id IS NOT NULL OR c.told IS NULL ORDER BY c.id DESC LIMIT :most OFFSET :skipped"),
}
_OF_PIECE = text(_SHOWN + f"WHERE p.serial = :serial ORDER BY c.id DESC LIMIT {MOST_OF_PIECE}")


def report_copy(writing: Writing, code: str, told: str, seen_where: str | None, contact: str | None) -> None:
    """Keep what a stranger says of a piece with this code. Raises NotFound for a code that no tag has."""
    tag_id = writing.session.scalar(select(Tag.id).where(Tag.code == code))
    if tag_id is None:
        raise NotFound(_("We know no piece with this code"), slug="no-such-tag")
    words = {"told": told, "seen_where": seen_where, "contact": contact}
    writing.add(CopyReport, tag_id=tag_id, subject=secrets.token_hex(16), at=writing.at, **words)


def copy_reports(session: Session, which: str = "waiting", page: int = 1) -> list[Row[Any]]:
    """One page and one row more of those that wait, or that are done with (`done`), the newest first. One statement."""
    return list(session.execute(_LISTS[which], {"most": PAGE + 1, "skipped": (page - 1) * PAGE}))


def copies_of(session: Session, serial: str) -> list[Row[Any]]:
    """What was reported of one piece, under each of its tags, the newest first. One statement."""
    return list(session.execute(_OF_PIECE, {"serial": serial}))


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
