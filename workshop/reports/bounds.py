"""How much of years of history one page reckons: so much of the newest, and it says so. Files, the command and the API reckon all of it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.days import short_date
from workshop.inspection.models import Inspection
from workshop.reports.told import Kind, Note, Span
from workshop.wording import _


def narrowed(session: Session, kind: Kind, span: Span) -> tuple[Span, tuple[Note, ...]]:
    """The newest days of a span in which there are no more inspections than a page reckons, with a word about it. One statement, one walk in an index."""
    if kind.most is None or span.by in kind.whole_by:
        return span, ()
    too_old = session.scalar(
        select(Inspection.decided_at)
        .where(Inspection.decided_at.between(span.since, span.until))
        .order_by(Inspection.decided_at.desc())
        .offset(kind.most)
        .limit(1)
    )
    if too_old is None:
        return span, ()
    first = min(too_old.astimezone(span.zone).date() + timedelta(days=1), span.last or span.today)
    newer = replace(span, first=first)
    told = _(
        "More is recorded than a page reckons: these are the days since {day}. The files hold all.",
        day=short_date(newer.since, span.zone),
    )
    return newer, (Note(told),)
