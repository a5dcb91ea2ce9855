"""What programs take away, or erase, of what is kept of customers: of an order, a repair, an owner; and what strangers reported."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, Field
from sqlalchemy.orm import Session

from workshop.aftercare.forgetting import MODELS, customer_data, subjects_of_piece
from workshop.api import bodies
from workshop.api.answers import Serial, Told
from workshop.api.bodies import LARGEST_FIGURE, Body, Query, Reason, plain_whole
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.repair_shapes import Forget
from workshop.errors import NotFound
from workshop.forgetting import forget, kept_of, note_erased
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import today
from workshop.pieces.queries import piece_standing
from workshop.provenance.reported_copies import (
    PAGE,
    answer_copy,
    copy_reports,
    forget_reporter,
    reopen_copy,
    subject_of_report,
)
from workshop.sales.order_approving import PERSONAL, require_order_over, subject_of_order
from workshop.web import shoproom
from workshop.wording import _
from workshop.writing import Writing

Rows = Annotated[
    dict[str, list[dict[str, str | int]]],
    Field(description="By table, each row with what is kept in it."),
]
Which = Annotated[int, Field(ge=1, le=LARGEST_FIGURE), BeforeValidator(plain_whole)]


class KeptOfOrder(Told):
    order: str
    kept: Rows


class KeptOfRepair(Told):
    repair: str
    kept: Rows


class KeptOfOwner(Told):
    serial: Serial
    kept: Rows


class WhomAsked(Query):
    """Of an owner, a request or a report of loss, by its number at the piece."""

    what: Literal["owner", "request", "report"] = "owner"
    number: Which = 1


class OrderForgotten(Told):
    order: str
    rows: int


class CopiesAsked(Query):
    """Those that wait, or those that were dealt with."""

    state: Literal["waiting", "done"] = "waiting"
    page: Annotated[int, Field(ge=1, le=100_000), BeforeValidator(plain_whole)] = 1


class CopyTold(Told):
    """`done`: what the workshop did about it, null while it waits or once it was erased."""

    subject: str
    serial: Serial
    tag: str
    reported_at: AwareDatetime
    told: str | None
    seen_where: str | None
    contact: str | None
    done: str | None
    done_at: AwareDatetime | None
    done_by: str | None


class Copies(Told):
    reports: list[CopyTold]
    has_more: bool


class DealWith(Body):
    """A word of what was done."""

    done: Reason


class CopyDone(Told):
    subject: str


def order_customer(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> dict[str, Any]:
    subject = subject_of_order(session, code)
    return {"order": code.upper(), "kept": kept_of(session, PERSONAL, [subject], today().isoformat())}


def repair_customer(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> dict[str, Any]:
    return {"repair": code.upper(), "kept": customer_data(session, code, today().isoformat())}


def owner(session: Session, asked: WhomAsked, _who: Caller, serial: str) -> dict[str, Any]:
    piece_id = piece_standing(session, serial).piece_id
    subjects = subjects_of_piece(session, piece_id, asked.what, asked.number)
    if not subjects:
        raise NotFound(_("There is nothing at this address."), slug="nobody-to-forget")
    return {"serial": serial, "kept": kept_of(session, MODELS, subjects, today().isoformat())}


def forget_order_customer(writing: Writing, _typed: Forget, code: str) -> dict[str, Any]:
    subjects = [subject_of_order(writing.session, code)]
    require_order_over(writing.session, code)
    note_erased(shoproom().settings.data_dir, subjects)
    return {"order": code.upper(), "rows": forget(writing, PERSONAL, subjects)}


def copies(session: Session, asked: CopiesAsked, _who: Caller) -> dict[str, Any]:
    rows = copy_reports(session, asked.state, asked.page)
    return {"reports": [_copy(row) for row in rows[:PAGE]], "has_more": len(rows) > PAGE}


def _copy(row: Any) -> dict[str, Any]:
    done_at = row.done_at.isoformat() if row.done_at else None
    said = {"told": row.told, "seen_where": row.seen_where, "contact": row.contact, "done": row.done}
    about = {"subject": row.subject, "serial": row.serial, "tag": row.code, "reported_at": row.at.isoformat()}
    return {**about, **said, "done_at": done_at, "done_by": row.done_by}


def deal_with(writing: Writing, typed: DealWith, subject: str) -> dict[str, Any]:
    answer_copy(writing, subject, typed.done)
    return {"subject": subject}


def open_again(writing: Writing, _typed: Forget, subject: str) -> dict[str, Any]:
    reopen_copy(writing, subject)
    return {"subject": subject}


def forget_stranger(writing: Writing, _typed: Forget, subject: str) -> dict[str, Any]:
    note_erased(shoproom().settings.data_dir, [subject_of_report(writing.session, subject)])
    forget_reporter(writing, subject)
    return {"subject": subject}


ORDER, REPAIR, COPY = "no-such-order", "no-such-repair", "no-such-copy-report"
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET", "/orders/{code}/customer", "export_order_customer", "Everything that is kept of an order's customer, to be handed to them",
        "office", order_customer, KeptOfOrder, roles=MAY_LET_GO, refuses=(ORDER,),
    ),
    Operation(
        "POST", "/orders/{code}/forgetting", "forget_order_customer", "Erase what is kept of an order's customer, once the order has ended",
        "office", forget_order_customer, OrderForgotten, Forget, status=201, roles=MAY_LET_GO, refuses=(ORDER, "order-open"),
    ),
    Operation(
        "GET", "/repairs/{code}/customer", "export_repair_customer", "Everything that is kept of who brought a repair, to be handed to them",
        "office", repair_customer, KeptOfRepair, roles=MAY_LET_GO, refuses=(REPAIR,),
    ),
    Operation(
        "GET", "/pieces/{serial}/owner/kept", "export_owner", "Everything that is kept of an owner, an asker or a disputer, to be handed to them",
        "office", owner, KeptOfOwner, asks=WhomAsked, roles=MAY_LET_GO, refuses=(*PIECE, "nobody-to-forget"),
    ),
    Operation(
        "GET", "/copies", "list_reported_copies", "What strangers reported of copies, the newest first", "office",
        copies, Copies, asks=CopiesAsked, roles=MAY_LET_GO,
    ),
    Operation(
        "POST", "/copies/{subject}/answers", "deal_with_copy", "Say what was done about a reported copy", "office",
        deal_with, CopyDone, DealWith, status=201, roles=MAY_LET_GO, refuses=(COPY, "copy-report-erased"),
    ),
    Operation(
        "POST", "/copies/{subject}/reopening", "reopen_copy", "Let a reported copy wait again", "office",
        open_again, CopyDone, Forget, status=201, roles=MAY_LET_GO, refuses=(COPY,),
    ),
    Operation(
        "POST", "/copies/{subject}/forgetting", "forget_copy_reporter", "Erase what a stranger wrote of a copy, and what was said of it", "office",
        forget_stranger, CopyDone, Forget, status=201, roles=MAY_LET_GO, refuses=(COPY,),
    ),
)  # fmt: skip
