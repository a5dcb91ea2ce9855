"""What programs do with suppliers: who material comes from or goes to."""

from typing import Any

from sqlalchemy.orm import Session

from workshop.api import bodies
from workshop.api import supplier_bodies as shapes
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.materials.supplier_list import suppliers
from workshop.materials.suppliers import (
    NewSupplier,
    add_supplier,
    change_supplier,
    find_supplier,
    mark_of,
    retire_supplier,
)
from workshop.materials.words import SUPPLIER_ROLES
from workshop.people.duties import MAY_LET_GO
from workshop.writing import Writing


def list_suppliers(session: Session, asked: shapes.SuppliersWanted, _who: Caller) -> Told:
    found = suppliers(session, sought=asked.q or "", page=asked.page)
    names = ("code", "name", "country", "recheck_on", "lots")
    rows = [
        {name: getattr(row, name) for name in names}
        | {"documents": row.papers, "roles": _roles(row), "retired_at": _retired(row)}
        for row in found.rows
    ]
    return {"suppliers": rows, "total": found.total, "next": found.page + 1 if found.has_more else None}


def show_supplier(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> Told:
    row = find_supplier(session, code)
    names = ("code", "name", "country", "address", "email", "note", "recheck_on")
    own = {"roles": _roles(row), "retired_at": _retired(row), "seen": mark_of(row)}
    return {name: getattr(row, name) for name in names} | own


def _roles(row: Any) -> list[str]:
    return [role for role in SUPPLIER_ROLES if getattr(row, f"is_{role}")]


def _retired(row: Any) -> str | None:
    return row.retired_at.isoformat() if row.retired_at else None


def add(writing: Writing, typed: shapes.TellSupplier) -> Told:
    return _kept(writing, add_supplier(writing, _new(typed)))


def change(writing: Writing, typed: shapes.TellSupplierAnew, code: str) -> Told:
    change_supplier(writing, code, _new(typed), seen=typed.seen or "")
    return _kept(writing, code)


def retire(writing: Writing, typed: shapes.Retire, code: str) -> Told:
    retire_supplier(writing, code, is_retired=typed.is_retired)
    return _kept(writing, code)


def _kept(writing: Writing, code: str) -> Told:
    row = find_supplier(writing.session, code)
    return {"code": row.code, "seen": mark_of(row)}


def _new(typed: shapes.TellSupplier) -> NewSupplier:
    return NewSupplier(
        name=typed.name,
        roles=typed.roles,
        country=typed.country,
        address=typed.address,
        email=typed.email,
        note=typed.note,
        recheck_on=typed.recheck_on.isoformat() if typed.recheck_on else None,
    )


SUPPLIER = ("no-such-supplier",)
DETAILS = ("country-unknown", "not-a-day")
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/suppliers",
        "list_suppliers",
        "Suppliers by name, those still dealt with first, page by page",
        "read",
        list_suppliers,
        shapes.SupplierPage,
        asks=shapes.SuppliersWanted,
    ),
    Operation(
        "GET",
        "/suppliers/{code}",
        "show_supplier",
        "One supplier",
        "read",
        show_supplier,
        shapes.SupplierCard,
        refuses=SUPPLIER,
    ),
    Operation(
        "POST",
        "/suppliers",
        "add_supplier",
        "Enter a supplier",
        "office",
        add,
        shapes.SupplierKept,
        shapes.TellSupplier,
        status=201,
        roles=MAY_LET_GO,
        refuses=DETAILS,
    ),
    Operation(
        "PUT",
        "/suppliers/{code}",
        "change_supplier",
        "Tell a supplier's details anew",
        "office",
        change,
        shapes.SupplierKept,
        shapes.TellSupplierAnew,
        roles=MAY_LET_GO,
        refuses=(*SUPPLIER, *DETAILS, "changed-meanwhile"),
    ),
    Operation(
        "PUT",
        "/suppliers/{code}/retirement",
        "retire_supplier",
        "Offer a supplier no more, or again",
        "office",
        retire,
        shapes.SupplierKept,
        shapes.Retire,
        roles=MAY_LET_GO,
        refuses=SUPPLIER,
    ),
)
