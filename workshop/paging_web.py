"""A page of a list that is short enough to be read whole: people, tablets, tokens, open sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from workshop.web import asked_with
from workshop.wording import _

PAGE = 50


@dataclass(frozen=True)
class Page:
    """The rows of one page, what is said of them, and the addresses before and after; nothing is said where there is one page."""

    rows: Sequence[Any]
    said: str = ""
    previous: str = ""
    next: str = ""


def page_of(rows: Sequence[Any]) -> Page:
    """The page that was asked for, or the last one there is."""
    if len(rows) <= PAGE:
        return Page(rows)
    typed = request.args.get("page", "")
    number = int(typed[:6]) if typed.isascii() and typed.isdigit() else 1
    number = max(1, min(number, -(-len(rows) // PAGE)))
    first = (number - 1) * PAGE
    shown = rows[first : first + PAGE]
    return Page(
        shown,
        _("{first} to {last} of {total}", first=first + 1, last=first + len(shown), total=len(rows)),
        asked_with(page=number - 1) if number > 1 else "",
        asked_with(page=number + 1) if first + PAGE < len(rows) else "",
    )
