"""What programs ask of claims: what may be said of a piece, what would fall with a document, the trace, and recalls."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from workshop.api import claim_shapes as shapes
from workshop.api.bodies import Nothing
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.claims.freezing import published
from workshop.claims.overview import judge_pieces
from workshop.claims.results import ClaimResult
from workshop.claims.rulebook import BY_KEY
from workshop.claims.trace import count_all, find_start
from workshop.claims.tracelines import PAGE, Line, lines_of
from workshop.days import zone_of
from workshop.people.duties import MAY_LET_GO
from workshop.people.queries import find_shop
from workshop.pieces.queries import piece_standing
from workshop.provenance.falling import falling, pages_of
from workshop.provenance.recalls import (
    Listed,
    NewRecall,
    end_recall,
    list_recalls,
    mark_told,
    one_recall,
    recalled_pieces,
    start_recall,
)
from workshop.units import moment
from workshop.web import shoproom
from workshop.writing import Writing

RECALL = ("no-such-recall",)


def _today(session: Session) -> date:
    shop = find_shop(session)
    return shoproom().now().astimezone(zone_of(shop.time_zone if shop else None)).date()


def piece_claims(session: Session, _asked: Nothing, _who: Caller, serial: str) -> Told:
    standing, on = piece_standing(session, serial), _today(session)
    (judged,) = judge_pieces(session, [standing.piece_id], on)
    return {
        "serial": standing.serial,
        "on": on.isoformat(),
        "claims": [_claim(one) for one in judged.results],
        "published": [
            {
                "claim": row.rule,
                "number": row.sequence,
                "version": row.version,
                "status": row.status,
                "sentence": row.sentence,
                "at": _time(row.at),
            }
            for row in published(session, standing.piece_id)
        ],
    }


def _claim(one: ClaimResult) -> Told:
    return {
        "claim": one.key,
        "number": one.number,
        "name": BY_KEY[one.key].name,
        "version": one.version.isoformat(),
        "status": one.status,
        "sentence": one.sentence or None,
        "limit": one.limit or None,
        "reasons": list(one.reasons),
        "missing": one.missing or None,
        "papers": list(one.papers),
        "is_mandatory": one.is_mandatory,
    }


def _time(at: Any) -> str | None:
    if at is None:
        return None
    told = moment(at) if isinstance(at, int) else at
    return str(told.isoformat())


def document_falls(session: Session, _asked: Nothing, _who: Caller, code: str) -> Told:
    found = falling(session, code, _today(session))
    return {
        "document": found.document,
        "lots": list(found.lots),
        "pages": found.pages,
        "left": found.left,
        "falls": [{"serial": one.serial, "claims": list(one.falls)} for one in found.falls],
        "stays": [one.serial for one in found.stays],
        "is_cut": found.is_cut,
    }


def trace(session: Session, asked: shapes.TraceAsked, _who: Caller, code: str) -> Told:
    start = find_start(session, code)
    lines = lines_of(session, start, asked.show, page=asked.page)
    shown = lines[:PAGE]
    pages = pages_of(session, [line.piece_id for line in shown]) if asked.show == "pieces" else {}
    return {
        "code": start.code,
        "kind": start.kind,
        "counts": vars(count_all(session, start)),
        "lines": [_line(line, pages) for line in shown],
        "next": asked.page + 1 if len(lines) > PAGE else None,
    }


def _line(line: Line, pages: dict[int, str]) -> Told:
    return {
        "code": line.code,
        "what": line.what,
        "way": line.way,
        "note": line.note or None,
        "place": line.place,
        "left_at": _time(line.left_at),
        "page": _page(line, pages),
    }


def _page(line: Line, pages: dict[int, str]) -> str | None:
    return f"/p/{pages[line.piece_id]}" if line.piece_id in pages else None


def recalls(session: Session, asked: shapes.RecallsAsked, _who: Caller) -> Told:
    found = list_recalls(session, asked.page)
    return {"recalls": [_recall(one) for one in found[:PAGE]], "next": asked.page + 1 if len(found) > PAGE else None}


def _recall(one: Listed) -> Told:
    return {
        "code": one.code,
        "reason": one.reason,
        "risk": one.risk,
        "to_do": one.to_do,
        "begun_from": one.begun_from,
        "at": _time(one.at),
        "ended_at": _time(one.ended_at),
        "ended_note": one.ended_note,
        "pieces": one.pieces,
        "told": one.told,
    }


def show_recall(session: Session, asked: shapes.RecallsAsked, _who: Caller, code: str) -> Told:
    found = one_recall(session, code)
    pieces = recalled_pieces(session, code, page=asked.page)
    pages = pages_of(session, [line.piece_id for line, _told in pieces[:PAGE]])
    lines = [
        {
            "serial": line.code,
            "place": line.place,
            "left_at": _time(line.left_at),
            "told_at": _time(told_at),
            "page": _page(line, pages),
        }
        for line, told_at in pieces[:PAGE]
    ]
    return {"recall": _recall(found), "lines": lines, "next": asked.page + 1 if len(pieces) > PAGE else None}


def begin(writing: Writing, typed: shapes.StartRecall) -> Told:
    new = NewRecall(typed.reason, typed.risk, typed.to_do, typed.begun_from, tuple(typed.serials))
    return _recall(one_recall(writing.session, start_recall(writing, new)))


def told(writing: Writing, typed: shapes.TellRecall, code: str) -> Told:
    mark_told(writing, code, typed.serials)
    return _recall(one_recall(writing.session, code))


def end(writing: Writing, typed: shapes.EndRecall, code: str) -> Told:
    end_recall(writing, code, typed.note)
    return _recall(one_recall(writing.session, code))


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/pieces/{serial}/claims",
        "piece_claims",
        "What may be said of a piece, what must be, what lacks a paper, and what was published when",
        "read",
        piece_claims,
        shapes.PieceClaims,
        refuses=PIECE,
    ),
    Operation(
        "GET",
        "/documents/{code}/falls",
        "document_falls",
        "What would fall with a document, and what stays",
        "read",
        document_falls,
        shapes.Falls,
        refuses=("no-such-document", "nothing-to-trace"),
    ),
    Operation(
        "GET",
        "/trace/{code}",
        "trace",
        "All that hangs together with a lot, document, supplier, stone report or piece",
        "read",
        trace,
        shapes.Traced,
        asks=shapes.TraceAsked,
        refuses=("nothing-to-trace",),
    ),
    Operation(
        "GET",
        "/recalls",
        "list_recalls",
        "Recalls, those that go on first",
        "read",
        recalls,
        shapes.Recalls,
        asks=shapes.RecallsAsked,
    ),
    Operation(
        "POST",
        "/recalls",
        "start_recall",
        "Call pieces back: their public pages say so first",
        "office",
        begin,
        shapes.RecallTold,
        shapes.StartRecall,
        status=201,
        roles=MAY_LET_GO,
        refuses=("no-such-piece", "nothing-to-trace", "nothing-to-recall"),
    ),
    Operation(
        "GET",
        "/recalls/{code}",
        "show_recall",
        "One recall with its pieces, those not told about first",
        "read",
        show_recall,
        shapes.RecallPage,
        asks=shapes.RecallsAsked,
        refuses=RECALL,
    ),
    Operation(
        "POST",
        "/recalls/{code}/told",
        "tell_recall",
        "Whoever has these pieces was told",
        "office",
        told,
        shapes.RecallTold,
        shapes.TellRecall,
        status=201,
        roles=MAY_LET_GO,
        refuses=(*RECALL, "not-recalled"),
    ),
    Operation(
        "POST",
        "/recalls/{code}/end",
        "end_recall",
        "End a recall: public pages say so no longer",
        "office",
        end,
        shapes.RecallTold,
        shapes.EndRecall,
        status=201,
        roles=MAY_LET_GO,
        refuses=RECALL,
    ),
)
