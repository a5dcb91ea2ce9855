"""Reading tags for staff: what a piece has, and which piece a slip or a code belongs to."""

import re
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session, aliased

from workshop.database import fetch
from workshop.people.models import Person
from workshop.pieces.making import LETTERS
from workshop.pieces.models import Piece
from workshop.provenance.codes import understand
from workshop.provenance.label_models import TagCheck
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.texts import plain_dashes

SLIP, TRAY = "JOB:", "TRAY:"
MOST_IN_TRAY = 40
_LIVING_TAG = (
    select(Tag.id)
    .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
    .where(Tag.piece_id == bindparam("piece_id"), TagWithdrawal.id.is_(None))
    .limit(1)
)
_checker = aliased(Person, name="checker")
_TYPED = re.compile(r"(?:([A-Z])[ -]?)?([0-9OQDILZSGB]{1,12})")
_LOOK_ALIKES = str.maketrans("OQDILZSGB", "000112568")


def serial_of_slip(session: Session, typed: str) -> str | None:
    """The serial that stands on a job slip or was typed, as R-0013, r13, 13 or R-OOI3, when it names one piece. One statement."""
    found = _TYPED.fullmatch(plain_dashes(typed).upper().removeprefix(SLIP).strip())
    number = found[2].translate(_LOOK_ALIKES) if found else ""
    if found is None or not any(sign.isdigit() or sign == "-" for sign in found[0]):
        return None
    letters = (found[1],) if found[1] else LETTERS.values()
    asked = select(Piece.serial).where(Piece.serial.in_([f"{one}-{int(number):04d}" for one in letters])).limit(2)
    serials = session.scalars(asked).all()
    return serials[0] if len(serials) == 1 else None


def serials_of_tray(session: Session, typed: str) -> list[str]:
    """The pieces of a tray's slip in their slots, as TRAY:R-0013+R-0014; those that are none are left out. One statement."""
    named = plain_dashes(typed).upper().removeprefix(TRAY).replace("+", " ").split()[:MOST_IN_TRAY]
    known = set(session.scalars(select(Piece.serial).where(Piece.serial.in_(named))))
    return [one for one in dict.fromkeys(named) if one in known]


def serial_of_code(session: Session, typed: str) -> str | None:
    """The piece of a scanned or typed tag, withdrawn ones too. At most one statement."""
    code = understand(typed)
    if code is None:
        return None
    return session.scalar(select(Piece.serial).join(Tag, Tag.piece_id == Piece.id).where(Tag.code == code))


def has_tag(session: Session, piece_id: int) -> bool:
    """Whether it has a tag that still counts. One statement."""
    return fetch(session, _LIVING_TAG, {"piece_id": piece_id}).scalar() is not None


def tags_of(session: Session, piece_id: int) -> list[Row[Any]]:
    """Every tag it was given, newest first, and how each ended. One statement."""
    tags = (
        select(
            Tag.code,
            Tag.is_practice,
            Tag.at,
            Person.name.label("by_name"),
            TagWithdrawal.at.label("ended_at"),
            TagWithdrawal.reason,
            TagWithdrawal.note,
            TagCheck.at.label("checked_at"),
            _checker.name.label("checked_by"),
        )
        .outerjoin(Person, Person.id == Tag.by_id)
        .outerjoin(TagCheck, TagCheck.tag_id == Tag.id)
        .outerjoin(_checker, _checker.id == TagCheck.by_id)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .where(Tag.piece_id == piece_id)
        .order_by(Tag.id.desc())
    )
    return list(session.execute(tags))
