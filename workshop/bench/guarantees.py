"""The owner's pages of guarantee: which terms each design is sold with, and the form that publishes the next version."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.aftercare.guarantee_actions import Terms, end_guarantee, publish_guarantee, terms_of
from workshop.aftercare.guarantee_queries import all_terms, design_of, versions
from workshop.aftercare.guarantee_told import label_of, terms_lasts
from workshop.aftercare.legal_rights import legal_line
from workshop.catalogue.guarantee_models import Guarantee
from workshop.errors import Refusal
from workshop.people.shop_web import local_date, the_shop
from workshop.texts import PARAGRAPH
from workshop.web import do, new_request_key, reading
from workshop.wording import _

bp = Blueprint("guarantees", __name__, url_prefix="/catalogue/guarantees")


@dataclass(frozen=True)
class TermsLine:
    """One version, told."""

    code: str
    design: str
    number: int
    is_given: bool
    lasts: str
    mends: str
    label: str
    since: str


@bp.get("")
@open_to("owner")
def page() -> ResponseReturnValue:
    """Every terms that hold, those of the shop first."""
    lines = [_line(row.Guarantee, row.code or "", row.name or "") for row in all_terms(reading())]
    return render_template("guarantees/list.html", lines=lines, legal=_legal())


@bp.get("/new")
@open_to("owner")
def new() -> ResponseReturnValue:
    return _form(_typed_design(request.args.get("design")))


@bp.post("")
@open_to("owner")
def publish() -> ResponseReturnValue:
    try:
        terms = _typed()
        answer = do("publish guarantee", lambda w: {"number": publish_guarantee(w, terms)})
    except Refusal as refusal:
        return _form(_typed_design(request.form.get("design")), refusal)
    flash(_("Published as version {number}. Pieces sold from now on carry it.", number=answer.told["number"]), "done")
    return redirect(url_for("guarantees.page"), 303)


@bp.post("/end")
@open_to("owner")
def end() -> ResponseReturnValue:
    try:
        design = forms.text("design")
        do("end guarantee", lambda w: {"number": end_guarantee(w, design)})
    except Refusal as refusal:
        return _form(_typed_design(request.form.get("design")), refusal)
    flash(_("From now on nothing is promised there. What was sold keeps its terms."), "done")
    return redirect(url_for("guarantees.page"), 303)


def _typed() -> Terms:
    return Terms(
        guarantor=forms.text("guarantor"),
        covers=forms.text("covers", longest=PARAGRAPH),
        excludes=forms.text("excludes", longest=PARAGRAPH),
        is_free=forms.needed_text("is_free") == "yes",
        is_whole=forms.needed_text("is_whole") == "yes",
        years=forms.whole("years"),
        lasts=forms.text("lasts"),
        has_eu_label=forms.ticked("has_eu_label"),
        design=forms.text("design"),
    )


def _typed_design(typed: str | None) -> Any:
    """The design that the terms are for; None for the shop. Raises NotFound."""
    return design_of(reading(), typed[:100].replace("\0", "")) if typed else None


def _form(design: Any, refusal: Refusal | None = None) -> ResponseReturnValue:
    before = versions(reading(), design.id if design else None)
    standing = before[0] if before and before[0].is_given else None
    shop = the_shop()
    told = render_template(
        "guarantees/new.html",
        design=design,
        before=[_line(one, "", "") for one in before],
        terms=terms_of(standing, design.code if design else None) if standing else None,
        guarantor=shop.name if shop else "",
        legal=_legal(),
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return told, refusal.status if refusal else 200


def _legal() -> str:
    shop = the_shop()
    return legal_line(shop.country if shop else None)


def _line(one: Guarantee, code: str, design: str) -> TermsLine:
    if not one.is_given:
        return TermsLine(code, design, one.number, False, _("Nothing is promised."), "", "", local_date(one.at))
    mends = _("It mends {covers}; not {excludes}.", covers=one.covers, excludes=one.excludes)
    return TermsLine(code, design, one.number, True, terms_lasts(one), mends, label_of(one), local_date(one.at))
