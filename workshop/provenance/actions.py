"""Verbs of the tag: give a piece its code, and end a code."""

from dataclasses import dataclass

from sqlalchemy import select

from workshop.claims.freezing import freeze_pieces
from workshop.errors import Conflict, Invalid, NotFound
from workshop.inspection.actions import open_door
from workshop.people.queries import find_shop
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.queries import lock_piece
from workshop.pieces.rules import require_seen
from workshop.provenance.codes import new_code
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.wording import _
from workshop.writing import Writing

REASONS = ("lost", "damaged", "practice", "wrong_piece", "piece_withdrawn")


@dataclass(frozen=True)
class Tagged:
    """The code a piece got; a practice code is not for sale."""

    code: str
    is_practice: bool


def give_tag(writing: Writing, serial: str, seen: int | None) -> Tagged:
    """Give a released piece its code. Raises Conflict without its own current pass, and when it has a code that counts."""
    standing = lock_piece(writing.session, serial)
    require_seen(standing, seen)
    held = writing.session.scalar(
        select(Tag.code)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .where(Tag.piece_id == standing.piece_id, TagWithdrawal.id.is_(None))
    )
    if held is not None:
        raise Conflict(
            _("{serial} has its tag. Withdraw that one before it gets another.", serial=serial), slug="has-tag"
        )
    departure_id = open_door(writing, standing, "tagged")
    shop = find_shop(writing.session)
    is_practice = shop is None or shop.public_address is None
    code = new_code()
    writing.add(
        Tag,
        piece_id=standing.piece_id,
        departure_id=departure_id,
        kind="tagged",
        code=code,
        is_practice=is_practice,
        at=writing.at,
        by_id=writing.by.id,
    )
    add_event(writing, standing, Happening("tagged"))
    if standing.account_id is not None:
        # A piece without books claims nothing of its material, so there is little to keep; it is kept when the owner asks.
        freeze_pieces(writing, [standing.piece_id])
    return Tagged(code, is_practice)


def replace_tag(writing: Writing, serial: str, code: str, *, reason: str, note: str | None, seen: int | None) -> Tagged:
    """End a lost or damaged code and give the piece another, in one step or not at all. Raises what either raises."""
    withdraw_tag(writing, serial, code, reason=reason, note=note)
    return give_tag(writing, serial, seen)


def withdraw_tag(writing: Writing, serial: str, code: str, *, reason: str, note: str | None) -> None:
    """End a code: from now on its page says that it was withdrawn. Repeated, it changes nothing."""
    if reason not in REASONS:
        raise Invalid(
            _("Say why the tag is withdrawn: lost, damaged, practice, wrong piece, or the piece itself is withdrawn."),
            slug="reason-unknown",
            field="reason",
        )
    standing = lock_piece(writing.session, serial)
    tag = writing.session.execute(
        select(Tag.id, TagWithdrawal.id.label("ended"))
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .where(Tag.piece_id == standing.piece_id, Tag.code == code)
    ).one_or_none()
    if tag is None:
        raise NotFound(_("{serial} has no such tag.", serial=serial), slug="no-such-tag")
    if tag.ended is None:
        writing.add(TagWithdrawal, tag_id=tag.id, reason=reason, note=note, at=writing.at, by_id=writing.by.id)
