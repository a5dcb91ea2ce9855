"""A piece as one line of a queue or a list."""

from datetime import date, datetime
from typing import Any

from workshop.bench.card import edition_of, where
from workshop.bench.pages import DOTS, Line
from workshop.days import due, since
from workshop.units import grams
from workshop.wording import N_, _

WORK = N_("Work")


def line_of(row: Any, now: datetime, on: date) -> Line:
    edition = edition_of(row)
    told = (_state(row), since(row.moved_at, now), due(row.due_on, on))
    return Line(
        serial=row.serial,
        design=_("{design}, {edition}", design=row.design, edition=edition) if edition else row.design,
        material=_(row.material),
        told=", ".join(one for one in told if one),
        dot=_dot(row),
        weight=_("{weight} g", weight=grams(row.weight_mg)) if row.weight_mg is not None else "",
        is_rush=row.is_rush,
        state=_state(row),
        days=since(row.moved_at, now),
        due=due(row.due_on, on),
    )


def _dot(row: Any) -> str:
    if row.to_inspect:
        return DOTS["to_inspect"]
    return "back" if row.change_kind == "send_back" else DOTS.get(row.state, "")


def _state(row: Any) -> str:
    if row.to_inspect:
        return _("Waits for its inspection")
    if row.state == "working":
        return _("{stage}, by {who}", stage=_(row.stage or WORK), who=row.with_name or _("nobody named"))
    if row.state == "paused":
        return _("{stage}, put down", stage=_(row.stage or WORK))
    if row.state == "released":
        return _("Passed, {where}", where=where(row.place))
    if row.state == "scrapped":
        return _("Scrapped")
    if row.state in ("outwork", "away"):
        return where(row.place).capitalize()
    return _waiting(row)


def _waiting(row: Any) -> str:
    if row.change_kind == "send_back":
        return _("Sent back to {stage}", stage=_(row.upcoming) if row.upcoming else "")
    return _("Waits for {stage}", stage=_(row.upcoming)) if row.upcoming else _("Waits")
