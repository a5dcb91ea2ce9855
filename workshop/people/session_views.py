"""Where one is signed in, and for the owner where everybody is: seen and ended."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.access import open_to, present, require_role
from workshop.paging_web import page_of
from workshop.people.sessions import OpenSignIn, end_by_mark, end_others, open_sign_ins
from workshop.people.signin import ask_for_password
from workshop.sorting import read_sort, rows_in_order
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _, n_

sessions = Blueprint("sessions", __name__, url_prefix="/people")
SORTS: dict[str, Callable[[OpenSignIn], Any]] = {
    "name": lambda one: one.name.casefold(),
    "where": lambda one: one.place.casefold(),
    "since": lambda one: one.started_at,
    "seen": lambda one: one.seen_at,
}


@sessions.get("/me/sign-ins")
@open_to()
def mine() -> ResponseReturnValue:
    who = present()
    rows = open_sign_ins(reading(), shoproom().now(), who.sign_in_id, person_id=who.id)
    return _page(rows, everybody=False)


@sessions.get("/sign-ins")
@open_to("owner")
def everybodys() -> ResponseReturnValue:
    asked = ask_for_password()
    if asked is not None:
        return asked
    return _page(open_sign_ins(reading(), shoproom().now(), present().sign_in_id), everybody=True)


def _page(rows: list[OpenSignIn], *, everybody: bool) -> ResponseReturnValue:
    done_reading()
    sort = read_sort(request.args.get("sort"), SORTS)
    page = page_of(rows_in_order(rows, sort, SORTS))
    return render_template("people/sign_ins.html", page=page, total=len(rows), sort=sort, everybody=everybody)


@sessions.post("/me/sign-ins/others/end")
@open_to()
def end_mine() -> ResponseReturnValue:
    who = present()
    done_reading()
    count = end_others(shoproom(), who.id, who.sign_in_id)
    flash(n_("{count} other sign-in ended.", "{count} other sign-ins ended.", count), "done")
    return redirect(url_for("sessions.mine"), 303)


@sessions.post("/sign-ins/<mark>/end")
@open_to()
def end_one(mark: str) -> ResponseReturnValue:
    """One's own; the owner, by password, anybody's."""
    who = present()
    is_mine = request.form.get("back") != "everybody"
    if not is_mine:
        require_role("owner")
        asked = ask_for_password()
        if asked is not None:
            return asked
    done_reading()
    end_by_mark(shoproom(), mark, person_id=who.id if is_mine else None)
    flash(_("Ended. Whoever was there signs in anew."), "done")
    return redirect(url_for("sessions.mine" if is_mine else "sessions.everybodys"), 303)
