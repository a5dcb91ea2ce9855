"""Which pieces hang on a casting tree, and where: waxes put on it, serials bound when they are cut off, places on its photo."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design
from workshop.errors import Conflict, Invalid, NotFound
from workshop.pieces.making_models import CastingTree, TreePlace, TreeSpot
from workshop.pieces.models import Piece, PieceHead
from workshop.pieces.trees import STATE, cut_from, places_of
from workshop.units import grams
from workshop.wording import _
from workshop.writing import Writing

THOUSANDTHS = 1000
MOST_PLACES = 999
MOST_EQUAL = 12

_later = aliased(TreePlace, name="later")


@dataclass(frozen=True)
class Elsewhere:
    """A piece, and the open tree that it hangs on."""

    serial: str
    tree: str

    @property
    def sentence(self) -> str:
        return _(
            "{serial} hangs on tree {tree}. Look at the slip again, or say that it hangs here now.",
            serial=self.serial,
            tree=self.tree,
        )


def hang(writing: Writing, tree_id: int, material_id: int, serials: Sequence[str], *, may_move: bool = False) -> None:
    """Put waxes on a tree, in this order from the base upwards. At most three statements.

    `may_move`: one that hangs on another open tree hangs here from now on. Raises NotFound, and Conflict for a scrapped piece,
    another alloy than the tree's, or one that hangs elsewhere.
    """
    if not serials:
        return
    found = _pieces(writing, serials)
    for serial in serials:
        _require_castable(serial, found.get(serial), material_id)
    if not may_move:
        _require_free(writing, tree_id, [row.id for row in found.values()])
    writing.add_all(
        TreePlace,
        [_place(writing, tree_id, found[one].id, number) for number, one in enumerate(dict.fromkeys(serials), 1)],
    )


def bind(writing: Writing, tree_id: int, account_id: int, piece_id: int, *, may_move: bool = False) -> None:
    """Let the piece be one of this tree's. At most three statements. Raises Conflict when it was cut off already, or hangs elsewhere."""
    here = {one.piece_id: one for one in places_of(writing.session, tree_id, account_id, with_moved=True)}
    place = here.get(piece_id)
    if place is not None and place.cut_mg is not None:
        raise Conflict(
            _(
                "{serial} is cut off already, with {grams} g. Choose the next one.",
                serial=place.serial,
                grams=grams(place.cut_mg),
            ),
            slug="already-cut",
            field="serial",
        )
    if not may_move:
        _require_free(writing, tree_id, [piece_id], field="serial")
    if place is None:
        writing.add(TreePlace, **_place(writing, tree_id, piece_id, None))


def put_in_place(
    writing: Writing, tree_id: int, account_id: int, serial: str, position: int | None, spot: tuple[int, int] | None
) -> None:
    """Where a piece hangs: counted from the base upwards, and its spot on the photo in thousandths of width and height.

    What is None stays as it was. Raises NotFound for a piece that does not hang here, Invalid for a place that cannot be.
    """
    place = next((one for one in places_of(writing.session, tree_id, account_id) if one.serial == serial), None)
    if place is None:
        raise NotFound(_("{serial} does not hang on this tree.", serial=serial[:40]), slug="not-on-tree", field="hung")
    if position is not None and not 1 <= position <= MOST_PLACES:
        raise Invalid(
            _("Places are counted from 1 at the base to {most}.", most=MOST_PLACES), slug="no-place", field="position"
        )
    if spot is not None and not all(0 <= one <= THOUSANDTHS for one in spot):
        raise Invalid(_("That spot is not on the photo."), slug="no-place", field="position")
    if position is None and spot is None:
        raise Invalid(_("Tap the photo, or type a place."), slug="no-place", field="position")
    x, y = spot or (None, None)
    writing.add(TreeSpot, place_id=place.id, position=position, x=x, y=y, at=writing.at, by_id=writing.by.id)


def _place(writing: Writing, tree_id: int, piece_id: int, position: int | None) -> dict[str, Any]:
    told = {"position": position, "at": writing.at, "by_id": writing.by.id}
    return {"tree_id": tree_id, "piece_id": piece_id, **told}


def _pieces(writing: Writing, serials: Sequence[str]) -> dict[str, Any]:
    rows = writing.session.execute(
        select(Piece.serial, Piece.id, Piece.material_id, PieceHead.state)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .where(Piece.serial.in_(serials))
    )
    return {row.serial: row for row in rows}


def _require_castable(serial: str, row: Any, material_id: int) -> None:
    if row is None:
        raise NotFound(_("There is no piece {serial}.", serial=serial[:40]), slug="no-such-piece", field="serials")
    if row.state == "scrapped":
        sentence = _("{serial} was scrapped: nothing more is done to it.", serial=serial)
        raise Conflict(sentence, slug="scrapped", field="serials")
    if row.material_id != material_id:
        sentence = _("{serial} is to be of another alloy than this tree.", serial=serial)
        raise Conflict(sentence, slug="other-alloy", field="serials")


def _require_free(writing: Writing, tree_id: int, piece_ids: Sequence[int], *, field: str = "serials") -> None:
    other = other_tree_of(writing.session, piece_ids, tree_id)
    if other is not None:
        raise Conflict(other.sentence, slug="hangs-elsewhere", field=field)


def other_tree_of(session: Session, piece_ids: Sequence[int], tree_id: int | None = None) -> Elsewhere | None:
    """Where the first of these hangs that hangs on an open tree, this one aside. One statement."""
    newest = select(func.max(_later.id)).where(_later.piece_id == TreePlace.piece_id).correlate(TreePlace)
    row = session.execute(
        select(Piece.serial, CastingTree.code)
        .select_from(TreePlace)
        .join(Piece, Piece.id == TreePlace.piece_id)
        .join(CastingTree, CastingTree.id == TreePlace.tree_id)
        .where(
            TreePlace.piece_id.in_(piece_ids),
            TreePlace.tree_id != (tree_id or 0),
            TreePlace.id == newest.scalar_subquery(),
            STATE != "closed",
            cut_from(CastingTree.account_id).is_(None),
        )
        .order_by(TreePlace.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else Elsewhere(*row)


def equal_castings(session: Session, tree_id: int, material_id: int) -> list[Row[Any]]:
    """Pieces that any casting of this tree may become: of its alloy, and of a design and size that hangs on it (of any, while
    nothing does); without metal yet, and on no tree. Oldest first. One statement.
    """
    hung = aliased(Piece, name="hung")
    hanging = select(hung.id).join(TreePlace, TreePlace.piece_id == hung.id).where(TreePlace.tree_id == tree_id)
    same_size = or_(hung.size == Piece.size, and_(hung.size.is_(None), Piece.size.is_(None)))
    asked = (
        select(Piece.serial, Piece.size, Design.name.label("design"))
        .join(Design, Design.id == Piece.design_id)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .where(
            Piece.material_id == material_id,
            Piece.account_id.is_(None),
            Piece.way_in == "wax",
            PieceHead.state != "scrapped",
            ~exists().where(TreePlace.piece_id == Piece.id),
            or_(hanging.where(hung.design_id == Piece.design_id, same_size).exists(), ~hanging.exists()),
        )
    )
    return list(session.execute(asked.order_by(Piece.id).limit(MOST_EQUAL)))
