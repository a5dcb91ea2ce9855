"""What leaves in a week, by the day on which it is due, and what stops it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design
from workshop.days import short_day
from workshop.inspection.models import Answer, Check, Inspection
from workshop.people.models import Person
from workshop.pieces.models import Piece, PieceHead
from workshop.reports.ordered import OrderDue, orders_of, without_piece
from workshop.reports.standing import ALIKE, Stages, heads, is_here
from workshop.reports.told import Span
from workshop.units import thousandths
from workshop.wording import _

MOST = 200
_newest = aliased(Inspection, name="newest_look")
_LAST_LOOK = (
    select(func.max(_newest.id))
    .where(_newest.piece_id == PieceHead.piece_id, _newest.verdict.is_not(None), _newest.purpose != "stage")
    .correlate(PieceHead)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Leaving:
    """One piece that is due; `look`: pass, work, back, gone. `stops` names what stops it, `told` goes on.

    `order` is made for `customer`; without a serial no piece is made for it yet.
    """

    serial: str
    design: str
    due_on: str
    to: str
    look: str
    stops: str
    told: str
    order: str = ""
    customer: str = ""

    @property
    def is_stopped(self) -> bool:
        return self.look in ("work", "back")


def leaving_in(session: Session, span: Span) -> list[Leaving]:
    """Due until the end of the span and not gone yet; of a span that is over, what was due in it. Five statements."""
    stages, rows = Stages(session), session.execute(_due(span)).all()
    looked = [row.look_id for row in rows if row.look_id]
    faults = {row.inspection_id: row for row in session.execute(_faults(looked))} if looked else {}
    orders = orders_of(session, [row.serial for row in rows])
    found = [_leaving(row, faults.get(row.look_id), stages, span, orders.get(row.serial)) for row in rows]
    found += [_not_begun(*one) for one in without_piece(session, span)]
    return sorted(found, key=lambda one: one.due_on)


def _not_begun(order: OrderDue, design: str, due_on: str) -> Leaving:
    stops, told = (
        (_("No piece yet."), _("Agreed to: make it"))
        if order.is_agreed
        else (_("No piece yet."), _("Waits for the customer’s yes"))
    )
    return Leaving("", design, due_on, order.code, "work", stops, told, order.code, order.customer)


def _due(span: Span) -> Any:
    last = span.last or span.today
    was_due = Piece.due_on.between((span.first or span.today).isoformat(), last.isoformat())
    wanted = is_here() & (Piece.due_on <= last.isoformat()) if last >= span.today else was_due
    return (
        heads(
            Piece.serial,
            Design.name.label("design"),
            Piece.due_on,
            Piece.order_note,
            PieceHead.moved_at,
            Person.name.label("hand"),
            _LAST_LOOK.label("look_id"),
            Inspection.decided_at,
            Inspection.verdict,
            *ALIKE,
        )
        .join(Design, Design.id == Piece.design_id)
        .outerjoin(Person, Person.id == PieceHead.with_id)
        .outerjoin(Inspection, Inspection.id == _LAST_LOOK)
        .where(Piece.due_on.is_not(None), wanted)
        .order_by(Piece.due_on, Piece.id)
        .limit(MOST)
    )


def _faults(looked: Sequence[int]) -> Any:
    """The first failed check of each inspection."""
    first = (
        select(func.min(Answer.id))
        .where(Answer.inspection_id.in_(looked), Answer.result == "fail")
        .group_by(Answer.inspection_id)
    )
    return (
        select(Answer.inspection_id, Check.code, Check.text, Check.unit, Answer.measured)
        .join(Check, Check.id == Answer.check_id)
        .where(or_(Answer.id.in_(first)))
    )


def _leaving(row: Any, fault: Any, stages: Stages, span: Span, order: OrderDue | None) -> Leaving:
    look, stops, told = _stops(row, fault, stages.place(row).name, span)
    if order is None:
        return Leaving(row.serial, row.design, row.due_on, row.order_note or "", look, stops, told)
    if look == "work" and not order.is_agreed:
        stops, told = f"{stops} {told}.", _("Waits for the customer’s yes")
    to = row.order_note if row.order_note and row.order_note != order.code else ""
    return Leaving(row.serial, row.design, row.due_on, to or order.code, look, stops, told, order.code, order.customer)


def _stops(row: Any, fault: Any, stage: str, span: Span) -> tuple[str, str, str]:
    if row.state == "released":
        return (
            "pass",
            "",
            _("Nothing. Passed {day}", day=short_day(row.decided_at, span.zone, span.now))
            if row.decided_at
            else _("Nothing. Passed"),
        )
    if row.state in ("away", "scrapped"):
        when = short_day(row.moved_at, span.zone, span.now)
        return "gone", "", _("Left {day}", day=when) if row.state == "away" else _("Scrapped {day}", day=when)
    if row.awaits == "inspection":
        return "work", _("Not inspected yet."), _("Waits for its inspection")
    if row.state == "outwork":
        return "work", _("Out for outwork,"), _("since {day}", day=short_day(row.moved_at, span.zone, span.now))
    if row.sent_back and fault is not None:
        return "back", _fault_told(fault), _("Back at {stage}", stage=stage)
    if row.sent_back:
        return "back", _("Sent back."), _("Back at {stage}", stage=stage)
    if row.state == "working" and row.hand:
        return "work", _("At {stage},", stage=stage), _("in {name}’s hand", name=row.hand)
    return "work", _("Still at {stage},", stage=stage), _("then final inspection")


def _fault_told(fault: Any) -> str:
    what = f"{fault.code} {_(fault.text)}".split(":")[0].rstrip(".")
    if fault.measured is None:
        return _("{what}.", what=what)
    return _("{what}: {figure} {unit}.", what=what, figure=thousandths(fault.measured), unit=fault.unit or "")
