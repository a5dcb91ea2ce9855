"""Casting trees: planted, poured, cut off piece by piece, closed."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from workshop import forms
from workshop.access import goes_out, open_to, present
from workshop.bench.chosen import chosen_again, chosen_picture
from workshop.bench.piece import typed_division
from workshop.bench.showing import page_number, words
from workshop.bench.tree_forms import typed_casting, typed_left, typed_parts, typed_spot
from workshop.bench.tree_shown import STATE_NAMES, tree_shown
from workshop.days import short_day
from workshop.downloads_web import sent_csv
from workshop.errors import Invalid, NotFound, Refusal
from workshop.filestore import FileStore
from workshop.materials.typed import read_grams
from workshop.people.duties import MAY_WORK
from workshop.people.shop_web import zone
from workshop.pictures import MEDIA_TYPE
from workshop.pieces.casting import cut_off, find_tree, photograph, pour
from workshop.pieces.hanging import put_in_place
from workshop.pieces.tree_closing import close_tree
from workshop.pieces.tree_slips import undo_last
from workshop.pieces.trees import PAGE, SORTS, STATES, Wanted, export_trees, list_trees, tree_named
from workshop.sorting import read_sort
from workshop.texts import PARAGRAPH
from workshop.units import grams
from workshop.web import do, done_reading, reading, shoproom
from workshop.wording import _
from workshop.writing import Act, Writing

trees = Blueprint("trees", __name__)

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
        export=url_for("trees.export", q=wanted.words, state=wanted.state, sort=wanted.sort.asked),
        grams=grams,
    )


def _wanted() -> Wanted:
    state = request.args.get("state", "")
    return Wanted(words("q"), state if state in STATES else None, page_number(), read_sort(words("sort"), SORTS))


def _page_at(wanted: Wanted, page: int) -> str:
    return url_for("trees.list_of", q=wanted.words, state=wanted.state, sort=wanted.sort.asked, page=page)


@trees.get("/trees.csv")
@open_to(*MAY_WORK)
@goes_out
def export() -> ResponseReturnValue:
    """The list as a file, as it was looked for."""
    return sent_csv("trees.csv", HEAD, (_cells(row) for row in export_trees(reading(), _wanted())))


def _cells(row: Row[Any]) -> tuple[object, ...]:
    weights = (row.wax_mg, row.base_mg, row.needed_mg, row.left_mg)
    told = (row.code, row.alloy, row.state, row.pieces, *map(grams, weights))
    return (*told, row.at.isoformat(), row.by_name or "", row.note or "")


@trees.get("/trees/<code>")
@open_to(*MAY_WORK)
def show(code: str) -> ResponseReturnValue:
    return _tree_page(code)


def _tree_page(code: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    """A tree with its pieces, its metal, and the forms that are next."""
    shown = tree_shown(reading(), code, present())
    done_reading()
    status = refusal.status if refusal else 200
    return render_template(
        "trees/tree.html",
        refusal=refusal,
        typed=request.form if refusal else {},
        chosen=chosen_again() if refusal else {},
        **shown,
    ), status


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
        serial = typed_casting()
        weight_mg = read_grams(forms.needed_text("weight"), field="weight")
        told = {
            "method": forms.text("method"),
            "place": forms.text("place"),
            "note": forms.text("note", longest=PARAGRAPH),
        }
        division_mg, may_move, at = typed_division(), forms.ticked("may_move"), forms.device_time()

        def act(writing: Writing) -> dict[str, Any]:
            cut_off(writing, tree, serial, weight_mg, division_mg=division_mg, may_move=may_move, device_at=at, **told)
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


@trees.post("/trees/<code>/places")
@open_to(*MAY_WORK)
def places(code: str) -> ResponseReturnValue:
    """Where a piece hangs: counted, or tapped on the photo."""

    def typed(tree: str) -> Act:
        serial, position, spot = forms.needed_text("hung"), forms.whole("position"), typed_spot()

        def act(writing: Writing) -> dict[str, Any]:
            held = find_tree(writing, tree)
            put_in_place(writing, held.id, held.account_id, serial, position, spot)
            return {"serial": serial}

        return act

    def said(told: Any) -> str:
        return _("{serial} has its place.", serial=told["serial"])

    return _doing(code, "place on a tree", typed, said, "places")


@trees.post("/trees/<code>/photos")
@open_to(*MAY_WORK)
def photos(code: str) -> ResponseReturnValue:
    """A photo of the tree, at any time."""

    def typed(tree: str) -> Act:
        kept = chosen_picture("photo")
        if kept is None:
            raise Invalid(_("Choose a picture, or take one."), slug="picture-missing", field="photo")
        picture = kept.picture

        def act(writing: Writing) -> dict[str, Any]:
            photograph(writing, tree, picture)
            return {}

        return act

    return _doing(code, "photo of a tree", typed, lambda told: _("The photo is kept."), "places")


@trees.post("/trees/<code>/undos")
@open_to(*MAY_WORK)
def undos(code: str) -> ResponseReturnValue:
    """One's own last entry on it is taken back."""

    def typed(tree: str) -> Act:
        number = forms.whole("number") or 0

        def act(writing: Writing) -> dict[str, Any]:
            undo_last(writing, tree, number)
            return {}

        return act

    return _doing(code, "undo at a tree", typed, lambda told: _("Undone: the tree is as before."), "cut")
