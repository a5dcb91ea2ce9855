"""A new casting tree: waxes put on its list one by one, the metal reckoned, and planted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.access import open_to
from workshop.bench.chosen import chosen_again
from workshop.bench.tree_forms import reckoned, serial_on, slips_in, told_of, typed_serials, typed_tree
from workshop.catalogue.models import Design
from workshop.errors import Conflict, Invalid, Refusal
from workshop.forms import text, ticked
from workshop.materials.models import Material
from workshop.people.duties import MAY_WORK
from workshop.pieces.casting import WAX_DENSITY, plant_tree
from workshop.pieces.hanging import other_tree_of
from workshop.pieces.models import Piece, PieceHead
from workshop.pieces.trees import alloys
from workshop.units import grams, thousandths
from workshop.web import do, done_reading, reading
from workshop.wording import _
from workshop.writing import Writing

bp = Blueprint("planting", __name__)


@dataclass(frozen=True)
class Hung:
    """A line of the list. `alloy`: the one that it asks of the tree."""

    serial: str
    told: str
    alloy: str = ""


@bp.get("/trees/new")
@open_to(*MAY_WORK)
def new() -> ResponseReturnValue:
    return _page(typed_serials([request.args.get("serial", "")]))


@bp.post("/trees")
@open_to(*MAY_WORK)
def plant() -> ResponseReturnValue:
    """Plant it; or put one on the list, take one off it, or only reckon the metal."""
    serials = typed_serials(request.form.getlist("serials"))
    try:
        if "drop" in request.form:
            return _page([one for one in serials if one != request.form["drop"]])
        if "add" in request.form:
            return _page([*serials, *_added(serials)], added=True)
        typed = typed_tree([*serials, *(_added(serials) if text("adding") else [])])
        if "reckon" in request.form:
            return _page(serials, needed=reckoned(typed))

        def act(writing: Writing) -> dict[str, Any]:
            code, needed_mg = plant_tree(writing, typed)
            return {"code": code, "needed_mg": needed_mg}

        told = do("plant a tree", act).told
    except Refusal as refusal:
        return _page(serials, refusal)
    flash(_("{code} needs {grams} g of metal.", code=told["code"], grams=grams(told["needed_mg"])), "done")
    return redirect(url_for("trees.show", code=told["code"]), 303)


def _added(serials: Sequence[str]) -> list[str]:
    """What was scanned or typed now: several at once too. Raises NotFound, and Conflict for what cannot hang here."""
    session = reading()
    added: list[str] = []
    for typed in slips_in(text("adding") or ""):
        serial = serial_on(session, typed, field="adding")
        if serial in (*serials, *added):
            raise Invalid(_("{serial} is on the list already.", serial=serial), slug="listed", field="adding")
        _require_wax(session, serial)
        added.append(serial)
    if not added:
        raise Invalid(_("Scan a slip, or type a number."), slug="missing", field="adding")
    return added


def _require_wax(session: Session, serial: str) -> None:
    asked = select(PieceHead.state, Piece.id).join(Piece, Piece.id == PieceHead.piece_id).where(Piece.serial == serial)
    piece = session.execute(asked).one()
    if piece.state == "scrapped":
        sentence = _("{serial} was scrapped: nothing more is done to it.", serial=serial)
        raise Conflict(sentence, slug="scrapped", field="adding")
    other = other_tree_of(session, [piece.id])
    if other is not None and not ticked("may_move"):
        raise Conflict(other.sentence, slug="hangs-elsewhere", field="adding")


def _page(
    serials: Sequence[str], refusal: Refusal | None = None, needed: str = "", *, added: bool = False
) -> ResponseReturnValue:
    session = reading()
    found, hung = alloys(session), _lines(session, serials)
    done_reading()
    is_post = request.method == "POST"
    typed = {**request.form.to_dict(), "adding": request.form.get("adding", "") if refusal else ""} if is_post else {}
    asked = typed.get("alloy") or next((one.alloy for one in hung if one.alloy), "")
    return render_template(
        "trees/new.html",
        alloys=[("", _("Choose")), *((one.key, _(one.name)) for one in found)],
        densities={one.key: one.density for one in found},
        wax_density=WAX_DENSITY,
        factors=[(_(one.name), thousandths(one.density * 1000 // WAX_DENSITY)) for one in found],
        hung=hung,
        needed=needed,
        added=added and not refusal,
        chosen=chosen_again() if is_post else {},
        refusal=refusal,
        typed={**typed, "alloy": asked},
    ), refusal.status if refusal else 200


def _lines(session: Session, serials: Sequence[str]) -> list[Hung]:
    """The list as it was put together, each with its design and size. One statement."""
    from_books = session.execute(
        select(Piece.serial, Piece.size, Design.name.label("design"), Material.key.label("alloy"))
        .join(Design, Design.id == Piece.design_id)
        .join(Material, Material.id == Piece.material_id)
        .where(Piece.serial.in_(serials))
    )
    found = {row.serial: row for row in from_books}
    return [Hung(one, told_of(found[one]), found[one].alloy) if one in found else Hung(one, "") for one in serials]
