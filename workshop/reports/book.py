"""The reports by name."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.errors import NotFound
from workshop.people.queries import find_shop
from workshop.pieces.models import Piece
from workshop.reports.aftercare import AFTERCARE
from workshop.reports.cost import COST
from workshop.reports.documents import CLAIMS
from workshop.reports.editions import EDITIONS
from workshop.reports.first_pass import FIRST_PASS
from workshop.reports.gate_replay import gate_replay_report
from workshop.reports.insurance import INSURANCE
from workshop.reports.labour import LABOUR
from workshop.reports.lead_time import LEAD_TIME
from workshop.reports.metal import METAL
from workshop.reports.stock import STOCK
from workshop.reports.stones_used import STONES
from workshop.reports.throughput import THROUGHPUT
from workshop.reports.told import Kind, Make, Report, Span
from workshop.reports.week import WEEK
from workshop.reports.weight_kept import WEIGHT_KEPT
from workshop.reports.wip import WIP
from workshop.wording import _

KINDS: dict[str, Kind] = {
    one.name: one
    for one in (
        WEEK,
        WIP,
        LEAD_TIME,
        THROUGHPUT,
        FIRST_PASS,
        METAL,
        STOCK,
        INSURANCE,
        COST,
        WEIGHT_KEPT,
        LABOUR,
        STONES,
        AFTERCARE,
        CLAIMS,
        EDITIONS,
    )
}
OPEN_TO_STAFF: dict[str, Make] = {"metal": METAL.make, "stock": STOCK.make}
REPORTS: dict[str, Make] = (
    {name: kind.make for name, kind in KINDS.items()} | OPEN_TO_STAFF | {"gate-replay": gate_replay_report}
)


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
    return make(session, span_of(session, first, last, now), shop.currency if shop else None)


def span_of(session: Session, first: date | None, last: date | None, now: datetime, by: str = "") -> Span:
    """The days where the shop is. Without a first day, one statement more for the oldest record."""
    shop = find_shop(session)
    zone = ZoneInfo(shop.time_zone if shop else "UTC")
    oldest = session.scalar(select(Piece.created_at).order_by(Piece.created_at).limit(1)) if first is None else None
    currency = shop.currency if shop else None
    return Span(first, last, zone, now, oldest.astimezone(zone).date() if oldest else None, by, currency)
