"""Pages of the catalogue: routes and their stages."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.access import open_to
from workshop.catalogue.queries import routes, works
from workshop.catalogue.routing import StageChange, add_route, add_stage, change_stage, move_stage, retire_stage
from workshop.errors import Invalid, Refusal
from workshop.forms import figure, needed_text
from workshop.units import thousandths
from workshop.web import done, reading
from workshop.wording import _
from workshop.writing import Writing

route_pages = Blueprint("routes", __name__, url_prefix="/catalogue")


@route_pages.get("/routes")
@open_to("owner")
def list_routes() -> ResponseReturnValue:
    return _routes_page()


@route_pages.post("/routes")
@open_to("owner")
def enter_route() -> ResponseReturnValue:
    try:
        name = needed_text("route")
        done("add a route", lambda w: add_route(w, name))
    except Refusal as refusal:
        return _routes_page(refusal), refusal.status
    return redirect(url_for("routes.list_routes"), 303)


@route_pages.post("/routes/stages")
@open_to("owner")
def enter_stage() -> ResponseReturnValue:
    """Add a stage, or change, move or retire the one named."""
    try:
        act = _stage_act()
        done("change a route", act)
    except Refusal as refusal:
        return _routes_page(refusal), refusal.status
    return redirect(url_for("routes.list_routes"), 303)


def _stage_act() -> Callable[[Writing], object]:
    route, what = needed_text("route"), needed_text("what")
    if what == "add":
        work, new = needed_text("work"), _stage_typed()
        return lambda w: add_stage(w, route, work, new)
    stage = needed_text("stage")
    if what == "change":
        new = _stage_typed()
        return lambda w: change_stage(w, route, stage, new)
    if what in ("up", "down"):
        return lambda w: move_stage(w, route, stage, up=what == "up")
    if what == "retire":
        return lambda w: retire_stage(w, route, stage)
    raise Invalid(_("Say what shall be done with the stage."), slug="what-unknown", field="what")


def _stage_typed() -> StageChange:
    """The loss is typed in percent, and kept in parts per 10,000."""
    percent = figure("loss")
    if percent is not None and percent % 10:
        raise Invalid(_("Two decimals of a percent are enough."), slug="loss-too-fine", field="loss")
    return StageChange(needed_text("name"), None if percent is None else percent // 10)


def _routes_page(refusal: Refusal | None = None) -> str:
    again: dict[str, Any] = {"refusal": refusal, "typed": request.form} if refusal else {}
    return render_template("catalogue/routes.html", routes=routes(reading()), works=works(), percent=_percent, **again)


def _percent(loss_asked: int | None) -> str:
    return "" if loss_asked is None else thousandths(loss_asked * 10)
