"""The page on which the owner's day begins."""

from datetime import date
from typing import Any

from babel.dates import format_skeleton
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from workshop.access import open_to
from workshop.days import clock, day
from workshop.errors import Invalid
from workshop.languages import locale_of
from workshop.materials.ledger import fine_shown
from workshop.materials.waterfall import Waterfall, fine_waterfall
from workshop.people.shop_web import today
from workshop.reports.asked import Days, address_of, earlier, later, read_days
from workshop.reports.book import span_of
from workshop.reports.leaving import leaving_in
from workshop.reports.naming import days_name
from workshop.reports.places import floor_now
from workshop.reports.spans import before
from workshop.reports.told import Span
from workshop.reports.waiting import ending_soon, read_ending, waiting_for_owner
from workshop.reports.week import week_figures
from workshop.units import grams
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _, language

week_page = Blueprint("week", __name__, url_prefix="/reports")
PATH = "/reports/week"


@week_page.get("/week")
@open_to("owner")
def week() -> ResponseReturnValue:
    """A week, or other days. About thirty statements, however many pieces there are."""
    days, refusal = _days()
    session = reading()
    span = span_of(session, days.first, days.last, shoproom().now())
    compared = before(span)
    is_now = days.last is None or days.last >= span.today
    ending = read_ending(session, span.today)
    leaving = leaving_in(session, span)
    values: dict[str, Any] = {
        "leaving": leaving,
        "stopped": sum(one.is_stopped for one in leaving),
        "floor": floor_now(session, span) if is_now else None,
        "waiting": waiting_for_owner(session, span, ending) if is_now else [],
        "ending": ending_soon(ending, span.today) if is_now else (),
        "figures": week_figures(session, span),
        "earlier_figures": week_figures(session, compared) if compared else None,
        "metals": [_metal(one) for one in fine_waterfall(session, span.since, span.until) if _moved(one)],
    }
    done_reading()
    return render_template(
        "reports/week.html",
        title=_title(days),
        said=_said(days, span, is_now=is_now),
        today=span.today.isoformat(),
        is_now=is_now,
        files=address_of(f"{PATH}.csv", days),
        sheets=address_of(f"{PATH}.xlsx", days),
        behind=lambda column: address_of(f"{PATH}/pieces", days, of=f"{column}."),
        due_day=_due_day,
        days=days,
        path=PATH,
        asked={},
        sizes=[],
        earlier=earlier(PATH, days),
        later=later(PATH, days, today()),
        refusal=refusal,
        **values,
    ), (refusal.status if refusal else 200)


def _days() -> tuple[Days, Invalid | None]:
    asked = request.args.get("first"), request.args.get("last")
    try:
        days = read_days(*asked, today(), usual="week")
    except Invalid as refusal:
        return read_days(None, None, today(), usual="week"), refusal
    return (read_days(None, None, today(), usual="week") if days.first is None else days), None


def _title(days: Days) -> str:
    return days_name(days.first, days.last).split(",")[0] if days.first and days.last else _("This week")


def _said(days: Days, span: Span, *, is_now: bool) -> str:
    told = days_name(days.first, days.last).rpartition(", ")[2] if days.first and days.last else ""
    if not is_now:
        return told
    return _("{days}, as of {day}, {time}", days=told, day=day(span.today), time=clock(span.now, span.zone))


def _due_day(due_on: str) -> str:
    """Fri 20 Nov."""
    locale = locale_of(language())
    return str(format_skeleton("MMMEd", date.fromisoformat(due_on), locale=locale))


def _moved(one: Waterfall) -> bool:
    return any(step.mg for step in (one.received, one.in_pieces, one.loss, one.unexplained, one.settled))


def _metal(one: Waterfall) -> dict[str, str]:
    """Gross and fine of what came in, went into pieces, and was lost, as grams to read."""
    found = {"alloy": _(one.alloy) if one.alloy else one.metal}
    for name, step in (("received", one.received), ("in_pieces", one.in_pieces), ("settled", one.settled)):
        found |= {name: grams(step.mg), f"{name}_fine": grams(fine_shown(step.fine))}
    found |= {
        "lost": grams(one.loss.mg + one.unexplained.mg),
        "lost_fine": grams(fine_shown(one.loss.fine + one.unexplained.fine)),
    }
    return found
