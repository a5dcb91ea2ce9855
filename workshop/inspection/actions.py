"""Verbs of the gate: inspect one piece, let it leave through the one door, publish a checklist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from workshop.errors import Conflict, Invalid
from workshop.inspection.checks import CheckSpec
from workshop.inspection.guaranteeing import freeze_guarantee
from workshop.inspection.models import Answer, Check, Checklist, Departure, Inspection, InspectionList, Release, Trait
from workshop.inspection.queries import Asking, lookers, what_is_asked
from workshop.inspection.rules import (
    VERDICTS,
    Given,
    Judged,
    gross_weight_mg,
    judge,
    require_best_level,
    require_passing,
    require_qualified,
    tolerance_mg,
)
from workshop.pieces.actions import Happening, add_event
from workshop.pieces.models import Custody
from workshop.pieces.moving import move_piece, require_here
from workshop.pieces.places import IN_HAND, INSIDE, LENT, OUTSIDE
from workshop.pieces.queries import lock_piece, stages_of
from workshop.pieces.rules import Standing, require_seen, stage_of
from workshop.wording import _
from workshop.writing import Writing

PLACES = {"sold": "customer", "shipped": "customer", "lent": "gallery", "handed_back": "customer"}
LARGEST_DIVISION_MG = 300

_CURRENT = (
    select(Release.inspection_id, Release.purpose, func.max(Custody.sequence).label("custody"))
    .join(Custody, Custody.piece_id == Release.piece_id)
    .where(Release.piece_id == bindparam("piece_id"))
    .group_by(Release.inspection_id, Release.purpose)
)


@dataclass(frozen=True)
class Looked:
    """One inspection of one piece as it is handed in. `stage` names the stage list of a stage check; `back_to` the stage a rework goes to.

    `also` are further stages to do again; `traits` what is character and no fault, with the photo that shows it.
    """

    seen: int | None
    verdict: str
    answers: Sequence[Given]
    note: str | None = None
    back_to: str | None = None
    also: Sequence[str] = ()
    stage: str | None = None
    whole: bool = False
    division_mg: int = 10
    traits: Sequence[str] = ()
    trait_photo_id: int | None = None


@dataclass(frozen=True)
class Decided:
    """The verdict as it was recorded; `level` is None unless it released the piece."""

    number: int
    purpose: str
    verdict: str
    level: str | None


def record_inspection(writing: Writing, serial: str, looked: Looked) -> Decided:
    """Open, answer and decide the inspection of one piece, signed by whoever writes.

    Raises Conflict when the piece moved on, is not here, a required check is open or failed, or somebody better placed can look.
    """
    _require_verdict(looked)
    standing = lock_piece(writing.session, serial)
    require_seen(standing, looked.seen)
    _require_inspectable(standing)
    asking = what_is_asked(writing.session, standing, whole=looked.whole, stage=looked.stage)
    judged = judge(asking.checks, looked.answers, standing.parts)
    people, unnamed = lookers(writing.session, standing.piece_id)
    require_qualified(writing.by.id, people)
    releases = looked.verdict == "pass" and asking.purpose != "stage"
    if looked.verdict == "pass":
        require_passing(asking.checks, judged, standing.parts)
    level = require_best_level(writing.by.id or 0, people, maker_unnamed=unnamed) if releases else None
    inspection_id = _open(writing, standing, asking, judged)
    kept = (
        {"gross_mg": gross_mg, "tolerance_mg": tolerance_mg(gross_mg, looked.division_mg)}
        if releases and (gross_mg := gross_weight_mg(judged)) is not None
        else {}
    )
    writing.change(
        Inspection,
        inspection_id,
        verdict=looked.verdict,
        level=level,
        qualified=len(people) if releases else None,
        decided_at=writing.at,
        note=looked.note,
        **kept,
    )
    _follow(writing, standing, asking, looked, inspection_id)
    return Decided(asking.number, asking.purpose, looked.verdict, level)


def _require_verdict(looked: Looked) -> None:
    if looked.verdict not in VERDICTS:
        raise Invalid(_("An inspection ends in pass, rework or scrap."), slug="verdict-unknown", field="verdict")
    if looked.verdict != "pass" and not (looked.note or "").strip():
        raise Invalid(
            _("Say what is wrong with it: whoever takes it up next reads this."), slug="note-missing", field="note"
        )
    if not 1 <= looked.division_mg <= LARGEST_DIVISION_MG:
        raise Invalid(_("A scale's division is from 0.001 to 0.3 g."), slug="division-out-of-range", field="division")


def _require_inspectable(standing: Standing) -> None:
    if standing.state == "scrapped":
        raise Conflict(_("{serial} was scrapped: nothing more is done to it.", serial=standing.serial), slug="scrapped")
    if standing.place not in IN_HAND:
        raise Conflict(
            _(
                "{serial} is not at the bench ({place}). Bring it back on record, then go on.",
                serial=standing.serial,
                place=standing.place,
            ),
            slug="not-here",
        )
    if standing.last_change_id is None:
        raise Conflict(
            _("Nothing was done to {serial} yet: there is nothing to inspect.", serial=standing.serial),
            slug="nothing-done",
        )


def _open(writing: Writing, standing: Standing, asking: Asking, judged: Sequence[Judged]) -> int:
    inspection_id = writing.add(
        Inspection,
        piece_id=standing.piece_id,
        number=asking.number,
        last_change_id=standing.last_change_id,
        purpose=asking.purpose,
        by_id=writing.by.id,
        opened_at=writing.at,
    )
    lists = [{"inspection_id": inspection_id, "checklist_id": one} for one in asking.checklist_ids]
    writing.add_all(InspectionList, lists)
    if judged:
        writing.add_all(Answer, [_answer_row(inspection_id, one) for one in judged])
    return inspection_id


def _answer_row(inspection_id: int, one: Judged) -> dict[str, Any]:
    usual = one.check.instrument if one.given.measured is not None else None
    return {
        "inspection_id": inspection_id,
        "checklist_id": one.check.checklist_id,
        "check_id": one.check.id,
        "part": one.part,
        "result": "pass" if one.passes else "fail",
        "measured": one.given.measured,
        "instrument": one.given.instrument or usual,
        "photo_id": one.given.photo_id,
        "note": one.given.note,
    }


def _follow(writing: Writing, standing: Standing, asking: Asking, looked: Looked, inspection_id: int) -> None:
    """What the verdict brings about: the release, the way back to a stage, or the end of the piece."""
    if looked.traits:
        writing.add_all(
            Trait,
            [
                {
                    "piece_id": standing.piece_id,
                    "inspection_id": inspection_id,
                    "told": told,
                    "photo_id": looked.trait_photo_id,
                    "at": writing.at,
                    "by_id": writing.by.id,
                }
                for told in looked.traits
            ],
        )
    if looked.verdict == "pass":
        if asking.purpose != "stage":
            writing.add(
                Release,
                piece_id=standing.piece_id,
                inspection_id=inspection_id,
                purpose=asking.purpose,
                verdict="pass",
                last_change_id=standing.last_change_id,
            )
            add_event(writing, standing, Happening("passed"))
        return
    if looked.verdict == "scrap":
        add_event(writing, standing, Happening("scrap", reason=looked.note))
        return
    stages = stages_of(writing.session, standing.route_id)
    stage = stage_of(stages, "send_back", looked.back_to, standing.stage_id) if looked.back_to else None
    also = [stage_of(stages, "send_back", name, None) for name in looked.also]
    again = ", ".join(one.name for one in also if one)
    add_event(writing, standing, Happening("send_back", reason=looked.note, note=again or None), stage=stage)


@dataclass(frozen=True)
class Leaving:
    """A piece leaves: how (sold, shipped, lent, handed_back), to which place, and to whom in words (never public)."""

    seen: int | None
    kind: str
    place: str | None = None
    holder: str | None = None


def record_departure(writing: Writing, serial: str, leaving: Leaving) -> int:
    """Let a released piece leave. Returns the departure's primary key. Raises Conflict without its own current pass."""
    if leaving.kind not in PLACES:
        raise Invalid(_("A piece is sold, shipped, lent or handed back."), slug="departure-unknown", field="kind")
    place = leaving.place or PLACES[leaving.kind]
    if place not in OUTSIDE:
        raise Invalid(
            _("“{place}” is no place outside the house.", place=place[:40]), slug="place-unknown", field="place"
        )
    require_seen(standing := lock_piece(writing.session, serial), leaving.seen)
    require_here(writing.session, standing)  # what is lent is sold by its case: who asks here saw it in the house
    return let_go(writing, standing, leaving.kind, place, leaving.holder)


def let_go(writing: Writing, standing: Standing, kind: str, place: str, holder: str | None) -> int:
    """The same for a piece that is held already and was looked at just now."""
    departure_id = open_door(writing, standing, kind)
    freeze_guarantee(writing, standing, departure_id, kind)
    add_event(writing, standing, Happening("left", place=place))
    move_piece(writing, standing, place, holder)
    return departure_id


def open_door(writing: Writing, standing: Standing, kind: str) -> int:
    """The one door: write a departure on the piece's own current release. Raises Conflict when there is none."""
    current = writing.session.execute(_CURRENT, {"piece_id": standing.piece_id}).one_or_none()
    if current is None:
        raise Conflict(
            _("{serial} has not passed its own inspection as it is now. It opens when it has.", serial=standing.serial),
            slug="not-released",
        )
    if standing.place not in INSIDE and not (kind == "sold" and standing.place in LENT):
        raise Conflict(_("{serial} is not here to leave.", serial=standing.serial), slug="not-here")
    return writing.add(
        Departure,
        piece_id=standing.piece_id,
        inspection_id=current.inspection_id,
        purpose=current.purpose,
        verdict="pass",
        kind=kind,
        custody_sequence=None if kind == "tagged" else current.custody + 1,
        at=writing.at,
        by_id=writing.by.id,
    )


def publish_checklist(writing: Writing, *, purpose: str, serves: str, name: str, checks: Sequence[CheckSpec]) -> int:
    """Write a list and publish it, frozen for ever; returns its number. `serves` is design:<id>, kind:<key>, work:<key> or stage:<key>."""
    _require_releasing(purpose, checks)
    newest = select(func.max(Checklist.number)).where(Checklist.purpose == purpose, Checklist.serves == serves)
    number = (writing.session.scalar(newest) or 0) + 1
    list_id = writing.add(
        Checklist,
        purpose=purpose,
        serves=serves,
        number=number,
        name=name,
        published=False,
        at=writing.at,
        by_id=writing.by.id,
    )
    writing.add_all(Check, [_check_row(list_id, position, check) for position, check in enumerate(checks, 1)])
    writing.change(Checklist, list_id, published=True)
    return number


def _require_releasing(purpose: str, checks: Sequence[CheckSpec]) -> None:
    if not any(check.required for check in checks):
        raise Invalid(_("A checklist has at least one required check."), slug="nothing-required")
    roles = [check.role for check in checks if check.required and check.role]
    if purpose != "stage" and sorted(roles) != ["gross_weight", "identity"]:
        raise Invalid(_("A list that releases asks for identity and gross weight, once each."), slug="roles-missing")
    if len({check.code for check in checks}) != len(checks):
        raise Invalid(_("Each check of a list has its own code."), slug="code-twice")


def _check_row(list_id: int, position: int, check: CheckSpec) -> dict[str, Any]:
    return {"checklist_id": list_id, "position": position, **vars(check)}
