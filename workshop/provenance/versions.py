"""The kept versions of passports: a next one only when something else is said than in the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.provenance.published_models import Passport, PublishingPlace
from workshop.provenance.snapshot import digest_of
from workshop.writing import Writing


@dataclass(frozen=True)
class Version:
    """The newest kept version of a piece."""

    number: int
    digest: str
    at: datetime


def newest_versions(session: Session, piece_ids: Sequence[int]) -> dict[int, Version]:
    """By piece; those that were never published are missing. One statement."""
    newest = (
        select(Passport.piece_id, func.max(Passport.version).label("version"))
        .where(Passport.piece_id.in_(piece_ids))
        .group_by(Passport.piece_id)
        .subquery()
    )
    asked = select(Passport.piece_id, Passport.version, Passport.digest, Passport.at).join(
        newest, (newest.c.piece_id == Passport.piece_id) & (newest.c.version == Passport.version)
    )
    return {row.piece_id: Version(row.version, row.digest, row.at) for row in session.execute(asked)}


def keep_versions(writing: Writing, told: Mapping[int, str]) -> dict[int, Version]:
    """Keep what is published of these pieces (canonical JSON by piece) where it says something new; the newest version of each."""
    before = newest_versions(writing.session, list(told))
    digests = {piece_id: digest_of(text) for piece_id, text in told.items()}
    new = {
        piece_id: Version(before[piece_id].number + 1 if piece_id in before else 1, digest, writing.at)
        for piece_id, digest in digests.items()
        if piece_id not in before or before[piece_id].digest != digest
    }
    if new:
        writing.add_all(Passport, [_row(writing, piece_id, told[piece_id], one) for piece_id, one in new.items()])
    return before | new


def _row(writing: Writing, piece_id: int, text: str, version: Version) -> dict[str, object]:
    return {
        "piece_id": piece_id,
        "version": version.number,
        "digest": version.digest,
        "told": text,
        "at": version.at,
        "by_id": writing.by.id,
    }


@dataclass(frozen=True)
class Place:
    """Where pages are written to, and whether by itself."""

    place: str | None = None
    by_itself: bool = False


def find_place(session: Session) -> Place:
    """As the owner set it last. One statement."""
    asked = select(PublishingPlace.place, PublishingPlace.by_itself).order_by(PublishingPlace.id.desc()).limit(1)
    row = session.execute(asked).one_or_none()
    return Place(row.place, row.by_itself) if row else Place()


def keep_place(writing: Writing, place: Place) -> None:
    """From now on pages go there. Said again it changes nothing."""
    if find_place(writing.session) != place:
        writing.add(PublishingPlace, place=place.place, by_itself=place.by_itself, at=writing.at, by_id=writing.by.id)


@dataclass(frozen=True)
class Kept:
    """How many versions of how many pieces are kept."""

    versions: int
    pieces: int


def how_many_kept(session: Session) -> Kept:
    """One statement."""
    row = session.execute(select(func.count(), func.count(Passport.piece_id.distinct()))).one()
    return Kept(row[0], row[1])
