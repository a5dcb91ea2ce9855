"""The calendar of due dates (RFC 5545) by a secret address: pieces, repairs and orders by their pieces, cases awaited back, deliveries to be paid, documents that run out.

Its address is a token with the scope "calendar", made and revoked like every other. It tells no customer and no price.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session, aliased

from workshop.access import open_to_all
from workshop.catalogue.models import Design
from workshop.database import fetch
from workshop.errors import NotFound
from workshop.materials.papers import Document, Reading
from workshop.people.models import ApiToken, Person
from workshop.people.secrets import token_digest
from workshop.people.shop_web import the_shop, today
from workshop.people.tokens import CALENDAR
from workshop.pieces.models import Piece, PieceHead
from workshop.sales.case_models import PackedCase
from workshop.sales.delivery_queries import unpaid
from workshop.units import Moment
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _

bp = Blueprint("calendar", __name__)
BEFORE, AHEAD, MOST = timedelta(days=60), timedelta(days=400), 1_000
OCTETS = 75  # in a line, after which it is folded


@dataclass(frozen=True)
class Due:
    """Something that is due on a day; `kind` and `code` name it for ever."""

    kind: str
    code: str
    on: str
    said: str


@bp.get("/calendar/<secret>.ics")
@open_to_all
def feed(secret: str) -> ResponseReturnValue:
    session = reading()
    is_owner = _owner_behind(session, secret)
    first, last = today() - BEFORE, today() + AHEAD
    found = [*_pieces(session, first, last), *(_office(session, first, last) if is_owner else ())]
    shop = the_shop()
    told = calendar_text(found, shop.name if shop else "", shoproom().now())
    done_reading()
    return Response(told, content_type="text/calendar; charset=utf-8")


def _owner_behind(session: Session, secret: str) -> bool:
    """Whether the address is an owner's. Raises NotFound for one that is none, or no longer."""
    digest = token_digest(secret[:200], shoproom().settings.secret_key)
    counts = ApiToken.digest == digest, ApiToken.revoked_at.is_(None)
    asked = select(ApiToken.scopes, Person.is_owner).join(Person, Person.id == ApiToken.person_id)
    here = Person.is_here(literal(shoproom().now(), Moment))
    row = session.execute(asked.where(*counts, here)).one_or_none()
    if row is None or CALENDAR not in row.scopes.split():
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    return bool(row.is_owner)


def _pieces(session: Session, first: date, last: date) -> Iterator[Due]:
    asked = (
        select(Piece.serial, Piece.due_on, Piece.is_rush, Design.name)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .join(Design, Design.id == Piece.design_id)
        .where(Piece.due_on.between(first.isoformat(), last.isoformat()), PieceHead.state.not_in(("away", "scrapped")))
        .order_by(Piece.due_on, Piece.id)
        .limit(MOST)
    )
    for row in fetch(session, asked):
        said = _("{serial} is due: {design}", serial=row.serial, design=row.name)
        yield Due("piece", row.serial, row.due_on, said)


def _office(session: Session, first: date, last: date) -> Iterator[Due]:
    """What the owner waits for."""
    days = first.isoformat(), last.isoformat()
    cases = select(PackedCase.code, PackedCase.due_on).where(PackedCase.closed_at.is_(None))
    for row in fetch(session, cases.where(PackedCase.due_on.between(*days)).limit(MOST)):
        yield Due("case", row.code, row.due_on, _("{code} is awaited back", code=row.code))
    for row in fetch(session, unpaid(*days).limit(MOST)):
        yield Due("delivery", row.code, row.pay_on, _("{code} is to be paid", code=row.code))
    newer: Any = aliased(Reading)
    newest = select(func.max(newer.sequence)).where(newer.document_id == Reading.document_id).scalar_subquery()
    papers = (
        select(Document.code, Reading.valid_until)
        .join(Document, Document.id == Reading.document_id)
        .where(Reading.sequence == newest, Reading.valid_until.between(*days))
        .limit(MOST)
    )
    for row in fetch(session, papers):
        yield Due("document", row.code, row.valid_until, _("{code} runs out", code=row.code))


def calendar_text(found: list[Due], name: str, at: datetime) -> str:
    """The whole calendar; each day as one event without an hour."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Workshop//Due dates//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", *(line for one in found for line in _event(one, at)), "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(one: Due, at: datetime) -> list[str]:
    day = date.fromisoformat(one.on)
    return [
        "BEGIN:VEVENT",
        f"UID:{one.kind}-{one.code}@workshop",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(one.said)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """As RFC 5545, 3.3.11 writes a text; other control signs are left out."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(sign for sign in plain if sign >= " ")


def folded(line: str) -> str:
    """In lines of at most 75 octets, cut between signs."""
    parts: list[str] = []
    part = ""
    for sign in line:
        if len((part + sign).encode()) > OCTETS - (1 if parts else 0):
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part])
