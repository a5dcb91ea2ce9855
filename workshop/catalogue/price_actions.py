"""The verb of prices: change some, all of them or none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from workshop.catalogue.actions import no_such_design
from workshop.catalogue.models import Design
from workshop.catalogue.price_history import OWN_WHOLESALE, RETAIL, WHOLESALE, note_prices
from workshop.catalogue.price_rules import PriceChange, check_changes
from workshop.errors import Conflict
from workshop.wording import _
from workshop.writing import Writing


def change_prices(writing: Writing, changes: Iterable[PriceChange]) -> int:
    """How many changed. Raises NotFound, Invalid, or Conflict where a price is no longer the one that was read."""
    asked = check_changes(changes)
    found = _found(writing, asked)
    for one in asked:
        _require_as_read(one, found)
    for kind in (RETAIL, WHOLESALE):
        moved = [(found[one.code].id, one.was_minor, one.price_minor) for one in asked if one.kind == kind]
        note_prices(writing, kind, moved)
    for one in asked:
        if one.kind == RETAIL:
            writing.change(Design, found[one.code].id, price_minor=one.price_minor)
    return len(asked)


def _found(writing: Writing, asked: Sequence[PriceChange]) -> Mapping[str, Any]:
    wanted = select(Design.id, Design.code, Design.price_minor.label(RETAIL), OWN_WHOLESALE.label(WHOLESALE))
    codes = {one.code for one in asked}
    return {row.code: row for row in writing.session.execute(wanted.where(Design.code.in_(codes)))}


def _require_as_read(one: PriceChange, found: Mapping[str, Any]) -> None:
    if one.code not in found:
        raise no_such_design(one.code)
    if getattr(found[one.code], one.kind) != one.was_minor:
        raise Conflict(
            _("The price of {code} was changed meanwhile, so nothing was done. Look at it again.", code=one.code[:60]),
            slug="price-moved",
            field="price",
        )
