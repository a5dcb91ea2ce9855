"""What programs do with documents: file them, read them, withdraw them; the original is the owner's to take away."""

from typing import Any

from sqlalchemy.orm import Session

from workshop.api import bodies
from workshop.api import document_bodies as shapes
from workshop.api.amounts import today_here
from workshop.api.operations import Caller, Download, Operation, Sent
from workshop.api.queries import Told
from workshop.errors import NotFound
from workshop.materials.evidence import ENDINGS, Evidence
from workshop.materials.filing import add_document, find_document, read_document, restore_document, withdraw_document
from workshop.materials.paper_queries import Paper, document, documents, lots_of
from workshop.materials.readings import Read
from workshop.people.duties import MAY_LET_GO
from workshop.wording import _
from workshop.writing import Writing


def list_documents(session: Session, asked: shapes.DocumentsWanted, _who: Caller) -> Told:
    found = documents(
        session,
        today_here(session),
        sought=asked.q or "",
        state=asked.state or "",
        supplier=asked.supplier,
        page=asked.page,
    )
    rows = [shapes.columns_of(shapes.DocumentRow, one.row) | _stands(one) for one in found.rows]
    return {"documents": rows, "total": found.total, "next": found.page + 1 if found.has_more else None}


def show_document(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> Told:
    paper = document(session, code, today_here(session))
    row = paper.row
    return (
        shapes.columns_of(shapes.DocumentCard, row)
        | _stands(paper)
        | {
            "bytes": row.size,
            "sha256": row.file,
            "has_picture": row.picture is not None,
            "materials": _listed(row.materials),
            "covers": _listed(row.covers),
            "lots": [lot.code for lot in lots_of(session, row.id)],
        }
    )


def _stands(paper: Paper) -> dict[str, Any]:
    row = paper.row
    return {
        "supplier": row.supplier_code,
        "seen": row.sequence or 0,
        "holder": row.holder or row.holder_name,
        "withdrawn_from": row.from_on,
        "is_false": bool(row.is_false),
        "at": row.at.isoformat(),
        "flags": [{"key": flag.slug, "told": flag.told, "is_grave": flag.is_grave} for flag in paper.flags],
    }


def _listed(words: str | None) -> list[str]:
    return [word for word in (words or "").split(",") if word]


def file_document(writing: Writing, sent: Sent) -> Told:
    """The file itself, or what was read in a paper that stays elsewhere."""
    evidence = sent.content if isinstance(sent.content, Evidence) else None
    read = None if evidence else _read(sent.content)
    return vars(add_document(writing, evidence, supplier=sent.asked.supplier, read=read))


def read(writing: Writing, typed: shapes.ReadDocumentAnew, code: str) -> Told:
    number = read_document(writing, code, _read(typed), seen=typed.seen)
    return {"code": find_document(writing.session, code).code, "seen": number}


def _read(typed: shapes.ReadDocument) -> Read:
    told = {
        name: value.isoformat() if name.endswith(("_on", "_from", "_until")) and value else value
        for name, value in vars(typed).items()
        if name != "seen"
    }
    return Read(**told)


def withdraw(writing: Writing, typed: shapes.WithdrawDocument, code: str) -> Told:
    day = typed.from_on.isoformat() if typed.from_on else None
    withdraw_document(writing, code, reason=typed.reason, from_on=day, is_false=typed.is_false)
    return _standing(writing, code)


def restore(writing: Writing, typed: shapes.RestoreDocument, code: str) -> Told:
    restore_document(writing, code, reason=typed.reason)
    return _standing(writing, code)


def _standing(writing: Writing, code: str) -> Told:
    row = document(writing.session, code, writing.at.date()).row
    return {"code": row.code, "withdrawn_from": row.from_on, "is_false": bool(row.is_false)}


def show_picture(session: Session, asked: bodies.PictureAsked, _who: Caller, code: str) -> str:
    row = document(session, code, today_here(session)).row
    name = row.small if asked.small else row.picture
    if name is None:
        raise NotFound(_("This document cannot be shown."), slug="no-picture")
    return str(name)


def take_original(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> Download:
    """Only ever to be taken away: whatever it is, no browser opens it in the name of this house."""
    row = document(session, code, today_here(session)).row
    if row.file is None:
        raise NotFound(_("The file of this document is not kept here."), slug="no-file")
    return Download(row.file, f"{row.code}.{ENDINGS[row.media_type]}")


DOCUMENT = ("no-such-document",)
READ = (
    "no-such-supplier",
    "nobody-covered",
    "country-unknown",
    "not-a-day",
    "day-in-future",
    "ends-before-start",
)
FILE = (
    "file-empty",
    "file-too-large",
    "too-many-pages",
    "not-a-document",
    "picture-heic",
    "picture-too-large",
    "disk-cannot-take-it",
)
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/documents",
        "list_documents",
        "Documents, newest first, page by page",
        "read",
        list_documents,
        shapes.DocumentPage,
        asks=shapes.DocumentsWanted,
    ),
    Operation(
        "GET",
        "/documents/{code}",
        "show_document",
        "One document as it was last read, and the lots that it speaks of",
        "read",
        show_document,
        shapes.DocumentCard,
        refuses=DOCUMENT,
    ),
    Operation(
        "GET",
        "/documents/{code}/picture",
        "show_document_picture",
        "What people see of it, as a JPEG drawn anew",
        "read",
        show_picture,
        None,
        asks=bodies.PictureAsked,
        refuses=(*DOCUMENT, "no-picture"),
        shows="image/jpeg",
    ),
    Operation(
        "GET",
        "/documents/{code}/file",
        "take_document_file",
        "The original, byte for byte, to be taken away",
        "office",
        take_original,
        None,
        roles=MAY_LET_GO,
        refuses=(*DOCUMENT, "no-file"),
        shows="application/octet-stream",
    ),
    Operation(
        "POST",
        "/documents",
        "file_document",
        "File a document: the file as it is, at most 20 MB (a picture 12 MB and 50 million pixels); or as JSON what was read in a paper that stays elsewhere",
        "office",
        file_document,
        shapes.DocumentKept,
        shapes.ReadDocument,
        asks=shapes.DocumentSent,
        files=True,
        status=201,
        roles=MAY_LET_GO,
        refuses=(*READ, *FILE, "query-not-understood"),
    ),
    Operation(
        "POST",
        "/documents/{code}/readings",
        "read_document",
        "Write down what was read in a document, or read anew",
        "office",
        read,
        shapes.DocumentRead,
        shapes.ReadDocumentAnew,
        status=201,
        roles=MAY_LET_GO,
        refuses=(*DOCUMENT, *READ, "changed-meanwhile"),
    ),
    Operation(
        "POST",
        "/documents/{code}/withdrawals",
        "withdraw_document",
        "Say that a document counts no more: every claim that rests on it is computed anew",
        "office",
        withdraw,
        shapes.DocumentStands,
        shapes.WithdrawDocument,
        status=201,
        roles=MAY_LET_GO,
        refuses=(*DOCUMENT, "day-missing", "not-a-day"),
    ),
    Operation(
        "POST",
        "/documents/{code}/restorations",
        "restore_document",
        "Say that a document stands again",
        "office",
        restore,
        shapes.DocumentStands,
        shapes.RestoreDocument,
        status=201,
        roles=MAY_LET_GO,
        refuses=DOCUMENT,
    ),
)
