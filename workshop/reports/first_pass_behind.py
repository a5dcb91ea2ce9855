"""The pieces behind the figures of what passed the first time, of faults, and of what went back."""

from typing import Any

from sqlalchemy import and_, func
from sqlalchemy.orm import Session

from workshop.catalogue.models import Design, Stage
from workshop.inspection.models import Answer, Check, Inspection
from workshop.pieces.models import Piece, WorkEvent
from workshop.reports.looks import POSITION, faults_in, first_looks
from workshop.reports.reworked import sent_back
from workshop.reports.spans import begins, ends, find_part, parts
from workshop.reports.told import Behind, Column, Span
from workshop.units import thousandths
from workshop.wording import N_, _

VERDICTS = {"pass": N_("passed"), "rework": N_("went back"), "scrap": N_("scrapped")}


LISTED = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("at", N_("When"), "moment"),
    Column("what", N_("How")),
    Column("note", N_("Why")),
)
FAULTS = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("at", N_("When"), "moment"),
    Column("check", N_("Check")),
    Column("measured", N_("Measured")),
    Column("what", N_("How")),
)


def behind_first_pass(_session: Session, span: Span, column: str, key: str) -> Behind | None:
    if column == "faults" or (column == "pieces" and span.by in ("", "check")):
        return _faults_behind(span, column, key)
    if column in ("times", "pieces", "rework_hours"):
        return _returns_behind(span, column, key)
    wanted = first_looks(
        span,
        Piece.serial,
        Design.name.label("design"),
        Inspection.decided_at.label("at"),
        Inspection.verdict.label("what"),
        Inspection.note.label("note"),
    )
    wanted = wanted.where(*_looks_within(span, key))
    if column == "passed_first":
        wanted = wanted.where(Inspection.verdict == "pass")
    if column == "not_first":
        wanted = wanted.where(Inspection.verdict != "pass")
    return Behind(wanted.order_by(Inspection.decided_at.desc(), Piece.serial), LISTED, _line)


def _looks_within(span: Span, key: str) -> tuple[Any, ...]:
    part = find_part(parts(span), key)
    if part is not None:
        return (Inspection.decided_at.between(begins(part, span), ends(part, span)),)
    if key.startswith("tree:"):
        number = key.removeprefix("tree:")
        return (int(number) == POSITION if number.isascii() and number.isdigit() else POSITION.is_(None),)
    return (Design.code == key,) if key else ()


def _faults_behind(span: Span, column: str, key: str) -> Behind:
    code, _colon, text = key.partition(":")
    columns = (Piece.serial, Design.name.label("design"), Inspection.decided_at.label("at"))
    failed = (
        Check.code,
        Check.text,
        func.max(Answer.measured).label("measured"),
        Check.unit,
        Inspection.verdict.label("what"),
    )
    wanted = faults_in(span, *columns, *failed).group_by(
        Piece.serial,
        Design.name,
        Inspection.decided_at,
        Inspection.id,
        Check.id,
        Check.code,
        Check.text,
        Check.unit,
        Inspection.verdict,
    )
    if column == "pieces":
        of_one = (
            func.max(Check.code).label("code"),
            func.max(Check.text).label("text"),
            func.max(Check.unit).label("unit"),
        )
        wanted = faults_in(
            span,
            *columns[:2],
            func.max(Inspection.decided_at).label("at"),
            *of_one,
            func.max(Answer.measured).label("measured"),
            func.max(Inspection.verdict).label("what"),
        ).group_by(Piece.serial, Design.name)
    if key:
        wanted = wanted.where(and_(Check.code == code, Check.text == text))
    return Behind(wanted.order_by(func.max(Inspection.decided_at).desc(), Piece.serial), FAULTS, _fault_line)


def _returns_behind(span: Span, column: str, key: str) -> Behind:
    columns = (Piece.serial, Design.name.label("design"))
    wanted = sent_back(
        span, *columns, WorkEvent.at.label("at"), Stage.name.label("what"), WorkEvent.reason.label("note")
    )
    if column == "pieces":
        wanted = sent_back(
            span,
            *columns,
            func.max(WorkEvent.at).label("at"),
            func.max(Stage.name).label("what"),
            func.max(WorkEvent.reason).label("note"),
        ).group_by(Piece.serial, Design.name)
    if key.startswith("at:"):
        wanted = wanted.where(Stage.name == key[3:] if key[3:] else Stage.name.is_(None))
    elif key:
        wanted = wanted.where(Design.code == key)
    return Behind(wanted.order_by(Piece.serial), LISTED, _line)


def _line(row: Any) -> dict[str, Any]:
    return {
        "serial": row.serial,
        "design": row.design,
        "at": row.at,
        "what": _(VERDICTS.get(row.what, row.what or "")),
        "note": row.note,
    }


def _fault_line(row: Any) -> dict[str, Any]:
    measured = (
        _("{figure} {unit}", figure=thousandths(row.measured), unit=row.unit or "") if row.measured is not None else ""
    )
    return {
        "serial": row.serial,
        "design": row.design,
        "at": row.at,
        "check": f"{row.code} {_(row.text)}",
        "measured": measured,
        "what": _(VERDICTS[row.what]),
    }
