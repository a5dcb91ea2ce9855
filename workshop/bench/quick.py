"""One page for every new piece: four answers, and its design, route and checklist come along."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.access import open_to
from workshop.bench.chosen import kept_photo
from workshop.catalogue.defaults import KINDS
from workshop.catalogue.models import Route, Stage
from workshop.errors import Invalid, Refusal
from workshop.forms import needed_text, text, weight
from workshop.materials.models import Material
from workshop.people.duties import MAY_WORK
from workshop.people.models import Person
from workshop.pieces.models import Piece
from workshop.pieces.quick import SETTING, QuickPiece, make_quick_piece, usual_route
from workshop.web import do, reading
from workshop.wording import N_, _

quick_pages = Blueprint("quick", __name__)

BASES = tuple(kind for kind in KINDS if not kind.has_stones)
TILES = (
    ("au750y", N_("18k yellow"), "750"),
    ("au750w", N_("18k white"), "750"),
    ("au585y", N_("14k yellow"), "585"),
    ("ag925", N_("Sterling"), "925"),
)
ANOTHER = "another"
DOTS = 14


@dataclass(frozen=True)
class PieceForm:
    """What the form of a new piece offers, and what comes along."""

    kinds: tuple[tuple[str, str], ...]
    alloys: tuple[tuple[str, str, str], ...]
    others: tuple[tuple[str, str], ...]
    makers: tuple[tuple[str, str], ...]
    stages: tuple[str, ...]
    made_before: int
    is_made: bool = False

    @property
    def dots(self) -> range:
        return range(min(self.made_before, DOTS))


@quick_pages.get("/pieces/quick")
@open_to(*MAY_WORK)
def quick() -> ResponseReturnValue:
    return _quick_page()


@quick_pages.post("/pieces/quick")
@open_to(*MAY_WORK)
def make() -> ResponseReturnValue:
    """Make the piece and the design that it brings along."""
    try:
        new = _piece_typed()
        told = do("make a piece with its design", lambda w: make_quick_piece(w, new)).told
    except Refusal as refusal:
        return _quick_page(refusal), refusal.status
    return redirect(f"/pieces/{told['serial']}", 303)


def _quick_page(refusal: Refusal | None = None) -> str:
    is_made = request.values.get("way") == "made"
    return render_template("guide/quick.html", piece=piece_form(reading(), is_made=is_made), **again(refusal))


def again(refusal: Refusal | None) -> dict[str, Any]:
    """What a page shows once more after it was refused."""
    return {"refusal": refusal, "typed": request.form} if refusal else {}


def piece_form(session: Session, *, is_made: bool = False) -> PieceForm:
    """The form of a new piece as the shop stands now."""
    tiles = {key for key, _name, _mark in TILES}
    materials = session.execute(select(Material.key, Material.name).order_by(Material.name)).all()
    workers = session.execute(
        select(Person.subject, Person.name).where(Person.active == True).order_by(Person.id)
    ).all()
    before = select(Piece.id).where(Piece.way_in == "made").limit(DOTS + 1)
    return PieceForm(
        kinds=tuple((kind.key, _(kind.name)) for kind in BASES),
        alloys=(*((key, _(name), mark) for key, name, mark in TILES), (ANOTHER, _("Another"), _("choose"))),
        others=(("", _("Choose")), *((m.key, _(m.name)) for m in materials if m.key not in tiles)),
        makers=(("", _("Not known")), *((w.subject, w.name) for w in workers)),
        stages=_stages(session, len(workers)),
        made_before=len(session.scalars(before).all()),
        is_made=is_made,
    )


def _stages(session: Session, people: int) -> tuple[str, ...]:
    """The stages of the route that a quick piece takes."""
    rows = session.execute(
        select(Route.name.label("route"), Route.is_default, Stage.name, Stage.work)
        .join(Stage, Stage.route_id == Route.id)
        .where(Stage.retired_at.is_(None))
        .order_by(Route.id, Stage.position)
    ).all()
    route = usual_route([row.route for row in rows], people)
    return tuple(
        _("{stage}, if it has stones", stage=_(row.name)) if row.work == SETTING else _(row.name)
        for row in rows
        if (row.route == route if route else row.is_default)
    )


def _piece_typed() -> QuickPiece:
    kind, alloy = needed_text("kind"), needed_text("alloy")
    if kind not in {base.key for base in BASES}:
        raise Invalid(_("Choose what it is."), slug="kind-unknown", field="kind")
    stones = text("stones")
    if stones not in ("yes", "no"):
        raise Invalid(_("Say whether it has stones."), slug="stones-unknown", field="stones")
    if alloy == ANOTHER:
        alloy = text("other_alloy") or ""
    if not alloy:
        raise Invalid(_("Choose the metal."), slug="no-such-material", field="other_alloy")
    return QuickPiece(
        kind=kind,
        has_stones=stones == "yes",
        material=alloy,
        weight_mg=weight("weight"),
        photo=kept_photo("photo"),
        made_before=text("way") == "made",
        maker=text("maker"),
    )
