"""Where fine metal went in a span of time, by alloy: gross and fine apart, and one metal never added to another."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from workshop.materials.accounts import Account, Balance
from workshop.materials.ledger import fine
from workshop.materials.models import Lot, Material
from workshop.materials.trays import TRAYS

# Metal that is still the workshop's, wherever it stands.
HERE = ("lot", "tree", "person", "supplier", "scrap", "lemel", "sweeps")

WENT = {
    "piece": "in_pieces",
    "refined": "settled",
    "melt": "melted",
    "loss": "loss",
    "broken": "loss",
    "lost": "loss",
    "weighing": "weighing",
    "unexplained": "unexplained",
}


@dataclass(frozen=True)
class Metal:
    """Milligrams gross, and the fine ones in them, exactly."""

    mg: int = 0
    fine: Fraction = Fraction(0)

    def __add__(self, other: "Metal") -> "Metal":
        return Metal(self.mg + other.mg, self.fine + other.fine)

    def __sub__(self, other: "Metal") -> "Metal":
        return Metal(self.mg - other.mg, self.fine - other.fine)


@dataclass(frozen=True)
class Waterfall:
    """One alloy in a span of time: opening + received = in_pieces + settled + melted + loss + weighing + unexplained + closing.

    `melted`: what went into other lots, less what came out of melts as this alloy. `unknown_mg`: closing milligrams whose
    fineness is not recorded; their fine weight counts as nothing. `trays`: what of closing lies in lemel, scrap and sweeps.
    """

    metal: str
    alloy: str | None
    key: str | None
    opening: Metal = Metal()
    received: Metal = Metal()
    in_pieces: Metal = Metal()
    settled: Metal = Metal()
    melted: Metal = Metal()
    loss: Metal = Metal()
    weighing: Metal = Metal()
    unexplained: Metal = Metal()
    closing: Metal = Metal()
    trays: Metal = Metal()
    unknown_mg: int = 0


@dataclass
class _Sums:
    before: dict[str, Metal] = field(default_factory=lambda: defaultdict(Metal))
    after: dict[str, Metal] = field(default_factory=lambda: defaultdict(Metal))
    unknown_mg: int = 0


def fine_waterfall(session: Session, since: datetime, until: datetime) -> list[Waterfall]:
    """Each alloy of which there was anything, by metal and name; from `since` to `until`. One statement.

    Customers' own metal is left out.
    """
    sums: dict[tuple[str, str | None, str | None], _Sums] = defaultdict(_Sums)
    for row in session.execute(_standing(since, until)):
        one = sums[row.metal, row.alloy, row.key]
        one.before[row.kind] += _metal(row.before_mg, row)
        one.after[row.kind] += _metal(row.after_mg, row)
        if row.fineness is None and row.kind in HERE:
            one.unknown_mg += int(row.after_mg or 0)
    return [
        _waterfall(*alloy, one) for alloy, one in sorted(sums.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    ]


def _metal(mg: Decimal | int | None, row: Row[Any]) -> Metal:
    whole = int(mg or 0)
    return Metal(whole, fine(whole, row.fineness or 0))


def _waterfall(metal: str, alloy: str | None, key: str | None, sums: _Sums) -> Waterfall:
    changed = {kind: sums.after[kind] - sums.before[kind] for kind in (*WENT, "outside")}
    went: dict[str, Metal] = defaultdict(Metal)
    for kind, column in WENT.items():
        went[column] += changed[kind]
    here = [sum((one[kind] for kind in HERE), Metal()) for one in (sums.before, sums.after)]
    return Waterfall(
        metal,
        alloy,
        key,
        opening=here[0],
        received=Metal() - changed["outside"],
        closing=here[1],
        trays=sum((sums.after[kind] for kind in TRAYS), Metal()),
        unknown_mg=sums.unknown_mg,
        **went,
    )


def _standing(since: datetime, until: datetime) -> Any:
    """What all accounts of a kind held of the lots of an alloy at both moments, summed by fineness."""
    first = aliased(Balance, name="first")
    return (
        select(
            Lot.metal,
            Material.name.label("alloy"),
            Material.key,
            Lot.fineness,
            Account.kind,
            func.sum(func.coalesce(_mg_at(first, since), 0)).label("before_mg"),
            func.sum(func.coalesce(_mg_at(first, until), 0)).label("after_mg"),
        )
        .select_from(Lot)
        .join(first, first.lot_id == Lot.id)
        .join(Account, Account.id == first.account_id)
        .outerjoin(Material, Material.id == Lot.material_id)
        .where(Account.key == Account.kind, first.sequence == 1, Lot.metal.is_not(None), Lot.owner_id.is_(None))
        .group_by(Lot.metal, Material.name, Material.key, Lot.fineness, Account.kind)
    )


def _mg_at(first: Any, at: datetime) -> Any:
    """The last balance of that account and lot by then; one step in an index."""
    other = aliased(Balance)
    return (
        select(other.mg)
        .where(other.account_id == first.account_id, other.lot_id == first.lot_id, other.at <= at)
        .order_by(other.at.desc(), other.sequence.desc())
        .limit(1)
        .correlate(first)
        .scalar_subquery()
    )
