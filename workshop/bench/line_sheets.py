"""What a shop that sells our pieces is handed: the line sheet, and what may be said of each piece, in the permitted wording."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.access import goes_out, open_to
from workshop.bench.cases import LONGEST_CODE
from workshop.bench.claimed import Claimed, claimed
from workshop.bench.consignments import taken_away
from workshop.catalogue.models import Design
from workshop.catalogue.price_history import OWN_WHOLESALE
from workshop.catalogue.price_rules import wholesale_of
from workshop.claims.overview import judge_pieces
from workshop.days import day
from workshop.errors import NotFound
from workshop.filestore import FileStore
from workshop.money import priced
from workshop.people.shop_web import the_shop, today, zone
from workshop.pieces.models import Photo, Piece
from workshop.provenance.falling import pages_of
from workshop.reports.reckoning import terms_now
from workshop.sales.case_queries import CaseFound, find_case
from workshop.sales.case_shown import shown_case
from workshop.sales.pdfs import Column, Sheet, sheet_pdf
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _

bp = Blueprint("line_sheets", __name__, url_prefix="/cases/<code>")


@bp.get("/line-sheet.pdf")
@open_to("owner")
@goes_out
def line_sheet(code: str) -> ResponseReturnValue:
    """Pieces with pictures and prices, then what may be said of each; `?wholesale=yes` adds what shops pay."""
    session, on = reading(), today()
    found = find_case(session, code[:LONGEST_CODE])
    wholesale = request.args.get("wholesale") == "yes"
    pictures = _pictures(session, [row.piece_id for row in found.lines])
    shared = _wholesale(session, found)
    said = _said(session, found, on)
    shop, case = the_shop(), shown_case(found, zone(), on)
    done_reading()
    columns = [Column(_("Picture"), 1.2)] if pictures else []
    columns += [Column(_("Piece"), 1), Column(_("Design"), 2.6), Column(_("Made of"), 2)]
    columns += [Column(_("Weight"), 1, True), Column(_("Retail"), 1.2, True)]
    columns += [Column(_("Wholesale"), 1.2, True)] if wholesale else []
    rows: list[tuple[str | bytes, ...]] = [
        (
            *([pictures.get(row.piece_id, b"")] if pictures else []),
            line.serial,
            line.called,
            line.material,
            line.weight,
            *_prices((row.price_minor, *((shared[row.piece_id],) if wholesale else ())), case.currency),
        )
        for row, line in zip(found.lines, case.lines, strict=True)
    ]
    before = [", ".join(one for one in (shop.name, shop.postal_address, shop.email) if one) if shop else ""]
    before.append(_("As of {day}. Prices may change; each piece is the one with this number.", day=day(on)))
    after = [_("What may be said of these pieces, in these words:")]
    parts = [(serial, told.copied.splitlines()) for serial, told in said]
    told_pdf = sheet_pdf(Sheet(_("Line sheet"), before, columns, rows, after, parts), shop.country if shop else None)
    return taken_away(told_pdf, "application/pdf", f"line-sheet-{case.code}.pdf")


def _prices(prices: Sequence[int | None], currency: str) -> tuple[str, ...]:
    return tuple("–" if one is None else priced(one, currency) for one in prices)


def _wholesale(session: Session, found: CaseFound) -> dict[int, int | None]:
    """What a shop pays for each piece: its design's own wholesale price, else the share of the house. Two statements."""
    ids, percent = [row.piece_id for row in found.lines], terms_now(session).wholesale_percent
    chosen = select(Piece.id, OWN_WHOLESALE).join(Design, Design.id == Piece.design_id).where(Piece.id.in_(ids))
    own: dict[int, int | None] = {piece_id: minor for piece_id, minor in session.execute(chosen)}
    return {row.piece_id: wholesale_of(row.price_minor, own[row.piece_id], percent) for row in found.lines}


@bp.get("/claims.txt")
@open_to("owner")
def claims_text(code: str) -> ResponseReturnValue:
    """What may be said of each piece, in words to copy whole, each with its day and the page that shows why."""
    found = find_case(reading(), code[:LONGEST_CODE])
    parts = [
        f"{serial}\n{told.copied or _('Nothing is said of its making.')}"
        for serial, told in _said(reading(), found, today())
    ]
    done_reading()
    head = _("Say these sentences whole, or not at all. Leave out none of those that are said of a stone or a metal.")
    answer = Response("\n\n".join((head, *parts)) + "\n", content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename=claims-{found.row.code}.txt"
    return answer


def _said(session: Session, found: CaseFound, on: date) -> list[tuple[str, Claimed]]:
    """By serial; a number of statements that stands still."""
    ids = [row.piece_id for row in found.lines]
    serials = {row.piece_id: f"{row.serial}, {row.called}" for row in found.lines}
    codes = pages_of(session, ids)
    return [
        (serials[one.piece_id], claimed(one, Counter(), on, _address(codes.get(one.piece_id, "")), {}))
        for one in judge_pieces(session, ids, on)
    ]


def _address(code: str) -> str:
    shop = the_shop()
    host = (shop.public_address if shop else None) or ""
    return f"{host.rstrip('/')}/p/{code}" if code and host else ""


def _pictures(session: Session, piece_ids: Sequence[int]) -> dict[int, bytes]:
    """The newest public photo of each piece that has one, in its small size. One statement."""
    rows: Any = session.execute(
        select(Photo.piece_id, Photo.small)
        .where(Photo.piece_id.in_(piece_ids), Photo.is_public == True)
        .order_by(Photo.id)
    )
    return {
        piece: told for piece, name in {row.piece_id: row.small for row in rows}.items() if (told := _bytes_of(name))
    }


def _bytes_of(name: str) -> bytes:
    try:
        return FileStore(shoproom().settings.data_dir).open_file(name)
    except NotFound:
        return b""
