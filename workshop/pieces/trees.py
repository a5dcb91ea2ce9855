"""Reading casting trees: lists, one tree with its pieces, and where its metal is; each a fixed number of statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, case, cast, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design
from workshop.database import stream
from workshop.errors import NotFound
from workshop.materials.accounts import Account, Balance, Movement, Posting
from workshop.materials.models import Lot, Material
from workshop.people.models import Person
from workshop.pieces.making_models import CastingTree, TreePhoto, TreePlace, TreeSpot
from workshop.pieces.models import Piece, WorkEvent
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.units import Whole
from workshop.wording import _

PAGE = 50
SORTS = ("tree", "metal", "planted")
STATES = ("planted", "poured", "closed")

_newer = aliased(Balance, name="newer")
_reversal = aliased(Posting, name="reversal")
_elsewhere = aliased(TreePlace, name="elsewhere")
_IS_NEWEST = (
    Balance.sequence
    == select(func.max(_newer.sequence))
    .where(_newer.account_id == Balance.account_id, _newer.lot_id == Balance.lot_id)
    .correlate(Balance)
    .scalar_subquery()
)
_LEFT = func.coalesce(
    select(cast(func.sum(Balance.mg), Whole))
    .where(Balance.account_id == CastingTree.account_id, _IS_NEWEST)
    .correlate(CastingTree)
    .scalar_subquery(),
    0,
)
_WAS_POURED = exists().where(Balance.account_id == CastingTree.account_id)
STATE = case((_LEFT > 0, "poured"), (_WAS_POURED, "closed"), else_="planted")
_HANGING = select(func.count()).where(TreePlace.tree_id == CastingTree.id).correlate(CastingTree).scalar_subquery()
_LATER_PHOTO = (
    select(TreePhoto.picture)
    .where(TreePhoto.tree_id == CastingTree.id)
    .order_by(TreePhoto.id.desc())
    .limit(1)
    .correlate(CastingTree)
    .scalar_subquery()
)
_ROWS: Any = (
    select(
        CastingTree.id,
        CastingTree.code,
        CastingTree.account_id,
        CastingTree.material_id,
        CastingTree.wax_mg,
        CastingTree.base_mg,
        CastingTree.button_mg,
        CastingTree.wax_density,
        CastingTree.needed_mg,
        func.coalesce(_LATER_PHOTO, CastingTree.picture).label("picture"),
        CastingTree.note,
        CastingTree.at,
        Material.key.label("alloy_key"),
        Material.name.label("alloy"),
        Material.density,
        Person.name.label("by_name"),
        _LEFT.label("left_mg"),
        _HANGING.label("pieces"),
        STATE.label("state"),
    )
    .join(Material, Material.id == CastingTree.material_id)
    .outerjoin(Person, Person.id == CastingTree.by_id)
)


@dataclass(frozen=True)
class Wanted:
    """Which trees: words of code, alloy, note or serial; a state of STATES; the page from 1; the order, of SORTS."""

    words: str | None = None
    state: str | None = None
    page: int = 1
    sort: Sort = AS_IT_COMES


def list_trees(session: Session, wanted: Wanted) -> list[Row[Any]]:
    """A page of trees, newest first, and one more row when there are further pages. One statement."""
    return list(session.execute(_listed(wanted).offset((wanted.page - 1) * PAGE).limit(PAGE + 1)))


def export_trees(session: Session, wanted: Wanted) -> Iterator[Row[Any]]:
    """All trees that the list would show, read some at a time. One statement."""
    return stream(session, _listed(wanted))


def trees_after(session: Session, code: str | None, most: int) -> list[Row[Any]]:
    """So many trees in the order in which they were planted, from behind that one. One statement."""
    trees = _ROWS.order_by(CastingTree.id).limit(most)
    if code is not None:
        before = select(CastingTree.id).where(CastingTree.code == code).scalar_subquery()
        trees = trees.where(CastingTree.id > before)
    return list(session.execute(trees))


def _listed(wanted: Wanted) -> Any:
    sorts = {"tree": CastingTree.id, "metal": Material.name, "planted": CastingTree.at}
    trees = _ROWS.order_by(*in_order(wanted.sort, sorts, CastingTree.id, (CastingTree.id.desc(),)))
    if wanted.words:
        hung = (
            select(TreePlace.tree_id)
            .join(Piece, Piece.id == TreePlace.piece_id)
            .where(Piece.serial.icontains(wanted.words, autoescape=True))
        )
        columns = (CastingTree.code, Material.name, CastingTree.note)
        found = [column.icontains(wanted.words, autoescape=True) for column in columns]
        trees = trees.where(or_(*found, CastingTree.id.in_(hung)))
    return trees.where(wanted.state == STATE) if wanted.state in STATES else trees


def tree_named(session: Session, code: str) -> Row[Any]:
    """One tree. Raises NotFound. One statement."""
    row: Row[Any] | None = session.execute(_ROWS.where(CastingTree.code == code.strip().upper())).one_or_none()
    if row is None:
        raise NotFound(_("There is no casting tree {code}.", code=code[:40]), slug="no-such-tree")
    return row


def cut_from(account_id: Any) -> Any:
    """The milligrams that a piece has from this tree; None: it hangs yet, or the cut was undone."""
    return (
        select(cast(func.sum(Movement.mg), Whole))
        .select_from(WorkEvent)
        .join(Movement, Movement.posting_id == WorkEvent.posting_id)
        .where(
            WorkEvent.piece_id == Piece.id,
            Movement.from_id == account_id,
            ~exists().where(_reversal.reverses_id == Movement.posting_id),
        )
        .correlate(Piece, CastingTree)
        .scalar_subquery()
    )


def places_of(session: Session, tree_id: int, account_id: int, *, with_moved: bool = False) -> list[Row[Any]]:
    """The pieces of a tree from the base upwards, with the milligrams that were cut off it (None: it hangs yet). One statement.

    One that hung here and was put on another tree since is told only `with_moved`.
    """
    cut, position = cut_from(account_id), func.coalesce(_newest(TreeSpot.position), TreePlace.position)
    moved = exists().where(_elsewhere.piece_id == TreePlace.piece_id, _elsewhere.id > TreePlace.id)
    rows = session.execute(
        select(
            Piece.serial,
            Piece.size,
            Design.name.label("design"),
            TreePlace.id,
            TreePlace.piece_id,
            position.label("position"),
            _newest(TreeSpot.x, _ON_PHOTO).label("x"),
            _newest(TreeSpot.y, _ON_PHOTO).label("y"),
            cut.label("cut_mg"),
        )
        .join(Piece, Piece.id == TreePlace.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .where(TreePlace.tree_id == tree_id, true() if with_moved else or_(cut.is_not(None), ~moved))
        .order_by(position.is_(None), position, TreePlace.id)
    )
    return list(rows)


# What was tapped on a photo says nothing of the photo that took its place.
_ON_PHOTO = ~exists().where(TreePhoto.tree_id == TreePlace.tree_id, TreePhoto.at > TreeSpot.at).correlate(
    TreePlace, TreeSpot
)


def _newest(told: Any, when: Any = true()) -> Any:  # noqa: B008
    """What was told last of where a piece hangs."""
    spots = select(told).where(TreeSpot.place_id == TreePlace.id, told.is_not(None), when).correlate(TreePlace)
    return spots.order_by(TreeSpot.id.desc()).limit(1).scalar_subquery()


def poured_of(session: Session, account_id: int) -> list[Row[Any]]:
    """What was poured into a tree and what is left of it, by lot. One statement."""
    first = aliased(Balance, name="first")
    poured = (
        select(cast(func.sum(Movement.mg), Whole))
        .select_from(Balance)
        .join(Movement, Movement.id == Balance.movement_id)
        .join(Posting, and_(Posting.id == Movement.posting_id, Posting.kind == "poured"))
        .where(Balance.account_id == account_id, Balance.lot_id == first.lot_id, Movement.to_id == account_id)
        .correlate(first)
        .scalar_subquery()
    )
    left = (
        select(Balance.mg)
        .where(Balance.account_id == account_id, Balance.lot_id == first.lot_id)
        .order_by(Balance.sequence.desc())
        .limit(1)
        .correlate(first)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Lot.code, poured.label("poured_mg"), left.label("left_mg"))
        .select_from(first)
        .join(Lot, Lot.id == first.lot_id)
        .where(first.account_id == account_id, first.sequence == 1)
        .order_by(Lot.id)
    )
    return list(rows)


def went_of(session: Session, account_id: int) -> dict[str, int]:
    """Where the metal of a tree went, by kind of account, in milligrams, without what came. One statement."""
    other = aliased(Account, name="other")
    rows = session.execute(
        select(other.kind, func.sum(Movement.mg).label("mg"))
        .select_from(Balance)
        .join(Movement, and_(Movement.id == Balance.movement_id, Movement.from_id == account_id))
        .join(other, other.id == Movement.to_id)
        .where(Balance.account_id == account_id)
        .group_by(other.kind)
    )
    return {row.kind: int(row.mg) for row in rows}


def alloys(session: Session) -> list[Row[Any]]:
    """Alloys whose density is known, for which metal can be reckoned. One statement."""
    return list(
        session.execute(
            select(Material.key, Material.name, Material.density)
            .where(Material.density.is_not(None))
            .order_by(Material.name)
        )
    )
