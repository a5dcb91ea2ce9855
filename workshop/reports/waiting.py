"""What waits for the owner, oldest first, each with the place where it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.claims.overview import running_out
from workshop.days import day
from workshop.materials.instruments import last_checks
from workshop.money import priced
from workshop.pieces.models import Piece, PieceHead
from workshop.provenance.models import Recall
from workshop.reports.asking import waiting_askers
from workshop.reports.standing import STILL_DAYS, is_here
from workshop.reports.told import Span, Waiting, local_day
from workshop.sales.delivery_queries import unpaid
from workshop.wording import _, n_

CHECK_EVERY = timedelta(days=31)
WINDOWS = (30, 60, 90)
EARLIEST, NAMED = "1900-01-01", 3


@dataclass(frozen=True)
class Ending:
    """Documents that run out within so many days, and not within fewer."""

    days: int
    documents: tuple[tuple[str, str, str], ...]


def waiting_for_owner(session: Session, span: Span, ending: Sequence[Any]) -> list[Waiting]:
    """Twelve statements; `ending` as `running_out` reads it."""
    found = [*_ended(ending, span.today), *_unchecked(session, span), *_recalls(session, span)]
    found += [*_not_inspected(session, span), *_late(session, span), *_unpaid(session, span)]
    found += waiting_askers(session, span)
    return sorted(found, key=lambda one: (one.since, one.what))


def read_ending(session: Session, on: date) -> Sequence[Any]:
    """One statement."""
    return running_out(session, on)


def ending_soon(ending: Sequence[Any], on: date) -> tuple[Ending, ...]:
    """In the next 30, 60, 90 days, each document once, the first to end first."""
    days_left = [(one, (date.fromisoformat(_end_of(one)) - on).days) for one in ending]
    return tuple(
        Ending(
            most,
            tuple(
                (one.code, one.holder or _("Not said"), day(date.fromisoformat(_end_of(one))))
                for one, left in days_left
                if most - 30 < left <= most or (most == 30 and left == 0)
            ),
        )
        for most in WINDOWS
    )


def _end_of(one: Any) -> str:
    return str(one.valid_until or one.recheck_on)


def _ended(ending: Sequence[Any], on: date) -> list[Waiting]:
    over = [(one, date.fromisoformat(_end_of(one))) for one in ending]
    return [
        Waiting(
            end,
            _("Document {code} ended", code=one.code),
            _("{holder}, {day}", holder=one.holder or _("Not said"), day=day(end)),
            _("Renew"),
            f"/materials/documents/{one.code}",
        )
        for one, end in over
        if end < on
    ]


def _unchecked(session: Session, span: Span) -> list[Waiting]:
    """Instruments are held against something known once a month."""
    due = [(one.name, local_day(one.at, span.zone) + CHECK_EVERY) for one in last_checks(session).values()]
    return [
        Waiting(
            on,
            _("{name} was due for its check", name=name),
            _("since {day}", day=day(on)),
            _("Log it"),
            "/bench/instruments",
        )
        for name, on in due
        if on <= span.today
    ]


def _recalls(session: Session, span: Span) -> list[Waiting]:
    rows = session.scalars(select(Recall).where(Recall.ended_at.is_(None)).order_by(Recall.at))
    return [
        Waiting(
            local_day(one.at, span.zone),
            _("Recall {code} goes on", code=one.code),
            one.reason,
            _("Open"),
            f"/recalls/{one.code}",
        )
        for one in rows
    ]


def _not_inspected(session: Session, span: Span) -> list[Waiting]:
    before = span.now - timedelta(days=STILL_DAYS)
    asked = select(func.count(), func.min(PieceHead.moved_at)).where(
        PieceHead.awaits == "inspection", PieceHead.moved_at < before
    )
    count, oldest = session.execute(asked).one()
    if not count:
        return []
    told = n_(
        "{count} piece has waited for inspection for over 3 days",
        "{count} pieces have waited for inspection for over 3 days",
        count,
    )
    return [
        Waiting(
            local_day(oldest, span.zone),
            told,
            _("the first since {day}", day=day(local_day(oldest, span.zone))),
            _("List"),
            "/pieces?state=to_inspect",
        )
    ]


def _late(session: Session, span: Span) -> list[Waiting]:
    asked = (
        select(func.count(), func.min(Piece.due_on))
        .select_from(PieceHead)
        .join(Piece, Piece.id == PieceHead.piece_id)
        .where(is_here(), Piece.due_on < span.today.isoformat())
    )
    count, oldest = session.execute(asked).one()
    if not count or oldest is None:
        return []
    on = date.fromisoformat(oldest)
    told = n_("{count} piece is late", "{count} pieces are late", count)
    return [Waiting(on, told, _("the first was due {day}", day=day(on)), _("See"), "#leaves")]


def _unpaid(session: Session, span: Span) -> list[Waiting]:
    """What shops bought and have to pay until the end of the next seven days. No name of theirs stands in a file."""
    last = (span.today + timedelta(days=6)).isoformat()
    rows = session.execute(unpaid(EARLIEST, last).limit(NAMED + 1)).all()
    if len(rows) > NAMED:
        on = date.fromisoformat(rows[0].pay_on)
        told = _("Several deliveries at wholesale are to be paid")
        return [Waiting(on, told, _("the first until {day}", day=day(on)), _("List"), "/deliveries")]
    return [
        Waiting(
            on := date.fromisoformat(row.pay_on),
            _("{code}: {sum} is to be paid", code=row.code, sum=priced(int(row.open_minor), row.currency)),
            _("until {day}", day=day(on)),
            _("See"),
            f"/deliveries/{row.code}",
        )
        for row in rows
    ]
