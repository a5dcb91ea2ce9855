"""Lists of what is open or ended at the counter: searched by a word, paged on the server."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request, url_for

from workshop.bench.showing import page_number, words
from workshop.web import done_reading


def open_or_ended(
    name: str, find: Callable[..., Sequence[Any]], line: Callable[[Any], dict[str, Any]], at_once: int
) -> str:
    """The list page of that name. `find` takes the word, `ended` and `page`, and gives one row more than a page when others follow."""
    sought, ended, page = words("q"), request.args.get("state") == "ended", page_number()
    found = find(sought, ended=ended, page=page)
    lines = [line(one) for one in found[:at_once]]
    done_reading()

    def at(number: int) -> str:
        return url_for(f"{name}.all_of_them", q=sought, state="ended" if ended else None, page=number)

    return render_template(
        f"{name}/list.html",
        lines=lines,
        sought=sought or "",
        ended=ended,
        page=page,
        previous=at(page - 1) if page > 1 else "",
        next=at(page + 1) if len(found) > at_once else "",
    )
