"""What is in the pieces that are the shop's own: metal, stones, and pieces whose materials nobody recorded."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from workshop.materials.ledger import fine, fine_shown
from workshop.materials.models import Lot
from workshop.pieces.models import Piece
from workshop.reports.inside import STONE_KINDS, TOTALS, inside_pieces
from workshop.reports.naming import beginning
from workshop.reports.ours import GROUPS, found_ours
from workshop.reports.told import Span, carats_of, grams_of, money_of
from workshop.reports.worth import Worth, added
from workshop.wording import N_, _

NO_BOOKS = "none"
NAMES = {"stones": N_("Stones"), NO_BOOKS: N_("Materials not recorded")}
# What a lot is in a piece: stones, or its metal.
SORT = case((Lot.kind.in_(STONE_KINDS), "stones"), else_=func.coalesce(Lot.metal, "base"))


@dataclass
class _Sum:
    mg: int = 0
    fine_mg: Fraction = field(default_factory=Fraction)
    carats: int = 0
    number: int = 0
    cost: Fraction = field(default_factory=Fraction)
    value: Fraction | None = field(default_factory=Fraction)


def piece_rows(session: Session, span: Span, currency: str | None) -> tuple[list[dict[str, Any]], int]:
    """One row for each group of pieces and each metal in it, one for its stones, one for pieces without books; and how many pieces there are. Seven statements."""
    ours = found_ours(session, span)
    whole = {row.group_key: row.pieces for row in session.execute(_counted(ours))}
    counts = _counts(session, ours, span)
    lots = session.execute(
        inside_pieces(ours, ours.c.group_key, SORT.label("sort"), Lot.id, *TOTALS, until=span.until).group_by(
            ours.c.group_key, SORT, Lot.id
        )
    ).all()
    worth = Worth(session, {row.id for row in lots}, currency, span.day)
    sums = defaultdict[tuple[str, str], _Sum](_Sum)
    for row in lots:
        _add(sums[row.group_key, row.sort], row, worth)
    unknown = _counts(session, ours, span, Lot.id.in_([row.id for row in lots if worth.cost(row.id, 1) is None]))
    rows = [
        row
        for group in GROUPS
        if whole.get(group)
        for row in _of_group(group, whole[group], sums, (counts, unknown), currency)
    ]
    return rows, sum(whole.values())


def _counted(ours: Any) -> Any:
    return select(ours.c.group_key, func.count().label("pieces")).group_by(ours.c.group_key)


Counts = dict[tuple[str, str], int]


def _counts(session: Session, ours: Any, span: Span, *more: Any) -> Counts:
    """Pieces by group and what is in them; under "" those that have anything in their books."""
    of = func.count(distinct(Piece.id)).label("pieces")
    by_sort = inside_pieces(ours, ours.c.group_key, SORT.label("sort"), of, until=span.until)
    by_sort = by_sort.where(*more).group_by(ours.c.group_key, SORT)
    found = {(row.group_key, row.sort): row.pieces for row in session.execute(by_sort)}
    any_of = inside_pieces(ours, ours.c.group_key, of, until=span.until).where(*more).group_by(ours.c.group_key)
    return found | {(row.group_key, ""): row.pieces for row in session.execute(any_of)}


def _add(one: _Sum, row: Any, worth: Worth) -> None:
    is_stones = row.sort == "stones"
    lot, mg, carats = worth.lots[row.id], int(row.mg), int(row.carats)
    one.cost += worth.cost(row.id, carats if is_stones else mg) or 0
    one.carats += carats
    one.number += int(row.number) if is_stones else 0
    if not is_stones:
        one.mg += mg
        one.fine_mg += fine(mg, lot.fineness or 0)
        one.value = added(one.value, worth.value(row.id, mg))


def _of_group(
    group: str, pieces: int, sums: dict[tuple[str, str], _Sum], counts: tuple[Counts, Counts], currency: str | None
) -> list[dict[str, Any]]:
    there, unknown = counts
    rows = [
        _row(group, sort, there[group, sort]) | _told(sort, one, unknown.get((group, sort), 0), currency)
        for (of, sort), one in sorted(sums.items())
        if of == group
    ]
    without = pieces - there.get((group, ""), 0)
    return [*rows, *([_row(group, NO_BOOKS, without) | {"cost_here": None, "unknown": without}] if without else [])]


def _row(group: str, sort: str, pieces: int) -> dict[str, Any]:
    name = beginning(_(NAMES.get(sort, sort)))
    return {
        "kind": group,
        "what": sort,
        "key": f"{group}/{sort}",
        "group": _(GROUPS[group]),
        "name": name,
        "pieces": pieces,
    }


def _told(sort: str, one: _Sum, unknown: int, currency: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {"cost_here": money_of(one.cost, currency), "unknown": unknown}
    if sort == "stones":
        return told | {"number": one.number, "carats": carats_of(one.carats)}
    value = money_of(one.value, currency)
    return told | {"grams": grams_of(one.mg), "fine_grams": grams_of(fine_shown(one.fine_mg)), "value_here": value}
