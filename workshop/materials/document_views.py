"""Pages of documents: filed with a picture of them, read, withdrawn; the original only to be taken away by the owner."""

import re
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import goes_out, open_to
from workshop.days import told_day
from workshop.downloads_web import sent_csv
from workshop.errors import Invalid, NotFound, Refusal
from workshop.filestore import FileStore
from workshop.materials.evidence import ENDINGS, Evidence
from workshop.materials.file_forms import Chosen, kept_file, stays
from workshop.materials.filing import add_document, restore_document, withdraw_document
from workshop.materials.flags import scope_flag
from workshop.materials.paper_queries import (
    SORTS,
    STATES,
    Paper,
    all_documents,
    document,
    documents,
    lots_of,
    readings,
    supplier_options,
    withdrawals,
)
from workshop.materials.readings import Read
from workshop.materials.receiving import attach_paper
from workshop.materials.supplier_views import sought, today, wanted_page
from workshop.materials.telling import told_reading
from workshop.materials.wordings import (
    KINDS,
    METALS,
    options,
    worded,
)
from workshop.materials.wordings import STATES as STATE_NAMES
from workshop.pictures import MEDIA_TYPE
from workshop.sorting import Sort, read_sort
from workshop.texts import PARAGRAPH
from workshop.web import do, done, done_reading, new_request_key, reading, shoproom
from workshop.wording import _
from workshop.writing import Writing

document_pages = Blueprint("documents", __name__, url_prefix="/materials")
COLUMNS = (
    "code",
    "supplier",
    "supplier_name",
    "kind",
    "standard",
    "number",
    "agency",
    "holder",
    "materials",
    "custody",
    "assessor",
    "origin",
    "country",
    "share",
    "issued_on",
    "valid_from",
    "valid_until",
    "checked_by",
    "checked_on",
    "checked_where",
    "recheck_on",
    "withdrawn_from",
    "is_false",
    "sha256",
    "bytes",
    "pages",
)


@document_pages.get("/documents")
@open_to()
def all_of_them() -> ResponseReturnValue:
    state = request.args.get("state", "")
    sort = _sort()
    found = documents(reading(), today(), sought=sought(), state=state, page=wanted_page(), sort=sort)
    return render_template(
        "materials/documents.html",
        found=found,
        sought=sought(),
        sort=sort,
        state=state if state in STATES else "",
        states=options(STATE_NAMES),
        kinds=KINDS,
        worded=worded,
        told_day=told_day,
    )


@document_pages.get("/documents.csv")
@open_to()
@goes_out
def export() -> ResponseReturnValue:
    """The list as a file, with the search that it was looked at by."""
    found = all_documents(reading(), today(), sought=sought(), state=request.args.get("state", ""), sort=_sort())
    return sent_csv("documents.csv", COLUMNS, (_exported(row) for row in found))


def _sort() -> Sort:
    return read_sort(request.args.get("sort"), SORTS)


def _exported(row: Any) -> tuple[object, ...]:
    """The cells that are called like their columns come as they are."""
    other = {
        "supplier": row.supplier_code,
        "holder": row.holder or row.holder_name,
        "withdrawn_from": row.from_on,
        "is_false": "yes" if row.is_false else None,
        "sha256": row.file,
        "bytes": row.size,
    }
    return tuple(other[name] if name in other else getattr(row, name) for name in COLUMNS)


@document_pages.get("/documents/new")
@open_to("owner")
def new() -> ResponseReturnValue:
    return _new_page()


def _new_page(refusal: Refusal | None = None, chosen: Chosen | None = None) -> ResponseReturnValue:
    page = render_template(
        "materials/document_new.html",
        suppliers=[("", _("Nobody yet")), *supplier_options(reading())],
        kinds=options(KINDS, first=_("Not read yet")),
        chosen=chosen,
        supplier=request.args.get("supplier", ""),
        lot=request.values.get("lot", "")[:20],
        back=_back(),
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


@document_pages.post("/documents")
@open_to("owner")
def add() -> ResponseReturnValue:
    evidence = None
    try:
        done_reading()
        evidence = kept_file(_store(), _sent("file"), request.form.get("chosen-file"), _secret(), field="file")
        supplier, kind, lot = forms.text("supplier"), forms.text("kind"), forms.text("lot")
        read = Read(kind) if kind else None

        def act(writing: Writing) -> dict[str, object]:
            filed = add_document(writing, evidence, supplier=supplier, read=read)
            if lot:
                attach_paper(writing, lot, filed.code)
            return vars(filed)

        told = do("file document", act).told
    except Refusal as refusal:
        return _new_page(refusal, stays(evidence, _secret()))
    flash(*_said(told, evidence))
    return redirect(_back() or url_for("documents.one", code=told["code"]), 303)


def _back() -> str:
    """The page of the house that sent here; nothing that leads out of it."""
    asked = request.values.get("back", "")
    return asked if re.fullmatch(r"/[A-Za-z0-9][A-Za-z0-9/_-]*", asked) else ""


def _said(told: dict[str, Any], evidence: Evidence | None) -> tuple[str, str]:
    if told["was_there"]:
        return _("This file was kept already, as {code}.", code=told["code"]), "done"
    if evidence and evidence.picture is None:
        return _(
            "Kept as {code}, byte for byte. It cannot be shown: it is locked or damaged.", code=told["code"]
        ), "wait"
    return _("Kept as {code}. Read it now, or later.", code=told["code"]), "done"


def _sent(name: str) -> bytes | None:
    file = request.files.get(name)
    return file.read() if file is not None and file.filename else None


def _secret() -> str:
    return shoproom().settings.secret_key


def _store() -> FileStore:
    return FileStore(shoproom().settings.data_dir)


@document_pages.get("/documents/<code>")
@open_to()
def one(code: str) -> ResponseReturnValue:
    return _page(document(reading(), code, today()))


def _page(paper: Paper, refusal: Refusal | None = None) -> ResponseReturnValue:
    row = paper.row
    lots = lots_of(reading(), row.id)
    scope = [one for one in (row.materials or "").split(",") if one]
    unfit = [scope_flag(scope, lot.metal or lot.species, lot.code) for lot in lots]
    page = render_template(
        "materials/document.html",
        paper=row,
        kind=worded(KINDS, row.kind) or _("Not read yet"),
        flags=sorted((*(flag for flag in unfit if flag), *paper.flags), key=lambda flag: not flag.is_grave),
        lots=lots,
        readings=[told_reading(*one) for one in readings(reading(), row.id)],
        withdrawals=withdrawals(reading(), row.id),
        is_fallen=bool(row.from_on or row.is_false),
        told_day=told_day,
        worded=worded,
        metals=METALS,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


@document_pages.get("/documents/<code>/picture")
@open_to()
def picture(code: str) -> ResponseReturnValue:
    """What people see of it, drawn anew; `?small=1` the small one."""
    row = document(reading(), code, today()).row
    name = row.small if request.args.get("small") else row.picture
    if name is None:
        raise NotFound(_("This document cannot be shown."), slug="no-picture")
    done_reading()
    answer = Response(_store().open_file(name), mimetype=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


@document_pages.get("/documents/<code>/file")
@open_to("owner")
def original(code: str) -> ResponseReturnValue:
    """The bytes as they came, to be taken away and never opened on our own pages."""
    row = document(reading(), code, today()).row
    if row.file is None:
        raise NotFound(_("The file of this document is not kept here."), slug="no-file")
    done_reading()
    answer = Response(_store().open_file(row.file), mimetype=row.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={row.code}.{ENDINGS[row.media_type]}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@document_pages.post("/documents/<code>/withdrawals")
@open_to("owner")
def withdraw(code: str) -> ResponseReturnValue:
    """It counts no more from a day on, it is false, or it stands again."""
    paper = document(reading(), code, today())
    try:
        how, from_on = forms.needed_text("how"), forms.text("from_on")
        reason = forms.needed_text("reason", longest=PARAGRAPH)
        done("withdraw document", lambda w: _tell(w, paper.row.code, how, from_on, reason))
    except Refusal as refusal:
        return _page(document(reading(), code, today()), refusal)
    flash(_("Kept. Every claim that rests on it is computed anew."), "done")
    return redirect(url_for("documents.one", code=paper.row.code), 303)


def _tell(writing: Writing, code: str, how: str, from_on: str | None, reason: str) -> None:
    if how == "stands":
        return restore_document(writing, code, reason=reason)
    if how not in ("withdrawn", "false"):
        raise Invalid(_("Choose one from the list."), slug="not-on-the-list", field="how")
    withdraw_document(writing, code, reason=reason, from_on=from_on, is_false=how == "false")
    return None
