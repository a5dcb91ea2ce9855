"""The reports by name."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workshop.errors import NotFound
from workshop.people.queries import find_shop
from workshop.reports.gate_replay import gate_replay_report
from workshop.reports.metal import metal_report
from workshop.reports.stock import stock_report
from workshop.reports.told import Make, Report, Span
from workshop.wording import _

REPORTS: dict[str, Make] = {"metal": metal_report, "stock": stock_report, "gate-replay": gate_replay_report}


def make_report(session: Session, name: str, *, first: date | None, last: date | None, now: datetime) -> Report:
    """A report over the days from first to last. Raises NotFound for a name that is none."""
    make = REPORTS.get(name)
    if make is None:
        raise NotFound(
            _("There is no report “{name}”. There are {names}.", name=name[:40], names=", ".join(REPORTS)),
            slug="no-such-report",
            field="name",
        )
    shop = find_shop(session)
    span = Span(first, last, ZoneInfo(shop.time_zone if shop else "UTC"), now)
    return make(session, span, shop.currency if shop else None)
