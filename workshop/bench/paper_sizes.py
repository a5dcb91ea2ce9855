"""The size of the paper that a page of the shop is printed on: chosen by a link above it."""

from dataclasses import dataclass

from flask import request

from workshop.wording import N_

SIZES = {
    "a5": ("A5", "css/paper-a5.css"),
    "a4": ("A4", "css/paper-a4-margins.css"),
    "letter": (N_("Letter"), "css/paper-letter.css"),
}


@dataclass(frozen=True)
class Paper:
    """The size that was asked for; `sheet`: its style sheet, `sizes`: all there are, by key."""

    size: str
    sheet: str
    sizes: tuple[tuple[str, str], ...]


def paper_asked(usual: str) -> Paper:
    """What `?paper=` says, else the usual one."""
    asked = request.args.get("paper", usual)
    size = asked if asked in SIZES else usual
    return Paper(size, SIZES[size][1], tuple((key, name) for key, (name, _sheet) in SIZES.items()))
