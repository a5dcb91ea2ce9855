"""What programs do at the gate: ask what is asked, and hand in one inspection of one piece."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workshop.api import answers, bodies, queries
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.errors import Conflict, NotFound
from workshop.inspection.actions import Looked, record_inspection
from workshop.inspection.queries import lookers, what_is_asked
from workshop.inspection.rules import Asked, Given, Looker, level_of, parts_of, require_best_level
from workshop.people.duties import MAY_INSPECT
from workshop.people.models import Person
from workshop.pieces.queries import piece_standing
from workshop.wording import _
from workshop.writing import Writing

_SUBJECTS = select(Person.id, Person.subject).where(Person.id.in_(bindparam("ids", expanding=True)))


def list_inspections(session: Session, asked: bodies.PageAsked, _who: Caller, serial: str) -> Told:
    return queries.inspections_of(session, serial, asked)


def next_inspection(session: Session, asked: bodies.InspectionAsked, who: Caller, serial: str) -> Told:
    standing = piece_standing(session, serial)
    asking = what_is_asked(session, standing, whole=asked.whole is not None, stage=asked.stage)
    people, unnamed = lookers(session, standing.piece_id)
    subjects = {row.id: row.subject for row in session.execute(_SUBJECTS, {"ids": [one.id for one in people]})}
    onlookers = [_onlooker(one, people, unnamed, subjects[one.id]) for one in people]
    mine = next((one for one in onlookers if one["subject"] == who.present.subject), None)
    return {
        "serial": serial,
        "seen": standing.seen,
        "number": asking.number,
        "purpose": asking.purpose,
        "parts": standing.parts,
        "checks": [_check(check, standing.parts) for check in asking.questions],
        "onlookers": onlookers,
        "level": mine["level"] if mine else None,
        "may_pass": bool(mine and mine["may_pass"]),
    }


def _onlooker(one: Looker, people: list[Looker], unnamed: bool, subject: str) -> Told:
    level = level_of(one, maker_unnamed=unnamed)
    return {"subject": subject, "name": one.name, "level": level, "may_pass": _may_pass(one, people, unnamed)}


def _may_pass(one: Looker, people: list[Looker], unnamed: bool) -> bool:
    try:
        require_best_level(one.id, people, maker_unnamed=unnamed)
    except Conflict:
        return False
    return True


def _check(check: Asked, parts: int) -> Told:
    told = asdict(check) | {"text": _(check.text), "parts": list(parts_of(check, parts))}
    del told["id"], told["checklist_id"]
    return told


def inspect(writing: Writing, typed: bodies.Inspect, serial: str) -> Told:
    looked = Looked(
        typed.seen,
        typed.verdict,
        _given(writing.session, typed, serial),
        note=typed.note,
        back_to=typed.back_to,
        also=typed.also,
        stage=typed.stage,
        whole=typed.whole,
        division_mg=typed.division_mg,
        traits=typed.traits,
    )
    decided = record_inspection(writing, serial, looked)
    changed = typed.verdict != "pass"
    return {
        "serial": serial,
        "number": decided.number,
        "purpose": decided.purpose,
        "verdict": decided.verdict,
        "level": decided.level,
        "seen": piece_standing(writing.session, serial).seen if changed else typed.seen,
    }


def _given(session: Session, typed: bodies.Inspect, serial: str) -> list[Given]:
    """The answers; a photo is named by its number in this piece. No statement where no photo is named."""
    named = any(answer.photo is not None for answer in typed.answers)
    photos: Any = queries.photo_ids(session, queries.piece_id_of(session, serial)) if named else ()
    return [
        Given(
            answer.code,
            answer.part,
            answer.passes,
            answer.measured,
            answer.instrument,
            _photo_id(photos, answer.photo),
            answer.note,
        )
        for answer in typed.answers
    ]


def _photo_id(photos: Any, number: int | None) -> int | None:
    if number is None:
        return None
    if number > len(photos):
        raise NotFound(_("This piece has no photo {number}.", number=number), slug="no-such-photo", field="photo")
    return int(photos[number - 1])


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/pieces/{serial}/inspections",
        "list_inspections",
        "The inspections of a piece with every answer, oldest first",
        "read",
        list_inspections,
        answers.Inspections,
        asks=bodies.PageAsked,
        refuses=PIECE,
    ),
    Operation(
        "GET",
        "/pieces/{serial}/inspections/next",
        "next_inspection",
        "What the next inspection of a piece asks, and who may look",
        "read",
        next_inspection,
        answers.InspectionNext,
        asks=bodies.InspectionAsked,
        refuses=(*PIECE, "no-checklist"),
    ),
    Operation(
        "POST",
        "/pieces/{serial}/inspections",
        "inspect_piece",
        "Inspect one piece: every answer and the verdict",
        "inspect",
        inspect,
        answers.Inspected,
        bodies.Inspect,
        status=201,
        roles=MAY_INSPECT,
        refuses=(
            *PIECE,
            "no-such-photo",
            "scrapped",
            "not-here",
            "nothing-done",
            "no-checklist",
            "not-qualified",
            "someone-else-can-look",
            "check-failed",
            "check-open",
            "verdict-unknown",
            "note-missing",
            "division-out-of-range",
            "check-unknown",
            "answered-twice",
            "part-unknown",
            "figure-missing",
            "figure-not-asked",
            "answer-missing",
            "photo-missing",
            "stage-unknown",
        ),
    ),
)
