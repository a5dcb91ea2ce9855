"""Verbs over routes: their stages, which order they have, what loss is asked about, what is not done any more."""

from dataclasses import dataclass

from sqlalchemy import func, select

from workshop.catalogue.defaults import WORK
from workshop.catalogue.models import Route, Stage
from workshop.errors import Conflict, Invalid, NotFound
from workshop.wording import _
from workshop.writing import Writing

WORK_KEYS = {kind.key for kind in WORK}
NO_STAGE = frozenset({"start", "take_up", "finish", "made_before"})


@dataclass(frozen=True)
class StageChange:
    """What a stage is called and which loss it asks about, in parts per 10,000 (None: none)."""

    name: str
    loss_asked: int | None = None


def add_route(writing: Writing, name: str) -> None:
    """A new route, without stages yet. Raises Conflict when there is one of this name."""
    if writing.session.scalar(select(Route.id).where(Route.name == name)) is not None:
        raise Conflict(_("There is a route “{name}” already.", name=name), slug="route-there", field="name")
    writing.add(Route, name=name, is_default=False)


def add_stage(writing: Writing, route: str, work: str, new: StageChange) -> None:
    """A stage at the end of a route. Raises NotFound, Invalid or Conflict."""
    route_id = _route(writing, route)
    if work not in WORK_KEYS - NO_STAGE:
        raise Invalid(_("Choose the work that this stage does."), slug="work-unknown", field="work")
    _require_new_name(writing, route_id, new)
    last = writing.session.scalar(select(func.max(Stage.position)).where(Stage.route_id == route_id)) or 0
    writing.add(Stage, route_id=route_id, position=last + 1, work=work, **_values(new))


def change_stage(writing: Writing, route: str, stage: str, new: StageChange) -> None:
    """Another name or another loss asked about."""
    route_id = _route(writing, route)
    if new.name != stage:
        _require_new_name(writing, route_id, new)
    writing.change(Stage, _stage(writing, route_id, stage)[0], **_values(new))


def move_stage(writing: Writing, route: str, stage: str, *, up: bool) -> None:
    """One place earlier or later; at the ends it stays where it is."""
    route_id = _route(writing, route)
    stage_id, position = _stage(writing, route_id, stage)
    beside = Stage.position < position if up else Stage.position > position
    order = Stage.position.desc() if up else Stage.position
    other = writing.session.execute(
        select(Stage.id, Stage.position)
        .where(Stage.route_id == route_id, Stage.retired_at.is_(None), beside)
        .order_by(order)
        .limit(1)
    ).one_or_none()
    if other is None:
        return
    writing.change(Stage, stage_id, position=other.position)
    writing.change(Stage, other.id, position=position)


def retire_stage(writing: Writing, route: str, stage: str) -> None:
    """Not done any more; what was done there stays told."""
    writing.change(Stage, _stage(writing, _route(writing, route), stage)[0], retired_at=writing.at)


def _values(new: StageChange) -> dict[str, object]:
    if new.loss_asked is not None and not 0 <= new.loss_asked <= 10_000:
        raise Invalid(_("A loss is from 0 to 100%."), slug="loss-out-of-range", field="loss")
    return {"name": new.name, "loss_asked": new.loss_asked}


def _route(writing: Writing, name: str) -> int:
    """The route, held still until the transaction ends."""
    route_id = writing.session.scalar(select(Route.id).where(Route.name == name).with_for_update())
    if route_id is None:
        raise NotFound(_("“{name}” is no route here.", name=name[:60]), slug="no-such-route")
    return route_id


def _stage(writing: Writing, route_id: int, name: str) -> tuple[int, int]:
    found = writing.session.execute(
        select(Stage.id, Stage.position).where(
            Stage.route_id == route_id, Stage.name == name, Stage.retired_at.is_(None)
        )
    ).first()
    if found is None:
        raise NotFound(
            _("“{name}” is no stage of this route. Load the page again.", name=name[:60]), slug="no-such-stage"
        )
    return found.id, found.position


def _require_new_name(writing: Writing, route_id: int, new: StageChange) -> None:
    names = writing.session.scalars(select(Stage.name).where(Stage.route_id == route_id, Stage.retired_at.is_(None)))
    if new.name.casefold() in {name.casefold() for name in names}:
        raise Conflict(_("This route has a stage “{name}” already.", name=new.name), slug="stage-there", field="name")
