"""Writing in the books: accounts are opened when they are first needed, a posting is written whole, and one is taken back by another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from workshop.errors import Conflict, NotFound
from workshop.materials.accounts import BALANCING, Account, Balance, Movement, Posting
from workshop.materials.codes import take_codes
from workshop.materials.ledger import Amount
from workshop.materials.models import Lot
from workshop.units import grams, thousandths
from workshop.wording import _, n_
from workshop.writing import Writing


@dataclass(frozen=True)
class Move:
    """One movement to be: so much of a lot from one account to another. `role` says what metal in a piece is for."""

    lot_id: int
    from_id: int
    to_id: int
    amount: Amount
    role: str | None = None
    is_incidental: bool = False


OF_ONE = ("lot:", "piece:", "tree:")  # opened by whoever makes the thing or holds it, so by nobody beside
OPENING = "account"  # its counter counts nothing: it is held by whoever opens accounts
_ACCOUNT = select(Account.id).where(Account.key == bindparam("key"))
_LOTS = (
    select(Lot.id, Lot.code)
    .where(Lot.id.in_(bindparam("ids", expanding=True)))
    .order_by(Lot.id)
    .with_for_update(key_share=True)
)
_MOVED = select(Movement).where(Movement.posting_id == bindparam("posting_id")).order_by(Movement.line)
_first, _later = aliased(Balance), aliased(Balance)
# A pair begins with its first balance and is followed to its newest by one step in an index, however many lie between.
_HELD = (
    select(Balance.account_id, Balance.lot_id, Balance.mg, Balance.carat_thousandths, Balance.number)
    .select_from(_first)
    .join(
        Balance,
        (Balance.account_id == _first.account_id)
        & (Balance.lot_id == _first.lot_id)
        & (
            Balance.sequence
            == select(_later.sequence)
            .where(_later.account_id == _first.account_id, _later.lot_id == _first.lot_id)
            .order_by(_later.sequence.desc())
            .limit(1)
            .correlate(_first)
            .scalar_subquery()
        ),
    )
    .where(
        _first.account_id.in_(bindparam("accounts", expanding=True)),
        _first.lot_id.in_(bindparam("lots", expanding=True)),
        _first.sequence == 1,
    )
)
_BALANCING = select(Account.id).where(Account.key.in_(BALANCING))
LOTS_AT_ONCE = 500  # a statement takes only so many values
PAIRS_AT_ONCE = 32  # each of their accounts is looked up with each of their lots


def account_of(writing: Writing, kind: str, whose: str | None = None, *, person_id: int | None = None) -> int:
    """The account of a kind, or of one thing or person of that kind; opened when it is not there. One statement when it is."""
    key = f"{kind}:{whose}" if whose else kind
    found = writing.session.scalar(_ACCOUNT, {"key": key}) or _opened_meanwhile(writing, key)
    if found is not None:
        return int(found)
    control = account_of(writing, kind) if whose else None
    return writing.add(Account, key=key, kind=kind, person_id=person_id, control_id=control)


def _opened_meanwhile(writing: Writing, key: str) -> int | None:
    """Wait for whoever opens accounts at this moment, then look again: two people may need the same one for the first time."""
    if key.startswith(OF_ONE):
        return None
    take_codes(writing, OPENING, 0)
    return writing.session.scalar(_ACCOUNT, {"key": key})


def open_accounts(writing: Writing, kind: str, whose: Sequence[str]) -> list[int]:
    """New accounts for many things of one kind, in order. At most five statements."""
    control = account_of(writing, kind)
    return writing.add_all(Account, [{"key": f"{kind}:{one}", "kind": kind, "control_id": control} for one in whose])


def post(
    writing: Writing, kind: str, moves: Sequence[Move], *, note: str | None = None, reverses_id: int | None = None
) -> int:
    """Write one posting with its movements; returns its primary key. Five statements, and one more for every few dozen movements.

    Movements of nothing are left out. Raises Conflict when an account does not hold so much of a lot: nothing is used
    beyond what was received.
    """
    real = [move for move in moves if move.amount]
    _require_enough(writing, real)
    posting_id = writing.add(Posting, kind=kind, note=note, reverses_id=reverses_id, at=writing.at, by_id=writing.by.id)
    if real:
        writing.add_all(Movement, [_row(posting_id, line, move) for line, move in enumerate(real, 1)])
    return posting_id


def _row(posting_id: int, line: int, move: Move) -> dict[str, object]:
    told = {name: value for name, value in vars(move).items() if name != "amount"}
    return {"posting_id": posting_id, "line": line, **told, **vars(move.amount)}


def _require_enough(writing: Writing, moves: Sequence[Move]) -> None:
    """Hold the lots, then see that every account that gives has it. What it gets in the same posting counts first where it comes first."""
    codes = {
        row.id: row.code
        for some in _portions(sorted({m.lot_id for m in moves}), LOTS_AT_ONCE)
        for row in writing.session.execute(_LOTS, {"ids": some})
    }
    there = _held(writing, moves)
    for move in moves:
        gives, gets = (move.from_id, move.lot_id), (move.to_id, move.lot_id)
        if gives in there and not move.amount.fits_in(there[gives]):
            raise _not_enough(codes[move.lot_id], there[gives], move.amount)
        if gives in there:
            there[gives] -= move.amount
        if gets in there:
            there[gets] += move.amount


def _held(writing: Writing, moves: Sequence[Move]) -> dict[tuple[int, int], Amount]:
    """What the accounts hold of the lots now; those that only balance the books are left out."""
    balanced = set(writing.session.scalars(_BALANCING))
    ends = ((end, m.lot_id) for m in moves for end in (m.from_id, m.to_id) if end not in balanced)
    there = dict.fromkeys(ends, Amount())
    for some in _portions(list(there), PAIRS_AT_ONCE):
        accounts, lots = ({pair[end] for pair in some} for end in (0, 1))
        for row in writing.session.execute(_HELD, {"accounts": sorted(accounts), "lots": sorted(lots)}):
            there.update({(row[0], row[1]): Amount(*row[2:])})
    return there


def _portions(many: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (many[at : at + size] for at in range(0, len(many), size))


def _not_enough(code: str, there: Amount, asked: Amount) -> Conflict:
    return Conflict(
        _(
            "There is {there} of lot {code} there, and {asked} was asked for. Nothing is used beyond what was received: weigh again, or choose another lot.",
            there=spoken(there),
            code=code,
            asked=spoken(asked),
        ),
        slug="not-enough",
        field="amount",
    )


def spoken(amount: Amount) -> str:
    """An amount as people say it: grams, carats, a number, whichever are there."""
    told = []
    if amount.number:
        stones = n_("{count} stone", "{count} stones", amount.number)
        told.append(stones if amount.carat_thousandths else str(amount.number))
    if amount.carat_thousandths:
        told.append(_("{carats} ct", carats=thousandths(amount.carat_thousandths)))
    if amount.mg or not told:
        told.append(_("{grams} g", grams=grams(amount.mg)))
    return ", ".join(told)


def take_back(writing: Writing, posting_id: int, note: str) -> int:
    """Take a posting back by its mirror; returns the new posting.

    Raises NotFound when there is none, Conflict when it was taken back already or what it moved is no longer where it went.
    """
    if writing.session.get(Posting, posting_id) is None:
        raise NotFound(_("There is no such entry in the books."), slug="no-such-posting")
    if writing.session.scalar(select(Posting.id).where(Posting.reverses_id == posting_id)) is not None:
        raise Conflict(_("This entry was taken back already."), slug="taken-back-already")
    moved = writing.session.scalars(_MOVED, {"posting_id": posting_id}).all()
    mirror = [
        Move(m.lot_id, m.to_id, m.from_id, Amount(m.mg, m.carat_thousandths, m.number), m.role, m.is_incidental)
        for m in reversed(moved)
    ]
    return post(writing, "taken_back", mirror, note=note, reverses_id=posting_id)
