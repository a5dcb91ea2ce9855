"""The pages on which a document is read, or read anew."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, present
from workshop.errors import Refusal
from workshop.materials.filing import read_document
from workshop.materials.paper_queries import Paper, document, supplier_options
from workshop.materials.reading_forms import as_typed, typed_reading
from workshop.materials.supplier_views import today
from workshop.materials.wordings import (
    ASSESSORS,
    CUSTODIES,
    KINDS,
    METALS,
    ORIGINS,
    READ_FORMS_TOLD,
    country_options,
    options,
    standard_options,
)
from workshop.people.queries import everybody
from workshop.web import do, new_request_key, reading, shoproom
from workshop.wording import _

reading_pages = Blueprint("readings", __name__, url_prefix="/materials")


@reading_pages.get("/documents/<code>/reading")
@open_to("owner")
def read_form(code: str) -> ResponseReturnValue:
    return _reading_page(document(reading(), code, today()))


def _reading_page(paper: Paper, refusal: Refusal | None = None) -> ResponseReturnValue:
    row = paper.row
    people = [(one.subject, one.name) for one in everybody(reading(), shoproom().now())]
    page = render_template(
        "materials/document_reading.html",
        paper=row,
        kept=as_typed(row),
        kinds=options(KINDS),
        standards=standard_options(_("None named")),
        holders=[("", _("None of these")), *supplier_options(reading())],
        forms=options(READ_FORMS_TOLD, first=_("Any")),
        custodies=options(CUSTODIES, first=_("Does not say")),
        assessors=options(ASSESSORS, first=_("Does not say")),
        origins=options(ORIGINS, first=_("Does not say")),
        countries=country_options(_("Does not say"), with_unknown=True),
        metals=options(METALS),
        covered=people + supplier_options(reading()),
        today=today().isoformat(),
        me=present().name,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


@reading_pages.post("/documents/<code>/readings")
@open_to("owner")
def read(code: str) -> ResponseReturnValue:
    paper = document(reading(), code, today())
    try:
        told, seen = typed_reading(), forms.seen()
        do("read document", lambda w: {"number": read_document(w, paper.row.code, told, seen=seen)})
    except Refusal as refusal:
        return _reading_page(document(reading(), code, today()), refusal)
    flash(_("Kept. Earlier readings stay below."), "done")
    return redirect(url_for("documents.one", code=paper.row.code), 303)
