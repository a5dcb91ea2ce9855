"""What a gallery said, ready to show beside its case."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workshop.days import clock, day_at, short_day, told_day
from workshop.money import amount
from workshop.sales.case_queries import CaseFound
from workshop.sales.round_actions import SAYINGS
from workshop.sales.round_queries import link_until, waiting_answers
from workshop.wording import _


@dataclass(frozen=True)
class AnswerShown:
    """One answer that waits; `price` as it is typed, that of the list."""

    serial: str
    what: str
    said: str
    is_sold: bool
    words: str
    when: str
    number: int
    seen: int
    price: str


@dataclass(frozen=True)
class RoundShown:
    """`until`: the day on which the link ends; empty without one."""

    answers: tuple[AnswerShown, ...]
    until: str
    shows_prices: bool


def shown_round(session: Session, found: CaseFound, zone: ZoneInfo) -> RoundShown:
    """Two statements for a case at a gallery, else none."""
    if found.row.place != "gallery":
        return RoundShown((), "", shows_prices=False)
    waiting, link = waiting_answers(session, found.row.id), link_until(session, found.row.id)
    answers = [_answer(waiting[line.serial], line, found.row, zone) for line in found.lines if line.serial in waiting]
    until = day_at(link.expires_at, zone) if link else ""
    return RoundShown(tuple(answers), until, shows_prices=bool(link and link.shows_prices))


def _answer(row: Any, line: Any, case: Any, zone: ZoneInfo) -> AnswerShown:
    said = _("Sold on {day}", day=told_day(row.sold_on)) if row.sold_on else _(SAYINGS[row.said])
    return AnswerShown(
        serial=line.serial,
        what=line.design,
        said=said,
        is_sold=row.said == "sold",
        words=row.words or "",
        when=f"{short_day(row.at, zone)}, {clock(row.at, zone)}",
        number=row.number,
        seen=line.seen,
        price=amount(line.price_minor, case.currency),
    )
