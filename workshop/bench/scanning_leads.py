"""What a scanned or typed text leads to: a slip, a tag, a lot, a tree, a tray, a command card; or why to nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.bench.codes import SLIP, TRAY, serial_of_slip, serials_of_tray
from workshop.bench.lot_words import TRAYS
from workshop.errors import Invalid, NotFound, Refusal
from workshop.materials.models import Lot
from workshop.pieces.making_models import CastingTree
from workshop.pieces.models import Piece, PieceHead
from workshop.provenance.codes import printed, understand
from workshop.provenance.models import Recall, Tag, TagWithdrawal
from workshop.texts import plain_dashes
from workshop.wording import _, n_

DO, ME, LOT = "DO:", "ME:", "LOT:"
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_SUBJECT = re.compile(r"[0-9a-f]{32}")
_CODE = re.compile(r"([A-Z]{1,3})[ -]?([0-9]{1,9})")
_LIKE_A_TAG = re.compile(r"[0-9A-Z]{13}")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—.]+")


@dataclass(frozen=True)
class Lead:
    """Where it leads; `serial` when it names a piece, `serials` those of a tray, `said` what is to be known of it first."""

    address: str
    serial: str = ""
    said: str = ""
    is_warning: bool = False
    serials: tuple[str, ...] = ()


def lead_of(session: Session, text: str, hosts: frozenset[str]) -> Lead:
    """Where this text leads; `hosts` are our own. At most five statements. Raises Refusal with the reason why it leads nowhere."""
    plain = plain_dashes(text.strip())
    if ADDRESS.match(plain):
        return _of_address(session, plain, hosts)
    capitals = plain.upper()
    if capitals.startswith(ME):
        return _person(capitals.removeprefix(ME))
    if capitals.startswith(TRAY):
        serials = serials_of_tray(session, capitals)
        return lead_to_tray(serials) if serials else _tray(capitals.removeprefix(TRAY).lower())
    lead = _of_piece(session, plain) or _of_tag(session, plain) or _of_code(session, capitals.removeprefix(LOT))
    if lead is None:
        raise _not_ours(plain)
    return lead


def is_like_a_code(text: str) -> bool:
    """Whether somebody who typed this meant a code, and not a word to look for."""
    capitals = text.strip().upper()
    marked = capitals.startswith((SLIP, DO, ME, LOT, TRAY))
    return bool(marked or ADDRESS.match(text.strip()) or _is_like_a_tag(capitals))


def _is_like_a_tag(capitals: str) -> bool:
    one = _BETWEEN.sub("", capitals)
    return bool(_LIKE_A_TAG.fullmatch(one)) and any(sign.isdigit() for sign in one)


def _of_address(session: Session, address: str, hosts: frozenset[str]) -> Lead:
    """A tag of ours is ours by its code, whatever address it was printed with: shops move."""
    lead = _of_tag(session, address)
    if lead is not None:
        return lead
    host = _host_of(address)
    if host.lower() not in hosts:
        sentence = _(
            "This code leads to {host}: it is another workshop’s, or something else. No piece here has it.",
            host=host[:60],
        )
        raise NotFound(sentence, slug="another-shops-code", field="text")
    raise _not_ours(address)


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2]
    except ValueError:
        return address


def _of_piece(session: Session, text: str) -> Lead | None:
    serial = serial_of_slip(session, text)
    return None if serial is None else lead_to_piece(session, serial)


def lead_to_piece(session: Session, serial: str) -> Lead:
    """The page of a piece that is here, and what has to be known before. One statement."""
    asked = select(PieceHead.state).join(Piece, Piece.id == PieceHead.piece_id).where(Piece.serial == serial)
    address = url_for("piece.card", serial=serial)
    if session.scalar(asked) == "scrapped":
        said = _("{serial} was scrapped: nothing more is done to it.", serial=serial)
        return Lead(address, serial, said=said, is_warning=True)
    return Lead(address, serial, said=_("{serial} found.", serial=serial))


def _of_tag(session: Session, text: str) -> Lead | None:
    code = understand(text)
    found = _tag(session, code) if code else None
    if code is None or found is None:
        return None
    lead = lead_to_piece(session, found.serial)
    if found.withdrawn_at is None or lead.is_warning:
        return lead
    said = _("The tag {code} of {serial} was withdrawn: it counts no longer.", code=printed(code), serial=found.serial)
    return Lead(lead.address, found.serial, said=said, is_warning=True)


def _tag(session: Session, code: str) -> Any:
    found: Any = session.execute(
        select(Piece.serial, TagWithdrawal.at.label("withdrawn_at"))
        .join(Tag, Tag.piece_id == Piece.id)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .where(Tag.code == code)
    ).one_or_none()
    return found


def _of_code(session: Session, capitals: str) -> Lead | None:
    """A lot, a tree or a recall. One statement."""
    found = _CODE.fullmatch(capitals.strip())
    if found is None:
        return None
    code = f"{found[1]}-{int(found[2]):04d}"
    pages: tuple[tuple[Any, str], ...] = (
        (CastingTree.code, "trees.show"),
        (Recall.code, "recalls.recall"),
        (Lot.code, "lot.page"),
    )
    for column, page in pages:
        if session.scalar(select(column).where(column == code)) is not None:
            return Lead(url_for(page, code=code), said=_("{code} found.", code=code))
    return None


def _person(capitals: str) -> Lead:
    """It is me: leads to the PIN, which alone signs anybody in."""
    subject = capitals.strip().lower()
    if not _SUBJECT.fullmatch(subject):
        raise _torn()
    return Lead(url_for("entrance.switch", person=subject), said=_("Now your PIN."))


def _tray(name: str) -> Lead:
    if name.strip() not in TRAYS:
        raise _torn()
    return Lead(url_for("trays.trays", _anchor=name.strip()), said=_("{tray} found.", tray=_(TRAYS[name.strip()])))


def lead_to_tray(serials: Sequence[str]) -> Lead:
    """The slip of a tray of pieces, which offers what is done with all of them."""
    said = n_("{count} piece in the tray.", "{count} pieces in the tray.", len(serials))
    return Lead(url_for("slips.sheet", paper="tray", serial=list(serials)), serials=tuple(serials), said=said)


def _not_ours(text: str) -> Refusal:
    capitals = text.upper()
    code = understand(text)
    if code is not None:
        sentence = _("No piece here has the tag {code}: it is another workshop’s, or was misread.", code=printed(code))
        return NotFound(sentence, slug="no-such-tag", field="text")
    if _is_like_a_tag(capitals):
        sentence = _("A sign of this code is not right. Compare it with the tag: four, four, four and one.")
        return Invalid(sentence, slug="code-mistyped", field="text")
    if _CODE.fullmatch(capitals.removeprefix(SLIP).strip()):
        sentence = _("There is no {code} here. Look at the slip again.", code=capitals.removeprefix(SLIP)[:40])
        return NotFound(sentence, slug="no-such-piece", field="text")
    return _torn()


def _torn() -> Invalid:
    sentence = _("This code is torn or none of ours. Scan it again, or type what is printed under it.")
    return Invalid(sentence, slug="code-not-understood", field="text")
