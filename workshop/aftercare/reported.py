"""What the public page says of a report that a piece is lost or stolen: that it was said, since when, and that nobody verified it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, Text, cast, func, select, text
from sqlalchemy.orm import Session

from workshop.aftercare.models import LossReport
from workshop.days import zone_of
from workshop.units import moment
from workshop.wording import _

_SHOWN = text(
    "SELECT l.kind, l.at, l.ends_at, l.disputed_at, l.aside_at, s.time_zone FROM loss_report l LEFT JOIN shop s ON s.id = 1 "
    "WHERE l.piece_id = :piece_id AND l.confirmed_at IS NOT NULL AND l.ended_at IS NULL ORDER BY l.id DESC LIMIT 1"
)


@dataclass(frozen=True)
class ReportedTold:
    """A report that the piece is lost or stolen. `kind` is "lost" or "stolen"; `disputed` says so, None when nobody disputes it."""

    kind: str
    since: date
    sentence: str
    to_do: str
    disputed: str | None = None


def reported_of(session: Session, piece_id: int, on: date) -> ReportedTold | None:
    """The report that stands on that day; None when none does. One statement."""
    row = session.execute(_SHOWN, {"piece_id": piece_id}).one_or_none()
    if row is None:
        return None
    zone = zone_of(row.time_zone)
    if moment(row.ends_at).astimezone(zone).date() < on:
        return None
    if row.kind == "stolen":
        said = _("Its recorded owner told us that it was stolen. We passed that on and have not looked into it.")
    else:
        said = _("Its recorded owner told us that it was lost. We passed that on and have not looked into it.")
    return ReportedTold(
        kind=row.kind,
        since=moment(row.at).astimezone(zone).date(),
        sentence=said,
        to_do=_(
            "If you have it or it is offered to you, write to the workshop. Neither of you has to prove anything to us first."
        ),
        disputed=_("Somebody disputes this. The workshop is told of both.")
        if row.disputed_at and not row.aside_at
        else None,
    )


def reports_seen(piece_id: int | BindParameter[int]) -> ScalarSelect[str]:
    """A text that changes with everything told here; the day on which a report ends is part of the page's own tag."""
    newest = (func.max(LossReport.id), func.max(LossReport.confirmed_at), func.max(LossReport.ends_at))
    marks = [
        func.coalesce(cast(one, Text), "")
        for one in (
            *newest,
            func.count(LossReport.ended_at),
            func.count(LossReport.disputed_at),
            func.count(LossReport.aside_at),
        )
    ]
    told: ColumnElement[str] = marks[0]
    for mark in marks[1:]:
        told = told + "/" + mark
    return select(told).where(LossReport.piece_id == piece_id).scalar_subquery()
