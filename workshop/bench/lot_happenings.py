"""Where a lot went, happening by happening: each tree with what was cut off it, each other piece, and what was booked by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, case, cast, func, literal, or_, select, union
from sqlalchemy.orm import Session, aliased

from workshop.bench.lot_words import PLACES, exact, posting_named
from workshop.days import short_date
from workshop.materials.accounts import BALANCING, HOLDING, Account, Balance, Movement, Posting
from workshop.materials.ledger import Amount
from workshop.materials.words import STONE_KINDS
from workshop.pieces.making_models import CastingTree, TreePlace
from workshop.pieces.models import Piece
from workshop.units import Whole, thousandths
from workshop.wording import N_, _, n_

PAGE = 100  # movements that are looked through for a page
# What is at hand, or out with somebody who brings it back, has not gone anywhere yet.
AT_HAND = ("lot", "person", "supplier")
# Where it goes; each has an account over all of its kind, in which a lot's movements are numbered.
GOES_TO = tuple(kind for kind in (*HOLDING, *BALANCING) if kind not in (*AT_HAND, "outside"))
# The columns of the table, in its order, and the places that stand in each. What is in none is told as elsewhere.
COLUMNS = {
    "pieces": ("piece",),
    "scrap": ("scrap",),
    "lemel": ("lemel", "sweeps"),
    "loss": ("loss", "broken", "lost"),
    "elsewhere": ("tree", "melt", "refined"),
    "weighing": ("weighing", "unexplained"),
}
HEADS = {
    "pieces": N_("In pieces"),
    "scrap": N_("Scrap back"),
    "lemel": N_("Lemel"),
    "loss": N_("Loss"),
    "elsewhere": N_("Elsewhere"),
    "weighing": N_("Weighing"),
}
LOOKS = {"lemel": "grey", "loss": "gone"}
_from = aliased(Account, name="from_account")
_to = aliased(Account, name="to_account")


@dataclass(frozen=True)
class Happening:
    """One line: what it is and where to, when and of how many pieces, and its figures under the heads of the table."""

    name: str
    address: str
    note: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`heads` with the look of their key; `sums` of all pages; `hands`: what has not gone anywhere; `open` is nothing where all closes."""

    heads: tuple[tuple[str, str], ...]
    lines: tuple[Happening, ...]
    sums: tuple[str, ...]
    hands: tuple[tuple[str, str], ...]
    came: str
    open: str
    closes: bool
    previous: int
    next: int


def table_of(session: Session, lot: Any, went: Mapping[str, Amount], here: ZoneInfo, page: int = 1) -> Table | None:
    """A page of the table; None where nothing was done with the lot yet. Three statements."""
    carats = lot.kind in STONE_KINDS
    rows, further = happenings_of(session, lot.id, carats=carats, page=page)
    if not rows and not further and page == 1:
        return None
    sums, hands, received = _totals(lot, went)
    shown = [name for name in COLUMNS if sums[name] or any(getattr(row, name) for row in rows)]
    issued = sum(sums.values())
    still_open = received - issued - sum(hands.values())
    return Table(
        tuple((_(HEADS[name]), LOOKS.get(name, "")) for name in shown),
        tuple(_line(row, shown, here, carats) for row in rows),
        tuple(_figure(mg, carats) for mg in (issued, *(sums[name] for name in shown))),
        tuple((_(PLACES[kind]).capitalize(), _figure(mg, carats)) for kind, mg in hands.items()),
        _figure(received, carats),
        _figure(still_open, carats),
        closes=not still_open,
        previous=page - 1,
        next=page + 1 if further else 0,
    )


def _totals(lot: Any, went: Mapping[str, Amount]) -> tuple[dict[str, int], dict[str, int], int]:
    """The sums of the columns, what is at hand, and what came in. A melt took what was given to it beyond what it gave."""

    def size(amount: Amount) -> int:
        return amount.carat_thousandths if lot.kind in STONE_KINDS else amount.mg

    held = {kind: size(amount) for kind, amount in went.items()}
    received = size(Amount(lot.received_mg, lot.received_carats))
    held["melt"] = held.get("melt", 0) + received + held.get("outside", 0)
    sums = {name: sum(held.get(kind, 0) for kind in places) for name, places in COLUMNS.items()}
    hands = {kind: held.get(kind, 0) for kind in AT_HAND if kind == "lot" or held.get(kind)}
    return sums, hands, received


def _line(row: Any, shown: Sequence[str], here: ZoneInfo, carats: bool) -> Happening:
    figures = tuple(_figure(getattr(row, name), carats) for name in ("issued", *shown))
    on = short_date(row.first_at, here)
    if row.tree:
        number = row.pieces_number
        pieces = n_("{count} piece", "{count} pieces", number) if number else _("nothing cut off yet")
        return Happening(_("Tree {code}", code=row.tree), f"/trees/{row.tree}", f"{on}, {pieces}", figures)
    if row.serial:
        return Happening(row.serial, f"/pieces/{row.serial}", on, figures)
    return Happening(posting_named(row.kind), "", on, figures)


def _figure(size: int, carats: bool) -> str:
    told = thousandths(abs(size)) if carats else exact(abs(size))
    return "−" + told if size < 0 else told


def happenings_of(session: Session, lot_id: int, *, carats: bool, page: int = 1) -> tuple[list[Row[Any]], bool]:
    """What was done with a lot in one stretch of its movements, newest first, and whether more lies before it. Three statements.

    A stretch is PAGE movements: whatever the lot went through, no more are read but those of the happenings that are shown.
    A happening is told whole where it was last gone on with. Rows: tree, serial or posting kind, day of the first posting,
    pieces, and how much went (`issued`) into which column, in milligrams or thousandths of a carat; what came out of a place
    is below nothing.
    """
    ids = list(session.scalars(_stretch(lot_id, page)))
    shown = ids[:PAGE]
    if not shown:
        return [], False
    found = session.execute(_placed(Movement.id.in_(shown), Movement.mg)).all()
    wanted = _told(lot_id, _Found.of(found), Movement.carat_thousandths if carats else Movement.mg)
    rows = [row for row in session.execute(wanted) if row.last <= shown[0]]
    return rows, len(ids) > PAGE


@dataclass(frozen=True)
class _Found:
    """Primary keys of the trees, of the pieces that were cut off none, and of the postings beside them."""

    trees: frozenset[int]
    pieces: frozenset[int]
    postings: frozenset[int]

    @classmethod
    def of(cls, rows: Sequence[Any]) -> "_Found":
        loose = [row for row in rows if row.from_tree_id is None]
        return cls(
            frozenset(row.from_tree_id for row in rows if row.from_tree_id is not None),
            frozenset(row.piece_id for row in loose if row.piece_id is not None),
            frozenset(row.posting_id for row in loose if row.piece_id is None),
        )


def _stretch(lot_id: int, page: int) -> Any:
    """The newest movements into or out of the places where a lot goes, and one more; what only changed hands is stepped over."""
    ways = []
    for kind in GOES_TO:
        place = select(Account.id).where(Account.key == kind).scalar_subquery()
        newest = select(Balance.movement_id.label("id")).where(Balance.account_id == place, Balance.lot_id == lot_id)
        ways.append(select(newest.order_by(Balance.sequence.desc()).limit(page * PAGE + 1).subquery().c.id))
    ids = union(*ways).subquery()
    return select(ids.c.id).order_by(ids.c.id.desc()).offset((page - 1) * PAGE).limit(PAGE + 1)


def _told(lot_id: int, found: _Found, amount: Any) -> Any:
    told = _by_happening(lot_id, found, amount).subquery()
    return (
        select(told, CastingTree.code.label("tree"), Piece.serial, Posting.kind)
        .outerjoin(CastingTree, CastingTree.id == told.c.tree_id)
        .outerjoin(Piece, Piece.id == told.c.piece_id)
        .outerjoin(Posting, Posting.id == told.c.posting_id)
        .order_by(told.c.last.desc())
    )


def _by_happening(lot_id: int, found: _Found, amount: Any) -> Any:
    one = _placed(Movement.id.in_(_all_of(lot_id, found)), amount).subquery().c
    piece = case((one.from_tree_id.is_(None), one.piece_id))
    posting = case((and_(one.from_tree_id.is_(None), one.piece_id.is_(None)), one.posting_id))
    return (
        select(
            one.from_tree_id.label("tree_id"),
            piece.label("piece_id"),
            posting.label("posting_id"),
            func.min(one.at).label("first_at"),
            func.max(one.id).label("last"),
            func.count(one.piece_id.distinct()).label("pieces_number"),
            *(cast(func.sum(one[name]), Whole).label(name) for name in ("issued", *COLUMNS)),
        )
        .where(or_(one.from_tree_id.in_(found.trees), piece.in_(found.pieces), posting.in_(found.postings)))
        .group_by(one.from_tree_id, piece, posting)
    )


def _all_of(lot_id: int, found: _Found) -> Any:
    """Every movement of the lot in these happenings, however long ago: by the accounts of trees and pieces, and by posting."""
    hung = select(TreePlace.piece_id).where(TreePlace.tree_id.in_(found.trees))
    accounts: Any = union(
        select(CastingTree.account_id).where(CastingTree.id.in_(found.trees)),
        select(Piece.account_id).where(or_(Piece.id.in_(found.pieces), Piece.id.in_(hung))),
    )
    booked = select(Balance.movement_id).where(Balance.account_id.in_(accounts), Balance.lot_id == lot_id)
    of_lot = Movement.lot_id + 0 == lot_id  # a sum is no index: the few of the postings are read, never all of the lot
    beside = select(Movement.id).where(Movement.posting_id.in_(found.postings), of_lot)
    return union(booked, beside)


def _placed(which: Any, amount: Any) -> Any:
    """Those movements, each with the tree that it belongs to."""
    moved = _moved(which, amount).subquery()
    tree = func.coalesce(moved.c.tree_id, _tree_of(moved))
    return select(moved, tree.label("from_tree_id"))


def _moved(which: Any, amount: Any) -> Any:
    return (
        select(
            Movement.id,
            Movement.lot_id,
            Posting.at,
            Movement.posting_id,
            func.coalesce(_of_account(Piece, _to), _of_account(Piece, _from)).label("piece_id"),
            func.coalesce(_of_account(CastingTree, _to), _of_account(CastingTree, _from)).label("tree_id"),
            (-_into(AT_HAND, amount)).label("issued"),
            *(_into(places, amount).label(name) for name, places in COLUMNS.items()),
        )
        .join(Posting, Posting.id == Movement.posting_id)
        .join(_from, _from.id == Movement.from_id)
        .join(_to, _to.id == Movement.to_id)
        .where(which, _goes())
    )


def _goes() -> Any:
    """Not what came in, and not what only changed hands."""
    came_in = or_(_from.kind == "outside", _to.kind == "outside", and_(_from.kind == "melt", _to.kind == "lot"))
    return and_(~came_in, or_(_from.kind.not_in(AT_HAND), _to.kind.not_in(AT_HAND)))


def _into(places: tuple[str, ...], amount: Any) -> Any:
    return case((_to.kind.in_(places), amount), else_=0) - case((_from.kind.in_(places), amount), else_=0)


def _of_account(model: Any, account: Any) -> Any:
    return select(model.id).where(model.account_id == account.id).correlate(account).scalar_subquery()


def _tree_of(moved: Any) -> Any:
    """The tree that a piece was cut off, if metal of the lot was poured into it."""
    poured = select(literal(1)).where(Balance.account_id == CastingTree.account_id, Balance.lot_id == moved.c.lot_id)
    found = (
        select(func.max(TreePlace.tree_id))
        .join(CastingTree, CastingTree.id == TreePlace.tree_id)
        .where(TreePlace.piece_id == moved.c.piece_id, poured.correlate(CastingTree, moved).exists())
    )
    return found.correlate(moved).scalar_subquery()
