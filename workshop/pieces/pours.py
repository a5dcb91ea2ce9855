"""How often the metal of a casting tree was weighed since it was empty: each weighing may be wrong by a division."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from workshop.materials.accounts import Balance, Movement, Posting

_reversal = aliased(Posting, name="reversal")
_undone = select(_reversal.id).where(_reversal.reverses_id == Posting.id).correlate(Posting).exists()


def weighings_of(session: Any, account_id: int) -> int:
    """Each lot of a pour was weighed, and each piece that was cut off. What was taken back counts no more. Two statements."""
    done = _done_on(account_id).where(Posting.id > _closed(account_id))
    pours = func.count(Movement.id).filter(Posting.kind == "poured")
    cuts = func.count(Posting.id.distinct()).filter(Posting.kind == "cut_off")
    poured, cut = session.execute(done.with_only_columns(pours, cuts)).one()
    return int(poured + cut)


def _done_on(account_id: int) -> Any:
    return (
        select(Posting.id)
        .select_from(Balance)
        .join(Movement, Movement.id == Balance.movement_id)
        .join(Posting, Posting.id == Movement.posting_id)
        .where(Balance.account_id == account_id, ~_undone)
    )


def _closed(account_id: int) -> Any:
    """The posting that closed it last: what is poured later is weighed anew."""
    last = _done_on(account_id).where(Posting.kind == "tree_closed")
    return func.coalesce(last.with_only_columns(func.max(Posting.id)).scalar_subquery(), 0)
