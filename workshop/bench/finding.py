"""Find anything: one field over every kind of thing, exact numbers first."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from workshop.access import goes_out, open_to, present
from workshop.bench.found import PAGE, Group, Hit, find_groups, find_on, looked_at, shelves_for, straight
from workshop.bench.scanning import our_hosts
from workshop.bench.shelves import Shelf
from workshop.bench.showing import page_number, words
from workshop.csvs import csv_bytes
from workshop.people.saved_views import views_of
from workshop.sorting import Sort, read_sort, rows_in_order
from workshop.web import asked_with, done_reading, reading
from workshop.wording import N_, _

bp = Blueprint("finding", __name__)
HEAD = ["group", "code", "title", "told", "address"]
SORTS: dict[str, Callable[[Hit], Any]] = {
    "number": lambda hit: hit.code or None,
    "title": lambda hit: hit.title.casefold(),
}
ORDERS = ((None, N_("What fits best first")), ("number", N_("By number")), ("title", N_("By name")))


@bp.get("/find")
@open_to()
def find() -> ResponseReturnValue:
    """What was found on every shelf, or all of one; what has exactly this number is opened at once."""
    session, who, sought = reading(), present(), words("q")
    shelf = _shelf()
    if sought and shelf is None and (address := straight(session, sought, who, our_hosts())) is not None:
        done_reading()
        return redirect(address, 303)
    groups = [find_on(session, sought, shelf, who)] if sought and shelf else find_groups(session, sought or "", who)
    kept = views_of(session, who.id)
    done_reading()
    page = page_number()
    sort = read_sort(words("sort"), SORTS)
    shown, further = _paged([_sorted(one, sort) for one in groups], page) if shelf else (groups, False)
    return render_template(
        "find/find.html",
        sought=sought or "",
        shelf=shelf,
        groups=shown,
        kept=kept,
        looked_at=looked_at(),
        page=page,
        sort=sort,
        orders=[(key, _(name)) for key, name in ORDERS],
        previous=asked_with(page=page - 1) if page > 1 else "",
        next=asked_with(page=page + 1) if further else "",
    )


def _shelf() -> Shelf | None:
    return next((one for one in shelves_for(present()) if one.key == request.args.get("in")), None)


def _sorted(group: Group, sort: Sort) -> Group:
    return replace(group, hits=rows_in_order(group.hits, sort, SORTS))


def _paged(groups: list[Group], page: int) -> tuple[list[Group], bool]:
    """That page of the one group, and whether there is another."""
    group = groups[0] if groups else None
    if group is None or not (group.hits or group.is_cut):
        return [], False
    first = (page - 1) * PAGE
    shown = Group(group.key, group.name, group.hits[first : first + PAGE], is_cut=group.is_cut)
    return [shown], len(group.hits) > first + PAGE


@bp.get("/find.csv")
@open_to()
@goes_out
def export() -> ResponseReturnValue:
    """Everything that was found, as far as the search looks."""
    session, who, sought = reading(), present(), words("q") or ""
    shelf = _shelf()
    groups = [find_on(session, sought, one, who) for one in ([shelf] if shelf else shelves_for(who))] if sought else []
    done_reading()
    groups = [_sorted(one, read_sort(words("sort"), SORTS)) for one in groups] if shelf else groups
    rows = [(_(group.name), hit.code, hit.title, hit.told, hit.address) for group in groups for hit in group.hits]
    answer = Response(csv_bytes(HEAD, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=found.csv"
    return answer
