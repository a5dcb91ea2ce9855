"""Where a lot went, happening by happening: each tree with what was cut off it, each other piece, and what was booked by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.bench.lot_words import PLACES, exact, posting_named
from workshop.bench.moments import day
from workshop.materials.accounts import Account, Balance, Movement, Posting
from workshop.materials.ledger import Amount
from workshop.materials.words import STONE_KINDS
from workshop.pieces.making_models import CastingTree, TreePlace
from workshop.pieces.models import Piece
from workshop.units import Whole, thousandths
from workshop.wording import _, n_

PAGE = 25
# What is at hand, or out with somebody who brings it back, has not gone anywhere yet.
AT_HAND = ("lot", "person", "supplier")
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
    "pieces": "In pieces",
    "scrap": "Scrap back",
    "lemel": "Lemel",
    "loss": "Loss",
    "elsewhere": "Elsewhere",
    "weighing": "Weighing",
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
    """A page of the table; None where nothing was done with the lot yet. One statement."""
    carats = lot.kind in STONE_KINDS
    rows = happenings_of(session, lot.id, carats=carats, page=page)
    if not rows and page == 1:
        return None
    sums, hands, received = _totals(lot, went)
    shown = [name for name in COLUMNS if sums[name] or any(getattr(row, name) for row in rows)]
    issued = sum(sums.values())
    still_open = received - issued - sum(hands.values())
    return Table(
        tuple((_(HEADS[name]), LOOKS.get(name, "")) for name in shown),
        tuple(_line(row, shown, here, carats) for row in rows[:PAGE]),
        tuple(_figure(mg, carats) for mg in (issued, *(sums[name] for name in shown))),
        tuple((_(PLACES[kind]).capitalize(), _figure(mg, carats)) for kind, mg in hands.items()),
        _figure(received, carats),
        _figure(still_open, carats),
        closes=not still_open,
        previous=page - 1,
        next=page + 1 if len(rows) > PAGE else 0,
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
    on = f"{day(row.first_at, here)} {row.first_at.astimezone(here).year}"
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


def happenings_of(session: Session, lot_id: int, *, carats: bool, page: int = 1) -> list[Row[Any]]:
    """A page of what was done with a lot, newest first, and one more row when there are further pages. One statement.

    Rows: tree, serial or posting kind, day of the first posting, pieces, and how much went (`issued`) into which column, in
    milligrams or thousandths of a carat; what came out of a place is below nothing.
    """
    told = _by_happening(lot_id, Movement.carat_thousandths if carats else Movement.mg).subquery()
    wanted = (
        select(told, CastingTree.code.label("tree"), Piece.serial, Posting.kind)
        .outerjoin(CastingTree, CastingTree.id == told.c.tree_id)
        .outerjoin(Piece, Piece.id == told.c.piece_id)
        .outerjoin(Posting, Posting.id == told.c.posting_id)
        .order_by(told.c.last.desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    return list(session.execute(wanted))


def _by_happening(lot_id: int, amount: Any) -> Any:
    moved = _moved(lot_id, amount).subquery()
    tree = func.coalesce(moved.c.tree_id, _tree_of(moved, lot_id))
    placed = select(moved, tree.label("from_tree_id")).subquery()
    one = placed.c
    piece = case((one.from_tree_id.is_(None), one.piece_id))
    posting = case((and_(one.from_tree_id.is_(None), one.piece_id.is_(None)), one.posting_id))
    return select(
        one.from_tree_id.label("tree_id"),
        piece.label("piece_id"),
        posting.label("posting_id"),
        func.min(one.at).label("first_at"),
        func.max(one.id).label("last"),
        func.count(one.piece_id.distinct()).label("pieces_number"),
        *(cast(func.sum(one[name]), Whole).label(name) for name in ("issued", *COLUMNS)),
    ).group_by(one.from_tree_id, piece, posting)


def _moved(lot_id: int, amount: Any) -> Any:
    return (
        select(
            Movement.id,
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
        .where(Movement.lot_id == lot_id, _goes())
    )


def _goes() -> Any:
    """Not what came in, and not what only changed hands."""
    came_in = or_(_from.kind == "outside", _to.kind == "outside", and_(_from.kind == "melt", _to.kind == "lot"))
    return and_(~came_in, or_(_from.kind.not_in(AT_HAND), _to.kind.not_in(AT_HAND)))


def _into(places: tuple[str, ...], amount: Any) -> Any:
    return case((_to.kind.in_(places), amount), else_=0) - case((_from.kind.in_(places), amount), else_=0)


def _of_account(model: Any, account: Any) -> Any:
    return select(model.id).where(model.account_id == account.id).correlate(account).scalar_subquery()


def _tree_of(moved: Any, lot_id: int) -> Any:
    """The tree that a piece was cut off, if metal of this lot was poured into it."""
    poured = select(literal(1)).where(Balance.account_id == CastingTree.account_id, Balance.lot_id == lot_id)
    found = (
        select(func.max(TreePlace.tree_id))
        .join(CastingTree, CastingTree.id == TreePlace.tree_id)
        .where(TreePlace.piece_id == moved.c.piece_id, poured.correlate(CastingTree).exists())
    )
    return found.correlate(moved).scalar_subquery()
