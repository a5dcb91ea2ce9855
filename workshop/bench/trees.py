"""Casting trees: planted, poured, cut off piece by piece, closed."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from workshop import forms
from workshop.access import open_to, present
from workshop.bench.chosen import chosen_again
from workshop.bench.offering import label_of
from workshop.bench.piece import typed_division
from workshop.bench.showing import page_number, words
from workshop.bench.tree_forms import ROWS, reckoned, typed_left, typed_parts, typed_tree
from workshop.csvs import csv_bytes
from workshop.days import short_day
from workshop.errors import NotFound, Refusal
from workshop.filestore import FileStore
from workshop.materials.typed import read_grams
from workshop.people.duties import MAY_WORK
from workshop.people.shop_web import zone
from workshop.pictures import MEDIA_TYPE
from workshop.pieces.casting import WAX_DENSITY, cut_off, plant_tree, pour
from workshop.pieces.contents import metal_at_hand
from workshop.pieces.tree_closing import close_tree
from workshop.pieces.trees import (
    PAGE,
    STATES,
    Wanted,
    alloys,
    export_trees,
    list_trees,
    places_of,
    poured_of,
    tree_named,
    went_of,
)
from workshop.texts import PARAGRAPH
from workshop.units import grams, thousandths
from workshop.web import do, done_reading, reading, shoproom
from workshop.wording import N_, _
from workshop.writing import Act, Writing

trees = Blueprint("trees", __name__)

STATE_NAMES = {"planted": N_("Not poured yet"), "poured": N_("Metal left on it"), "closed": N_("Closed")}
WENT = {"scrap": N_("Scrap box"), "lemel": N_("Lemel tray"), "loss": N_("Lost, explained"), "weighing": N_("Weighing")}
HEAD = ("code", "alloy", "state", "pieces", "wax_g", "base_g", "needed_g", "left_g", "planted", "by", "note")


@trees.get("/trees")
@open_to(*MAY_WORK)
def list_of() -> ResponseReturnValue:
    """The list, or the very tree whose code was typed."""
    wanted, session, here = _wanted(), reading(), zone()
    rows = list_trees(session, wanted)
    done_reading()
    if wanted.words and len(rows) == 1 and rows[0].code == wanted.words.upper():
        return redirect(url_for("trees.show", code=rows[0].code), 303)
    lines = [
        {"row": row, "state": _(STATE_NAMES[row.state]), "day": short_day(row.at, here, shoproom().now())}
        for row in rows[:PAGE]
    ]
    first = (wanted.page - 1) * PAGE
    return render_template(
        "trees/list.html",
        lines=lines,
        wanted=wanted,
        states=[("", _("All")), *((one, _(STATE_NAMES[one])) for one in STATES)],
        said=_("{first} to {last}", first=first + 1, last=first + len(lines)) if lines else "",
        previous=_page_at(wanted, wanted.page - 1) if wanted.page > 1 else "",
        next=_page_at(wanted, wanted.page + 1) if len(rows) > PAGE else "",
        export=url_for("trees.export", q=wanted.words, state=wanted.state),
        grams=grams,
    )


def _wanted() -> Wanted:
    state = request.args.get("state", "")
    return Wanted(words("q"), state if state in STATES else None, page_number())


def _page_at(wanted: Wanted, page: int) -> str:
    return url_for("trees.list_of", q=wanted.words, state=wanted.state, page=page)


@trees.get("/trees.csv")
@open_to(*MAY_WORK)
def export() -> ResponseReturnValue:
    """The list as a file, as it was looked for."""
    rows = [_cells(row) for row in export_trees(reading(), _wanted())]
    done_reading()
    answer = Response(csv_bytes(HEAD, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=trees.csv"
    return answer


def _cells(row: Row[Any]) -> tuple[object, ...]:
    weights = (row.wax_mg, row.base_mg, row.needed_mg, row.left_mg)
    told = (row.code, row.alloy, row.state, row.pieces, *map(grams, weights))
    return (*told, row.at.isoformat(), row.by_name or "", row.note or "")


@trees.get("/trees/new")
@open_to(*MAY_WORK)
def new() -> ResponseReturnValue:
    return _new_page()


def _new_page(refusal: Refusal | None = None, needed: str = "") -> ResponseReturnValue:
    found = alloys(reading())
    done_reading()
    return render_template(
        "trees/new.html",
        alloys=[("", _("Choose")), *((one.key, _(one.name)) for one in found)],
        factors=[(_(one.name), thousandths(one.density * 1000 // WAX_DENSITY)) for one in found],
        serials=request.args.get("serial", "")[:40],
        needed=needed,
        chosen=chosen_again() if refusal or needed else {},
        refusal=refusal,
        typed=request.form if refusal or needed else {},
    ), refusal.status if refusal else 200


@trees.post("/trees")
@open_to(*MAY_WORK)
def plant() -> ResponseReturnValue:
    """Plant it, or only reckon the metal that it needs."""
    try:
        typed = typed_tree()
        if "reckon" in request.form:
            return _new_page(needed=reckoned(typed))

        def act(writing: Writing) -> dict[str, Any]:
            code, needed_mg = plant_tree(writing, typed)
            return {"code": code, "needed_mg": needed_mg}

        told = do("plant a tree", act).told
    except Refusal as refusal:
        return _new_page(refusal)
    flash(_("{code} needs {grams} g of metal.", code=told["code"], grams=grams(told["needed_mg"])), "done")
    return redirect(url_for("trees.show", code=told["code"]), 303)


@trees.get("/trees/<code>")
@open_to(*MAY_WORK)
def show(code: str) -> ResponseReturnValue:
    return _tree_page(code)


def _tree_page(code: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    """A tree with its pieces, its metal, and the forms that are next. Seven statements."""
    session, subject = reading(), present().subject
    tree = tree_named(session, code)
    places = places_of(session, tree.id, tree.account_id)
    waiting = [place.serial for place in places if place.cut_mg is None]
    went = went_of(session, tree.account_id)
    lots = metal_at_hand(session, tree.material_id, subject) if tree.state != "closed" else []
    values = {
        "tree": tree,
        "state": _(STATE_NAMES[tree.state]),
        "planted": short_day(tree.at, zone(), shoproom().now()),
        "places": places,
        "waiting": [(one, one) for one in waiting],
        "poured": poured_of(session, tree.account_id),
        "went": [(_(WENT[kind]), grams(went[kind])) for kind in WENT if went.get(kind)],
        "missing": grams(went["unexplained"]) if went.get("unexplained") else "",
        "lots": [("", _("Choose")), *((one.code, label_of(one)) for one in lots)],
        "rows": range(1, ROWS + 1),
    }
    done_reading()
    status = refusal.status if refusal else 200
    typed = request.form if refusal else {}
    return render_template("trees/tree.html", grams=grams, refusal=refusal, typed=typed, **values), status


@trees.get("/trees/<code>/picture")
@open_to(*MAY_WORK)
def picture(code: str) -> ResponseReturnValue:
    """The photo of the tree."""
    name = tree_named(reading(), code).picture
    done_reading()
    if name is None:
        raise NotFound(_("There is no photo of this tree."), slug="no-picture")
    body = FileStore(shoproom().settings.data_dir).open_file(name)
    return Response(body, content_type=MEDIA_TYPE, headers={"Cache-Control": "private, no-cache"})


def _doing(code: str, verb: str, typed: Any, said: Any, anchor: str) -> ResponseReturnValue:
    """Load the tree, do one verb with what was typed, say what it did, and show the tree again."""
    code = str(tree_named(reading(), code).code)
    try:
        act: Act = typed(code)
        told = do(verb, act).told
    except Refusal as refusal:
        return _tree_page(code, refusal)
    flash(said(told), "done")
    return redirect(url_for("trees.show", code=code, _anchor=anchor), 303)


@trees.post("/trees/<code>/pours")
@open_to(*MAY_WORK)
def pours(code: str) -> ResponseReturnValue:
    """Metal was weighed and poured in."""

    def typed(tree: str) -> Act:
        parts = typed_parts()

        def act(writing: Writing) -> dict[str, Any]:
            pour(writing, tree, parts)
            return {"mg": sum(mg for _lot, mg in parts)}

        return act

    return _doing(code, "pour", typed, lambda told: _("{grams} g poured.", grams=grams(told["mg"])), "cut")


@trees.post("/trees/<code>/cuts")
@open_to(*MAY_WORK)
def cuts(code: str) -> ResponseReturnValue:
    """A piece was cut off and weighed."""

    def typed(tree: str) -> Act:
        serial = (forms.text("other_serial") or forms.needed_text("serial")).upper()
        weight_mg = read_grams(forms.needed_text("weight"), field="weight")
        told = {
            "method": forms.text("method"),
            "place": forms.text("place"),
            "note": forms.text("note", longest=PARAGRAPH),
        }
        division_mg = typed_division()

        def act(writing: Writing) -> dict[str, Any]:
            cut_off(writing, tree, serial, weight_mg, division_mg=division_mg, **told)
            return {"serial": serial, "mg": weight_mg}

        return act

    def said(told: Any) -> str:
        return _("{serial} is cut off: {grams} g.", serial=told["serial"], grams=grams(told["mg"]))

    return _doing(code, "cut off", typed, said, "cut")


@trees.post("/trees/<code>/closings")
@open_to(*MAY_WORK)
def closings(code: str) -> ResponseReturnValue:
    """What is left of it was weighed."""

    def typed(tree: str) -> Act:
        left = typed_left()

        def act(writing: Writing) -> dict[str, Any]:
            close_tree(writing, tree, left)
            return {}

        return act

    return _doing(code, "close a tree", typed, lambda told: _("The tree is closed."), "went")
