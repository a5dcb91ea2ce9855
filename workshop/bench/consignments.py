"""What was agreed with a gallery, and the statement of what it owes."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import goes_out, open_to
from workshop.bench.beginnings import terms_to_begin_with
from workshop.bench.cases import LONGEST_CODE, show
from workshop.csvs import csv_bytes
from workshop.days import read_day
from workshop.errors import Invalid, NotFound, Refusal
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import local_date, the_shop, today, zone
from workshop.sales.case_queries import case_row, find_case
from workshop.sales.case_shown import CaseShown, shown_case
from workshop.sales.consignment_actions import agree_terms
from workshop.sales.consignment_queries import Statement, statement_of, terms_of
from workshop.sales.consignment_rules import Terms
from workshop.sales.consignment_shown import (
    CSV_HEAD,
    StatementShown,
    shown_statement,
    statement_cells,
    statement_sheet,
)
from workshop.sales.pdfs import sheet_pdf
from workshop.web import done, done_reading, reading, shoproom
from workshop.wording import _

bp = Blueprint("consignments", __name__, url_prefix="/cases/<code>")
PERCENT_IN_THOUSANDTHS = 100  # a figure is read in thousandths of a percent, a share is kept per mille


@bp.post("/terms")
@open_to(*MAY_LET_GO)
def terms(code: str) -> ResponseReturnValue:
    """Agreed once, before anything is sold."""
    try:
        agreed = _typed_terms(terms_to_begin_with(reading(), case_row(reading(), code[:LONGEST_CODE]).holder).terms)
        done("agree terms", lambda w: agree_terms(w, code[:LONGEST_CODE], agreed))
    except Refusal as refusal:
        return show(code, refusal)
    flash(_("Kept as it was agreed."), "done")
    return redirect(url_for("cases.one", code=code[:LONGEST_CODE]), 303)


def _typed_terms(usual: Terms) -> Terms:
    """What is left empty is as the form began."""
    typed = forms.figure("share")
    if typed is not None and typed % PERCENT_IN_THOUSANDTHS:
        raise Invalid(_("A share has one decimal at most."), slug="share-out-of-range", field="share")
    pay_days = forms.whole("pay_days", default=usual.pay_days)
    return Terms(
        usual.share_per_mille if typed is None else typed // PERCENT_IN_THOUSANDTHS,
        forms.text("discount_by") or usual.discount_by,
        forms.text("loss_by") or usual.loss_by,
        usual.pay_days if pay_days is None else pay_days,
    )


@dataclass(frozen=True)
class Asked:
    """The statement that was asked for."""

    case: CaseShown
    statement: Statement
    shown: StatementShown
    first: str
    last: str


def _asked(code: str) -> Asked:
    """Three statements. Raises NotFound where no terms were agreed, Invalid for what is no day."""
    first, last = (read_day(request.args.get(name), field=name) or "" for name in ("first", "last"))
    found = find_case(reading(), code[:LONGEST_CODE])
    agreed = terms_of(reading(), found.row.id)
    if agreed is None:
        raise NotFound(_("For this case no terms were agreed, so nothing can be reckoned."), slug="no-terms")
    case = shown_case(found, zone(), today())
    statement = statement_of(found, agreed, first, last, zone())
    return Asked(case, statement, shown_statement(case, agreed, statement, first, last), first, last)


@bp.get("/statement")
@open_to("owner")
def statement(code: str) -> ResponseReturnValue:
    """A draft to look at, to print and to take away."""
    asked = _asked(code)
    done_reading()
    query = f"?first={asked.first}&last={asked.last}" if asked.first or asked.last else ""
    return render_template(
        "cases/statement.html", case=asked.case, told=asked.shown, first=asked.first, last=asked.last, query=query
    )


@bp.get("/statement.csv")
@open_to("owner")
def statement_csv(code: str) -> ResponseReturnValue:
    asked = _asked(code)
    done_reading()
    told = csv_bytes(CSV_HEAD, statement_cells(asked.case, asked.statement))
    return taken_away(told, "text/csv; charset=utf-8", f"statement-{asked.case.code}.csv")


@bp.get("/statement.pdf")
@open_to("owner")
@goes_out
def statement_pdf(code: str) -> ResponseReturnValue:
    asked, shop = _asked(code), the_shop()
    keeper = ", ".join(one for one in (shop.name, shop.postal_address) if one) if shop else ""
    done_reading()
    sheet = statement_sheet(asked.shown, keeper, local_date(shoproom().now()))
    told = sheet_pdf(sheet, shop.country if shop else None)
    return taken_away(told, "application/pdf", f"statement-{asked.case.code}.pdf")


def taken_away(told: bytes, kind: str, name: str) -> Response:
    answer = Response(told, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
