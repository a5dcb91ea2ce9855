"""Reading what an inspection asks, and who may answer."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from workshop.database import fetch
from workshop.errors import Conflict
from workshop.inspection.guards import LAST_HANDS, NO_HAND, QUALIFIED, UNNAMED
from workshop.inspection.models import Answer, Check, Checklist, Inspection, Release, Trait
from workshop.inspection.ordered import by_order, compared
from workshop.inspection.rules import Asked, Looker
from workshop.people.models import Person
from workshop.pieces.rules import Standing
from workshop.wording import _


@dataclass(frozen=True)
class Asking:
    """What the next inspection of a piece is: its number and purpose, and every check of the lists that it answers."""

    number: int
    purpose: str
    checks: tuple[Asked, ...]

    @property
    def checklist_ids(self) -> list[int]:
        return list(dict.fromkeys(check.checklist_id for check in self.checks))

    @property
    def questions(self) -> list[Asked]:
        """Each code once: two lists may ask the same, and one answer serves both."""
        return list({check.code: check for check in reversed(self.checks)}.values())[::-1]


_NEWEST = "(SELECT l.id FROM checklist l WHERE l.purpose = '{purpose}' AND l.serves = {serves} AND l.published = 1 ORDER BY l.number DESC LIMIT 1)"
_FINAL = (
    "COALESCE("
    + _NEWEST.format(purpose="final", serves="'design:' || CAST(:design_id AS TEXT)")
    + ", "
    + _NEWEST.format(purpose="final", serves="'kind:' || :kind")
    + ")"
)
_CHECKS = "SELECT c.id, c.checklist_id, c.code, c.text, c.how, c.required, c.each_part, c.low, c.high, c.unit, c.instrument, c.role FROM inspection_check c JOIN checklist t ON t.id = c.checklist_id WHERE c.checklist_id IN ({lists}) ORDER BY t.purpose DESC, c.checklist_id, c.position"
_ASKED_FINAL = text(_CHECKS.format(lists=_FINAL))
_ASKED_DELTA = text(
    _CHECKS.format(
        lists="SELECT CASE WHEN e.kind = 'respecified' THEN "
        + _FINAL
        + " ELSE COALESCE("
        + _NEWEST.format(purpose="delta", serves="'work:' || e.kind")
        + ", "
        + _FINAL
        + ") END "
        "FROM work_event e JOIN event_kind k ON k.key = e.kind AND k.ends_release = 1 WHERE e.piece_id = :piece_id AND e.sequence > :since"
    )
)
_ASKED_STAGE = text(_CHECKS.format(lists=_NEWEST.format(purpose="stage", serves="'stage:' || :stage")))
_LATEST = text(
    "SELECT (SELECT max(i.number) FROM inspection i WHERE i.piece_id = :piece_id) AS number, "
    "(SELECT b.sequence FROM inspection i JOIN work_event b ON b.id = i.last_change_id WHERE i.piece_id = :piece_id "
    "AND i.verdict = 'pass' AND i.purpose <> 'stage' ORDER BY i.number DESC LIMIT 1) AS since, "
    "(SELECT p.size FROM piece p WHERE p.id = :piece_id) AS size, "
    "(SELECT n.engraving FROM personalisation n WHERE n.piece_id = :piece_id ORDER BY n.sequence DESC LIMIT 1) IS NOT NULL AS engraved"
)


def _of_piece(guard_text: str) -> str:
    return guard_text.replace("NEW.piece_id", ":piece_id")


_LOOKERS = text(
    f"SELECT q.id, q.name, CASE WHEN {_of_piece(NO_HAND.format(who='q.id'))} THEN 0 ELSE 1 END AS has_hand, "
    f"CASE WHEN q.id = {_of_piece(LAST_HANDS)} THEN 1 ELSE 0 END AS did_last, CASE WHEN {_of_piece(UNNAMED)} THEN 1 ELSE 0 END AS unnamed {QUALIFIED} ORDER BY q.id"
)


def lookers(session: Session, piece_id: int) -> tuple[list[Looker], bool]:
    """The qualified people with what they had to do with the piece, and whether its maker is unnamed. One statement, over the guards' own sentences."""
    rows = session.execute(_LOOKERS, {"piece_id": piece_id}).all()
    return [Looker(r.id, r.name, bool(r.has_hand), bool(r.did_last)) for r in rows], any(r.unnamed for r in rows)


def what_is_asked(session: Session, standing: Standing, *, whole: bool = False, stage: str | None = None) -> Asking:
    """What the piece's next inspection asks, lengths with the limits of its order. Two statements.

    After an earlier pass only the lists of what was done since, unless `whole`; for a `stage` that stage's list, which releases nothing.
    Raises Conflict when there is nothing to ask by.
    """
    latest = session.execute(_LATEST, {"piece_id": standing.piece_id}).one()
    number = (latest.number or 0) + 1
    place = {"design_id": standing.design_id, "kind": standing.kind}
    if stage is not None:
        purpose, rows = "stage", session.execute(_ASKED_STAGE, {"stage": stage}).all()
    elif latest.since is not None and not whole:
        purpose = "delta"
        rows = session.execute(_ASKED_DELTA, place | {"piece_id": standing.piece_id, "since": latest.since}).all()
    else:
        purpose, rows = "final", session.execute(_ASKED_FINAL, place).all()
    if not rows:
        raise Conflict(
            _("There is no checklist for this inspection. The owner publishes one in the catalogue."),
            slug="no-checklist",
        )
    checks = (by_order(_asked(*row), standing.kind, latest.size) for row in rows)
    return Asking(number, purpose, tuple(compared(one) if latest.engraved else one for one in checks))


def _asked(
    check_id: int, checklist_id: int, code: str, text: str, how: str, required: int, each: int, *rest: Any
) -> Asked:
    return Asked(check_id, checklist_id, code, text, how, bool(required), bool(each), *rest)


def failed_before(session: Session, piece_id: int) -> set[str]:
    """Codes of the checks that failed at the newest inspection."""
    newest = select(Inspection.id).where(Inspection.piece_id == piece_id).order_by(Inspection.number.desc()).limit(1)
    failed = (
        select(Check.code)
        .join(Answer, Answer.check_id == Check.id)
        .where(Answer.result == "fail", Answer.inspection_id == newest.scalar_subquery())
    )
    return set(session.scalars(failed))


MOST_LOOKS = 20
_LOOKS: Any = (
    select(
        Inspection.id,
        Inspection.number,
        Inspection.purpose,
        Inspection.verdict,
        Inspection.level,
        Inspection.qualified,
        Inspection.gross_mg,
        Inspection.decided_at,
        Inspection.note,
        Person.name.label("by_name"),
    )
    .join(Person, Person.id == Inspection.by_id)
    .where(Inspection.piece_id == bindparam("piece_id"), Inspection.verdict.is_not(None))
    .order_by(Inspection.number.desc())
    .limit(MOST_LOOKS)
)
_REPLIES: Any = (
    select(
        Answer.inspection_id,
        Check.code,
        Check.text,
        Check.how,
        Check.low,
        Check.high,
        Check.unit,
        Answer.part,
        Answer.result,
        Answer.measured,
        Answer.instrument,
        Answer.photo_id,
        Answer.note,
    )
    .join(Check, Check.id == Answer.check_id)
    .where(Answer.inspection_id.in_(bindparam("looks", expanding=True)))
    .order_by(Answer.checklist_id, Check.position, Answer.part)
)
_TRAITS: Any = select(Trait.inspection_id, Trait.told).where(Trait.piece_id == bindparam("piece_id")).order_by(Trait.id)
_PASS_NOW: Any = (
    select(Inspection.number, Inspection.gross_mg, Inspection.tolerance_mg, Inspection.level)
    .join(Release, Release.inspection_id == Inspection.id)
    .where(Release.piece_id == bindparam("piece_id"))
)


@dataclass(frozen=True)
class Looks:
    """The newest inspections of a piece that were decided, newest first, with every answer and trait."""

    inspections: list[Any]
    replies: list[Any]
    traits: list[Any]


def looks_of(session: Session, piece_id: int) -> Looks:
    """Three statements."""
    inspections = list(fetch(session, _LOOKS, {"piece_id": piece_id}))
    replies = list(fetch(session, _REPLIES, {"looks": [one.id for one in inspections]}))
    return Looks(inspections, replies, list(fetch(session, _TRAITS, {"piece_id": piece_id})))


def pass_now(session: Session, piece_id: int) -> Any:
    """The inspection that releases the piece as it is (number, gross_mg, tolerance_mg, level), or None. One statement."""
    return fetch(session, _PASS_NOW, {"piece_id": piece_id}).one_or_none()


def stage_lists(session: Session) -> list[tuple[str, str]]:
    """Key and name of the newest list of each stage check. One statement."""
    rows = session.execute(
        select(Checklist.serves, Checklist.name)
        .where(Checklist.purpose == "stage", Checklist.published == True)
        .order_by(Checklist.id)
    )
    return list({serves.removeprefix("stage:"): name for serves, name in rows}.items())


def why_asked(session: Session, piece_id: int) -> list[str]:
    """The kinds of event since the last releasing pass that a delta inspection answers for, in order. One statement."""
    rows = session.execute(_SINCE, {"piece_id": piece_id})
    return list(dict.fromkeys(rows.scalars()))


_SINCE = text(
    "SELECT e.kind FROM work_event e JOIN event_kind k ON k.key = e.kind AND k.ends_release = 1 WHERE e.piece_id = :piece_id AND e.sequence > "
    "(SELECT b.sequence FROM inspection i JOIN work_event b ON b.id = i.last_change_id WHERE i.piece_id = :piece_id "
    "AND i.verdict = 'pass' AND i.purpose <> 'stage' ORDER BY i.number DESC LIMIT 1) ORDER BY e.sequence"
)
