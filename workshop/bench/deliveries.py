"""Wholesale: the list of deliveries, a new one, its page, and what is taken away of it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import goes_out, open_to
from workshop.bench.cases import LONGEST_CODE, typed_serials
from workshop.bench.consignments import taken_away
from workshop.bench.delivery_prices import Judged, judged, the_currency, typed_prices
from workshop.bench.showing import page_number, words
from workshop.csvs import csv_bytes
from workshop.days import due, read_day, told_day
from workshop.downloads_web import sent_csv
from workshop.errors import Invalid, Refusal
from workshop.money import priced
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import local_date, the_shop, today, zone
from workshop.reports.reckoning import terms_now
from workshop.sales.case_queries import ready_to_go
from workshop.sales.case_rules import MOST_PIECES
from workshop.sales.delivery_actions import NewDelivery, deliver
from workshop.sales.delivery_queries import (
    PAGE,
    SORTS,
    STATES,
    WantedDeliveries,
    every_delivery,
    find_delivery,
    list_deliveries,
)
from workshop.sales.delivery_rules import BORNE_BY, ENTRIES, Terms
from workshop.sales.delivery_shown import (
    CSV_HEAD,
    LIST_HEAD,
    list_cells,
    note_sheet,
    shown_delivery,
    statement_cells,
    statement_sheet,
)
from workshop.sales.pdfs import Sheet, sheet_pdf
from workshop.sorting import read_sort
from workshop.web import asked_with, do, done_reading, new_request_key, reading, shoproom
from workshop.wording import _

bp = Blueprint("deliveries", __name__)
CSV = "text/csv; charset=utf-8"


@bp.get("/deliveries")
@open_to("owner")
def all_of_them() -> ResponseReturnValue:
    """Those that are not paid yet by their day; the others on their own pages."""
    wanted = _wanted()
    found = list_deliveries(reading(), wanted)
    lines = [_line(row) for row in found[:PAGE]]
    done_reading()
    return render_template(
        "deliveries/list.html",
        lines=lines,
        wanted=wanted,
        previous=asked_with(page=wanted.page - 1) if wanted.page > 1 else "",
        next=asked_with(page=wanted.page + 1) if len(found) > PAGE else "",
    )


def _wanted() -> WantedDeliveries:
    state = request.args.get("state", "")
    state = state if state in STATES else "open"
    return WantedDeliveries(words("q"), state, page_number(), read_sort(words("sort"), SORTS))


def _line(row: Any) -> dict[str, Any]:
    owed = int(row.open_minor)
    return {
        "code": row.code,
        "holder": row.holder or "",
        "left": local_date(row.at),
        "pay": told_day(row.pay_on),
        "due": due(row.pay_on, today()) if owed > 0 else "",
        "went": row.went,
        "back": row.back,
        "sum": priced(int(row.worth_minor), row.currency),
        "open": priced(max(0, owed), row.currency),
    }


@bp.get("/deliveries.csv")
@open_to("owner")
def export() -> ResponseReturnValue:
    """The list as it is looked at."""
    here = zone()
    return sent_csv(
        "deliveries.csv", LIST_HEAD, (list_cells(row, here) for row in every_delivery(reading(), _wanted()))
    )


@bp.get("/deliveries/new")
@open_to(*MAY_LET_GO)
def new() -> ResponseReturnValue:
    return _form(chosen=[one for one in request.args.getlist("serial") if len(one) <= LONGEST_CODE])


def _form(
    refusal: Refusal | None = None, looked: Sequence[Judged] = (), chosen: Sequence[str] = ()
) -> ResponseReturnValue:
    """What a shop buys; with `looked` when somebody looked whether all can go."""
    ready, house, shop = ready_to_go(reading()), terms_now(reading()), the_shop()
    done_reading()
    offered = {fit.serial for fit in ready}
    told = render_template(
        "deliveries/new.html",
        ready=ready,
        chosen=set(chosen),
        others=[one for one in chosen if one not in offered],
        judged=looked,
        good=[one for one in looked if not one.reason],
        percent=house.wholesale_percent,
        begins=house.for_shop(today()),
        currency=shop.currency if shop else "",
        borne_by=[(key, _(name)) for key, name in BORNE_BY.items()],
        most=MOST_PIECES,
        refusal=refusal,
        typed=request.form,
        request_key=new_request_key(),
    )
    return told, refusal.status if refusal else 200


@bp.post("/deliveries")
@open_to(*MAY_LET_GO)
def send() -> ResponseReturnValue:
    """They go, all or none; or only look whether they can, and at which prices."""
    chosen: list[str] = []
    try:
        chosen = typed_serials(reading())
        if forms.text("do") == "look":
            return _form(looked=judged(reading(), chosen, the_currency()), chosen=chosen)
        _require_seen_prices()
        typed = _typed(chosen)
        answer = do("deliver", lambda w: {"delivery": deliver(w, typed)})
    except Refusal as refusal:
        return _form(refusal, judged(reading(), chosen, the_currency()), chosen)
    flash(_("Delivery {code} is out. Print its note and lay it into the parcel.", code=answer.told["delivery"]), "done")
    return redirect(url_for("deliveries.one", code=answer.told["delivery"]), 303)


def _require_seen_prices() -> None:
    """Raises Invalid when the share was typed anew since the prices were shown."""
    shown = request.form.get("shown_percent")
    if shown is not None and shown != request.form.get("percent"):
        raise Invalid(
            _("The share of retail was changed: look at the prices again, then deliver."),
            slug="prices-changed",
            field="percent",
        )


def _typed(chosen: Sequence[str]) -> NewDelivery:
    pay_on = read_day(forms.text("pay_on"), field="pay_on")
    if pay_on is None:
        raise Invalid(_("Say until which day it is paid."), slug="day-missing", field="pay_on")
    house = terms_now(reading())
    usual = house.for_shop(today())
    terms = Terms(
        pay_on,
        read_day(forms.text("returns_until"), field="returns_until"),
        forms.text("carriage_by") or usual.carriage_by,
        forms.text("loss_by") or usual.loss_by,
    )
    percent = forms.whole("percent", default=house.wholesale_percent) or 0
    return NewDelivery(
        forms.text("holder"),
        chosen,
        terms,
        percent,
        typed_prices(reading(), chosen, the_currency()),
        forms.text("contact"),
    )


@bp.get("/deliveries/<code>")
@open_to("owner")
def one(code: str) -> ResponseReturnValue:
    return show(code)


def show(code: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    """The page of a delivery, fresh or with what was refused."""
    found = find_delivery(reading(), code[:LONGEST_CODE])
    shown = shown_delivery(found, zone(), today())
    done_reading()
    told = render_template(
        "deliveries/one.html",
        told=shown,
        case=shown.case,
        kinds=[(key, _(name)) for key, name in _offered(found.terms).items()],
        today=today().isoformat(),
        do=request.form.get("do", ""),
        refusal=refusal,
        typed=request.form if refusal else {},
    )
    return told, refusal.status if refusal else 200


def _offered(terms: Terms) -> dict[str, str]:
    """The entries that what was agreed allows."""
    left_out = {"lost" if terms.loss_by != "maker" else "", "carriage" if terms.carriage_by != "buyer" else ""}
    return {key: name for key, name in ENTRIES.items() if key not in left_out}


@bp.get("/deliveries/<code>/statement.csv")
@open_to("owner")
def statement_csv(code: str) -> ResponseReturnValue:
    found = find_delivery(reading(), code[:LONGEST_CODE])
    done_reading()
    return taken_away(csv_bytes(CSV_HEAD, statement_cells(found, zone())), CSV, f"statement-{found.case.row.code}.csv")


@bp.get("/deliveries/<code>/statement.pdf")
@open_to("owner")
@goes_out
def statement_pdf(code: str) -> ResponseReturnValue:
    shown = shown_delivery(find_delivery(reading(), code[:LONGEST_CODE]), zone(), today())
    sheet = statement_sheet(shown, _keeper(), local_date(shoproom().now()))
    return _pdf(sheet, f"statement-{shown.case.code}.pdf")


@bp.get("/deliveries/<code>/note.pdf")
@open_to("owner")
@goes_out
def note_pdf(code: str) -> ResponseReturnValue:
    """What goes with the parcel."""
    found = find_delivery(reading(), code[:LONGEST_CODE])
    shown = shown_delivery(found, zone(), today())
    return _pdf(note_sheet(found, shown, _keeper(), zone()), f"delivery-note-{shown.case.code}.pdf")


def _keeper() -> str:
    shop = the_shop()
    return ", ".join(one for one in (shop.name, shop.postal_address) if one) if shop else ""


def _pdf(sheet: Sheet, name: str) -> Response:
    shop = the_shop()
    done_reading()
    return taken_away(sheet_pdf(sheet, shop.country if shop else None), "application/pdf", name)
