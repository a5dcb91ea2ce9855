"""What programs do with casting trees: plant them, pour, cut pieces off, close them."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from workshop.api import answers, material_answers
from workshop.api.bodies import (
    ANY,
    Body,
    DivisionMg,
    Limit,
    Line,
    LotCode,
    Mg0,
    Named,
    Nothing,
    Paragraph,
    Query,
    WeightMg,
)
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import AT_HAND, WEIGHT
from workshop.api.queries import Told
from workshop.people.duties import MAY_WORK
from workshop.pieces.casting import WAX_DENSITY, NewTree, cut_off, plant_tree, pour
from workshop.pieces.queries import piece_standing
from workshop.pieces.tree_closing import Left, close_tree
from workshop.pieces.trees import places_of, poured_of, tree_named, trees_after, went_of
from workshop.writing import Writing

TREE = ("no-such-tree",)
HANGS = ("scrapped", "other-alloy", "hangs-elsewhere")


class PlantTree(Body):
    """Waxes on a trunk: serials from the base upwards, weights in wax. `button_mg` null: a tenth of the metal. `wax_density` in micrograms per mm3.

    `may_move`: pieces that hang on another open tree hang on this one from now on.
    """

    alloy: Named
    wax_mg: WeightMg
    base_mg: Mg0 = 0
    serials: Annotated[tuple[Named, ...], Field(max_length=200)] = ()
    may_move: bool = False
    button_mg: Mg0 | None = None
    wax_density: Annotated[int, Field(ge=500, le=5_000)] = WAX_DENSITY
    note: Paragraph | None = None


class Poured(Body):
    """What was weighed of one lot."""

    lot: LotCode
    mg: WeightMg


class Pour(Body):
    """Metal poured in, as it was weighed."""

    lots: Annotated[tuple[Poured, ...], Field(min_length=1, max_length=20)]


class CutOff(Body):
    """A piece cut off and weighed. Any piece of the alloy may be bound now; `may_move`: one that hangs on another open tree too."""

    serial: Named
    weight_mg: WeightMg
    division_mg: DivisionMg = 10
    method: Line | None = None
    place: Line | None = None
    note: Paragraph | None = None
    may_move: bool = False


class CloseTree(Body):
    """What is left, in milligrams. `may_miss`: close it though some is missing, which is booked as unexplained."""

    scrap_mg: Mg0 = 0
    lemel_mg: Mg0 = 0
    loss_mg: Mg0 = 0
    division_mg: DivisionMg = 10
    note: Line | None = None
    may_miss: bool = False


class TreesAsked(Query):
    """`cursor` is the `next` of the page before."""

    cursor: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=ANY)] | None = None
    limit: Limit = 100


def list_trees(session: Session, asked: TreesAsked, _who: Caller) -> Told:
    rows = trees_after(session, asked.cursor, asked.limit + 1)
    shown = [_row(row) for row in rows[: asked.limit]]
    return {"trees": shown, "next": shown[-1]["code"] if len(rows) > asked.limit else None}


def show_tree(session: Session, _asked: Nothing, _who: Caller, code: str) -> Told:
    return _told(session, code)


def _told(session: Session, code: str) -> Told:
    """A tree with its pieces and its metal. Four statements. Raises NotFound."""
    tree = tree_named(session, code)
    went = went_of(session, tree.account_id)
    return _row(tree) | {
        "places": [
            {"serial": one.serial, "position": one.position, "cut_mg": one.cut_mg}
            for one in places_of(session, tree.id, tree.account_id)
        ],
        "poured": [
            {"lot": one.code, "poured_mg": one.poured_mg or 0, "left_mg": one.left_mg}
            for one in poured_of(session, tree.account_id)
        ],
        **{f"{kind}_mg": went.get(kind, 0) for kind in ("scrap", "lemel", "loss", "weighing", "unexplained")},
    }


def _row(row: Any) -> Told:
    names = ("code", "state", "wax_mg", "base_mg", "needed_mg", "left_mg", "pieces", "note")
    return {name: getattr(row, name) for name in names} | {"alloy": row.alloy_key, "planted_at": row.at.isoformat()}


def plant(writing: Writing, typed: PlantTree) -> Told:
    code, needed_mg = plant_tree(writing, NewTree(**vars(typed)))
    return {"code": code, "needed_mg": needed_mg}


def pour_in(writing: Writing, typed: Pour, code: str) -> Told:
    pour(writing, code, [(one.lot, one.mg) for one in typed.lots])
    return _told(writing.session, code)


def cut(writing: Writing, typed: CutOff, code: str) -> Told:
    number = cut_off(writing, code, **vars(typed))
    return {"serial": typed.serial, "number": number, "seen": piece_standing(writing.session, typed.serial).seen}


def close(writing: Writing, typed: CloseTree, code: str) -> Told:
    close_tree(writing, code, Left(**vars(typed)))
    return _told(writing.session, code)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/trees",
        "list_trees",
        "Casting trees in the order in which they were planted, page by page",
        "read",
        list_trees,
        material_answers.TreePage,
        asks=TreesAsked,
    ),
    Operation(
        "GET",
        "/trees/{code}",
        "show_tree",
        "One casting tree",
        "read",
        show_tree,
        material_answers.TreeCard,
        refuses=TREE,
    ),
    Operation(
        "POST",
        "/trees",
        "plant_tree",
        "Plant a tree and reckon the metal that it needs",
        "log",
        plant,
        material_answers.Planted,
        PlantTree,
        status=201,
        roles=MAY_WORK,
        refuses=("no-such-alloy", "no-such-piece", "density-unknown", "base-too-heavy", *HANGS, *WEIGHT),
    ),
    Operation(
        "POST",
        "/trees/{code}/pour",
        "pour_tree",
        "Pour metal into a tree, as it was weighed",
        "log",
        pour_in,
        material_answers.TreeCard,
        Pour,
        status=201,
        roles=MAY_WORK,
        refuses=(*TREE, "no-such-lot", "not-enough", "other-alloy", "metal-of-others", "nothing-poured", *WEIGHT),
    ),
    Operation(
        "POST",
        "/trees/{code}/cut",
        "cut_off_tree",
        "Cut a piece off its tree and weigh it",
        "log",
        cut,
        answers.Recorded,
        CutOff,
        status=201,
        roles=MAY_WORK,
        refuses=(*TREE, *AT_HAND, *WEIGHT, "other-alloy", "tree-too-light", "already-cut", "hangs-elsewhere"),
    ),
    Operation(
        "POST",
        "/trees/{code}/close",
        "close_tree",
        "Close a tree: what is left goes where it went",
        "log",
        close,
        material_answers.TreeCard,
        CloseTree,
        status=201,
        roles=MAY_WORK,
        refuses=(*TREE, "tree-closed", "tree-too-heavy", "tree-does-not-close", "metal-of-others"),
    ),
)
