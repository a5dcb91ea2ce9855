"""What programs do with repairs and guarantees: the same verbs as the counter and the bench."""

from typing import Any

from sqlalchemy.orm import Session

from workshop.aftercare.guarantee_actions import Terms, publish_guarantee
from workshop.aftercare.guarantee_queries import all_terms
from workshop.aftercare.repair_actions import (
    Estimate,
    Reply,
    answer_estimate,
    find_job,
    give_estimate,
    hand_back,
    say_told,
    take_into_stock,
)
from workshop.aftercare.repair_intake import Intake, take_in
from workshop.aftercare.repair_lists import PAGE, list_repairs
from workshop.aftercare.repair_queries import find_repair
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.reported_work import Report, report_work
from workshop.api import bodies
from workshop.api import repair_shapes as shapes
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.people.duties import MAY_LET_GO, MAY_WORK
from workshop.people.queries import find_shop
from workshop.pieces.queries import piece_standing
from workshop.writing import Writing

REPAIR = ("no-such-repair", "repair-ended")


def list_them(session: Session, asked: shapes.RepairsAsked, _who: Caller) -> Told:
    found = list_repairs(session, asked.q, ended=asked.state == "ended", page=asked.page)
    return {"repairs": [_row(one.row, one.step) for one in found[:PAGE]], "has_more": len(found) > PAGE}


def show(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> Told:
    shop = find_shop(session)
    found = find_repair(session, code[:20], shop.time_zone if shop else None)
    row = found.row
    lines = [
        {**vars(line), "position": at, "is_agreed": at in found.agreed if row.answer else None}
        for at, line in enumerate(found.lines, 1)
    ]
    return _row(row, found.step) | {
        "seen": piece_standing(session, row.serial).seen,
        "wish": row.wish,
        "stones": row.stones,
        "compared": found.compared.sentence,
        "asks_why": found.compared.asks,
        "estimate": row.number,
        "shown": found.offer_digest or None,
        "lines": lines,
        "valid_until": row.valid_until,
        "answer": row.answer,
        "agreed_text": row.told,
        "may_be_told": row.is_told,
        "said": [
            {"words": one.words or "", "at": one.at.isoformat(), "is_ours": one.by_id is not None}
            for one in found.words
        ],
    }


def _row(row: Any, step: str) -> Told:
    return {
        "repair": row.code,
        "serial": row.serial,
        "is_ours": row.is_ours,
        "waits_for": step,
        "looks": row.seen,
        "weight_mg": row.weight_mg,
        "before_mg": row.before_mg,
        "received_at": row.received_at.isoformat(),
        "due_on": row.due_on,
        "ended_how": row.ended_how,
    }


def come_in(writing: Writing, typed: shapes.TakeIn) -> Told:
    told = typed.model_dump(exclude={"may_be_told", "due_on"})
    due_on = typed.due_on.isoformat() if typed.due_on else None
    code = take_in(writing, Intake(**told, is_told=typed.may_be_told, due_on=due_on))
    serial = find_job(writing, code).serial
    return {"repair": code, "serial": serial, "seen": piece_standing(writing.session, serial).seen}


def estimate(writing: Writing, typed: shapes.GiveEstimate, code: str) -> Told:
    lines = [Line(**one.model_dump()) for one in typed.lines]
    number = give_estimate(writing, code, Estimate(lines, typed.valid_until.isoformat(), typed.days))
    return {"repair": find_job(writing, code).code, "estimate": number}


def answer(writing: Writing, typed: shapes.AnswerEstimate, code: str) -> Told:
    given = answer_estimate(writing, code, Reply(typed.number, typed.lines, typed.how, typed.words, typed.shown))
    return {"repair": find_job(writing, code).code, "answer": given}


def consent(writing: Writing, typed: shapes.SayTold, code: str) -> Told:
    say_told(writing, code, is_told=typed.may_be_told)
    return done(writing, code)


def handed(writing: Writing, typed: shapes.HandBack, code: str) -> Told:
    hand_back(writing, code, typed.seen, kind=typed.how)
    return done(writing, code)


def traded(writing: Writing, typed: shapes.TradeIn, code: str) -> Told:
    take_into_stock(writing, code, typed.seen, typed.reason)
    return done(writing, code)


def done(writing: Writing, code: str) -> Told:
    job = find_job(writing, code)
    return {"repair": job.code, "serial": job.serial}


def reported(writing: Writing, typed: shapes.ReportWork, serial: str) -> Told:
    report = Report(typed.told, typed.done_on, typed.by_whom, typed.may_be_told)
    return {"serial": serial, "number": report_work(writing, serial, report)}


def publish(writing: Writing, typed: shapes.Publish) -> Told:
    number = publish_guarantee(writing, Terms(**typed.model_dump()))
    return {"design": typed.design, "version": number}


def guarantees(session: Session, _asked: bodies.Nothing, _who: Caller) -> Told:
    names = ("is_given", "guarantor", "years", "lasts", "covers", "excludes", "is_free", "is_whole", "has_eu_label")
    rows = all_terms(session)
    return {
        "guarantees": [
            {"design": row.code, "version": row.Guarantee.number, **{one: getattr(row.Guarantee, one) for one in names}}
            for row in rows
        ]
    }


ONE = "/repairs/{code}"
TAKING = (
    *(*PIECE, "not-out", "in-repair-already", "which-piece", "looks-missing", "weight-missing", "weight-not-positive"),
    *("weight-too-large", "kind-unknown", "scrapped", "out-for-outwork", "count-out-of-range"),
)
OFFERING = (*REPAIR, "day-is-over", "price-not-understood", "no-currency", "lines-missing", "days-out-of-range")
ANSWERING = (*REPAIR, "no-estimate", "estimate-changed", "answered-already", "estimate-over", "how-unknown")
PROMISING = (
    *("no-such-design", "guarantee-incomplete", "duration-missing", "lifetime-undefined", "word-outruns-facts"),
    "eu-label-missing",
)


def at_the_bench(
    path: str, name: str, says: str, does: Any, shape: tuple[Any, Any], refuses: tuple[str, ...]
) -> Operation:
    gives, takes = shape
    return Operation("POST", path, name, says, "log", does, gives, takes, status=201, roles=MAY_WORK, refuses=refuses)


def _by_the_owner(
    path: str, name: str, says: str, does: Any, shape: tuple[Any, Any], refuses: tuple[str, ...]
) -> Operation:
    gives, takes = shape
    return Operation(
        "POST", path, name, says, "office", does, gives, takes, status=201, roles=MAY_LET_GO, refuses=refuses
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/repairs",
        "list_repairs",
        "Repairs, fifty a page",
        "read",
        list_them,
        shapes.Repairs,
        asks=shapes.RepairsAsked,
    ),
    Operation("GET", ONE, "show_repair", "One repair, whole", "read", show, shapes.RepairTold, refuses=REPAIR[:1]),
    at_the_bench(
        "/repairs",
        "take_in",
        "Take a piece in for a repair, or a thing made elsewhere",
        come_in,
        (shapes.TakenIn, shapes.TakeIn),
        TAKING,
    ),
    at_the_bench(
        f"{ONE}/estimates",
        "give_estimate",
        "Freeze what it would cost; its owner is asked anew",
        estimate,
        (shapes.Estimated, shapes.GiveEstimate),
        OFFERING,
    ),
    at_the_bench(
        f"{ONE}/answers",
        "answer_estimate",
        "Write down what its owner said; one answer wins",
        answer,
        (shapes.Answered, shapes.AnswerEstimate),
        ANSWERING,
    ),
    at_the_bench(
        f"{ONE}/consents",
        "say_what_is_told",
        "Whether the public page may tell it",
        consent,
        (shapes.Done, shapes.SayTold),
        REPAIR[:1],
    ),
    _by_the_owner(
        f"{ONE}/hand-back",
        "hand_back",
        "Hand or send it back on its own current pass; the repair ends",
        handed,
        (shapes.Done, shapes.HandBack),
        (*REPAIR, "not-released", "not-here"),
    ),
    _by_the_owner(
        f"{ONE}/trade-in",
        "take_into_stock",
        "The shop keeps it; it is inspected whole before it is sold",
        traded,
        (shapes.Done, shapes.TradeIn),
        (*REPAIR, "reason-missing", "scrapped", "out-for-outwork"),
    ),
    at_the_bench(
        "/pieces/{serial}/reported-work",
        "report_work",
        "Work by others, told to us and not seen",
        reported,
        (shapes.Reported, shapes.ReportWork),
        (*PIECE, "not-a-day", "missing"),
    ),
    Operation(
        "GET", "/guarantees", "list_guarantees", "The terms that hold now", "read", guarantees, shapes.Guarantees
    ),
    _by_the_owner(
        "/guarantees",
        "publish_guarantee",
        "Publish terms of guarantee, frozen from then on",
        publish,
        (shapes.Published, shapes.Publish),
        PROMISING,
    ),
)
