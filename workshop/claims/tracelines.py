"""What a trace has found, one list at a time, each page one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, literal, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design
from workshop.claims.trace import (
    Start,
    begun,
    documents_of,
    is_newest,
    lots_of,
    pieces_of,
    suppliers_of,
    up_from,
)
from workshop.inspection.models import Departure
from workshop.materials.models import Lot
from workshop.materials.papers import Document, Reading, Supplier, Withdrawal
from workshop.pieces.models import Custody, Piece, PieceHead
from workshop.wording import _

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One line of a trace. `way` is up, here or down; of a piece also where it is, with whom (for staff only), and when it left."""

    code: str
    what: str
    way: str
    note: str = ""
    place: str | None = None
    holder: str | None = None
    left_at: datetime | None = None
    piece_id: int = 0


def lines_of(session: Session, start: Start, show: str, *, page: int = 1, most: int = PAGE + 1) -> list[Line]:
    """A page of one of LISTS, and one more line when there are further ones. One statement."""
    read = {"pieces": _piece_lines, "lots": _lot_lines, "documents": _document_lines, "suppliers": _supplier_lines}
    wanted, line = read[show](start)
    rows = session.execute(wanted.offset((page - 1) * PAGE).limit(most))
    return [line(row) for row in rows]


def _way(model: Any, start: Start) -> Any:
    if start.kind == "piece":
        return literal("up")
    return case(
        (model.id.in_(begun(start)), "here"), (model.id.in_(select(up_from(start).c.id)), "up"), else_="down"
    )  # fmt: skip


def _lot_lines(start: Start) -> tuple[Any, Any]:
    found = lots_of(start)
    wanted = (
        select(Lot.code, Lot.kind, Lot.metal, Lot.name, Lot.received_on, Supplier.name.label("supplier"), _way(Lot, start).label("way"))
        .join(found, found.c.id == Lot.id)
        .outerjoin(Supplier, Supplier.id == Lot.supplier_id)
        .order_by(Lot.id)
    )  # fmt: skip
    return wanted, _lot_line


def _lot_line(row: Any) -> Line:
    came = ", ".join(one for one in (row.supplier, row.received_on) if one)
    return Line(row.code, row.name or _(row.metal or row.kind), row.way, came)


def _document_lines(start: Start) -> tuple[Any, Any]:
    found = documents_of(start)
    wanted = (
        select(Document.code, Reading.kind, Reading.number, Reading.agency, Reading.holder, Withdrawal.from_on)
        .join(found, found.c.id == Document.id)
        .outerjoin(Reading, and_(Reading.document_id == Document.id, is_newest(Reading, "document_id")))
        .outerjoin(Withdrawal, and_(Withdrawal.document_id == Document.id, is_newest(Withdrawal, "document_id")))
        .order_by(Document.id)
    )
    return wanted, lambda row: _document_line(row, start)


def _document_line(row: Any, start: Start) -> Line:
    what = " ".join(one for one in (row.agency, row.number) if one) or _(row.kind or "document")
    notes = [row.holder, _("withdrawn from {day}", day=row.from_on) if row.from_on else None]
    return Line(row.code, what, "here" if row.code == start.code else "up", ", ".join(one for one in notes if one))


def _supplier_lines(start: Start) -> tuple[Any, Any]:
    found = suppliers_of(start)
    wanted = select(Supplier.code, Supplier.name, Supplier.country).join(found, found.c.id == Supplier.id)

    def line(row: Any) -> Line:
        return Line(row.code, row.name or row.code, "here" if row.code == start.code else "up", row.country or "")

    return wanted.order_by(Supplier.id), line


_CUSTODY = aliased(Custody)


def piece_rows() -> Any:
    """Pieces with where they are, with whom, and when they last left."""
    left = select(func.max(Departure.at)).where(Departure.piece_id == Piece.id, Departure.kind != "tagged")
    newest = select(func.max(Custody.sequence)).where(Custody.piece_id == Piece.id)
    return (
        select(
            Piece.id,
            Piece.serial,
            Design.name.label("design"),
            PieceHead.state,
            _CUSTODY.place,
            _CUSTODY.holder,
            left.correlate(Piece).scalar_subquery().label("left_at"),
        )
        .join(Design, Design.id == Piece.design_id)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .outerjoin(
            _CUSTODY,
            and_(
                _CUSTODY.piece_id == Piece.id,
                _CUSTODY.sequence == newest.correlate(Piece).scalar_subquery(),
            ),
        )
    )


def _piece_lines(start: Start) -> tuple[Any, Any]:
    found = pieces_of(start)
    return piece_rows().join(found, found.c.id == Piece.id).order_by(Piece.id.desc()), lambda row: piece_line(
        row, start
    )


def piece_line(row: Any, start: Start | None = None) -> Line:
    """A row of `piece_rows` as a line."""
    way = "here" if start is not None and start.kind == "piece" else "down"
    place = "scrapped" if row.state == "scrapped" else row.place
    return Line(row.serial, row.design, way, "", place, row.holder, row.left_at, row.id)
