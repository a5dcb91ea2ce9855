"""What programs do with cases: out, in, and what became of each piece; the same verbs as the office."""

from typing import Any

from sqlalchemy.orm import Session

from workshop.api import bodies
from workshop.api import sales_shapes as shapes
from workshop.api.amounts import sees_costs
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.days import date_at
from workshop.people.duties import MAY_LET_GO
from workshop.people.queries import find_shop
from workshop.pieces.queries import piece_standing
from workshop.reports.reckoning import terms_now
from workshop.sales.case_actions import NewCase, Said, add_to_case, close_case, pack_case, say_outcome
from workshop.sales.case_queries import PAGE, WantedCases, case_row, find_case, list_cases
from workshop.sales.sale_actions import Sold
from workshop.writing import Writing


def list_them(session: Session, asked: shapes.CasesAsked, who: Caller) -> Told:
    wanted = WantedCases(asked.q, asked.place, closed=asked.state == "closed", page=asked.page)
    found = list_cases(session, wanted)
    return {"cases": [_counted(row, who) for row in found[:PAGE]], "has_more": len(found) > PAGE}


def _counted(row: Any, who: Caller) -> Told:
    names = ("went", "back", "sold", "lost", "open")
    return _row(row, who) | {name: getattr(row, name) for name in names} | {"still_there": row.there}


def _row(row: Any, who: Caller) -> Told:
    return {
        "case": row.code,
        "place": row.place,
        "holder": row.holder if sees_costs(who) else None,
        "due_on": row.due_on,
        "left_at": row.at.isoformat(),
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
    }


def show(session: Session, _asked: bodies.Nothing, who: Caller, code: str) -> Told:
    found = find_case(session, code[:20])
    pieces = [_line(one, who) for one in found.lines]
    return _row(found.row, who) | {"currency": found.row.currency, "pieces": pieces}


def _line(row: Any, who: Caller) -> Told:
    may = sees_costs(who)
    names = ("serial", "design", "outcome", "note", "place", "seen", "sold_on")
    return {name: getattr(row, name) for name in names} | {
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "price_minor": row.price_minor if may else None,
        "sold_minor": row.sold_minor if may else None,
    }


def pack(writing: Writing, typed: shapes.PackCase) -> Told:
    """Without a day it is awaited back as the terms of the house say."""
    shop = find_shop(writing.session)
    today = date_at(writing.at, shop.time_zone if shop else None)
    due_on = typed.due_on.isoformat() if typed.due_on else terms_now(writing.session).due_on(today, typed.place)
    return {"case": pack_case(writing, NewCase(**(typed.model_dump() | {"due_on": due_on})))}


def add(writing: Writing, typed: shapes.AddToCase, code: str) -> Told:
    add_to_case(writing, code[:20], typed.serials)
    return _case(writing, code)


def come_in(writing: Writing, typed: shapes.CaseBack, code: str) -> Told:
    return _said(writing, code, typed.serial, Said("back", typed.seen))


def decide(writing: Writing, typed: shapes.CaseOutcome, code: str) -> Told:
    sold = Sold(typed.price_minor, typed.sold_on.isoformat() if typed.sold_on else None)
    said = Said(typed.outcome, typed.seen, typed.note, sold if typed.outcome == "sold" else None)
    return _said(writing, code, typed.serial, said)


def _said(writing: Writing, code: str, serial: str, said: Said) -> Told:
    is_new = say_outcome(writing, code[:20], serial, said)
    seen = piece_standing(writing.session, serial).seen
    return _case(writing, code) | {"serial": serial, "is_new": is_new, "seen": seen}


def close(writing: Writing, _typed: shapes.CloseCase, code: str) -> Told:
    close_case(writing, code[:20])
    return _case(writing, code)


def _case(writing: Writing, code: str) -> Told:
    return {"case": case_row(writing.session, code[:20]).code}


ONE = "/cases/{code}"
CASE = ("no-such-case",)
OUT = (*PIECE, "cannot-go", "pieces-missing")
LINE = (*CASE, *PIECE, "not-of-this-case", "decided", "moved-on", "not-here")


def _owner(path: str, name: str, says: str, does: Any, shape: tuple[Any, Any], refuses: tuple[str, ...]) -> Operation:
    gives, takes = shape
    return Operation(
        "POST", path, name, says, "office", does, gives, takes, status=201, roles=MAY_LET_GO, refuses=refuses
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/cases", "list_cases", "Cases, fifty a page", "read", list_them, shapes.Cases, asks=shapes.CasesAsked),
    Operation("GET", ONE, "show_case", "One case with what became of each piece", "read", show, shapes.CaseTold, refuses=CASE),
    _owner("/cases", "pack_case", "Case out: every piece on its own departure, or none", pack, (shapes.CaseDone, shapes.PackCase), (*OUT, "holder-missing")),
    _owner(f"{ONE}/pieces", "add_to_case", "Further pieces go after an open case", add, (shapes.CaseDone, shapes.AddToCase), (*CASE, *OUT, "case-closed", "went-before")),
    Operation("POST", f"{ONE}/returns", "case_in", "A piece of the case is here again; its pass ends", "log", come_in, shapes.CaseSaid, shapes.CaseBack, status=201, refuses=LINE),
    _owner(f"{ONE}/outcomes", "say_outcome", "A piece of the case is sold, still there or missing", decide, (shapes.CaseSaid, shapes.CaseOutcome), (*LINE, "is-here", "not-released", "reason-missing", "day-to-come", "no-currency")),
    _owner(f"{ONE}/closing", "close_case", "Close the case, once each piece is decided", close, (shapes.CaseDone, shapes.CloseCase), (*CASE, "pieces-undecided")),
)  # fmt: skip
