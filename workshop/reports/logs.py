"""What the imported old logs say: case by case, always told apart from what was logged here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from workshop.reports.log_models import LogImport, LogRow
from workshop.reports.replay import Entry, Replay, replay_of

AT_ONCE = 1_000


@dataclass(frozen=True)
class LogCase:
    """One case: its log, its first start, first and last finish in UTC, how many were made, rejected, and how many of its rows were rework."""

    source: str
    name: str
    design: str | None
    first_start: datetime
    first_finish: datetime
    last_finish: datetime
    done: int
    rejected: int
    rework: int


def sources(session: Session) -> Sequence[str]:
    """The names of all imported logs."""
    return session.scalars(select(LogImport.source).order_by(LogImport.source)).all()


def replay_log(session: Session, source: str) -> Replay:
    """The gate replay of one log. One statement, read in pieces."""
    asked = (
        select(LogRow.case_name, LogRow.sort, LogRow.who, LogRow.started_at, LogRow.finished_at, LogRow.id)
        .join(LogImport, LogImport.id == LogRow.log_id)
        .where(LogImport.source == source)
        .order_by(LogRow.case_name, LogRow.id)
        .execution_options(yield_per=AT_ONCE)
    )
    return replay_of(Entry(*row) for row in session.execute(asked))


def log_cases(session: Session, since: datetime, until: datetime) -> Iterator[LogCase]:
    """The cases of all logs whose last finish lies between the two moments, by log and name. One statement, read in pieces."""
    last = func.max(LogRow.finished_at)
    asked = (
        select(
            LogImport.source,
            LogRow.case_name,
            func.max(LogRow.design),
            func.min(LogRow.started_at),
            func.min(LogRow.finished_at),
            last,
            func.coalesce(func.sum(LogRow.done), 0),
            func.coalesce(func.sum(LogRow.rejected), 0),
            func.sum(case((LogRow.is_rework == True, 1), else_=0)),
        )
        .join(LogImport, LogImport.id == LogRow.log_id)
        .group_by(LogImport.source, LogRow.case_name)
        .having(last.between(since, until))
        .order_by(LogImport.source, LogRow.case_name)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in session.execute(asked):
        source, name, design, start, finish, end, done, rejected, rework = row
        yield LogCase(source, name, design, start, finish, end, int(done), int(rejected), int(rework))
