"""What comes back from public pages: how often they were looked at; and the gallery's switch."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.bench.card import known_serial
from workshop.bench.piece import say_saved
from workshop.days import day
from workshop.people.duties import MAY_LET_GO
from workshop.people.regions import countries
from workshop.people.shop_web import zone
from workshop.pieces.serials import serial_key
from workshop.provenance.looking import (
    HOUR_S,
    hour_of,
    looks_in,
    show_in_gallery,
)
from workshop.sorting import read_sort, rows_in_order
from workshop.web import asked_with, do, done_reading, reading, shoproom
from workshop.wording import _
from workshop.writing import Writing

bp = Blueprint("seen", __name__)

WEEK = timedelta(days=7)
MOST_WEEKS = 520
SORTS: dict[str, Callable[[Any], Any]] = {
    "piece": lambda one: serial_key(one.serial),
    "design": lambda one: one.name.casefold(),
    "looks": lambda one: one.scans,
    "last": lambda one: one.hour,
}


@bp.get("/scans")
@open_to()
def scans() -> ResponseReturnValue:
    """The pieces whose pages were looked at in one week, most first unless another order was asked for; `?ago=1` is the week before this one."""
    here, back = zone(), _weeks_ago()
    today = shoproom().now().astimezone(here).date()
    monday = today - timedelta(days=today.weekday()) - back * WEEK
    since, until = (hour_of(datetime(one.year, one.month, one.day, tzinfo=here)) for one in (monday, monday + WEEK))
    pieces, places = looks_in(reading(), since, until)
    done_reading()
    sort = read_sort(request.args.get("sort"), SORTS)
    named = dict(countries())
    return render_template(
        "provenance/scans.html",
        week=_("{first} to {last}", first=day(monday), last=day(monday + WEEK - timedelta(days=1))),
        found=[(one.serial, one.name, one.scans, _moment(one.hour)) for one in rows_in_order(pieces, sort, SORTS)],
        sort=sort,
        places=[(named.get(one.country, one.country) or _("Not known"), one.scans) for one in places],
        has_places=any(one.country for one in places),
        all=sum(one.scans for one in places),
        previous=asked_with(ago=back + 1) if back < MOST_WEEKS else "",
        next=asked_with(ago=back - 1) if back else "",
    )


def _weeks_ago() -> int:
    typed = request.args.get("ago", "")
    return min(int(typed), MOST_WEEKS) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


def _moment(hour: int) -> str:
    at = datetime.fromtimestamp(hour * HOUR_S, tz=UTC).astimezone(zone())
    return _("{day}, {hour} o’clock", day=day(at.date()), hour=at.hour)


@bp.post("/pieces/<serial>/gallery")
@open_to(*MAY_LET_GO)
def gallery(serial: str) -> ResponseReturnValue:
    """The piece is put into the public gallery, or taken out."""
    shown, known = forms.ticked("shown"), known_serial(serial)

    def act(writing: Writing) -> dict[str, object]:
        show_in_gallery(writing, known, shown=shown)
        return {"shown": shown}

    answer = do("gallery", act)
    say_saved(_("Put into the gallery") if shown else _("Taken out of the gallery"), repeated=answer.repeated)
    return redirect(url_for("tags.tag", serial=serial), 303)
