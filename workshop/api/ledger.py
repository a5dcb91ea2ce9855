"""What programs do in the books of material: it changes hands, is melted, settled, counted, and an entry is taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.api import ledger_bodies as shapes
from workshop.api.amounts import PageWanted, amount_given, amount_told, end_of_day
from workshop.api.lots import currency_of, told_day
from workshop.api.operations import Caller
from workshop.api.queries import Told
from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials import issuing
from workshop.materials.accounts import Movement, Posting
from workshop.materials.booking import take_back
from workshop.materials.holding import held_in
from workshop.materials.ledger import Amount
from workshop.materials.lot_moves import movements_of
from workshop.materials.melting import Poured, gather, melt
from workshop.materials.receiving import NewLot, find_lot
from workshop.materials.settling import Settled, settle
from workshop.materials.stock import PAGE, balance_of, lot_named
from workshop.wording import _
from workshop.writing import Writing

# What the lot's own address booked; anything else is taken back where it was done.
BOOKED_HERE = (
    *("received", "issued", "returned", "handed_out", "got_back"),
    *("set_aside", "found_again", "weighed_stock", "day_closed"),
)
Book = Callable[[Writing, str, Amount, str, str | None], int]


def with_person(book: Book) -> Callable[[Writing, shapes.MovedByPerson, str], Told]:
    """The operation of a verb between a lot and a person."""

    def moved(writing: Writing, typed: shapes.MovedByPerson, code: str) -> Told:
        book(writing, code, amount_given(typed.amount), typed.person, typed.note)
        return _booked(writing, code)

    return moved


def with_supplier(book: Book) -> Callable[[Writing, shapes.MovedBySupplier, str], Told]:
    """The operation of a verb between a lot and a supplier."""

    def moved(writing: Writing, typed: shapes.MovedBySupplier, code: str) -> Told:
        book(writing, code, amount_given(typed.amount), typed.supplier, typed.note)
        return _booked(writing, code)

    return moved


def set_aside(writing: Writing, typed: shapes.SetAside, code: str) -> Told:
    amount = amount_given(typed.amount)
    issuing.set_aside(writing, code, amount, typed.where, subject=typed.person, note=typed.note)
    return _booked(writing, code)


def find_again(writing: Writing, typed: shapes.FoundAgain, code: str) -> Told:
    issuing.find_again(writing, code, amount_given(typed.amount), typed.where, typed.note)
    return _booked(writing, code)


def weigh(writing: Writing, typed: shapes.Moved, code: str) -> Told:
    posting = issuing.weigh_stock(writing, code, amount_given(typed.amount), typed.note)
    told = _booked(writing, code)
    return told if posting is not None else told | {"number": None}


def _booked(writing: Writing, code: str) -> Told:
    lot = find_lot(writing, code)
    left = balance_of(writing.session, f"lot:{lot.code}", lot.code)
    return {"code": lot.code, "number": _movements(writing.session, lot.id), "in_stock": amount_told(left)}


def _movements(session: Session, lot_id: int) -> int:
    return session.scalar(select(func.count()).where(Movement.lot_id == lot_id)) or 0


def melt_lots(writing: Writing, typed: shapes.MeltLots) -> Told:
    poured = replace(_poured(typed, "ingot"), are_mixed=typed.are_mixed)
    return {"code": melt(writing, [(part.lot, part.mg) for part in typed.parts], poured)}


def gather_tray(writing: Writing, typed: shapes.GatherTray, tray: str) -> Told:
    return {"code": gather(writing, tray, _poured(typed, tray))}


def _poured(typed: shapes.GatherTray, form: str) -> Poured:
    return Poured(
        typed.poured_mg,
        typed.metal,
        alloy=typed.alloy,
        form=typed.form or form,
        name=typed.name,
        skull_mg=typed.skull_mg,
        loss_mg=typed.loss_mg,
        division_mg=typed.division_mg,
        note=typed.note,
    )


def settle_lot(writing: Writing, typed: shapes.SettleLot, code: str) -> Told:
    if typed.fine_mg > typed.gross_mg:
        raise Invalid(
            _("More fine metal than metal. Read the settlement once more."), slug="fine-too-much", field="fine"
        )
    back = typed.returned
    settled = Settled(
        typed.supplier,
        told_day(writing, typed, "settled_on") or "",
        typed.gross_mg,
        typed.assay,
        typed.fine_mg,
        document=typed.document,
        money_minor=typed.money_minor,
        currency=currency_of(writing, typed.money_minor),
        returned=NewLot("metal", Amount(back.mg), back.alloy, fineness=back.fineness, form=back.form) if back else None,
        note=typed.note,
    )
    credited = settle(writing, code, settled)
    return {"code": find_lot(writing, code).code, "credited": credited}


def list_movements(session: Session, asked: PageWanted, _who: Caller, code: str) -> Told:
    """Newest first; they are numbered from the first on, so a number stays. Three statements."""
    lot = lot_named(session, code)
    rows = movements_of(session, lot.id, asked.page)
    newest = _movements(session, lot.id) - (asked.page - 1) * PAGE
    told = [_movement(row, newest - place) for place, row in enumerate(rows[:PAGE])]
    return {"code": lot.code, "movements": told, "next": asked.page + 1 if len(rows) > PAGE else None}


def _movement(row: Any, number: int) -> Told:
    return amount_told(row) | {
        "number": number,
        "kind": row.kind,
        "source": _end(row.from_kind, row.from_key, row.from_name),
        "to": _end(row.to_kind, row.to_key, row.to_name),
        "by": row.by_name,
        "at": row.at.isoformat(),
        "note": row.note,
    }


def _end(kind: str, key: str, name: str | None) -> Told:
    return {"account": kind, "of": key.partition(":")[2] or None, "name": name}


def take_entry_back(writing: Writing, typed: shapes.TakeBack, code: str, number: str) -> Told:
    """Only what was booked on this lot alone, by the verbs of lots: the rest hangs together with a piece, a tree or other lots."""
    lot = find_lot(writing, code)
    posting = _posting(writing.session, lot.id, number)
    others = select(func.count()).where(Movement.posting_id == posting.id, Movement.lot_id != lot.id)
    if posting.kind not in BOOKED_HERE or writing.session.scalar(others):
        raise Conflict(
            _(
                "This was not booked on the lot alone. Take it back where it was done: at the piece, the tree or the melt."
            ),
            slug="booked-elsewhere",
        )
    take_back(writing, posting.id, typed.note)
    return _booked(writing, code)


def _posting(session: Session, lot_id: int, number: str) -> Any:
    """Id and kind of the entry of a lot's movement. Raises NotFound."""
    if number.isascii() and number.isdigit() and 0 < len(number) < 10 and int(number) > 0:
        moved = select(Posting.id, Posting.kind).join(Movement, Movement.posting_id == Posting.id)
        found = session.execute(
            moved.where(Movement.lot_id == lot_id).order_by(Movement.id).offset(int(number) - 1).limit(1)
        ).one_or_none()
        if found is not None:
            return found
    raise NotFound(_("There is no such entry in the books."), slug="no-such-posting")


def show_balance(session: Session, asked: shapes.OnDay, _who: Caller, code: str) -> Told:
    lot = lot_named(session, code)
    left = balance_of(session, f"lot:{lot.code}", lot.code, end_of_day(session, asked.on))
    return {"code": lot.code, "on": _iso(asked.on), "in_stock": amount_told(left)}


def list_holdings(session: Session, asked: shapes.HoldingsWanted, _who: Caller) -> Told:
    """What people have in hand, what is out of the house, what the trays hold. At most two statements."""
    key = asked.of
    if asked.of in shapes.WITH_WHOM:
        key = f"{asked.of}:{asked.whose}" if asked.whose else ""
    rows = held_in(session, asked.of, key or None, end_of_day(session, asked.on))
    return {"on": _iso(asked.on), "holdings": [_holding(row) for row in rows]}


def _holding(row: Any) -> Told:
    return amount_told(row) | {
        "of": row.kind,
        "whose": row.key.partition(":")[2] or None,
        "name": row.whose,
        "lot": row.code,
        "kind": row.lot_kind,
        "metal": row.metal,
        "fineness": row.fineness,
        "alloy": row.alloy_key,
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
