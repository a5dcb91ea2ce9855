"""The lots and the pieces behind one figure of the stock."""

from typing import Any

from sqlalchemy import exists, func, literal, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design
from workshop.materials.accounts import Balance
from workshop.materials.ledger import fine, fine_shown
from workshop.materials.models import Lot, Material
from workshop.materials.words import STONE_KINDS
from workshop.pieces.models import Piece
from workshop.reports.inside import TOTALS, inside_pieces
from workshop.reports.naming import beginning
from workshop.reports.ours import GROUPS, found_ours
from workshop.reports.stock_lots import facts, lots_at
from workshop.reports.stock_pieces import NO_BOOKS, SORT
from workshop.reports.told import Behind, Column, Span, carats_of, grams_of, money_of
from workshop.wording import N_, _


def behind_stock(session: Session, span: Span, column: str, key: str) -> Behind | None:
    kind, _slash, rest = key.partition("/")
    if kind in GROUPS and rest:
        return _pieces(session, span, kind, rest)
    if kind in GROUPS or column == "pieces":
        return _every_piece(session, span, kind)
    return Behind(lots_at(span, *_of_line(kind, rest)).order_by(Lot.id), LOTS, _lot_line)


def _of_line(kind: str, rest: str) -> tuple[Any, ...]:
    what, _slash, alloy = rest.partition("/")
    if kind == "stones":
        of_it: tuple[Any, ...] = (func.coalesce(facts.species, "stone") == what,) if what else ()
        return (Lot.kind.in_(STONE_KINDS), *of_it)
    if kind == "metal":
        of_it = (Lot.metal == what, func.coalesce(Material.name, "") == alloy) if what else ()
        return (Lot.kind.not_in(STONE_KINDS), *of_it)
    return ()


def _lot_line(row: Any) -> dict[str, Any]:
    is_stones = row.kind in STONE_KINDS
    left, whole = (row.carats, row.whole_carats) if is_stones else (row.mg, row.whole_mg)
    known = row.cost_minor is not None and whole
    what = row.alloy or row.species or row.metal
    return {
        "serial": row.code,
        "lot": row.code,
        "name": row.name or (beginning(_(what)) if what else ""),
        "grams": None if is_stones else grams_of(int(row.mg)),
        "fine_grams": None
        if is_stones or row.fineness is None
        else grams_of(fine_shown(fine(int(row.mg), row.fineness))),
        "carats": carats_of(int(row.carats)) if is_stones else None,
        "cost": money_of(row.cost_minor * int(left) // int(whole), row.currency) if known else None,
        "currency": row.currency or "",
    }


def _pieces(session: Session, span: Span, group: str, sort: str) -> Behind:
    ours = found_ours(session, span)
    told = (Piece.serial, Design.name.label("design"), Piece.created_at)
    if sort == NO_BOOKS:
        nothing = (literal(0).label("mg"), literal(0).label("carats"))
        bare = select(*told, *nothing).select_from(ours).join(Piece, Piece.id == ours.c.piece_id)
        bare = bare.join(Design, Design.id == Piece.design_id).where(ours.c.group_key == group, ~_has_books(span))
        return Behind(bare.order_by(Piece.serial), PIECES, _piece_line)
    found = inside_pieces(ours, *told, *TOTALS, until=span.until).join(Design, Design.id == Piece.design_id)
    found = found.where(ours.c.group_key == group, sort == SORT).group_by(*told)
    return Behind(found.order_by(Piece.serial), PIECES, _piece_line)


def _has_books(span: Span) -> Any:
    """Whether the books have anything in it at that moment: one balance of each lot, the newest, says so."""
    there, newer = aliased(Balance), aliased(Balance)
    later = exists().where(
        newer.account_id == there.account_id,
        newer.lot_id == there.lot_id,
        newer.sequence > there.sequence,
        newer.at <= span.until,
    )
    something = there.mg + there.carat_thousandths + there.number > 0
    return exists().where(there.account_id == Piece.account_id, there.at <= span.until, something, ~later)


def _every_piece(session: Session, span: Span, group: str) -> Behind:
    ours = found_ours(session, span)
    nothing = (literal(None).label("mg"), literal(None).label("carats"))
    found = select(Piece.serial, Design.name.label("design"), Piece.created_at, *nothing).select_from(ours)
    found = found.join(Piece, Piece.id == ours.c.piece_id).join(Design, Design.id == Piece.design_id)
    found = found.where(ours.c.group_key == group) if group else found
    return Behind(found.order_by(Piece.serial), PIECES[:3], _piece_line)


def _piece_line(row: Any) -> dict[str, Any]:
    return {
        "serial": row.serial,
        "design": row.design,
        "begun": row.created_at,
        "grams": grams_of(int(row.mg or 0)),
        "carats": carats_of(int(row.carats or 0)),
    }


LOTS = (
    Column("lot", N_("Lot"), "lot"),
    Column("name", N_("What")),
    Column("grams", N_("Gross g"), "grams"),
    Column("fine_grams", N_("Fine g"), "grams"),
    Column("carats", N_("Carats"), "carats"),
    Column("cost", N_("What it cost"), "money"),
    Column("currency", N_("Currency")),
)
PIECES = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("begun", N_("Begun"), "moment"),
    Column("grams", N_("Gross g"), "grams"),
    Column("carats", N_("Carats"), "carats"),
)
