"""Verbs over suppliers: who material comes from or goes to. One with lots is retired; none is ever removed."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from workshop.days import read_day
from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.codes import SUPPLIER, take_codes
from workshop.materials.papers import Supplier
from workshop.materials.words import SUPPLIER_ROLES
from workshop.people.regions import countries
from workshop.texts import LINE, PARAGRAPH, clean, require_text
from workshop.wording import _
from workshop.writing import Writing

DETAILS = ("name", "country", "address", "email", "note", "recheck_on", *(f"is_{role}" for role in SUPPLIER_ROLES))
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ONE = select(
    Supplier.id, Supplier.code, Supplier.retired_at, *(getattr(Supplier, column) for column in DETAILS)
).where(Supplier.code == bindparam("code"))


@dataclass(frozen=True)
class NewSupplier:
    """What is told of a supplier. `roles` are words of SUPPLIER_ROLES, `country` an ISO 3166 code, `recheck_on` an ISO day."""

    name: str
    roles: tuple[str, ...]
    country: str | None = None
    address: str | None = None
    email: str | None = None
    note: str | None = None
    recheck_on: str | None = None


def add_supplier(writing: Writing, new: NewSupplier) -> str:
    """Write a supplier down; returns the code. Raises Invalid for what cannot be."""
    values = _values(new)
    code = take_codes(writing, SUPPLIER)[0]
    writing.add(
        Supplier,
        code=code,
        subject=secrets.token_hex(16),
        at=writing.at,
        by_id=writing.by.id,
        retired_at=None,
        **values,
    )
    return code


def change_supplier(writing: Writing, code: str, new: NewSupplier, *, seen: str | None = None) -> None:
    """Tell a supplier's details anew; what is the same is left alone. `seen`: the mark of what was looked at, see `mark_of`.

    Raises NotFound, Invalid, and Conflict when it was changed since it was looked at.
    """
    row, values = find_supplier(writing.session, code), _values(new)
    if seen is not None and seen != mark_of(row):
        raise Conflict(
            _("Somebody has changed {code} meanwhile. Look at it again, then change it.", code=row.code),
            slug="changed-meanwhile",
        )
    changed = {name: value for name, value in values.items() if value != getattr(row, name)}
    if changed:
        writing.change(Supplier, row.id, **changed)


def retire_supplier(writing: Writing, code: str, *, is_retired: bool = True) -> None:
    """Offer a supplier no more, or again; its lots and papers stay. Done again it changes nothing."""
    row = find_supplier(writing.session, code)
    if (row.retired_at is not None) != is_retired:
        writing.change(Supplier, row.id, retired_at=writing.at if is_retired else None)


def find_supplier(session: Session, code: str) -> Row[Any]:
    """The row of that code, with its details. Raises NotFound."""
    found = session.execute(_ONE, {"code": code.replace("\0", "").strip().upper()}).one_or_none()
    if found is None:
        raise NotFound(_("There is no such supplier."), slug="no-such-supplier", field="supplier")
    return found


def mark_of(row: Row[Any]) -> str:
    """A short mark that changes with the details, for a form to carry."""
    return sha256(repr([getattr(row, name) for name in DETAILS]).encode()).hexdigest()[:16]


def _values(new: NewSupplier) -> dict[str, Any]:
    name = require_text(new.name, field="name", longest=LINE)
    return {
        "name": name,
        "country": _country(new.country),
        "address": clean(new.address, field="address", longest=PARAGRAPH),
        "email": _email(new.email),
        "note": clean(new.note, field="note", longest=PARAGRAPH),
        "recheck_on": read_day(new.recheck_on, field="recheck_on"),
    } | _flags(new.roles)


def _flags(roles: Iterable[str]) -> dict[str, bool]:
    held = set(roles)
    if not held or held - set(SUPPLIER_ROLES):
        raise Invalid(
            _("Tick what they are to you: refiner, caster, dealer, cutter, mine or customer."),
            slug="roles-missing",
            field="roles",
        )
    return {f"is_{role}": role in held for role in SUPPLIER_ROLES}


def _country(code: str | None) -> str | None:
    if code and code not in {known for known, _name in countries()}:
        raise Invalid(_("Choose the country from the list."), slug="country-unknown", field="country")
    return code or None


def _email(typed: str | None) -> str | None:
    email = clean(typed, field="email")
    if email and not _EMAIL.fullmatch(email):
        raise Invalid(_("This is not an e-mail address."), slug="email-not-understood", field="email")
    return email
