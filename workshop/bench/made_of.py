"""What a piece is made of, as its card tells it: its books by lot, what is unexplained, layers and hallmarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from workshop.bench.card import Card
from workshop.bench.offering import ROLE_NAMES
from workshop.claims.story import ADDS_METAL
from workshop.materials.booking import spoken
from workshop.materials.ledger import net_mg
from workshop.materials.typed import fineness_shown
from workshop.pieces.contents import Books, Part, Recorded, books_of, hallmarks_of, layers_of, metal_after
from workshop.units import grams, thousandths
from workshop.wording import _


@dataclass(frozen=True)
class MadeLine:
    """One lot in the piece; `replace` is where a broken stone of it is replaced."""

    code: str
    what: str
    figure: str
    replace: str = ""


@dataclass(frozen=True)
class MadeOf:
    """Lots, sentences below them, and what needs attention."""

    lines: list[MadeLine]
    told: list[str]
    flags: list[str]


def made_of(session: Session, card: Card, recorded: Recorded) -> MadeOf | None:
    """None in a shop that records nothing of it. At most five statements."""
    account_id, piece_id = card.standing.account_id, card.standing.piece_id
    books = books_of(session, piece_id, account_id) if account_id is not None else Books([], {})
    layers = layers_of(session, piece_id) if recorded.layers else []
    marks = hallmarks_of(session, piece_id) if recorded.hallmarks else []
    if not (recorded.lots or layers or marks):
        return None
    told = [] if books.parts or not recorded.lots else [_("No lot is recorded: claims stay unknown.")]
    told += _net(card, books.parts)
    told += [_layer(one) for one in layers] + [_mark(one) for one in marks]
    later = _added_since(session, piece_id, marks)
    return MadeOf([_line(card, one) for one in books.parts], told, [*_unexplained(books), *later])


def _line(card: Card, part: Part) -> MadeLine:
    fineness = fineness_shown(part.fineness) if part.fineness else ""
    told = [_(part.what), fineness, part.supplier or ""]
    if part.role and part.role != "structure":
        told.append(_(ROLE_NAMES[part.role]))
    if part.is_incidental:
        told.append(_("small part"))
    replace = url_for("piece.card", serial=card.serial, do="replace", replaced_lot=part.code)
    may_replace = part.is_stones and card.is_here and card.standing.state != "scrapped"
    return MadeLine(
        part.code, ", ".join(one for one in told if one), spoken(part.amount), replace if may_replace else ""
    )


def _net(card: Card, parts: Sequence[Part]) -> list[str]:
    """Gross less stones, where stones are set and the piece was weighed."""
    carats = sum(part.amount.carat_thousandths for part in parts)
    gross = card.standing.weight_mg
    if not carats or gross is None:
        return []
    return [
        _(
            "Net {net} g of metal: {gross} g gross less {carats} ct of stones.",
            net=grams(net_mg(gross, carats)),
            gross=grams(gross),
            carats=thousandths(carats),
        )
    ]


def _unexplained(books: Books) -> list[str]:
    mg = books.gone.get("unexplained", 0)
    if mg > 0:
        return [_("{grams} g went unexplained.", grams=grams(mg))]
    return [_("{grams} g came unexplained: more is in it than the lots say.", grams=grams(-mg))] if mg < 0 else []


def _layer(row: Any) -> str:
    thickness = _("{figure} µm", figure=thousandths(row.thickness_nm)) if row.thickness_nm else _("thickness not known")
    told = [fineness_shown(row.fineness) if row.fineness else "", thickness, row.method or "", row.document or ""]
    return _("Layer: {metal}, {told}.", metal=_(row.metal), told=", ".join(one for one in told if one))


def _mark(row: Any) -> str:
    told = [fineness_shown(row.fineness), row.office, row.sponsor or "", row.marked_on, row.document or ""]
    return _("Hallmark: {metal} {told}.", metal=_(row.metal), told=", ".join(one for one in told if one))


def _added_since(session: Session, piece_id: int, marks: Sequence[Any]) -> list[str]:
    if not marks:
        return []
    number = metal_after(session, piece_id, min(mark.number for mark in marks), ADDS_METAL)
    if number is None:
        return []
    return [
        _("Metal was added after the hallmark (entry {number}). Ask the assay office before it is sold.", number=number)
    ]
