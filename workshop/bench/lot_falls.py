"""What would fall with a paper of a lot: its own pieces, those of other lots, and their public pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from workshop.bench.lot_pieces import ids_with
from workshop.bench.lot_shown import percent
from workshop.claims.overview import judge_pieces
from workshop.claims.rulebook import BY_KEY
from workshop.provenance.falling import Falling, falling
from workshop.wording import N_, _

MOST_NAMED = 3
# What people ask for first when a paper is in doubt; named as untouched where no claim of these falls.
UNTOUCHED = {
    N_("Fineness"): ("solid_karat_gold", "sterling_or_platinum"),
    N_("Hallmarks"): ("hallmarked",),
    N_("Inspections"): ("individually_inspected",),
}


@dataclass(frozen=True)
class Fallen:
    """`sentence`: what a piece of this lot says by the paper now. `share` of the lot's fine metal that rests on it, in percent."""

    code: str
    sentence: str
    here: int
    share: str
    beside: int
    others: str
    pages: int
    left: int
    is_cut: bool
    untouched: str


@dataclass(frozen=True)
class Fall:
    """The panel: the papers to choose from, which is chosen, and what falls with it; None until one is chosen."""

    papers: tuple[tuple[str, str], ...]
    chosen: str
    told: Fallen | None


def fall_of(
    session: Session,
    lot: Any,
    shares: Mapping[int, Fraction],
    papers: Mapping[int, Sequence[Any]],
    asked: str | None,
    on: date,
) -> Fall:
    """`papers`: by primary key of the lot or of a lot in it. No statement until a paper is chosen."""
    named = {row.code: _named(row) for rows in papers.values() for row in rows}
    choices = tuple(sorted(named.items()))
    if asked is None or asked not in named:
        return Fall(choices, "", None)
    found = falling(session, asked, on)
    share = sum((shares.get(key, Fraction(0)) for key, rows in papers.items() if _has(rows, asked)), Fraction(0))
    return Fall(choices, asked, _told(session, lot, found, share, on))


def _named(row: Any) -> str:
    name = " ".join(one for one in (row.agency or row.standard, row.number) if one)
    return _("{name}, {code}", name=name, code=row.code) if name else str(row.code)


def _has(rows: Sequence[Any], code: str) -> bool:
    return any(row.code == code for row in rows)


def _told(session: Session, lot: Any, found: Falling, share: Fraction, on: date) -> Fallen:
    mine = ids_with(session, lot.id)
    here = [one.piece_id for one in found.falls if one.piece_id in mine]
    return Fallen(
        found.document,
        _sentence(session, here[:1], found.document, on),
        len(here),
        percent(share) if lot.metal and share else "",
        len(found.falls) - len(here),
        _others([code for code in found.lots if code != lot.code]),
        found.pages,
        found.left,
        found.is_cut,
        _untouched(set(found.claims)),
    )


def _sentence(session: Session, piece: Sequence[int], document: str, on: date) -> str:
    """The first sentence that rests on the paper."""
    told = (one for judged in judge_pieces(session, piece, on) for one in judged.results)
    return next((one.sentence for one in told if document in one.papers and one.stands and one.sentence), "")


def _others(codes: Sequence[str]) -> str:
    named = ", ".join(codes[:MOST_NAMED])
    more = len(codes) - MOST_NAMED
    return _("{lots} and {count} more", lots=named, count=more) if more > 0 else named


def _untouched(claims: set[str]) -> str:
    names = [_(name) for name, keys in UNTOUCHED.items() if not claims & {BY_KEY[key].name for key in keys}]
    return ", ".join(names).capitalize()
