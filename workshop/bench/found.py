"""What a search finds: the one thing that was named by its number, and everything with these words, shelf by shelf."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from workshop.access import Present
from workshop.aftercare.repair_models import RepairJob
from workshop.bench.codes import serial_of_slip
from workshop.bench.scanning_leads import ADDRESS, lead_of
from workshop.bench.shelf_customers import is_delivery
from workshop.bench.shelves import SHELVES, Shelf, title_of
from workshop.bench.shelves import pieces as piece_rows
from workshop.catalogue.models import Design
from workshop.database import fetch
from workshop.errors import Refusal
from workshop.folding import words_of
from workshop.materials.models import Lot
from workshop.materials.papers import Document, Supplier
from workshop.pieces.making import LETTERS
from workshop.pieces.models import Piece
from workshop.provenance.models import Tag
from workshop.sales.case_models import PackedCase
from workshop.sought import MOST_LOOKED_AT, Finding, Found, find_rows
from workshop.texts import plain_dashes

MOST_WORDS, SHOWN, PAGE = 6, 6, 50
_SERIAL = re.compile(r"([A-Z]?)-?([0-9]{2,3})")
_TAG = re.compile(r"[0-9A-Z]{4,13}")
_CODE = re.compile(r"([A-Z]{1,5})[ -]?([0-9]{1,9})")


@dataclass(frozen=True)
class Hit:
    """One line of the results; `pieces`: where the pieces of a design are listed."""

    code: str
    title: str
    told: str
    address: str
    is_exact: bool = False
    pieces: str = ""


@dataclass(frozen=True)
class Group:
    """A shelf with what is shown of it; `has_more` than that, `is_cut`: more than the search looked at."""

    key: str
    name: str
    hits: list[Hit]
    has_more: bool = False
    is_cut: bool = False


def straight(session: Session, text: str, who: Present, hosts: frozenset[str]) -> str | None:
    """The page of the one thing that has exactly this number, None when it is no number or nothing here has it. At most seven statements."""
    capitals = plain_dashes(text.strip()).upper()
    has_digit = any(sign.isdigit() for sign in capitals)
    if not has_digit or capitals.isdigit() or (" " in capitals and not _CODE.fullmatch(capitals)):
        return None
    try:
        return lead_of(session, text, hosts).address
    except Refusal:
        return None if ADDRESS.match(text) else _coded(session, text.strip(), capitals, who)


def _coded(session: Session, typed: str, capitals: str, who: Present) -> str | None:
    """The page of a design, document, repair, lot, case or supplier with this code. One statement."""
    found = _CODE.fullmatch(capitals)
    codes = {typed, capitals, f"{found[1]}-{int(found[2]):04d}" if found else capitals}
    asked = union_all(
        *(
            select(literal(model.__tablename__).label("what"), model.code).where(model.code.in_(codes))
            for model in (Design, Document, RepairJob, Lot, PackedCase, Supplier)
        )
    )
    pages = {"design": "designs", "document": "papers", "repair_job": "repairs", "lot": "lots", "packed_case": "cases"}
    is_owner = "owner" in who.roles
    if is_the_owner(who):
        pages["supplier"] = "suppliers"
    rows = [row for row in fetch(session, asked) if row.what in pages and (is_owner or not is_delivery(row.code))]
    if len(rows) != 1:
        return None
    shelf = next(one for one in SHELVES if one.key == pages[rows[0].what])
    return next(iter(shelf.sources.values())).page(rows[0].code, is_owner)


def is_the_owner(who: Present) -> bool:
    """By a PIN nobody finds people and customers: a tablet lies on the bench."""
    return "owner" in who.roles and who.by_password


def shelves_for(who: Present) -> list[Shelf]:
    return [shelf for shelf in SHELVES if not shelf.private or is_the_owner(who)]


def find_groups(session: Session, text: str, who: Present) -> list[Group]:
    """The shelves on which something is found, the fullest matches first. Five statements, and one for each source that has any."""
    finding = _looked_for(session, text, shelves_for(who))
    groups = []
    for shelf in shelves_for(who):
        mine = [one for one in finding.found if one.source in shelf.sources]
        named = _named(session, text) if shelf.key == "pieces" else []
        hits = _once([*named, *_hits(session, shelf, mine[: SHOWN * 3], who)])
        cut = bool(finding.cut & shelf.sources.keys())
        if hits or cut:
            groups.append(Group(shelf.key, shelf.name, hits[:SHOWN], len(hits) > SHOWN or len(mine) > SHOWN * 3, cut))
    return sorted(groups, key=lambda group: not any(hit.is_exact for hit in group.hits))


def find_on(session: Session, text: str, shelf: Shelf, who: Present) -> Group:
    """Everything on one shelf, as far as the search looks."""
    finding = _looked_for(session, text, [shelf])
    named = _named(session, text) if shelf.key == "pieces" else []
    hits = _once([*named, *_hits(session, shelf, finding.found, who)])
    return Group(shelf.key, shelf.name, hits, is_cut=bool(finding.cut))


def _looked_for(session: Session, text: str, shelves: Sequence[Shelf]) -> Finding:
    return find_rows(session, words_of(text)[:MOST_WORDS], [source for shelf in shelves for source in shelf.sources])


def _hits(session: Session, shelf: Shelf, found: Sequence[Found], who: Present) -> list[Hit]:
    """In the order they were found; rows that no longer say it are left out."""
    rows = {
        (name, row.row_id): row
        for name, source in shelf.sources.items()
        if (ids := [one.row_id for one in found if one.source == name])
        for row in fetch(session, source.rows(ids))
    }
    return [_hit(shelf, one, rows[one.source, one.row_id], who) for one in found if (one.source, one.row_id) in rows]


def _hit(shelf: Shelf, found: Found, row: Any, who: Present) -> Hit:
    source = shelf.sources[found.source]
    code = "" if shelf.key == "people" else row.code
    address = source.page(row.code, "owner" in who.roles)
    listed = url_for("queue.pieces", q=row.code) if shelf.key == "designs" else ""
    pieces = listed if listed != address else ""
    return Hit(code, title_of(found.source, row.title), source.told(row), address, found.is_exact, pieces)


def _named(session: Session, text: str) -> list[Hit]:
    """Pieces whose serial or tag is or begins with what was typed. At most three statements."""
    capitals = plain_dashes(text.strip()).upper()
    exact = serial_of_slip(session, text)
    serials = _serials_from(capitals)
    ids = (
        set(session.scalars(select(Piece.id).where(Piece.serial.in_([*serials, exact or ""]))))
        if serials or exact
        else set()
    )
    tag = re.sub(r"[\s-]+", "", capitals)
    if _TAG.fullmatch(tag) and any(sign.isdigit() for sign in tag):
        asked = select(Tag.piece_id).where(Tag.code >= tag, Tag.code <= tag + "Z" * 13).limit(PAGE)
        ids |= set(session.scalars(asked))
    if not ids:
        return []
    rows = sorted(fetch(session, piece_rows(ids)), key=lambda row: (row.code != exact, row.code))
    told = SHELVES[0].sources["piece"].told
    return [
        Hit(row.code, row.title, told(row), url_for("piece.card", serial=row.code), row.code == exact) for row in rows
    ]


def _serials_from(capitals: str) -> list[str]:
    """The serials of four digits that begin like this: R-01, 014."""
    found = _SERIAL.fullmatch(capitals)
    if found is None:
        return []
    letters = (found[1],) if found[1] else tuple(LETTERS.values())
    open_digits = 4 - len(found[2])
    return [f"{letter}-{found[2]}{rest:0{open_digits}d}" for letter in letters for rest in range(10**open_digits)]


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """One line for each page, however many of its rows were found."""
    return list({(hit.address, hit.title): hit for hit in reversed(hits)}.values())[::-1]


def looked_at() -> int:
    """How many of one source the search looks at, to say it."""
    return MOST_LOOKED_AT
