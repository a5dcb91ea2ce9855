"""Counting looks at public pages, putting pieces into the gallery and taking them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from workshop.pieces.queries import lock_piece
from workshop.provenance.looking_models import GalleryShowing
from workshop.writing import Writing

HOUR_S = 3600
HOURS_A_WEEK = 24 * 7
MOST_LISTED = 200
SHOWN_A_PAGE = 60
Counts = Mapping[tuple[int, int, str], int]

_ADD = text(
    "INSERT INTO scan_count (piece_id, hour, country, scans) VALUES (:piece_id, :hour, :country, :scans) "
    "ON CONFLICT (piece_id, hour, country) DO UPDATE SET scans = scan_count.scans + excluded.scans"
)
_OF_PIECE = text(
    "SELECT COALESCE(sum(c.scans), 0), COALESCE(sum(CASE WHEN c.hour >= :since THEN c.scans ELSE 0 END), 0), max(c.hour) "
    "FROM scan_count c JOIN piece p ON p.id = c.piece_id WHERE p.serial = :serial"
)
_IN_WEEK = text(
    "SELECT p.serial, d.name, sum(c.scans) AS scans, max(c.hour) AS hour FROM scan_count c JOIN piece p ON p.id = c.piece_id "
    "JOIN design d ON d.id = p.design_id WHERE c.hour >= :since AND c.hour < :until "
    f"GROUP BY p.serial, d.name ORDER BY sum(c.scans) DESC, p.serial LIMIT {MOST_LISTED}"
)
_COUNTRIES = text(
    "SELECT c.country, sum(c.scans) AS scans FROM scan_count c WHERE c.hour >= :since AND c.hour < :until "
    "GROUP BY c.country ORDER BY sum(c.scans) DESC, c.country"
)
_SHOWING = select(GalleryShowing.id).where(GalleryShowing.ended_at.is_(None))
_GALLERY = text(
    "SELECT t.code, p.serial, p.kind, d.id AS design_id, d.name, m.name AS material, m.metal, "
    "(SELECT count(*) FROM photo g WHERE g.piece_id = p.id AND g.id <= f.id) AS number, f.picture, f.width, f.height "
    "FROM gallery_showing y JOIN piece p ON p.id = y.piece_id JOIN piece_head h ON h.piece_id = p.id "
    "JOIN design d ON d.id = p.design_id JOIN material m ON m.id = p.material_id "
    "JOIN tag t ON t.id = (SELECT max(o.id) FROM tag o WHERE o.piece_id = p.id AND NOT EXISTS"
    "(SELECT 1 FROM tag_withdrawal w WHERE w.tag_id = o.id)) "
    "JOIN release r ON r.piece_id = p.id AND r.last_change_id = h.last_change_id "
    "LEFT JOIN photo f ON f.id = (SELECT max(o.id) FROM photo o WHERE o.piece_id = p.id AND o.is_public = 1 "
    "AND NOT EXISTS(SELECT 1 FROM trait x WHERE x.photo_id = o.id)) "
    "WHERE y.ended_at IS NULL AND t.is_practice = 0 AND NOT EXISTS(SELECT 1 FROM recalled_piece q "
    "JOIN recall k ON k.id = q.recall_id WHERE q.piece_id = p.id AND k.ended_at IS NULL) "
    "ORDER BY y.id DESC LIMIT :most OFFSET :skipped"
)


@dataclass(frozen=True)
class Looks:
    """How often the page of a piece was asked for: ever, in the last seven days, and the hour of the last time."""

    ever: int
    lately: int
    last: datetime | None


def hour_of(at: datetime) -> int:
    return int(at.timestamp()) // HOUR_S


def add_scans(writing: Writing, counts: Counts) -> None:
    """Add so many looks for each (piece, hour, country). They are in no journal: nothing rests on them."""
    rows = [
        {"piece_id": piece_id, "hour": hour, "country": country, "scans": scans}
        for (piece_id, hour, country), scans in counts.items()
    ]
    if rows:
        writing.session.execute(_ADD, rows)


def looks_of(session: Session, serial: str, now: datetime) -> Looks:
    """One statement."""
    row = session.execute(_OF_PIECE, {"serial": serial, "since": hour_of(now) - HOURS_A_WEEK}).one()
    return Looks(int(row[0]), int(row[1]), moment_of(row[2]))


def moment_of(hour: int | None) -> datetime | None:
    return None if hour is None else datetime.fromtimestamp(hour * HOUR_S).astimezone()


def looks_in(session: Session, since: int, until: int) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """The pieces looked at in these hours, most first, and the countries. Two statements."""
    hours = {"since": since, "until": until}
    return list(session.execute(_IN_WEEK, hours)), list(session.execute(_COUNTRIES, hours))


def show_in_gallery(writing: Writing, serial: str, *, shown: bool) -> None:
    """Put the piece into the gallery, or take it out; what is so already stays so."""
    piece_id = lock_piece(writing.session, serial).piece_id
    showing = writing.session.scalar(_SHOWING.where(GalleryShowing.piece_id == piece_id))
    if shown and showing is None:
        writing.add(GalleryShowing, piece_id=piece_id, at=writing.at, by_id=writing.by.id)
    elif not shown and showing is not None:
        writing.change(GalleryShowing, showing, ended_at=writing.at)


def is_in_gallery(session: Session, piece_id: int) -> bool:
    """One statement."""
    return session.scalar(_SHOWING.where(GalleryShowing.piece_id == piece_id)) is not None


def shows_any(session: Session) -> bool:
    """Whether the owner put any piece into the gallery. One statement."""
    return session.scalar(_SHOWING.limit(1)) is not None


def gallery_of(session: Session, page: int = 1) -> tuple[list[Row[Any]], bool]:
    """One page of the pieces in the gallery that are as they were released, newest first, and whether more follow. One statement."""
    rows = list(session.execute(_GALLERY, {"most": SHOWN_A_PAGE + 1, "skipped": (page - 1) * SHOWN_A_PAGE}))
    return rows[:SHOWN_A_PAGE], len(rows) > SHOWN_A_PAGE
