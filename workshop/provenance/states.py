"""What is to be known about a piece before anything else: that it is at the bench, scrapped, or only practice."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workshop.pieces.places import INSIDE
from workshop.pieces.rules import KINDS
from workshop.provenance.days import day
from workshop.provenance.facts import Facts, Head, Look
from workshop.wording import _


@dataclass(frozen=True)
class State:
    """What is to be known first; `look` is bench, stop or nothing."""

    title: str
    since: str
    sentence: str
    look: str = ""


def state_of(facts: Facts, passed: Look | None, zone: ZoneInfo) -> State | None:
    head = facts.head
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
    then = day(passed.decided_at, zone) if passed else ""
    return State(
        _unreleased(head),
        _since(facts, passed, zone),
        _(
            "Its inspection of {day} was for the piece as it was then. It is inspected again, on its own, before it leaves.",
            day=then,
        ),
        "bench",
    )


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
    return _("On {day}.", day=day(began[-1], zone)) if end else _("Since {day}.", day=day(began[0], zone))


def said_of(head: Head, passed: Look | None, zone: ZoneInfo) -> str:
    if passed is None:
        return _("Not inspected yet.")
    then = day(passed.decided_at, zone)
    if head.is_released:
        return _("Passed its own inspection, as it is, on {day}.", day=then)
    return _("Not released as it is now. It last passed on {day}.", day=then)
