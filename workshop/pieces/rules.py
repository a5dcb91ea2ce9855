"""What may happen to a piece next, and what must be asked first: decisions over plain values."""

from dataclasses import dataclass

from workshop.catalogue.defaults import EVENT_KINDS, EventKindSpec
from workshop.errors import Conflict, Invalid, Refusal
from workshop.people.duties import ALL_STAFF, MAY_WORK
from workshop.pieces.losing import Loss
from workshop.pieces.places import IN_HAND, STILL_OURS
from workshop.units import grams
from workshop.wording import _

KINDS = {kind.key: kind for kind in EVENT_KINDS}
VERDICT_KINDS = frozenset({"passed", "send_back", "scrap"})
DOOR_KINDS = frozenset(
    {"tagged", "left", "came_back", "outwork_out", "outwork_back", "respecified", "photo", "taken_in", "traded_in"}
)
NEED_REASON = frozenset({"scrap", "send_back", "skipped", "problem", "correction"})
MAY_GAIN = frozenset(
    {
        "set",
        "solder",
        "assemble",
        "plate",
        "attach",
        "resize",
        "repair",
        "make",
        "cast",
        "wax",
        "made_before",
        "finish",
        "weight_changed",
        "received",
        "outwork_back",
        "came_back",
        "taken_in",
        "correction",
        "start",
        "take_up",
    }
)


@dataclass(frozen=True)
class Standing:
    """Where a piece stands: `seen` is the sequence of the last event that changed it (0: none), weights in milligrams.

    `account_id`: its place in the books of material, None while nothing is booked into it.
    """

    piece_id: int
    serial: str
    design_id: int
    kind: str
    parts: int
    route_id: int
    sequence: int
    seen: int
    last_change_id: int | None
    change_kind: str | None
    change_by: str | None
    state: str
    stage_id: int | None
    with_id: int | None
    weight_mg: int | None
    place: str
    account_id: int | None


@dataclass(frozen=True)
class Stage:
    """One stage of the piece's own route."""

    id: int
    position: int
    name: str
    work: str
    loss_asked: int | None


def who_may_record(kind: str) -> tuple[str, ...]:
    """The roles of which one is needed: work is logged by those who do it, what is only seen by everybody."""
    return MAY_WORK if kind in KINDS and KINDS[kind].is_work else ALL_STAFF


def require_seen(standing: Standing, seen: int | None) -> None:
    """Raises Conflict when the piece has moved since the person looked; None means that they did not say, and is refused."""
    if seen == standing.seen:
        return
    kind = KINDS[standing.change_kind].name if standing.change_kind else _("nothing yet")
    raise Conflict(
        _(
            "{serial} has moved on meanwhile: {what}, by {who}. Look at it again, then decide.",
            serial=standing.serial,
            what=_(kind),
            who=standing.change_by or _("nobody named"),
        ),
        slug="moved-on",
        field="seen",
    )


def require_possible(standing: Standing, kind: EventKindSpec) -> None:
    """Raises Conflict when this cannot happen to the piece where it is."""
    refusal = _impossible(standing, kind)
    if refusal is not None:
        raise refusal


def _impossible(standing: Standing, kind: EventKindSpec) -> Refusal | None:
    serial = standing.serial
    if standing.state == "scrapped" and kind.is_work:
        return Conflict(_("{serial} was scrapped: nothing more is done to it.", serial=serial), slug="scrapped")
    if standing.place == "outwork" and kind.ends_release and kind.key != "outwork_back":
        return Conflict(
            _("{serial} is out for outwork. Record that it came back, then go on.", serial=serial),
            slug="out-for-outwork",
        )
    if standing.place not in IN_HAND and kind.is_work:
        return Conflict(
            _(
                "{serial} is not at the bench ({place}). Bring it back on record, then go on.",
                serial=serial,
                place=standing.place,
            ),
            slug="not-here",
        )
    if kind.key == "put_down" and standing.state != "working":
        return Conflict(_("Nobody has {serial} in hand.", serial=serial), slug="not-in-hand")
    if kind.key == "outwork_back" and standing.place != "outwork":
        return Conflict(_("{serial} is not out for outwork.", serial=serial), slug="not-out")
    if kind.key == "came_back" and standing.place in STILL_OURS:
        return Conflict(_("{serial} has not left the house.", serial=serial), slug="not-out")
    return None


def require_reason(kind: str, reason: str | None) -> None:
    if kind in NEED_REASON and not (reason or "").strip():
        raise Invalid(
            _("Say why in a few words: this stays in the story of the piece."), slug="reason-missing", field="reason"
        )


def require_explained_weight(
    standing: Standing, kind: str, stage: Stage | None, loss: Loss | None, reason: str | None
) -> None:
    """Raises Invalid when the weight needs a word of explanation: a gain where none can be, or a loss above what the stage allows unasked."""
    if loss is None or (reason or "").strip():
        return
    if loss.is_gain and kind not in MAY_GAIN:
        raise Invalid(
            _(
                "{serial} weighed {before} g and would now weigh {now} g, more than stones or the scale explain. Weigh it again, or say what was added.",
                serial=standing.serial,
                before=grams(loss.before_mg),
                now=grams(loss.now_mg),
            ),
            slug="weight-gained",
            field="weight",
        )
    if loss.asks_why:
        raise Invalid(
            _(
                "{lost} g went at {stage}, more than the {allowed} g that are usual. Weigh it again, or say where it went.",
                lost=grams(loss.lost_mg),
                stage=stage.name if stage else "",
                allowed=grams(loss.usual_mg),
            ),
            slug="loss-asks-why",
            field="reason",
        )


def next_stage(stages: list[Stage], now: int | None) -> Stage | None:
    """The stage after the one the piece is at; the first when it is at none; None after the last."""
    if now is None:
        return stages[0] if stages else None
    here = [i for i, stage in enumerate(stages) if stage.id == now]
    after = here[0] + 1 if here else 0
    return stages[after] if after < len(stages) else None


def stage_of(stages: list[Stage], kind: str, name: str | None, now: int | None) -> Stage | None:
    """The stage that an event belongs to: the one named, else where the piece is or goes next, else where that work is done.

    Raises Invalid for a name that is not on the route.
    """
    if name:
        for stage in stages:
            if stage.name.casefold() == name.strip().casefold():
                return stage
        raise Invalid(
            _(
                "“{name}” is no stage of this piece. Its stages are {stages}.",
                name=name[:60],
                stages=", ".join(s.name for s in stages),
            ),
            slug="stage-unknown",
            field="stage",
        )
    upcoming = next_stage(stages, now)
    if kind == "start":
        return upcoming
    here = next((s for s in stages if s.id == now), None)
    for one in (here, upcoming, *stages):
        if one is not None and one.work == kind:
            return one
    return None
