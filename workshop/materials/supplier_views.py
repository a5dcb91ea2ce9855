"""Pages of suppliers: who material comes from or goes to, with their lots and papers."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from workshop import forms
from workshop.access import open_to
from workshop.csvs import csv_bytes
from workshop.days import date_at, told_day
from workshop.errors import Refusal
from workshop.materials.paper_queries import documents, lots_from
from workshop.materials.supplier_list import SORTS, all_suppliers, suppliers
from workshop.materials.suppliers import (
    NewSupplier,
    add_supplier,
    change_supplier,
    find_supplier,
    mark_of,
    retire_supplier,
)
from workshop.materials.wordings import ROLES, country_named, country_options, options
from workshop.people.shop_web import the_shop
from workshop.sorting import read_sort
from workshop.texts import PARAGRAPH
from workshop.web import do, done, new_request_key, reading, shoproom
from workshop.wording import _

supplier_pages = Blueprint("suppliers", __name__, url_prefix="/materials")
COLUMNS = ("code", "name", "roles", "country", "address", "email", "lots", "documents", "recheck_on", "retired_at")


def today() -> date:
    """The day it is where the shop is."""
    shop = the_shop()
    return date_at(shoproom().now(), shop.time_zone if shop else None)


def sought() -> str:
    """What is looked for in a list."""
    return (request.args.get("q") or "").replace("\0", "").strip()[:100]


def wanted_page() -> int:
    page = request.args.get("page", "1")
    return int(page[:6]) if page.isascii() and page.isdigit() else 1


def roles_of(row: Row[Any]) -> str:
    """What a supplier is, in words."""
    return ", ".join(_(name) for role, name in ROLES.items() if getattr(row, f"is_{role}"))


@supplier_pages.get("/suppliers")
@open_to()
def all_of_them() -> ResponseReturnValue:
    sort = read_sort(request.args.get("sort"), SORTS)
    found = suppliers(reading(), sought=sought(), page=wanted_page(), sort=sort)
    return render_template(
        "materials/suppliers.html",
        found=found,
        sought=sought(),
        sort=sort,
        roles_of=roles_of,
        country_named=country_named,
        is_due=lambda row: bool(row.recheck_on and row.recheck_on <= today().isoformat() and not row.retired_at),
    )


@supplier_pages.get("/suppliers.csv")
@open_to("owner")
def export() -> ResponseReturnValue:
    """The list as a file, with the search that it was looked at by."""
    sort = read_sort(request.args.get("sort"), SORTS)
    rows = (_exported(row) for row in all_suppliers(reading(), sought=sought(), sort=sort))
    return Response(
        csv_bytes(COLUMNS, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=suppliers.csv"},
    )


def _exported(row: Row[Any]) -> tuple[object, ...]:
    roles = " ".join(role for role in ROLES if getattr(row, f"is_{role}"))
    retired = row.retired_at.isoformat() if row.retired_at else None
    where = (row.country, row.address, row.email)
    return (row.code, row.name, roles, *where, row.lots, row.papers, row.recheck_on, retired)


@supplier_pages.get("/suppliers/new")
@open_to("owner")
def new() -> ResponseReturnValue:
    return _page(None)


@supplier_pages.post("/suppliers")
@open_to("owner")
def add() -> ResponseReturnValue:
    try:
        told = _typed()
        answer = do("add supplier", lambda w: {"supplier": add_supplier(w, told)})
    except Refusal as refusal:
        return _page(None, refusal)
    flash(_("Kept as {code}.", code=answer.told["supplier"]), "done")
    return redirect(url_for("suppliers.one", code=answer.told["supplier"]), 303)


@supplier_pages.get("/suppliers/<code>")
@open_to()
def one(code: str) -> ResponseReturnValue:
    return _page(code)


@supplier_pages.post("/suppliers/<code>")
@open_to("owner")
def change(code: str) -> ResponseReturnValue:
    row = find_supplier(reading(), code)
    try:
        told, seen = _typed(), forms.text("seen")
        done("change supplier", lambda w: change_supplier(w, row.code, told, seen=seen))
    except Refusal as refusal:
        return _page(code, refusal)
    flash(_("Saved."), "done")
    return redirect(url_for("suppliers.one", code=row.code), 303)


@supplier_pages.post("/suppliers/<code>/retirement")
@open_to("owner")
def retirement(code: str) -> ResponseReturnValue:
    """Offered no more, or again; nothing of it is removed."""
    row = find_supplier(reading(), code)
    try:
        retired = forms.needed_text("retired") == "yes"
        done("retire supplier", lambda w: retire_supplier(w, row.code, is_retired=retired))
    except Refusal as refusal:
        return _page(code, refusal)
    flash(_("Retired. Lots and papers stay.") if retired else _("Offered again."), "done")
    return redirect(url_for("suppliers.one", code=row.code), 303)


def _typed() -> NewSupplier:
    return NewSupplier(
        name=forms.needed_text("name"),
        roles=tuple(forms.texts("roles")),
        country=forms.text("country"),
        address=forms.text("address", longest=PARAGRAPH),
        email=forms.text("email"),
        note=forms.text("note", longest=PARAGRAPH),
        recheck_on=forms.text("recheck_on"),
    )


def _page(code: str | None, refusal: Refusal | None = None) -> ResponseReturnValue:
    """The form of a new supplier, or one supplier with lots and papers."""
    row = find_supplier(reading(), code) if code else None
    page = render_template(
        "materials/supplier.html",
        supplier=row,
        seen=mark_of(row) if row else "",
        held=[role for role in ROLES if row and getattr(row, f"is_{role}")],
        said=roles_of(row) if row else "",
        country=country_named(row.country) if row else "",
        lots=lots_from(reading(), row.id) if row else (),
        papers=documents(reading(), today(), supplier=row.code) if row else None,
        told_day=told_day,
        role_options=options(ROLES),
        countries=country_options(_("Not noted")),
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200
