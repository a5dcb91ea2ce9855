"""What a new workshop's catalogue holds: kinds of piece, kinds of event, routes."""

from dataclasses import dataclass
from typing import Literal

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
    KindSpec("ring", "Ring", 1, False, "ring"),
    KindSpec("pendant", "Pendant", 1, False, "pendant"),
    KindSpec("earrings", "Earrings", 2, False, "earrings"),
    KindSpec("bracelet", "Bracelet", 1, False, "bracelet"),
    KindSpec("chain", "Chain", 1, False, "chain"),
    KindSpec("other", "Other", 1, False, "other"),
    KindSpec("stone_ring", "Ring with stones", 1, True, "ring"),
    KindSpec("stone_pendant", "Pendant with stones", 1, True, "pendant"),
    KindSpec("stone_earrings", "Earrings with stones", 2, True, "earrings"),
    KindSpec("stone_bracelet", "Bracelet with stones", 1, True, "bracelet"),
    KindSpec("stone_chain", "Chain with stones", 1, True, "chain"),
    KindSpec("stone_other", "Other with stones", 1, True, "other"),
)


def _work(key: str, name: str, leads_to: State = "waiting") -> EventKindSpec:
    return EventKindSpec(key, name, is_work=True, ends_release=True, leads_to=leads_to)


def _change(key: str, name: str, leads_to: State | None) -> EventKindSpec:
    return EventKindSpec(key, name, is_work=False, ends_release=True, leads_to=leads_to)


def _observation(key: str, name: str, leads_to: State | None = None) -> EventKindSpec:
    return EventKindSpec(key, name, is_work=False, ends_release=False, leads_to=leads_to)


WORK: tuple[EventKindSpec, ...] = (
    _work("start", "Started", "working"),
    _work("take_up", "Taken up again", "working"),
    _work("finish", "Finished"),
    _work("made_before", "Made before records"),
    _work("make", "Made"),
    _work("wax", "Wax made"),
    _work("cast", "Cast"),
    _work("cut", "Cut and checked"),
    _work("file", "Filed"),
    _work("assemble", "Assembled"),
    _work("solder", "Soldered"),
    _work("pre_polish", "Pre-polished"),
    _work("mark", "Marked"),
    _work("engrave", "Engraved"),
    _work("set", "Stones set"),
    _work("polish", "Polished"),
    _work("clean", "Cleaned"),
    _work("plate", "Plated"),
    _work("resize", "Resized"),
    _work("shorten", "Shortened"),
    _work("attach", "Part added"),
    _work("detach", "Part taken off"),
    _work("repair", "Repaired"),
)

CHANGES: tuple[EventKindSpec, ...] = (
    _change("respecified", "Changed what it shall be", "waiting"),
    _change("correction", "Entry corrected", None),
    _change("undo", "Undone", "waiting"),
    _change("send_back", "Sent back", "waiting"),
    _change("scrap", "Scrapped", "scrapped"),
    _change("outwork_out", "Out to another workshop", "outwork"),
    _change("outwork_back", "Back from another workshop", "waiting"),
    _change("came_back", "Came back from outside", "waiting"),
    _change("weight_changed", "Weight changed", None),
    _change("received", "Castings received", "waiting"),
)

OBSERVATIONS: tuple[EventKindSpec, ...] = (
    _observation("photo", "Photo taken"),
    _observation("note", "Note"),
    _observation("weighed", "Weighed"),
    _observation("put_down", "Put down", "paused"),
    _observation("moved", "Moved inside the house"),
    _observation("packed", "Packed"),
    _observation("skipped", "Stage not needed"),
    _observation("passed", "Passed", "released"),
    _observation("tagged", "Tagged"),
    _observation("left", "Left the house", "away"),
    _observation("problem", "Problem noted"),
)

EVENT_KINDS: tuple[EventKindSpec, ...] = WORK + CHANGES + OBSERVATIONS

ROUTES: tuple[RouteSpec, ...] = (
    RouteSpec(
        "Wax to plating",
        (
            StageSpec("Wax", "wax"),
            StageSpec("Cast", "cast", loss_asked=200),
            StageSpec("Cut and check", "cut"),
            StageSpec("File and assemble", "file", loss_asked=800),
            StageSpec("Pre-polish", "pre_polish", loss_asked=800),
            StageSpec("Mark", "mark"),
            StageSpec("Engrave", "engrave"),
            StageSpec("Set", "set", loss_asked=200),
            StageSpec("Polish", "polish", loss_asked=400),
            StageSpec("Clean", "clean"),
            StageSpec("Plate", "plate"),
        ),
        is_default=True,
    ),
    RouteSpec(
        "Make, set, finish",
        (
            StageSpec("Make", "make"),
            StageSpec("Set", "set", loss_asked=200),
            StageSpec("Finish", "finish", loss_asked=400),
        ),
    ),
)
