"""Reading suppliers and documents: lists, one of each, and what gives rise to flags. Lists cost the same number of statements for 1 and 50 rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.database import stream
from workshop.errors import NotFound
from workshop.materials.flags import NUMBERED, RUNS_OUT_IN, Asked, Flag, Twin, last_day, paper_flags
from workshop.materials.models import Lot, LotPaper, StoneFacts
from workshop.materials.papers import Document, Reading, Supplier, Withdrawal
from workshop.people.models import Person
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.wording import _

PAGE = 50
MOST_EXPORTED = 100_000
SORTS = ("code", "number", "supplier", "until")
STATES = ("unread", *(str(days) for days in RUNS_OUT_IN), "ended", "recheck", "withdrawn")
_holder = aliased(Supplier, name="holder_supplier")
Rows = Sequence[Any]


@dataclass(frozen=True)
class Found:
    """One page of a list; `first` counts from 1. The rows of a list of documents are `Paper`."""

    rows: Sequence[Any]
    first: int
    total: int
    page: int

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def has_more(self) -> bool:
        return self.last < self.total


@dataclass(frozen=True)
class Paper:
    """A document in a list: its row and what is to be looked at."""

    row: Row[Any]
    flags: tuple[Flag, ...]


def _newest(model: Any) -> Any:
    other = aliased(model)
    last = (
        select(func.max(other.sequence)).where(other.document_id == Document.id).correlate(Document).scalar_subquery()
    )
    return and_(model.document_id == Document.id, model.sequence == last)


def _with_all(chosen: Any) -> Any:
    return (
        chosen.select_from(Document)
        .outerjoin(Supplier, Supplier.id == Document.supplier_id)
        .outerjoin(Reading, _newest(Reading))
        .outerjoin(Withdrawal, _newest(Withdrawal))
        .outerjoin(_holder, _holder.id == Reading.holder_id)
    )


_DOCUMENTS: Any = _with_all(
    select(
        Document.id,
        Document.code,
        Document.file,
        Document.media_type,
        Document.size,
        Document.pages,
        Document.picture,
        Document.small,
        Document.at,
        Supplier.code.label("supplier_code"),
        Supplier.name.label("supplier_name"),
        *(column for column in Reading.__table__.columns if column.name not in ("id", "document_id", "at", "by_id")),
        _holder.code.label("holder_code"),
        _holder.name.label("holder_name"),
        Withdrawal.from_on,
        Withdrawal.is_false,
    )
)
_COUNT: Any = _with_all(select(func.count(Document.id)))
_PLAIN_NUMBER = func.lower(func.replace(func.replace(Reading.number, " ", ""), "-", ""))


_SAME: Any = _with_all(
    select(
        Document.code, Document.file, Supplier.code.label("supplier_code"), Supplier.name, _PLAIN_NUMBER.label("plain")
    )
)


def documents(
    session: Session,
    today: date,
    *,
    sought: str = "",
    state: str = "",
    supplier: str | None = None,
    page: int = 1,
    sort: Sort = AS_IT_COMES,
) -> Found:
    """Documents by code, number, agency, holder or supplier, newest first unless another order was asked for. At most four statements."""
    wanted = _wanted(today, sought, state, supplier)
    total = session.scalar(_COUNT.where(*wanted)) or 0
    page = max(1, min(page, -(-total // PAGE)))
    chosen = _DOCUMENTS.where(*wanted).order_by(*_sorted(sort)).limit(PAGE).offset((page - 1) * PAGE)
    rows = session.execute(chosen).all()
    return Found(_flagged(session, rows, today), (page - 1) * PAGE + 1 if rows else 0, total, page)


def all_documents(
    session: Session, today: date, *, sought: str = "", state: str = "", sort: Sort = AS_IT_COMES
) -> Iterator[Any]:
    """All rows that the list would show, read some at a time. One statement."""
    return stream(session, _DOCUMENTS.where(*_wanted(today, sought, state, None)).order_by(*_sorted(sort)))


def _sorted(sort: Sort) -> tuple[Any, ...]:
    columns = {
        "code": Document.id,
        "number": Reading.number,
        "supplier": func.lower(Supplier.name),
        "until": Reading.valid_until,
    }
    return in_order(sort, columns, Document.id, (Document.id.desc(),))


def document(session: Session, code: str, today: date) -> Paper:
    """One document with its flags. Raises NotFound."""
    row = session.execute(_DOCUMENTS.where(Document.code == code.replace("\0", "").strip().upper())).one_or_none()
    if row is None:
        raise NotFound(_("There is no such document."), slug="no-such-document")
    return _flagged(session, [row], today)[0]


def _wanted(today: date, sought: str, state: str, supplier: str | None) -> list[Any]:
    wanted: list[Any] = [_stands(today, state)] if state in STATES else []
    if sought:
        columns = (Document.code, Supplier.name, Supplier.code, Reading.number, Reading.agency, Reading.holder)
        wanted.append(or_(*(column.icontains(sought, autoescape=True) for column in columns)))
    return [*wanted, Supplier.code == supplier] if supplier else wanted


def _stands(today: date, state: str) -> Any:
    fallen = or_(Withdrawal.from_on.is_not(None), Withdrawal.is_false == True)
    standing = and_(Withdrawal.from_on.is_(None), func.coalesce(Withdrawal.is_false, 0) == 0)
    if state == "withdrawn":
        return fallen
    if state == "unread":
        return or_(Reading.id.is_(None), Reading.checked_by.is_(None), Reading.checked_on.is_(None))
    if state == "recheck":
        return and_(standing, Reading.recheck_on <= today.isoformat())
    if state == "ended":
        return and_(standing, Reading.valid_until < today.isoformat())
    return and_(standing, Reading.valid_until.between(today.isoformat(), last_day(today, int(state))))


def _flagged(session: Session, rows: Rows, today: date) -> list[Paper]:
    twins = _twins(session, rows)
    return [Paper(row, paper_flags(_asked(row), today, twins[row.id])) for row in rows]


def _asked(row: Row[Any]) -> Asked:
    return Asked(
        kind=row.kind,
        supplier_code=row.supplier_code,
        supplier_name=row.supplier_name,
        holder=row.holder or row.holder_name,
        holder_code=row.holder_code,
        is_checked=bool(row.checked_by and row.checked_on and row.checked_where),
        valid_until=row.valid_until,
        recheck_on=row.recheck_on,
        withdrawn_from=row.from_on,
        is_false=bool(row.is_false),
    )


def _twins(session: Session, rows: Rows) -> dict[int, list[Twin]]:
    """Documents of other suppliers with the same file or the same number. At most two statements."""
    files = {row.file for row in rows if row.file}
    numbers = {_plain(row.number) for row in rows if row.number and row.kind in NUMBERED}
    by_file = session.execute(_SAME.where(Document.file.in_(files))).all() if files else []
    numbered = _SAME.where(_PLAIN_NUMBER.in_(numbers), Reading.kind.in_(NUMBERED))
    by_number = session.execute(numbered).all() if numbers else []
    return {row.id: _twins_of(row, by_file, by_number) for row in rows}


def _twins_of(row: Row[Any], by_file: Rows, by_number: Rows) -> list[Twin]:
    """One for each other document; the same file says more than the same number."""
    alike = [one for one in by_number if row.number and row.kind in NUMBERED and one.plain == _plain(row.number)]
    found = {one.code: Twin(one.code, one.name, is_same_file=False) for one in alike if _is_elses(one, row)}
    same = [one for one in by_file if one.file == row.file and _is_elses(one, row)]
    return list((found | {one.code: Twin(one.code, one.name, is_same_file=True) for one in same}).values())


def _is_elses(one: Row[Any], row: Row[Any]) -> bool:
    """Both are from known suppliers, and not from the same."""
    return None not in (one.supplier_code, row.supplier_code) and one.supplier_code != row.supplier_code


def _plain(number: str) -> str:
    return number.replace(" ", "").replace("-", "").lower()


def readings(session: Session, document_id: int) -> Rows:
    """All readings of a document with who read and the name of our supplier that holds it, newest first."""
    chosen = select(Reading, Person.name, _holder.name).outerjoin(Person, Person.id == Reading.by_id)
    chosen = chosen.outerjoin(_holder, _holder.id == Reading.holder_id)
    return session.execute(chosen.where(Reading.document_id == document_id).order_by(Reading.sequence.desc())).all()


def withdrawals(session: Session, document_id: int) -> Rows:
    """Its withdrawals with who told them, newest first."""
    chosen = select(Withdrawal, Person.name).outerjoin(Person, Person.id == Withdrawal.by_id)
    return session.execute(
        chosen.where(Withdrawal.document_id == document_id).order_by(Withdrawal.sequence.desc())
    ).all()


def newest_withdrawal(session: Session, code: str) -> Row[Any] | None:
    """What was last said of whether a document stands; None when nothing ever was. One statement."""
    said: Any = session.execute(
        select(Withdrawal.from_on, Withdrawal.is_false, Withdrawal.reason)
        .join(Document, Document.id == Withdrawal.document_id)
        .where(Document.code == code)
        .order_by(Withdrawal.sequence.desc())
        .limit(1)
    )
    row: Row[Any] | None = said.one_or_none()
    return row


def lots_of(session: Session, document_id: int) -> Rows:
    """The lots that it speaks of now: code, name, metal, species."""
    other, facts = aliased(LotPaper), aliased(StoneFacts)
    last = select(func.max(other.sequence)).where(
        other.lot_id == LotPaper.lot_id, other.document_id == LotPaper.document_id
    )
    newest = select(func.max(facts.sequence)).where(facts.lot_id == Lot.id)
    return session.execute(
        select(Lot.code, Lot.name, Lot.metal, StoneFacts.species)
        .join(LotPaper, LotPaper.lot_id == Lot.id)
        .outerjoin(
            StoneFacts,
            and_(StoneFacts.lot_id == Lot.id, StoneFacts.sequence == newest.correlate(Lot).scalar_subquery()),
        )
        .where(
            LotPaper.document_id == document_id,
            LotPaper.stands == True,
            LotPaper.sequence == last.correlate(LotPaper).scalar_subquery(),
        )
        .order_by(Lot.id)
    ).all()


def supplier_options(session: Session) -> list[tuple[str, str]]:
    """Codes and names of those still dealt with, by name, for a form to choose from."""
    chosen = (
        select(Supplier.code, Supplier.name).where(Supplier.retired_at.is_(None)).order_by(func.lower(Supplier.name))
    )
    return [(code, name or code) for code, name in session.execute(chosen)]


def lots_from(session: Session, supplier_id: int) -> Rows:
    """The newest lots of a supplier: code, name, metal, day of receipt. At most 50."""
    chosen = select(Lot.code, Lot.name, Lot.metal, Lot.received_on).where(Lot.supplier_id == supplier_id)
    return session.execute(chosen.order_by(Lot.id.desc()).limit(PAGE)).all()
