"""The trays in which metal gathers, and that what customers own never lies in one with what others own."""

from collections.abc import Collection

from sqlalchemy import select

from workshop.errors import Conflict
from workshop.materials.accounts import Balance
from workshop.materials.booking import account_of
from workshop.materials.holding import held
from workshop.materials.models import Lot
from workshop.wording import _
from workshop.writing import Writing

TRAYS = ("scrap", "lemel", "sweeps")
_IN_TRAY = held(Lot.code, Lot.metal, Lot.owner_id, Balance.mg, Balance.carat_thousandths, Balance.number)


def require_unmixed(writing: Writing, tray: str, lot_ids: Collection[int], *, field: str) -> None:
    """Raises Conflict when the tray holds the same metal, or stones, of somebody else. Three statements.

    What comes off a piece that is of several owners already is theirs together, and asks nothing.
    """
    coming = writing.session.execute(select(Lot.code, Lot.metal, Lot.owner_id).where(Lot.id.in_(lot_ids))).all()
    owners = {lot.owner_id for lot in coming}
    if tray not in TRAYS or len(owners) != 1:
        return
    metals = {lot.metal for lot in coming}
    for one in writing.session.execute(_IN_TRAY, {"account_id": account_of(writing, tray)}):
        there = one.mg or one.carat_thousandths or one.number
        if there and one.metal in metals and one.owner_id not in owners:
            raise _of_others(coming[0].code, one.code, field)


def _of_others(coming: str, there: str, field: str) -> Conflict:
    return Conflict(
        _(
            "Lots {coming} and {there} belong to different owners, and {there} lies in this tray. A customer’s own never lies with other material: make a lot of what is in the tray first (Trays), or take {there} out of it (Found again).",
            coming=coming,
            there=there,
        ),
        slug="metal-of-others",
        field=field,
    )
