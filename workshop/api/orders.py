"""What programs do with orders: the same verbs as the counter. Who the customer is stays in the house."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from workshop.aftercare.order_told import tell_order
from workshop.api import bodies
from workshop.api import sales_shapes as shapes
from workshop.api.amounts import sees_costs, today_here, zone_here
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.people.duties import MAY_LET_GO, MAY_WORK
from workshop.sales.order_actions import (
    Wish,
    end_order,
    find_order_row,
    newest_number,
    note_deposit,
    rewrite_order,
    take_order,
)
from workshop.sales.order_agreed import go_ahead
from workshop.sales.order_approving import Answered, answer_order
from workshop.sales.order_pieces import make_for_order, put_on_order, take_off_order
from workshop.sales.order_queries import PAGE, OrderLine, find_order, list_orders
from workshop.sales.order_shown import shown_order, text_shown, wanted_lines
from workshop.writing import Writing

NOT_OF_WISH = {"number", "customer", "contact", "due_on"}


def list_them(session: Session, asked: shapes.OrdersAsked, who: Caller) -> Told:
    found = list_orders(session, asked.q, ended=asked.state == "ended", page=asked.page)
    return {"orders": [_row(one, who) for one in found[:PAGE]], "has_more": len(found) > PAGE}


def _row(one: OrderLine, who: Caller) -> Told:
    row, may = one.row, sees_costs(who)
    return {
        "order": row.code,
        "waits_for": one.step,
        "design": row.design_code,
        "size": row.size,
        "due_on": row.due_on,
        "serials": list(one.serials),
        "ordered_at": row.at.isoformat(),
        "ended_how": row.ended_how,
        "currency": row.currency,
        "price_minor": row.price_minor if may else None,
        "deposit_minor": row.deposit_minor if may else None,
    }


def show(session: Session, _asked: bodies.Nothing, who: Caller, code: str) -> Told:
    found = find_order(session, code[:20])
    row, line = found.row, OrderLine(found.row, tuple(one.serial for one in found.pieces), found.step)
    names = ("number", "stones", "engraving", "engraving_place", "letters", "note", "answer", "words")
    return _row(line, who) | {
        **{name: getattr(row, name) for name in names},
        "material": row.ordered_material,
        "agreed_text": _told_text(row, who),
        "gone_on_because": row.went_on_because,
    }


def _agreed_text(session: Session, found: Any) -> str:
    return shown_order(found, zone_here(session), today_here(session)).agreed_text


def _told_text(row: Any, who: Caller) -> str:
    """What is agreed to; without its price for who may not see it."""
    priceless = {"price_minor": None} if not sees_costs(who) else {}
    return text_shown(row.code, row.number, wanted_lines(SimpleNamespace(**(dict(row._mapping) | priceless))))


def take(writing: Writing, typed: shapes.TakeOrder) -> Told:
    return done(writing, take_order(writing, typed.customer, typed.contact, _wish(typed)))


def _wish(typed: shapes.Wished) -> Wish:
    told = typed.model_dump(exclude=NOT_OF_WISH)
    letters = (typed.letters or "upright") if typed.engraving else None
    return Wish(**(told | {"letters": letters, "due_on": typed.due_on.isoformat() if typed.due_on else None}))


def done(writing: Writing, code: str) -> Told:
    row = find_order_row(writing, code)
    return {"order": row.code, "number": newest_number(writing, row.id)}


def rewrite(writing: Writing, typed: shapes.RewriteOrder, code: str) -> Told:
    """Who may not see the price leaves it as it is."""
    wish = _wish(typed)
    if "price_minor" not in typed.model_fields_set:
        wish = Wish(**(vars(wish) | {"price_minor": find_order(writing.session, code[:20]).row.price_minor}))
    rewrite_order(writing, code[:20], typed.number, wish)
    return done(writing, code[:20])


def answer(writing: Writing, typed: shapes.AnswerOrder, code: str) -> Told:
    shown = _agreed_text(writing.session, find_order(writing.session, code[:20]))
    answer_order(writing, code[:20], Answered(typed.number, shown, typed.answer, typed.how, typed.words))
    return done(writing, code[:20])


def tell(writing: Writing, typed: shapes.TellOrder, code: str) -> Told:
    tell_order(writing, code[:20], typed.about, typed.number, typed.how)
    return done(writing, code[:20])


def go_on(writing: Writing, typed: shapes.GoAhead, code: str) -> Told:
    go_ahead(writing, code[:20], typed.number, typed.reason)
    return done(writing, code[:20])


def make(writing: Writing, typed: shapes.MakeForOrder, code: str) -> Told:
    if typed.serial is None:
        return {"order": code.upper(), "serial": make_for_order(writing, code[:20])}
    put_on_order(writing, code[:20], typed.serial)
    return {"order": code.upper(), "serial": typed.serial}


def take_off(writing: Writing, typed: shapes.TakeOff, code: str) -> Told:
    take_off_order(writing, code[:20], typed.serial)
    return {"order": code.upper(), "serial": typed.serial}


def pay(writing: Writing, typed: shapes.NoteDeposit, code: str) -> Told:
    note_deposit(writing, code[:20], typed.amount_minor)
    return done(writing, code[:20])


def end(writing: Writing, typed: shapes.EndOrder, code: str) -> Told:
    end_order(writing, code[:20], typed.how)
    return done(writing, code[:20])


ONE = "/orders/{code}"
ORDER = ("no-such-order", "order-ended")
WISH = ("no-such-design", "no-such-alloy", "too-many-letters", "no-currency")


def _counter(path: str, name: str, says: str, does: Any, shape: tuple[Any, Any], refuses: tuple[str, ...]) -> Operation:
    gives, takes = shape
    return Operation("POST", path, name, says, "log", does, gives, takes, status=201, roles=MAY_WORK, refuses=refuses)


def _owner(path: str, name: str, says: str, does: Any, takes: Any, refuses: tuple[str, ...]) -> Operation:
    gives = shapes.OrderDone
    return Operation(
        "POST", path, name, says, "office", does, gives, takes, status=201, roles=MAY_LET_GO, refuses=refuses
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/orders", "list_orders", "Orders, fifty a page", "read", list_them, shapes.Orders, asks=shapes.OrdersAsked),
    Operation("GET", ONE, "show_order", "One order, whole, but for its customer", "read", show, shapes.OrderTold, refuses=ORDER[:1]),
    _counter("/orders", "take_order", "Write an order down", take, (shapes.OrderDone, shapes.TakeOrder), WISH),
    _counter(f"{ONE}/wishes", "rewrite_order", "Write anew what shall be made; its customer is asked anew", rewrite, (shapes.OrderDone, shapes.RewriteOrder), (*ORDER, *WISH, "order-changed")),
    _counter(f"{ONE}/answers", "answer_order", "Write down what its customer said at the desk or by phone", answer, (shapes.OrderDone, shapes.AnswerOrder), (*ORDER, "order-changed", "answered-already", "words-missing")),
    _counter(f"{ONE}/notices", "tell_order", "Note that its customer was told of what waits for their yes, or that it is ready, and how", tell, (shapes.OrderDone, shapes.TellOrder), (*ORDER, "order-changed", "nothing-to-tell")),
    _counter(f"{ONE}/pieces", "make_for_order", "Make a piece for the order, or put one on it that is there", make, (shapes.ForOrder, shapes.MakeForOrder), (*ORDER, *PIECE, "not-agreed", "no-design", "other-alloy", "scrapped", "on-another-order")),
    _counter(f"{ONE}/removals", "take_off_order", "A piece answers the order no longer", take_off, (shapes.ForOrder, shapes.TakeOff), (*ORDER, *PIECE)),
    _counter(f"{ONE}/deposits", "note_deposit", "Note money that was paid or given back", pay, (shapes.OrderDone, shapes.NoteDeposit), (*ORDER[:1], "no-currency", "amount-is-zero", "more-than-noted")),
    _owner(f"{ONE}/go-ahead", "go_on_without_yes", "Let work begin without the yes, with a reason", go_on, shapes.GoAhead, (*ORDER, "order-changed", "reason-missing")),
    _owner(f"{ONE}/end", "end_order", "End the order: delivered or cancelled", end, shapes.EndOrder, ORDER),
)  # fmt: skip
