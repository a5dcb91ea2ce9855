"""How a piece was made, told for strangers: one line a run of the same work, what was sent back, and what came after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workshop.days import span
from workshop.pieces.rules import KINDS
from workshop.provenance.checked import figure_told, limits_told
from workshop.provenance.facts import Event, Facts, Reply
from workshop.wording import _, n_

MOST_BEADS = 40
PLAIN_WORK = frozenset({"start", "take_up", "finish"})
OUTWORK = frozenset({"outwork_out", "outwork_back"})


@dataclass(frozen=True)
class Bead:
    """One line of the track, as the template's track takes it."""

    name: str
    state: str
    note: str = ""
    sub: str = ""


@dataclass(frozen=True)
class Making:
    """The lines, oldest first; `note` says what is left out."""

    beads: tuple[Bead, ...]
    note: str


def making_of(facts: Facts, zone: ZoneInfo) -> Making:
    """What was done, without the words that staff write for each other."""
    runs = list(_runs(outside_of_repairs(counted(facts.events))))
    left_out = max(0, len(runs) - MOST_BEADS)
    told = runs[left_out:]
    years = [None, *(run[-1].at.astimezone(zone).year for run in told)]
    beads = [
        _bead(facts, run, span(run[0].at, run[-1].at, zone, after=year), is_last=run is runs[-1])
        for run, year in zip(told, years, strict=False)
    ]
    return Making(tuple(beads), _left_out(left_out, facts.is_cut))


def counted(events: Sequence[Event]) -> list[Event]:
    """The events without those that were undone at once, and without the undoing."""
    undone = {event.corrects_id for event in events if event.kind == "undo"}
    return [event for event in events if event.kind != "undo" and event.id not in undone]


def outside_of_repairs(events: Iterable[Event]) -> Iterable[Event]:
    """The making without what happened while the piece was in for a repair: that is told as far as its owner agrees, and elsewhere."""
    is_in = False
    for event in events:
        is_in = is_in or event.kind == "taken_in"
        if not is_in:
            yield event
        is_in = is_in and event.kind not in ("left", "traded_in")


def hands(events: Iterable[Event]) -> list[int | None]:
    """Who did each work, oldest first; None is a maker who is not named."""
    return [event.by_id for event in events if KINDS[event.kind].is_work]


def _runs(events: Iterable[Event]) -> Iterable[list[Event]]:
    run: list[Event] = []
    for event in events:
        if run and _sort(event) != _sort(run[-1]):
            yield run
            run = []
        run.append(event)
    if run:
        yield run


def _sort(event: Event) -> tuple[str, object]:
    """What makes two neighbouring events one line: the same stage, the same trip out, the same kind of thing."""
    if event.kind in OUTWORK:
        return ("outwork", None)
    if KINDS[event.kind].is_work:
        return ("stage", event.stage_id) if event.stage_id is not None else ("work", event.kind)
    return (event.kind, event.id if event.kind == "send_back" else None)


def _bead(facts: Facts, run: Sequence[Event], when: str, *, is_last: bool) -> Bead:
    kind = run[-1].kind
    if kind in OUTWORK:
        return Bead(_outwork(run), "done", when, _("Done by another workshop, not by us."))
    if kind == "send_back":
        return Bead(_("Sent back"), "failed", when, _why(facts, run[-1], is_last=is_last))
    if not KINDS[kind].is_work:
        return Bead(_told(kind), "skipped" if kind == "skipped" else "done", when, _of_stage(run))
    who = _who(facts, run)
    return Bead(_name(run), "done", _("{who}, {when}", who=who, when=when) if who else when, "")


def _outwork(run: Sequence[Event]) -> str:
    stage = next((event.stage for event in reversed(run) if event.stage), None)
    if run[-1].kind == "outwork_out":
        return _("At another workshop")
    return _("{stage}, out of house", stage=stage) if stage else _("Out of house")


def _told(kind: str) -> str:
    told = {
        "passed": _("Passed inspection"),
        "came_back": _("Came back to us"),
        "left": _("Left us"),
        "received": _("Casting received"),
        "skipped": _("Not needed"),
        "respecified": _("What it shall be was changed"),
    }
    return told.get(kind) or _(KINDS[kind].name)


def _of_stage(run: Sequence[Event]) -> str:
    if run[-1].kind != "skipped":
        return ""
    return ", ".join(dict.fromkeys(event.stage for event in run if event.stage))


def _name(run: Sequence[Event]) -> str:
    """The work that was done; the stage's own name where only its beginning or end was written down."""
    done = next((event.kind for event in reversed(run) if event.kind not in PLAIN_WORK), None)
    if done is not None:
        return _(KINDS[done].name)
    newest = run[-1]
    if newest.kind == "finish" and newest.stage_work and newest.stage_work not in PLAIN_WORK:
        return _(KINDS[newest.stage_work].name)
    return _(newest.stage or KINDS[newest.kind].name)


def _who(facts: Facts, run: Sequence[Event]) -> str:
    """Those who agreed to be named; nobody is called by a name otherwise."""
    people = [by_id for by_id in dict.fromkeys(hands(run)) if by_id is not None]
    if not people:
        return _("maker not known")
    named = [facts.names[one] for one in people if one in facts.names]
    return ", ".join(named) if named else ""


def _why(facts: Facts, event: Event, *, is_last: bool) -> str:
    """Which checks failed, with their figures: the words that staff wrote with it are for staff."""
    look = next((one for one in facts.looks if one.verdict == "rework" and one.decided_at == event.at), None)
    failed = [reply for reply in facts.replies if look is not None and reply.look == look.number and not reply.passes]
    told = " ".join(_failure(reply) for reply in failed)
    after = _("It is being done again.") if is_last else _("It was done again and looked at again.")
    return f"{told} {after}".strip()


def _failure(reply: Reply) -> str:
    if reply.how == "measurement":
        return _(
            "{check} Measured: {figure}. {limits}.",
            check=_(reply.text),
            figure=figure_told(reply),
            limits=limits_told(reply),
        )
    return _("{check} It was not so.", check=_(reply.text))


def _left_out(beads: int, is_cut: bool) -> str:
    if is_cut:
        return _("What was done before this stands in the workshop’s book.")
    return (
        n_(
            "{count} earlier line stands in the workshop’s book.",
            "{count} earlier lines stand in the workshop’s book.",
            beads,
        )
        if beads
        else ""
    )
