"""What a new workshop's catalogue holds: kinds of piece, kinds of event, routes."""

from dataclasses import dataclass
from typing import Literal

from workshop.wording import N_

State = Literal["waiting", "working", "paused", "to_inspect", "outwork", "scrapped", "released", "away"]


@dataclass(frozen=True)
class KindSpec:
    """A kind of piece. `base` is the kind without stones, by whose key it is drawn."""

    key: str
    name: str
    parts: int
    has_stones: bool
    base: str


@dataclass(frozen=True)
class EventKindSpec:
    """A kind of event. `is_work`: whoever did it has a hand in the piece. `leads_to` None: the state stays."""

    key: str
    name: str
    is_work: bool
    ends_release: bool
    leads_to: State | None


@dataclass(frozen=True)
class StageSpec:
    """A stage, finished by an event of kind `work`.

    `loss_asked` in parts per 10,000 of the weight before: above it the bench is asked why. None: never asked.
    """

    name: str
    work: str
    loss_asked: int | None = None


@dataclass(frozen=True)
class RouteSpec:
    """Stages in order. The inspection ends every route and is no stage of it, so nobody can take it out."""

    name: str
    stages: tuple[StageSpec, ...]
    is_default: bool = False


KINDS: tuple[KindSpec, ...] = (
    KindSpec("ring", N_("Ring"), 1, False, "ring"),
    KindSpec("pendant", N_("Pendant"), 1, False, "pendant"),
    KindSpec("earrings", N_("Earrings"), 2, False, "earrings"),
    KindSpec("bracelet", N_("Bracelet"), 1, False, "bracelet"),
    KindSpec("chain", N_("Chain"), 1, False, "chain"),
    KindSpec("other", N_("Other"), 1, False, "other"),
    KindSpec("stone_ring", N_("Ring with stones"), 1, True, "ring"),
    KindSpec("stone_pendant", N_("Pendant with stones"), 1, True, "pendant"),
    KindSpec("stone_earrings", N_("Earrings with stones"), 2, True, "earrings"),
    KindSpec("stone_bracelet", N_("Bracelet with stones"), 1, True, "bracelet"),
    KindSpec("stone_chain", N_("Chain with stones"), 1, True, "chain"),
    KindSpec("stone_other", N_("Other with stones"), 1, True, "other"),
)


def _work(key: str, name: str, leads_to: State = "waiting") -> EventKindSpec:
    return EventKindSpec(key, name, is_work=True, ends_release=True, leads_to=leads_to)


def _change(key: str, name: str, leads_to: State | None) -> EventKindSpec:
    return EventKindSpec(key, name, is_work=False, ends_release=True, leads_to=leads_to)


def _observation(key: str, name: str, leads_to: State | None = None) -> EventKindSpec:
    return EventKindSpec(key, name, is_work=False, ends_release=False, leads_to=leads_to)


WORK: tuple[EventKindSpec, ...] = (
    _work("start", N_("Started"), "working"),
    _work("take_up", N_("Taken up again"), "working"),
    _work("finish", N_("Finished")),
    _work("made_before", N_("Made before records")),
    _work("make", N_("Made")),
    _work("wax", N_("Wax made")),
    _work("cast", N_("Cast")),
    _work("cut", N_("Cut and checked")),
    _work("file", N_("Filed")),
    _work("assemble", N_("Assembled")),
    _work("solder", N_("Soldered")),
    _work("pre_polish", N_("Pre-polished")),
    _work("mark", N_("Marked")),
    _work("engrave", N_("Engraved")),
    _work("set", N_("Stones set")),
    _work("polish", N_("Polished")),
    _work("clean", N_("Cleaned")),
    _work("plate", N_("Plated")),
    _work("resize", N_("Resized")),
    _work("shorten", N_("Shortened")),
    _work("attach", N_("Part added")),
    _work("detach", N_("Part taken off")),
    _work("repair", N_("Repaired")),
)

CHANGES: tuple[EventKindSpec, ...] = (
    _change("respecified", N_("Changed what it shall be"), "waiting"),
    _change("correction", N_("Entry corrected"), None),
    _change("undo", N_("Undone"), "waiting"),
    _change("send_back", N_("Sent back"), "waiting"),
    _change("scrap", N_("Scrapped"), "scrapped"),
    _change("outwork_out", N_("Out to another workshop"), "outwork"),
    _change("outwork_back", N_("Back from another workshop"), "waiting"),
    _change("came_back", N_("Came back from outside"), "waiting"),
    _change("taken_in", N_("Taken in for a repair"), "waiting"),
    _change("traded_in", N_("Taken into stock"), "waiting"),
    _change("weight_changed", N_("Weight changed"), None),
    _change("received", N_("Castings received"), "waiting"),
)

OBSERVATIONS: tuple[EventKindSpec, ...] = (
    _observation("photo", N_("Photo taken")),
    _observation("note", N_("Note")),
    _observation("weighed", N_("Weighed")),
    _observation("put_down", N_("Put down"), "paused"),
    _observation("moved", N_("Moved inside the house")),
    _observation("packed", N_("Packed")),
    _observation("skipped", N_("Stage not needed")),
    _observation("passed", N_("Passed"), "released"),
    _observation("tagged", N_("Tagged")),
    _observation("left", N_("Left the house"), "away"),
    _observation("problem", N_("Problem noted")),
)

EVENT_KINDS: tuple[EventKindSpec, ...] = WORK + CHANGES + OBSERVATIONS

ROUTES: tuple[RouteSpec, ...] = (
    RouteSpec(
        N_("Wax to plating"),
        (
            StageSpec(N_("Wax"), "wax"),
            StageSpec(N_("Cast"), "cast", loss_asked=200),
            StageSpec(N_("Cut and check"), "cut"),
            StageSpec(N_("File and assemble"), "file", loss_asked=800),
            StageSpec(N_("Pre-polish"), "pre_polish", loss_asked=800),
            StageSpec(N_("Mark"), "mark"),
            StageSpec(N_("Engrave"), "engrave"),
            StageSpec(N_("Set"), "set", loss_asked=200),
            StageSpec(N_("Polish"), "polish", loss_asked=400),
            StageSpec(N_("Clean"), "clean"),
            StageSpec(N_("Plate"), "plate"),
        ),
        is_default=True,
    ),
    RouteSpec(
        N_("Make, set, finish"),
        (
            StageSpec(N_("Make"), "make"),
            StageSpec(N_("Set"), "set", loss_asked=200),
            StageSpec(N_("Finish"), "finish", loss_asked=400),
        ),
    ),
)
