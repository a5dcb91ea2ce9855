"""Lists of what is open or ended at the counter: searched by a word, paged on the server."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from flask import render_template, request

from workshop.bench.showing import page_number, words
from workshop.sorting import read_sort
from workshop.web import asked_with, done_reading


def open_or_ended(
    name: str,
    find: Callable[..., Sequence[Any]],
    line: Callable[[Any], dict[str, Any]],
    at_once: int,
    sorts: Collection[str],
) -> str:
    """The list page of that name. `find` takes the word, `ended`, `page` and `sort`, and gives one row more than a page when others follow."""
    sought, ended, page = words("q"), request.args.get("state") == "ended", page_number()
    sort = read_sort(words("sort"), sorts)
    found = find(sought, ended=ended, page=page, sort=sort)
    lines = [line(one) for one in found[:at_once]]
    done_reading()

    return render_template(
        f"{name}/list.html",
        lines=lines,
        sought=sought or "",
        ended=ended,
        page=page,
        sort=sort,
        previous=asked_with(page=page - 1) if page > 1 else "",
        next=asked_with(page=page + 1) if len(found) > at_once else "",
    )
