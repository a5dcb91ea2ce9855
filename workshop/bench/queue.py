"""Where everybody starts: my queue, the list of all pieces, and the field that finds one by slip, serial or tag."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from workshop.access import Present, goes_out, open_to, open_to_all, present
from workshop.bench.card import edition_of
from workshop.bench.codes import serial_of_code, serial_of_slip
from workshop.bench.lines import line_of
from workshop.bench.pages import Paged
from workshop.bench.showing import page_number, words
from workshop.downloads_web import sent_csv
from workshop.people.duties import DONE_BY_HAND
from workshop.people.firststart import has_owner
from workshop.people.models import SignIn
from workshop.people.shop_web import today
from workshop.pieces.listing import (
    PAGE,
    SORTS,
    STATES,
    Wanted,
    at_stages,
    export_pieces,
    has_pieces,
    in_hand,
    list_pieces,
    to_inspect,
    touched,
)
from workshop.pieces.models import WorkEvent
from workshop.sorting import read_sort
from workshop.units import grams
from workshop.web import done_reading, reading, shoproom
from workshop.wording import N_, _

bp = Blueprint("queue", __name__)

HEAD = [
    "serial",
    "design",
    "design code",
    "edition",
    "material",
    "size",
    "state",
    "stage",
    "place",
    "gross g",
    "due",
    "rush",
    "order note",
]

STATE_NAMES = {
    "": N_("All"),
    "working": N_("In hand"),
    "waiting": N_("Waiting at a stage"),
    "paused": N_("Put down"),
    "to_inspect": N_("Waiting for inspection"),
    "released": N_("Passed"),
    "outwork": N_("Out for outwork"),
    "away": N_("Left"),
    "scrapped": N_("Scrapped"),
}


@bp.get("/")
@open_to_all
def start() -> ResponseReturnValue:
    """The place where this person's day begins."""
    who = g.get("present")
    if who is None:
        if not has_owner(reading()):
            done_reading()
            return render_template("bench/first_start.html")
        return redirect(url_for("entrance.sign_in"))
    if "owner" in who.roles and who.by_password and not has_pieces(reading()):
        return redirect(url_for("guide.show"))
    if "owner" in who.roles and who.by_password:
        return redirect("/reports/week")
    at_bench = who.roles & set(DONE_BY_HAND)
    return redirect(url_for("queue.queue") if at_bench else url_for("queue.pieces"))


@bp.get("/bench")
@open_to()
def queue() -> ResponseReturnValue:
    """What I have in hand, what is on this bench, what waits for inspection or at stages. Four statements, however much waits."""
    session, who, page = reading(), present(), page_number()
    sections = {
        "mine": in_hand(session, who.id) if page == 1 else [],
        "bench": on_tablet(session, who) if page == 1 else [],
        "inspect": to_inspect(session, page),
        "stages": at_stages(session, page),
    }
    now, on = shoproom().now(), today()
    lines = {name: [line_of(row, now, on) for row in rows[:PAGE]] for name, rows in sections.items()}
    near = {one.serial for one in lines["bench"]}
    lines["stages"] = [one for one in lines["stages"] if one.serial not in near]
    further = any(len(rows) > PAGE for name, rows in sections.items() if name in ("inspect", "stages"))
    done_reading()
    inspects_first = "inspector" in who.roles
    return render_template(
        "bench/queue.html",
        lines=lines,
        inspects_first=inspects_first,
        page=page,
        previous=url_for("queue.queue", page=page - 1) if page > 1 else "",
        next=url_for("queue.queue", page=page + 1) if further else "",
    )


def on_tablet(session: Session, who: Present) -> list[Row[Any]]:
    """What somebody who was signed in on this tablet at that moment put down or took up last. At most one statement."""
    if who.device_id is None:
        return []
    events = (
        select(WorkEvent.id)
        .join(SignIn, SignIn.person_id == WorkEvent.noted_by_id)
        .where(
            SignIn.device_id == who.device_id,
            WorkEvent.kind.in_(("put_down", "take_up", "start")),
            WorkEvent.at >= SignIn.started_at,
            or_(SignIn.ended_at.is_(None), WorkEvent.at <= SignIn.ended_at),
        )
    )
    return touched(session, events, who.id)


@bp.get("/pieces")
@open_to()
def pieces() -> ResponseReturnValue:
    """All pieces, or the very one whose slip, serial or tag was scanned."""
    session, sought = reading(), words("q")
    exact = _found(session, sought)
    if exact is not None:
        return redirect(url_for("piece.card", serial=exact), 303)
    wanted = _wanted(sought)
    rows = list_pieces(session, wanted)
    now, on = shoproom().now(), today()
    lines = [line_of(row, now, on) for row in rows[:PAGE]]
    done_reading()
    return render_template(
        "pieces/list.html", paged=_paged(lines, len(rows) > PAGE, wanted), wanted=wanted, states=STATE_NAMES
    )


def _found(session: Session, sought: str | None) -> str | None:
    if not sought:
        return None
    return serial_of_slip(session, sought) or serial_of_code(session, sought)


def _wanted(sought: str | None) -> Wanted:
    state = request.args.get("state", "")
    return Wanted(sought, state if state in STATES else None, page_number(), read_sort(request.args.get("sort"), SORTS))


def _paged(lines: list[Any], further: bool, wanted: Wanted) -> Paged:
    def at(page: int) -> str:
        return url_for("queue.pieces", q=wanted.words, state=wanted.state, page=page, sort=wanted.sort.asked)

    first = (wanted.page - 1) * PAGE
    said = _("{first} to {last}", first=first + 1, last=first + len(lines)) if lines else ""
    return Paged(lines, said, at(wanted.page - 1) if wanted.page > 1 else "", at(wanted.page + 1) if further else "")


@bp.get("/pieces.csv")
@open_to()
@goes_out
def export() -> ResponseReturnValue:
    """The list as a file that spreadsheets open without taking any cell for a formula."""
    return sent_csv("pieces.csv", HEAD, (_cells(row) for row in export_pieces(reading(), _wanted(words("q")))))


def _cells(row: Any) -> list[str]:
    weight = grams(row.weight_mg) if row.weight_mg is not None else ""
    state = "to inspect" if row.to_inspect else row.state
    told = [row.serial, row.design, row.design_code, edition_of(row), row.material, row.size, state, row.stage]
    return [one or "" for one in (*told, row.place, weight, row.due_on, "yes" if row.is_rush else "", row.order_note)]
