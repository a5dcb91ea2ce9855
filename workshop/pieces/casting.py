"""Casting trees: waxes on one trunk, metal poured into it, pieces cut off it, and what is left comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.booking import Move, account_of, post
from workshop.materials.codes import TREE, take_codes
from workshop.materials.ledger import Amount, metal_needed, shared
from workshop.materials.models import Lot, Material
from workshop.materials.receiving import HeldLot, find_lot
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.hanging import bind, hang
from workshop.pieces.holding import inside
from workshop.pieces.making_models import CastingTree, TreePhoto
from workshop.pieces.models import Piece
from workshop.pieces.queries import lock_piece, stages_of
from workshop.pieces.rules import KINDS, require_possible, stage_of
from workshop.units import check_weight, grams
from workshop.wording import _
from workshop.writing import Writing

WAX_DENSITY = (
    1000  # micrograms per cubic millimetre; Rio Grande's factors are alloy densities over this (read 2026-11-22)
)


@dataclass(frozen=True)
class NewTree:
    """Weights in milligrams: the tree in wax, its sprue base, the button when the caster says how much. Densities in ug/mm3.

    `may_move`: waxes that hang on another open tree hang on this one from now on.
    """

    alloy: str
    wax_mg: int
    base_mg: int = 0
    serials: tuple[str, ...] = ()
    button_mg: int | None = None
    wax_density: int = WAX_DENSITY
    picture: str | None = None
    note: str | None = None
    may_move: bool = False


@dataclass(frozen=True)
class Tree:
    """A tree in the books."""

    id: int
    code: str
    account_id: int
    material_id: int
    needed_mg: int
    metal: str


_TREE = (
    select(
        CastingTree.id,
        CastingTree.code,
        CastingTree.account_id,
        CastingTree.material_id,
        CastingTree.needed_mg,
        Material.metal,
    )
    .join(Material, Material.id == CastingTree.material_id)
    .where(CastingTree.code == bindparam("code"))
)
_ALLOY = select(Material.id, Material.density, Material.name).where(Material.key == bindparam("key"))


def plant_tree(writing: Writing, new: NewTree) -> tuple[str, int]:
    """Put waxes on a trunk; returns the tree's code and the milligrams of metal that it needs.

    The order of the serials is their position from the base upwards. Raises NotFound for an unknown alloy or piece, Invalid
    for weights that cannot be or an alloy of unknown density.
    """
    alloy = writing.session.execute(_ALLOY, {"key": new.alloy}).one_or_none()
    if alloy is None:
        raise NotFound(_("There is no alloy “{key}”.", key=new.alloy[:40]), slug="no-such-alloy", field="alloy")
    if alloy.density is None:
        raise Invalid(
            _("The density of {alloy} is not recorded, so the metal cannot be reckoned.", alloy=_(alloy.name)),
            slug="density-unknown",
            field="alloy",
        )
    check_weight(new.wax_mg, field="wax")
    if not 0 <= new.base_mg < new.wax_mg:
        raise Invalid(
            _("The sprue base weighs less than the whole tree. Weigh both again."), slug="base-too-heavy", field="base"
        )
    needed = metal_needed(
        new.wax_mg, new.base_mg, alloy_density=alloy.density, wax_density=new.wax_density, button_mg=new.button_mg
    )
    code = take_codes(writing, TREE)[0]
    told = {n: v for n, v in vars(new).items() if n not in ("alloy", "serials", "may_move")}
    tree_id = writing.add(
        CastingTree,
        code=code,
        account_id=account_of(writing, "tree", code),
        material_id=alloy.id,
        needed_mg=needed,
        at=writing.at,
        by_id=writing.by.id,
        **told,
    )
    hang(writing, tree_id, alloy.id, new.serials, may_move=new.may_move)
    return code, needed


def pour(writing: Writing, tree: str, parts: Sequence[tuple[str, int]]) -> int:
    """Pour milligrams of lots into a tree: what was weighed, never what was reckoned. Returns the posting.

    Raises Conflict for another metal than the tree's, and for a customer's own metal together with other metal.
    """
    held = find_tree(writing, tree)
    if not parts or any(mg <= 0 for _lot, mg in parts):
        raise Invalid(_("Say how many grams of which lot were poured."), slug="nothing-poured", field="parts")
    lots = [(find_lot(writing, code), mg) for code, mg in parts]
    for lot, mg in lots:
        check_weight(mg, field="parts")
        if lot.metal != held.metal:
            raise Conflict(
                _("Lot {code} is of another metal than tree {tree}.", code=lot.code, tree=held.code),
                slug="other-alloy",
                field="parts",
            )
    _require_one_owner(writing, held, [lot for lot, _mg in lots])
    return post(writing, "poured", [Move(lot.id, lot.account_id, held.account_id, Amount(mg)) for lot, mg in lots])


def _require_one_owner(writing: Writing, tree: Tree, lots: Sequence[HeldLot]) -> None:
    there = [one.lot_id for one in inside(writing.session, tree.account_id)]
    before = writing.session.scalars(select(Lot.owner_id).where(Lot.id.in_(there))).all() if there else []
    if len({lot.owner_id for lot in lots} | set(before)) > 1:
        raise Conflict(
            _("A customer’s own metal is never poured together with other metal. Give it a tree of its own."),
            slug="metal-of-others",
            field="parts",
        )


def cut_off(
    writing: Writing,
    tree: str,
    serial: str,
    weight_mg: int,
    *,
    division_mg: int = 10,
    method: str | None = None,
    place: str | None = None,
    note: str | None = None,
    may_move: bool = False,
    device_at: datetime | None = None,
) -> int:
    """Cut a piece off its tree and weigh it: that much of the tree's metal is in the piece. Returns the event's sequence.

    `method` and `place`: how and in which workshop it was cast. A serial that was not hung on the tree is bound now: equal
    castings cannot be told apart. Raises Conflict when the tree has not so much metal, the piece is of another alloy, was cut
    off already, or hangs on another tree and not `may_move`.
    """
    held = find_tree(writing, tree)
    check_weight(weight_mg)
    standing = lock_piece(writing.session, serial)
    require_possible(standing, KINDS["cast"])
    if writing.session.scalar(select(Piece.material_id).where(Piece.id == standing.piece_id)) != held.material_id:
        raise Conflict(
            _("{serial} is to be of another alloy than tree {tree}.", serial=serial, tree=held.code), slug="other-alloy"
        )
    bind(writing, held.id, held.account_id, standing.piece_id, may_move=may_move)
    account_id = standing.account_id or account_of(writing, "piece", serial)
    if standing.account_id is None:
        writing.change(Piece, standing.piece_id, account_id=account_id)
    moves = _out_of_tree(writing, held, account_id, weight_mg)
    posting_id = post(writing, "cut_off", moves)
    stage = stage_of(stages_of(writing.session, standing.route_id), "cast", None, standing.stage_id)
    happening = Happening(
        "cast",
        weight_mg=weight_mg,
        division_mg=division_mg,
        method=method,
        place=place,
        note=note,
        device_at=device_at,
    )
    return add_event(writing, standing, happening, stage=stage, posting_id=posting_id)[1]


def _out_of_tree(writing: Writing, tree: Tree, to_id: int, mg: int) -> list[Move]:
    metal = [one for one in inside(writing.session, tree.account_id) if one.is_metal]
    there = sum(one.amount.mg for one in metal)
    if mg > there:
        raise Conflict(
            _(
                "Tree {tree} has {there} g of metal left in the books, less than that. Weigh again, or record what was poured.",
                tree=tree.code,
                there=grams(there),
            ),
            slug="tree-too-light",
            field="weight",
        )
    parts = shared(mg, [one.amount.mg for one in metal])
    return [
        Move(one.lot_id, tree.account_id, to_id, Amount(part), "structure")
        for one, part in zip(metal, parts, strict=True)
        if part
    ]


def photograph(writing: Writing, tree: str, picture: str) -> None:
    """A photo of the tree, shown from now on. Raises NotFound."""
    held = find_tree(writing, tree)
    writing.add(TreePhoto, tree_id=held.id, picture=picture, at=writing.at, by_id=writing.by.id)


def find_tree(writing: Writing, code: str) -> Tree:
    """The tree of that code. Raises NotFound."""
    row = writing.session.execute(_TREE, {"code": code.strip().upper()}).one_or_none()
    if row is None:
        raise NotFound(_("There is no casting tree {code}.", code=code[:40]), slug="no-such-tree", field="tree")
    return Tree(*row)
