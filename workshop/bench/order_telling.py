"""What the page of an order says about telling its customer: the letter, who told them so far, and what is to be told now."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workshop.aftercare.notices import hows, told_line
from workshop.aftercare.order_told import notices_of_order, to_tell
from workshop.letter import Letter
from workshop.sales.order_approving import order_letter, ready_letter
from workshop.sales.order_queries import OrderTold
from workshop.wording import _


@dataclass(frozen=True)
class Telling:
    """`about`: what is to be told now, as to_tell says; `lines`: what was told so far, each with of what."""

    about: str
    is_told: bool
    letter: Letter | None
    lines: list[tuple[str, str]]
    hows: list[tuple[str, str]]

    @property
    def is_shown(self) -> bool:
        return bool(self.about or self.letter or self.lines)


def telling_of(session: Session, order: OrderTold, link: str, here: ZoneInfo) -> Telling:
    """`link`: the one that was just made, shown this once. One statement."""
    about, notices = to_tell(order), notices_of_order(session, order.row.id)
    current = order.row.number if about == "answer" else None
    return Telling(
        about=about,
        is_told=bool(about) and any(one.number == current for one in notices),
        letter=_letter(order, about, link),
        lines=[(told_line(one, here), _of_what(one)) for one in notices],
        hows=hows(),
    )


def _letter(order: OrderTold, about: str, link: str) -> Letter | None:
    """With a link that was just made; else that it is ready, or, while the yes is waited for, of the link that is out."""
    row = order.row
    if about == "ready":
        return ready_letter(row.code, row.contact, link)
    if link or (about == "answer" and order.link_until):
        return order_letter(row.code, row.contact, link)
    return None


def _of_what(row: Any) -> str:
    if row.number is None:
        return _("that it is ready")
    return _("of version {number}, to be agreed to", number=row.number)
