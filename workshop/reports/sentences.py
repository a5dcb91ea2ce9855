"""Which sentences of claims stand on published pages, and on how many."""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design
from workshop.pieces.models import Piece
from workshop.provenance.published_models import Passport
from workshop.reports.told import Behind, Column
from workshop.wording import N_

MOST_PAGES = 500  # the newest that are read; a page is some kilobytes of text
_newer = aliased(Passport)


def _newest(*columns: Any) -> Any:
    """A statement over the newest version of each published piece, the newest first."""
    last = select(func.max(_newer.version)).where(_newer.piece_id == Passport.piece_id)
    wanted = select(*columns).where(Passport.version == last.correlate(Passport).scalar_subquery())
    return wanted.order_by(Passport.id.desc()).limit(MOST_PAGES)


def key_of(sentence: str) -> str:
    """What names a sentence in an address."""
    return sha256(sentence.encode()).hexdigest()[:16]


def _said(told: str) -> set[str]:
    """The sentences of one page, each with its limit; a withdrawn tag says none."""
    claims: Iterable[list[str | None]] = json.loads(told).get("claims", ())
    return {" ".join(part for part in claim if part) for claim in claims}


def sentences(session: Session) -> tuple[list[dict[str, Any]], int]:
    """One row for each sentence, the most said first, and how many pages were read. One statement."""
    pages = session.scalars(_newest(Passport.told)).all()
    counts = Counter(sentence for told in pages for sentence in _said(told))
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [{"key": key_of(said), "part": said, "said": number} for said, number in ordered], len(pages)


def pages_that_say(session: Session, key: str) -> Behind:
    """One statement, and the one that is given back."""
    found = session.execute(_newest(Passport.id, Passport.told))
    ids = [row.id for row in found if not key or key in map(key_of, _said(row.told))]
    told = (Piece.serial, Design.name.label("design"), Passport.version, Passport.at)
    wanted = select(*told).join(Piece, Piece.id == Passport.piece_id).join(Design, Design.id == Piece.design_id)
    return Behind(
        wanted.where(Passport.id.in_(ids)).order_by(Passport.id.desc()), LISTED, lambda row: dict(row._mapping)
    )


LISTED = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("version", N_("Version"), "count"),
    Column("at", N_("Published"), "moment"),
)
