"""What programs read of the reports: sums over days, with what each column means."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import Session

from workshop.api import answers, bodies
from workshop.api.amounts import QueryDay, believable, sees_costs
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.errors import Forbidden
from workshop.reports.book import OPEN_TO_STAFF, REPORTS, make_report
from workshop.web import shoproom
from workshop.wording import _

OF_MONEY = ("cost", "value", "cost_here", "value_here")


class SpanWanted(bodies.Query):
    """From the first day to the last, both counted; without one of them from the beginning, or until now."""

    first: QueryDay | None = None
    last: QueryDay | None = None


class ReportTold(answers.Told):
    """`definitions` say what each column means. Grams, carats and money are plain numbers; gold and silver are never added."""

    name: str
    first: date | None
    last: date | None
    definitions: dict[str, str]
    rows: list[dict[str, Any]]
    totals: Annotated[dict[str, Any], Field(description="Sums over the rows, where they may be added.")]


def show_report(session: Session, asked: SpanWanted, who: Caller, name: str) -> Told:
    first, last = believable(asked.first, field="first"), believable(asked.last, field="last")
    if name in REPORTS and name not in OPEN_TO_STAFF and not sees_costs(who):
        raise Forbidden(_("This report is for the owner, by a token for the office."), slug="not-your-role")
    made = make_report(session, name, first=first, last=last, now=shoproom().now())
    hidden = {} if sees_costs(who) else dict.fromkeys(OF_MONEY)
    return {
        "name": made.name,
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
        "definitions": dict(made.definitions),
        "rows": [_without(row, hidden) for row in made.rows],
        "totals": _without(made.totals, hidden),
    }


def _without(row: Any, hidden: dict[str, Any]) -> Told:
    return {column: hidden.get(column, value) for column, value in row.items()}


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/reports/{name}",
        "show_report",
        "A report over a span of days: `metal` is where each alloy went, gross and fine; `stock` what is there. What it costs is told to an owner's token for the office",
        "read",
        show_report,
        ReportTold,
        asks=SpanWanted,
        refuses=("no-such-report", "not-a-day", "not-your-role"),
    ),
)
