"""Work by others that is told to us: kept as what it is, reported and not seen by us."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from workshop.aftercare.repair_models import ReportedWork
from workshop.errors import Invalid, NotFound
from workshop.pieces.queries import lock_piece
from workshop.wording import _
from workshop.writing import Writing

_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class Report:
    """What was told: `done_on` is a year, a month (2026-11) or a day; `is_told`: its owner lets it stand on the public page."""

    told: str
    done_on: str | None = None
    by_whom: str | None = None
    is_told: bool = False
    source_key: str | None = None


def report_work(writing: Writing, serial: str, report: Report) -> int:
    """Keep it; returns its number in the piece. Raises NotFound, Invalid for a day that is none."""
    standing = lock_piece(writing.session, serial)
    if not report.told.strip():
        raise Invalid(_("This is still empty."), slug="missing", field="told")
    _require_when(report.done_on)
    newest = select(func.max(ReportedWork.number)).where(ReportedWork.piece_id == standing.piece_id)
    number = (writing.session.scalar(newest) or 0) + 1
    writing.add(
        ReportedWork,
        piece_id=standing.piece_id,
        number=number,
        at=writing.at,
        by_id=writing.by.id,
        **vars(report),
    )
    return number


def withdraw_report(writing: Writing, serial: str, number: int) -> None:
    """It is told no longer; it stays written. Repeated, it changes nothing."""
    standing = lock_piece(writing.session, serial)
    row = writing.session.execute(
        select(ReportedWork.id, ReportedWork.withdrawn_at).where(
            ReportedWork.piece_id == standing.piece_id, ReportedWork.number == number
        )
    ).one_or_none()
    if row is None:
        raise NotFound(_("There is no such entry of {serial}.", serial=serial), slug="no-such-report-of-work")
    if row.withdrawn_at is None:
        writing.change(ReportedWork, row.id, withdrawn_at=writing.at)


def _require_when(typed: str | None) -> None:
    if typed is None:
        return
    if not _WHEN.fullmatch(typed) or not _is_day(typed):
        raise Invalid(
            _("“{typed}” is no year, month or day. Write it like 1979, 1979-08 or 1979-08-06.", typed=typed[:40]),
            slug="not-a-day",
            field="done_on",
        )


def first_day(typed: str) -> date:
    """The first day of a year, a month, or the day itself."""
    return date.fromisoformat(typed + "-01-01"[len(typed) - 4 :]) if len(typed) < 10 else date.fromisoformat(typed)


def _is_day(typed: str) -> bool:
    try:
        first_day(typed)
    except ValueError:
        return False
    return True
