"""What programs do with deliveries at wholesale; the same verbs as the office."""

from typing import Any

from sqlalchemy.orm import Session

from workshop.api import bodies
from workshop.api import delivery_shapes as shapes
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.people.duties import MAY_LET_GO
from workshop.pieces.queries import piece_standing
from workshop.reports.reckoning import terms_now
from workshop.sales.delivery_actions import NewDelivery, deliver, note_entry, take_back
from workshop.sales.delivery_queries import PAGE, WantedDeliveries, find_delivery, list_deliveries
from workshop.sales.delivery_rules import Entry, Terms
from workshop.writing import Writing


def list_them(session: Session, asked: shapes.DeliveriesAsked, _who: Caller) -> Told:
    found = list_deliveries(session, WantedDeliveries(asked.q, asked.state, asked.page))
    told = [_row(row, row.pay_on, int(row.worth_minor), int(row.open_minor)) for row in found[:PAGE]]
    return {"deliveries": told, "has_more": len(found) > PAGE}


def _row(row: Any, pay_on: str, worth_minor: int, open_minor: int) -> Told:
    return {
        "delivery": row.code,
        "holder": row.holder,
        "left_at": row.at.isoformat(),
        "pay_on": pay_on,
        "currency": row.currency,
        "worth_minor": worth_minor,
        "open_minor": open_minor,
    }


def show(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> Told:
    found = find_delivery(session, code[:20])
    told = _row(found.case.row, found.terms.pay_on, found.delivered_minor, found.open_minor)
    pieces = [
        {
            "serial": one.serial,
            "design": one.design,
            "price_minor": one.price_minor,
            "is_given_back": one.outcome == "back",
            "seen": one.seen,
        }
        for one in found.case.lines
    ]
    return told | vars(found.terms) | {"pieces": pieces, "entries": [vars(one) for one in found.entries]}


def send(writing: Writing, typed: shapes.Deliver) -> Told:
    house, until = terms_now(writing.session), typed.returns_until.isoformat() if typed.returns_until else None
    carriage_by, loss_by = typed.carriage_by or house.carriage_by, typed.loss_by or house.shop_loss_by
    terms = Terms(typed.pay_on.isoformat(), until, carriage_by, loss_by)
    prices = {one.serial: one.price_minor for one in typed.pieces if one.price_minor is not None}
    serials = [one.serial for one in typed.pieces]
    percent = typed.percent or house.wholesale_percent
    new = NewDelivery(typed.holder, serials, terms, percent, prices, typed.contact)
    return {"delivery": deliver(writing, new)}


def give_back(writing: Writing, typed: shapes.GiveBack, code: str) -> Told:
    is_new = take_back(writing, code[:20], typed.serial, typed.seen)
    seen = piece_standing(writing.session, typed.serial).seen
    return _delivery(writing, code) | {"serial": typed.serial, "is_new": is_new, "seen": seen}


def note(writing: Writing, typed: shapes.NoteEntry, code: str) -> Told:
    note_entry(writing, code[:20], Entry(typed.kind, typed.amount_minor, typed.on.isoformat()))
    return _delivery(writing, code)


def _delivery(writing: Writing, code: str) -> Told:
    return {"delivery": find_delivery(writing.session, code[:20]).case.row.code}


ONE = "/deliveries/{code}"
HERE = ("no-such-delivery", "no-such-case")


def _owner(path: str, name: str, says: str, does: Any, shape: tuple[Any, Any], refuses: tuple[str, ...]) -> Operation:
    gives, takes = shape
    return Operation(
        "POST", path, name, says, "office", does, gives, takes, status=201, roles=MAY_LET_GO, refuses=refuses
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/deliveries", "list_deliveries", "Deliveries at wholesale, fifty a page", "office", list_them, shapes.Deliveries, asks=shapes.DeliveriesAsked, roles=MAY_LET_GO),
    Operation("GET", ONE, "show_delivery", "One delivery: its pieces, its terms, what was paid", "office", show, shapes.DeliveryTold, roles=MAY_LET_GO, refuses=HERE),
    _owner("/deliveries", "deliver", "A shop buys pieces: every piece on its own departure, or none", send, (shapes.DeliveryDone, shapes.Deliver), (*PIECE, "cannot-go", "pieces-missing", "pay-day-is-over", "day-is-over", "no-currency", "price-missing")),
    _owner(f"{ONE}/returns", "give_back", "The shop gives a piece back; its pass ends", give_back, (shapes.GivenBack, shapes.GiveBack), (*HERE, *PIECE, "not-of-this-case", "decided", "moved-on", "not-here")),
    _owner(f"{ONE}/entries", "note_entry", "What was paid, or changed of the sum as it was agreed", note, (shapes.DeliveryDone, shapes.NoteEntry), (*HERE, "amount-is-zero", "agreed-otherwise", "more-than-noted", "day-to-come")),
)  # fmt: skip
