"""One's own figures: what somebody logged and looked at, shown to them alone."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.access import open_to, present
from workshop.csvs import csv_bytes
from workshop.inspection.models import Inspection
from workshop.people.shop_web import today, zone
from workshop.reports.book import span_of
from workshop.reports.labour import time_of
from workshop.reports.reckoning import terms_now
from workshop.reports.shown import shown
from workshop.reports.told import Span
from workshop.web import done_reading, reading, shoproom

own_figures = Blueprint("own_figures", __name__, url_prefix="/people/me")
DAYS = (7, 30, 90)
COLUMNS = ("stage", "hours", "steps", "pieces", "mean_hours", "unstarted")


@own_figures.get("/figures")
@open_to()
def page() -> ResponseReturnValue:
    session, days, here = reading(), _days(), zone()
    span = _span(session, days)
    values = {
        "rows": time_of(session, span, present().id),
        "looks": looks_by(session, span, present().id),
        "figure": lambda value: shown(value, "hours", here),
        "is_announced": terms_now(session).is_announced,
    }
    done_reading()
    return render_template("reports/own.html", days=days, choices=DAYS, **values)


@own_figures.get("/figures.csv")
@open_to()
def export() -> ResponseReturnValue:
    session = reading()
    rows = time_of(session, _span(session, _days()), present().id)
    done_reading()
    cells = ([row["group"], *(row[name] for name in COLUMNS[1:])] for row in rows)
    answer = Response(csv_bytes(COLUMNS, cells), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=own-figures.csv"
    return answer


def _days() -> int:
    return next((one for one in DAYS if str(one) == request.args.get("days")), DAYS[0])


def _span(session: Session, days: int) -> Span:
    return span_of(session, today() - timedelta(days=days - 1), None, shoproom().now())


def looks_by(session: Session, span: Span, person_id: int) -> dict[str, int]:
    """How many inspections somebody ended in these days, by verdict. One statement."""
    mine = Inspection.by_id == person_id, Inspection.decided_at.between(span.since, span.until)
    rows: Any = session.execute(
        select(Inspection.verdict, func.count()).where(*mine).group_by(Inspection.verdict)
    ).all()
    return {verdict: count for verdict, count in rows if verdict}
