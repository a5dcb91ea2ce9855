"""Material changes hands: issued and returned, out and back, set aside, found again, weighed anew."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.accounts import Account, Balance
from workshop.materials.booking import Move, account_of, post
from workshop.materials.ledger import Amount, close
from workshop.materials.models import Lot
from workshop.materials.papers import Supplier
from workshop.materials.receiving import HeldLot, find_lot
from workshop.materials.trays import TRAYS, require_unmixed
from workshop.materials.words import STONE_KINDS
from workshop.people.models import Person
from workshop.wording import _
from workshop.writing import Writing

ASIDE = (*TRAYS, "broken", "lost", "loss")


_PERSON = select(Person.id, Person.name, Person.active).where(Person.subject == bindparam("subject"))
_SUPPLIER = select(Supplier.id, Supplier.code, Supplier.name, Supplier.retired_at).where(
    Supplier.code == bindparam("code")
)
_HELD = (
    select(Balance.mg, Balance.carat_thousandths, Balance.number)
    .where(
        Balance.account_id == select(Account.id).where(Account.key == bindparam("key")).scalar_subquery(),
        Balance.lot_id == bindparam("lot_id"),
    )
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
    lot, to = _lot(writing, code, amount), known_supplier(writing, supplier)
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
    lot, there = _lot(writing, code, amount), known_supplier(writing, supplier)
    away = account_of(writing, "supplier", there.code)
    return post(writing, "got_back", [Move(lot.id, away, lot.account_id, amount)], note=note)


def set_aside(
    writing: Writing, code: str, amount: Amount, where: str, *, subject: str | None = None, note: str | None = None
) -> int:
    """Into a tray of ASIDE, or gone: broken, lost, explained loss. Out of stock, or out of what a person has in hand.

    Raises Conflict when what somebody else owns lies in the tray.
    """
    lot = _lot(writing, code, amount)
    require_unmixed(writing, _aside(where), [lot.id], field="where")
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
    there = there_now(writing, f"lot:{lot.code}", lot.id)
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
class KnownSupplier:
    """A supplier as the verbs need it."""

    id: int
    code: str
    name: str | None
    retired_at: object


def known_supplier(writing: Writing, code: str) -> KnownSupplier:
    """The supplier of that code. Raises NotFound."""
    row = writing.session.execute(_SUPPLIER, {"code": code.strip().upper()}).one_or_none()
    if row is None:
        raise NotFound(_("There is no supplier {code}.", code=code[:40]), slug="no-such-supplier", field="supplier")
    return KnownSupplier(*row)


def code_of(writing: Writing, supplier_id: int | None) -> str | None:
    """The code of a supplier or customer by primary key."""
    return (
        None if supplier_id is None else writing.session.scalar(select(Supplier.code).where(Supplier.id == supplier_id))
    )


def _hands(writing: Writing, subject: str, *, may_have_left: bool = False) -> int:
    person = writing.session.execute(_PERSON, {"subject": subject}).one_or_none()
    if person is None:
        raise NotFound(_("There is nobody of that name here."), slug="no-such-person", field="person")
    if not person.active and not may_have_left:
        raise Conflict(
            _("{name} does not work here any more.", name=person.name), slug="person-not-active", field="person"
        )
    return account_of(writing, "person", subject, person_id=person.id)


def there_now(writing: Writing, key: str, lot_id: int) -> Amount:
    """What an account, by its key, holds of a lot now."""
    row = writing.session.execute(_HELD, {"key": key, "lot_id": lot_id}).one_or_none()
    return Amount(*row) if row else Amount()
