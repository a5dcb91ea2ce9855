"""Material changes hands: issued and returned, out and back, set aside, found again, weighed anew, settled by a refiner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select

from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.accounts import Account, Balance
from workshop.materials.booking import Move, account_of, post
from workshop.materials.ledger import FINE_PARTS, Amount, close
from workshop.materials.melting import book_closing
from workshop.materials.models import Lot, Settlement
from workshop.materials.papers import Document, Supplier
from workshop.materials.receiving import HeldLot, NewLot, find_lot, receive_lot
from workshop.materials.words import STONE_KINDS
from workshop.people.models import Person
from workshop.units import grams
from workshop.wording import _
from workshop.writing import Writing

ASIDE = ("scrap", "lemel", "sweeps", "broken", "lost", "loss")


@dataclass(frozen=True)
class Settled:
    """A refiner's settlement: what was weighed there, its assay in parts per 10,000, fine milligrams credited.

    Credited as money in minor units, or as metal that comes back as a new lot; `document` is the settlement's paper.
    """

    supplier: str
    settled_on: str
    gross_mg: int
    assay: int
    fine_mg: int
    document: str | None = None
    money_minor: int | None = None
    currency: str | None = None
    returned: NewLot | None = None
    note: str | None = None


_PERSON = select(Person.id, Person.name, Person.active).where(Person.subject == bindparam("subject"))
_SUPPLIER = select(Supplier.id, Supplier.code, Supplier.name, Supplier.retired_at).where(
    Supplier.code == bindparam("code")
)
_HELD = (
    select(Balance.mg, Balance.carat_thousandths, Balance.number)
    .join(Account, Account.id == Balance.account_id)
    .where(Account.key == bindparam("key"), Balance.lot_id == bindparam("lot_id"))
    .order_by(Balance.sequence.desc())
    .limit(1)
)


def issue(writing: Writing, code: str, amount: Amount, subject: str, note: str | None = None) -> int:
    """Give so much of a lot to a person; returns the posting.

    Raises NotFound for an unknown lot or person, Invalid for an amount that the lot cannot be measured by, Conflict when
    there is not so much of it.
    """
    lot = _lot(writing, code, amount)
    return post(writing, "issued", [Move(lot.id, lot.account_id, _hands(writing, subject), amount)], note=note)


def bring_back(writing: Writing, code: str, amount: Amount, subject: str, note: str | None = None) -> int:
    """What a person has of a lot comes back into stock; returns the posting."""
    lot = _lot(writing, code, amount)
    hands = _hands(writing, subject, may_have_left=True)
    return post(writing, "returned", [Move(lot.id, hands, lot.account_id, amount)], note=note)


def hand_out(writing: Writing, code: str, amount: Amount, supplier: str, note: str | None = None) -> int:
    """Send so much of a lot to a refiner, a caster, or its owner; returns the posting. Raises Conflict for a retired one."""
    lot, to = _lot(writing, code, amount), _supplier(writing, supplier)
    if to.retired_at is not None:
        raise Conflict(
            _("{code} is retired. Take them up again first, or choose another.", code=to.code),
            slug="supplier-retired",
            field="supplier",
        )
    return post(
        writing,
        "handed_out",
        [Move(lot.id, lot.account_id, account_of(writing, "supplier", to.code), amount)],
        note=note,
    )


def get_back(writing: Writing, code: str, amount: Amount, supplier: str, note: str | None = None) -> int:
    """What was sent out comes back as it was; returns the posting."""
    lot, there = _lot(writing, code, amount), _supplier(writing, supplier)
    away = account_of(writing, "supplier", there.code)
    return post(writing, "got_back", [Move(lot.id, away, lot.account_id, amount)], note=note)


def set_aside(
    writing: Writing, code: str, amount: Amount, where: str, *, subject: str | None = None, note: str | None = None
) -> int:
    """Into a tray of ASIDE, or gone: broken, lost, explained loss. Out of stock, or out of what a person has in hand."""
    lot = _lot(writing, code, amount)
    source = lot.account_id if subject is None else _hands(writing, subject, may_have_left=True)
    return post(writing, "set_aside", [Move(lot.id, source, account_of(writing, _aside(where)), amount)], note=note)


def find_again(writing: Writing, code: str, amount: Amount, where: str, note: str | None = None) -> int:
    """What was set aside, broken or lost is back in stock; returns the posting. Raises Conflict when not so much is there."""
    lot = _lot(writing, code, amount)
    source = account_of(writing, _aside(where))
    return post(writing, "found_again", [Move(lot.id, source, lot.account_id, amount)], note=note)


def weigh_stock(writing: Writing, code: str, shown: Amount, note: str | None = None) -> int | None:
    """Weigh and count what is left of a lot; returns the posting, None when the books say the same.

    What the scale cannot tell apart is booked as weighing, the rest as unexplained.
    """
    lot = find_lot(writing, code)
    if min(shown.mg, shown.carat_thousandths, shown.number) < 0:
        raise Invalid(
            _("Nothing weighs less than nothing. Type what is there."), slug="amount-negative", field="amount"
        )
    _require_measured(lot, shown)
    there = _there(writing, f"lot:{lot.code}", lot.id)
    division = writing.session.scalar(select(Lot.division_mg).where(Lot.id == lot.id)) or 10
    moves: list[Move] = []
    for kind, missing in _missing(there - shown, division).items():
        moves += _out_or_in(lot, account_of(writing, kind), missing)
    return post(writing, "weighed_stock", moves, note=note) if moves else None


def _missing(missing: Amount, division_mg: int) -> Mapping[str, Amount]:
    """What is missing by the account that takes it; what is there too much is below nothing."""
    closing = close(missing.mg, division_mg=division_mg)
    carats = missing.carat_thousandths
    counted = missing.number == 0
    return {
        "weighing": Amount(closing.weighing, carats if counted else 0),
        "unexplained": Amount(closing.unexplained, 0 if counted else carats, missing.number),
    }


def _out_or_in(lot: HeldLot, other_id: int, missing: Amount) -> list[Move]:
    out = Amount(*(max(part, 0) for part in vars(missing).values()))
    found = Amount(*(max(-part, 0) for part in vars(missing).values()))
    ends = ((lot.account_id, other_id, out), (other_id, lot.account_id, found))
    return [Move(lot.id, source, to, amount) for source, to, amount in ends if amount]


def settle(writing: Writing, code: str, settled: Settled) -> str | None:
    """A refiner's settlement closes a lot that was sent; returns the code of the lot of returned metal, None for money.

    Raises Conflict when the lot was settled already, is not there, or part of it is still in stock; Invalid for figures that
    cannot be.
    """
    lot, refiner = find_lot(writing, code), _supplier(writing, settled.supplier)
    _require_open(writing, lot, refiner.code)
    _require_sound(writing, lot, settled)
    document = _document(writing, settled.document)
    posting = _book_settlement(writing, lot, refiner.code, settled)
    credited = None if settled.returned is None else _credit(writing, settled.returned, settled)
    writing.add(
        Settlement,
        lot_id=lot.id,
        supplier_id=refiner.id,
        document_id=document,
        settled_on=settled.settled_on,
        gross_mg=settled.gross_mg,
        assay=settled.assay,
        fine_mg=settled.fine_mg,
        credited_lot_id=None if credited is None else find_lot(writing, credited).id,
        money_minor=settled.money_minor,
        currency=settled.currency,
        posting_id=posting,
        at=writing.at,
        by_id=writing.by.id,
    )
    return credited


def _credit(writing: Writing, returned: NewLot, settled: Settled) -> str:
    papers = (settled.document,) if settled.document else ()
    return receive_lot(
        writing, replace(returned, supplier=settled.supplier, received_on=settled.settled_on, papers=papers)
    )


def _book_settlement(writing: Writing, lot: HeldLot, refiner: str, settled: Settled) -> int:
    """All that was sent is refined, and what the refiner's scale shows otherwise is booked as it is anywhere."""
    away = account_of(writing, "supplier", refiner)
    sent = _there(writing, f"supplier:{refiner}", lot.id)
    division = writing.session.scalar(select(Lot.division_mg).where(Lot.id == lot.id)) or 10
    moves = book_closing(writing, lot.id, away, vars(close(sent.mg - settled.gross_mg, division_mg=division)))
    refined = Move(lot.id, away, account_of(writing, "refined"), Amount(settled.gross_mg, 0, sent.number))
    return post(writing, "settled", [*moves, refined], note=settled.note)


def _require_open(writing: Writing, lot: HeldLot, refiner: str) -> None:
    if writing.session.scalar(select(Settlement.id).where(Settlement.lot_id == lot.id)) is not None:
        raise Conflict(_("Lot {code} is settled already.", code=lot.code), slug="settled-already")
    if not _there(writing, f"supplier:{refiner}", lot.id):
        raise Conflict(
            _("Nothing of lot {code} is at {refiner}. Send it there first.", code=lot.code, refiner=refiner),
            slug="not-sent",
            field="supplier",
        )
    left = _there(writing, f"lot:{lot.code}", lot.id)
    if left:
        raise Conflict(
            _(
                "{grams} g of lot {code} is still here. A settlement closes the whole lot: send the rest, or set it aside first.",
                grams=grams(left.mg),
                code=lot.code,
            ),
            slug="not-all-sent",
        )


def _require_sound(writing: Writing, lot: HeldLot, settled: Settled) -> None:
    received_on = writing.session.scalar(select(Lot.received_on).where(Lot.id == lot.id))
    if lot.kind in STONE_KINDS:
        raise Invalid(_("Stones are not refined."), slug="not-metal", field="lot")
    if not 1 <= settled.assay <= FINE_PARTS:
        raise Invalid(_("An assay is at most 1000 parts in a thousand."), slug="assay-out-of-range", field="assay")
    if settled.gross_mg <= 0 or settled.fine_mg < 0:
        raise Invalid(_("Type what the refiner weighed, in grams."), slug="amount-missing", field="gross")
    if settled.fine_mg * FINE_PARTS > settled.gross_mg * settled.assay + FINE_PARTS:
        raise Invalid(
            _("More fine metal is credited than the assay finds. Read the settlement once more."),
            slug="fine-too-much",
            field="fine",
        )
    if received_on is not None and settled.settled_on < received_on:
        raise Invalid(
            _("Lot {code} came in on {day}: it cannot be settled before.", code=lot.code, day=received_on),
            slug="settled-before-received",
            field="settled_on",
        )


def _lot(writing: Writing, code: str, amount: Amount) -> HeldLot:
    """The lot, when so much of it can be asked for."""
    lot = find_lot(writing, code)
    _require_measured(lot, amount)
    if min(vars(amount).values()) < 0 or not (amount.mg or amount.carat_thousandths):
        raise Invalid(_("Say how much of lot {code}.", code=lot.code), slug="amount-missing", field="amount")
    return lot


def _require_measured(lot: HeldLot, amount: Amount) -> None:
    """Stones are weighed in carats and counted, metal is weighed in grams."""
    if lot.kind in STONE_KINDS and (amount.mg or bool(amount.carat_thousandths) != bool(amount.number)):
        raise Invalid(
            _("Lot {code} is stones: type carats and how many. Carat is a weight, karat a fineness.", code=lot.code),
            slug="stones-in-carats",
            field="carats",
        )
    if lot.kind not in STONE_KINDS and amount.carat_thousandths:
        raise Invalid(
            _(
                "Lot {code} is metal: type grams. Karat is the fineness of gold, carat the weight of a stone.",
                code=lot.code,
            ),
            slug="metal-in-grams",
            field="amount",
        )


def _aside(where: str) -> str:
    if where not in ASIDE:
        raise Invalid(_("“{where}” is no place for it.", where=where[:40]), slug="place-unknown", field="where")
    return where


@dataclass(frozen=True)
class _Supplier:
    id: int
    code: str
    name: str | None
    retired_at: object


def _supplier(writing: Writing, code: str) -> _Supplier:
    row = writing.session.execute(_SUPPLIER, {"code": code.strip().upper()}).one_or_none()
    if row is None:
        raise NotFound(_("There is no supplier {code}.", code=code[:40]), slug="no-such-supplier", field="supplier")
    return _Supplier(*row)


def _hands(writing: Writing, subject: str, *, may_have_left: bool = False) -> int:
    person = writing.session.execute(_PERSON, {"subject": subject}).one_or_none()
    if person is None:
        raise NotFound(_("There is nobody of that name here."), slug="no-such-person", field="person")
    if not person.active and not may_have_left:
        raise Conflict(
            _("{name} does not work here any more.", name=person.name), slug="person-not-active", field="person"
        )
    return account_of(writing, "person", subject, person_id=person.id)


def _document(writing: Writing, code: str | None) -> int | None:
    if code is None:
        return None
    found = writing.session.scalar(select(Document.id).where(Document.code == code))
    if found is None:
        raise NotFound(_("There is no document {code}.", code=code[:40]), slug="no-such-document", field="document")
    return int(found)


def _there(writing: Writing, key: str, lot_id: int) -> Amount:
    row = writing.session.execute(_HELD, {"key": key, "lot_id": lot_id}).one_or_none()
    return Amount(*row) if row else Amount()
