"""From any lot, document, supplier, stone report or piece to all that hangs together with it, up and down.

Up is what it was made of and who vouches for it; down is what was made of it. What a piece holds is what its books hold now.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union, union_all
from sqlalchemy.orm import Session, aliased

from workshop.errors import Invalid, NotFound
from workshop.materials.accounts import Balance
from workshop.materials.models import Lot, LotPaper, LotParent, StoneFacts
from workshop.materials.papers import Document, Supplier
from workshop.pieces.making_models import Hallmark
from workshop.pieces.models import Piece
from workshop.texts import clean
from workshop.wording import _

LISTS = ("pieces", "lots", "documents", "suppliers")


@dataclass(frozen=True)
class Start:
    """Where a trace begins: kind is piece, lot, document, supplier or report; `id` is 0 for a report, which has none of its own."""

    kind: str
    code: str
    id: int


@dataclass(frozen=True)
class Counts:
    """How many of each hang together with it."""

    pieces: int
    lots: int
    documents: int
    suppliers: int


def find_start(session: Session, typed: str) -> Start:
    """What a trace can begin with, by its code as it was typed. One statement. Raises NotFound."""
    missing = NotFound(
        _("Nothing here has this code. Type a lot, a document, a supplier, a stone’s report number or a piece."),
        slug="nothing-to-trace",
        field="code",
    )
    try:
        plain = clean(typed, field="code", longest=60)
    except Invalid as refusal:
        raise missing from refusal
    if plain is None:
        raise missing
    row = session.execute(_starts(plain)).first()
    if row is None:
        raise missing
    return Start(row.kind, row.code, row.id)


def _starts(typed: str) -> Select[Any]:
    named: tuple[tuple[Any, Any, str], ...] = (
        (Piece, Piece.serial, "piece"),
        (Lot, Lot.code, "lot"),
        (Document, Document.code, "document"),
    )
    ways = [
        select(literal(rank).label("rank"), literal(kind).label("kind"), column.label("code"), model.id.label("id"))
        .where(column == typed.upper())
        for rank, (model, column, kind) in enumerate((*named, (Supplier, Supplier.code, "supplier")))
    ]  # fmt: skip
    report = select(literal(9), literal("report"), StoneFacts.report_number, literal(0))
    found = union_all(*ways, report.where(StoneFacts.report_number == typed)).subquery()
    return select(found).order_by(found.c.rank).limit(1)


def is_newest(model: Any, *same: str) -> ColumnElement[bool]:
    """Only the newest row of those that are alike in these columns."""
    newer = aliased(model)
    alike = and_(*(getattr(newer, name) == getattr(model, name) for name in same))
    newest = select(func.max(newer.sequence)).where(alike).correlate(model).scalar_subquery()
    return and_(model.sequence == newest)


def is_held() -> ColumnElement[bool]:
    """Balances that are more than nothing now."""
    something = or_(Balance.mg > 0, Balance.carat_thousandths > 0, Balance.number > 0)
    return and_(something, is_newest(Balance, "account_id", "lot_id"))


def _standing() -> ColumnElement[bool]:
    return and_(LotPaper.stands == True, is_newest(LotPaper, "lot_id", "document_id"))


def begun(start: Start) -> Any:
    """The lots that it is, speaks of, delivered or holds."""
    if start.kind == "lot":
        return select(Lot.id.label("id")).where(Lot.id == start.id)
    if start.kind == "document":
        return select(LotPaper.lot_id.label("id")).where(LotPaper.document_id == start.id, _standing())
    if start.kind == "supplier":
        return select(Lot.id.label("id")).where(or_(Lot.supplier_id == start.id, Lot.owner_id == start.id))
    if start.kind == "report":
        read = StoneFacts.report_number == start.code
        return select(StoneFacts.lot_id.label("id")).where(read, is_newest(StoneFacts, "lot_id"))
    own = select(Piece.account_id).where(Piece.id == start.id).scalar_subquery()
    return select(Balance.lot_id.label("id")).where(Balance.account_id == own, is_held())


def up_from(start: Start) -> Any:
    """Its lots and all that they were made of."""
    lots = begun(start).cte(recursive=True)
    return lots.union(select(LotParent.parent_id).join(lots, LotParent.lot_id == lots.c.id))


def _down(start: Start) -> Any:
    """Its lots and all that was made of them; of a piece nothing is made."""
    lots = begun(start).cte(recursive=True)
    if start.kind == "piece":
        return lots
    return lots.union(select(LotParent.lot_id).join(lots, LotParent.parent_id == lots.c.id))


def lots_of(start: Start) -> Any:
    return union(select(up_from(start).c.id), select(_down(start).c.id)).subquery()


def documents_of(start: Start) -> Any:
    """Documents of its lots and of what they were made of, its own marks' papers, and a supplier's own."""
    up = up_from(start)
    found: list[Any] = [
        select(LotPaper.document_id.label("id")).where(LotPaper.lot_id.in_(select(up.c.id)), _standing())
    ]
    if start.kind == "document":
        found.append(select(Document.id).where(Document.id == start.id))
    if start.kind == "supplier":
        found.append(select(Document.id).where(Document.supplier_id == start.id))
    if start.kind == "piece":
        found.append(
            select(Hallmark.document_id).where(Hallmark.piece_id == start.id, Hallmark.document_id.is_not(None))
        )
    return union(*found).subquery()


def suppliers_of(start: Start) -> Any:
    """Who delivered its lots and what they were made of, whose they are, and who gave its documents."""
    up, papers = up_from(start), documents_of(start)
    found: list[Any] = [
        select(Lot.supplier_id.label("id")).where(Lot.id.in_(select(up.c.id)), Lot.supplier_id.is_not(None)),
        select(Lot.owner_id).where(Lot.id.in_(select(up.c.id)), Lot.owner_id.is_not(None)),
        select(Document.supplier_id).where(Document.id.in_(select(papers.c.id)), Document.supplier_id.is_not(None)),
    ]
    if start.kind == "supplier":
        found.append(select(Supplier.id).where(Supplier.id == start.id))
    return union(*found).subquery()


def pieces_of(start: Start) -> Any:
    """Pieces that hold any of it now; of a document also those whose marks it tells of."""
    if start.kind == "piece":
        return select(Piece.id.label("id")).where(Piece.id == start.id).subquery()
    down = _down(start)
    inside = (
        select(Piece.id.label("id"))
        .join(Balance, Balance.account_id == Piece.account_id)
        .where(Balance.lot_id.in_(select(down.c.id)), is_held())
    )
    if start.kind != "document":
        return inside.distinct().subquery()
    return union(inside, select(Hallmark.piece_id).where(Hallmark.document_id == start.id)).subquery()


def count_all(session: Session, start: Start) -> Counts:
    """How many of each there are. One statement."""
    sets = (pieces_of(start), lots_of(start), documents_of(start), suppliers_of(start))
    return Counts(
        *session.execute(select(*(select(func.count()).select_from(one).scalar_subquery() for one in sets))).one()
    )


def piece_ids(session: Session, start: Start, most: int | None = None) -> list[int]:
    """Primary keys of the pieces that hang on it, newest first. One statement."""
    found = pieces_of(start)
    return list(session.scalars(select(found.c.id).order_by(found.c.id.desc()).limit(most)))


def lot_codes(session: Session, start: Start, most: int = 200) -> list[str]:
    """Codes of the lots that it is in, those made of them included. One statement."""
    down = _down(start)
    return list(session.scalars(select(Lot.code).where(Lot.id.in_(select(down.c.id))).order_by(Lot.id).limit(most)))
