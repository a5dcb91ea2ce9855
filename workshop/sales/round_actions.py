"""Verbs of a scan-round: the link, what the gallery says by it, and what the owner makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from workshop.days import date_at
from workshop.errors import Conflict, Invalid, NotFound
from workshop.people.queries import find_shop
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.queries import lock_piece
from workshop.sales.case_actions import Said, say_outcome
from workshop.sales.case_queries import case_row
from workshop.sales.round_models import CaseAnswer, CaseLink
from workshop.sales.round_queries import MOST_TELLINGS, Round, waiting_answer
from workshop.sales.sale_actions import Sold
from workshop.wording import N_, _
from workshop.writing import Writing

LINK_LIVES = timedelta(days=60)
SAYINGS = {"there": N_("Still there"), "sold": N_("Sold"), "damaged": N_("Damaged")}


def make_case_link(writing: Writing, code: str, digest: str, *, shows_prices: bool) -> None:
    """A link for the gallery, known to us by its digest only; the one before ends. Raises Conflict."""
    case = case_row(writing.session, code)
    if case.place != "gallery" or case.closed_at is not None:
        raise Conflict(_("A link is made for an open case at a gallery."), slug="not-at-a-gallery")
    end_case_link(writing, code)
    writing.add(
        CaseLink,
        case_id=case.id,
        digest=digest,
        shows_prices=shows_prices,
        at=writing.at,
        expires_at=writing.at + LINK_LIVES,
        by_id=writing.by.id,
    )


def end_case_link(writing: Writing, code: str) -> None:
    """Nobody reads or answers by it any more. Without one nothing changes."""
    case = case_row(writing.session, code)
    living = select(CaseLink.id).where(CaseLink.case_id == case.id, CaseLink.revoked_at.is_(None))
    for link_id in writing.session.scalars(living).all():
        writing.change(CaseLink, link_id, revoked_at=writing.at)


@dataclass(frozen=True)
class Telling:
    """What the gallery says of one piece: there, sold with its day, damaged with words."""

    serial: str
    said: str
    sold_on: str | None = None
    words: str | None = None


def tell_round(writing: Writing, found: Round, tellings: Sequence[Telling]) -> int:
    """Keep what was said of pieces that the gallery has; what was said before and waits is said anew. Returns how many.

    Raises Invalid, NotFound for a piece that is none of this case, Conflict when too much was said already.
    """
    if not tellings:
        raise Invalid(_("Say of one piece at least what became of it."), slug="nothing-told", field="tellings")
    shop = find_shop(writing.session)
    today = date_at(writing.at, shop.time_zone if shop else None)
    lines = {line.serial: line for line in found.lines}
    for one in tellings:
        _require_telling(one, lines, today)
    return sum(_tell(writing, found, lines[one.serial], one) for one in tellings)


def _require_telling(one: Telling, lines: dict[str, Any], today: date) -> None:
    if one.serial not in lines:
        raise NotFound(
            _("{serial} is none of the pieces that you have from us.", serial=one.serial[:40]),
            slug="not-of-this-case",
            field="scanned",
        )
    if one.said not in SAYINGS:
        raise Invalid(_("Still there, sold or damaged?"), slug="saying-unknown", field=f"said-{one.serial}")
    if one.sold_on is not None and date.fromisoformat(one.sold_on) > today:
        raise Invalid(_("This day is still to come."), slug="day-to-come", field=f"sold_on-{one.serial}")
    if one.said == "damaged" and not (one.words or "").strip():
        raise Invalid(_("Say in a few words what is damaged."), slug="words-missing", field=f"words-{one.serial}")


def _tell(writing: Writing, found: Round, line: Any, one: Telling) -> bool:
    waits = waiting_answer(writing.session, line.id)
    if waits is not None:
        if (waits.said, waits.sold_on, waits.words) == (one.said, one.sold_on, one.words):
            return False
        writing.change(CaseAnswer, waits.id, ended_at=writing.at, ended_how="later")
    number = writing.session.scalar(select(func.max(CaseAnswer.number)).where(CaseAnswer.packed_id == line.id)) or 0
    if number >= MOST_TELLINGS:
        raise Conflict(
            _("So much was said of {serial} that we would rather hear from you.", serial=line.serial),
            slug="told-too-often",
        )
    writing.add(
        CaseAnswer,
        packed_id=line.id,
        link_id=found.link_id,
        number=number + 1,
        subject=found.subject,
        said=one.said,
        sold_on=one.sold_on if one.said == "sold" else None,
        words=one.words,
        at=writing.at,
    )
    return True


@dataclass(frozen=True)
class Taken:
    """What the owner makes of an answer. `seen` is the piece's last change before their eyes; `price_minor` what was paid, when it is known."""

    number: int
    seen: int | None
    price_minor: int | None = None


def take_over(writing: Writing, code: str, serial: str, taken: Taken) -> None:
    """The owner says it too, by the ordinary verb: still there, or sold. What is damaged stays there, with a note on the piece."""
    answer = _answer(writing, code, serial, taken.number)
    if answer.said == "sold":
        said = Said("sold", taken.seen, sold=Sold(taken.price_minor, answer.sold_on))
        say_outcome(writing, code, serial, said)
    else:
        say_outcome(writing, code, serial, Said("still_there", taken.seen))
    if answer.words:
        told = _("The gallery says: {words}", words=answer.words)
        record_event(writing, serial, Happening("note", note=told))
    _end(writing, answer, "taken")


def set_answer_aside(writing: Writing, code: str, serial: str, number: int) -> None:
    """The owner makes nothing of it."""
    _end(writing, _answer(writing, code, serial, number), "aside")


def _answer(writing: Writing, code: str, serial: str, number: int) -> Any:
    """The answer that waits, the piece held. Raises Conflict when another one was given meanwhile."""
    lock_piece(writing.session, serial)
    found = waiting_answer(writing.session, case_code=case_row(writing.session, code).code, serial=serial)
    if found is None or found.number != number:
        raise Conflict(
            _("This answer is no longer the newest, or was dealt with. Look at the case again."), slug="answer-changed"
        )
    return found


def _end(writing: Writing, answer: Any, how: str) -> None:
    writing.change(CaseAnswer, answer.id, ended_at=writing.at, ended_how=how, ended_by_id=writing.by.id)
