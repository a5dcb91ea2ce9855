"""Verbs over documents: filed as they came, read by the workshop, withdrawn when they fall."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from workshop.days import read_day
from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.codes import DOCUMENT, take_codes
from workshop.materials.evidence import Evidence
from workshop.materials.papers import Document, Reading, Withdrawal
from workshop.materials.readings import Read, read_values
from workshop.materials.suppliers import find_supplier
from workshop.texts import PARAGRAPH, require_text
from workshop.wording import _
from workshop.writing import Writing

_ONE: Any = select(Document.id, Document.code, Document.supplier_id).where(Document.code == bindparam("code"))


@dataclass(frozen=True)
class Filed:
    """What was made of a document that came in; `was_there`: its file was filed from this supplier before, so nothing was added."""

    code: str
    was_there: bool = False


def add_document(
    writing: Writing, evidence: Evidence | None, *, supplier: str | None = None, read: Read | None = None
) -> Filed:
    """File a paper, with what was read in it when that is known already. The same file of the same supplier is filed once.

    `evidence` None: the paper stays elsewhere, then something must have been read in it. Raises Invalid and NotFound.
    """
    if evidence is None and read is None:
        raise Invalid(
            _("Choose the file or take a picture. Of a paper that stays elsewhere, say at least what it is."),
            slug="file-missing",
            field="file",
        )
    supplier_id = find_supplier(writing.session, supplier).id if supplier else None
    known = _filed_before(writing.session, evidence.file, supplier_id) if evidence else None
    if known is not None:
        return Filed(known, was_there=True)
    code = take_codes(writing, DOCUMENT)[0]
    blank = dict.fromkeys(("file", "media_type", "size", "pages", "picture", "small"))
    values = asdict(evidence) if evidence else blank
    document_id = writing.add(
        Document, code=code, supplier_id=supplier_id, at=writing.at, by_id=writing.by.id, **values
    )
    if read is not None:
        _write_reading(writing, document_id, read, sequence=1)
    return Filed(code)


def _filed_before(session: Session, file: str, supplier_id: int | None) -> str | None:
    same = select(Document.code).where(Document.file == file, Document.supplier_id.is_not_distinct_from(supplier_id))
    return session.scalar(same.order_by(Document.id).limit(1))


def find_document(session: Session, code: str) -> Row[Any]:
    """Primary key, code and supplier of a document. Raises NotFound."""
    found = session.execute(_ONE, {"code": code.replace("\0", "").strip().upper()}).one_or_none()
    if found is None:
        raise NotFound(_("There is no such document."), slug="no-such-document", field="document")
    return found


def read_document(writing: Writing, code: str, read: Read, *, seen: int | None = None) -> int:
    """Write down what was read in a document, or read anew; returns the number of the reading. The same again changes nothing.

    `seen`: the number of the newest reading that was looked at (0: none). Raises NotFound, Invalid, and Conflict when it was
    read by somebody else meanwhile.
    """
    document = find_document(writing.session, code)
    newest = _newest(writing.session, Reading, document.id)
    number = newest.sequence if newest else 0
    if newest and _is_same(newest, read_values(writing, read)):
        return int(number)
    if seen is not None and seen != number:
        raise Conflict(
            _("Somebody has read {code} meanwhile. Look at it again, then read it.", code=document.code),
            slug="changed-meanwhile",
        )
    _write_reading(writing, document.id, read, sequence=number + 1)
    return int(number + 1)


def _is_same(newest: Any, values: dict[str, Any]) -> bool:
    return all(getattr(newest, name) == value for name, value in values.items())


def _write_reading(writing: Writing, document_id: int, read: Read, *, sequence: int) -> None:
    values = read_values(writing, read)
    writing.add(Reading, document_id=document_id, sequence=sequence, at=writing.at, by_id=writing.by.id, **values)


def withdraw_document(
    writing: Writing, code: str, *, reason: str, from_on: str | None = None, is_false: bool = False
) -> None:
    """Say that a document counts no more from a day on, or never did. Done again it changes nothing. Raises NotFound and Invalid."""
    day = read_day(from_on, field="from_on")
    if day is None and not is_false:
        raise Invalid(
            _("From which day does it count no more? Type the day, or say that it is false."),
            slug="day-missing",
            field="from_on",
        )
    _write_withdrawal(writing, code, None if is_false else day, is_false, reason)


def restore_document(writing: Writing, code: str, *, reason: str) -> None:
    """Say that a document stands again. One that was never withdrawn stays as it is. Raises NotFound and Invalid."""
    _write_withdrawal(writing, code, None, False, reason)


def _write_withdrawal(writing: Writing, code: str, from_on: str | None, is_false: bool, reason: str) -> None:
    document = find_document(writing.session, code)
    told = require_text(reason, field="reason", longest=PARAGRAPH)
    newest = _newest(writing.session, Withdrawal, document.id)
    before = (newest.from_on, newest.is_false) if newest else (None, False)
    if before == (from_on, is_false):
        return
    writing.add(
        Withdrawal,
        document_id=document.id,
        sequence=(newest.sequence if newest else 0) + 1,
        from_on=from_on,
        is_false=is_false,
        reason=told,
        at=writing.at,
        by_id=writing.by.id,
    )


def _newest(session: Session, model: Any, document_id: int) -> Any:
    """The newest reading or withdrawal of a document; None for none."""
    last = select(func.max(model.sequence)).where(model.document_id == document_id).scalar_subquery()
    chosen = select(*model.__table__.columns).where(model.document_id == document_id, model.sequence == last)
    return session.execute(chosen).one_or_none()
