"""Keeping what was published of a piece: the sentence, the rule's version, the facts it read and the digests of the papers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from workshop.claims.models import FrozenClaim
from workshop.claims.overview import BATCH, judge_pieces
from workshop.claims.results import LIMITED, ClaimResult
from workshop.claims.trace import is_newest
from workshop.people.models import Person
from workshop.people.queries import find_shop
from workshop.pieces.queries import lock_piece
from workshop.wording import in_english
from workshop.writing import Writing

WITHDRAWN = "withdrawn"
MOST_TOLD = 200


def freeze_claims(writing: Writing, serial: str) -> int:
    """Keep what the public page of a piece tells today; returns how many claims were written. Done again it changes nothing.

    What was published before and is told no longer gets a row that says "withdrawn". Raises NotFound.
    """
    return freeze_pieces(writing, [lock_piece(writing.session, serial).piece_id])


def freeze_pieces(writing: Writing, piece_ids: Sequence[int]) -> int:
    """The same for many pieces. Three statements more than `facts_of`, and one for each thousand rows."""
    with in_english():
        judged = judge_pieces(writing.session, piece_ids, today(writing))
        last = _last(writing.session, piece_ids)
        rows = [row for each in judged for row in _changes(each.piece_id, each.results, last)]
    if rows:
        writing.add_all(FrozenClaim, [row | {"at": writing.at, "by_id": writing.by.id} for row in rows])
    return len(rows)


def freeze_fallen(writing: Writing, document: str) -> int:
    """The same for every piece of which something was ever published by that document: to be called when it is withdrawn, or stands again."""
    named = FrozenClaim.papers.contains(f'"reference":{json.dumps(document.upper())}', autoescape=True)
    found = writing.session.scalars(select(FrozenClaim.piece_id).where(named).distinct().order_by(FrozenClaim.piece_id))
    pieces = list(found)
    return sum(freeze_pieces(writing, pieces[at : at + BATCH]) for at in range(0, len(pieces), BATCH))


def today(writing: Writing) -> date:
    """The day of the shop on which this is written."""
    shop = find_shop(writing.session)
    return writing.at.astimezone(ZoneInfo(shop.time_zone if shop else "UTC")).date()


def _last(session: Session, piece_ids: Sequence[int]) -> dict[tuple[int, str], Any]:
    wanted = select(
        FrozenClaim.piece_id,
        FrozenClaim.rule,
        FrozenClaim.sequence,
        FrozenClaim.version,
        FrozenClaim.status,
        FrozenClaim.sentence,
        FrozenClaim.papers,
    ).where(FrozenClaim.piece_id.in_(piece_ids), is_newest(FrozenClaim, "piece_id", "rule"))
    rows: Any = session.execute(wanted).all()
    return {(row.piece_id, row.rule): row for row in rows}


def _changes(
    piece_id: int, results: Iterable[ClaimResult], last: Mapping[tuple[int, str], Any]
) -> Iterable[dict[str, Any]]:
    """A row for each claim that is told otherwise than when it was last kept."""
    for one in results:
        before = last.get((piece_id, one.key))
        if not one.sentence and (before is None or before.status == WITHDRAWN):
            continue
        row = {
            "version": one.version.isoformat(),
            "status": _status(one),
            "sentence": told(one) or None,
            "papers": _canonical(one.inputs["papers"]),
        }
        if before is not None and all(getattr(before, name) == value for name, value in row.items()):
            continue
        inputs = _canonical(one.inputs)
        yield row | {
            "piece_id": piece_id,
            "rule": one.key,
            "sequence": before.sequence + 1 if before else 1,
            "inputs": inputs,
        }


def _status(one: ClaimResult) -> str:
    if not one.sentence:
        return WITHDRAWN
    return "limited" if one.status == LIMITED else one.status


def told(one: ClaimResult) -> str:
    """The sentence with its limit, as the public page has it."""
    return " ".join(part for part in (one.sentence, one.limit) if part)


def _canonical(told: object) -> str:
    """JSON that is the same for the same facts."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def published(session: Session, piece_id: int) -> list[Row[Any]]:
    """What was published of a piece and when, newest first. One statement."""
    wanted = (
        select(
            FrozenClaim.rule,
            FrozenClaim.sequence,
            FrozenClaim.version,
            FrozenClaim.status,
            FrozenClaim.sentence,
            FrozenClaim.at,
            Person.name.label("by_name"),
        )
        .outerjoin(Person, Person.id == FrozenClaim.by_id)
        .where(FrozenClaim.piece_id == piece_id)
        .order_by(FrozenClaim.id.desc())
        .limit(MOST_TOLD)
    )
    return list(session.execute(wanted))
