"""The end of a casting tree: button, sprues and filings come back, the loss is shared over its lots, nothing is dropped."""

from collections.abc import Mapping
from dataclasses import dataclass

from workshop.errors import Conflict
from workshop.materials.booking import Move, account_of, post
from workshop.materials.ledger import Amount, close, shared
from workshop.materials.trays import require_unmixed
from workshop.pieces.casting import Tree, find_tree
from workshop.pieces.holding import inside
from workshop.pieces.pours import weighings_of
from workshop.units import grams
from workshop.wording import _
from workshop.writing import Writing


@dataclass(frozen=True)
class Left:
    """What is left of a tree when all is cut off it, in milligrams: button and sprues, filings, and a loss that can be explained.

    `may_miss`: it is closed though some of it is missing, which is booked as unexplained.
    """

    scrap_mg: int = 0
    lemel_mg: int = 0
    loss_mg: int = 0
    division_mg: int = 10
    note: str | None = None
    may_miss: bool = True


def close_tree(writing: Writing, tree: str, left: Left) -> int:
    """What is left of a tree goes where it went: only the loss is shared over its lots, and nothing is dropped. Returns the posting.

    Raises Conflict when more is left than the books have, nothing of it is left, or what somebody else owns
    lies in the tray.
    """
    held = find_tree(writing, tree)
    metal = [one for one in inside(writing.session, held.account_id) if one.is_metal]
    there = sum(one.amount.mg for one in metal)
    if there == 0:
        raise Conflict(
            _("Tree {tree} holds no metal: it is closed, or nothing was poured yet.", tree=held.code),
            slug="tree-closed",
        )
    closing = close(
        there - left.scrap_mg - left.lemel_mg,
        explained_mg=left.loss_mg,
        division_mg=left.division_mg,
        weighings=weighings_of(writing.session, held.account_id) + (left.scrap_mg > 0) + (left.lemel_mg > 0),
    )
    ends = {"scrap": left.scrap_mg, "lemel": left.lemel_mg, **vars(closing)}
    found_mg = -ends.pop("weighing") if closing.weighing < 0 else 0
    _require_it_closes(held.code, left, ends, closing.unexplained)
    remaining = {one.lot_id: one.amount.mg for one in metal}
    for tray, mg in (("scrap", left.scrap_mg), ("lemel", left.lemel_mg)):
        if mg:
            require_unmixed(writing, tray, remaining, field=tray)
    moves = _found(writing, held, remaining, found_mg)
    for kind, mg in ends.items():
        if mg:
            moves += _share(writing, held, remaining, kind, mg)
    return post(writing, "tree_closed", moves, note=left.note)


def _require_it_closes(code: str, left: Left, ends: Mapping[str, int], unexplained_mg: int) -> None:
    if min(left.scrap_mg, left.lemel_mg, left.loss_mg) < 0 or any(mg < 0 for mg in ends.values()):
        raise Conflict(
            _("More is left of tree {tree} than the books have of it. Weigh again.", tree=code),
            slug="tree-too-heavy",
            field="scrap",
        )
    if unexplained_mg and not left.may_miss:
        raise Conflict(
            _(
                "{missing} g of tree {tree} are missing. Weigh again, say where they went, or close it with that unexplained.",
                missing=grams(unexplained_mg),
                tree=code,
            ),
            slug="tree-does-not-close",
            field="may_miss",
        )


def _found(writing: Writing, tree: Tree, remaining: dict[int, int], mg: int) -> list[Move]:
    """What the scale shows more than the books, as far as it can tell: it comes into the tree before the rest goes."""
    if mg == 0:
        return []
    source = account_of(writing, "weighing")
    parts = shared(mg, list(remaining.values()))
    moves = [Move(lot, source, tree.account_id, Amount(part)) for lot, part in zip(remaining, parts, strict=True)]
    for move in moves:
        remaining[move.lot_id] += move.amount.mg
    return [move for move in moves if move.amount]


def _share(writing: Writing, tree: Tree, remaining: dict[int, int], kind: str, mg: int) -> list[Move]:
    to = account_of(writing, kind)
    parts = shared(mg, list(remaining.values()))
    moves = [
        Move(lot_id, tree.account_id, to, Amount(part)) for lot_id, part in zip(remaining, parts, strict=True) if part
    ]
    for move in moves:
        remaining[move.lot_id] -= move.amount.mg
    return moves
