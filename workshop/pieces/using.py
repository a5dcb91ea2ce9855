"""Metal and stones at the stages: what goes into a piece, what comes off it, and how its books close when it is weighed.

Nothing here is a wall: what does not close is booked as unexplained and seen. A piece into which no lot was ever booked
has no books, and its materials are "not recorded".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from workshop.errors import Conflict, Invalid
from workshop.materials.booking import Move, account_of, post, take_back
from workshop.materials.holding import of_lot
from workshop.materials.ledger import Amount, close, net_mg, shared
from workshop.materials.receiving import HeldLot, find_lot
from workshop.materials.trays import require_unmixed
from workshop.materials.words import STONE_KINDS
from workshop.pieces.holding import Inside, inside, source_of
from workshop.pieces.models import Piece, WorkEvent
from workshop.pieces.rules import Standing
from workshop.units import grams
from workshop.wording import _
from workshop.writing import Writing


@dataclass(frozen=True)
class Added:
    """Metal that goes into the piece. `mg` None: what it weighs now, less what was in it. `number`: castings or findings."""

    lot: str
    mg: int | None = None
    number: int = 0
    role: str = "structure"
    is_incidental: bool = False


NONE = Amount()


@dataclass(frozen=True)
class Stones:
    """Stones of one lot at a setting. Issued = set + back + broken + lost; `issued` None: as many as the others add up to.

    A number without carats weighs what the lot's stones weigh on average. `broken_out`: stones that sat in the piece and
    broke, in whose place others may be set.
    """

    lot: str
    set: Amount = NONE
    back: Amount = NONE
    broken: Amount = NONE
    lost: Amount = NONE
    issued: int | None = None
    broken_out: Amount = NONE

    @property
    def issued_now(self) -> Amount:
        return self.set + self.back + self.broken + self.lost


@dataclass(frozen=True)
class Using:
    """What was typed about material with an event. Milligrams that came off: into the scrap box, into the lemel tray, or lost and explained."""

    added: tuple[Added, ...] = ()
    stones: tuple[Stones, ...] = ()
    scrap_mg: int = 0
    lemel_mg: int = 0
    loss_mg: int = 0

    def __bool__(self) -> bool:
        return self != Using()


NOTHING = Using()


def book(
    writing: Writing,
    standing: Standing,
    kind: str,
    using: Using,
    *,
    weight_mg: int | None,
    division_mg: int,
    corrects_id: int | None = None,
) -> int | None:
    """Book what an event says about material; returns the posting, None when there is nothing to book.

    Raises NotFound for an unknown lot, Invalid for figures that do not add up, Conflict when there is not so much of a lot.
    """
    if kind == "undo":
        return _taken_back(writing, corrects_id)
    if standing.account_id is None and not using:
        return None
    if kind == "correction" and _weighed_since(writing, corrects_id):
        weight_mg = None
    account_id = standing.account_id or _open(writing, standing)
    before = inside(writing.session, account_id)
    moves = _moves(writing, account_id, using, before, weight_mg)
    after = _after(before, moves, account_id)
    if kind == "scrap":
        moves += _out_of(writing, account_id, after, "scrap")
    else:
        moves += _off(writing, account_id, after, using)
        moves += _closing(writing, account_id, _after(before, moves, account_id), weight_mg, division_mg)
    return post(writing, kind, moves) if moves else None


def _open(writing: Writing, standing: Standing) -> int:
    account_id = account_of(writing, "piece", standing.serial)
    writing.change(Piece, standing.piece_id, account_id=account_id)
    return account_id


def _taken_back(writing: Writing, event_id: int | None) -> int | None:
    posting_id = writing.session.scalar(select(WorkEvent.posting_id).where(WorkEvent.id == event_id))
    return None if posting_id is None else take_back(writing, posting_id, _("Undone"))


def _weighed_since(writing: Writing, event_id: int | None) -> bool:
    """Whether the piece was weighed after the event that is corrected: then its books stand on the newer weighing."""
    corrected = select(WorkEvent.piece_id, WorkEvent.sequence).where(WorkEvent.id == event_id).subquery()
    later = select(WorkEvent.id).where(
        WorkEvent.piece_id == corrected.c.piece_id,
        WorkEvent.sequence > corrected.c.sequence,
        WorkEvent.weight_mg.is_not(None),
    )
    return writing.session.scalar(later.limit(1)) is not None


def _moves(
    writing: Writing, account_id: int, using: Using, before: Sequence[Inside], weight_mg: int | None
) -> list[Move]:
    moves: list[Move] = []
    for stones in using.stones:
        moves += _stone_moves(writing, account_id, stones)
    for added in using.added:
        lot = find_lot(writing, added.lot)
        mg = added.mg if added.mg is not None else _gained(_after(before, moves, account_id), weight_mg)
        if lot.kind in STONE_KINDS or mg <= 0:
            raise Invalid(
                _("Say how many grams of lot {code} went in.", code=lot.code),
                slug="metal-amount-missing",
                field="added",
            )
        amount = Amount(mg=mg, number=added.number)
        moves.append(Move(lot.id, source_of(writing, lot, amount), account_id, amount, added.role, added.is_incidental))
    return moves


def _gained(now: Sequence[Inside], weight_mg: int | None) -> int:
    """What the scale shows more than the books: net metal now less net metal before."""
    return 0 if weight_mg is None else _net(now, weight_mg) - _metal(now)


def _metal(held: Sequence[Inside]) -> int:
    return sum(one.amount.mg for one in held if one.is_metal)


def _net(held: Sequence[Inside], weight_mg: int) -> int:
    return net_mg(weight_mg, sum(one.amount.carat_thousandths for one in held))


def _stone_moves(writing: Writing, account_id: int, typed: Stones) -> list[Move]:
    lot = find_lot(writing, typed.lot)
    if lot.kind not in STONE_KINDS:
        raise Invalid(_("Lot {code} holds no stones.", code=lot.code), slug="not-stones", field="stones")
    if typed.issued is not None and typed.issued != typed.issued_now.number:
        raise Invalid(
            _(
                "The stones of {code} do not close: issued is set, back, broken and lost together. Count them again.",
                code=lot.code,
            ),
            slug="stones-do-not-close",
            field="stones",
        )
    source = source_of(writing, lot, typed.issued_now)
    stones = weighed(writing, lot, source, account_id, typed)
    broken = account_of(writing, "broken")
    ends = (
        (account_id, broken, stones.broken_out),
        (source, account_id, stones.set),
        (source, broken, stones.broken),
        (source, account_of(writing, "lost"), stones.lost),
        (source, lot.account_id, stones.back),
    )
    return [Move(lot.id, start, end, amount) for start, end, amount in ends if amount and start != end]


def weighed(writing: Writing, lot: HeldLot, source: int, account_id: int, stones: Stones) -> Stones:
    """The same with a weight for each number that was only counted: its part of what is there, and the last takes all."""
    left = of_lot(writing.session, source, lot.id)
    weighed = []
    for counted in (stones.set, stones.broken, stones.lost, stones.back):
        weighed.append(_of_average(counted, left, lot.code))
        left -= weighed[-1]
    sitting = of_lot(writing.session, account_id, lot.id)
    set_now, broken, lost, back = weighed
    broken_out = _of_average(stones.broken_out, sitting, lot.code)
    return replace(stones, set=set_now, broken=broken, lost=lost, back=back, broken_out=broken_out)


def _of_average(counted: Amount, left: Amount, code: str) -> Amount:
    if counted.number < 0 or counted.carat_thousandths < 0 or (counted.carat_thousandths and not counted.number):
        raise Invalid(
            _("Say how many stones of {code}, and their carats when they were weighed.", code=code),
            slug="stones-not-counted",
            field="stones",
        )
    if not counted.number or counted.carat_thousandths or left.number < counted.number:
        return counted
    return replace(counted, carat_thousandths=left.carat_thousandths * counted.number // left.number)


def _after(held: Sequence[Inside], moves: Sequence[Move], account_id: int) -> list[Inside]:
    """What the piece holds after the movements; what is metal is known by its milligrams."""
    now = {one.lot_id: one for one in held}
    for move in moves:
        one = now.get(move.lot_id, Inside(move.lot_id, move.amount.mg > 0, Amount()))
        amount = one.amount
        if move.to_id == account_id:
            amount += move.amount
        if move.from_id == account_id:
            amount -= move.amount
        now[move.lot_id] = Inside(one.lot_id, one.is_metal, amount)
    return [one for one in now.values() if one.amount]


def _off(writing: Writing, account_id: int, held: Sequence[Inside], using: Using) -> list[Move]:
    """What came off, from every lot in the piece in proportion."""
    off = (("scrap", using.scrap_mg), ("lemel", using.lemel_mg), ("loss", using.loss_mg))
    whole = sum(mg for _kind, mg in off)
    if whole == 0:
        return []
    if whole > _metal(held) or min(mg for _kind, mg in off) < 0:
        raise Conflict(
            _(
                "The books have {there} g of metal in it, so {off} g cannot have come off.",
                there=grams(_metal(held)),
                off=grams(whole),
            ),
            slug="more-off-than-there",
            field="lemel",
        )
    moves: list[Move] = []
    for kind, mg in off:
        if mg:
            require_unmixed(writing, kind, [one.lot_id for one in held if one.is_metal], field=kind)
            moves += _shared(account_id, account_of(writing, kind), _after(held, moves, account_id), mg)
    return moves


def _closing(
    writing: Writing, account_id: int, held: Sequence[Inside], weight_mg: int | None, division_mg: int
) -> list[Move]:
    """What the scale shows otherwise than the books: weighing within what it can tell, unexplained beyond."""
    if weight_mg is None or not any(one.is_metal for one in held):
        return []
    closing = close(_metal(held) - _net(held, weight_mg), division_mg=division_mg)
    moves: list[Move] = []
    for kind, mg in (("weighing", closing.weighing), ("unexplained", closing.unexplained)):
        if mg:
            moves += _shared(account_id, account_of(writing, kind), held, mg)
    return moves


def _shared(account_id: int, other_id: int, held: Sequence[Inside], mg: int) -> list[Move]:
    """So many milligrams out of the piece, or into it when negative, over its lots of metal in proportion."""
    metal = [one for one in held if one.is_metal]
    ends = (account_id, other_id) if mg > 0 else (other_id, account_id)
    parts = shared(abs(mg), [one.amount.mg for one in metal])
    return [Move(one.lot_id, *ends, Amount(part)) for one, part in zip(metal, parts, strict=True) if part]


def _out_of(writing: Writing, account_id: int, held: Sequence[Inside], tray: str) -> list[Move]:
    """All of it into a tray: of what lots it is stays known."""
    to = account_of(writing, tray)
    return [Move(one.lot_id, account_id, to, one.amount) for one in held]
