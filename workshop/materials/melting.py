"""Making a lot here of others: a melt, an own alloy, or the scrap, lemel and sweeps that a tray has gathered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from workshop.errors import Conflict, Invalid
from workshop.materials.accounts import Balance
from workshop.materials.booking import Move, account_of, post
from workshop.materials.holding import held, of_lot
from workshop.materials.issuing import code_of
from workshop.materials.ledger import Amount, close, fineness_of
from workshop.materials.models import Lot, LotParent
from workshop.materials.receiving import HeldLot, NewLot, find_lot, open_lot, today
from workshop.materials.trays import TRAYS
from workshop.materials.words import PRECIOUS
from workshop.wording import _
from workshop.writing import Writing

FINE_FROM = 9_900  # parts in ten thousand; what is less fine is an alloy
_IN_TRAY = held(Balance.lot_id, Balance.mg, Balance.number, Lot.metal, Lot.fineness, Lot.owner_id)


@dataclass(frozen=True)
class Part:
    """What goes in: so many milligrams of a lot, from an account that holds it. `number`: castings or findings among them."""

    lot_id: int
    from_id: int
    mg: int
    metal: str | None
    fineness: int | None
    owner_id: int | None
    number: int = 0


@dataclass(frozen=True)
class Poured:
    """What came out. `skull_mg` stayed in the crucible; `loss_mg` is what the caster can explain; the rest closes by itself.

    `are_mixed`: alloys of different metals are melted together on purpose.
    """

    mg: int
    metal: str
    alloy: str | None = None
    form: str = "ingot"
    name: str | None = None
    skull_mg: int = 0
    loss_mg: int = 0
    division_mg: int = 10
    note: str | None = None
    are_mixed: bool = False


def melt(writing: Writing, parts: Sequence[tuple[str, int]], poured: Poured) -> str:
    """Melt milligrams of lots, by their codes, into a new lot; returns its code.

    Raises NotFound for an unknown lot, Invalid when nothing goes in or more comes out than went in, Conflict when there is
    not so much of a lot, when a customer's own metal would be melted with other metal, or an alloy of another metal unasked.
    """
    by_lot: dict[HeldLot, int] = {}
    for code, mg in parts:
        lot = find_lot(writing, code)
        by_lot[lot] = by_lot.get(lot, 0) + mg
    _require_one_metal(list(by_lot), poured)
    return make_lot(writing, "melted", [_of_stock(writing, lot, mg) for lot, mg in by_lot.items()], poured)


def _require_one_metal(lots: Sequence[HeldLot], poured: Poured) -> None:
    """An own alloy takes fine metals and base metals; an alloy of another metal came into the list by mistake, or is meant."""
    others = [lot for lot in lots if lot.metal != poured.metal and lot.metal in PRECIOUS]
    alloyed = next((lot for lot in others if (lot.fineness or 0) < FINE_FROM), None)
    if alloyed is not None and len(others) < len(lots) and not poured.are_mixed:
        raise Conflict(
            _(
                "Lot {code} is an alloy of {other}, and {metal} is poured: together they are hard to part again. Take it out, or say that an alloy of your own is meant.",
                code=alloyed.code,
                other=_(alloyed.metal) if alloyed.metal else "",
                metal=_(poured.metal),
            ),
            slug="metals-mixed",
            field="are_mixed",
        )


def _of_stock(writing: Writing, lot: HeldLot, mg: int) -> Part:
    """So much of a lot's own stock, and as many castings or findings as weigh that on average: all only with the last of it."""
    there = of_lot(writing.session, lot.account_id, lot.id)
    part = Part(lot.id, lot.account_id, mg, lot.metal, lot.fineness, lot.owner_id)
    return replace(part, number=there.number * mg // there.mg) if 0 < mg <= there.mg else part


def gather(writing: Writing, tray: str, poured: Poured) -> str:
    """Make a lot of all that a tray holds of one metal; returns its code. What was weighed may differ from what was booked.

    Raises Invalid for an unknown tray, Conflict when it holds nothing of that metal.
    """
    if tray not in TRAYS:
        raise Invalid(_("“{tray}” is no tray.", tray=tray[:40]), slug="tray-unknown", field="tray")
    there = [part for part in _in_tray(writing, account_of(writing, tray)) if part.metal == poured.metal]
    owners = {part.owner_id: part.lot_id for part in there}
    if not there:
        raise Conflict(
            _("The books hold no {metal} in this tray.", metal=_(poured.metal)), slug="tray-empty", field="metal"
        )
    if len(owners) > 1:
        raise Conflict(
            _(
                "This tray holds a customer's own metal beside the shop's. Take {code} out of it first: on its page, Found again.",
                code=writing.session.scalar(
                    select(Lot.code).where(Lot.id == next(owners[one] for one in owners if one))
                ),
            ),
            slug="metal-of-others",
            field="tray",
        )
    return make_lot(writing, "gathered", there, poured)


def make_lot(writing: Writing, kind: str, parts: Sequence[Part], poured: Poured) -> str:
    """Write down a lot made of parts, and where every milligram of them went. What the new lot is follows from the parts."""
    _require_meltable(parts, poured)
    whole = sum(part.mg for part in parts)
    new = _as_lot(writing, parts, poured, whole)
    lot_id, code, account_id = open_lot(writing, new)
    writing.add_all(LotParent, [{"lot_id": lot_id, "parent_id": part.lot_id, "mg": part.mg} for part in parts])
    melting = account_of(writing, "melt")
    moves = [Move(part.lot_id, part.from_id, melting, Amount(part.mg, number=part.number)) for part in parts]
    moves += [
        Move(lot_id, melting, account_id, Amount(whole)),
        *_difference(writing, lot_id, account_id, whole, poured),
    ]
    post(writing, kind, moves, note=poured.note)
    if poured.skull_mg:
        _keep_skull(writing, lot_id, code, account_id, poured, new)
    return code


def _difference(writing: Writing, lot_id: int, account_id: int, whole: int, poured: Poured) -> list[Move]:
    missing = whole - poured.mg - poured.skull_mg
    closing = close(missing, explained_mg=poured.loss_mg, division_mg=poured.division_mg)
    return book_closing(writing, lot_id, account_id, vars(closing))


def book_closing(writing: Writing, lot_id: int, account_id: int, closing: dict[str, int]) -> list[Move]:
    """The movements of a difference out of an account, or into it where more was found than there was. `closing` names accounts."""
    moves = []
    for kind, mg in closing.items():
        if mg:
            other = account_of(writing, kind)
            ends = (account_id, other) if mg > 0 else (other, account_id)
            moves.append(Move(lot_id, *ends, Amount(abs(mg))))
    return moves


def _keep_skull(writing: Writing, lot_id: int, code: str, account_id: int, poured: Poured, new: NewLot) -> None:
    """What stays in the crucible is a lot of its own, of the same composition."""
    skull = NewLot(
        "metal",
        Amount(),
        alloy=new.alloy,
        metal=poured.metal,
        fineness=new.fineness,
        form="skull",
        name=_("Crucible skull of {code}", code=code),
        owner=new.owner,
        received_on=new.received_on,
        division_mg=poured.division_mg,
        is_own=True,
    )
    skull_id, _code, skull_account = open_lot(writing, skull)
    writing.add(LotParent, lot_id=skull_id, parent_id=lot_id, mg=poured.skull_mg)
    melting, kept = account_of(writing, "melt"), Amount(poured.skull_mg)
    post(writing, "skull", [Move(lot_id, account_id, melting, kept), Move(skull_id, melting, skull_account, kept)])


def _as_lot(writing: Writing, parts: Sequence[Part], poured: Poured, whole: int) -> NewLot:
    holding = [part for part in parts if part.metal == poured.metal]
    unknown = any(part.fineness is None for part in holding)
    fineness = None if unknown else fineness_of([(p.mg, p.fineness or 0) for p in holding], whole)
    return NewLot(
        "metal",
        Amount(poured.mg),
        alloy=poured.alloy,
        metal=poured.metal,
        fineness=fineness or None,
        form=poured.form,
        name=poured.name,
        owner=code_of(writing, parts[0].owner_id),
        received_on=today(writing).isoformat(),
        division_mg=poured.division_mg,
        note=poured.note,
        is_own=True,
    )


def _require_meltable(parts: Sequence[Part], poured: Poured) -> None:
    if not parts or any(part.mg <= 0 for part in parts):
        raise Invalid(_("Say how many grams of each lot go into the crucible."), slug="nothing-to-melt", field="parts")
    whole = sum(part.mg for part in parts)
    if poured.mg <= 0 or poured.mg + poured.skull_mg > whole + 2 * len(parts) * poured.division_mg:
        raise Invalid(_("More came out than went in. Weigh both again."), slug="melt-gained", field="poured")
    if not any(part.metal == poured.metal for part in parts):
        raise Invalid(
            _("There is no {metal} in what goes in.", metal=_(poured.metal)), slug="metal-not-there", field="metal"
        )
    if len({part.owner_id for part in parts}) > 1:
        raise Conflict(
            _("A customer's own metal is never melted together with other metal. Melt it by itself."),
            slug="metal-of-others",
            field="parts",
        )


def _in_tray(writing: Writing, account_id: int) -> list[Part]:
    rows = writing.session.execute(_IN_TRAY, {"account_id": account_id})
    return [Part(r.lot_id, account_id, r.mg, r.metal, r.fineness, r.owner_id, r.number) for r in rows if r.mg > 0]
