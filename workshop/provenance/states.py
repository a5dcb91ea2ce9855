"""What is to be known about a piece before anything else: that it is called back, at the bench, scrapped, or only practice."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workshop.days import day_at
from workshop.pieces.places import INSIDE
from workshop.pieces.rules import KINDS
from workshop.provenance.facts import Facts, Head, Look, Notice
from workshop.wording import _


@dataclass(frozen=True)
class State:
    """What is to be known first; `look` is bench, stop or nothing, `rows` are (label, text)."""

    title: str
    since: str
    sentence: str
    look: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def state_of(facts: Facts, passed: Look | None, zone: ZoneInfo) -> State | None:
    head = facts.head
    if facts.recalls:
        whole = _("{design}, number {serial}, is called back. Stop using it.", design=head.design, serial=head.serial)
        return recalled(head, facts.recalls, zone, whole)
    if head.state == "scrapped":
        return State(
            _("This piece was scrapped"),
            _since(facts, passed, zone),
            _("We do not sell it. Whoever offers it did not get it from us as a finished piece."),
            "stop",
        )
    if head.is_practice:
        return State(
            _("Practice, not for sale"),
            "",
            _(
                "This tag was made while the workshop tried things out. It says nothing about a piece that anybody can buy."
            ),
            "stop",
        )
    if head.is_released:
        return None
    then = day_at(passed.decided_at, zone) if passed else ""
    return State(
        _unreleased(head),
        _since(facts, passed, zone),
        _(
            "Its inspection of {day} was for the piece as it was then. It is inspected again, on its own, before it leaves.",
            day=then,
        ),
        "bench",
    )


def recalled(head: Head, notices: Sequence[Notice], zone: ZoneInfo, sentence: str) -> State:
    """The notice of a recall in the words that the law asks for, before everything else.

    Source: Regulation (EU) 2023/988, articles 35 and 36 (applies from 13 December 2024): what it is, the hazard without words that
    make it small, what to do, and whom to ask.
    """
    rows = [row for one in notices for row in _told_notice(one)]
    contact = "\n".join(one for one in (head.shop, head.email, head.postal_address) if one)
    if contact:
        rows.append((_("Contact"), contact))
    since = _("Since {day}.", day=day_at(min(one.at for one in notices), zone))
    return State(_("Product safety recall"), since, sentence, "stop", tuple(rows))


def _told_notice(one: Notice) -> tuple[tuple[str, str], ...]:
    return ((_("What is wrong"), one.reason), (_("The risk"), one.risk), (_("What to do"), one.to_do))


def _unreleased(head: Head) -> str:
    if head.place == "outwork":
        return _("This piece is at another workshop, sent by us")
    return _("This piece is at our bench") if head.place in INSIDE else _("This piece is not released as it is now")


def now_of(head: Head) -> str:
    if head.is_released or head.state == "scrapped":
        return ""
    return (
        _("At another workshop")
        if head.place == "outwork"
        else _("At the bench")
        if head.place in INSIDE
        else _("Changed")
    )


def _since(facts: Facts, passed: Look | None, zone: ZoneInfo) -> str:
    """The day from which the newest pass no longer speaks of the piece as it is; of a scrapped one, the day of its end."""
    end = facts.head.state == "scrapped"
    began = [
        event.at
        for event in facts.events
        if (
            event.kind == "scrap"
            if end
            else KINDS[event.kind].ends_release and event.sequence > (passed.since if passed else 0)
        )
    ]
    if not began:
        return ""
    return _("On {day}.", day=day_at(began[-1], zone)) if end else _("Since {day}.", day=day_at(began[0], zone))


def said_of(head: Head, passed: Look | None, zone: ZoneInfo) -> str:
    if passed is None:
        return _("Not inspected yet.")
    then = day_at(passed.decided_at, zone)
    if head.is_released:
        return _("Passed its own inspection, as it is, on {day}.", day=then)
    return _("Not released as it is now. It last passed on {day}.", day=then)
